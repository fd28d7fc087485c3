"""Told: a value with its source, and the sources that facts are read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from newsbot.discovery.link import Link
from newsbot.extraction.jsonld import text_of
from newsbot.extraction.page import Page
from newsbot.extraction.text import plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told(Generic[T]):
    """A value and who told it, as in `newsbot.article.Provenance`."""

    value: T
    source: str
    raw: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """What the facts are read from: the page, its article node ({} where there is none), and what its finder knew."""

    page: Page
    article: dict[str, Any]
    link: Link | None = None

    def strings(self, keys: Iterable[str], names: Iterable[str]) -> Iterator[Told[str]]:
        """Lines of text of these JSON-LD keys, then of these meta elements."""
        for key in keys:
            text = text_of(self.article.get(key))
            if text:
                yield Told(text, f"jsonld:{key}", text)
        for name in names:
            for content in self.page.meta.get(name, ())[:1]:
                text = plain(content)
                if text:
                    yield Told(text, f"meta:{name}", content)
