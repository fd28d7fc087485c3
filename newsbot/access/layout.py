"""Layout: the visible lines of a page in their order, and where the article's text stands among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from newsbot.access.notices import Notice, NoticeKind, find_notice, folded
from newsbot.extraction.outline import Passage
from newsbot.extraction.page import Page
from newsbot.extraction.reading import Position, Reading
from newsbot.extraction.text import is_near, lowered

_NEVER_SHOWN = frozenset({"template", "noscript", "textarea", "script", "style", "option", "amp-analytics"})
_CHROME = frozenset({"nav", "footer"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_HIDING_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|is-hidden|d-none|dn|invisible|display-none|visually-?hidden|sr-only|screen-reader-text|modal|"
    r"\S*-modal|modal-\S+|popup|lightbox|\S*__hidden|u-hidden|js-hidden|template|print-only|visible-print)(?:\s|$)"
)
_CHROME_CLASS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|sidebar|footer|masthead|topbar|related|recommend\w*|most-read|breadcrumbs?)(?:[\s_-]|$)"
)
_NEWSLETTER = re.compile(
    r"newsletter|nyhetsbrev|nyhedsbrev|nieuwsbrief|hírlevél|бюлетен|рассылк|ニュースレター|뉴스레터"
)
_LONGEST_BUTTON, _LONGEST_BOX, _BOX_LEVELS = 40, 400, 4
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")

#: Lines before and after the text that may belong to it; a page whose text was not found is looked at up to here.
_BEFORE, _AFTER, _MOST = 16, 40, 320
#: So many equal notices are labels in a list of other stories.
_LABELS = 3
#: A line of so many characters is prose, fewer ideographs do.
PROSE, PROSE_CJK = 60, 22
_KEY = 80
#: The pieces of a passage that is one link.
_ONE_LINK = 4
#: Shorter lines are looked up in the text whole only: "Background" stands on many pages twice.
_SHORTEST, _SHORTEST_CJK = 30, 12


@dataclass(slots=True, eq=False)  # not frozen: there are hundreds of them a page, and freezing doubles their cost
class Line:
    """A paragraph, a heading, a button: what stands in one block of the page."""

    text: str
    element: HtmlElement
    isBody: bool  #: the reading took it for a part of the text
    isProse: bool
    linked: int  #: characters of it that are links


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
    return not is_near(text[:600]) and len(_CJK.findall(text[:600])) * 3 > len(text[:600])


def is_prose(text: str) -> bool:
    """Whether a line is long enough to be a sentence of an article."""
    if len(text) < PROSE_CJK or len(text) >= PROSE:
        return len(text) >= PROSE
    return not is_near(text) and _CJK.search(text) is not None


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
    return bool((style and _HIDING_STYLE.search(style.lower())) or (names and _HIDING_CLASS.search(names.lower())))


def is_chrome(element: HtmlElement) -> bool:
    """Whether an element belongs to the site, not to the page: navigation, footer, lists of other stories."""
    each: HtmlElement | None = element
    while each is not None and each.tag not in {"body", "article", "main"}:
        if each.tag in _CHROME or ((names := each.get("class")) and _CHROME_CLASS.search(names.lower())):
            return True
        if each.tag == "header" and not any(True for _ in each.iterancestors("article", "main")):
            return True
        each = each.getparent()
    return False


def _places(passages: Sequence[Passage], reading: Reading) -> set[int]:
    """Which passages of the page are the article's text."""
    found = {
        place
        for place, block in zip(reading.places, reading.blocks, strict=False)
        if 0 <= place < len(passages) and block.startswith(passages[place].text[:_SHORTEST_CJK])
    }
    if reading.blocks and len(found) == len(reading.blocks):
        return found
    # The text is from elsewhere (the page's data, a site's selector), or several passages became one block.
    body = " ".join(" ".join(reading.blocks).split())
    shortest = _SHORTEST_CJK if is_cjk(body) else _SHORTEST
    for passage in passages:
        if len(passage.text) >= shortest and passage.text[:_KEY] in body:
            found.add(passage.place)
    return found


def _window(passages: Sequence[Passage], body: set[int]) -> Sequence[Passage]:
    """The passages that are looked at."""
    if not body:
        return passages[:_MOST]
    return passages[max(0, min(body) - _BEFORE) : max(body) + 1 + _AFTER]


def _line(passage: Passage, *, is_body: bool) -> Line:
    text = passage.text
    if 2 * passage.linked > len(text) and len(passage.pieces) > _ONE_LINK:
        # Links that stand side by side are apart on the screen, also where no blank parts them.
        text = " ".join(" ".join([piece for piece in passage.pieces if isinstance(piece, str)]).split())
    return Line(text, passage.spot.element, is_body, is_prose(text), passage.linked)


def _sightings(lines: Sequence[Line]) -> Iterator[Sighting]:
    # Paragraphs of the text need no second look: the reading has dropped those that are notices.
    found = [None if line.isBody and len(line.text) > _KEY else find_notice(line.text) for line in lines]
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
        if not (first <= at <= last) and is_chrome(line.element):
            continue
        if is_hidden(line.element):
            position = Position.HIDDEN
        elif at < first:
            position = Position.BEFORE
        else:
            position = Position.INSIDE if total - before > 0 else Position.AFTER
        yield Sighting(notice, line.text, position, line.element, before, total - before)


def _short_text(element: HtmlElement) -> str | None:
    """The text of a box, in one line; None where it holds more than boxes do, which may be all of the page."""
    words: list[str] = []
    length = -1
    for piece in element.itertext():
        more = str(piece).split(None, _LONGEST_BOX)  # a script may stand in it, of which the start is enough
        words += more
        length += sum(map(len, more)) + len(more)
        if length > _LONGEST_BOX:
            return None
    return " ".join(words)


def _is_newsletter_button(sighting: Sighting) -> bool:
    """Whether a bare "Sign up" belongs to a box that offers a newsletter, and says nothing about this text."""
    if sighting.notice.decisive or len(sighting.text) > _LONGEST_BUTTON:
        return False
    each: HtmlElement | None = sighting.element
    for _ in range(_BOX_LEVELS):
        each = each.getparent() if each is not None else None
        if each is None or each.tag in {"body", "main", "article"}:
            return False
        text = _short_text(each)
        if text is None:
            return False
        if _NEWSLETTER.search(lowered(f"{text}\n{each.get('class')} {each.get('id')}")):
            return True
    return False


_NOT_ABOUT_ACCESS = frozenset({NoticeKind.SHARE, NoticeKind.SKIP_LINK, NoticeKind.COMMENTS, NoticeKind.NEWSLETTER})


def lay_out(page: Page, reading: Reading) -> Layout:
    """The lines around an article's text and the notices among them; a pure look, the tree stays as it is."""
    passages = page.outline.passages
    body = _places(passages, reading)
    lines = tuple(_line(each, is_body=each.place in body) for each in _window(passages, body))
    told = (each for each in _sightings(lines) if each.notice.kind not in _NOT_ABOUT_ACCESS)
    sightings = tuple(each for each in told if not _is_newsletter_button(each))
    return Layout(lines, sightings, sum(len(line.text) for line in lines))
