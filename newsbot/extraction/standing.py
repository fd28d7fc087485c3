"""Standing: where the pictures of a page stand, relative to the article's text and in what regions."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsbot.extraction import regions
from newsbot.extraction.outline import Outline, Passage, Picture, Spot
from newsbot.extraction.regions import flags_of_names

#: Regions whose pictures belong to something else.
_ELSEWHERE = (
    regions.HIDDEN
    | regions.CHROME
    | regions.FOOTER
    | regions.ASIDE
    | regions.OTHER
    | regions.COMMENTS
    | regions.BYLINE
    | regions.FORM
)
#: An element that holds this share of the article's text is the article, whatever it is called.
_SHARE = 0.4
_MOST = 1000
_LEVELS = 8
_SWITCHED_OFF = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_IN_BOX = 3
#: Elements that say by themselves that they are apart.
_TELLING_TAGS = frozenset({"aside", "nav", "footer", "form"})
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: Names of boxes that hold one picture, and none of the article's.
_OF_OTHERS = re.compile(
    r"teaser|related|recommend|promo|advert|sponsor|newsletter|avatar|author|autor|byline|logo|\bads?\b|\bad[-_]|banner|share|social|columnist|shop",
    re.IGNORECASE,
)
#: What tells about pictures, and may stand between two of them.
_ABOUT_PICTURES = regions.CAPTION | regions.FIGURE | regions.SLIDES


@dataclass(slots=True)
class Standing:
    """Where the article stands in an outline. Places count passages."""

    outline: Outline
    places: list[int]  #: of the article's passages, ascending; empty where the text is not in the page
    pictures: list[Picture]  #: those that may be the article's, by their place
    start: int
    end: int
    counts: dict[int, int]  #: by id of spot: pictures in it, no deeper than some levels
    _found: dict[int, int] = field(default_factory=dict)  #: by id of spot: the regions that keep it out

    def text_in(self, spot: Spot) -> int:
        """How many of the article's passages a spot holds."""
        return bisect_left(self.places, spot.end) - bisect_left(self.places, spot.start)

    def holds_text(self, spot: Spot) -> bool:
        """Whether a spot holds so much of the article's text that it is the article."""
        inside = self.text_in(spot)
        return inside > 0 and inside >= _SHARE * len(self.places)

    def elsewhere(self, spot: Spot) -> int:
        """The regions around a spot whose pictures are not the article's; 0 where there is none."""
        known = self._found
        chain: list[Spot] = []
        above: Spot | None = spot
        while above is not None and id(above) not in known:
            chain.append(above)
            above = above.parent
        flags = known[id(above)] if above is not None else 0
        for each in reversed(chain):
            own = each.own & _ELSEWHERE
            if own and self.holds_text(each):
                own = 0
            if own and self._is_frame(each):
                own = regions.HIDDEN if own & regions.HIDDEN and _is_switched_off(each) else 0
            if own & regions.HIDDEN and not _hides_pictures(each):
                own &= ~regions.HIDDEN
            if (
                own & regions.OTHER
                and each.own & regions.SLIDES
                and not _OF_OTHERS.search(each.element.get("class") or "")
            ):
                own &= ~regions.OTHER  # a gallery: what leads to other stories is told by its links
            flags |= own
            known[id(each)] = flags
        return flags

    def _is_frame(self, spot: Spot) -> bool:
        """Whether a spot is but the box of one picture, whose names say how it is shown, not what it belongs to."""
        inside = self.outline.passages[spot.start : spot.end]
        return (
            len(inside) <= _IN_BOX
            and spot.tag not in _TELLING_TAGS
            and self.counts.get(id(spot), 0) == 1
            and not _OF_OTHERS.search(spot.element.get("class") or "")
            and not any(each.linked or each.spot.tag in HEADINGS for each in inside)
        )

    def early(self, picture: Picture) -> bool:
        """Whether a picture stands before the text or near its beginning, where the one that leads is."""
        return not self.places or picture.place <= self.places[min(2, len(self.places) - 1)]

    def before(self, picture: Picture) -> bool:
        """Whether a picture stands before the text."""
        return not self.places or picture.place <= self.places[0]


def _is_switched_off(spot: Spot) -> bool:
    """Whether an attribute hides a spot; names such as `lightbox` may but say what it does."""
    element = spot.element
    return element.get("hidden") is not None or bool(_SWITCHED_OFF.search(element.get("style") or ""))


def _hides_pictures(spot: Spot) -> bool:
    """Whether a hidden spot hides its pictures from those who see.

    Not noscript: it holds what readers see whose browser loads no pictures late. Nor what screen readers pass over.
    """
    if spot.tag == "noscript":
        return False
    element = spot.element
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    silent = element.get("aria-hidden") == "true" and element.get("hidden") is None and not element.get("style")
    return not silent or bool(flags_of_names(names) & regions.HIDDEN)


def _article(outline: Outline, places: Sequence[int], headline: int) -> Spot:
    """The innermost spot that holds the text, and the headline where that is known."""
    first, last = min(headline, places[0]) if headline >= 0 else places[0], places[-1]
    best = outline.spots[0]
    spot: Spot | None = outline.passages[places[0]].spot
    while spot is not None:
        if spot.start <= first and spot.end > last:
            return spot
        spot = spot.parent
    return best


def _headline(outline: Outline, first: int) -> int:
    """The place of the last h1 before the text; -1 where there is none."""
    for place in range(min(first, len(outline.passages) - 1), -1, -1):
        if outline.passages[place].spot.tag == "h1":
            return place
    return -1


def _after(passages: Sequence[Passage], last: int, end: int) -> int:
    """The place after the text, and after the captions of pictures that end it."""
    place = last + 1
    while place < end and passages[place].spot.flags & _ABOUT_PICTURES:
        place += 1
    return place


def _count(pictures: Sequence[Picture]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for picture in pictures:
        if picture.spot.tag == "noscript":
            continue
        for _, spot in zip(range(_LEVELS), picture.spot.up(), strict=False):
            counts[id(spot)] = counts.get(id(spot), 0) + 1
    return counts


def read_standing(outline: Outline, places: Sequence[int]) -> Standing:
    """Where the article stands whose passages have these places."""
    known = sorted({place for place in places if 0 <= place < len(outline.passages)})
    start, end = 0, len(outline.passages)
    if known:
        article = _article(outline, known, _headline(outline, known[0]))
        start, end = article.start, _after(outline.passages, known[-1], article.end)
    pictures = [each for each in outline.pictures if start <= each.place <= end][:_MOST]
    return Standing(outline, known, pictures, start, end, _count(pictures))
