"""Reading: what one page gave, before anyone judged it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from newsbot.article import Article


class Position(StrEnum):
    """Where something stands relative to the article's text."""

    BEFORE = "before"
    INSIDE = "inside"
    AFTER = "after"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A line that an extractor took for text, and that is none: a notice, a skip link, a newsletter line."""

    text: str
    kind: str  #: a NoticeKind of newsbot.access.notices, or "furniture"
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The article as it was read (its `access` still unknown), and what was left out of its text."""

    article: Article
    blocks: tuple[str, ...] = ()  #: the text's paragraphs, subheadings and list items, in order, notices removed
    places: tuple[int, ...] = ()  #: of each block's passage in the page's outline; -1, or nothing, where it has none
    removed: tuple[Removed, ...] = ()
    bodySource: str | None = None  #: as in `provenance`
    jsonldTypes: frozenset[str] = field(default_factory=frozenset)  #: every @type that the page's JSON-LD names
    declaredWordCount: int | None = None  #: JSON-LD's wordCount, the publisher's own
    nextPage: str | None = None  #: the address of the next page of the same article
