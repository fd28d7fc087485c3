"""Days of sites, out of SQLite: grouped and counted by the database, which reads each article's JSON once."""
# ruff: noqa: S608 - only names of fields and states, all our own, are put into statements; values are bound

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import orjson

from newsbot.article import COMPLETE, Session
from newsbot.store.base import VisitState
from newsbot.store.days import (
    BACKLOG,
    FIELDS,
    LISTS,
    Day,
    Example,
    Flaw,
    Shows,
    article_facts,
    day_of_number,
    days_of,
    number_of_day,
    visit_facts,
)
from newsbot.store.moments import moment_of

_DAY = 86_400_000
_BACKLOG = BACKLOG // timedelta(milliseconds=1)
_WHOLE = f"ifnull(delivered, '') IN ({', '.join(repr(each.value) for each in sorted(COMPLETE))})"
_SESSION = "json_extract(document, '$.access.session')"
_FAILED_LOOK = "(status IS NULL OR NOT (status BETWEEN 200 AND 299 OR status = 304))"


def _lacks(name: str) -> str:
    if name in LISTS:
        return f"json_extract(document, '$.{name}[0]') IS NULL"
    return f"ifnull(json_extract(document, '$.{name}'), '') = ''"


_COUNTED = {
    "articles": "count(*)",
    "cut": f"sum(NOT {_WHOLE})",
    **{f"missing:{name}": f"sum({_lacks(name)})" for name in FIELDS},
    **{f"session:{each.value}": f"sum(ifnull({_SESSION} = '{each.value}', 0))" for each in Session},
}
_LISTED = {
    "words": f"json_group_array(json_extract(document, '$.wordCount')) FILTER (WHERE {_WHOLE})",
    "ages": "json_group_array(firstFetched - published) FILTER (WHERE published IS NOT NULL)",
}
_FRESH = f"(published IS NULL OR published > firstFetched - {_BACKLOG})"
_ARTICLES = f"""SELECT ifnull(site, ''), firstFetched / {_DAY}, {", ".join([*_COUNTED.values(), *_LISTED.values()])}
                FROM articles WHERE firstFetched >= ? AND firstFetched < ? AND {_FRESH}"""
_OLD = f"""SELECT ifnull(site, ''), firstFetched / {_DAY}, count(*)
           FROM articles WHERE firstFetched >= ? AND firstFetched < ? AND NOT {_FRESH}"""
_OUTCOMES = f"""SELECT site, at / {_DAY}, state, count(*), sum({_FAILED_LOOK}), count(status), ifnull(sum(bytes), 0),
                max(at) FROM outcomes WHERE at >= ? AND at < ?"""
_CONDITIONS = {
    Shows.CUT: f"NOT {_WHOLE}",
    Shows.WHOLE: _WHOLE,
    Shows.NOT_OWN: f"ifnull({_SESSION}, '') != '{Session.OWN_LOGIN_CONFIRMED.value}'",
}
_ENDINGS = {Shows.ENDED: "1", Shows.LOOK: "1", Shows.FAILED_LOOK: _FAILED_LOOK}


def read_days(connection: sqlite3.Connection, site: str | None, since: date, until: date) -> list[Day]:
    """The days of a site, or of all, from the one to before the other."""
    values: list[object] = [number_of_day(each) * _DAY for each in (since, until)]
    more, grouped = ("" if site is None else " AND site = ?"), " GROUP BY 1, 2"
    values += [] if site is None else [site]
    facts: dict[tuple[str, date], dict[str, Any]] = defaultdict(dict)
    names = [*_COUNTED, *_LISTED]
    for name, number, *counted in connection.execute(_ARTICLES + more + grouped, values):
        row = dict(zip(names, counted, strict=True))
        row |= {each: orjson.loads(row[each]) for each in _LISTED}
        facts[name, day_of_number(number)] |= article_facts(row)
    for name, number, count in connection.execute(_OLD + more + grouped, values):
        facts[name, day_of_number(number)]["backlog"] = count
    ended = defaultdict(list)
    columns = ("state", "visits", "failed", "requests", "bytes", "last")
    for name, number, *counted in connection.execute(_OUTCOMES + more + grouped + ", 3", values):
        row = dict(zip(columns, counted, strict=True))
        row["last"] = moment_of(row["last"])
        ended[name, day_of_number(number)].append(row)
    for key, rows in ended.items():
        facts[key] |= visit_facts(rows, VisitState.LISTING)
    return days_of(facts)


def read_example(connection: sqlite3.Connection, site: str, flaw: Flaw, since: date, until: date) -> Example | None:
    """The newest address of a site, in these days, that shows it."""
    values: list[object] = [site, *(number_of_day(each) * _DAY for each in (since, until))]
    if flaw.shows in _ENDINGS:
        values.append(flaw.name if flaw.shows is Shows.ENDED else VisitState.LISTING.value)
        sql = f"""SELECT url, reason FROM outcomes
                  WHERE site = ? AND at >= ? AND at < ? AND state = ? AND {_ENDINGS[flaw.shows]}
                  ORDER BY at DESC, key DESC LIMIT 1"""
    else:
        wrong = _lacks(flaw.name) if flaw.shows is Shows.MISSING else _CONDITIONS[flaw.shows]
        sql = f"""SELECT json_extract(document, '$.url'), '' FROM articles
                  WHERE site = ? AND firstFetched >= ? AND firstFetched < ? AND {_FRESH} AND {wrong}
                  ORDER BY firstFetched DESC, key DESC LIMIT 1"""
    found = connection.execute(sql, values).fetchone()
    return Example(*found) if found else None
