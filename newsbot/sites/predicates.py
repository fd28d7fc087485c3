"""Predicates of recipes, such as `css:a.login` or `status:403`: what a page must show, taken apart and checked.

Whether one holds on a page is judged in newsbot.sessions.recipe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from newsbot.sites.selectors import compile_selector
from newsbot.sites.values import compile_pattern

MAX_LENGTH = 500
#: `text:a` would hold on every page.
_SHORTEST = 2
_STATUS = re.compile(r"[1-5][0-9]{2}")


class Kind(StrEnum):
    """What a predicate looks at."""

    CSS = "css"
    XPATH = "xpath"
    URL = "url"
    TEXT = "text"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Predicate:
    """One thing that a page shows or does not show. Its text is the spelling of site files."""

    kind: Kind
    value: str  #: a selector without its language, a regular expression, words in one line, or three digits

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.value}"


@lru_cache(maxsize=4096)
def parse_predicate(text: str) -> Predicate:
    """The predicate that this text spells. Raises `ValueError` that says what is wrong with it."""
    kind, colon, value = text.partition(":")
    value = value.strip()
    if not colon or kind not in set(Kind):
        raise ValueError("a predicate starts with what it looks at: css:…, xpath:…, url:…, text:… or status:…")
    if not value or len(value) > MAX_LENGTH:
        raise ValueError(f"a predicate has 1 to {MAX_LENGTH} characters after its kind")
    return Predicate(Kind(kind), _CHECKS[Kind(kind)](value))


def _selector(language: Kind, value: str) -> str:
    compile_selector(f"{language.value}:{value}")
    return value


def _pattern(value: str) -> str:
    if compile_pattern(value).search("") is not None:
        raise ValueError("this pattern is found in every address, the empty one too; say more")
    return value


def _words(value: str) -> str:
    words = " ".join(value.split())
    if len(words) < _SHORTEST or not any(character.isalnum() for character in words):
        raise ValueError("these words are on too many pages; say more")
    return words


def _status(value: str) -> str:
    if not _STATUS.fullmatch(value):
        raise ValueError(f"{value!r} is no HTTP status; write three digits, such as status:403")
    return value


_CHECKS = {
    Kind.CSS: lambda value: _selector(Kind.CSS, value),
    Kind.XPATH: lambda value: _selector(Kind.XPATH, value),
    Kind.URL: _pattern,
    Kind.TEXT: _words,
    Kind.STATUS: _status,
}
