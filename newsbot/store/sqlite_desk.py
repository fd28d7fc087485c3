"""What a dashboard asks of SQLite: what came in by day and access, how visits ended last, which leases are held."""
# ruff: noqa: S608 - only names of columns, all our own, are put into statements; values are bound

from __future__ import annotations

import sqlite3
from datetime import date, datetime

from newsbot.store.base import Lease, Outcome, VisitState
from newsbot.store.days import Arrivals, day_of_number, number_of_day
from newsbot.store.moments import milliseconds
from newsbot.store.sqlite_words import LEASE, OUTCOME, to_lease, values_of

_DAY = 86_400_000
_ARRIVALS = f"""SELECT firstFetched / {_DAY}, ifnull(site, ''), ifnull(delivered, ''), count(*) FROM articles
                WHERE firstFetched >= ? AND firstFetched < ? GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""


def read_arrivals(connection: sqlite3.Connection, since: date, until: date) -> list[Arrivals]:
    """How many articles came in on each day from the one to before the other."""
    rows = connection.execute(_ARRIVALS, [number_of_day(each) * _DAY for each in (since, until)])
    return [Arrivals(day_of_number(number), *rest) for number, *rest in rows]


def read_outcomes(connection: sqlite3.Connection, site: str, limit: int, state: VisitState | None) -> list[Outcome]:
    """How the last visits of a site ended, the newest first."""
    only, values = ("", [site]) if state is None else (" AND state = ?", [site, state.value])
    sql = f"""SELECT {", ".join(OUTCOME)} FROM outcomes WHERE site = ?{only}
              ORDER BY at DESC, key DESC, run DESC, state DESC LIMIT ?"""
    return [Outcome(**values_of(OUTCOME, row)) for row in connection.execute(sql, [*values, max(limit, 0)])]


def read_held(connection: sqlite3.Connection, at: datetime) -> list[Lease]:
    """The leases that somebody holds at this time, by name."""
    sql = f"SELECT {', '.join(LEASE)} FROM leases WHERE until > ? ORDER BY name"
    return [to_lease(row) for row in connection.execute(sql, [milliseconds(at)])]
