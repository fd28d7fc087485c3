"""Told: a value with its source, and the sources that facts are read from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from newsbot.article import Provenance, fold
from newsbot.discovery.link import Link
from newsbot.extraction.jsonld import text_of
from newsbot.extraction.page import Page
from newsbot.extraction.seen import Seen
from newsbot.extraction.text import plain

T = TypeVar("T")

_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A value and who told it, as in `newsbot.article.Provenance`."""

    value: T
    source: str
    raw: str | None = None
    rival: Told[T] | None = None  #: the next best source that says another thing


def provenance_of(told: Told[Any]) -> Provenance:
    """The source of a value, and the source that says another thing, with what it says."""
    rival = told.rival
    if rival is None:
        return Provenance(source=told.source)
    return Provenance(source=told.source, runnerUp=_text_of(rival.value), runnerUpSource=rival.source)


def _text_of(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    return "; ".join(author.name for author in value) if isinstance(value, list) else str(value)


def against(chosen: Told[T], others: Iterable[Told[T]], same: Callable[[T, T], bool]) -> Told[T]:
    """The chosen value with the first of the others that differs from it as its rival."""
    rival = next((other for other in others if not same(chosen.value, other.value)), None)
    return replace(chosen, rival=rival) if rival is not None else chosen


def same_text(one: str, other: str) -> bool:
    """Whether two texts say the same: letters and digits alone count, whatever their case."""
    return one == other or _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", fold(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the facts are read from: the page, its article node ({} where there is none), and what its finder knew."""

    page: Page
    article: dict[str, Any]
    seen: Seen  #: what the page shows its readers
    link: Link | None = None

    def strings(self, keys: Iterable[str], names: Iterable[str]) -> Iterator[Told[str]]:
        """Lines of text of these JSON-LD keys, then of these meta elements."""
        for key in keys:
            text = text_of(self.article.get(key))
            if text:
                yield Told(text, f"jsonld:{key}", text)
        meta = self.page.meta
        for name in names:
            if name in meta:
                content = meta[name][0]
                text = plain(content)
                if text:
                    yield Told(text, f"meta:{name}", content)
