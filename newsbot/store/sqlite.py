"""The store in a SQLite file: the default. Nothing to install, safe when killed, usable by many processes at once.

Articles are kept as JSON beside a few columns to find them by, so every tool that reads SQLite can read them:
`sqlite3 newsbot.db "SELECT document->>'headline' FROM articles"`. Dates in columns are milliseconds since 1970, in UTC.
Not for network drives: SQLite's locks do not hold there.
"""
# ruff: noqa: S608 - only names of columns, all our own, are put into statements; values are bound

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from enum import Enum
from itertools import islice
from pathlib import Path
from typing import Any, Self

import orjson

from newsbot.article import Article
from newsbot.discovery.link import Link
from newsbot.errors import FixArgument, SetAside
from newsbot.likeness import Fingerprint
from newsbot.store import sqlite_likenesses as likenesses
from newsbot.store.base import Candidate, Copy, Counts, Outcome, Query, Saved, Spent, Visit, VisitState
from newsbot.store.database import MEMORY, Database, Layout
from newsbot.store.documents import (
    Document,
    Plan,
    bound,
    copy_hash,
    drafts,
    moment,
    number_of,
    part,
    plan,
    tells_of_withdrawal,
    to_article,
    to_json,
    withdrawals,
)
from newsbot.store.visits import newest, offered, settled_all, tidied, turn
from newsbot.urls import article_key

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_NEVER = -(2**62)  #: before all dates
_KEYS_AT_ONCE = 5000
_DOCUMENTS_AT_ONCE = 200

_VISIT = [each.name for each in fields(Visit)]
_OUTCOME = [each.name for each in fields(Outcome)]
_DATES = {"published", "firstSeen", "lastVisit", "at", "lastNew"}

# `document` stands last: what is before it is read without the pages that hold the text.
_LAYOUT = Layout(
    what="store",
    application=0x6E657773,  # "news"
    version=1,
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
    attempts INTEGER NOT NULL, status INTEGER, etag TEXT, lastModified TEXT, turn INTEGER, newest INTEGER);
CREATE INDEX visits_turn ON visits (site, turn, newest DESC, key) WHERE turn IS NOT NULL;
CREATE INDEX visits_state ON visits (state);
CREATE TABLE outcomes (
    key TEXT, at INTEGER, run TEXT, state TEXT, url TEXT NOT NULL, site TEXT NOT NULL, reason TEXT NOT NULL,
    status INTEGER, etag TEXT, lastModified TEXT, PRIMARY KEY (key, at, run, state)) WITHOUT ROWID;
CREATE INDEX outcomes_site ON outcomes (site, at) WHERE status IS NOT NULL""",
    additions=(
        ("visits", "news", "REAL NOT NULL DEFAULT 0"),
        ("visits", "watched", "REAL NOT NULL DEFAULT 0"),
        ("visits", "lastNew", "INTEGER"),
        ("outcomes", "bytes", "INTEGER"),
        ("outcomes", "news", "INTEGER"),
    ),
    tables=likenesses.TABLES,
)
_PUT_ARTICLE = "INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_PUT_VISIT = f"INSERT OR REPLACE INTO visits ({', '.join(_VISIT)}, turn, newest) VALUES ({'?, ' * len(_VISIT)}?, ?)"
_PUT_OUTCOME = f"INSERT OR IGNORE INTO outcomes (key, {', '.join(_OUTCOME)}) VALUES (?{', ?' * len(_OUTCOME)})"
_IN = "IN (SELECT value FROM json_each(?))"  # one statement for any number of values


def _milliseconds(when: datetime | str | None) -> int | None:
    when = moment(when)
    return None if when is None else (when - _EPOCH) // _MILLISECOND


def _json(value: object) -> str:
    return to_json(value).decode()


def _article_row(key: str, document: Document) -> tuple[object, ...]:
    revision, crawl = part(document, "revision"), part(document, "crawl")
    first = _milliseconds(revision.get("firstFetchedAt"))
    return (
        key,
        crawl.get("site"),
        _NEVER if first is None else first,
        _milliseconds(crawl.get("fetchedAt")),
        _milliseconds(document.get("datePublished")),
        part(document, "access").get("delivered"),
        (document.get("inLanguage") or "").lower() or None,
        copy_hash(document),
        _json(document),
    )


def _columns(record: Visit | Outcome, names: list[str]) -> list[object]:
    """The values of a record as SQLite keeps them."""
    values = []
    for name in names:
        value = getattr(record, name)
        if isinstance(value, datetime):
            value = _milliseconds(value)
        values.append(value.value if isinstance(value, Enum) else value)
    return values


def _values(names: list[str], row: Sequence[Any]) -> dict[str, Any]:
    """The other way round."""
    values = dict(zip(names, row, strict=True))
    for name in _DATES & values.keys():
        if values[name] is not None:
            values[name] = _EPOCH + values[name] * _MILLISECOND
    return {**values, "state": VisitState(values["state"])}


def _put_visit(visit: Visit) -> list[object]:
    return [*_columns(visit, _VISIT), turn(visit), _milliseconds(newest(visit))]


def _conditions(query: Query) -> tuple[list[str], list[object]]:
    """The query as SQL."""
    until = query.publishedUntil
    language = (query.language or "").lower()
    conditions: list[tuple[bool, str, list[object]]] = [
        (query.site is not None, "site = ?", [query.site]),
        (bool(query.delivered), f"delivered {_IN}", [_json([each.value for each in query.delivered])]),
        (query.publishedSince is not None, "published >= ?", [_bound(query.publishedSince)]),
        (until is not None, "published < ?", [_bound(until)]),
        (query.fetchedSince is not None, "fetched >= ?", [_bound(query.fetchedSince)]),
        # "de", and all that begins with "de-": "." is the character after "-"
        (
            bool(language),
            "(language = ? OR (language > ? AND language < ?))",
            [language, f"{language}-", f"{language}."],
        ),
    ]
    asked = [(sql, values) for given, sql, values in conditions if given]
    return [sql for sql, _ in asked], [value for _, values in asked for value in values]


def _bound(when: datetime | None) -> int | None:
    return None if when is None else _milliseconds(bound(when))


class SQLiteStore:
    """A `newsbot.store.base.Store` in one file; `path` may be ":memory:". `FixStore` if it cannot be opened."""

    def __init__(self, path: str | Path) -> None:
        name = MEMORY if str(path) == MEMORY else str(Path(path).expanduser().absolute())
        self._uri = f"sqlite:///{name}"
        self._database = Database(name, self._uri, _LAYOUT)

    def __repr__(self) -> str:
        return f"<SQLiteStore {self._uri}>"

    @property
    def uri(self) -> str:
        """The file as `sqlite:////absolute/path`."""
        return self._uri

    # ── articles ──

    def save(self, articles: Sequence[Article]) -> list[Saved]:
        """Keep these articles, all of them in one transaction."""
        made, refused = drafts(articles)
        good = [each for each in made if each is not None]
        with self._database.writing() as connection:
            decided = plan(self._documents(connection, [each.key for each in good]), good)
            self._carry_out(connection, decided)
        if refused:
            answers = iter(decided.answers)
            raise SetAside(self._uri, [None if each is None else next(answers) for each in made], refused)
        return decided.answers

    def _carry_out(self, connection: sqlite3.Connection, decided: Plan) -> None:
        before = [(key, number_of(document), _json(document)) for key, document in decided.revisions]
        connection.executemany("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?)", before)
        connection.executemany(_PUT_ARTICLE, [_article_row(*each) for each in decided.writes.items()])
        connection.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?)", decided.aliases.items())
        likenesses.put_likenesses(connection, decided.writes)

    def _mark_withdrawn(self, connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
        """Mark the articles whose pages are gone, and take the mark from those that are there again."""
        telling = [each for each in outcomes if tells_of_withdrawal(each)]
        if not telling:
            return
        olds: dict[str, Document] = {}
        for gone, more in ((True, ""), (False, "AND json_extract(document, '$.revision.withdrawnAt') IS NOT NULL")):
            keys = _json([article_key(each.url) for each in telling if (each.state is VisitState.GONE) == gone])
            sql = f"""SELECT key, document FROM articles
                      WHERE (key {_IN} OR key IN (SELECT key FROM aliases WHERE alias {_IN})) {more}"""
            olds |= {key: orjson.loads(document) for key, document in connection.execute(sql, [keys, keys])}
        self._carry_out(connection, withdrawals(olds, telling))

    def _documents(self, connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Document]:
        rows = connection.execute(f"SELECT key, document FROM articles WHERE key {_IN}", [_json(keys)])
        return {key: orjson.loads(document) for key, document in rows}

    def _key(self, connection: sqlite3.Connection, url: str) -> str:
        """The key under which the article at this address is kept, if it is."""
        key = article_key(url)
        found = connection.execute(
            "SELECT key FROM articles WHERE key = ?1 UNION ALL SELECT key FROM aliases WHERE alias = ?1 LIMIT 1", [key]
        ).fetchone()
        return found[0] if found else key

    def get(self, url: str) -> Article | None:
        """The article at this address, in any of its spellings."""
        with self._database.reading() as connection:
            found = self._documents(connection, [self._key(connection, url)])
        return next((to_article(document, self._uri) for document in found.values()), None)

    def find(self, query: Query) -> Iterator[Article]:
        """Articles in the order in which they were first fetched; nothing is locked or open between two of them."""
        keys = islice(self._keys(query), query.limit if query.limit is None else max(query.limit, 0))
        while chunk := list(islice(keys, _DOCUMENTS_AT_ONCE)):
            with self._database.reading() as connection:
                found = self._documents(connection, chunk)
            yield from (to_article(found[key], self._uri) for key in chunk if key in found)

    def _keys(self, query: Query) -> Iterator[str]:
        conditions, values = _conditions(query)
        where = " AND ".join([*conditions, "(firstFetched, key) > (?, ?)"])
        last: tuple[int, str] = (_NEVER, "")
        while True:
            sql = (
                f"SELECT firstFetched, key FROM articles WHERE {where} ORDER BY firstFetched, key LIMIT {_KEYS_AT_ONCE}"
            )
            with self._database.reading() as connection:
                page = connection.execute(sql, [*values, *last]).fetchall()
            yield from (key for _, key in page)
            if len(page) < _KEYS_AT_ONCE:
                return
            last = page[-1]

    def revisions(self, url: str) -> list[Article]:
        """All versions of an article, the oldest first, the present one last."""
        with self._database.reading() as connection:
            key = self._key(connection, url)
            present = self._documents(connection, [key])
            rows = connection.execute("SELECT number, document FROM revisions WHERE key = ? ORDER BY number", [key])
            before = [orjson.loads(document) for _, document in rows]
        return [to_article(document, self._uri) for document in [*before, *present.values()]]

    def copies(self, hashes: Sequence[str]) -> dict[str, Copy]:
        """Of these content hashes those whose text is kept complete already, with the first that has it."""
        sql = f"""SELECT copyHash, key, json_extract(document, '$.url'), site FROM articles WHERE copyHash {_IN}
                  ORDER BY firstFetched DESC, key DESC"""
        with self._database.reading() as connection:
            rows = connection.execute(sql, [_json(list(hashes))]).fetchall()
            stories = likenesses.stories_of(connection, [key for _, key, _, _ in rows])
        return {
            hash_: Copy(key=key, url=url, site=site, story=stories.get(key)) for hash_, key, url, site in rows
        }  # the first comes last, and stays

    def alike(self, fingerprints: Sequence[Fingerprint]) -> list[list[Candidate]]:
        """For each of these texts, kept ones that may be its copies."""
        with self._database.reading() as connection:
            return [likenesses.candidates(connection, each) for each in fingerprints]

    def story(self, url: str) -> list[Article]:
        """All that is kept of the story of the article at this address."""
        with self._database.reading() as connection:
            keys = likenesses.keys_of_story(connection, self._key(connection, url))
            found = self._documents(connection, keys)
        return [to_article(found[key], self._uri) for key in keys if key in found]

    # ── visits ──

    def offer(self, links: Sequence[Link], site: str, at: datetime) -> list[Visit]:
        """Note that these addresses exist; what is known of each, in order."""
        given = [offered(link, site, at) for link in links]
        keys = [visit.key for visit in given]
        with self._database.reading() as connection:
            known = self._visits(connection, keys)
        fresh = {visit.key: visit for visit in reversed(given) if visit.key not in known}  # of two spellings the first
        if fresh:
            with self._database.writing() as connection:
                rows = [_put_visit(visit) for visit in fresh.values()]
                connection.executemany(_PUT_VISIT.replace("REPLACE", "IGNORE"), rows)
                known |= self._visits(connection, list(fresh))
        return [known[key] for key in keys]

    def _visits(self, connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Visit]:
        rows = connection.execute(f"SELECT {', '.join(_VISIT)} FROM visits WHERE key {_IN}", [_json(list(keys))])
        return {row[0]: Visit(**_values(_VISIT, row)) for row in rows}

    def visits(self, urls: Sequence[str]) -> dict[str, Visit]:
        """What is known of these addresses, by key; unknown ones are left out."""
        with self._database.reading() as connection:
            return self._visits(connection, [article_key(url) for url in urls])

    def take(self, site: str, limit: int) -> list[Visit]:
        """Visits of a site that were never made, or failed, then those that may be due again."""
        sql = f"""SELECT {", ".join(_VISIT)} FROM visits WHERE site = ? AND turn >= 0
                  ORDER BY turn, newest DESC, key LIMIT ?"""
        with self._database.reading() as connection:
            return [Visit(**_values(_VISIT, row)) for row in connection.execute(sql, [site, max(limit, 0)])]

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how visits ended."""
        given = [(article_key(each.url), tidied(each)) for each in outcomes]
        with self._database.writing() as connection:
            self._mark_withdrawn(connection, [outcome for _, outcome in given])
            known = self._visits(connection, [key for key, _ in given])
            changed = settled_all(known, [outcome for _, outcome in given])
            connection.executemany(_PUT_VISIT, [_put_visit(each) for each in changed.values()])
            connection.executemany(_PUT_OUTCOME, [[key, *_columns(each, _OUTCOME)] for key, each in given])

    def history(self, url: str) -> list[Outcome]:
        """Every visit of an address, the oldest first."""
        sql = f"SELECT {', '.join(_OUTCOME)} FROM outcomes WHERE key = ? ORDER BY at, run, state"
        with self._database.reading() as connection:
            return [Outcome(**_values(_OUTCOME, row)) for row in connection.execute(sql, [article_key(url)])]

    def spent_since(self, site: str, since: datetime) -> Spent:
        """How many requests of a site were answered since then, and with how many bytes."""
        sql = """SELECT count(*), ifnull(sum(bytes), 0) FROM outcomes
                 WHERE site = ? AND at >= ? AND status IS NOT NULL"""
        with self._database.reading() as connection:
            return Spent(*connection.execute(sql, [site, _bound(since)]).fetchone())

    def counts(self) -> Counts:
        """How much is kept."""
        with self._database.reading() as connection:
            kinds = connection.execute("SELECT site, delivered, count(*) FROM articles GROUP BY 1, 2").fetchall()
            states = connection.execute("SELECT state, count(*) FROM visits GROUP BY 1").fetchall()
        sites: Counter[str] = Counter()
        delivered: Counter[str] = Counter()
        for site, how, count in kinds:
            sites[site or ""] += count
            delivered[how or ""] += count
        return Counts(articles=sites.total(), byDelivered=dict(delivered), bySite=dict(sites), visits=dict(states))

    def ready(self) -> None:
        """See whether the file can be written."""
        self._database.try_to_write()

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def path_of(uri: str) -> str:
    """The file of `sqlite:///path`, as SQLAlchemy has it; ":memory:" for `sqlite://`. `FixArgument` if it is none."""
    rest = uri.removeprefix("sqlite:")
    if rest in {"", "//", f"//{MEMORY}", f"///{MEMORY}"}:
        return MEMORY
    if not rest.startswith("///"):
        raise FixArgument(
            "store",
            uri,
            "a SQLite URI has three slashes and a path",
            "Give sqlite:///news.db or sqlite:////home/me/news.db.",
        )
    return rest.removeprefix("///")
