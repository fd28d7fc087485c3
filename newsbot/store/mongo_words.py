"""MongoDB's words: queries, documents and error codes as plain data. Pure: knows no driver."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from newsbot.article import COMPLETE
from newsbot.errors import FixStore, NewsbotError, RetryStore
from newsbot.store.base import COPY_LENGTH, Copy, Counts, Lease, Outcome, Query, Spent, Visit, VisitState
from newsbot.store.documents import Document, Plan, bound, part
from newsbot.store.mongo_events import INDEXES as EVENT_INDEXES
from newsbot.store.mongo_events import UNTOLD, UNTOLD_INDEX, untold
from newsbot.store.mongo_likenesses import INDEXES as LIKENESS_INDEXES
from newsbot.store.mongo_likenesses import with_likeness
from newsbot.store.mongo_pages import words_asked
from newsbot.store.visits import turn
from newsbot.store.withdrawals import tells_of_withdrawal
from newsbot.urls import article_key

FIRST = "revision.firstFetchedAt"
DUPLICATE = 11000
#: Codes that blame the document: too large, or refused by a rule that the owner set for the collection.
REFUSALS = frozenset({121, 10334, 17419})
#: Codes of servers that start, stop, elect, or are late.
_TRANSIENT = frozenset(
    {
        *(6, 7, 50, 63, 64, 89, 91, 112, 133, 134, 150, 189, 234, 262),
        *(9001, 10107, 11600, 11602, 13388, 13435, 13436),
    }
)
_LOGIN = "Check the user name, the password and authSource in the URI."
_CURES = {
    18: _LOGIN,
    8000: _LOGIN,
    13: "Give this user the role readWrite on this database.",
    14031: "Free some space on the server's disk.",
}
#: By collection: the keys of each index, up or down, and its options.
Index = tuple[Sequence[tuple[str, int]], Mapping[str, Any]]
INDEXES: Mapping[str, Sequence[Index]] = {
    "articles": [
        ([(FIRST, 1), ("_id", 1)], {}),
        ([("crawl.site", 1), (FIRST, 1), ("_id", 1)], {}),
        ([("crawl.fetchedAt", 1)], {}),
        ([("datePublished", 1)], {}),
        ([("revision.contentHash", 1)], {}),
        ([("crawl.site", 1), ("access.delivered", 1)], {}),
        ([("aliases", 1)], {"sparse": True}),
        *LIKENESS_INDEXES,
        UNTOLD_INDEX,
    ],
    "events": EVENT_INDEXES,
    "visits": [([("site", 1), ("turn", 1), ("due", -1), ("_id", -1)], {}), ([("state", 1)], {})],
    "outcomes": [([("key", 1), ("at", 1)], {}), ([("site", 1), ("at", 1)], {})],
}


def pauses() -> Iterator[float]:
    """Seconds between attempts: twice as long each time, and no two clients in step."""
    pause = 0.1
    while True:
        yield pause * random.uniform(0.5, 1.0)  # noqa: S311 - no secret
        pause = min(pause * 2, 3.0)


# ── errors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def failure(uri: str, message: str, code: int | None, *, late: bool) -> NewsbotError:
    """An error of the server or the driver in our words: `RetryStore` if the same may work later."""
    # What the driver says of its own settings helps nobody.
    message = re.split(r" \(configured timeouts|, Timeout: ", message)[0][:300]
    if late or code in _TRANSIENT:
        return RetryStore(uri, message)
    return FixStore(uri, message, _CURES.get(code or 0, "The server's log tells more."))


def batch_failure(uri: str, details: Mapping[str, Any]) -> NewsbotError:
    """The error of a batch in our words."""
    for fault in details.get("writeErrors", []):
        if fault["code"] not in _TRANSIENT | {DUPLICATE} | REFUSALS:
            return failure(uri, fault["errmsg"], fault["code"], late=False)
    return RetryStore(uri, "it may not have written a batch")


def faults_of(details: Mapping[str, Any]) -> dict[int, Mapping[str, Any]] | None:
    """The faults of single documents of a batch, by place; None if it is not certain what was written."""
    faults = {fault["index"]: fault for fault in details.get("writeErrors", [])}
    certain = all(fault["code"] in REFUSALS | {DUPLICATE} for fault in faults.values())
    return faults if certain and not details.get("writeConcernErrors") else None


# ── documents ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _plain(record: Visit | Outcome) -> Document:
    values = {each.name: getattr(record, each.name) for each in fields(record)}
    return {**values, "state": record.state.value}


def visit_document(visit: Visit) -> Document:
    """A visit as it is kept."""
    plain = _plain(visit)
    return {"_id": plain.pop("key"), **plain, "turn": turn(visit)}


def to_visit(document: Document) -> Visit:
    """The other way round."""
    # An older newsbot wrote fewer of them.
    values: Document = {each.name: document[each.name] for each in fields(Visit) if each.name in document}
    return Visit(**{**values, "key": document["_id"], "state": VisitState(document["state"])})


def lease_document(lease: Lease) -> Document:
    """A lease as it is kept."""
    plain = {each.name: getattr(lease, each.name) for each in fields(lease)}
    return {"_id": plain.pop("name"), **plain, "memo": dict(lease.memo)}


def to_lease(document: Document) -> Lease:
    """The other way round."""
    values: Document = {each.name: document[each.name] for each in fields(Lease) if each.name in document}
    return Lease(**{**values, "name": document["_id"]})


def outcome_document(key: str, outcome: Outcome) -> Document:
    """An outcome as it is kept: the same one has the same `_id`."""
    stamp = outcome.at.isoformat(timespec="milliseconds")
    return {"_id": f"{key}:{stamp}:{outcome.run}:{outcome.state.value}", "key": key, **_plain(outcome)}


def to_outcome(document: Document) -> Outcome:
    """The other way round."""
    values: Document = {each.name: document.get(each.name, each.default) for each in fields(Outcome)}
    return Outcome(**{**values, "state": VisitState(document["state"])})


def article_documents(olds: Mapping[str, Document], decided: Plan) -> Iterator[tuple[str, Document]]:
    """What a plan writes, by key, with the keys of the article's other addresses (`aliases`)."""
    others: dict[str, set[str]] = {}
    for alias, key in decided.aliases.items():
        others.setdefault(key, set()).add(alias)
    for key in [*decided.writes, *(others.keys() - decided.writes.keys())]:
        old = olds.get(key, {})
        known = set(old.get("aliases", ()))
        aliases = known | others.get(key, set())
        if key in decided.writes or aliases > known:
            document = with_likeness({"_id": key, **decided.writes.get(key, old)})
            if happened := untold(key, old, decided):
                document[UNTOLD] = happened
            yield key, {**document, "aliases": sorted(aliases)} if aliases else document


def as_replaced(old: Mapping[str, Any]) -> Document:
    """A document as it is kept among the versions before: nobody looks there for copies, nor for what is to be told."""
    return {name: value for name, value in old.items() if name not in {"likeness", UNTOLD}}


# ── questions ───────────────────────────────────────────────────────────────────────────────────────────────────────


def this_version(old: Document) -> Document:
    """Finds an article only as long as it is what a decision rests on."""
    revision = part(old, "revision")
    return {
        "_id": old["_id"],
        "revision.number": revision.get("number"),
        "revision.contentHash": revision.get("contentHash"),
        "crawl.fetchedAt": part(old, "crawl").get("fetchedAt"),
        "access.delivered": part(old, "access").get("delivered"),
    }


def this_visit(old: Visit) -> Document:
    """Finds a visit only as long as it is what a decision rests on."""
    return {"_id": old.key, "lastVisit": old.lastVisit, "state": old.state.value, "attempts": old.attempts}


def this_lease(old: Lease) -> Document:
    """Finds a lease only as long as it is what a decision rests on."""
    return {"_id": old.name, "holder": old.holder, "number": old.number, "until": old.until}


def due_in(site: str, group: int, at: datetime, after: Visit | None) -> Document:
    """The visits of a group (`newsbot.store.visits.turn`) that are due, behind that one."""
    asked: Document = {"site": site, "turn": group, "due": {"$lte": at}}
    if after is None:
        return asked
    return {**asked, "$or": [{"due": {"$lt": after.due}}, {"due": after.due, "_id": {"$lt": after.key}}]}


#: What makes of a database of layout 1 one of layout 2: visits know when they are due.
_FIRST_SEEN = {"$ifNull": ["$firstSeen", "$lastVisit"]}
_UNDATED = {"$subtract": ["$firstSeen", 2_592_000_000]}
_KNOWN_FOR: Document = {"$max": [{"$subtract": ["$lastVisit", _FIRST_SEEN]}, 0]}
UPGRADE_VISITS: Sequence[Document] = (
    {
        "$set": {
            "due": {
                "$switch": {
                    "branches": [
                        {
                            "case": {"$eq": ["$lastVisit", None]},
                            "then": {
                                "$min": [
                                    {"$ifNull": ["$published", _UNDATED]},
                                    "$firstSeen",
                                ]
                            },
                        },
                        {"case": {"$eq": ["$state", VisitState.FAILED.value]}, "then": "$lastVisit"},
                    ],
                    "default": {"$add": ["$lastVisit", {"$divide": [_KNOWN_FOR, 2]}]},
                }
            },
            "turn": {"$cond": [{"$eq": ["$turn", 1]}, 2, {"$cond": [{"$eq": ["$lastVisit", None]}, 0, 1]}]},
        }
    },
    {"$unset": "newest"},
)


def condition(query: Query) -> Document:
    """Which articles a query asks for."""
    came = {"$gte": query.cameSince, "$lt": query.cameUntil}
    published = {"$gte": query.publishedSince, "$lt": query.publishedUntil}
    dates = {name: bound(when) for name, when in published.items() if when is not None}
    conditions: Document = {
        "crawl.site": query.site,
        "access.delivered": {"$in": [each.value for each in query.delivered]} if query.delivered else None,
        "datePublished": dates or None,
        "crawl.fetchedAt": {"$gte": bound(query.fetchedSince)} if query.fetchedSince else None,
        FIRST: {name: bound(when) for name, when in came.items() if when is not None} or None,
        "access.gate": {"$in": [each.value for each in query.gates]} if query.gates else None,
        "$or": [{"_id": query.story}, {"story": query.story}] if query.story else None,
        "inLanguage": re.compile(f"^{re.escape(query.language)}(-|$)", re.IGNORECASE) if query.language else None,
    }
    return {**{name: value for name, value in conditions.items() if value is not None}, **words_asked(query)}


def after(last: Document | None) -> Document:
    """All articles that come after this one, in the order of `find`."""
    if last is None:
        return {}
    first = part(last, "revision").get("firstFetchedAt")
    same = {FIRST: first, "_id": {"$gt": last["_id"]}}
    if first is None:  # these come before all dates
        return {"$or": [same, {FIRST: {"$ne": None}}]}
    return {FIRST: {"$gte": first}, "$or": [same, {FIRST: {"$gt": first}}]}


def complete_copies(hashes: Sequence[str]) -> Document:
    """The articles that hold one of these texts whole."""
    return {
        "revision.contentHash": {"$in": list(hashes)},
        "access.delivered": {"$in": [each.value for each in COMPLETE]},
        "$expr": {"$gte": [{"$strLenCP": {"$ifNull": ["$articleBody", ""]}}, COPY_LENGTH]},
    }


#: What of an article tells where a copy is kept.
COPY: Mapping[str, int] = {"revision.contentHash": 1, "url": 1, "crawl.site": 1, "story": 1}


def to_copies(found: Iterable[Document]) -> dict[str, Copy]:
    """These copies, by content hash; of two of one hash the last."""
    return {
        part(each, "revision")["contentHash"]: Copy(
            key=each["_id"], url=each["url"], site=part(each, "crawl").get("site"), story=each.get("story")
        )
        for each in found
    }


def perhaps_withdrawn(outcomes: Iterable[Outcome]) -> Document | None:
    """The articles that these outcomes may mark as withdrawn, or take the mark from; None where none of them may."""
    telling = [each for each in outcomes if tells_of_withdrawal(each)]
    back: Document = {"revision.withdrawnAt": {"$ne": None}}
    conditions: list[Document] = []
    for gone, more in ((True, {}), (False, back)):
        if keys := [article_key(each.url) for each in telling if (each.state is VisitState.GONE) == gone]:
            conditions += [{field: {"$in": keys}, **more} for field in ("_id", "aliases")]
    return {"$or": conditions} if conditions else None


#: Counted along an index, so that the articles themselves are not read.
COUNT_ARTICLES: Sequence[Document] = (
    {"$sort": {"crawl.site": 1, "access.delivered": 1}},
    {"$group": {"_id": {"site": "$crawl.site", "delivered": "$access.delivered"}, "count": {"$sum": 1}}},
)
COUNT_VISITS: Sequence[Document] = ({"$sort": {"state": 1}}, {"$group": {"_id": "$state", "count": {"$sum": 1}}})


def spent_since(site: str, since: datetime) -> list[Document]:
    """The requests of a site that were answered since then, and their bytes."""
    asked = {"site": site, "at": {"$gte": bound(since)}, "status": {"$ne": None}}
    return [{"$match": asked}, {"$group": {"_id": None, "requests": {"$sum": 1}, "bytes": {"$sum": "$bytes"}}}]


def to_spent(found: Sequence[Document]) -> Spent:
    """The answer to it; none where there was no request."""
    return Spent(requests=found[0]["requests"], bytes=found[0]["bytes"]) if found else Spent()


def to_counts(articles: Sequence[Document], visits: Sequence[Document]) -> Counts:
    """The answers to these two."""
    sites: Counter[str] = Counter()
    delivered: Counter[str] = Counter()
    for each in articles:
        sites[each["_id"].get("site") or ""] += each["count"]
        delivered[each["_id"].get("delivered") or ""] += each["count"]
    states = {each["_id"]: each["count"] for each in visits}
    return Counts(articles=sites.total(), byDelivered=dict(delivered), bySite=dict(sites), visits=states)
