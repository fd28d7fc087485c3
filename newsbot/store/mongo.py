"""The store in MongoDB: any deployment, one document an article, for other tools to read. Only this file knows pymongo.

Collections: `articles` (by key), `revisions` (`key:number`: the versions before), `visits` (by key), `outcomes` (every
visit). Nothing is locked: a write names the version that it was decided on; who finds another one decides again.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Self, TypeVar
from urllib.parse import unquote

import bson
import pymongo
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import DESCENDING, IndexModel, InsertOne, MongoClient, ReadPreference, ReplaceOne, UpdateOne, WriteConcern
from pymongo.collection import Collection
from pymongo.errors import (
    BulkWriteError,
    ConfigurationError,
    ConnectionFailure,
    InvalidName,
    InvalidOperation,
    OperationFailure,
    PyMongoError,
)

from newsbot.article import Article
from newsbot.discovery.link import Link
from newsbot.errors import FixStore, NewsbotError, RetryStore, SetAside
from newsbot.likeness import Fingerprint
from newsbot.store import mongo_likenesses as likenesses
from newsbot.store import mongo_words as words
from newsbot.store.base import Candidate, Copy, Counts, Outcome, Query, Saved, Spent, Visit, shown
from newsbot.store.documents import Document, Draft, Plan, drafts, number_of, plan, to_article, withdrawals
from newsbot.store.mongo_words import DUPLICATE, FIRST
from newsbot.store.visits import offered, settled_all, tidied
from newsbot.urls import article_key

T = TypeVar("T")
Documents = Collection[dict[str, Any]]

_LAYOUT = 1
_PAGE = 200
_LINKS_AT_ONCE = 5000
_SLOW = 120.0  #: seconds for what reads everything, or builds an index


class _LostRaceError(Exception):
    """Another process wrote what we had decided on: read it and decide again."""


def _connect(uri: str) -> MongoClient[dict[str, Any]]:
    # Where there is a password, the driver's own message may quote a piece of it.
    secret = "@" in uri
    waits: dict[str, Any] = {} if "serverselectiontimeoutms" in uri.lower() else {"serverSelectionTimeoutMS": 3000}
    try:
        client: MongoClient[dict[str, Any]] = MongoClient(uri, connect=False, appname="newsbot", **waits)
    except (ConfigurationError, InvalidName, ValueError) as error:
        why = "the URI is not well formed" if secret else f"the URI is not well formed: {error}"
        cure = "Write mongodb://user:password@host:27017/database, with / : @ % in user and password percent-encoded."
        raise FixStore(shown(uri), why, cure) from None
    if not client.write_concern.acknowledged:
        raise FixStore(shown(uri), "w=0 loses articles without telling", "Take w=0 out of the URI.")
    return client


class MongoStore:
    """A `newsbot.store.base.Store` in MongoDB.

    Args:
        uri: `mongodb://` or `mongodb+srv://`; the database that its path names is used.
        database: the database, where the URI names none.
        patience: for how many seconds a server that does not answer is asked again, before `RetryStore`.

    Raises:
        FixStore, RetryStore: it cannot be used, or does not answer now.
    """

    def __init__(self, uri: str, *, database: str = "newsbot", patience: float = 20.0) -> None:
        self._client = _connect(uri)
        self._patience = patience
        self._closed = threading.Event()
        self._uri = shown(uri)
        passwords = re.findall(r"://[^:]*:(.+)@", uri)
        self._secrets = {spelling for each in passwords for spelling in (each, unquote(each))}
        try:
            name = self._client.get_default_database(database).name
            self._uri = f"{'/'.join(self._uri.split('/')[:3])}/{name}"
            self._open(name)
        except (NewsbotError, InvalidName, ConfigurationError) as error:
            self._client.close()
            if isinstance(error, NewsbotError):
                raise
            raise FixStore(
                self._uri, self._hush(str(error)), "Give another name of a database, or another host."
            ) from None

    def _open(self, name: str) -> None:
        knock = self._client.options.server_selection_timeout
        hello = self._patiently(lambda: self._client.admin.command("hello"), patience=0, attempt=knock)
        replicated = "setName" in hello or hello.get("msg") == "isdbgrid"
        self._database = self._client.get_database(
            name,
            codec_options=CodecOptions(tz_aware=True, tzinfo=UTC),
            read_preference=ReadPreference.PRIMARY,  # what is decided must rest on what is there
            write_concern=WriteConcern("majority")
            if replicated
            else WriteConcern(w=1, j=True),  # else kill -9 loses some
        )
        self._largest = int(hello["maxBsonObjectSize"])
        self._articles: Documents = self._database["articles"]
        self._revisions: Documents = self._database["revisions"]
        self._seen: Documents = self._database["visits"]
        self._outcomes: Documents = self._database["outcomes"]
        self._patiently(self._prepare, attempt=_SLOW)

    def _prepare(self) -> None:
        meta: Documents = self._database["meta"]
        layout = (meta.find_one({"_id": "layout"}) or {}).get("version", 0)
        if layout > _LAYOUT:
            why = f"a newer newsbot wrote it (layout {layout}; this newsbot knows {_LAYOUT})"
            raise FixStore(self._uri, why, "Update newsbot, or give another database.")
        for name, indexes in words.INDEXES.items():
            self._database[name].create_indexes([IndexModel(keys, **options) for keys, options in indexes])
        if not layout:
            meta.update_one({"_id": "layout"}, {"$set": {"version": _LAYOUT}}, upsert=True)

    def __repr__(self) -> str:
        return f"<MongoStore {self._uri}>"

    @property
    def uri(self) -> str:
        """Host and database, without user, password and options."""
        return self._uri

    def _hush(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def _failure(self, error: PyMongoError) -> NewsbotError:
        if isinstance(error, BulkWriteError):
            return words.batch_failure(self._uri, error.details)
        late = isinstance(error, ConnectionFailure) or error.timeout or error.has_error_label("RetryableWriteError")
        code = error.code if isinstance(error, OperationFailure) else None
        return words.failure(self._uri, self._hush(str(error)), code, late=late)

    def _patiently(self, work: Callable[[], T], *, patience: float | None = None, attempt: float | None = None) -> T:
        """Do it, and again while the server is away or others are faster. All of `work` must bear to be done twice."""
        patience = self._patience if patience is None else patience
        end = time.monotonic() + patience
        for pause in words.pauses():
            try:
                with pymongo.timeout(attempt or max(self._patience / 2, 0.5)):
                    return work()
            except _LostRaceError:
                failure: NewsbotError = RetryStore(self._uri, "other processes write the same all the time")
            except InvalidOperation:
                if not self._closed.is_set():
                    raise
                raise RetryStore(self._uri, "it was closed meanwhile") from None
            except PyMongoError as error:
                failure = self._failure(error)
                failure.__cause__ = error
            late = time.monotonic() + pause > end
            if late or not isinstance(failure, RetryStore) or self._closed.wait(pause):
                raise failure
        raise AssertionError  # there is always another pause

    def _bulk(self, collection: Documents, writes: Sequence[Any]) -> dict[int, Mapping[str, Any]]:
        """Write what can be written. The documents' own faults, lost races among them, by place; others are raised."""
        if writes:
            try:
                collection.bulk_write(writes, ordered=False)
            except BulkWriteError as error:
                faults = words.faults_of(error.details)
                if faults is None:  # written, or not: all is read and decided again
                    raise
                return faults
        return {}

    # ── articles ──

    def save(self, articles: Sequence[Article]) -> list[Saved]:
        """Keep these articles."""
        made, refused = drafts(articles)
        answers: list[Saved | None] = [None] * len(made)
        pending = {place: each for place, each in enumerate(made) if each is not None}

        def write_pending() -> None:
            decided, lost, faults = self._write(list(pending.values()))
            for (place, each), answer in zip(list(pending.items()), decided.answers, strict=True):
                if each.key in faults:
                    refused[place] = faults[each.key]
                elif each.key not in lost:
                    answers[place] = answer
                if each.key not in lost:
                    del pending[place]
            if pending:
                raise _LostRaceError

        if pending:
            self._patiently(write_pending)
        if refused:
            raise SetAside(self._uri, answers, refused)
        return [answer for answer in answers if answer is not None]

    def _write(self, batch: Sequence[Draft]) -> tuple[Plan, set[str], dict[str, str]]:
        """Decide and write: first the versions before, which may be written twice. Keys of lost races, and faults."""
        olds = {old["_id"]: old for old in self._articles.find({"_id": {"$in": [each.key for each in batch]}})}
        decided = plan(olds, batch)
        return decided, *self._carry_out(olds, decided)

    def _carry_out(self, olds: Mapping[str, Document], decided: Plan) -> tuple[set[str], dict[str, str]]:
        before = {f"{key}:{number_of(old):06d}": likenesses.without_likeness(old) for key, old in decided.revisions}
        kept = [ReplaceOne({"_id": name}, {**old, "_id": name}, upsert=True) for name, old in before.items()]
        self._bulk(self._revisions, kept)
        keys, writes, faults = [], [], {}
        for key, document in words.article_documents(olds, decided):
            raw = RawBSONDocument(bson.encode(document))
            if len(raw.raw) > self._largest:
                faults[key] = f"it is larger than the {self._largest >> 20} MB that MongoDB can hold"
                continue
            keys.append(key)
            old = olds.get(key)
            writes.append(UpdateOne(words.this_version(old), {"$set": raw}, upsert=True) if old else InsertOne(raw))
        failed = self._bulk(self._articles, writes)
        lost = {keys[place] for place, fault in failed.items() if fault["code"] == DUPLICATE}
        faults |= {keys[place]: fault["errmsg"] for place, fault in failed.items() if fault["code"] != DUPLICATE}
        return lost, faults

    def _mark_withdrawn(self, outcomes: Sequence[Outcome]) -> None:
        """Mark the articles whose pages are gone, and take the mark from those that are there again."""
        if condition := words.perhaps_withdrawn(outcomes):
            olds = {old["_id"]: old for old in self._articles.find(condition)}
            lost, _ = self._carry_out(olds, withdrawals(olds, outcomes))  # one too large to be marked stays as it is
            if lost:
                raise _LostRaceError

    def _present(self, url: str) -> Document | None:
        key = article_key(url)
        found = self._articles.find_one({"_id": key})
        return found or self._articles.find_one({"aliases": key}, sort=[("crawl.fetchedAt", DESCENDING)])

    def get(self, url: str) -> Article | None:
        """The article at this address, in any of its spellings."""
        found = self._patiently(lambda: self._present(url))
        return to_article(found, self._uri) if found else None

    def find(self, query: Query) -> Iterator[Article]:
        """Articles in the order in which they were first fetched; no cursor is open between two of them."""
        left = query.limit
        last: Document | None = None
        while left is None or left > 0:
            size = _PAGE if left is None else min(left, _PAGE)
            page = self._patiently(partial(self._page, query, last, size))
            yield from (to_article(each, self._uri) for each in page)
            if len(page) < size:
                return
            left = None if left is None else left - size
            last = page[-1]

    def _page(self, query: Query, last: Document | None, size: int) -> list[Document]:
        found = self._articles.find({"$and": [words.condition(query), words.after(last)]})
        return list(found.sort([(FIRST, 1), ("_id", 1)]).limit(size))

    def revisions(self, url: str) -> list[Article]:
        """All versions of an article, the oldest first, the present one last."""

        def read() -> list[Document]:
            present = self._present(url)
            if present is None:
                return []
            # One of the present number or later was written for a race that was lost.
            names = {"$gte": f"{present['_id']}:", "$lt": f"{present['_id']}:{number_of(present):06d}"}
            return [*self._revisions.find({"_id": names}).sort("_id"), present]

        return [to_article(each, self._uri) for each in self._patiently(read)]

    def copies(self, hashes: Sequence[str]) -> dict[str, Copy]:
        """Of these content hashes those whose text is kept complete already, with the first that has it."""
        order = [(FIRST, DESCENDING), ("_id", DESCENDING)]  # so the first comes last, and stays
        asked = (words.complete_copies(hashes), words.COPY)
        return words.to_copies(self._patiently(lambda: list(self._articles.find(*asked).sort(order))))

    def alike(self, fingerprints: Sequence[Fingerprint]) -> list[list[Candidate]]:
        """For each of these texts, kept ones that may be its copies."""
        asked = [likenesses.candidates(each, self._articles.name) for each in fingerprints]
        found = self._patiently(lambda: [list(self._articles.aggregate(each)) for each in asked])
        return [likenesses.to_candidates(each) for each in found]

    def story(self, url: str) -> list[Article]:
        """All that is kept of the story of the article at this address."""

        def read() -> list[Document]:
            return list(self._articles.find(likenesses.of_story(self._present(url))).sort([(FIRST, 1), ("_id", 1)]))

        return [to_article(each, self._uri) for each in self._patiently(read)]

    # ── visits ──

    def offer(self, links: Sequence[Link], site: str, at: datetime) -> list[Visit]:
        """Note that these addresses exist; what is known of each, in order."""
        visits: list[Visit] = []
        for start in range(0, len(links), _LINKS_AT_ONCE):
            given = [offered(link, site, at) for link in links[start : start + _LINKS_AT_ONCE]]
            visits += self._patiently(partial(self._offer, given))
        return visits

    def _offer(self, given: Sequence[Visit]) -> list[Visit]:
        keys = [visit.key for visit in given]
        known = self._known(keys)
        fresh = {visit.key: visit for visit in reversed(given) if visit.key not in known}  # of two spellings the first
        faults = self._bulk(self._seen, [InsertOne(words.visit_document(visit)) for visit in fresh.values()])
        known |= fresh
        if faults:  # another process was faster
            known |= self._known(list(fresh))
        return [known[key] for key in keys]

    def _known(self, keys: Sequence[str]) -> dict[str, Visit]:
        return {each["_id"]: words.to_visit(each) for each in self._seen.find({"_id": {"$in": list(keys)}})}

    def visits(self, urls: Sequence[str]) -> dict[str, Visit]:
        """What is known of these addresses, by key; unknown ones are left out."""
        return self._patiently(lambda: self._known([article_key(url) for url in urls]))

    def take(self, site: str, limit: int) -> list[Visit]:
        """Visits of a site that were never made, or failed, then those that may be due again."""
        order = [("turn", 1), ("newest", DESCENDING), ("_id", 1)]

        def read() -> list[Visit]:
            found = self._seen.find({"site": site, "turn": {"$gte": 0}}).sort(order).limit(limit)
            return [words.to_visit(each) for each in found]

        return self._patiently(read) if limit > 0 else []

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how visits ended."""
        given = [tidied(each) for each in outcomes]
        keys = [article_key(each.url) for each in given]

        def write() -> None:
            self._mark_withdrawn(given)
            known = self._known(keys)
            changed = settled_all(known, given)
            if self._bulk(self._seen, [self._replace(known.get(key), visit) for key, visit in changed.items()]):
                raise _LostRaceError
            # Those that are there already are the same.
            pairs = zip(keys, given, strict=True)
            self._bulk(self._outcomes, [InsertOne(words.outcome_document(key, each)) for key, each in pairs])

        if given:
            self._patiently(write)

    def _replace(self, old: Visit | None, new: Visit) -> InsertOne[Document] | UpdateOne:
        document = words.visit_document(new)
        if old is None:
            return InsertOne(document)
        return UpdateOne(words.this_visit(old), {"$set": document}, upsert=True)

    def history(self, url: str) -> list[Outcome]:
        """Every visit of an address, the oldest first."""
        order = [("at", 1), ("_id", 1)]
        found = self._patiently(lambda: list(self._outcomes.find({"key": article_key(url)}).sort(order)))
        return [words.to_outcome(each) for each in found]

    def spent_since(self, site: str, since: datetime) -> Spent:
        """How many requests of a site were answered since then, and with how many bytes."""
        steps = words.spent_since(site, since)
        return words.to_spent(self._patiently(lambda: list(self._outcomes.aggregate(steps))))

    def counts(self) -> Counts:
        """How much is kept."""
        read = self._patiently
        articles = read(lambda: list(self._articles.aggregate(list(words.COUNT_ARTICLES))), attempt=_SLOW)
        return words.to_counts(
            articles, read(lambda: list(self._seen.aggregate(list(words.COUNT_VISITS))), attempt=_SLOW)
        )

    def ready(self) -> None:
        """See whether the server takes writes: it made the indexes when this store was opened."""
        self._patiently(lambda: self._client.admin.command("ping"))

    def close(self) -> None:
        """Let go of the connections; whoever waits for the server is told to try later."""
        self._closed.set()
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
