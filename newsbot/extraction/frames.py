"""Frames: the element around a picture, and the caption and credit that it holds."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from newsbot.article import fold
from newsbot.extraction.credit import credit_of, split_credit
from newsbot.extraction.text import squeeze

_CREDIT_NAME = re.compile(
    r"credit|copyright|photographer|rights|quelle|source|fotograf|byline|author|attribution|agency", re.IGNORECASE
)
_HANGING = re.compile(
    r"[\s|/(\[–—-]*(?:\b(?:fotos?|photos?|bild|images?|credits?|quelle|source)\s*:)?[\s|/(\[–—-]*$", re.IGNORECASE
)
_CAPTION_NAME = re.compile(
    r"caption|legend|bildunterschrift|bildtext|subtitle|didascalia|pie-?(?:de-?)?foto|leyenda|bu-text", re.IGNORECASE
)
_CLIMB = 5
#: A picture's frame may hold it twice: once more for readers whose browser loads it late.
_MOST_IN_FRAME = 2
#: A credit is short.
_LONGEST_CREDIT = 160
_LONGEST_CAPTION = 1000
NEUTRAL = frozenset({"html", "body", "main", "article", "picture", "source", "figure"})
#: What libxml2 wraps around an img: it does not know that `source` is empty.
_THIN = frozenset({"picture", "source", "noscript"})


def names_of(element: HtmlElement) -> str:
    """An element's class names and its id."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def text_in(element: HtmlElement) -> str:
    """An element's text, on one line."""
    return squeeze(" ".join(element.itertext()))


def frame_of(img: HtmlElement) -> HtmlElement | None:
    """The element that holds a picture and its caption: the figure, or a near ancestor that has a caption."""
    figure = next(img.iterancestors("figure"), None)
    if figure is not None:
        return figure
    thick = (ancestor for ancestor in img.iterancestors() if ancestor.tag not in _THIN)
    for _, ancestor in zip(range(_CLIMB), thick, strict=False):
        if ancestor.tag in NEUTRAL or sum(1 for _ in ancestor.iter("img")) > _MOST_IN_FRAME:
            return None
        if _captions(ancestor):
            return ancestor
    return None


def _captions(frame: HtmlElement) -> list[HtmlElement]:
    """The elements that hold a frame's caption: the figcaption, or the first that is named for it."""
    captions = [element for element in frame.iter("figcaption") if text_in(element)]
    if captions:
        return captions
    named = (
        element
        for element in frame.iter("p", "div", "span", "small", "em", "dd")
        if _CAPTION_NAME.search(names_of(element))
    )
    return [element for _, element in zip(range(1), filter(text_in, named), strict=False)]


def _credits(frame: HtmlElement) -> list[HtmlElement]:
    """The outermost elements of a frame that are named for a credit, or marked up as one."""
    found: list[HtmlElement] = []
    for element in frame.iter("span", "small", "cite", "p", "div", "em", "a", "footer", "i"):
        named = _CREDIT_NAME.search(f"{names_of(element)} {element.get('itemprop') or ''}") or element.tag in {
            "cite",
            "small",
        }
        if named and text_in(element) and not any(outer in found for outer in element.iterancestors()):
            found.append(element)
    return found


def _without(text: str, part: str) -> str:
    """Text without the last occurrence of a part: credits stand at the end."""
    before, found, after = text.rpartition(part)
    return squeeze(f"{before} {after}") if found else text


def describe(frame: HtmlElement | None) -> tuple[str | None, str | None]:
    """Caption and credit of the picture in a frame."""
    if frame is None:
        return None, None
    captions = _captions(frame)
    text = text_in(captions[0])[:_LONGEST_CAPTION] if captions else ""
    makers = _makers(frame, captions, text)
    for maker in makers:
        text = _without(text, maker)
    caption, at_end = split_credit(text)
    named = (credit_of(maker) or maker.strip(" .|()[]/") for maker in makers)
    return _finished(caption), next(filter(None, named), None) or at_end


def _makers(frame: HtmlElement, captions: list[HtmlElement], text: str) -> list[str]:
    """The lines of a frame that name the picture's maker: elements named for a credit, and lines that read as one."""
    lines = [text_in(element) for element in _credits(frame) if element not in captions]
    lines += [line for line in (text_in(part) for part in frame.iter("p", "span", "div", "em")) if credit_of(line)]
    fit = (line for line in dict.fromkeys(lines) if len(line) < _LONGEST_CREDIT)
    return [line for line in fit if fold(line) != fold(text) or credit_of(line)]


def _finished(caption: str | None) -> str | None:
    """A caption without the label of its credit left hanging at its end."""
    if not caption:
        return None
    text = re.sub(
        r"[\s|/(\[–—-]*(?:\b(?:foto|photo|bild|image|credit|quelle|source|fotos?)\s*:?)?[\s|/(\[–—-]*$",
        "",
        caption,
        flags=re.IGNORECASE,
    )
    return text.strip() or None
