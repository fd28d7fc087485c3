"""Days of sites, out of MongoDB: grouped and counted by the server. Knows no driver: collections are given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from newsbot.article import COMPLETE, Session
from newsbot.store.base import VisitState
from newsbot.store.days import BACKLOG, FIELDS, Day, Example, Flaw, Shows, article_facts, days_of, span_of, visit_facts
from newsbot.store.documents import Document

_FIRST = "revision.firstFetchedAt"
_NOTHING: list[Any] = [None, "", []]
_OF_VISITS = frozenset({Shows.ENDED, Shows.LOOK, Shows.FAILED_LOOK})
_WHOLE = sorted(each.value for each in COMPLETE)
_BACKLOG = BACKLOG // timedelta(milliseconds=1)
_AGE = {"$subtract": [f"${_FIRST}", "$datePublished"]}
_IS_WHOLE = {"$in": ["$access.delivered", _WHOLE]}
#: Missing dates make the difference null, which is less than any number.
_IS_OLD = {"$gte": [_AGE, _BACKLOG]}
_WORKED = {"$or": [{"status": {"$gte": 200, "$lt": 300}}, {"status": 304}]}
_HAS_WORKED = {"$or": [{"$and": [{"$gte": ["$status", 200]}, {"$lt": ["$status", 300]}]}, {"$eq": ["$status", 304]}]}
#: Names of groups in MongoDB hold no dots; these hold no colons but ours.
_ARTICLE = {
    "articles": {"$sum": 1},
    "cut": {"$sum": {"$cond": [_IS_WHOLE, 0, 1]}},
    "words": {"$push": {"$cond": [_IS_WHOLE, "$wordCount", None]}},
    "ages": {"$push": _AGE},
    **{
        f"missing:{name}": {"$sum": {"$cond": [{"$in": [{"$ifNull": [f"${name}", None]}, _NOTHING]}, 1, 0]}}
        for name in FIELDS
    },
    **{
        f"session:{each.value}": {"$sum": {"$cond": [{"$eq": ["$access.session", each.value]}, 1, 0]}}
        for each in Session
    },
}


def _by_day(when: str, **more: str) -> Document:
    return {"day": {"$dateToString": {"date": f"${when}", "format": "%Y-%m-%d"}}, **more}


def _in(since: date, until: date) -> Document:
    start, end = span_of(since, until)
    return {"$gte": start, "$lt": end}


def read_days(articles: Any, outcomes: Any, site: str | None, since: date, until: date) -> list[Day]:
    """The days of a site, or of all, from the one to before the other; of these two collections."""
    # Visits are found by the index of site and time; without a site's name it would not be used.
    sites = outcomes.distinct("site") if site is None else [site]
    found = articles.aggregate(article_days(site, since, until))
    return to_days(found, outcomes.aggregate(outcome_days(sites, since, until)))


def read_example(articles: Any, outcomes: Any, site: str, flaw: Flaw, since: date, until: date) -> Example | None:
    """The newest address of a site, in these days, that shows it."""
    among = outcomes if flaw.shows in _OF_VISITS else articles
    condition, order, names = wanted(site, flaw, since, until)
    found = among.find_one(condition, names, sort=order)
    return Example(found["url"], found.get("reason") or "") if found else None


def article_days(site: str | None, since: date, until: date) -> list[Document]:
    """Counts of a site's articles, or of those of all, by site and day; those of the backlog in rows of their own."""
    asked = {_FIRST: _in(since, until), **({} if site is None else {"crawl.site": site})}
    group = _by_day(_FIRST, site="$crawl.site")
    return [{"$match": asked}, {"$group": {"_id": {**group, "old": _IS_OLD}, **_ARTICLE}}]


def outcome_days(sites: Sequence[str], since: date, until: date) -> list[Document]:
    """Counts of visits of these sites, by site, day and state."""
    group = {
        "visits": {"$sum": 1},
        "failed": {"$sum": {"$cond": [_HAS_WORKED, 0, 1]}},
        "requests": {"$sum": {"$cond": [{"$gt": ["$status", None]}, 1, 0]}},
        "bytes": {"$sum": "$bytes"},
        "last": {"$max": "$at"},
    }
    match = {"site": {"$in": list(sites)}, "at": _in(since, until)}
    return [{"$match": match}, {"$group": {"_id": _by_day("at", site="$site", state="$state"), **group}}]


def to_days(articles: Iterable[Document], outcomes: Iterable[Document]) -> list[Day]:
    """The answers to these two."""
    facts: dict[tuple[str, date], dict[str, Any]] = defaultdict(dict)
    for row in articles:
        fresh = {"backlog": row["articles"]} if row["_id"]["old"] else article_facts(row)
        facts[_key(row)] |= fresh
    ended = defaultdict(list)
    for row in outcomes:
        ended[_key(row)].append({**row, "state": row["_id"]["state"]})
    for key, rows in ended.items():
        facts[key] |= visit_facts(rows, VisitState.LISTING)
    return days_of(facts)


def _key(row: Document) -> tuple[str, date]:
    return row["_id"].get("site") or "", date.fromisoformat(row["_id"]["day"])


def wanted(site: str, flaw: Flaw, since: date, until: date) -> tuple[Document, list[tuple[str, int]], Document]:
    """What finds an example: the condition, the order, and the fields."""
    if flaw.shows in _OF_VISITS:
        state = flaw.name if flaw.shows is Shows.ENDED else VisitState.LISTING.value
        condition: Document = {"site": site, "at": _in(since, until), "state": state}
        if flaw.shows is Shows.FAILED_LOOK:
            condition["$nor"] = [_WORKED]
        return condition, [("at", -1), ("_id", -1)], {"url": 1, "reason": 1}
    wrong: dict[Shows, Document] = {
        Shows.MISSING: {flaw.name: {"$in": _NOTHING}},
        Shows.CUT: {"access.delivered": {"$nin": _WHOLE}},
        Shows.WHOLE: {"access.delivered": {"$in": _WHOLE}},
        Shows.NOT_OWN: {"access.session": {"$ne": Session.OWN_LOGIN_CONFIRMED.value}},
    }
    fresh = {"$not": [_IS_OLD]}
    condition = {"crawl.site": site, _FIRST: _in(since, until), "$expr": fresh, **wrong[flaw.shows]}
    return condition, [(_FIRST, -1), ("_id", -1)], {"url": 1}
