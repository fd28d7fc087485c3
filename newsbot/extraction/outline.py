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
from newsbot.lists import words_of

#: Elements of which nothing is shown, or nothing that is text.
_SKIPPED = words_of("""
    head script style template svg object embed applet canvas math map audio video track param select option
    datalist textarea link meta base iframe frame frameset progress meter rp rt input""")
#: libxml2 does not know that `source` is empty: what follows it in a `picture` stands in it.
_INLINE = words_of("""
    a abbr acronym b bdi bdo big cite code data dfn em font i ins kbd label mark q ruby rb s samp small span strike
    strong sub sup time tt u var wbr nobr del picture source""")
#: These are skipped where they are the site's: half of a page's elements stand in them.
_MENUS = frozenset({"nav", "footer"})
#: So are boxes that are called so, and hold none of these elements: a text has some, also one whose box is left open.
_OF_THE_SITE = regions.CHROME | regions.FOOTER
_FEW = 30
_OF_TEXTS = ("p", "br", "h1", "article", "main")
_PICTURES = frozenset({"img", "amp-img"})
#: Inline elements that a text's safe HTML keeps.
KEPT = frozenset({"a", "b", "strong", "i", "em"})
#: The attributes that name an element: scripts and style sheets go by them, and so can we.
_NAMING = words_of("""
    class id role itemprop data-testid data-test data-component data-module data-type data-qa data-name data-block
    data-component-name data-gtm data-element data-area aria-label""")
#: Attributes that hide an element, by what they say then.
_HIDING = {
    "hidden": re.compile(r"^(?!until-found)"),
    "aria-hidden": re.compile("^true$"),
    "style": re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE),
}
#: How the walk takes an element, by its tag; others are blocks.
_BLOCK, _INNER, _SKIP, _MENU, _PICTURE, _BREAK = range(6)
_KINDS = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(_MENUS, _MENU),
    **dict.fromkeys(_PICTURES, _PICTURE),
    "br": _BREAK,
    **dict.fromkeys(_INLINE, _INNER),
}
#: Pages of more elements are cut there: no article is that long, and what follows is a machine's.
_MOST_ELEMENTS = 200_000
#: Deeper blocks and emphasis are still read, but leave no trace of their own: where nobody closes a tag, every later
#: passage would carry all of them.
_DEEPEST = 250
_MOST_OPEN = 20
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
    index: int  #: its place among the outline's spots
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
    if tag == "body":  # only where there are two of them: its names are the page's
        return 0
    flags = _TAG_FLAGS.get(tag, 0)
    for key, value in element.items():
        if key in _NAMING:
            flags |= flags_of_names(value)
        elif key in _HIDING and _HIDING[key].search(value):
            flags |= regions.HIDDEN
    return flags


def _is_hidden(element: HtmlElement) -> bool:
    """Whether an inline element is not shown. Those that are hidden from screen readers only are."""
    style = element.get("style")
    return bool(style and _HIDING["style"].search(style)) or element.get("hidden", "until-found") != "until-found"


class _Walk:
    """The state of one walk: the outline as it grows, the block that is open, and the run of text in it."""

    __slots__ = (
        "depth",
        "link",
        "linked",
        "links",
        "menus",
        "opened",
        "outline",
        "passed",
        "pieces",
        "skipped",
        "spot",
    )

    def __init__(self, top: HtmlElement, *, menus: bool) -> None:
        self.menus = menus
        self.passed = False  #: whether anything was passed over as the site's own
        self.spot = Spot(top, str(top.tag), None, 0, 0, 0, 0)
        self.depth = 0
        self.outline = Outline(spots=[self.spot])
        self.pieces: list[str | HtmlElement | None] = []
        self.linked = 0
        self.opened: list[HtmlElement] = []  #: kept inline elements that are open, to be opened again after a break
        self.links = 0  #: of them, how many are links
        self.link: HtmlElement | None = None
        self.skipped: HtmlElement | None = None
        self.text(top.text)

    def text(self, text: str | None) -> None:
        if text and (self.pieces or not text.isspace()):
            self.pieces.append(text)
            if self.links:
                self.linked += len(text.strip())

    def flush(self) -> None:
        """The open run ends; it is a passage if it holds anything but blanks."""
        pieces = self.pieces
        run = pieces[0] if len(pieces) == 1 else None
        if type(run) is not str:  # most runs are a single piece of text
            run = "".join([piece for piece in pieces if type(piece) is str])
        text = " ".join(run.split())
        if text:
            passages = self.outline.passages
            passages.append(Passage(self.spot, len(passages), text, min(self.linked, len(text)), pieces))
        self.pieces = [*self.opened]
        self.linked = 0

    def leaf(self, element: HtmlElement, tag: str) -> None:
        """A block without elements in it, from its start to its end: half of all blocks are such, and need no state."""
        if self.pieces:
            self.flush()
        own = _own_flags(element, tag)
        outer, outline = self.spot, self.outline
        around, place = outer.flags, len(outline.passages)
        spot = Spot(element, tag, outer, own, around | own, len(outline.spots), place, place)
        outline.spots.append(spot)
        text = element.text
        line = " ".join(text.split()) if text else ""
        if line and not (own & _OF_THE_SITE and not around & _OF_THE_SITE and self.passes_box(element, tag)):
            outline.passages.append(Passage(spot, place, line, 0, [text]))
            spot.end = place + 1
        tail = element.tail
        if tail and not tail.isspace():
            self.pieces.append(tail)

    def enter_block(self, element: HtmlElement, tag: str) -> bool:
        """Whether the walk goes into a block, which is open from here on."""
        if self.pieces:
            self.flush()
        if self.depth >= _DEEPEST:
            self.text(element.text)
            return True
        self.depth += 1
        own = _own_flags(element, tag)
        outer, outline = self.spot, self.outline
        spots, around = outline.spots, outer.flags
        self.spot = Spot(element, tag, outer, own, around | own, len(spots), len(outline.passages))
        spots.append(self.spot)
        if own & _OF_THE_SITE and not around & _OF_THE_SITE and self.passes_box(element, tag):
            return False
        text = element.text
        if text and (self.pieces or not text.isspace()):  # most are blanks between two blocks: they need no call
            self.text(text)
        return True

    def passes(self, element: HtmlElement) -> bool:
        """Whether a nav or footer is passed over: outside of an article, and without one (in broken HTML it has)."""
        inside = self.spot.flags & (regions.ARTICLE | regions.MAIN)
        parts = _OF_TEXTS if element.tag == "nav" else ("h1", "article", "main")
        return not inside and self._pass(element, parts)

    def passes_box(self, element: HtmlElement, tag: str) -> bool:
        """Whether a box that is called a menu or a footer is passed over; a header may hold the article's picture."""
        return tag != "header" and self._pass(element, _OF_TEXTS)

    def _pass(self, element: HtmlElement, parts: tuple[str, ...]) -> bool:
        passes = not self.menus and next(element.iter(*parts), None) is None
        self.passed = self.passed or passes
        return passes

    def enter_inline(self, element: HtmlElement, tag: str) -> bool:
        """Whether the walk goes into an inline element: not into hidden ones."""
        names = element.get("class")
        said = flags_of_names(names) if names else 0
        # A link to a lightbox is named like one, and holds a picture; so may a caption hold the picture that it is of.
        caption = said & regions.CAPTION and tag != "a"
        if (caption or said & regions.HIDDEN or _is_hidden(element)) and next(element.iter("img"), None) is None:
            if caption:
                return self.enter_block(element, tag)
            self.skipped = element
            return False
        if tag == "time":
            self.outline.times.append((element, self.spot, len(self.outline.passages)))
        elif tag in KEPT:
            if len(self.opened) < _MOST_OPEN:
                self.pieces.append(element)
                self.opened.append(element)
            if tag == "a":
                self.links += 1
                self.link = element
        text = element.text
        if text and (self.pieces or not text.isspace()):
            self.text(text)
        return True

    def enter_other(self, element: HtmlElement, tag: str, kind: int) -> bool:
        """Whether the walk goes into an element that is neither a block nor inline."""
        if kind == _MENU:
            return not self.passes(element) and self.enter_block(element, tag)
        if kind == _PICTURE:
            self.outline.pictures.append(Picture(element, self.spot, len(self.outline.passages), self.link))
        elif kind == _BREAK:
            self.flush()
        return kind != _SKIP

    def leave(self, element: HtmlElement, tag: str) -> None:
        if element is self.spot.element:
            if self.pieces:
                self.flush()
            self.spot.end = len(self.outline.passages)
            self.spot = self.spot.parent or self.spot
            self.depth -= 1
        elif element is self.skipped:
            self.skipped = None
        elif tag in KEPT:
            if self.opened and element is self.opened[-1]:
                self.pieces.append(None)
                self.opened.pop()
            if tag == "a":
                self.links -= 1
                self.link = self.link if self.links else None
        elif self.depth >= _DEEPEST and tag not in _INLINE:
            self.flush()
        tail = element.tail
        if tail and (self.pieces or not tail.isspace()):
            self.text(tail)

    def finish(self) -> Outline:
        self.flush()
        for spot in self.spot.up():  # still open: the walk was cut, or this is the top
            spot.end = len(self.outline.passages)
        return self.outline


def read_outline(root: HtmlElement) -> Outline:
    """The outline of a parsed page, or of one element; the tree stays as it is.

    The site's menus and footers are passed over, but on pages that hold little else: there they tell what a page is.
    """
    body = root.find("body") if root.tag == "html" else None
    # A body that ends too early has the rest of the page beside it.
    top = body if body is not None and body.getnext() is None else root
    outline, passed = _walk(top, menus=False)
    return _walk(top, menus=True)[0] if passed and len(outline.passages) < _FEW else outline


def _walk(top: HtmlElement, *, menus: bool) -> tuple[Outline, bool]:
    """Looks at each element once. Gives the outline, and whether menus were passed over.

    By iterators over children, not by `iterwalk`: that says where each element ends, and most need no such word.
    """
    walk = _Walk(top, menus=menus)
    path, levels = [top], [iter(top)]  # the open elements, and of each the children that are still to come
    left = _MOST_ELEMENTS
    while levels:
        for element in levels[-1]:
            tag = element.tag
            if type(tag) is not str:  # a comment, or the like
                continue
            kind = _KINDS.get(tag, _BLOCK)
            left -= 1
            if left < 0:
                return walk.finish(), walk.passed
            if kind == _INNER:
                enters = walk.enter_inline(element, tag)
            elif kind != _BLOCK:
                enters = walk.enter_other(element, tag, kind)
            elif len(element) or walk.opened or walk.links or walk.depth >= _DEEPEST:
                enters = walk.enter_block(element, tag)
            else:
                walk.leaf(element, tag)
                continue
            if enters and len(element):
                path.append(element)
                levels.append(iter(element))
                break
            walk.leave(element, tag)
        else:
            levels.pop()
            element = path.pop()
            if levels:
                walk.leave(element, str(element.tag))
    return walk.finish(), walk.passed
