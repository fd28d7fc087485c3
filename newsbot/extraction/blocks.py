"""Blocks: an article's text as paragraphs, subheadings, list items, quotes and table rows, and as safe HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement

from newsbot.extraction.text import squeeze
from newsbot.urls import is_http


class Kind(StrEnum):
    """What a block is; the value is its tag in `articleBodyHtml`."""

    PARAGRAPH = "p"
    HEADING = "h2"
    SUBHEADING = "h3"
    LOW_HEADING = "h4"
    ITEM = "li"
    QUOTE = "blockquote"
    ROW = "tr"


HEADINGS = frozenset({Kind.HEADING, Kind.SUBHEADING, Kind.LOW_HEADING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of the text."""

    kind: Kind
    text: str  #: one line
    html: str  #: the same with links and emphasis, escaped
    group: int = 0  #: items of one list, rows of one table, paragraphs of one quote share it
    ordered: bool = False  #: an item of a numbered list
    linked: float = 0.0  #: 0 to 1, the share of the text that is links


#: Tags of emphasis, in HTML and in trafilatura's tree (where `hi` says which by `rend`).
_EMPHASIS = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
_RENDS = {"#b": "strong", "#i": "em"}
_DROPPED = frozenset({"script", "style", "noscript", "template", "iframe", "svg", "graphic", "img", "button", "form"})
_BREAKS = frozenset({"lb", "br"})
_LINKS = frozenset({"ref", "a"})


@dataclass(slots=True)
class _Line:
    """What is gathered of one line: its text, its HTML, and how many of its characters are links."""

    text: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    links: int = 0


@dataclass(slots=True)
class _Writer:
    """Lines of an element, and the inline elements that are open in the last one, as (in a link, before, after)."""

    base: str
    lines: list[_Line] = field(default_factory=lambda: [_Line()])
    opened: list[tuple[bool, str, str]] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """Text goes to the last line."""
        if text:
            line = self.lines[-1]
            line.text.append(text)
            line.html.append(html.escape(text, quote=False))
            line.links += len(text.strip()) if any(linked for linked, _, _ in self.opened) else 0

    def turn(self) -> None:
        """A new line; what is open is closed in the old one and opened again."""
        self.lines[-1].html.extend(after for _, _, after in reversed(self.opened))
        self.lines.append(_Line(html=[before for _, before, _ in self.opened]))

    def open(self, element: etree._Element, *, outermost: bool) -> None:
        """An element begins; the outermost is the block itself, and has no tag of its own here."""
        if element.tag in _BREAKS:
            self.turn()
        before, after = ("", "") if outermost else _wrapping(element, self.base)
        self.opened.append((element.tag in _LINKS, before, after))
        self.lines[-1].html.append(before)
        self.add(element.text)

    def close(self) -> None:
        """The last element that began ends."""
        _, _, after = self.opened.pop()
        self.lines[-1].html.append(after)


def _href(element: etree._Element, base: str) -> str | None:
    target = (element.get("target") if element.tag == "ref" else element.get("href")) or ""
    try:
        absolute = urljoin(base, target.strip())
    except ValueError:
        return None
    return absolute if target and is_http(absolute) else None


def _wrapping(element: etree._Element, base: str) -> tuple[str, str]:
    """What stands before and after an inline element in safe HTML."""
    tag = element.tag
    if tag in _LINKS:
        href = _href(element, base)
        return (f'<a href="{html.escape(href)}">', "</a>") if href else ("", "")
    name = _RENDS.get(element.get("rend") or "") if tag == "hi" else _EMPHASIS.get(str(tag))
    return (f"<{name}>", f"</{name}>") if name else ("", "")


def _inline(element: etree._Element, base: str) -> list[_Line]:
    """The lines of an element: its text with what stands inside it, broken at `lb` and `br`. Never recursive."""
    writer = _Writer(base)
    skipped: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        outermost = node is element
        if skipped is None and event == "start":
            if node.tag in _DROPPED and not outermost:
                skipped = node
            else:
                writer.open(node, outermost=outermost)
        elif event == "end" and (skipped is None or node is skipped):
            if skipped is None:
                writer.close()
            skipped = None
            writer.add(None if outermost else node.tail)
    return writer.lines


_EMPTY_PAIR = re.compile(r"<(em|strong|a)(?: [^<>]*)?>(\s*)</\1>")


def _tidy(fragment: str) -> str:
    """Inline HTML without empty pairs and doubled spaces."""
    before = None
    while before != fragment:
        before, fragment = fragment, _EMPTY_PAIR.sub(r"\2", fragment)
    return squeeze(fragment)


def inline_blocks(
    element: etree._Element, kind: Kind, base: str, *, group: int = 0, ordered: bool = False
) -> Iterator[Block]:
    """A block for each line of an element that has text."""
    for line in _inline(element, base):
        text = squeeze("".join(line.text))
        if text:
            yield Block(
                kind=kind,
                text=text,
                html=_tidy("".join(line.html)),
                group=group,
                ordered=ordered,
                linked=min(1.0, line.links / len(text)),
            )


def plain_block(text: str, kind: Kind = Kind.PARAGRAPH) -> Block:
    """A block of text that has no markup."""
    line = squeeze(text)
    return Block(kind=kind, text=line, html=html.escape(line, quote=False))


def _row(row: etree._Element, base: str, group: int) -> Block | None:
    cells: list[Block] = []
    for cell in row.iter("cell", "td", "th"):
        lines = list(inline_blocks(cell, Kind.ROW, base))
        cells.append(plain_block(" ".join(line.text for line in lines)))
    text = " | ".join(cell.text for cell in cells if cell.text)
    if not text:
        return None
    inner = "".join(f"<td>{cell.html}</td>" for cell in cells)
    return Block(kind=Kind.ROW, text=text, html=inner, group=group)


_LEVELS = {"h1": Kind.HEADING, "h2": Kind.HEADING, "h3": Kind.SUBHEADING}


def _walk(element: etree._Element, base: str, counter: Iterator[int]) -> Iterator[Block]:
    """The blocks of one child of trafilatura's body."""
    tag = element.tag
    if tag == "head":
        yield from inline_blocks(element, _LEVELS.get(element.get("rend") or "h2", Kind.LOW_HEADING), base)
    elif tag == "list":
        group = next(counter)
        for item in element.iter("item"):
            if any(True for _ in item.iterdescendants("item")):
                continue
            yield from inline_blocks(item, Kind.ITEM, base, group=group, ordered=element.get("rend") == "ol")
    elif tag == "quote":
        group = next(counter)
        inner = [part for part in element if part.tag in {"p", "head", "item"}]
        parts = [element] if not inner or (element.text or "").strip() else inner
        for part in parts:
            yield from inline_blocks(part, Kind.QUOTE, base, group=group)
    elif tag == "table":
        group = next(counter)
        rows = (_row(row, base, group) for row in element.iter("row"))
        yield from (row for row in rows if row is not None)
    elif isinstance(tag, str):
        yield from inline_blocks(element, Kind.PARAGRAPH, base)


def blocks_of(body: etree._Element, base: str) -> list[Block]:
    """The blocks of a body as trafilatura gives it. Relative links are resolved against `base`."""
    counter = iter(range(1, 1_000_000))
    found: list[Block] = []
    if (body.text or "").strip():
        found.append(plain_block(body.text or ""))
    for element in body:
        found.extend(_walk(element, base, counter))
        if (element.tail or "").strip():
            found.append(plain_block(element.tail or ""))
    return found


def blocks_of_paragraphs(elements: Iterable[HtmlElement], base: str) -> list[Block]:
    """A paragraph for each of these elements."""
    return [block for element in elements for block in inline_blocks(element, Kind.PARAGRAPH, base)]


def _container(block: Block) -> tuple[str, int]:
    if block.kind is Kind.ITEM:
        return ("ol" if block.ordered else "ul"), block.group
    if block.kind is Kind.QUOTE:
        return "blockquote", block.group
    return ("table" if block.kind is Kind.ROW else ""), block.group


def render(blocks: Iterable[Block]) -> str:
    """The blocks as HTML: p, h2 to h4, ul, ol, li, blockquote, table, tr, td, a (http, https), em, strong; no more."""
    parts: list[str] = []
    for (container, _), members in groupby(blocks, key=_container):
        inner_tag = "p" if container == "blockquote" else None
        pieces = (f"<{inner_tag or m.kind}>{m.html}</{inner_tag or m.kind}>" for m in members)
        inner = ("" if container else "\n").join(pieces)
        parts.append(f"<{container}>{inner}</{container}>" if container else inner)
    return "\n".join(parts)
