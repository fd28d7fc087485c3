"""Difference: how one text became another, by paragraphs, and within these by words. Pure.

`difflib` is enough where its worst case is bounded (it is quadratic, and worse for words that come all the time): very
long texts, and very long passages in them, are told as taken out and put in as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_MOST_PARAGRAPHS = 3000  #: of a text that is compared by paragraphs
_MOST_WORDS = 2000  #: of a passage that is compared by words
_ALIKE = 0.3  #: passages that share less are told whole: a mosaic of single words reads badly

# The blanks before a word belong to it: where something is added at the end, as most often, the rest stays.
_PARAGRAPH = re.compile(r"\n*[^\n]+|\n+")
_WORD = re.compile(r"\s*\S+|\s+")


class Op(StrEnum):
    """What happened to a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text, and what happened to it."""

    op: Op
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """Paragraphs that stayed, or that changed: then the pieces of both texts, in reading order."""

    changed: bool
    pieces: tuple[Piece, ...]


def difference(before: str, after: str) -> list[Passage]:
    """How a text became another. `before_of` and `after_of` make the two of it again, to the letter."""
    old, new = _PARAGRAPH.findall(before), _PARAGRAPH.findall(after)
    passages = []
    for removed, added in _steps(old, new, _MOST_PARAGRAPHS):
        if removed == added:
            passages.append(Passage(changed=False, pieces=(Piece(Op.SAME, "".join(added)),)))
        else:
            passages.append(Passage(changed=True, pieces=tuple(_words("".join(removed), "".join(added)))))
    return passages


def _ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many are the same at the beginning, and at the end: most changes are small, and the rest is not searched."""
    most = min(len(old), len(new))
    head = next((place for place in range(most) if old[place] != new[place]), most)
    left = most - head
    tail = next((place for place in range(left) if old[-1 - place] != new[-1 - place]), left)
    return head, tail


def _steps(old: Sequence[str], new: Sequence[str], most: int) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Stretches of both, in order: equal ones, and those that took each other's place."""
    head, tail = _ends(old, new)
    if head:
        yield old[:head], new[:head]
    one, other = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(one) > most or len(other) > most:
        yield one, other
    elif one or other:
        for _, start, end, start2, end2 in SequenceMatcher(None, one, other).get_opcodes():
            yield one[start:end], other[start2:end2]
    if tail:
        yield old[len(old) - tail :], new[len(new) - tail :]


def _words(before: str, after: str) -> list[Piece]:
    """What changed within a passage."""
    whole = [Piece(op, text) for op, text in ((Op.REMOVED, before), (Op.ADDED, after)) if text]
    if len(whole) == 1:
        return whole
    steps = [
        ("".join(old), "".join(new)) for old, new in _steps(_WORD.findall(before), _WORD.findall(after), _MOST_WORDS)
    ]
    same = sum(len(old) for old, new in steps if old == new)
    if 2 * same < _ALIKE * (len(before) + len(after)):
        return whole
    pieces: list[Piece] = []
    for old, new in steps:
        told = [(Op.SAME, new)] if old == new else [(Op.REMOVED, old), (Op.ADDED, new)]
        pieces += [Piece(op, text) for op, text in told if text]
    return pieces


def _text(passages: Sequence[Passage], without: Op) -> str:
    return "".join(piece.text for each in passages for piece in each.pieces if piece.op is not without)


def before_of(passages: Sequence[Passage]) -> str:
    """The earlier text, of a difference."""
    return _text(passages, Op.ADDED)


def after_of(passages: Sequence[Passage]) -> str:
    """The later text, of a difference."""
    return _text(passages, Op.REMOVED)
