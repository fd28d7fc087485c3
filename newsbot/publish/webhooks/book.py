"""The book of webhooks: a small SQLite file that only its owner can read. What each is, how far it is, what failed.

The death of the process loses nothing that was written. Losing power may lose the last lines: then what they told of
is sent again, by the same id.

Who sends for a webhook holds it for a while, so that no two send at the same time. Every line that a sender writes
counts only while it holds the webhook.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self, cast

import orjson

from newsbot.errors import FixArgument
from newsbot.publish.webhooks.keys import is_sealed
from newsbot.publish.webhooks.model import Articles, Hook, Letter
from newsbot.store.database import Database, Layout
from newsbot.store.events import Event, EventKind

#: Seconds for which a sender holds a webhook; longer than a try can take.
HELD = 15.0
#: Seconds for which the secret before counts, too.
OVERLAP = 24 * 3600.0

_LAYOUT = Layout(
    what="book of webhooks",
    application=0x6E62776B,  # "nbwk"
    version=1,
    synchronous="NORMAL",
    schema="""
CREATE TABLE hooks (
    name TEXT PRIMARY KEY, url TEXT NOT NULL, secret TEXT NOT NULL, oldSecret TEXT, oldUntil REAL NOT NULL DEFAULT 0,
    events TEXT NOT NULL, sites TEXT NOT NULL, articles TEXT NOT NULL, paid INTEGER NOT NULL, stream TEXT NOT NULL,
    cursor INTEGER NOT NULL, made REAL NOT NULL, paused TEXT, trying INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
    since REAL, due REAL NOT NULL DEFAULT 0, error TEXT, delivered INTEGER NOT NULL DEFAULT 0, deliveredAt REAL,
    holder TEXT, heldUntil REAL NOT NULL DEFAULT 0);
CREATE TABLE letters (
    hook TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, url TEXT NOT NULL, attempts INTEGER NOT NULL,
    since REAL NOT NULL, failed REAL NOT NULL, error TEXT NOT NULL, again INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (hook, number)) WITHOUT ROWID""",
)
_HOOK = (
    "name, url, secret, oldSecret, oldUntil, events, sites, articles, paid, stream, cursor, made, paused, trying, "
    "attempts, since, due, error, delivered, deliveredAt"
)
_LETTER = "hook, number, kind, url, attempts, since, failed, error, again"
_ANEW = "trying = NULL, attempts = 0, since = NULL, due = 0, error = NULL"
Clock = Callable[[], float]


class Book:
    """The webhooks of one data folder. May be used by many threads, and many processes, at once.

    Every method may raise `FixStore` and `RetryStore`; those that take a name `FixArgument` where there is none of it.
    """

    def __init__(self, path: Path, clock: Clock = time.time) -> None:
        self._clock = clock
        with suppress(OSError):  # what is wrong with the place is told by the database
            path.parent.mkdir(parents=True, exist_ok=True)
            opened = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)  # its companions get the same rights
            try:
                os.fchmod(opened, 0o600)  # a copy that was brought back may have others
            finally:
                os.close(opened)
        self._database = Database(str(path), f"webhooks:{path}", _LAYOUT)

    # ── what its owner does ──

    def add(self, hook: Hook) -> None:
        """A new webhook. `FixArgument` where there is one of this name."""
        kinds = orjson.dumps(sorted(hook.events)).decode()
        row = (
            *(hook.name, hook.url, hook.secret, kinds, orjson.dumps(sorted(hook.sites)).decode(), hook.articles),
            *(hook.paid, hook.stream, hook.cursor, hook.made.timestamp()),
        )
        sql = """INSERT INTO hooks (name, url, secret, events, sites, articles, paid, stream, cursor, made)
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
        with self._database.writing() as connection:
            if not connection.execute(sql, row).rowcount:
                cure = f"Give another by --name, or take it away first: `newsbot webhooks remove {hook.name}`."
                raise FixArgument("NAME", hook.name, "there is a webhook of this name", cure)

    def all(self) -> list[Hook]:
        """All webhooks, by name."""
        with self._database.reading() as connection:
            rows = connection.execute(f"SELECT {_HOOK} FROM hooks ORDER BY name").fetchall()  # noqa: S608 - our words
        return [_hook(row) for row in rows]

    def get(self, name: str) -> Hook:
        """The webhook of this name."""
        known = {hook.name: hook for hook in self.all()}
        if name not in known:
            names = ", ".join(known) or "none"
            raise FixArgument("NAME", name[:80], "there is no webhook of this name", f"There are: {names}.")
        return known[name]

    def remove(self, name: str) -> None:
        """Take a webhook away, with its dead letters."""
        self.get(name)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM hooks WHERE name = ?", [name])
            connection.execute("DELETE FROM letters WHERE hook = ?", [name])

    def pause(self, name: str, why: str) -> None:
        """Send nothing more until it is resumed."""
        self._change(name, "paused = ?", [why])

    def resume(self, name: str, cursor: int | None = None, stream: str | None = None) -> None:
        """Send again, at once what failed last; from another place in the order, or another store's, where given."""
        self._change(name, f"paused = NULL, {_ANEW}", [])
        if cursor is not None and stream is not None:
            # Whoever is sending just now has to begin anew: what that one writes would move the cursor.
            self._change(name, "cursor = ?, stream = ?, holder = NULL, heldUntil = 0", [cursor, stream])

    def rotate(self, name: str, secret: str) -> float:
        """Sign with a new secret. Until when the one before counts as well, in seconds."""
        until = self._clock() + OVERLAP
        self._change(name, "oldSecret = secret, oldUntil = ?, secret = ?", [until, secret])
        return until

    def any_sealed(self) -> bool:
        """Whether any secret is kept here, encrypted."""
        return any(is_sealed(kept) for hook in self.all() for kept in (hook.secret, hook.old_secret or ""))

    def _change(self, name: str, what: str, values: Sequence[object]) -> None:
        self.get(name)
        with self._database.writing() as connection:
            connection.execute(f"UPDATE hooks SET {what} WHERE name = ?", [*values, name])  # noqa: S608 - our words

    # ── dead letters ──

    def letters(self, name: str | None = None, limit: int = 1000, *, again: bool = False) -> list[Letter]:
        """Dead letters, of one webhook or all, in order; with `again` those that are to be sent again."""
        sql = f"""SELECT {_LETTER} FROM letters WHERE (?1 IS NULL OR hook = ?1) AND again >= ?2
                  ORDER BY hook, number LIMIT ?3"""  # noqa: S608 - our own words
        with self._database.reading() as connection:
            rows = connection.execute(sql, [name, again, limit]).fetchall()
        return [_letter(row) for row in rows]

    def replaying(self) -> set[str]:
        """Which webhooks have dead letters that are to be sent again."""
        with self._database.reading() as connection:
            return {name for (name,) in connection.execute("SELECT DISTINCT hook FROM letters WHERE again").fetchall()}

    def dead(self) -> dict[str, int]:
        """How many dead letters each webhook has; those that have none are left out."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT hook, count(*) FROM letters GROUP BY hook").fetchall())

    def replay(self, name: str, numbers: Iterable[int] | None = None) -> int:
        """Have dead letters sent again, all without `numbers`; how many. `FixArgument` for what is none."""
        hook = self.get(name)
        if hook.paused is not None:
            cure = f"Resume it first: `newsbot webhooks resume {name}`."
            raise FixArgument("NAME", name, "this webhook is paused: nothing is sent", cure)
        there = {letter.number for letter in self.letters(name, -1)}
        asked = there if numbers is None else set(numbers)
        if missing := sorted(asked - there):
            cure = f"`newsbot webhooks failed {name}` lists them."
            raise FixArgument("NUMBER", missing[0], "there is no dead letter of this number", cure)
        with self._database.writing() as connection:
            sql = "UPDATE letters SET again = 1 WHERE hook = ? AND number = ?"
            connection.executemany(sql, [(name, number) for number in asked])
        return len(asked)

    def skip(self, name: str, event: Event) -> bool:
        """Try this event no more: it is a dead letter now. Whether it was being tried."""
        sql = """INSERT INTO letters (hook, number, kind, url, attempts, since, failed, error)
                 SELECT name, ?, ?, ?, attempts, ifnull(since, ?), ?, ifnull(error, '') FROM hooks
                 WHERE name = ? AND trying = ? ON CONFLICT DO NOTHING"""
        now = self._clock()
        row = [event.number, event.kind.value, event.url, now, now, name, event.number]
        with self._database.writing() as connection:
            if not connection.execute(sql, row).rowcount:
                return False
            connection.execute(f"UPDATE hooks SET cursor = ?, {_ANEW} WHERE name = ?", [event.number, name])  # noqa: S608
        return True

    # ── what a sender does ──

    def claim(self, name: str, holder: str) -> Hook | None:
        """Hold a webhook from now on; None where another does, or nothing is to be sent by it."""
        now = self._clock()
        sql = f"""UPDATE hooks SET holder = ?, heldUntil = ?
                  WHERE name = ? AND paused IS NULL AND (heldUntil <= ? OR holder = ?) RETURNING {_HOOK}"""  # noqa: S608
        with self._database.writing() as connection:
            rows = connection.execute(sql, [holder, now + HELD, name, now, holder]).fetchall()
        return _hook(rows[0]) if rows else None

    def renew(self, name: str, holder: str) -> bool:
        """Hold it on. Whether nobody else had it meanwhile, and it is to be sent by."""
        return self._held(name, holder, "delivered = delivered", [])

    def release(self, name: str, holder: str) -> None:
        """Let others have it."""
        with self._database.writing() as connection:
            connection.execute("UPDATE hooks SET heldUntil = 0 WHERE name = ? AND holder = ?", [name, holder])

    def done(self, name: str, holder: str, number: int) -> bool:
        """The event of this number was taken by the receiver. Whether to go on with the next."""
        at = self._clock()
        return self._held(
            name, holder, f"cursor = ?, delivered = delivered + 1, deliveredAt = ?, {_ANEW}", [number, at]
        )

    def passed(self, name: str, holder: str, number: int) -> bool:
        """All up to this number is dealt with: it was not for this webhook. Whether to go on."""
        return self._held(name, holder, f"cursor = ?, {_ANEW}", [number])

    def failed(self, name: str, holder: str, number: int, wait: float, why: str) -> None:
        """The event of this number was not taken: it is tried again after so many seconds."""
        now = self._clock()
        what = "attempts = attempts + 1, trying = ?, since = ifnull(since, ?), due = ?, error = ?"
        self._held(name, holder, what, [number, now, now + wait, why])

    def bury(self, name: str, holder: str, event: Event, why: str) -> bool:
        """The event is a dead letter now, and the next one has its turn. Whether to go on."""
        now = self._clock()
        sql = """INSERT INTO letters (hook, number, kind, url, attempts, since, failed, error)
                 SELECT name, ?, ?, ?, attempts + 1, ifnull(since, ?), ?, ? FROM hooks
                 WHERE name = ? AND holder = ? AND heldUntil > 0 ON CONFLICT DO NOTHING"""
        with self._database.writing() as connection:
            connection.execute(sql, [event.number, event.kind.value, event.url, now, now, why, name, holder])
            return _update(connection, name, holder, f"cursor = ?, {_ANEW}", [event.number], now)

    def stop(self, name: str, holder: str, why: str) -> None:
        """Its receiver wants no more: it is paused, and goes on with the same event when it is resumed."""
        self._held(name, holder, f"paused = ?, {_ANEW}", [why])

    def replayed(self, name: str, number: int, holder: str, error: str | None) -> bool:
        """A dead letter was sent again: it is gone, or stays with another error. Whether to go on."""
        now = self._clock()
        with self._database.writing() as connection:
            if error is None:
                connection.execute("DELETE FROM letters WHERE hook = ? AND number = ?", [name, number])
                return _update(connection, name, holder, "delivered = delivered + 1, deliveredAt = ?", [now], now)
            sql = """UPDATE letters SET again = 0, attempts = attempts + 1, failed = ?, error = ?
                     WHERE hook = ? AND number = ?"""
            connection.execute(sql, [now, error, name, number])
            return _update(connection, name, holder, "delivered = delivered", [], now)

    def _held(self, name: str, holder: str, what: str, values: Sequence[object]) -> bool:
        with self._database.writing() as connection:
            return _update(connection, name, holder, what, values, self._clock())

    def close(self) -> None:
        """Let go of the file. Closing twice is allowed."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _update(
    connection: sqlite3.Connection, name: str, holder: str, what: str, values: Sequence[object], now: float
) -> bool:
    """Write into a webhook that is held, and hold it on; whether it still is, and is to be sent by."""
    sql = f"""UPDATE hooks SET {what}, heldUntil = ? WHERE name = ? AND holder = ? AND heldUntil > 0
              RETURNING paused"""  # noqa: S608 - our own words
    rows = connection.execute(sql, [*values, now + HELD, name, holder]).fetchall()
    return bool(rows) and rows[0][0] is None


def _hook(row: Sequence[object]) -> Hook:
    names = [name.strip() for name in _HOOK.split(",")]
    told = dict(zip(names, row, strict=True))
    delivered_at, made = cast("float | None", told["deliveredAt"]), cast("float", told["made"])
    return Hook(
        name=str(told["name"]),
        url=str(told["url"]),
        secret=str(told["secret"]),
        old_secret=cast("str | None", told["oldSecret"]),
        old_until=cast("float", told["oldUntil"]),
        events=frozenset(EventKind(kind) for kind in orjson.loads(str(told["events"]))),
        sites=frozenset(orjson.loads(str(told["sites"]))),
        articles=cast("Articles", told["articles"]),
        paid=bool(told["paid"]),
        stream=str(told["stream"]),
        cursor=cast("int", told["cursor"]),
        made=_moment(made),
        paused=cast("str | None", told["paused"]),
        trying=cast("int | None", told["trying"]),
        attempts=cast("int", told["attempts"]),
        since=cast("float | None", told["since"]),
        due=cast("float", told["due"]),
        error=cast("str | None", told["error"]),
        delivered=cast("int", told["delivered"]),
        delivered_at=None if delivered_at is None else _moment(delivered_at),
    )


def _letter(row: Sequence[object]) -> Letter:
    hook, number, kind, url, attempts, since, failed, error, again = row
    return Letter(
        hook=str(hook),
        number=cast("int", number),
        kind=str(kind),
        url=str(url),
        attempts=cast("int", attempts),
        since=_moment(cast("float", since)),
        failed=_moment(cast("float", failed)),
        error=str(error),
        again=bool(again),
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
