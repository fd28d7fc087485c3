"""The outbox: a file for what a store did not take. It is given to that store at the next start.

Losing power loses nothing that was put here (synchronous=FULL). Sending an entry twice does no harm, because every
write to a store may be sent twice; so entries are deleted only after the store has them.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import orjson

from newsbot.errors import FixStore, RetryStore
from newsbot.store.base import Store
from newsbot.store.database import MEMORY, Database, Layout
from newsbot.store.parcels import Parcel, deliver, parcel_from_json, parcel_to_json

_BATCH = 200
#: Seconds after which a claim is void: who held it has died.
_CLAIM = 600

_LAYOUT = Layout(
    what="outbox",
    application=0x6E626F78,  # "nbox"
    version=1,
    synchronous="FULL",
    schema="""
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, store TEXT NOT NULL, at REAL NOT NULL, why TEXT NOT NULL,
    parcel TEXT NOT NULL, claim TEXT, claimedUntil REAL NOT NULL DEFAULT 0);
CREATE INDEX entries_store ON entries (store, id)""",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One parcel that waits."""

    id: int
    store: str  #: the URI of the store it is meant for, without secrets
    at: datetime
    why: str  #: why the store did not take it
    parcel: Parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What a replay did."""

    articles: int = 0  #: now in the store
    outcomes: int = 0  #: of visits without an article
    refused: int = 0  #: the store will not take these as they are; they stay, with the reason


class Outbox:
    """Keeps parcels for stores that did not take them. May be used by many threads, and many processes, at once.

    Every method may raise `FixStore` (a full disk, no permission, a broken file).
    """

    def __init__(self, path: str | Path) -> None:
        name = MEMORY if str(path) == MEMORY else str(Path(path).expanduser().absolute())
        self.uri = f"outbox:{name}"
        self._database = Database(name, self.uri, _LAYOUT)

    def __repr__(self) -> str:
        return f"<Outbox {self.uri}>"

    def put(self, store: str, parcels: Sequence[Parcel], why: str) -> None:
        """Keep parcels for the store of this (shown) URI; all of them, or none if it raises."""
        now = time.time()
        rows = [(store, now, why, parcel_to_json(parcel)) for parcel in parcels]
        with self._database.writing() as connection:
            connection.executemany("INSERT INTO entries (store, at, why, parcel) VALUES (?, ?, ?, ?)", rows)

    def count(self, store: str | None = None) -> int:
        """How many parcels wait: for this store, or for all."""
        with self._database.reading() as connection:
            sql = "SELECT count(*) FROM entries WHERE ?1 IS NULL OR store = ?1"
            return int(connection.execute(sql, [store]).fetchone()[0])

    def entries(self, store: str | None = None, limit: int = 100) -> list[Entry]:
        """What waits, the oldest first."""
        sql = "SELECT id, store, at, why, parcel FROM entries WHERE ?1 IS NULL OR store = ?1 ORDER BY id LIMIT ?2"
        with self._database.reading() as connection:
            rows = connection.execute(sql, [store, limit]).fetchall()
        return [self._entry(*row) for row in rows]

    def _entry(self, number: int, store: str, at: float, why: str, parcel: str) -> Entry:
        read = parcel_from_json(orjson.loads(parcel), self.uri)
        return Entry(id=number, store=store, at=datetime.fromtimestamp(at, UTC), why=why, parcel=read)

    def replay(self, store: Store) -> Replayed:
        """Give what waits for this store to it, the oldest first; entries that another process is giving are left.

        `RetryStore` and `FixStore` pass; what was not given stays.
        """
        claim = f"{os.getpid()}-{secrets.token_hex(4)}"
        articles = outcomes = refused = last = 0
        while entries := self._claimed(store.uri, claim, last):
            last = entries[-1].id
            try:
                delivery = deliver(store, [entry.parcel for entry in entries])
            except (RetryStore, FixStore):
                self._release(claim)
                raise
            self._finish(entries, delivery.refused)
            given = [entry for place, entry in enumerate(entries) if place not in delivery.refused]
            articles += sum(entry.parcel.article is not None for entry in given)
            outcomes += sum(entry.parcel.article is None for entry in given)
            refused += len(delivery.refused)
        return Replayed(articles=articles, outcomes=outcomes, refused=refused)

    def _claimed(self, store: str, claim: str, after: int) -> list[Entry]:
        """The next entries that nobody else is giving, claimed."""
        now = time.time()
        with self._database.writing() as connection:
            rows = connection.execute(
                """SELECT id, store, at, why, parcel FROM entries
                   WHERE store = ? AND id > ? AND claimedUntil < ? ORDER BY id LIMIT ?""",
                [store, after, now, _BATCH],
            ).fetchall()
            marks = [(claim, now + _CLAIM, row[0]) for row in rows]
            connection.executemany("UPDATE entries SET claim = ?, claimedUntil = ? WHERE id = ?", marks)
        return [self._entry(*row) for row in rows]

    def _release(self, claim: str) -> None:
        with self._database.writing() as connection:
            connection.execute("UPDATE entries SET claim = NULL, claimedUntil = 0 WHERE claim = ?", [claim])

    def _finish(self, entries: Sequence[Entry], refused: dict[int, str]) -> None:
        """Delete what the store has; what it refused waits on, with the reason."""
        with self._database.writing() as connection:
            given = [(entry.id,) for place, entry in enumerate(entries) if place not in refused]
            connection.executemany("DELETE FROM entries WHERE id = ?", given)
            kept = [(why, entries[place].id) for place, why in refused.items()]
            connection.executemany("UPDATE entries SET why = ?, claim = NULL, claimedUntil = 0 WHERE id = ?", kept)

    def close(self) -> None:
        """Let go of the file. Closing twice is allowed."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
