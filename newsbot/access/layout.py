"""Layout: the visible lines of a page in their order, and where the article's text stands among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from newsbot.access.notices import Notice, NoticeKind, find_gate, folded
from newsbot.extraction.page import Page
from newsbot.extraction.reading import Position, Reading

_NODES = etree.XPath("//body//text()[normalize-space()]")
_INLINE_TAGS = "a abbr b bdi bdo big cite code em font i ins kbd label mark q s small span strong sub sup time tt u var"
_INLINE = frozenset(_INLINE_TAGS.split())
_NEVER_SHOWN = frozenset({"template", "noscript", "textarea", "script", "style", "option", "amp-analytics"})
_CODE = frozenset({"script", "style"})
_CHROME = frozenset({"nav", "footer"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDING_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|is-hidden|d-none|dn|invisible|display-none|visually-?hidden|sr-only|screen-reader-text|modal|"
    r"\S*-modal|modal-\S+|popup|lightbox|\S*__hidden|u-hidden|js-hidden|template|print-only|visible-print)(?:\s|$)",
    re.IGNORECASE,
)
_CHROME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|footer|masthead|topbar|related|recommend\w*|most-read|breadcrumbs?)(?:[\s_-]|$)",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"newsletter|nyhetsbrev|nyhedsbrev|nieuwsbrief|hírlevél|бюлетен|рассылк|ニュースレター|뉴스레터", re.IGNORECASE
)
_LONGEST_BUTTON, _LONGEST_BOX, _BOX_LEVELS = 40, 400, 4
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

#: Lines before and after the text that may belong to it; a page whose text was not found is looked at up to here.
_BEFORE, _AFTER, _MOST = 20, 50, 400
#: So many equal notices are labels in a list of other stories.
_LABELS = 3
#: A line of so many characters is prose, fewer ideographs do.
PROSE, PROSE_CJK = 60, 22
_KEY = 80
#: Longer text nodes are scripts; what they begin with is enough.
_LONGEST_NODE = 4000


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A paragraph, a heading, a button: what stands in one block of the page."""

    text: str
    element: HtmlElement
    isBody: bool  #: the reading took it for a part of the text
    isProse: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """A notice on the page, where it stands, and how much prose comes before and after it."""

    notice: Notice
    text: str
    position: Position
    element: HtmlElement
    proseBefore: int
    proseAfter: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines around the text, and the notices among them."""

    lines: tuple[Line, ...]
    sightings: tuple[Sighting, ...]
    visible: int  #: characters of text in the whole page


def is_cjk(text: str) -> bool:
    """Whether most of this is written in ideographs, kana or hangul."""
    return len(_CJK.findall(text[:600])) * 3 > len(text[:600])


def is_prose(text: str) -> bool:
    """Whether a line is long enough to be a sentence of an article."""
    return len(text) >= (PROSE_CJK if _CJK.search(text) else PROSE)


def is_hidden(element: HtmlElement) -> bool:
    """Whether the served HTML hides an element: by its tag, an attribute, an inline style, a class that says so."""
    each: HtmlElement | None = element
    while each is not None and each.tag != "body":
        if each.tag in _NEVER_SHOWN or _hides(each):
            return True
        each = each.getparent()
    return False


def _hides(element: HtmlElement) -> bool:
    attributes = element.attrib
    if not attributes:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("role") == "dialog":
        return True
    if element.tag == "dialog" and "open" not in attributes:
        return True
    style, names = attributes.get("style"), attributes.get("class")
    return bool((style and _HIDING_STYLE.search(style)) or (names and _HIDING_CLASS.search(names)))


def _is_chrome(element: HtmlElement) -> bool:
    """Whether an element belongs to the site, not to the page: navigation, footer, lists of other stories."""
    each: HtmlElement | None = element
    while each is not None and each.tag not in {"body", "article", "main"}:
        if each.tag in _CHROME or ((names := each.get("class")) and _CHROME_CLASS.search(names)):
            return True
        if each.tag == "header" and not any(True for _ in each.iterancestors("article", "main")):
            return True
        each = each.getparent()
    return False


def _block(element: HtmlElement) -> HtmlElement:
    while element.tag in _INLINE and (parent := element.getparent()) is not None:
        element = parent
    return element


def _window(texts: Sequence[str], body: str) -> tuple[range, frozenset[int]]:
    """Which text nodes are looked at, and which of them are the article's."""
    shortest = 12 if is_cjk(body) else 30
    found = [at for at, text in enumerate(texts) if len(text) >= shortest and text[:_KEY] in body] if body else []
    if not found:
        return range(min(len(texts), _MOST)), frozenset()
    return range(max(0, found[0] - _BEFORE), min(len(texts), found[-1] + _AFTER)), frozenset(found)


def _lines(page: Page, reading: Reading) -> Iterator[Line]:
    nodes = _NODES(page.root)
    texts = [" ".join(node[:_LONGEST_NODE].split()) for node in nodes]
    window, body = _window(texts, " ".join(" ".join(reading.blocks).split()))
    block: HtmlElement | None = None
    parts: list[int] = []
    for at in window:
        parent = nodes[at].getparent()
        if nodes[at].is_tail:
            parent = parent.getparent()
        if parent.tag in _CODE:
            continue
        own = _block(parent)
        if own is not block and block is not None:
            yield _line(block, parts, texts, body)
            parts = []
        block = own
        parts.append(at)
    if block is not None:
        yield _line(block, parts, texts, body)


def _line(block: HtmlElement, parts: list[int], texts: Sequence[str], body: frozenset[int]) -> Line:
    text = " ".join(texts[at] for at in parts)
    return Line(text, block, not body.isdisjoint(parts), is_prose(text))


def _sightings(lines: Sequence[Line]) -> Iterator[Sighting]:
    # Paragraphs of the text need no second look: the reading has dropped those that are notices.
    found = [None if line.isBody and len(line.text) > _KEY else find_gate(line.text) for line in lines]
    body = [at for at, line in enumerate(lines) if line.isBody and found[at] is None]
    first, last = (body[0], body[-1]) if body else (-1, -1)
    repeated = Counter(folded(line.text) for line, notice in zip(lines, found, strict=True) if notice)
    prose = [
        len(line.text) if line.isBody and line.isProse and found[at] is None else 0 for at, line in enumerate(lines)
    ]
    total, before = sum(prose), 0
    for at, (line, notice) in enumerate(zip(lines, found, strict=True)):
        before += prose[at]
        if notice is None or (repeated[folded(line.text)] >= _LABELS and not notice.explicit):
            continue
        if not (first <= at <= last) and _is_chrome(line.element):
            continue
        if is_hidden(line.element):
            position = Position.HIDDEN
        elif at < first:
            position = Position.BEFORE
        else:
            position = Position.INSIDE if total - before > 0 else Position.AFTER
        yield Sighting(notice, line.text, position, line.element, before, total - before)


def _is_newsletter_button(sighting: Sighting) -> bool:
    """Whether a bare "Sign up" belongs to a box that offers a newsletter, and says nothing about this text."""
    if sighting.notice.decisive or len(sighting.text) > _LONGEST_BUTTON:
        return False
    each: HtmlElement | None = sighting.element
    for _ in range(_BOX_LEVELS):
        each = each.getparent() if each is not None else None
        if each is None or each.tag in {"body", "main", "article"}:
            return False
        text = " ".join(" ".join(each.itertext()).split())
        if len(text) > _LONGEST_BOX:
            return False
        if _NEWSLETTER.search(text) or _NEWSLETTER.search(f"{each.get('class')} {each.get('id')}"):
            return True
    return False


_NOT_ABOUT_ACCESS = frozenset({NoticeKind.SHARE, NoticeKind.SKIP_LINK, NoticeKind.COMMENTS, NoticeKind.NEWSLETTER})


def lay_out(page: Page, reading: Reading) -> Layout:
    """The lines around an article's text and the notices among them; a pure look, the tree stays as it is."""
    lines = tuple(_lines(page, reading))
    told = (each for each in _sightings(lines) if each.notice.kind not in _NOT_ABOUT_ACCESS)
    sightings = tuple(each for each in told if not _is_newsletter_button(each))
    return Layout(lines, sightings, sum(len(line.text) for line in lines))
