"""Needles: short strings, one of which every match of a regular expression holds; a line without any needs no search.

Most lines of a page match no pattern, and trying hundreds of patterns in vain is what reading notices costs. Reads the
plain dialect that the phrase tables are written in; what it does not understand, it takes for "may match anything".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: None: nothing can be said, the pattern must be tried.
Needles = frozenset[str] | None

#: "{3}", "{0,3}", "{,3}"; other braces stand for themselves.
_COUNTED = re.compile(r"\{(?:(\d+)(?:,\d*)?|,\d*)\}")
_CLASSES = frozenset("WwSsDd")
_EDGES = frozenset("bBAZ")
#: Of more needles than this, one is nearly always found.
_MOST = 150


def grams(text: str, size: int) -> frozenset[str]:
    """All strings of so many characters in a text."""
    return frozenset([text[at : at + size] for at in range(len(text) - size + 1)])


def needles(pattern: str, size: int) -> Needles:
    """Strings of `size` characters, one of which is in every text that this regular expression matches."""
    return _Reader(pattern, size).alternatives()


def _rarest(run: str, size: int) -> str:
    """The part of a literal that fewest other texts hold: without blanks, from its end (beginnings are stems)."""
    parts = [run[at : at + size] for at in range(len(run) - size + 1)]
    return min(reversed(parts), key=lambda part: part.count(" "))


def _better(left: Needles, right: Needles) -> Needles:
    """Of two conditions that both hold, the one that fewer texts meet."""
    if left is None or right is None:
        return right if left is None else left

    def order(each: frozenset[str]) -> tuple[bool, int]:
        return any(" " in needle for needle in each), len(each)

    return min(right, left, key=order)  # what comes later is said by fewer


def _any_of(each: Iterable[Needles]) -> Needles:
    """Of conditions of which one holds; None where one of them says nothing."""
    found: frozenset[str] = frozenset()
    for one in each:
        if one is None:
            return None
        found |= one
    return found if len(found) <= _MOST else None


class _Reader:
    """A walk over a pattern, from its first character to its last."""

    def __init__(self, pattern: str, size: int) -> None:
        self.pattern = pattern
        self.size = size
        self.at = 0

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def alternatives(self) -> Needles:
        """What stands up to the end of this group."""
        found = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            found.append(self.sequence())
        return _any_of(found)

    def sequence(self) -> Needles:
        best: Needles = None
        run = ""
        while (character := self.peek()) and character not in "|)":
            literal, inner = self.atom()
            optional, repeated = self.quantifier()
            if literal == "" and inner is None and not (optional or repeated):
                continue  # an edge: nothing between its neighbours
            if literal and not optional:
                run += literal
            if not literal or optional or repeated:
                best, run = self.close(best, run), ""
            if inner is not None and not optional:
                best = _better(best, inner)
        return self.close(best, run)

    def close(self, best: Needles, run: str) -> Needles:
        return _better(best, frozenset({_rarest(run, self.size)})) if len(run) >= self.size else best

    def atom(self) -> tuple[str | None, Needles]:
        """One literal character; or None for what may be many; or "" for an edge; and the needles of a group."""
        character = self.peek()
        self.at += 1
        if character == "\\":
            return self.escape()
        if character == "[":
            self.skip_class()
            return None, None
        if character == "(":
            return None, self.group()
        if character == ".":
            return None, None
        return ("" if character in "^$" else character), None

    def escape(self) -> tuple[str | None, Needles]:
        character = self.peek()
        self.at += 1
        if character in _EDGES:
            return "", None
        return (None if character in _CLASSES or character.isalnum() else character), None

    def skip_class(self) -> None:
        if self.peek() == "^":
            self.at += 1
        first = self.at
        while self.at < len(self.pattern) and (self.peek() != "]" or self.at == first):
            self.at += 2 if self.peek() == "\\" else 1
        self.at += 1

    def group(self) -> Needles:
        plain = True
        if self.pattern.startswith("?:", self.at):
            self.at += 2
        elif self.peek() == "?":
            plain = False  # looks around, or sets a flag: says nothing here
            self.at += 1
        inner = self.alternatives()
        self.at += 1
        return inner if plain else None

    def quantifier(self) -> tuple[bool, bool]:
        """Whether what stands before may be left out, and whether it may be repeated."""
        character = self.peek()
        if counted := _COUNTED.match(self.pattern, self.at):
            self.at = counted.end()
            found = not (counted[1] or "").strip("0"), True
        elif character and character in "?*+":
            self.at += 1
            found = character in "?*", True
        else:
            return False, False
        if self.peek() in {"?", "+"}:
            self.at += 1
        return found
