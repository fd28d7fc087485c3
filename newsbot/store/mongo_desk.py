"""What a dashboard asks of MongoDB: what came in by day and access, how visits ended last, which leases are held.

Knows no driver: collections are given.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from newsbot.store.base import Lease, Outcome, VisitState
from newsbot.store.days import Arrivals, span_of
from newsbot.store.documents import Document, instant
from newsbot.store.mongo_words import to_lease, to_outcome

_FIRST = "revision.firstFetchedAt"
_NEWEST = [("at", -1), ("_id", -1)]


def arrivals(since: date, until: date) -> list[Document]:
    """How many articles came in on each day from the one to before the other, by site and by how much was delivered."""
    start, end = span_of(since, until)
    name = {
        "day": {"$dateToString": {"date": f"${_FIRST}", "format": "%Y-%m-%d"}},
        "site": {"$ifNull": ["$crawl.site", ""]},
        "delivered": {"$ifNull": ["$access.delivered", ""]},
    }
    return [{"$match": {_FIRST: {"$gte": start, "$lt": end}}}, {"$group": {"_id": name, "articles": {"$sum": 1}}}]


def to_arrivals(rows: Iterable[Document]) -> list[Arrivals]:
    """The answer to it."""
    found = (
        Arrivals(date.fromisoformat(row["_id"]["day"]), row["_id"]["site"], row["_id"]["delivered"], row["articles"])
        for row in rows
    )
    return sorted(found, key=lambda each: (each.day, each.site, each.delivered))


def read_arrivals(articles: Any, since: date, until: date) -> list[Arrivals]:
    """How many articles came in on each day from the one to before the other; of this collection."""
    return to_arrivals(articles.aggregate(arrivals(since, until)))


def read_outcomes(outcomes: Any, site: str, limit: int, state: VisitState | None) -> list[Outcome]:
    """How the last visits of a site ended, the newest first."""
    if limit <= 0:  # to the server, 0 means all
        return []
    asked = {"site": site} if state is None else {"site": site, "state": state.value}
    return [to_outcome(each) for each in outcomes.find(asked).sort(_NEWEST).limit(limit)]


def read_held(leases: Any, at: datetime) -> list[Lease]:
    """The leases that somebody holds at this time, by name."""
    return [to_lease(each) for each in leases.find({"until": {"$gt": instant(at)}}).sort("_id")]
