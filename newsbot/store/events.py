"""Events: what happened to the articles of a store, in one order that never changes. Pure.

Whoever remembers the number of the last event that was dealt with misses none and sees none twice, over all restarts.
Numbers grow by one; a store writes the event together with the version that it tells of.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from newsbot.article import COMPLETE


class EventKind(StrEnum):
    """What happened to an article."""

    NEW = "new"
    CHANGED = "changed"
    UPGRADED = "upgraded"  #: of what was a teaser, or less, the whole text is there now
    WITHDRAWN = "withdrawn"  #: its publisher took it away; it is kept
    RESTORED = "restored"  #: it was withdrawn, and is there again


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to one article."""

    number: int  #: its place in the order: 1, 2, 3 …
    kind: EventKind
    key: str  #: of the article, as `Article.key`
    url: str
    site: str | None
    version: int  #: `Article.revision.number` of the version that this made
    at: datetime | None  #: when the page was fetched that told of it
    changed: list[str]  #: as `Article.revision.changed`


def kind_of(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> EventKind:
    """What happened between two versions of an article as plain data; `before` is None for its first."""
    if before is None:
        return EventKind.NEW
    gone, still = ((each.get("revision") or {}).get("withdrawnAt") is not None for each in (before, after))
    if still != gone:
        return EventKind.WITHDRAWN if still else EventKind.RESTORED
    less, whole = ((each.get("access") or {}).get("delivered") in COMPLETE for each in (before, after))
    return EventKind.UPGRADED if whole and not less else EventKind.CHANGED


def event_facts(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says beside its number and the article's key, as plain data."""
    revision = after.get("revision") or {}
    at = revision.get("changedAt") or revision.get("firstFetchedAt")
    return {
        "kind": kind_of(before, after).value,
        "url": after.get("url") or "",
        "site": (after.get("crawl") or {}).get("site"),
        "version": revision.get("number") or 1,
        "at": at,
        "changed": list(revision.get("changed") or ()),
    }
