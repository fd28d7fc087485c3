"""How MongoDB keeps events: documents and questions as plain data. Pure.

A single document is all that MongoDB writes as one. So a version bears what is still to be told of it (`untold`), and
who asks for events first gives those their numbers: one after the other, each only when the one before it is there. A
number that somebody else took meanwhile is refused by `_id`, an event that was told already by its key and version.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from newsbot.store.documents import Document, Plan
from newsbot.store.events import Event, EventKind

_BEGINNING = datetime.min.replace(tzinfo=UTC)
UNTOLD = "untold"
_WAITS = f"{UNTOLD}.version"
#: For `newsbot.store.mongo_words.INDEXES`, of articles and of events.
UNTOLD_INDEX: tuple[Sequence[tuple[str, int]], Mapping[str, Any]] = (
    [(f"{UNTOLD}.at", 1)],
    {"partialFilterExpression": {_WAITS: {"$exists": True}}},
)
INDEXES: Sequence[tuple[Sequence[tuple[str, int]], Mapping[str, Any]]] = [
    ([("key", 1), ("version", 1)], {"unique": True}),
]
#: Articles that bear something to be told, what happened first at the beginning.
WAITING: Document = {_WAITS: {"$exists": True}}
ORDER = [(f"{UNTOLD}.at", 1), ("_id", 1)]
#: What makes of a database of layout 2 one of layout 3: what an older newsbot wrote is told as new.
UPGRADE_ARTICLES: Sequence[Document] = (
    {
        "$set": {
            UNTOLD: [
                {
                    "kind": EventKind.NEW.value,
                    "url": {"$ifNull": ["$url", ""]},
                    "site": "$crawl.site",
                    "version": {"$ifNull": ["$revision.number", 1]},
                    "at": "$revision.firstFetchedAt",
                    "changed": [],
                }
            ]
        }
    },
)


def untold(key: str, old: Mapping[str, Any], decided: Plan) -> list[Document]:
    """What a document that is written has to tell, with what the one before has not told yet; none where it is no news.

    Should somebody tell that meanwhile, it is told twice to no harm: the second time it is known by its version.
    """
    happened = [facts for name, facts in decided.events if name == key]
    return [*(old.get(UNTOLD) or ()), *happened] if happened else []


def waiting_events(found: Iterable[Mapping[str, Any]]) -> list[Document]:
    """The events that these articles bear, without numbers.

    What was fetched first comes first, but each article's in the order of its versions.
    """
    waiting: list[tuple[datetime, Document]] = []
    for each in found:
        latest = _BEGINNING
        for facts in each[UNTOLD]:
            latest = max(latest, facts["at"] or _BEGINNING)
            waiting.append((latest, {"key": each["_id"], **facts}))
    return [event for _, event in sorted(waiting, key=lambda pair: pair[0])]


def numbered(events: Sequence[Document], known: Iterable[Mapping[str, Any]], last: int) -> list[Document]:
    """Those that are not known yet, with the numbers that come next."""
    there = {(each["key"], each["version"]) for each in known}
    fresh: dict[tuple[str, int], Document] = {}
    for each in events:
        if (name := (each["key"], each["version"])) not in there:
            fresh.setdefault(name, each)
    return [{"_id": number, **each} for number, each in enumerate(fresh.values(), start=last + 1)]


def to_event(document: Mapping[str, Any]) -> Event:
    """An event as it is kept."""
    rest = {name: document[name] for name in ("key", "url", "site", "version", "at", "changed")}
    return Event(number=document["_id"], kind=EventKind(document["kind"]), **rest)
