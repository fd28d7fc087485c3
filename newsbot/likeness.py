"""Likeness: whether two texts are copies of one story, told from fingerprints of some 600 bytes each. Pure.

A text is taken for the set of its runs of four words (of eight characters where words are not parted by blanks). Of
each 256th of all runs the least hash is kept: MinHash by one permutation, at the cost of one hash a run. How many least
hashes two texts share says how many runs they share; with the numbers of their runs, how much of the shorter one is in
the longer. Beside it stand the text's figures: what a newsroom's templates change from day to day, and what a paper
that shortens an agency's text leaves as it is.

A wrong join hides news; so in doubt two texts are two stories. Tuned on one half of a corpus, measured on the other
(docs/benchmarks.md, "Near duplicates").
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from operator import eq
from zlib import crc32

_RUN = 4  #: words
_DENSE_RUN = 8  #: characters, of texts in which words are not parted by blanks
_CELLS = 256
_EMPTY = 0xFFFF
_NONE = _EMPTY << 16
_BANDS = 16
_GROUP = _CELLS // (2 * _BANDS)  # cells whose least value is one half of a band
_MOST_FIGURES = 48
_LONGEST = 100_000  #: characters of a text that are looked at
_HEAD = struct.Struct("<IB")
_REMEMBERED = 1024  # about as many as wait for the store: the step that compares, and the store, ask for the same text

#: Joined are texts of two sites of which this much of the shorter is in the longer …
_CONTAINED = 0.58
#: … more where there are no figures to tell two texts of one template apart …
_CONTAINED_WITHOUT_FIGURES = 0.64
#: … and texts of one site (where templates, tickers and follow-ups are) that are nearly the same.
_CONTAINED_ON_ONE_SITE = 0.8
#: A text that is a small part of another is a quotation, or one of a digest's.
_LEAST_ALIKE = 0.2
#: Of the figures of the one with fewer, so many must be in the other …
_SAME_FIGURES = 0.65
#: … where it has at least so many.
_ENOUGH_FIGURES = 3

_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SAMPLE = 8  # of so many characters one tells whether the text's words are parted by blanks
# Marks in UTF-8: a translation of bytes is many times faster than one of characters.
_INVISIBLE = tuple(mark.encode() for mark in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_MARKS = re.compile(rb"\xc2[\xa0-\xbf]|\xe2[\x80\x81].|\xe3\x80[\x80-\x9f]|\xe3\x83\xbb", re.DOTALL)
_TO_BLANKS = bytes(32 if chr(code).isascii() and not chr(code).isalnum() else code for code in range(256))
_FIGURE = re.compile(rb"\d\d+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to find its copies by."""

    runs: int  #: how many different ones the text has
    least: tuple[int, ...]  #: of each cell, 16 bits
    figures: tuple[int, ...]  #: hashes of the text's figures, 16 bits each, the least ones, in order

    def packed(self) -> bytes:
        """As stores keep it."""
        count = len(self.figures)
        return _HEAD.pack(self.runs, count) + struct.pack(f"<{_CELLS + count}H", *self.least, *self.figures)

    @classmethod
    def unpacked(cls, packed: bytes) -> Fingerprint:
        """The other way round. `ValueError` where these bytes are none."""
        try:
            runs, count = _HEAD.unpack_from(packed)
            values = struct.unpack(f"<{_CELLS + count}H", packed[_HEAD.size :])
        except struct.error as error:
            raise ValueError("no fingerprint") from error
        return cls(runs, values[:_CELLS], values[_CELLS:])

    def bands(self) -> tuple[int, ...]:
        """Numbers of 32 bits, with a sign. Texts that share half of their runs share one with 99 % probability."""
        halves = []
        for start in range(0, _CELLS, _GROUP):
            group = self.least[start : start + _GROUP]
            least = min(group)
            halves.append((least, group.index(least)))
        numbers = []
        for band, (one, other) in enumerate(zip(halves[::2], halves[1::2], strict=True)):
            if min(one, other)[0] < _EMPTY:
                numbers.append(crc32(struct.pack("<HHHHH", band, *one, *other)) - (1 << 31))
        return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts have in common, as far as their fingerprints tell."""

    alike: float  #: 0 … 1: the runs that both have, of those that any has (Jaccard's index)
    contained: float  #: 0 … 1: the runs that both have, of those of the shorter text
    figures: float | None  #: 0 … 1: the figures that both have, of those of the text with fewer; None: too few to tell


NOTHING = Likeness(0.0, 0.0, None)


def _plain(text: str) -> tuple[bytes, int]:
    """A text's words in UTF-8, without case and punctuation, parted by blanks; and how many of them make a run."""
    if text.isascii():
        return text.lower().encode().translate(_TO_BLANKS), _RUN
    sample = text[::_SAMPLE]
    dense = len(_DENSE.findall(sample)) * 5 > len(sample)
    if dense:
        text = _DENSE.sub(r" \g<0> ", unicodedata.normalize("NFKC", text))  # figures and letters of double width
    plain = unicodedata.normalize("NFC", text).lower().encode("utf-8", "replace")
    for mark in _INVISIBLE:
        if mark in plain:
            plain = plain.replace(mark, b"")
    return _MARKS.sub(b" ", plain).translate(_TO_BLANKS), _DENSE_RUN if dense else _RUN


@lru_cache(maxsize=_REMEMBERED)
def fingerprint(text: str) -> Fingerprint:
    """The fingerprint of a text: the same for other case, typography, white space and paragraphs."""
    plain, length = _plain(text[:_LONGEST])
    words = plain.split()
    parts = [words[start:] for start in range(length)] if len(words) >= length else [words]
    hashes = set(map(crc32, map(b" ".join, zip(*parts, strict=False))))
    least = [_NONE] * _CELLS
    for value in hashes:
        if value < least[value & 0xFF]:  # noqa: PLR1730 - min() takes three times as long
            least[value & 0xFF] = value
    figures = sorted({crc32(each) & 0xFFFF for each in _FIGURE.findall(plain)})  # those of one digit are everywhere
    return Fingerprint(len(hashes), tuple([value >> 16 for value in least]), tuple(figures[:_MOST_FIGURES]))


def _share_of_figures(one: tuple[int, ...], other: tuple[int, ...]) -> float | None:
    """Of the figures of the text with fewer, those in the other; of long lists, as far as both reach."""
    if _MOST_FIGURES in {len(one), len(other)}:
        reach = min(each[-1] for each in (one, other) if len(each) == _MOST_FIGURES)
        one, other = (tuple([value for value in each if value <= reach]) for each in (one, other))
    fewer = min(len(one), len(other))
    return len(set(one).intersection(other)) / fewer if fewer >= _ENOUGH_FIGURES else None


def likeness(one: Fingerprint, other: Fingerprint) -> Likeness:
    """How much two texts have in common; estimated, with a standard error of 0.03 for `alike` at most."""
    empty = 0
    if _EMPTY in one.least and _EMPTY in other.least:
        empty = list(zip(one.least, other.least, strict=True)).count((_EMPTY, _EMPTY))
    shared = sum(map(eq, one.least, other.least)) - empty
    if not shared:
        return NOTHING
    alike = shared / (_CELLS - empty)
    common = alike / (1 + alike) * (one.runs + other.runs)
    contained = min(1.0, common / min(one.runs, other.runs))
    return Likeness(alike, contained, _share_of_figures(one.figures, other.figures))


def is_same_story(found: Likeness, *, one_site: bool = False) -> bool:
    """Whether texts of such a likeness are copies of one story."""
    least = _CONTAINED_WITHOUT_FIGURES if found.figures is None else _CONTAINED
    if found.alike < _LEAST_ALIKE or found.contained < (_CONTAINED_ON_ONE_SITE if one_site else least):
        return False
    return found.figures is None or found.figures >= _SAME_FIGURES


def same_story(one: Fingerprint, other: Fingerprint, *, one_site: bool = False) -> bool:
    """Whether two texts are copies of one story; of two texts of `one_site` only where they are nearly the same."""
    return is_same_story(likeness(one, other), one_site=one_site)
