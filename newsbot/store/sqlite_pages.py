"""Pages of articles out of SQLite, and the index of their words: statements, for connections that are open.

A crawl does not pay for the index of words: who looks for words brings it up to the last event first. An article stands
in it under the number of its first event, so that the newest come first.
"""
# ruff: noqa: S608 - only our own words are put into statements; values are bound

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

import orjson

from newsbot.errors import FixStore
from newsbot.store import sqlite_words as words
from newsbot.store.base import Query
from newsbot.store.heads import head_json
from newsbot.store.pages import Page, Place, facets_asked, searchable, spaced, terms

#: Made when words are first looked for. Another way to make `searchable` needs tables of another name.
_MAKE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(
           headline, body, facets, content='', tokenize='unicode61 remove_diacritics 2')""",
    "CREATE TABLE IF NOT EXISTS searched (number INTEGER NOT NULL)",
    "INSERT INTO searched SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM searched)",
)
_WAITING = """SELECT e.number, e.key, e.version, (SELECT min(number) FROM events WHERE key = e.key),
    (SELECT max(version) FROM events WHERE key = e.key AND number < e.number)
    FROM events AS e WHERE e.number > ? ORDER BY e.number LIMIT ?"""
_VERSION = """SELECT document FROM revisions WHERE key = ?1 AND number = ?2
    UNION ALL SELECT document FROM articles WHERE key = ?1 LIMIT 1"""
_PUT = "INSERT INTO search (rowid, headline, body, facets) VALUES (?, ?, ?, ?)"
_DROP = "INSERT INTO search (search, rowid, headline, body, facets) VALUES ('delete', ?, ?, ?, ?)"
#: What is read of an article: all of it, or its head, which older newsbots did not write.
_WHOLE = "articles.document"
_HEAD = """ifnull(
    (SELECT head FROM heads WHERE heads.firstFetched = articles.firstFetched AND heads.key = articles.key),
    articles.document)"""


def is_searched(connection: sqlite3.Connection) -> bool:
    """Whether the index is there, and knows the last event."""
    made = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'searched'").fetchone()
    return bool(made) and behind(connection) == 0


def behind(connection: sqlite3.Connection) -> int:
    """How many events the index does not know yet."""
    sql = "SELECT ifnull(max(number), 0) - (SELECT max(number) FROM searched) FROM events"
    return connection.execute(sql).fetchone()[0]  # type: ignore[no-any-return]


def search_on(connection: sqlite3.Connection, limit: int, uri: str) -> int:
    """Make the index know so many events more; how many are left."""
    if not connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0]:
        why = "this Python's SQLite cannot look for words (it was built without FTS5)"
        raise FixStore(uri, why, "Use another Python, or keep the articles in MongoDB.")
    for statement in _MAKE:
        connection.execute(statement)
    (known,) = connection.execute("SELECT max(number) FROM searched").fetchone()
    for number, key, version, first, before in connection.execute(_WAITING, [known, limit]).fetchall():
        now = _words_of(connection, key, version)
        then = None if before is None else _words_of(connection, key, before)
        if now != then:
            if then is not None:
                connection.execute(_DROP, [first, *then])
            connection.execute(_PUT, [first, *now])
        known = number
    connection.execute("UPDATE searched SET number = ?", [known])
    return behind(connection)


def _words_of(connection: sqlite3.Connection, key: str, version: int) -> tuple[str, str, str]:
    found = connection.execute(_VERSION, [key, version]).fetchone()
    return searchable(orjson.loads(found[0])) if found else ("", "", "")


def match_of(query: Query) -> str:
    """What is looked for, as FTS5 has it. Whatever is given, it is quoted: nothing of it is an operator."""
    asked = [f"facets:{each}" for each in facets_asked(query)]
    given = [(each, _quoted(spaced(each.words))) for each in terms(query.text or "")]
    asked += [f"{{headline body}}:{quoted}" for each, quoted in given if not each.excluded]
    without = [f"{{headline body}}:{quoted}" for each, quoted in given if each.excluded]
    if not asked:
        return ""
    return " NOT ".join([f"({' AND '.join(asked)})", *without])


def _quoted(text: str) -> str:
    plain = " ".join(text.replace('"', " ").replace("\x00", " ").split())
    return f'"{plain}"'


#: The articles that hold what is looked for, in any order.
MATCHING = "articles.key IN (SELECT key FROM events JOIN search ON search.rowid = events.number WHERE search MATCH ?)"


def read_page(connection: sqlite3.Connection, query: Query, limit: int, after: Place | None, *, heads: bool) -> Page:
    """Articles, the newest first."""
    conditions, values = words.conditions(query)
    if after is not None:
        conditions, values = [*conditions, "(firstFetched, key) < (?, ?)"], [*values, after.number, after.key]
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = f"""SELECT firstFetched, key, {_HEAD if heads else _WHOLE} FROM articles {where}
              ORDER BY firstFetched DESC, key DESC LIMIT ?"""
    rows = connection.execute(sql, [*values, limit + 1]).fetchall()
    return _page(rows, limit, lambda row: Place(row[0], row[1]).text(searching=False), heads=heads)


def read_found(connection: sqlite3.Connection, query: Query, limit: int, after: Place | None, *, heads: bool) -> Page:
    """Articles that hold what is looked for, the newest first; none where nothing is."""
    match = match_of(query)
    if not match:
        return Page()
    conditions, values = words.conditions(query)
    conditions = ["search MATCH ?", *(["search.rowid < ?"] if after else []), *conditions]
    values = [match, *([after.number] if after else []), *values]
    sql = f"""SELECT search.rowid, articles.key, {_HEAD if heads else _WHOLE}
              FROM search CROSS JOIN events ON events.number = search.rowid
              CROSS JOIN articles ON articles.key = events.key
              WHERE {" AND ".join(conditions)} ORDER BY search.rowid DESC LIMIT ?"""
    rows = connection.execute(sql, [*values, limit + 1]).fetchall()
    return _page(rows, limit, lambda row: Place(row[0]).text(searching=True), heads=heads)


def _page(rows: Sequence[Sequence[Any]], limit: int, place: Callable[[Sequence[Any]], str], *, heads: bool) -> Page:
    after = place(rows[limit - 1]) if len(rows) > limit else None
    if heads:
        return Page(heads=[_head(key, read) for _, key, read in rows[:limit]], next=after)
    return Page([{"_id": key, **orjson.loads(text)} for _, key, text in rows[:limit]], next=after)


def _head(key: str, read: bytes | str) -> bytes:
    """A head; of the whole document, which is text, where there is none yet."""
    return read if isinstance(read, bytes) else head_json(key, orjson.loads(read))
