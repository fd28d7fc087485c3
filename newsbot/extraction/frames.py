"""Frames: the element around a picture, and the caption and credit that it holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml.html import HtmlElement

from newsbot.article import fold
from newsbot.extraction import regions
from newsbot.extraction.credit import bare_credit, credit_of, is_agency, split_credit, without_label
from newsbot.extraction.outline import Picture, Spot
from newsbot.extraction.pictures import attributes
from newsbot.extraction.regions import flags_of_names
from newsbot.extraction.standing import HEADINGS, Standing
from newsbot.extraction.text import plain, squeeze
from newsbot.lists import words_of

_CREDIT_NAME = re.compile(
    r"credit|copyright|photographer|rights|quelle|source|fotograf|author|autor|attribution|agency|byline|nachweis|fuente|fonte|creator|distributor|kilde|källa|zdroj|zrodlo|fotka|upphov",
    re.IGNORECASE,
)
_CAPTION_NAME = re.compile(
    r"caption|legend|bildunterschrift|bildtext|subtitle|didascalia|pie-?(?:de-?)?foto|leyenda|bu-?text|description|cutline|beschreibung|"
    r"image-?text|picture-?text|photo-?text|image-?title|bijschrift|onderschrift|altyazi|podpis",
    re.IGNORECASE,
)
_SILENT = words_of("""
    script style template svg button noscript video audio iframe object select input textarea form nav math canvas""")
_BREAKING = words_of("""
    p div figcaption li ul ol dl dd dt br h1 h2 h3 h4 h5 h6 section header footer aside blockquote figure""")
_CLIMB = 6
#: A picture's frame may hold it twice: once more for wide screens.
_MOST_IN_FRAME = 2
_MOST_PASSAGES = 4
_MOST_NODES = 300
_LONGEST_CREDIT = 160
_LONGEST_CAPTION = 1500
#: So much of a picture's alternative text tells that a line says the same.
_TELLING = 20
_FEW = 12
_TEXT, _CAPTION, _CREDIT = 0, 1, 2


@dataclass(slots=True)
class _Line:
    kind: int
    text: str


@lru_cache(maxsize=4096)
def _kind_of_names(names: str) -> int | None:
    """Whether an element's names make it a credit or a caption; None where they say neither.

    Where both are named, the last one counts: `caption-credit` is the credit in a caption.
    """
    maker = next(reversed(list(_CREDIT_NAME.finditer(names[:200]))), None)
    caption = next(reversed(list(_CAPTION_NAME.finditer(names[:200]))), None)
    if maker and (caption is None or maker.start() > caption.start()):
        return _CREDIT
    return _CAPTION if caption else None


def _kind(element: HtmlElement, outer: int) -> int | None:
    """What the text of an element is, if what stands around it is `outer`; None where it is not shown."""
    tag = element.tag
    if tag in _SILENT or not isinstance(tag, str):
        return None
    names = f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
    if names != "  ":
        if flags_of_names(names) & regions.HIDDEN:
            return None
        if outer != _CREDIT:
            named = _kind_of_names(names)
            if named is not None:
                return named
    if tag in {"cite", "small"} and outer == _CAPTION:
        return _CREDIT
    return max(outer, _CAPTION) if tag == "figcaption" else outer


def _is_apart(element: HtmlElement) -> bool:
    """Whether a span follows another element without a blank: two boxes, not one word."""
    if element.tag != "span":
        return False
    before = element.getprevious()
    return before is not None and not before.tail and not (element.text or "")[:1].isspace()


def _pieces(frame: HtmlElement, first: int) -> Iterator[tuple[int, bool, str]]:
    """The text of a frame in order: the kind of each piece, and whether a block begins or ends before it."""
    yield first, False, frame.text or ""
    stack: list[tuple[Iterator[HtmlElement], HtmlElement, int]] = [(iter(frame), frame, first)]
    nodes = 0
    while stack:
        children, element, kind = stack[-1]
        child = next(children, None)
        nodes += 1
        if child is None or nodes > _MOST_NODES:
            stack.pop()
            if stack:
                yield stack[-1][2], element.tag in _BREAKING, element.tail or ""
            continue
        inner = _kind(child, kind)
        if inner is None:
            yield kind, False, child.tail or ""
            continue
        yield inner, child.tag in _BREAKING or _is_apart(child), child.text or ""
        stack.append((iter(child), child, inner))


def _lines(frame: HtmlElement, first: int = _TEXT) -> list[_Line]:
    """The lines of a frame. A line ends with its block, and where its kind changes."""
    lines: list[_Line] = []
    kind, parts = first, ""
    for each, breaks, text in _pieces(frame, first):
        if each != kind or breaks:
            lines.append(_Line(kind, parts))
            kind, parts = each, ""
        parts += text
    lines.append(_Line(kind, parts))
    squeezed = (_Line(line.kind, squeeze(line.text[:_LONGEST_CAPTION])) for line in lines)
    return [line for line in squeezed if line.text.strip(" |/·•,;–—-")]


def _has_caption(picture: Picture, standing: Standing, spot: Spot) -> bool:
    """Whether a spot that is no figure holds a passage that is named for a caption, or reads like one."""
    passages = standing.outline.passages[spot.start : spot.end]
    if not 0 < len(passages) <= _MOST_PASSAGES:
        return False
    if any(each.spot.flags & regions.CAPTION or _named_in(each.spot.element) for each in passages):
        return True
    if any(each.spot.tag in HEADINGS for each in passages):
        return False
    alt = fold(picture.element.get("alt"))[:_TELLING]
    if len(alt) == _TELLING and any(fold(each.text).startswith(alt) for each in passages):
        return True
    return split_credit(passages[-1].text)[1] is not None


def _named_in(element: HtmlElement) -> bool:
    """Whether an inline element of a block is named for a caption or a credit."""
    inside = zip(range(_FEW), element.iter("span", "small", "em", "cite", "i"), strict=False)
    names = (f"{each.get('class') or ''} {each.get('itemprop') or ''}" for _, each in inside)
    return any(_kind_of_names(each) is not None for each in names)


def frame_of(picture: Picture, standing: Standing) -> HtmlElement | None:
    """The element that holds a picture and its caption: the figure, or a near ancestor that has a caption."""
    figure: Spot | None = None
    for _, spot in zip(range(_CLIMB), picture.spot.up(), strict=False):
        if standing.holds_text(spot) or standing.counts.get(id(spot), 0) > _MOST_IN_FRAME:
            break
        if spot.tag == "figure" and figure is None:
            figure = spot
            inside = standing.outline.passages[spot.start : spot.end]
            if any(each.spot.flags & regions.CAPTION for each in inside):
                return spot.element
        elif _has_caption(picture, standing, spot):
            return spot.element
    if figure is not None and figure.end > figure.start:
        return figure.element
    return _caption_after(picture, standing, figure)


def _caption_after(picture: Picture, standing: Standing, around: Spot | None) -> HtmlElement | None:
    """The next passage, if it is named for a caption and stands beside the picture."""
    passages = standing.outline.passages
    if picture.place >= len(passages):
        return None
    spot = passages[picture.place].spot
    beside = {id(each) for _, each in zip(range(3), (around or picture.spot).up(), strict=False)}
    if spot.own & regions.CAPTION and spot.parent is not None and id(spot.parent) in beside:
        return spot.element
    return None


def describe(picture: Picture, standing: Standing) -> tuple[str | None, str | None]:
    """Caption and credit of a picture."""
    frame = frame_of(picture, standing)
    caption, maker = _told(frame) if frame is not None else (None, None)
    if caption is None or maker is None:
        said, said_maker = _of_attributes(picture.element)
        caption, maker = caption or said, maker or said_maker
    return caption, maker


def _of_attributes(img: HtmlElement) -> tuple[str | None, str | None]:
    """Caption and credit that an img element carries for scripts to show."""
    caption = maker = None
    for key, value in attributes(img):
        if not value or not (key == "title" or key.startswith("data-")) or len(value) > _LONGEST_CAPTION:
            continue
        if key == "title":
            maker = maker or credit_of(value)
        elif key.endswith("caption"):
            caption = plain(value) or None
        elif key.endswith(("credit", "copyright", "photographer", "credits")):
            maker = bare_credit(plain(value))
    if caption:
        caption, at_end = split_credit(caption)
        maker = maker or at_end
    return caption, maker


def _told(frame: HtmlElement) -> tuple[str | None, str | None]:
    """Caption and credit that a frame holds."""
    names = f"{frame.get('class') or ''}"
    first = (
        _CAPTION
        if frame.tag == "figcaption" or (frame.tag != "figure" and _kind_of_names(names) == _CAPTION)
        else _TEXT
    )
    lines = _lines(frame, first)
    makers = [line.text for line in lines if line.kind == _CREDIT]
    captions = [line.text for line in lines if line.kind == _CAPTION] or [
        line.text for line in lines if line.kind == _TEXT
    ]
    if not captions and sum(map(len, makers)) > _LONGEST_CREDIT:
        captions, makers = makers, []
    if not makers:
        makers = [line.text for line in lines if credit_of(line.text)][:1]
        if not makers and len(captions) > 1 and is_agency(captions[-1]):
            makers = captions[-1:]
        captions = [line for line in captions if line not in makers]
    named = dict.fromkeys(filter(None, (bare_credit(maker) for maker in makers if len(maker) <= _LONGEST_CREDIT)))
    text = " ".join(captions)[:_LONGEST_CAPTION]
    caption, at_end = split_credit(without_label(text) if named else text)
    return caption, " / ".join(named) or at_end
