"""SQLite's words: the tables, their rows and the conditions of queries. Pure: opens no file."""
# ruff: noqa: S608 - only names of columns, all our own, are put into statements; values are bound

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any

import orjson

from newsbot.store.base import Lease, Outcome, Query, Visit, VisitState
from newsbot.store.database import Layout
from newsbot.store.documents import Document, bound, copy_hash, part, to_json
from newsbot.store.heads import head_json
from newsbot.store.moments import NEVER, milliseconds, moment_of
from newsbot.store.sqlite_events import TABLES as EVENT_TABLES
from newsbot.store.sqlite_likenesses import TABLES as LIKENESS_TABLES
from newsbot.store.visits import turn

END = (2**62, "")  #: behind all dates, and a key

VISIT = [each.name for each in fields(Visit)]
OUTCOME = [each.name for each in fields(Outcome)]
LEASE = [each.name for each in fields(Lease)]
DATES = {"published", "firstSeen", "lastVisit", "at", "lastNew", "due", "since", "until"}

_LEASES = """CREATE TABLE leases (
    name TEXT PRIMARY KEY, holder TEXT NOT NULL, number INTEGER NOT NULL, since INTEGER NOT NULL,
    until INTEGER NOT NULL, memo TEXT NOT NULL) WITHOUT ROWID"""

# Apart from the articles, whose rows are long, and in the order in which lists show them: so one is read in a row.
# What an older newsbot wrote has none: it is made when it is read.
_HEADS = """CREATE TABLE heads (
    firstFetched INTEGER, key TEXT, head BLOB NOT NULL, PRIMARY KEY (firstFetched, key)) WITHOUT ROWID"""

# `document` stands last: what is before it is read without the pages that hold the text.
LAYOUT = Layout(
    what="store",
    application=0x6E657773,  # "news"
    version=3,
    synchronous="NORMAL",  # a batch that the power took is not settled either, so it is fetched again
    schema="""
CREATE TABLE articles (
    key TEXT PRIMARY KEY, site TEXT, firstFetched INTEGER NOT NULL, fetched INTEGER, published INTEGER,
    delivered TEXT, language TEXT, copyHash TEXT, document TEXT NOT NULL);
CREATE INDEX articles_first ON articles (firstFetched, key);
CREATE INDEX articles_site ON articles (site, firstFetched, key);
CREATE INDEX articles_fetched ON articles (fetched);
CREATE INDEX articles_published ON articles (published);
CREATE INDEX articles_copy ON articles (copyHash) WHERE copyHash IS NOT NULL;
CREATE INDEX articles_count ON articles (site, delivered);
CREATE TABLE aliases (alias TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE revisions (key TEXT, number INTEGER, document TEXT NOT NULL, PRIMARY KEY (key, number));
CREATE TABLE visits (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, site TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL,
    foundBy TEXT NOT NULL, foundOn TEXT NOT NULL, title TEXT, published INTEGER, firstSeen INTEGER, lastVisit INTEGER,
    attempts INTEGER NOT NULL, status INTEGER, etag TEXT, lastModified TEXT, turn INTEGER, due INTEGER);
CREATE INDEX visits_due ON visits (site, turn, due, key) WHERE turn IS NOT NULL;
CREATE INDEX visits_state ON visits (state);
CREATE TABLE outcomes (
    key TEXT, at INTEGER, run TEXT, state TEXT, url TEXT NOT NULL, site TEXT NOT NULL, reason TEXT NOT NULL,
    status INTEGER, etag TEXT, lastModified TEXT, PRIMARY KEY (key, at, run, state)) WITHOUT ROWID;
CREATE INDEX outcomes_site ON outcomes (site, at) WHERE status IS NOT NULL""",
    upgrades=(
        """
ALTER TABLE visits ADD COLUMN due INTEGER;
UPDATE visits SET due = CASE
        WHEN lastVisit IS NULL THEN min(ifnull(published, firstSeen - 2592000000), firstSeen)
        WHEN state = 'failed' THEN lastVisit
        ELSE lastVisit + max(lastVisit - ifnull(firstSeen, lastVisit), 0) / 2 END,
    turn = CASE WHEN turn = 1 THEN 2 WHEN lastVisit IS NULL THEN 0 ELSE 1 END
    WHERE turn IS NOT NULL;
DROP INDEX visits_turn;
CREATE INDEX visits_due ON visits (site, turn, due, key) WHERE turn IS NOT NULL""",
        "",  # events: their tables are made below; an older newsbot would write articles without telling of them
    ),
    additions=(
        ("visits", "news", "REAL NOT NULL DEFAULT 0"),
        ("visits", "watched", "REAL NOT NULL DEFAULT 0"),
        ("visits", "lastNew", "INTEGER"),
        ("outcomes", "bytes", "INTEGER"),
        ("outcomes", "news", "INTEGER"),
        ("outcomes", "tried", "INTEGER NOT NULL DEFAULT 1"),
    ),
    tables={"leases": _LEASES, "heads": _HEADS, **LIKENESS_TABLES, **EVENT_TABLES},
)
PUT_ARTICLE = "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_HEAD = "INSERT OR REPLACE INTO heads VALUES (?, ?, ?)"
OFFER_VISIT = f"INSERT OR IGNORE INTO visits ({', '.join(VISIT)}, turn) VALUES ({'?, ' * len(VISIT)}?)"
#: What a link says of an address never changes: to leave it alone spares random pages of a large file for each visit.
_OF_LINK = {"key", "url", "site", "foundBy", "foundOn", "title", "published", "firstSeen"}
_OF_VISIT = [name for name in [*VISIT, "turn"] if name not in _OF_LINK]
PUT_VISIT = f"""{OFFER_VISIT.replace(" OR IGNORE", "")}
                ON CONFLICT (key) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in _OF_VISIT)}"""
TAKE = f"""SELECT {", ".join(VISIT)} FROM visits
           WHERE site = ? AND turn = ? AND due <= ? AND (due, key) < (?, ?) ORDER BY due DESC, key DESC LIMIT ?"""
PUT_LEASE = "INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?, ?)"
PUT_OUTCOME = f"INSERT OR IGNORE INTO outcomes (key, {', '.join(OUTCOME)}) VALUES (?{', ?' * len(OUTCOME)})"
IN = "IN (SELECT value FROM json_each(?))"  # one statement for any number of values


def json_text(value: object) -> str:
    """JSON of plain data, as SQLite takes it."""
    return to_json(value).decode()


def article_row(key: str, document: Document) -> tuple[object, ...]:
    """An article as it is kept, in the order of its columns."""
    crawl = part(document, "crawl")
    return (
        key,
        crawl.get("site"),
        first_fetched(document),
        milliseconds(crawl.get("fetchedAt")),
        milliseconds(document.get("datePublished")),
        part(document, "access").get("delivered"),
        (document.get("inLanguage") or "").lower() or None,
        copy_hash(document),
        json_text(document),
    )


def head_row(key: str, document: Document) -> tuple[object, ...]:
    """The head of an article as it is kept."""
    return first_fetched(document), key, head_json(key, document)


def first_fetched(document: Document) -> int:
    """By what articles stand in order."""
    first = milliseconds(part(document, "revision").get("firstFetchedAt"))
    return NEVER if first is None else first


def columns(record: Visit | Outcome | Lease, names: list[str]) -> list[object]:
    """The values of a record as SQLite keeps them."""
    values = []
    for name in names:
        value = getattr(record, name)
        if isinstance(value, datetime):
            value = milliseconds(value)
        values.append(value.value if isinstance(value, Enum) else value)
    return values


def values_of(names: list[str], row: Sequence[Any]) -> dict[str, Any]:
    """The other way round."""
    values = dict(zip(names, row, strict=True))
    for name in DATES & values.keys():
        if values[name] is not None:
            values[name] = moment_of(values[name])
    if "tried" in values:
        values["tried"] = bool(values["tried"])
    return {**values, "state": VisitState(values["state"])} if "state" in values else values


def to_visit(row: Sequence[Any]) -> Visit:
    """A visit, from its columns in the order of `VISIT`."""
    return Visit(**values_of(VISIT, row))


def visit_row(visit: Visit) -> list[object]:
    """A visit as it is kept, for `PUT_VISIT`."""
    return [*columns(visit, VISIT), turn(visit)]


def conditions(query: Query) -> tuple[list[str], list[object]]:
    """The query as SQL."""
    until = query.publishedUntil
    language = (query.language or "").lower()
    asked: list[tuple[bool, str, list[object]]] = [
        (query.site is not None, "articles.site = ?", [query.site]),
        (bool(query.delivered), f"delivered {IN}", [json_text([each.value for each in query.delivered])]),
        (query.publishedSince is not None, "published >= ?", [bound_of(query.publishedSince)]),
        (until is not None, "published < ?", [bound_of(until)]),
        (query.fetchedSince is not None, "fetched >= ?", [bound_of(query.fetchedSince)]),
        (query.cameSince is not None, "firstFetched >= ?", [bound_of(query.cameSince)]),
        (query.cameUntil is not None, "firstFetched < ?", [bound_of(query.cameUntil)]),
        (bool(query.gates), f"document ->> '$.access.gate' {IN}", [json_text([each.value for each in query.gates])]),
        (
            query.story is not None,
            "articles.key IN (SELECT ? UNION SELECT key FROM stories WHERE story = ?)",
            [query.story, query.story],
        ),
        # "de", and all that begins with "de-": "." is the character after "-"
        (
            bool(language),
            "(language = ? OR (language > ? AND language < ?))",
            [language, f"{language}-", f"{language}."],
        ),
    ]
    given = [(sql, values) for is_given, sql, values in asked if is_given]
    return [sql for sql, _ in given], [value for _, values in given for value in values]


def bound_of(when: datetime | None) -> int | None:
    """A limit of a query, in milliseconds."""
    return None if when is None else milliseconds(bound(when))


def lease_row(lease: Lease) -> list[object]:
    """A lease as it is kept."""
    return [*columns(lease, LEASE[:-1]), json_text(dict(lease.memo))]


def to_lease(row: Sequence[Any]) -> Lease:
    """The other way round."""
    return Lease(**{**values_of(LEASE, row), "memo": orjson.loads(row[-1])})
