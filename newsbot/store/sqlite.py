"""The store in a SQLite file: the default. Nothing to install, safe when killed, usable by many processes at once.

Articles are kept as JSON beside a few columns to find them by, so every tool that reads SQLite can read them:
`sqlite3 newsbot.db "SELECT document->>'headline' FROM articles"`. Dates in columns are milliseconds since 1970, in UTC.
Not for network drives: SQLite's locks do not hold there.
"""
# ruff: noqa: S608 - only names of columns, all our own, are put into statements; values are bound

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Self

import orjson

from newsbot.article import Article
from newsbot.discovery.link import Link
from newsbot.errors import FixArgument, SetAside
from newsbot.likeness import Fingerprint
from newsbot.store import sqlite_events as events
from newsbot.store import sqlite_likenesses as likenesses
from newsbot.store import sqlite_pages as pages
from newsbot.store import sqlite_words as words
from newsbot.store.base import Candidate, Copy, Counts, Lease, Outcome, Query, Saved, Spent, Visit, VisitState
from newsbot.store.database import MEMORY, Database
from newsbot.store.days import Arrivals, Day, Example, Flaw
from newsbot.store.documents import (
    Document,
    Plan,
    drafts,
    number_of,
    plan,
    to_article,
)
from newsbot.store.events import Event
from newsbot.store.leases import claimed, renewed
from newsbot.store.moments import NEVER, milliseconds, moment_of
from newsbot.store.pages import MOST, Page, is_search, place_of
from newsbot.store.sqlite_days import read_days, read_example
from newsbot.store.sqlite_desk import read_arrivals, read_held, read_outcomes
from newsbot.store.visits import offered, settled_all, tidied, turn
from newsbot.store.withdrawals import tells_of_withdrawal, withdrawals
from newsbot.urls import article_key

#: From a lease's name, and what is kept of it, what it is now.
Decision = Callable[[str, Lease | None], Lease | None]

_KEYS_AT_ONCE = 5000
_EVENTS_AT_ONCE = 500  #: half a second of writing
_DOCUMENTS_AT_ONCE = 200


class SQLiteStore:
    """A `newsbot.store.base.Store` in one file; `path` may be ":memory:". `FixStore` if it cannot be opened."""

    def __init__(self, path: str | Path, *, mapped: bool = False) -> None:
        name = MEMORY if str(path) == MEMORY else str(Path(path).expanduser().absolute())
        self._uri = f"sqlite:///{name}"
        self._database = Database(name, self._uri, words.LAYOUT, mapped=mapped)

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
        before = [(key, number_of(document), words.json_text(document)) for key, document in decided.revisions]
        connection.executemany("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?)", before)
        connection.executemany(words.PUT_ARTICLE, [words.article_row(*each) for each in decided.writes.items()])
        connection.executemany(words.PUT_HEAD, [words.head_row(*each) for each in decided.writes.items()])
        connection.executemany("INSERT OR REPLACE INTO aliases VALUES (?, ?)", decided.aliases.items())
        likenesses.put_likenesses(connection, decided.writes)
        events.put_events(connection, decided.events)

    def _mark_withdrawn(self, connection: sqlite3.Connection, outcomes: Sequence[Outcome]) -> None:
        """Mark the articles whose pages are gone, and take the mark from those that are there again."""
        telling = [each for each in outcomes if tells_of_withdrawal(each)]
        if not telling:
            return
        olds: dict[str, Document] = {}
        for gone, more in ((True, ""), (False, "AND json_extract(document, '$.revision.withdrawnAt') IS NOT NULL")):
            keys = words.json_text(
                [article_key(each.url) for each in telling if (each.state is VisitState.GONE) == gone]
            )
            sql = f"""SELECT key, document FROM articles
                      WHERE (key {words.IN} OR key IN (SELECT key FROM aliases WHERE alias {words.IN})) {more}"""
            olds |= {key: orjson.loads(document) for key, document in connection.execute(sql, [keys, keys])}
        self._carry_out(connection, withdrawals(olds, telling))

    def _documents(self, connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Document]:
        rows = connection.execute(f"SELECT key, document FROM articles WHERE key {words.IN}", [words.json_text(keys)])
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
        conditions, values = words.conditions(query)
        if is_search(query):
            while self.search_on(_EVENTS_AT_ONCE):
                pass
            if not (match := pages.match_of(query)):
                return
            conditions, values = [*conditions, pages.MATCHING], [*values, match]
        where = " AND ".join([*conditions, "(firstFetched, key) > (?, ?)"])
        last: tuple[int, str] = (NEVER, "")
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

    def page(self, query: Query, limit: int, after: str | None = None, *, heads: bool = False) -> Page:
        """Articles, the newest first."""
        searching = is_search(query)
        place = None if after is None else place_of(after, searching=searching)
        limit = min(max(limit, 1), MOST)
        behind = self._search_on() if searching else 0
        with self._database.reading() as connection:
            read = pages.read_found if searching else pages.read_page
            found = read(connection, query, limit, place, heads=heads)
        return replace(found, behind=behind)

    def _search_on(self) -> int:
        with self._database.reading() as connection:
            ready = pages.is_searched(connection)
        return 0 if ready else self.search_on(_EVENTS_AT_ONCE)

    def search_on(self, limit: int) -> int:
        """Make the index of words know more events; how many are left."""
        with self._database.writing() as connection:
            return pages.search_on(connection, limit, self._uri)

    def by_keys(self, keys: Sequence[str]) -> dict[str, Article]:
        """Articles by their keys."""
        with self._database.reading() as connection:
            found = self._documents(connection, keys)
        return {key: to_article(document, self._uri) for key, document in found.items()}

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
        sql = f"""SELECT copyHash, key, json_extract(document, '$.url'), site FROM articles WHERE copyHash {words.IN}
                  ORDER BY firstFetched DESC, key DESC"""
        with self._database.reading() as connection:
            rows = connection.execute(sql, [words.json_text(list(hashes))]).fetchall()
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

    # ── events ──

    @property
    def stream(self) -> str:
        """Which order of events this is."""
        with self._database.reading() as connection:
            return events.stream_of(connection)

    def events(self, after: int, limit: int) -> list[Event]:
        """What happened after this number."""
        with self._database.reading() as connection:
            return events.read_events(connection, after, limit)

    def last_event(self) -> int:
        """The number of what happened last."""
        with self._database.reading() as connection:
            return events.last_number(connection)

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
                rows = [words.visit_row(visit) for visit in fresh.values()]
                connection.executemany(words.OFFER_VISIT, rows)
                known |= self._visits(connection, list(fresh))
        return [known[key] for key in keys]

    def _visits(self, connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, Visit]:
        rows = connection.execute(
            f"SELECT {', '.join(words.VISIT)} FROM visits WHERE key {words.IN}", [words.json_text(list(keys))]
        )
        return {row[0]: words.to_visit(row) for row in rows}

    def visits(self, urls: Sequence[str]) -> dict[str, Visit]:
        """What is known of these addresses, by key; unknown ones are left out."""
        with self._database.reading() as connection:
            return self._visits(connection, [article_key(url) for url in urls])

    def take(
        self, site: str, limit: int, *, at: datetime, after: Visit | None = None, again: bool = True
    ) -> list[Visit]:
        """Visits of a site that are due at this time."""
        taken: list[Visit] = []
        first = turn(after) or 0 if after else 0
        with self._database.reading() as connection:
            for group in range(first, 3 if again else 2):
                behind = (milliseconds(after.due), after.key) if after and group == first else words.END
                asked = [site, group, milliseconds(at), *behind, max(limit - len(taken), 0)]
                taken += [words.to_visit(row) for row in connection.execute(words.TAKE, asked)]
        return taken

    def next_due(self, site: str) -> datetime | None:
        """When the first visit of a site is due."""
        sql = "SELECT min(due) FROM visits WHERE site = ? AND turn = ?"
        with self._database.reading() as connection:
            firsts = [connection.execute(sql, [site, group]).fetchone()[0] for group in range(3)]
        return moment_of(min((each for each in firsts if each is not None), default=None))

    # ── leases ──

    def lease(self, names: Sequence[str], holder: str, at: datetime, until: datetime) -> dict[str, Lease]:
        """Ask for these leases: what each is now, by name."""
        return self._put_leases(names, lambda name, old: claimed(old, name, holder, at, until))

    def renew(self, leases: Sequence[Lease]) -> dict[str, Lease]:
        """Write one's leases anew: what each is now."""
        given = {each.name: each for each in leases}
        return self._put_leases(list(given), lambda name, old: renewed(old, given[name]))

    def _put_leases(self, names: Sequence[str], decide: Decision) -> dict[str, Lease]:
        sql = f"SELECT {', '.join(words.LEASE)} FROM leases WHERE name {words.IN}"
        with self._database.writing() as connection:
            rows = connection.execute(sql, [words.json_text(list(names))]).fetchall()
            olds = {lease.name: lease for lease in map(words.to_lease, rows)}
            now = {name: lease for name in names if (lease := decide(name, olds.get(name))) is not None}
            fresh = [words.lease_row(lease) for name, lease in now.items() if lease != olds.get(name)]
            connection.executemany(words.PUT_LEASE, fresh)
        return now

    # ── how visits ended ──

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how visits ended."""
        given = [(article_key(each.url), tidied(each)) for each in outcomes]
        with self._database.writing() as connection:
            self._mark_withdrawn(connection, [outcome for _, outcome in given])
            known = self._visits(connection, [key for key, _ in given])
            changed = settled_all(known, [outcome for _, outcome in given])
            connection.executemany(words.PUT_VISIT, [words.visit_row(each) for each in changed.values()])
            connection.executemany(
                words.PUT_OUTCOME, [[key, *words.columns(each, words.OUTCOME)] for key, each in given]
            )

    def history(self, url: str) -> list[Outcome]:
        """Every visit of an address, the oldest first."""
        sql = f"SELECT {', '.join(words.OUTCOME)} FROM outcomes WHERE key = ? ORDER BY at, run, state"
        with self._database.reading() as connection:
            return [
                Outcome(**words.values_of(words.OUTCOME, row)) for row in connection.execute(sql, [article_key(url)])
            ]

    def spent_since(self, site: str, since: datetime) -> Spent:
        """How many requests of a site were answered since then, and with how many bytes."""
        sql = """SELECT count(*), ifnull(sum(bytes), 0) FROM outcomes
                 WHERE site = ? AND at >= ? AND status IS NOT NULL"""
        with self._database.reading() as connection:
            return Spent(*connection.execute(sql, [site, words.bound_of(since)]).fetchone())

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

    def days(self, site: str | None, since: date, until: date) -> list[Day]:
        """What a site, or every one, gave on each day."""
        with self._database.reading() as connection:
            return read_days(connection, site, since, until)

    def example(self, site: str, flaw: Flaw, since: date, until: date) -> Example | None:
        """The newest address of a site that shows something."""
        with self._database.reading() as connection:
            return read_example(connection, site, flaw, since, until)

    def arrivals(self, since: date, until: date) -> list[Arrivals]:
        """How many articles came in on each day."""
        with self._database.reading() as connection:
            return read_arrivals(connection, since, until)

    def outcomes(self, site: str, limit: int, state: VisitState | None = None) -> list[Outcome]:
        """How the last visits of a site ended."""
        with self._database.reading() as connection:
            return read_outcomes(connection, site, limit, state)

    def held(self, at: datetime) -> list[Lease]:
        """The leases that somebody holds."""
        with self._database.reading() as connection:
            return read_held(connection, at)

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
