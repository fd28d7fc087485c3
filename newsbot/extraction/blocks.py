"""Blocks: an article's text as paragraphs, subheadings, list items, quotes and table rows, and as safe HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from lxml.html import HtmlElement

from newsbot.extraction.outline import Passage, Spot, read_outline
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import squeeze


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
    place: int = -1  #: of its passage in the page's outline; -1 where it is from elsewhere


_KIND_OF_TAG = {
    "h1": Kind.HEADING,
    "h2": Kind.HEADING,
    "h3": Kind.SUBHEADING,
    "h4": Kind.LOW_HEADING,
    "h5": Kind.LOW_HEADING,
    "h6": Kind.LOW_HEADING,
}
_LISTS = frozenset({"ul", "ol", "menu", "dl"})
_ITEMS = frozenset({"li", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_EMPHASIS = {"em": "em", "i": "em", "strong": "strong", "b": "strong"}
#: A table whose cells hold more characters, or passages, than this lays out a page: its text is paragraphs.
_LONGEST_CELL = 300
_MOST_IN_CELL = 4
_MAYBE_EMPTY = re.compile(r">\s*</")
_EMPTY_PAIR = re.compile(r"<(em|strong|a)(?: [^<>]*)?>(\s*)</\1>")


def _wrapping(element: HtmlElement, base: str) -> tuple[str, str]:
    """What stands before and after an inline element in safe HTML."""
    if element.tag == "a":
        href = absolute(element.get("href"), base)
        return (f'<a href="{html.escape(href)}">', "</a>") if href else ("", "")
    name = _EMPHASIS[str(element.tag)]
    return f"<{name}>", f"</{name}>"


def _inline_html(passage: Passage, base: str, text: str) -> str:
    """The passage's text with its links and emphasis; `text` is what it says without them."""
    if len(passage.pieces) == 1 or all(type(piece) is str for piece in passage.pieces):
        return html.escape(text, quote=False)
    parts: list[str] = []
    closing: list[str] = []
    for piece in passage.pieces:
        if piece is None:
            parts.append(closing.pop() if closing else "")
        elif isinstance(piece, str):
            parts.append(html.escape(piece, quote=False))
        else:
            before, after = _wrapping(piece, base)
            parts.append(before)
            closing.append(after)
    return _tidy("".join((*parts, *reversed(closing))))


def _tidy(fragment: str) -> str:
    """Inline HTML without empty pairs and doubled spaces."""
    before = None if _MAYBE_EMPTY.search(fragment) else fragment
    while before != fragment:
        before, fragment = fragment, _EMPTY_PAIR.sub(r"\2", fragment)
    return squeeze(fragment)


def plain_block(text: str, kind: Kind = Kind.PARAGRAPH) -> Block:
    """A block of text that has no markup."""
    line = squeeze(text)
    return Block(kind=kind, text=line, html=html.escape(line, quote=False))


def _holder(spot: Spot) -> tuple[Kind, Spot]:
    """What a passage is by what stands around it, and the list, quote or table row that it is in (or its own spot)."""
    if spot.tag in _KIND_OF_TAG:
        return _KIND_OF_TAG[spot.tag], spot
    for around in spot.up():
        if around.tag in _ITEMS:
            outer = next((each for each in around.up() if each.tag in _LISTS), around)
            return Kind.ITEM, outer
        if around.tag == "blockquote":
            return Kind.QUOTE, around
        if around.tag in _CELLS:
            if around.end - around.start > _MOST_IN_CELL:
                return Kind.PARAGRAPH, spot
            row = next((each for each in around.up() if each.tag == "tr"), around)
            return Kind.ROW, row
    return Kind.PARAGRAPH, spot


def _block(passage: Passage, base: str, kind: Kind, group: int = 0, *, ordered: bool = False) -> Block:
    text = squeeze(passage.text)
    return Block(
        kind=kind,
        text=text,
        html=_inline_html(passage, base, text),
        group=group,
        ordered=ordered,
        linked=passage.linked / len(passage.text),
        place=passage.place,
    )


def _row(passages: Sequence[Passage], base: str, group: int) -> Iterator[Block]:
    """One block for the cells of a row; paragraphs, where the table lays out a page."""
    cells: list[list[Block]] = []
    for _, members in groupby(passages, key=lambda each: _cell(each.spot)):
        cells.append([_block(each, base, Kind.ROW) for each in members])
    texts = [" ".join(each.text for each in cell) for cell in cells]
    if any(len(text) > _LONGEST_CELL for text in texts):
        yield from (replace(each, kind=Kind.PARAGRAPH) for cell in cells for each in cell)
        return
    inner = "".join(f"<td>{' '.join(each.html for each in cell)}</td>" for cell in cells)
    yield Block(kind=Kind.ROW, text=" | ".join(texts), html=inner, group=group, place=passages[0].place)


def _cell(spot: Spot) -> int:
    return id(next((each for each in spot.up() if each.tag in _CELLS), spot))


def blocks_of(passages: Iterable[Passage], base: str) -> list[Block]:
    """The blocks that these passages of an outline are, in order. Relative links are resolved against `base`."""
    found: list[Block] = []
    for (kind, holder), members in groupby(passages, key=lambda each: _holder(each.spot)):
        if kind is Kind.ROW:
            table = next((each for each in holder.up() if each.tag == "table"), holder)
            found.extend(_row(list(members), base, table.start + 1))
        else:
            # The outline counts passages, so that a list's first one tells lists apart.
            group = holder.start + 1 if kind in {Kind.ITEM, Kind.QUOTE} else 0
            found.extend(_block(each, base, kind, group, ordered=holder.tag == "ol") for each in members)
    return [block for block in found if block.text]


def blocks_in(element: HtmlElement, base: str) -> list[Block]:
    """The blocks of one element of a page, whatever it is."""
    return blocks_of(read_outline(element).passages, base)


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
