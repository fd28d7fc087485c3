"""Prose: how much of it each passage and each element of a page holds, and which elements are none of the article's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from newsbot.article import fold
from newsbot.extraction import regions
from newsbot.extraction.outline import Outline, Passage, Spot
from newsbot.extraction.text import is_near

#: Regions that hold no text of the article, whatever is written there.
OUTSIDE = (
    regions.HIDDEN
    | regions.CHROME
    | regions.FOOTER
    | regions.ASIDE
    | regions.OTHER
    | regions.COMMENTS
    | regions.FIGURE
    | regions.CAPTION
    | regions.BYLINE
    | regions.GATE
    | regions.FORM
    | regions.BUTTON
)
#: Of these, the ones that stay what they are called, unless they hold nearly everything.
_SURE = regions.COMMENTS | regions.HIDDEN | regions.ASIDE | regions.FOOTER | regions.FIGURE | regions.CAPTION
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

#: Shares of a page's prose.
_NEARLY_ALL = 0.85
_MAJORITY = 0.4
_SOME = 0.3
GOOD_PART = 0.15

#: Shorter passages are no prose; those under twice that must end like a sentence. Longer ones weigh no more than this.
LEAST_PROSE = 50
#: Three characters count for at most seven and a half: shorter passages need no counting.
_SHORTEST = LEAST_PROSE * 2 // 5
_MOST = 800
MUCH_LINKED = 0.5
_ENDS = re.compile(r"[.!?…:;。！？।؟۔»”\"'’)\]]\W*$")
_WIDE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def extent(text: str) -> int:
    """Characters, those of scripts that write a word in one or two of them counted as two and a half."""
    return len(text) if is_near(text) else len(text) + 3 * len(_WIDE.findall(text)) // 2


def mass_of(passage: Passage) -> int:
    """How much prose a passage is; 0 where it is none."""
    text = passage.text
    if len(text) < _SHORTEST or passage.spot.tag in HEADINGS or passage.linked > MUCH_LINKED * len(text):
        return 0
    length = extent(text)
    if length < LEAST_PROSE or (length < 2 * LEAST_PROSE and not _ENDS.search(text[-20:])):
        return 0
    return min(length, _MOST)


@dataclass(frozen=True, slots=True)
class Weights:
    """A page's prose: by the place of a passage, and by the index of a spot."""

    mass: list[int]  #: by passage
    held: list[int]  #: by spot: the mass of its passages
    outside: list[int]  #: by spot: the regions, of `OUTSIDE`, that keep it out of the text; 0 where nothing does
    total: int  #: of the page, without comments and the like; at least 1

    def is_outside(self, passage: Passage) -> int:
        """The regions that keep a passage out of the text."""
        return self.outside[passage.spot.index]


def sums_of(values: Iterable[float]) -> list[float]:
    """Running sums, a zero first: the sum from place a up to b is `sums[b] - sums[a]`."""
    return list(accumulate(values, initial=0.0))


def _total(outline: Outline, mass: Sequence[int]) -> int:
    """The mass of the page's prose: without comments and the like, unless hardly anything else is left."""
    everything = sum(mass)
    rest = sum(each for passage, each in zip(outline.passages, mass, strict=True) if not passage.spot.flags & _SURE)
    return (rest if rest >= _SOME * everything else everything) or 1


def _by_class(outline: Outline, held: Sequence[int]) -> dict[str, int]:
    """The mass under each class that says it is none of the article's; of nested ones only the outer counts."""
    masses: dict[str, int] = {}
    for spot in outline.spots:
        if not spot.own & OUTSIDE or not held[spot.index]:
            continue
        name = spot.element.get("class")
        if name and not any(around.own == spot.own and around.element.get("class") == name for around in _around(spot)):
            masses[name] = masses.get(name, 0) + held[spot.index]
    return masses


def _around(spot: Spot) -> Iterable[Spot]:
    return spot.parent.up() if spot.parent is not None else ()


def weigh(outline: Outline, headline: int = -1) -> Weights:
    """What each passage weighs, and which spots are no place for the article's text.

    A name that most of the page's prose stands under is no name of something else, whatever it says; nor is one that
    a good part of the prose stands under together with the headline. `headline` is the place of that, or -1.
    """
    mass = [mass_of(passage) if len(passage.text) >= _SHORTEST else 0 for passage in outline.passages]
    sums = list(accumulate(mass, initial=0))
    held = [sums[spot.end] - sums[spot.start] for spot in outline.spots]
    everything, total = sum(mass), _total(outline, mass)
    by_class = _by_class(outline, held)
    outside: list[int] = []
    for spot in outline.spots:
        own = spot.own & OUTSIDE
        around = spot.parent
        if own and spot.own & regions.BODY:
            own &= ~regions.GATE  # the text itself, called by what may close it
        if own:
            here = held[spot.index]
            if spot.tag in HEADINGS:
                own &= regions.HIDDEN
            elif here >= _NEARLY_ALL * everything or (here >= GOOD_PART * total and spot.start <= headline < spot.end):
                own = 0
            elif max(here, by_class.get(spot.element.get("class") or "", 0)) >= _MAJORITY * total:
                own &= _SURE
        outside.append(own | outside[around.index] if around is not None else own)
    return Weights(mass, held, outside, total)


def find_headline(outline: Outline, titles: Iterable[str]) -> int:
    """The place of the h1 that repeats one of the page's titles, or of the only h1; -1 where there is none."""
    headings = [passage for passage in outline.passages if passage.spot.tag == "h1"]
    known = [folded for folded in map(fold, titles) if folded]
    for heading in headings:
        text = fold(heading.text)
        if any(text.startswith(each) or each.startswith(text) for each in known):
            return heading.place
    return headings[0].place if len(headings) == 1 else -1
