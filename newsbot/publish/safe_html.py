"""Safe HTML: whatever somebody wrote, as HTML that can do nothing but be read. Pure.

Nothing is taken over from what comes in: it is read, and of it only texts and a few attributes are written anew,
escaped, between tags of this file. What cannot hold markup in one reader and text in another (scripts,
styles, SVG, MathML, templates, frames, comments) is not written at all. And it is written in such an order that
browsers need not mend it: a paragraph never stands in a paragraph, a row only in a table, a link never in a link. So a
browser reads the tree that was meant, and the same text goes through here a second time unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from html import escape
from typing import cast

from lxml import etree

from newsbot.extraction.text import clean, squeeze
from newsbot.publish.addresses import web_address

#: More characters than this are not read, and hardly more are written: the longest articles are a tenth.
LIMIT = 2_000_000
_DEEPEST = 24  #: lists, quotes and tables in each other; of what is deeper, only the text is kept
_LONGEST_NOTE = 1000  #: characters of an alternative text, or a title
_SAME_AS = {
    "h1": "h2",
    "b": "strong",
    "i": "em",
    "s": "del",
    "strike": "del",
    "dl": "ul",
    "dir": "ul",
    "menu": "ul",
    "dt": "li",
    "dd": "li",
}
#: Left out with all that is in them.
_DROPPED = frozenset(
    {
        *("applet", "audio", "button", "canvas", "datalist", "embed", "frame", "frameset", "iframe", "input", "link"),
        *("listing", "math", "meta", "meter", "noembed", "noframes", "noscript", "object", "optgroup", "option"),
        *("output", "param", "plaintext", "portal", "progress", "rp", "rt", "rtc", "script", "select", "source"),
        *("style", "svg", "template", "textarea", "title", "track", "video", "xmp"),
    }
)
_LEAVES = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "pre"})  #: hold text, and none of each other
_FREE = frozenset({"blockquote", "figure", "ul", "ol", "table"})  #: may stand wherever a paragraph may
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
#: What stands in certain elements only.
_BOUND = {
    "li": frozenset({"ul", "ol"}),
    "figcaption": frozenset({"figure"}),
    "caption": frozenset({"table"}),
    **dict.fromkeys(_SECTIONS, frozenset({"table"})),
    "tr": frozenset({*_SECTIONS, "table"}),
    "td": frozenset({"tr"}),
    "th": frozenset({"tr"}),
}
_CELLS = frozenset({"td", "th"})
_VOID = frozenset({"br", "hr", "img"})
#: What holds no text itself, but lists or rows.
_FRAMES = frozenset({"ul", "ol", "table", "tr", *_SECTIONS})
_INLINE = frozenset({"a", "em", "strong", "code", "sub", "sup", "del", "ins"})
#: Parts of a page that browsers set apart: their text is a paragraph.
_BOXES = frozenset(
    {
        *("address", "article", "aside", "center", "details", "dialog", "div", "fieldset", "footer", "form", "header"),
        *("hgroup", "legend", "main", "nav", "section", "summary"),
    }
)
_SPAN = re.compile(r"[1-9]\d?")
_PIXELS = re.compile(r"[1-9]\d{0,4}")
_WHITE = " \t\n"
_REL = ' rel="noopener noreferrer nofollow"'


def safe_html(markup: str, *, pictures: bool = False, base: str = "") -> str:
    """This HTML, fit to be shown in a page of one's own: text, lists, quotes, tables, links, and no more.

    Tags are p h2-h6 pre ul ol li blockquote figure figcaption table caption thead tbody tfoot tr th td em strong code
    sub sup del ins a br hr, with `pictures` img too (their addresses are the site's own: to show them tells the site
    who reads). Links and pictures are http(s), relative ones taken from `base`. Any text is allowed; none raises.
    """
    reader = _Reader(pictures=pictures, base=base)
    text = _lines(clean(markup[:LIMIT]))
    # A target and no tree: to put attributes into a tree costs their number squared, and its depth is bounded.
    parser = etree.HTMLParser(target=cast("etree.ParserTarget[None]", reader), encoding="utf-8", huge_tree=True)
    with suppress(etree.LxmlError):  # nothing could be recovered
        etree.fromstring(f"<html><body>{text}".encode(), parser)
    return reader.writer.finish()


def plain_html(text: str) -> str:
    """Plain text as paragraphs: blank lines part them, other line ends are kept as breaks."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", _lines(clean(text))))
    return "\n".join(f"<p>{escape(part, quote=False).replace(chr(10), '<br>')}</p>" for part in paragraphs if part)


def _lines(text: str) -> str:
    """Text with one kind of line ends, as browsers read it."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


# ── where a text stands ─────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Tag:
    """An element that is to be written. Those of one element of the source are equal, however often it is opened."""

    name: str
    opening: str
    number: int


@dataclass(frozen=True, slots=True)
class _Place:
    """What a text stands in, from the outside: containers, at most one paragraph (or the like), inline elements."""

    containers: tuple[_Tag, ...] = ()
    leaf: _Tag | None = None
    inline: tuple[_Tag, ...] = ()

    @property
    def blocks(self) -> tuple[_Tag, ...]:
        """Without the inline elements; a list or table is left where it holds something else than items or rows."""
        settled = _settled(self.containers)
        return (*settled, self.leaf) if self.leaf else settled

    def ends_in_cell(self, number: int) -> bool:
        """Whether it is right inside of the cell with this number."""
        return bool(self.containers) and self.containers[-1].number == number

    @property
    def framed(self) -> bool:
        """Whether it stands between items or rows."""
        return bool(self.containers) and self.containers[-1].name in _FRAMES


def _settled(containers: tuple[_Tag, ...]) -> tuple[_Tag, ...]:
    end = len(containers)
    while end and containers[end - 1].name in _FRAMES:
        end -= 1
    return containers[:end]


def _inside(place: _Place, tag: _Tag) -> _Place:
    """The place inside of an element that stands at `place`."""
    name = tag.name
    if name in _INLINE:
        nested = any(each.name == name for each in place.inline)
        return place if nested else replace(place, inline=(*place.inline, tag))
    if name in _BOUND:
        around = place.containers[-1].name if place.containers else ""
        if around in _BOUND[name]:
            # Browsers put a body around rows that have none.
            body = (_Tag("tbody", "<tbody>", place.containers[-1].number),) if (name, around) == ("tr", "table") else ()
            return _Place((*place.containers, *body, tag), None, place.inline)
        return replace(place, leaf=replace(tag, name="p", opening="<p>"))
    if name in _FREE and len(place.containers) < _DEEPEST:
        return _Place((*_settled(place.containers), tag), None, place.inline)
    if name in _LEAVES:
        return replace(place, leaf=tag)
    if name in _BOXES or name in _FREE:
        return replace(place, leaf=replace(tag, name="p", opening="<p>"))
    return place


# ── what goes out ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Writer:
    """HTML as it is written: elements are opened when something is to stand in them, so none is ever empty."""

    parts: list[str] = field(default_factory=list)
    open: list[_Tag] = field(default_factory=list)
    size: int = 0

    def text(self, place: _Place, text: str) -> None:
        """Write text."""
        if place.leaf and place.leaf.name == "pre":
            if not place.inline and place.leaf not in self.open:
                text = text.lstrip("\n")  # browsers drop the first one
        elif not text.strip(_WHITE):
            self._blank(place, text)
            return
        if text:
            self._go((*place.blocks, *place.inline))
            self._put(escape(text, quote=False))

    def mark(self, place: _Place, markup: str) -> None:
        """Write an element that holds nothing. A rule ends its paragraph; an empty `markup` only opens its place."""
        if markup == "<hr>":
            self._go(_settled(place.containers))
        else:
            self._go((*place.blocks, *place.inline))
        self._put(markup)

    def finish(self) -> str:
        """All that was written."""
        self._go(())
        return "".join(self.parts).strip(_WHITE)

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.size += len(text)

    def _blank(self, place: _Place, text: str) -> None:
        """White space opens nothing, and parts no list."""
        blocks = place.blocks
        if not place.framed and tuple(self.open[: len(blocks)]) == blocks:
            self._go((*blocks, *place.inline), opening=False)
            self._put(text)

    def _go(self, target: tuple[_Tag, ...], *, opening: bool = True) -> None:
        """Close what the target is not in, and open what is missing."""
        same = 0
        for now, then in zip(self.open, target, strict=False):
            if now != then:
                break
            same += 1
        while len(self.open) > same:
            self._put(f"</{self.open.pop().name}>")
        if opening:
            for tag in target[same:]:
                self._put(tag.opening)
                self.open.append(tag)


# ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────────

_Attributes = Mapping[str, str]


@dataclass(slots=True, kw_only=True)
class _Reader:
    """What lxml tells of HTML as it reads it, given on to a writer."""

    pictures: bool
    base: str
    writer: _Writer = field(default_factory=_Writer)
    places: list[_Place | None] = field(default_factory=lambda: [_Place()])  #: None: left out, with all that is in it
    texts: list[str] = field(default_factory=list)  #: that stand at one place, one after the other
    number: int = 0  #: of elements, so far

    def start(self, tag: str, attributes: _Attributes) -> None:
        """An element begins."""
        self._flush()
        self.number += 1
        here = self.places[-1]
        name = _SAME_AS.get(tag, tag)
        if here is None or name in _DROPPED:
            self.places.append(None)
        elif name in _VOID:
            self.places.append(here)
            markup = f"<{name}>" if name != "img" else _picture(attributes, self.base) if self.pictures else ""
            if markup:
                self.writer.mark(here, markup)
        else:
            opening = _opening(attributes, name, self.base)
            inside = _inside(here, _Tag(name, opening, self.number)) if opening else here
            self.places.append(inside)
            if name in _CELLS and inside.ends_in_cell(self.number):  # an empty cell keeps its column
                self.writer.mark(inside, "")

    def data(self, text: str) -> None:
        """Text; it may come in pieces."""
        self.texts.append(text)

    def end(self, _: str) -> None:
        """An element ends."""
        self._flush()
        if len(self.places) > 1:
            self.places.pop()

    def close(self) -> None:
        """All has been read."""
        self._flush()

    def _flush(self) -> None:
        here = self.places[-1]
        # What is opened anew for each of many paragraphs may be longer than what was read.
        if self.texts and here is not None and self.writer.size <= LIMIT:
            self.writer.text(here, _lines(clean("".join(self.texts))))
        self.texts.clear()


def _opening(attributes: _Attributes, name: str, base: str) -> str:
    """An element's first tag, as it is written; empty for a link that leads nowhere."""
    if name == "a":
        href = web_address(attributes.get("href"), base)
        return f"<a{_attribute('href', href)}{_note(attributes, 'title')}{_REL}>" if href else ""
    if name in _CELLS:
        spans = "".join(_number(attributes, each, _SPAN) for each in ("colspan", "rowspan"))
        return f"<{name}{spans}>"
    return f"<{name}>"


def _picture(attributes: _Attributes, base: str) -> str:
    src = web_address(attributes.get("src"), base)
    if src is None:
        return ""
    alt = _attribute("alt", squeeze(attributes.get("alt"))[:_LONGEST_NOTE].strip())
    size = "".join(_number(attributes, each, _PIXELS) for each in ("width", "height"))
    notes = f"{alt}{_note(attributes, 'title')}{size}"
    return f'<img{_attribute("src", src)}{notes} loading="lazy" referrerpolicy="no-referrer">'


def _attribute(name: str, value: str) -> str:
    value = escape(value, quote=False).replace('"', "&quot;")
    return f' {name}="{value}"'


def _note(attributes: _Attributes, name: str) -> str:
    value = squeeze(attributes.get(name))[:_LONGEST_NOTE].strip()
    return _attribute(name, value) if value else ""


def _number(attributes: _Attributes, name: str, fit: re.Pattern[str]) -> str:
    value = attributes.get(name) or ""
    return _attribute(name, value) if fit.fullmatch(value) and value.isascii() else ""
