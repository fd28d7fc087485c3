"""Recipes, judged: which predicates of a site's `login` hold on a page. Pure: a page goes in, a predicate comes out.

What a reader does not see never counts: hidden elements, templates, noscript, scripts, styles and comments. Sites carry
their walls, menus and error boxes in every page, hidden; only what is shown tells anything.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import orjson
from lxml import etree
from lxml.html import HtmlElement

from newsbot.errors import NotAPage
from newsbot.extraction import regions
from newsbot.extraction.page import Page, parse_page
from newsbot.lists import words_of
from newsbot.sites.login import Login, Token
from newsbot.sites.predicates import Kind, Predicate, parse_predicate
from newsbot.sites.selectors import compile_selector
from newsbot.sites.values import compile_pattern

#: Patterns look at no more of an address.
_LONGEST_URL = 4000

# ── what is hidden ──

_UNSEEN = words_of("script style template noscript")
#: These are the page; while scripts run they are often hidden, for a moment.
_WHOLE = words_of("html body")
_HIDING_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)
#: What is called a box is hidden until it is opened. These open one.
_BOX = re.compile(r"modal|popup|lightbox|tooltip", re.IGNORECASE)
_OPENING_STYLE = re.compile(r"(?:^|[;\s])display\s*:\s*(?:block|flex|grid|inline)", re.IGNORECASE)
_OPENING_CLASSES = words_of("""
    show shown in open opened active visible is-shown is-open is-opened is-active is-visible modal-open popup-open""")
_GONE = "newsbot-hidden"

# ── which selectors can be judged without taking anything out ──

_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_OF_AN_ATTRIBUTE = re.compile(
    r"\b(?:contains|starts-with|concat|normalize-space)\(\s*(?:@[\w.-]+|'')(?:\s*,\s*(?:@[\w.-]+|''))*\s*\)"
)
#: Tests of an element's own attributes: they come out the same, whatever else is in the page.
_DENIED = re.compile(r"\bnot\(\s*(?:(?:@[\w.-]+|''|and\b|or\b|=)\s*)+\)")
_COMPARED = re.compile(r"(?:@[\w.-]+|''|\b(?:local-)?name\(\))\s*=\s*(?:@[\w.-]+|'')")
#: What makes a path find more where there is less: functions, comparisons, arithmetic, places such as [1].
_SHRINKING = re.compile(r"\b(?!(?:and|or)\b)[\w-]+\s*\(|[<>=!+$']|\s-|-\s|\[\s*\d")
#: What is in brackets, where it looks at attributes only; and what of the rest leads to other elements.
_OWN_TEST = re.compile(r"\[(?:\s*(?:@[\w.-]+|and\b|or\b|[()]))+\s*\]")
_ELSEWHERE = re.compile(r"\[|sibling|following|preceding|parent|ancestor|\.\.")
_MOST_CALLS = 20
#: Where there is a choice, no name must be there.
_CHOICE = re.compile(r"\||\bnot\s*\(|(?<!-)\bor\b(?!-)")
#: Nobody writes these with entities.
_PLAIN_NAME = re.compile(r"[\w-]{2,}", re.ASCII)

# ── text ──

_INLINE = words_of("""
    a abbr b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby rb rp rt s samp small span strike
    strong sub sup time tt u var wbr""")
_NOT_READ = words_of("head option textarea svg")
_WITHOUT_WIDTH = "\u00ad\u200b\u2060\ufeff"
#: All runs of text, what is hidden included. Scripts and styles, which nobody reads, are most of many pages.
_RUNS = "descendant::text()[not(parent::script or parent::style)]"
_find_runs = etree.XPath(_RUNS, smart_strings=False)
_find_parent = etree.XPath(f"({_RUNS})[$place]/..")
#: Texts that stand more often on a page are looked for in all that is read on it.
_MOST_PLACES = 4


@dataclass(frozen=True, kw_only=True)
class View:
    """What there is to judge: an address, the status it answered with, and the page, where it is one."""

    url: str
    status: int
    root: HtmlElement | None  #: shared with other readers, who must not change it
    html: str = field(default="", repr=False)  #: what `root` was made of

    @cached_property
    def shown(self) -> HtmlElement | None:
        """The page without all that is hidden; positions are counted among what is shown."""
        return None if self.root is None else _without_hidden(self.root)

    @cached_property
    def text(self) -> str:
        """What is read on the page, folded, in one line."""
        return "" if self.root is None else _folded(_text_of(self.root))

    @cached_property
    def runs(self) -> _Runs:
        """The runs of text on the page, hidden ones included."""
        return _Runs([] if self.root is None else _find_runs(self.root))


def view_of(page: Page) -> View:
    """A page that was parsed already."""
    return View(url=page.url, status=page.status, root=page.root, html=page.html)


def view_of_html(html: str | bytes, url: str, status: int = 200) -> View:
    """A page as text or bytes. Where it is none (JSON, a picture, nothing), only address and status can be judged."""
    try:
        return replace(view_of(parse_page(html, url)), status=status)
    except NotAPage:
        return View(url=url, status=status, root=None)


def holds(predicate: Predicate | str, view: View) -> bool:
    """Whether a predicate holds. Raises `ValueError` for a text that spells none; site files are checked for that."""
    parsed = parse_predicate(str(predicate))
    if parsed.kind is Kind.STATUS:
        return view.status == int(parsed.value)
    if parsed.kind is Kind.URL:
        return compile_pattern(parsed.value).search(view.url[:_LONGEST_URL]) is not None
    if parsed.kind is Kind.TEXT:
        return _is_read(view, _folded(parsed.value))
    return _finds(view, str(parsed))


def first_holding(predicates: Iterable[Predicate | str], view: View) -> Predicate | None:
    """The first of these that holds."""
    return next((parse_predicate(str(each)) for each in predicates if holds(each, view)), None)


def succeeded(login: Login, view: View) -> Predicate | None:
    """What shows that the sign-in worked."""
    return first_holding(login.success, view)


def failed(login: Login, view: View) -> Predicate | None:
    """What shows that the sign-in was refused."""
    return first_holding(login.failure, view)


def verified(login: Login, view: View) -> Predicate | None:
    """What shows, on the page of `verify`, who is signed in; None too where a recipe has no `verify`."""
    return first_holding(login.verify.shows, view) if login.verify else None


def signed_out(login: Login, view: View) -> Predicate | None:
    """What shows, on an article's page, that nobody is signed in."""
    return first_holding(login.loggedOut, view)


def is_teaser(login: Login, view: View) -> Predicate | None:
    """What shows, on an article's page, that it was cut, whoever is signed in."""
    return first_holding(login.teaser, view)


def token_in(token: Token, storage: Mapping[str, str]) -> str | None:
    """The token in a site's local storage, without its prefix; None where it is not there.

    `token.storage` is a key, or a key, a point and the path into the JSON that is kept there. Keys may hold points
    themselves: the longest that exists is taken.
    """
    parts = token.storage.split(".")
    for length in range(len(parts), 0, -1):
        key = ".".join(parts[:length])
        if key in storage:
            return _step_into(storage[key], parts[length:])
    return None


def _step_into(text: str, path: list[str]) -> str | None:
    try:
        value: Any = orjson.loads(text)
    except orjson.JSONDecodeError:
        value = text
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if isinstance(value, str):
        return value or None
    return text if not path and text else None  # a token may look like a number


# ── css and xpath ──


def _finds(view: View, selector: str) -> bool:
    if view.root is None:
        return False
    traits = _traits_of(selector)
    if traits.grows:
        # Most pages hold nothing of the kind, hidden or not: they are spared the copy, which costs milliseconds.
        if not all(name in view.html for name in traits.names):
            return False
        found = _evaluate(view.root, selector)
        if isinstance(found, list):
            seen = any(not _is_hidden(each) for each in found)
            if traits.standsAlone or not seen:
                return seen
    return view.shown is not None and _is_something(_evaluate(view.shown, selector))


def _evaluate(root: HtmlElement, selector: str) -> object:
    try:
        return compile_selector(selector)(root)
    except etree.XPathError:
        return None  # too much work on this page, or a type that does not fit


def _is_something(found: object) -> bool:
    return bool(found) and found == found  # noqa: PLR0124 (XPath's "not a number" is nothing)


class _Traits(NamedTuple):
    grows: bool  #: it cannot find more in a page with less in it: it looks at names, attributes and their like only
    standsAlone: bool  #: it looks at what it finds and at what stands around that; nothing else can be hidden
    names: tuple[str, ...]  #: names that stand in the source of every page on which it finds something


@lru_cache(maxsize=1024)
def _traits_of(selector: str) -> _Traits:
    whole = compile_selector(selector).path
    path = _LITERAL.sub("''", whole)
    choice = _CHOICE.search(path) is not None
    for _ in range(_MOST_CALLS):
        simpler = _DENIED.sub("''", _OF_AN_ATTRIBUTE.sub("''", path))
        if simpler == path:
            break
        path = simpler
    path = _COMPARED.sub("@x", path).replace("''", "@x")
    names = (literal[1:-1].strip() for literal in _LITERAL.findall(whole))
    return _Traits(
        grows=_SHRINKING.search(path) is None,
        standsAlone=_ELSEWHERE.search(_OWN_TEST.sub("", path)) is None,
        names=() if choice else tuple(name for name in names if _PLAIN_NAME.fullmatch(name)),
    )


def _is_hidden(found: object) -> bool:
    """Whether an element is not shown, or whether the element of an attribute or a text is not."""
    element = found if isinstance(found, HtmlElement) else getattr(found, "getparent", lambda: None)()
    while element is not None:
        if _hides(element):
            return True
        element = element.getparent()
    return False


def _hides(element: HtmlElement) -> bool:
    """Whether an element hides itself and all in it: by its tag, an attribute, an inline style, its classes."""
    tag = element.tag
    if tag in _UNSEEN:
        return True
    if tag in _WHOLE or not element.keys():
        return tag == "dialog"
    get = element.get
    if get("hidden") is not None or (get("aria-hidden") or "").strip().lower() == "true":
        return True
    if (tag == "input" and (get("type") or "").lower() == "hidden") or (tag == "dialog" and get("open") is None):
        return True
    style, classes = get("style"), get("class")
    if style and _HIDING_STYLE.search(style):
        return True
    return bool(classes and regions.flags_of_names(classes) & regions.HIDDEN) and not _is_opened(element)


def _is_opened(element: HtmlElement) -> bool:
    """Whether an element is a modal or the like, and says that it is open."""
    classes = (element.get("class") or "").split()
    others = " ".join(name for name in classes if not _BOX.search(name))
    if regions.flags_of_names(others) & regions.HIDDEN:
        return False
    said = element.get("open") is not None or (element.get("aria-hidden") or "").strip().lower() == "false"
    return said or not _OPENING_CLASSES.isdisjoint(classes) or bool(_OPENING_STYLE.search(element.get("style") or ""))


def _without_hidden(root: HtmlElement) -> HtmlElement:
    """A copy; in time that grows with the page only, whatever it holds."""
    copied = copy.deepcopy(root)
    walk = etree.iterwalk(copied, events=("start",))
    for _, element in walk:
        if _hides(element):
            element.tag = _GONE
            walk.skip_subtree()
    etree.strip_elements(copied, _GONE, with_tail=False)
    return copied


# ── text ──


class _Runs:
    """Runs of text, without blanks: what is not in them is not on the page, and that costs a quarter of reading it.

    A text may go through several runs, with hidden ones between them. So it is also looked for as the end of one run,
    whole runs, and the start of another, wherever these stand: that finds too much, and never too little.
    """

    def __init__(self, runs: list[str]) -> None:
        self.runs = runs
        joined = _without_width("\0".join(runs).casefold())
        #: Letters whose accents stand beside them are put together only where the text is read.
        self.plain = unicodedata.is_normalized("NFC", joined)
        self.joined = "".join(f"\0{joined}\0".split())

    @cached_property
    def whole(self) -> frozenset[str]:
        return frozenset(self.joined.split("\0"))

    def across(self, text: str) -> bool:
        """Whether the text, which has no blanks, may go through more than one run."""
        length = len(text)
        waiting = [number for number in range(1, length) if f"{text[:number]}\0" in self.joined]
        reached = set(waiting)
        while waiting:
            start = waiting.pop()
            if f"\0{text[start:]}" in self.joined:
                return True
            more = {end for end in range(start + 1, length) if text[start:end] in self.whole} - reached
            reached |= more
            waiting += more
        return False

    def places(self, text: str) -> list[int]:
        """Which runs hold the text, which is folded; the first is 1."""
        return [place for place, run in enumerate(self.runs, 1) if text in _folded(run)]


def _is_read(view: View, text: str) -> bool:
    """Whether a text, which is folded, is read on the page. To read a whole page takes milliseconds, and is put off."""
    runs, solid = view.runs, text.replace(" ", "")
    if runs.plain and not runs.across(solid):
        if solid not in runs.joined:
            return False
        places = runs.places(text)
        if view.root is not None and len(places) <= _MOST_PLACES:
            return any(not _is_unread(parent) for place in places for parent in _find_parent(view.root, place=place))
    return text in view.text


def _is_unread(element: HtmlElement) -> bool:
    return _is_hidden(element) or any(each.tag in _NOT_READ for each in (element, *element.iterancestors()))


def _text_of(root: HtmlElement) -> str:
    """The text that is shown; a blank wherever a line breaks."""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag not in _INLINE:
            pieces.append(" ")
        if event == "end":
            pieces.append(element.tail or "")
        elif element.tag in _NOT_READ or _hides(element):
            walk.skip_subtree()
        else:
            pieces.append(element.text or "")
    return "".join(pieces)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", _without_width(text).casefold()).split())


def _without_width(text: str) -> str:
    for character in _WITHOUT_WIDTH:
        text = text.replace(character, "")
    return text
