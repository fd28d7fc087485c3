"""Outline: one walk over a page's elements, for every reader: its passages, pictures and times, in document order.

A passage is a run of text that stands in one block: a paragraph, a heading, a button, the text of a div between two
paragraphs. What stands around it is folded into flags on the way down, so that no reader has to climb the tree again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from newsbot.extraction import regions
from newsbot.extraction.regions import flags_of_names

#: Elements of which nothing is shown, or nothing that is text.
_SKIPPED = frozenset(
    "head script style template svg object embed applet canvas math map audio video track param select option datalist "
    "textarea link meta base iframe frame frameset progress meter rp rt input".split()
)
#: libxml2 does not know that `source` is empty: what follows it in a `picture` stands in it.
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q ruby rb s samp small span strike strong "
    "sub sup tt u var wbr nobr del picture source".split()
)
#: Inline elements that a text's safe HTML keeps.
KEPT = frozenset({"a", "b", "strong", "i", "em"})
#: The attributes that name an element: scripts and style sheets go by them, and so can we.
_NAMING = frozenset(
    "class id role itemprop data-testid data-test data-component data-module data-type data-qa data-name data-block "
    "data-component-name data-gtm data-element data-area aria-label".split()
)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
#: Pages of more elements are cut there: no article is that long, and what follows is a machine's.
_MOST_ELEMENTS = 200_000
#: What passes from an element to those in it.
_TAG_FLAGS = {
    "nav": regions.CHROME,
    "footer": regions.FOOTER,
    "header": regions.HEADER,
    "aside": regions.ASIDE,
    "figure": regions.FIGURE,
    "figcaption": regions.CAPTION,
    "noscript": regions.HIDDEN,
    "dialog": regions.HIDDEN,
    "form": regions.FORM,
    "button": regions.BUTTON,
    "article": regions.ARTICLE,
    "main": regions.MAIN,
    "blockquote": regions.QUOTE,
    "table": regions.TABLE,
    "ul": regions.LIST,
    "ol": regions.LIST,
    "menu": regions.LIST,
    "dl": regions.LIST,
}


@dataclass(slots=True, eq=False)
class Spot:
    """A block element with what its names say, and the range of passages in it."""

    element: HtmlElement
    tag: str
    parent: Spot | None
    own: int  #: flags of its own tag and names
    flags: int  #: its own and those of all that stands around it
    start: int  #: passages before it
    end: int = 0  #: passages up to its end

    def up(self) -> Iterator[Spot]:
        """This spot and those around it, the innermost first."""
        spot: Spot | None = self
        while spot is not None:
            yield spot
            spot = spot.parent


@dataclass(slots=True, eq=False)
class Passage:
    """A run of text in one block."""

    spot: Spot
    place: int
    text: str  #: one line
    linked: int  #: characters of it that are links
    pieces: list[str | HtmlElement | None]  #: text; kept inline elements that begin; None where the last begun one ends


@dataclass(slots=True, eq=False)
class Picture:
    """An img element, how many passages come before it, and the link around it."""

    element: HtmlElement
    spot: Spot
    place: int
    link: HtmlElement | None


@dataclass(slots=True)
class Outline:
    """A page's blocks, passages, pictures and times, each in document order."""

    spots: list[Spot] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    times: list[tuple[HtmlElement, Spot, int]] = field(default_factory=list)


def _own_flags(element: HtmlElement, tag: str) -> int:
    flags = _TAG_FLAGS.get(tag, 0)
    names = ""
    for key, value in element.items():
        if key in _NAMING:
            names += " " + value
        elif (key == "hidden" and value != "until-found") or (key == "aria-hidden" and value == "true"):
            flags |= regions.HIDDEN
        elif key == "style" and _HIDING_STYLE.search(value):
            flags |= regions.HIDDEN
    return flags | flags_of_names(names[1:]) if names else flags


class _Walk:
    """The state of one walk: the outline as it grows, and the run of text that is open."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.pieces: list[str | HtmlElement | None] = []
        self.linked = 0
        self.opened: list[HtmlElement] = []  #: kept inline elements that are open, to be opened again after a break
        self.links = 0  #: of them, how many are links
        self.link: HtmlElement | None = None

    def text(self, text: str | None) -> None:
        if text:
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self, spot: Spot) -> None:
        """The open run ends; it is a passage if it holds anything but blanks."""
        if self.pieces:
            text = " ".join("".join([piece for piece in self.pieces if type(piece) is str]).split())
            if text:
                passages = self.outline.passages
                passages.append(Passage(spot, len(passages), text, min(self.linked, len(text)), self.pieces))
            self.pieces = list(self.opened)
            self.linked = 0

    def open(self, element: HtmlElement, tag: str) -> None:
        if tag in KEPT:
            self.pieces.append(element)
            self.opened.append(element)
            if tag == "a":
                self.links += 1
                self.link = element
        self.text(element.text)

    def close(self, tag: str) -> None:
        if tag in KEPT:
            self.pieces.append(None)
            self.opened.pop()
            if tag == "a":
                self.links -= 1
                self.link = None if not self.links else self.link


def read_outline(root: HtmlElement) -> Outline:
    """The outline of a parsed page. Looks at each element once; the tree stays as it is."""
    walk = _Walk()
    outline = walk.outline
    body = root.find("body")
    top = body if body is not None else root
    spot = Spot(top, "body", None, 0, 0, 0)
    outline.spots.append(spot)
    walk.text(top.text)
    stack: list[tuple[Iterator[HtmlElement], HtmlElement, str, Spot | None]] = [(iter(top), top, "body", None)]
    seen = 0
    while stack:
        children, element, tag, outer = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if outer is not None:
                walk.flush(spot)
                spot.end = len(outline.passages)
                spot = outer
            elif element is not top:
                walk.close(tag)
            if element is not top:
                walk.text(element.tail)
            continue
        seen += 1
        if seen > _MOST_ELEMENTS:
            break
        name = child.tag
        if name in _INLINE:
            hidden = child.get("class") and flags_of_names(child.get("class")) & regions.HIDDEN
            if hidden and next(child.iter("img"), None) is None:  # a link to a lightbox is none of these
                walk.text(child.tail)
                continue
            walk.open(child, name)
            stack.append((iter(child), child, name, None))
        elif name == "br":
            walk.flush(spot)
            walk.text(child.tail)
        elif name == "img" or name == "amp-img":
            outline.pictures.append(Picture(child, spot, len(outline.passages), walk.link))
            walk.text(child.tail)
        elif name == "time":
            outline.times.append((child, spot, len(outline.passages)))
            walk.open(child, name)
            stack.append((iter(child), child, name, None))
        elif name in _SKIPPED or not isinstance(name, str):
            walk.text(child.tail)
        else:
            walk.flush(spot)
            own = _own_flags(child, name)
            inner = Spot(child, name, spot, own, spot.flags | own, len(outline.passages))
            outline.spots.append(inner)
            walk.text(child.text)
            stack.append((iter(child), child, name, spot))
            spot = inner
    walk.flush(spot)
    for each in outline.spots:
        each.end = each.end or len(outline.passages)
    return outline
