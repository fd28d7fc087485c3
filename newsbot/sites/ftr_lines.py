"""The lines of ftr-site-config files, and the site file that grows out of them. Pure; see newsbot.sites.ftr."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from newsbot.sites.model import Site
from newsbot.sites.selectors import compile_selector

_LINE = re.compile(r"([A-Za-z_]+)\s*(?:\(([^()]*)\))?\s*:(.*)")
_LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Line:
    """A directive."""

    number: int  #: the first is 1
    key: str  #: in lower case
    argument: str  #: what stands in parentheses after the key
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was not carried over as it stands, and why. No secret is in it."""

    line: int  #: 0 where it is about the whole file
    directive: str
    why: str

    def __str__(self) -> str:
        where = f"line {self.line}, " if self.line else ""
        return f"{where}{self.directive}: {self.why}"


@dataclass(slots=True)
class Draft:
    """A site file as it grows: its keys as they are read from YAML."""

    host: str
    base: Site
    lines: list[Line]
    selectors: dict[str, Any] = field(default_factory=dict)
    login: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def all(self, key: str) -> list[Line]:
        """Its lines of this key that say something."""
        return [line for line in self.lines if line.key == key and line.value]

    def first(self, key: str) -> Line | None:
        """The first of its lines that says something; the others are noted."""
        lines = self.all(key)
        for line in lines[1:]:
            self.note(line, "it was given before; the first counts")
        return lines[0] if lines else None

    def note(self, line: Line, why: str) -> None:
        """Say why a line was not carried over as it stands."""
        name = f"{line.key}({line.argument})" if line.argument and line.key == "http_header" else line.key
        self.notes.append(Note(line.number, fit(name), fit(why)))


def fit(text: str) -> str:
    """Fit for a comment: one line that can be printed."""
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def short(text: str) -> str:
    """The beginning of a text that is too long for a note."""
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def read_lines(text: str) -> tuple[list[Line], list[Note]]:
    """The directives of a file, and notes on lines that are none. Never raises."""
    lines: list[Line] = []
    notes: list[Note] = []
    for number, raw in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        stripped = raw.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _LINE.match(stripped)
        if found:
            lines.append(Line(number, found[1].lower(), (found[2] or "").strip(), found[3].strip()))
        else:
            notes.append(Note(number, "?", "the line is no directive"))
    return lines, notes


def fault_of(expression: str) -> str:
    """What is wrong with an XPath of such a file for newsbot; empty where nothing is."""
    try:
        compile_selector(f"xpath:{expression}")
    except ValueError as error:
        return str(error)
    return ""
