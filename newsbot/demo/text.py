"""Readable text for the demo newspaper: stories in words/*.txt, told with names, places and numbers drawn by a seed.

A story file consists of stories. A line's first sign says what it is:

    @  section | keywords | motif of the picture      =  a headline      >  an opening      -  a fact
    "  a quotation with its speaker                   *  an entry of a live blog (title | text), or a caption

Inside a line, braces are filled in, the same word for the same braces throughout an article:

    {p1} {s1}   a person's full name, the surname        {place} {street}   places of the town (also {place2} …)
    {day}       the weekday of the event                 {weekday} {month}  any
    {n:3-9}     a number                                 {a=3-9}            one that keeps its value under its letter
    {y:2028-31} a year                                   {one|another}      one of these
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.resources import files
from random import Random

from newsbot.demo.names import DAYS, MONTHS, NAMES, PLACES, STREETS

_BRACES = re.compile(r"\{([^{}]+)\}")
_NUMBER = re.compile(r"(?P<name>[a-z])(?P<sign>[:=])(?P<low>\d+)-(?P<high>\d+)")
_SMALL = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_THOUSANDS = {"en": ",", "de": ".", "fr": "\N{NARROW NO-BREAK SPACE}", "es": "", "ar": ""}


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it stands in a file: lines with braces."""

    section: str
    keywords: tuple[str, ...] = ()
    motif: str = ""
    headlines: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


_FIELDS = {"=": "headlines", ">": "openings", "-": "facts", '"': "quotes", "*": "entries"}


def _story(lines: list[str]) -> Story:
    """A story from its lines, the `@` line first."""
    section, _, rest = lines[0][1:].strip().partition("|")
    keywords, _, motif = rest.partition("|")
    parts: dict[str, tuple[str, ...]] = {
        name: tuple(line[1:].strip() for line in lines[1:] if line[0] == sign) for sign, name in _FIELDS.items()
    }
    words = tuple(word.strip() for word in keywords.split(",") if word.strip())
    return Story(section.strip(), words, motif.strip(), **parts)


@lru_cache(maxsize=16)
def stories(name: str) -> tuple[Story, ...]:
    """The stories of words/<name>.txt, in the order of the file."""
    text = files("newsbot.demo").joinpath("words", f"{name}.txt").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    starts = [place for place, line in enumerate(lines) if line.startswith("@")]
    ends = [*starts[1:], len(lines)]
    return tuple(_story(lines[start:end]) for start, end in zip(starts, ends, strict=True))


@dataclass(slots=True)
class Filling:
    """Fills the braces of one article; what was once drawn stays."""

    rng: Random
    language: str = "en"
    day: date = date(2026, 11, 1)
    known: dict[str, str] = field(default_factory=dict)

    def __call__(self, template: str, *, spell: bool = True) -> str:
        """The line with its braces filled in, and apostrophes as printers set them. `spell`: small numbers as words."""

        def fill(match: re.Match[str]) -> str:
            return self._value(match[1], spell=spell and self.language == "en" and _stands_alone(match))

        text = _BRACES.sub(fill, template).replace("'", "’")
        return text[:1].upper() + text[1:]

    def _value(self, key: str, *, spell: bool) -> str:
        if number := _NUMBER.fullmatch(key):
            return self._number(number, spell=spell)
        if "|" in key:
            return self.rng.choice(key.split("|"))
        if len(key) == 1:  # a number that was drawn under this letter before
            return self.known[key]
        if key not in self.known:
            self.known[key] = self._draw(key)
        return self.known[key]

    def _number(self, match: re.Match[str], *, spell: bool) -> str:
        key = match["name"] if match["sign"] == "=" else match[0]
        if key not in self.known:
            self.known[key] = str(self.rng.randint(int(match["low"]), int(match["high"])))
        number = int(self.known[key])
        if match["name"] == "y":
            return str(number)
        return (
            _SMALL[number] if spell and number < len(_SMALL) else f"{number:,}".replace(",", _THOUSANDS[self.language])
        )

    def _draw(self, key: str) -> str:
        """A name, a place or a time for a key that was not met before."""
        kind, number = key.rstrip("0123456789"), key[-1]
        if kind in {"p", "s"}:
            first, last = self._person()
            self.known[f"p{number}"], self.known[f"s{number}"] = f"{first} {last}", last
            return self.known[key]
        choices = {
            "place": PLACES,
            "street": STREETS,
            "weekday": DAYS[self.language],
            "month": MONTHS[self.language],
            "day": (DAYS[self.language][self.day.weekday()],),
        }[kind]
        return self.rng.choice([choice for choice in choices if choice not in self.known.values()] or choices)

    def _person(self) -> tuple[str, str]:
        """A name nobody in this article has."""
        given, family = NAMES[self.language]
        taken = " ".join(self.known.values())
        return self.rng.choice(given), self.rng.choice([name for name in family if name not in taken])


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a number is a word of its own, not a part of a price, a decimal or a range."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return not re.search(r"[£.,\d–}-]$", before) and not re.match(r"[.,][\d{]|[\d–{]", after)
