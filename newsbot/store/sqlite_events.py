"""How SQLite keeps events: statements, for connections that are open. An event is written with what it tells of."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from newsbot.store.documents import Document
from newsbot.store.events import Event, EventKind
from newsbot.store.moments import milliseconds, moment_of

#: By name, for `newsbot.store.database.Layout`. What an older newsbot wrote is told as new, in the order it came in.
TABLES: Mapping[str, str] = {
    "stream": """CREATE TABLE stream (id TEXT NOT NULL);
INSERT INTO stream VALUES (lower(hex(randomblob(6))))""",
    "events": """CREATE TABLE events (
    number INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL, kind TEXT NOT NULL, version INTEGER NOT NULL,
    at INTEGER, url TEXT NOT NULL, site TEXT, changed TEXT NOT NULL);
CREATE INDEX events_key ON events (key, number);
INSERT INTO events (key, kind, version, at, url, site, changed)
    SELECT key, 'new', ifnull(json_extract(document, '$.revision.number'), 1),
        CASE WHEN firstFetched > -4611686018427387904 THEN firstFetched END,
        ifnull(json_extract(document, '$.url'), ''), site, '[]'
    FROM articles ORDER BY firstFetched, articles.key""",
}
_COLUMNS = "key, kind, version, at, url, site, changed"
_PUT = f"INSERT INTO events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - our own words
_READ = f"SELECT number, {_COLUMNS} FROM events WHERE number > ? ORDER BY number LIMIT ?"  # noqa: S608 - our own words


def put_events(connection: sqlite3.Connection, happened: Sequence[tuple[str, Document]]) -> None:
    """Write what happened, in this order."""
    connection.executemany(_PUT, [_row(key, facts) for key, facts in happened])


def _row(key: str, facts: Mapping[str, Any]) -> tuple[object, ...]:
    return (
        key,
        facts["kind"],
        facts["version"],
        milliseconds(facts["at"]),
        facts["url"],
        facts["site"],
        json.dumps(facts["changed"]),
    )


def read_events(connection: sqlite3.Connection, after: int, limit: int) -> list[Event]:
    """The events after this number."""
    return [
        Event(
            number=number,
            kind=EventKind(kind),
            key=key,
            url=url,
            site=site,
            version=version,
            at=moment_of(at),
            changed=json.loads(changed),
        )
        for number, key, kind, version, at, url, site, changed in connection.execute(_READ, [after, limit])
    ]


def last_number(connection: sqlite3.Connection) -> int:
    """The number of the last event; 0 where there is none."""
    return connection.execute("SELECT ifnull(max(number), 0) FROM events").fetchone()[0]  # type: ignore[no-any-return]


def stream_of(connection: sqlite3.Connection) -> str:
    """By what this order of events is told from that of another store."""
    return connection.execute("SELECT id FROM stream").fetchone()[0]  # type: ignore[no-any-return]
