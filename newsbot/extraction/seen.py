"""Seen: what a page shows its readers of the facts: headings, dates and signatures, each found once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from newsbot.extraction.text import squeeze

#: Bounds: headings a page, dates a page, signatures a page, ancestors that are looked at, characters of a heading.
_MOST_HEADINGS = 12
_MOST_STAMPS = 60
_MOST_SIGNATURES = 60
_CLIMB = 12
_LONGEST_HEADING = 500
_LONGEST_SIGNATURE = 200
_LONGEST_STAMP = 90
#: Elements that a byline or a date consists of, and elements of a heading that are looked at.
_MOST_PARTS = 60

_ELSEWHERE = frozenset({"nav", "aside", "footer", "figcaption"})
_TOPIC = re.compile(
    r"kicker|overline|topline|eyebrow|dachzeile|spitzmarke|roof-?line|occhiello|antetitul|surtitre|vignette|badge|label|"
    r"sr-only|visually-?hidden|screen-?reader"
)
_MODIFIED = re.compile(r"updat|modif|revised|aktualisiert|actualiz|mise-?a-?jour")
_PUBLISHED = re.compile(r"publish|pub-?date|posted|created|entry-date|datum|fecha|article-?date|date-?time|timestamp")
#: Names of elements in which dates stand in words; tried only where nothing else gave one.
_DATE = re.compile(r"date|datum|fecha|time-?stamp|publish|posted|pubtime|released|datetime|meta-time")
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline\w*|authors?|author[_-]+(?:name|list|line|link)\w*|autor(?:en|es|in|name)?|auteurs?|autore|article-?author\w*|"
    r"contributors?|writers?|reporters?|journalists?|text-?author|post-?author|entry-?author)(?:$|[\s_-])"
)
#: What such names also stand for: those who comment, the box about an author, pictures of authors.
_NO_BYLINE = re.compile(
    r"comment|bio|about|avatar|image|photo|picture|follow|social|related|recommend|widget|teaser|card"
)
#: Names in one word with inner capitals: `metaInfoAuthorList`.
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_AUTHORS = frozenset({"author", "creator", "dc:creator", "schema:author"})
_DATED = etree.XPath("//*[@itemprop and (contains(@itemprop,'date') or contains(@itemprop,'Date'))] | //time | //abbr")
_FREE = etree.XPath("//*[@itemprop='isAccessibleForFree' or @itemprop='isaccessibleforfree']")
_SIGNED, _DATED_BY_NAME = "signed", "dated"
_LINES = frozenset(
    [
        "a",
        "span",
        "p",
        "div",
        "address",
        "li",
        "strong",
        "small",
        "em",
        "td",
        "time",
        "h2",
        "h3",
        "h4",
        "h5",
        "section",
        "ul",
        "header",
        "b",
        "i",
        "cite",
    ]
)


@dataclass(frozen=True, slots=True)
class Heading:
    """An h1: its text, and the text without the topic (kicker) that stands in it."""

    text: str
    bare: str
    inArticle: bool


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date that readers see, as machines (datetime="…") or else readers read it."""

    raw: str
    role: str  #: published, modified, or plain where nothing tells


@dataclass(frozen=True, slots=True)
class Signature:
    """The text of an element that is marked, or named, as holding the author."""

    text: str
    href: str | None
    story: int  #: the article element that it stands in, by number; 0 for none


class Seen:
    """The facts that readers see on a page, each list made when it is first asked for, in document order."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """The h1 elements, the article's own first; those of navigation and of links elsewhere last."""
        found = [_heading(h1) for h1 in islice(self._root.iter("h1"), _MOST_HEADINGS)]
        kept = [each for each in found if each is not None and each.text]
        return tuple(sorted(kept, key=lambda each: not each.inArticle))

    @cached_property
    def stamps(self) -> tuple[Stamp, ...]:
        """Dates of time elements, and of elements marked as datePublished or the like."""
        return tuple(islice(_stamps(_DATED(self._root)), _MOST_STAMPS))

    @cached_property
    def dated(self) -> tuple[Stamp, ...]:
        """Dates in words, in elements whose class says that a date stands there."""
        return tuple(islice(_worded(self._named[1]), _MOST_STAMPS))

    @cached_property
    def marked(self) -> tuple[Signature, ...]:
        """Texts of elements marked as the author (rel, itemprop)."""
        return tuple(islice(_signatures(map(_name_in, self._named[2])), _MOST_SIGNATURES))

    @cached_property
    def bylines(self) -> tuple[Signature, ...]:
        """Texts of elements whose class says byline or author."""
        return tuple(islice(_signatures(self._named[0]), _MOST_SIGNATURES))

    @cached_property
    def _named(self) -> tuple[list[HtmlElement], list[HtmlElement], list[HtmlElement]]:
        """Elements named as bylines, as dates, and those marked as the author: one walk, only where it is needed."""
        bylines: list[HtmlElement] = []
        dates: list[HtmlElement] = []
        marked: list[HtmlElement] = []
        lists = {_SIGNED: bylines, _DATED_BY_NAME: dates}
        for element in self._root.iter(*_LINES):
            name = element.get("class")
            if name:
                told = _told_by(name)
                if told:
                    lists[told].append(element)
            mark = element.get("rel") or element.get("itemprop")
            if mark and not _OF_AUTHORS.isdisjoint(mark.split()):
                marked.append(element)
        return bylines, dates, marked

    @cached_property
    def canonical(self) -> str | None:
        """What the page's canonical link says, as it says it."""
        head = self._root.find("head")
        for part in (head, self._root):  # what parsers take for the head's end may come before its last links
            for link in part.iter("link") if part is not None else ():
                if link.get("href") and "canonical" in (link.get("rel") or "").lower().split():
                    return link.get("href")
        return None

    @cached_property
    def title(self) -> str:
        """The <title>, in one line."""
        element = self._root.find("head/title")
        if element is None:  # pictures in SVG have titles too
            around = ("head", "html", "body")
            found = (
                each for each in self._root.iter("title") if (up := each.getparent()) is not None and up.tag in around
            )
            element = next(found, None)
        return squeeze((element.text or "")[: _LONGEST_HEADING * 4]) if element is not None else ""

    @cached_property
    def free(self) -> tuple[str, ...]:
        """What elements that are marked isAccessibleForFree say."""
        return tuple(each.get("content") or _short(each, _LONGEST_STAMP) for each in islice(_FREE(self._root), 20))

    @cached_property
    def opening(self) -> tuple[str, ...]:
        """The first short lines of text after the first heading, where an unmarked byline stands."""
        return tuple(islice(_after_heading(self._root), 12))

    @cached_property
    def closing(self) -> str | None:
        """The last paragraph of the text, if all of it is in bold or italics, or set to the right: a signature."""
        return _closing(self._root)


# ── headings ────────────────────────────────────────────────────────────────────────────────────────────────────────


def joined(texts: Iterable[str]) -> str:
    """Pieces of a line in one line: words of two elements stay two words, and punctuation stays where it belongs."""
    line = ""
    for text in texts:
        if line and text and not line[-1].isspace() and line[-1] not in "([„“‘«'\"-" and text[0].isalnum():
            line += " "
        line += text
        if len(line) > _LONGEST_HEADING * 4:
            break
    return squeeze(line)[:_LONGEST_HEADING]


def _heading(h1: HtmlElement) -> Heading | None:
    """None for an h1 on the path to the article: papers that put one there write it for search engines."""
    around = list(islice(h1.iterancestors(), _CLIMB))
    if any(each.tag == "nav" for each in around):
        return None
    if any("readcrumb" in (each.get("class") or "") for each in [h1, *around[:4]]):
        return None
    text = joined(str(piece) for piece in h1.itertext())
    topics = [
        _short(child, _LONGEST_STAMP) for child in islice(h1.iterdescendants(), _MOST_PARTS) if _names(child, _TOPIC)
    ]
    bare = text
    for topic in topics[:3]:
        bare = bare.removeprefix(topic).lstrip(" :–—-|") or bare
    return Heading(
        text, bare or text, any(each.tag in {"article", "main"} for each in islice(h1.iterancestors(), _CLIMB))
    )


def _names(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.search((element.get("class") or "").lower()))


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_elsewhere(element: HtmlElement) -> bool:
    return any(each.tag in _ELSEWHERE for each in islice(element.iterancestors(), 40))


def _stamps(elements: Iterable[HtmlElement]) -> Iterator[Stamp]:
    for element in elements:
        raw = element.get("datetime") or (element.get("content") if element.get("itemprop") else None)
        if element.tag == "abbr":
            raw = element.get("title") if "published" in (element.get("class") or "") else None
        elif raw is None and element.tag == "time":
            raw = _short(element, _LONGEST_STAMP)
        if raw and not _is_elsewhere(element):
            yield Stamp(raw, _role(element))


def _role(element: HtmlElement) -> str:
    """Whether a time says when something was published or modified, or neither, by the names around it."""
    around = [element, *islice(element.iterancestors(), 2)]
    names = " ".join(f"{e.get('itemprop') or ''} {e.get('class') or ''} {e.get('id') or ''}" for e in around).lower()
    if _MODIFIED.search(names):
        return "modified"
    return "published" if _PUBLISHED.search(names) else "plain"


def _worded(elements: Iterable[HtmlElement]) -> Iterator[Stamp]:
    for element in elements:
        text = _short(element, _LONGEST_STAMP)
        if text and any(map(str.isdigit, text)) and not _is_elsewhere(element):
            yield Stamp(text, _role(element))


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _short(element: HtmlElement, most: int) -> str:
    """The text of a small element; empty where it holds more than `most` characters, or many elements."""
    if next(islice(element.iter(), _MOST_PARTS, None), None) is not None:
        return ""
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        length += len(piece.strip())
        if length > most:
            return ""
        pieces.append(str(piece))
    return joined(pieces)


def _name_in(element: HtmlElement) -> HtmlElement:
    """The element that holds the author's name, where one is marked in that of the author; or else the same."""
    name = next((each for each in islice(element.iterdescendants(), 30) if each.get("itemprop") == "name"), None)
    return element if name is None else name


def _is_byline(name: str) -> bool:
    parted = (name if name.islower() else _CAMEL.sub("-", name)).lower()
    return bool(_BYLINE.search(parted)) and not _NO_BYLINE.search(parted)


@lru_cache(maxsize=4096)  # a page has few classes, and the next page of the same site has the same ones
def _told_by(name: str) -> str:
    """Whether a class says that a signature stands there, or a date; empty where it says neither."""
    return _SIGNED if _is_byline(name) else _DATED_BY_NAME if _DATE.search(name.lower()) else ""


def _signatures(elements: Iterable[HtmlElement]) -> Iterator[Signature]:
    stories: dict[HtmlElement, int] = {}
    for element in elements:
        if _is_elsewhere(element):
            continue
        text = element.get("content") or _short(element, _LONGEST_SIGNATURE)
        if not 2 <= len(text) <= _LONGEST_SIGNATURE:  # noqa: PLR2004 (two characters are a name in Chinese)
            continue
        story = next((each for each in islice(element.iterancestors(), 40) if each.tag == "article"), None)
        yield Signature(text, element.get("href"), 0 if story is None else stories.setdefault(story, len(stories) + 1))


def _after_heading(root: HtmlElement) -> Iterator[str]:
    """Lines of leaf blocks after the first h1 that is no link's, until the text begins."""
    started = False
    lines = 0
    for element in root.iter("h1", "p", "div", "span", "li", "address", "h2"):
        if element.tag == "h1":
            started = started or _heading(element) is not None
            continue
        if not started:
            continue
        lines += 1
        if lines > 60:  # noqa: PLR2004 (by then the text has begun)
            return
        if any(child.tag in {"p", "div", "li", "ul"} for child in element):
            continue
        text = _short(element, _LONGEST_SIGNATURE)
        if text and not _is_elsewhere(element):
            yield text


# ── the end of the text ─────────────────────────────────────────────────────────────────────────────────────────────

_SET_APART = frozenset({"strong", "b", "em", "i"})
_PARAGRAPHS = 3
_LONGEST_CLOSING = 40


def _closing(root: HtmlElement) -> str | None:
    """The last line of the element that holds the most text in paragraphs of its own."""
    lengths: dict[HtmlElement, int] = {}
    last: dict[HtmlElement, list[HtmlElement]] = {}
    for paragraph in islice(root.iter("p"), 2000):
        parent = paragraph.getparent()
        if parent is None:
            continue
        length = len(paragraph.text or "") + sum(len(child.tail or "") for child in paragraph)
        lengths[parent] = lengths.get(parent, 0) + length
        last.setdefault(parent, []).append(paragraph)
    if not lengths:
        return None
    longest = max(lengths, key=lambda each: lengths[each])
    paragraphs = last[longest]
    if len(paragraphs) < _PARAGRAPHS:
        return None
    for paragraph in reversed(paragraphs[-3:]):
        text = _short(paragraph, _LONGEST_CLOSING)
        if text:
            return text if _is_set_apart(paragraph, text) else None
    return None


def _is_set_apart(paragraph: HtmlElement, text: str) -> bool:
    """Whether all of a paragraph is in bold or italics."""
    inner = joined(str(piece) for child in paragraph if child.tag in _SET_APART for piece in child.itertext())
    return inner == text
