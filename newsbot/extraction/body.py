"""Body: which of a page's passages are the article's text.

The element that holds most of the page's prose, less what stands there that is none, is the article. Of its passages
those are kept that stand in no region of another kind, and that read like text. docs/reading.md tells what was tried.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from lxml.html import fragment_fromstring

from newsbot.article import fold
from newsbot.extraction import regions
from newsbot.extraction.blocks import Block, Kind, blocks_in, blocks_of, plain_block
from newsbot.extraction.outline import Outline, Passage, Spot
from newsbot.extraction.prose import (
    GOOD_PART,
    HEADINGS,
    LEAST_PROSE,
    MUCH_LINKED,
    Weights,
    extent,
    find_headline,
    sums_of,
    weigh,
)
from newsbot.extraction.text import plain, squeeze_lines

#: What a passage is worth to the element around it: its mass; less than nothing outside of the text, as a link, a line.
_WORTH_OUTSIDE = -0.3
_WORTH_OF_LINK = -0.2
_WORTH_OF_LINE = -0.05
_LONGEST_LINE = 100
#: An element that is called the article holds it if it has this share of the worth; of several such ones, the smallest
#: that has nearly as much as the best.
_CALLED = 0.8
_AS_MUCH = 0.98

#: A teaser is a linked title with little text in a box of few passages.
_MOST_IN_CARD = 8
_TITLE = 15
_TITLE_LINKED = 0.9
_CARD_TEXT = 420
#: A picture's box holds few passages and little text.
_MOST_IN_BOX = 4
_BOX_TEXT = 500
#: Elements that are one line or paragraph: no boxes.
_LINES = HEADINGS | {"p", "blockquote"}
_WHOLE = _LINES | {"li", "td", "th"}
#: A line of so many characters that the page has so often is a placeholder, or a call to subscribe.
_TELLING = 25
_REPEATED = 3
_NEARLY_LINK = 0.8
_LONGEST_LINK = 300
#: A standfirst stands between the headline, or this many passages before the text, and the text.
_ABOVE = 25
_SUMMARY = 40
_SAME = 60
_LEVELS = 3

#: The text in a page's data replaces that of its elements only if it is this long and this much longer, or if this
#: little of it is found there.
_LEAST_DATA = 600
_MUCH_LONGER = 1.6
_LEAST_TEXT = 200
_UNLIKE = 0.2
#: Some content systems publish their own markup as the text: lines that place something, marks of headings and links.
_MARKDOWN = re.compile(r"^(?:\+\+\+|#{2,4} |\[#\w+:)", re.MULTILINE)
_DIRECTIVE = re.compile(r"\s*(?:\+\+\+|\[#\w+:|!\[)")
_MARKS = re.compile(r"^#{1,6}\s+|\*\*|__|\+\+\+[\w-]*")
_IN_BRACKETS = re.compile(r"\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)(?:\{[^{}]{0,100}\})?")
_SAMPLES = 20
_SAMPLE = 24


@dataclass(frozen=True, slots=True)
class Body:
    """A text and where it was found: `dom`, `jsonld:articleBody`, `data:nextflight`, `site:articleBody` or the like."""

    blocks: list[Block]
    source: str

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(len(block.text) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Clues:
    """What the page says of its article elsewhere: titles and summaries, by which they are found in it."""

    titles: Sequence[str] = ()
    descriptions: Sequence[str] = ()


NO_CLUES = Clues()


def _worth(passage: Passage, weights: Weights) -> float:
    mass = weights.mass[passage.place]
    if mass:
        return _WORTH_OUTSIDE * mass if weights.is_outside(passage) else mass
    return _WORTH_OF_LINK * min(passage.linked, _LONGEST_LINE) + _WORTH_OF_LINE * min(len(passage.text), _LONGEST_LINE)


def _article(outline: Outline, weights: Weights) -> Spot:
    """The element that holds the article: the most prose, less what is none.

    Within it, one that is called the article, or its text, and holds nearly all of that prose, is it.
    """
    sums = sums_of(_worth(passage, weights) for passage in outline.passages)
    worth = [sums[spot.end] - sums[spot.start] for spot in outline.spots]
    page = _first_of_several(outline, weights)
    inside = [spot for spot in outline.spots if page.start <= spot.start and spot.end <= page.end]
    highest = max(worth[spot.index] for spot in inside)
    best = max((spot for spot in inside if worth[spot.index] == highest), key=lambda spot: spot.start - spot.end)
    called = [
        spot
        for spot in inside
        if spot.own & (regions.ARTICLE | regions.BODY)
        and best.start <= spot.start
        and spot.end <= best.end
        and worth[spot.index] >= _CALLED * worth[best.index]
        and not weights.outside[spot.index]
    ]
    most = max((worth[spot.index] for spot in called), default=0.0)
    return min(
        (spot for spot in called if worth[spot.index] >= _AS_MUCH * most), key=lambda s: s.end - s.start, default=best
    )


def _first_of_several(outline: Outline, weights: Weights) -> Spot:
    """Where a page goes on with other articles below its own, each with a headline: the first; else the whole page."""
    found: list[Spot] = []
    for spot in outline.spots:
        if spot.tag != "article" or weights.held[spot.index] <= GOOD_PART * weights.total:
            continue
        if found and spot.start < found[-1].end:
            continue
        if any(passage.spot.tag == "h1" for passage in outline.passages[spot.start : spot.end]):
            found.append(spot)
    return found[0] if len(found) > 1 else outline.spots[0]


def _cards(outline: Outline, article: Spot, weights: Weights) -> set[int]:
    """Places of passages that belong to teasers of other stories."""
    found: set[int] = set()
    for spot in outline.spots[article.index + 1 :]:
        if spot.start >= article.end:
            break
        if spot.tag in _LINES or not 0 < spot.end - spot.start <= _MOST_IN_CARD or spot.start in found:
            continue
        if _is_card(outline.passages[spot.start : spot.end], weights):
            found.update(range(spot.start, spot.end))
    return found


def _is_card(passages: Sequence[Passage], weights: Weights) -> bool:
    title = next((p for p in passages if p.linked >= _TITLE_LINKED * len(p.text) and len(p.text) >= _TITLE), None)
    if title is None:
        return False
    rest = [passage for passage in passages if passage is not title]
    prose = sum(1 for passage in rest if weights.mass[passage.place])
    return prose <= 1 and sum(len(passage.text) - passage.linked for passage in rest) <= _CARD_TEXT


def _captions(outline: Outline, weights: Weights) -> set[int]:
    """Places of passages that belong to a picture: what stands with it in a box that holds little else."""
    found: set[int] = set()
    for picture in outline.pictures:
        box: Spot | None = None
        for spot in picture.spot.up():
            if spot.end - spot.start > _MOST_IN_BOX or weights.held[spot.index] > _BOX_TEXT:
                break
            box = spot
        if box is not None:
            found.update(p.place for p in outline.passages[box.start : box.end] if p.spot.tag not in _WHOLE)
    return found


def _repeated(outline: Outline) -> set[int]:
    """Places of longer lines that the page says again and again."""
    longer = [passage for passage in outline.passages if len(passage.text) >= _TELLING]
    counts = Counter([passage.text for passage in longer])
    return {passage.place for passage in longer if counts[passage.text] >= _REPEATED}


def _is_link(passage: Passage) -> bool:
    return passage.linked > _NEARLY_LINK * len(passage.text) and len(passage.text) < _LONGEST_LINK


def _standfirst(outline: Outline, first: int, told: Sequence[str], weights: Weights) -> list[Passage]:
    """The summary between the headline and the text: what repeats the page's description, or else is called so."""
    before = outline.passages[:first]
    start = next((p.place + 1 for p in reversed(before) if p.spot.tag == "h1"), max(0, first - _ABOVE))
    window = [
        passage
        for passage in before[start:]
        if not weights.is_outside(passage) & ~regions.BYLINE and passage.linked <= MUCH_LINKED * len(passage.text)
    ]
    same = [passage for passage in window if _says_the_same(passage, told)]
    return same or [passage for passage in window if _is_called_standfirst(passage)]


def _says_the_same(passage: Passage, told: Sequence[str]) -> bool:
    text = fold(passage.text)
    return len(text) >= _SUMMARY and any(text[:_SAME] == each[:_SAME] for each in told if len(each) >= _SUMMARY)


def _is_called_standfirst(passage: Passage) -> bool:
    named = any(each.own & regions.STANDFIRST for _, each in zip(range(_LEVELS), passage.spot.up(), strict=False))
    return named and extent(passage.text) >= LEAST_PROSE


def choose_passages(outline: Outline, clues: Clues = NO_CLUES) -> tuple[list[Passage], list[Passage]]:
    """The standfirst's passages and those of the text."""
    weights = weigh(outline, find_headline(outline, clues.titles))
    article = _article(outline, weights)
    apart = _cards(outline, article, weights) | _captions(outline, weights) | _repeated(outline)
    kept = [
        passage
        for passage in outline.passages[article.start : article.end]
        if not weights.is_outside(passage) and passage.place not in apart and not _is_link(passage)
    ]
    first = next((passage.place for passage in kept if weights.mass[passage.place]), article.start)
    above = _standfirst(outline, first, [fold(each) for each in clues.descriptions], weights)
    places = {passage.place for passage in above}
    # Headings above the first paragraph are the headline and its kin.
    return above, [p for p in kept if p.place >= first or (p.spot.tag not in HEADINGS and p.place not in places)]


def dom_body(outline: Outline, base: str, clues: Clues = NO_CLUES) -> Body:
    """The text that the page's elements hold, its standfirst first. Relative links are resolved against `base`."""
    above, text = choose_passages(outline, clues)
    standfirst = [replace(block, kind=Kind.PARAGRAPH) for block in blocks_of(above, base)]
    return Body(standfirst + blocks_of(text, base), "dom")


def blocks_of_text(text: str, base: str) -> list[Block]:
    """The blocks of a string that is lines of text, or HTML."""
    if "<p" in text or "<br" in text or "<div" in text:
        try:
            return blocks_in(fragment_fromstring(text, create_parent="div"), base)
        except (etree.LxmlError, ValueError, AssertionError):
            return []
    lines = squeeze_lines(text).splitlines()
    if _MARKDOWN.search(text):
        lines = [_MARKS.sub("", _IN_BRACKETS.sub(r"\1", line)) for line in lines if not _DIRECTIVE.match(line)]
    return [plain_block(line) for line in map(plain, lines) if line]


def jsonld_body(data: dict[str, Any], base: str) -> Body:
    """The text that a JSON-LD node holds in articleBody or text; without blocks where there is none."""
    for key in ("articleBody", "text"):
        value = data.get(key)
        if isinstance(value, list):
            value = "\n".join(each for each in value if isinstance(each, str))
        if isinstance(value, str) and value.strip():
            return Body(blocks_of_text(value, base), f"jsonld:{key}")
    return Body([], "jsonld:articleBody")


def _found_in(data: Body, dom: Body) -> float:
    """The share of the data's text, looked at in samples, that the page's own text has too."""
    told = fold("\n".join(block.text for block in data.blocks))
    shown = fold("\n".join(block.text for block in dom.blocks))
    starts = range(0, len(told) - _SAMPLE, max(1, len(told) // _SAMPLES))
    return sum(told[at : at + _SAMPLE] in shown for at in starts) / len(starts) if starts else 1.0


def choose_body(dom: Body, data: Body) -> Body:
    """The page's own text, unless its data holds clearly more of it, or another text altogether."""
    if data.length >= _LEAST_DATA:
        longer = data.length > dom.length * _MUCH_LONGER
        return data if longer or _found_in(data, dom) < _UNLIKE else dom
    return dom if dom.length >= min(_LEAST_TEXT, data.length) else data
