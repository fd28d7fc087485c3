"""Body: which of a page's passages are the article's text.

The element that holds most of the page's prose, less what stands there that is none, is the article. Of its passages
those are kept that stand in no region of another kind, and that read like text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from lxml.html import fragment_fromstring

from newsbot.article import fold
from newsbot.extraction import regions
from newsbot.extraction.blocks import Block, Kind, blocks_in, blocks_of, plain_block
from newsbot.extraction.outline import Outline, Passage, Spot
from newsbot.extraction.text import plain, squeeze_lines

#: Regions that hold no text of the article, whatever is written there.
_OUTSIDE = (
    regions.HIDDEN
    | regions.CHROME
    | regions.FOOTER
    | regions.ASIDE
    | regions.OTHER
    | regions.COMMENTS
    | regions.CAPTION
    | regions.BYLINE
    | regions.GATE
    | regions.FORM
    | regions.BUTTON
    | regions.FIGURE
)
#: An element that holds this share of the page's prose is the article, whatever it is called.
_MAJORITY = 0.4
_NEARLY_ALL = 0.85
_SUMMARY = 40
_SAME = 60
_CALLED = 0.8
_SAME_VALUE = 0.98
_SEVERAL = 0.15
_TELLING = 25
_REPEATED = 3
_MOST_IN_BOX = 4
_BOX_TEXT = 500
_WHOLE = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th"})
_MOST_IN_CARD = 8
_TITLE = 15
_CARD_TEXT = 420
#: Elements that are one line or paragraph: too small to be a teaser with a title.
_LINES = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"})
_PROSE = 50
_MOST_MASS = 800
_LINKED = 0.5
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ENDS = re.compile(r"[.!?…:;。！？।؟۔»”\"'’)\]]\W*$")
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_LEAST_JSONLD = 600
_MUCH_LONGER = 1.6
_LEAST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Body:
    """A text and where it was found: `dom`, `jsonld:articleBody`, `site:articleBody`."""

    blocks: list[Block]
    source: str

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(len(block.text) for block in self.blocks)


def extent(text: str) -> int:
    """Characters, those of scripts that write a word in one or two of them counted as two and a half."""
    return len(text) if text.isascii() else len(text) + 3 * len(_WIDE.findall(text)) // 2


def _mass(passage: Passage) -> int:
    """How much prose a passage is; 0 where it is none."""
    length = extent(passage.text)
    if length < _PROSE or passage.spot.tag in _HEADINGS or passage.linked > _LINKED * len(passage.text):
        return 0
    if length < 2 * _PROSE and not _ENDS.search(passage.text):
        return 0
    return min(length, _MOST_MASS)


@dataclass(slots=True)
class _Weights:
    mass: list[int]  #: by passage
    held: dict[int, int]  #: by id of spot: the mass of its passages
    outside: dict[int, int]  #: by id of spot: the regions that keep it out of the text


def _held(outline: Outline, mass: Sequence[int]) -> dict[int, int]:
    sums = [0]
    for each in mass:
        sums.append(sums[-1] + each)
    return {id(spot): sums[spot.end] - sums[spot.start] for spot in outline.spots}


def _by_name(outline: Outline, held: dict[int, int]) -> dict[str | None, int]:
    """The mass that stands in elements of one class each, for classes that say it is no text of the article."""
    masses: dict[str | None, int] = {}
    for spot in outline.spots:
        name = spot.element.get("class") if spot.own & _OUTSIDE and held[id(spot)] else None
        if name:
            if not any(around.element.get("class") == name for around in spot.up() if around is not spot):
                masses[name] = masses.get(name, 0) + held[id(spot)]
    return masses


def _weigh(outline: Outline) -> _Weights:
    """What each passage weighs, and which spots are no place for the article's text.

    A name that most of the page's prose stands under is no name of something else, whatever it says. Of comments
    only one element that holds nearly everything is believed to be more than that.
    """
    mass = [_mass(passage) for passage in outline.passages]
    held = _held(outline, mass)
    total = sum(mass) or 1
    named = _by_name(outline, held)
    outside: dict[int, int] = {}
    for spot in outline.spots:
        inherited = outside[id(spot.parent)] if spot.parent is not None else 0
        own = spot.own & _OUTSIDE
        if own:
            share = held[id(spot)] / total
            if spot.tag in _HEADINGS:
                own &= regions.HIDDEN
            elif share >= _NEARLY_ALL:
                own = 0
            elif share >= _MAJORITY:
                own &= regions.COMMENTS | regions.HIDDEN
            elif named.get(spot.element.get("class"), 0) >= _MAJORITY * total:
                own &= regions.COMMENTS | regions.HIDDEN
        outside[id(spot)] = inherited | own
    return _Weights(mass, held, outside)


def _article(outline: Outline, weights: _Weights) -> Spot | None:
    """The element that holds the article: the most prose, less what is none.

    Within it, one that is called the article, or its text, and holds nearly all of that prose, is it.
    """
    sums = [0.0]
    within = _first_of_several(outline, weights)
    for passage, mass in zip(outline.passages, weights.mass, strict=True):
        out = weights.outside[id(passage.spot)]
        if mass:
            worth = -0.3 * mass if out else float(mass)
        else:
            worth = -0.2 * min(len(passage.text), 100)
        sums.append(sums[-1] + worth)
    spots = [spot for spot in outline.spots if within.start <= spot.start and spot.end <= within.end]
    best = max(spots, key=lambda s: (sums[s.end] - sums[s.start], -(s.end - s.start)), default=None)
    if best is None:
        return None
    called = [spot for spot in outline.spots if _is_called_article(spot, best, weights)]
    values = {id(spot): sums[spot.end] - sums[spot.start] for spot in (*called, best)}
    likely = [spot for spot in called if values[id(spot)] >= _CALLED * values[id(best)]]
    most = max((values[id(spot)] for spot in likely), default=0.0)
    return min((s for s in likely if values[id(s)] >= _SAME_VALUE * most), key=lambda s: s.end - s.start, default=best)


def _first_of_several(outline: Outline, weights: _Weights) -> Spot:
    """Where a page goes on with other articles below its own, each with a headline: the first; else the whole page."""
    least = _SEVERAL * sum(weights.mass)
    found: list[Spot] = []
    for spot in outline.spots:
        if spot.tag != "article" or weights.held[id(spot)] <= least or (found and spot.start < found[-1].end):
            continue
        if any(passage.spot.tag == "h1" for passage in outline.passages[spot.start : spot.end]):
            found.append(spot)
    return found[0] if len(found) > 1 else outline.spots[0]


def _is_called_article(spot: Spot, around: Spot, weights: _Weights) -> bool:
    return bool(
        spot.own & (regions.ARTICLE | regions.BODY)
        and around.start <= spot.start
        and spot.end <= around.end
        and not weights.outside[id(spot)]
    )


def _cards(outline: Outline, article: Spot, weights: _Weights) -> set[int]:
    """Places of passages that belong to teasers of other stories: a linked title with little text in a box."""
    found: set[int] = set()
    for spot in outline.spots:
        if not article.start <= spot.start < spot.end <= article.end or spot is article or spot.tag in _LINES:
            continue
        if spot.end - spot.start > _MOST_IN_CARD or spot.start in found:
            continue
        inside = outline.passages[spot.start : spot.end]
        title = next((p for p in inside if p.linked >= 0.9 * len(p.text) and len(p.text) >= _TITLE), None)
        if title is None:
            continue
        rest = [p for p in inside if p is not title]
        if sum(len(p.text) - p.linked for p in rest) <= _CARD_TEXT and sum(1 for p in rest if weights.mass[p.place]) <= 1:
            found.update(p.place for p in inside)
    return found


def _captions(outline: Outline, weights: _Weights) -> set[int]:
    """Places of passages that belong to a picture: what stands with it in a box that holds little else."""
    found: set[int] = set()
    for picture in outline.pictures:
        box: Spot | None = None
        for spot in picture.spot.up():
            if spot.end - spot.start > _MOST_IN_BOX or sum(weights.mass[spot.start : spot.end]) > _BOX_TEXT:
                break
            box = spot
        if box is not None:
            found.update(p.place for p in outline.passages[box.start : box.end] if p.spot.tag not in _WHOLE)
    return found


def _repeated(outline: Outline) -> set[int]:
    """Places of longer lines that the page says again and again: placeholders of embeds, calls to subscribe."""
    counts = Counter(p.text for p in outline.passages if len(p.text) >= _TELLING)
    return {p.place for p in outline.passages if counts[p.text] >= _REPEATED}


def _is_text(passage: Passage, weights: _Weights, cards: set[int]) -> bool:
    if weights.outside[id(passage.spot)] or passage.place in cards:
        return False
    if passage.linked > 0.8 * len(passage.text) and len(passage.text) < 300:
        return False
    return True


def _may_be_standfirst(passage: Passage, weights: _Weights) -> bool:
    out = weights.outside[id(passage.spot)] & ~regions.BYLINE
    return not out and passage.linked <= _LINKED * len(passage.text)


def _says_the_same(passage: Passage, told: Sequence[str]) -> bool:
    """Whether a passage is the page's description of itself, shown to readers."""
    text = fold(passage.text)
    return len(text) >= _SUMMARY and any(text[:_SAME] == each[:_SAME] for each in told if len(each) >= _SUMMARY)


def _is_called_standfirst(passage: Passage) -> bool:
    named = any(each.own & regions.STANDFIRST for _, each in zip(range(3), passage.spot.up(), strict=False))
    return named and extent(passage.text) >= _PROSE


def _above(outline: Outline, first: int, told: Sequence[str], weights: _Weights) -> list[Passage]:
    """The standfirst: between the headline and the text."""
    start = next((p.place + 1 for p in reversed(outline.passages[:first]) if p.spot.tag == "h1"), max(0, first - 25))
    window = [p for p in outline.passages[start:first] if _may_be_standfirst(p, weights)]
    same = [p for p in window if _says_the_same(p, told)]
    return same or [p for p in window if _is_called_standfirst(p)]


def choose_passages(outline: Outline, descriptions: Iterable[str] = ()) -> tuple[list[Passage], list[Passage]]:
    """The standfirst and the text; `descriptions` are the page's own summaries of it."""
    weights = _weigh(outline)
    article = _article(outline, weights)
    if article is None:
        return [], []
    apart = _cards(outline, article, weights) | _captions(outline, weights) | _repeated(outline)
    kept = [p for p in outline.passages[article.start : article.end] if _is_text(p, weights, apart)]
    first = next((p.place for p in kept if weights.mass[p.place]), article.start)
    above = _above(outline, first, [fold(each) for each in descriptions], weights)
    return above, [p for p in kept if p.place >= first or (p.spot.tag not in _HEADINGS and p not in above)]


def dom_body(outline: Outline, base: str, descriptions: Iterable[str] = ()) -> Body:
    """The text that the page's elements hold, its standfirst first."""
    above, text = choose_passages(outline, descriptions)
    standfirst = [replace(block, kind=Kind.PARAGRAPH) for block in blocks_of(above, base)]
    return Body(standfirst + blocks_of(text, base), "dom")


def _blocks_of_text(text: str, base: str) -> list[Block]:
    """The blocks of a string that is lines of text, or HTML."""
    if "<p" in text or "<br" in text or "<div" in text:
        try:
            tree = fragment_fromstring(text, create_parent="div")
        except (etree.LxmlError, ValueError, AssertionError):
            return []
        return blocks_in(tree, base)
    lines = squeeze_lines(text).splitlines()
    return [plain_block(line) for line in map(plain, lines) if line]


def jsonld_body(data: dict[str, Any], base: str) -> Body:
    """The text that a JSON-LD node holds in articleBody or text; without blocks where there is none."""
    for key in ("articleBody", "text"):
        value = data.get(key)
        if isinstance(value, list):
            value = "\n".join(each for each in value if isinstance(each, str))
        if isinstance(value, str) and value.strip():
            return Body(_blocks_of_text(value, base), f"jsonld:{key}")
    return Body([], "jsonld:articleBody")


def choose_body(dom: Body, jsonld: Body) -> Body:
    """The page's own text, unless its JSON-LD holds clearly more of it."""
    if jsonld.length >= _LEAST_JSONLD and jsonld.length > dom.length * _MUCH_LONGER:
        return jsonld
    return dom if dom.length >= min(_LEAST_TEXT, jsonld.length) else jsonld
