"""Filters: the parameters of an address as a page shows them, and the same without one of them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsbot.web import states
from newsbot.web.rows import shortened

Pairs = Sequence[tuple[str, str]]
_NAMES = {
    "text": "words",
    "site": "site",
    "section": "section",
    "author": "author",
    "language": "language",
    "story": "story",
    "delivered": "delivered",
    "gate": "gate",
    "publishedSince": "published since",
    "publishedUntil": "published before",
    "fetchedSince": "fetched since",
    "cameSince": "came in since",
    "cameUntil": "came in before",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set, in words, and the parameters without it."""

    name: str
    value: str
    without: Pairs


def given(pairs: Pairs) -> list[tuple[str, str]]:
    """The parameters that say something, each pair once."""
    return list(dict.fromkeys(pair for pair in pairs if pair[1].strip()))


def one(pairs: Pairs) -> dict[str, str]:
    """What stands in each field of a form, by name; empty where nothing was asked."""
    return dict.fromkeys(_NAMES, "") | {name: value for name, value in pairs if name in _NAMES}


def chips(pairs: Pairs) -> list[Chip]:
    """The filters that are set, in order; parameters that are none are left out."""
    return [
        Chip(_NAMES[name], shortened(_told(name, value), 60), [*pairs[:place], *pairs[place + 1 :]])
        for place, (name, value) in enumerate(pairs)
        if name in _NAMES
    ]


def _told(name: str, value: str) -> str:
    if name == "delivered":
        return states.access(value).word
    return states.gate(value) or value if name == "gate" else value
