"""The connection to MongoDB: which database, how long a server that is away is waited for, its errors in our words.

`newsbot.store.mongo` says what is written; this and that module alone know pymongo.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from typing import Any, Self, TypeVar
from urllib.parse import unquote

import pymongo
from bson.codec_options import CodecOptions
from pymongo import IndexModel, MongoClient, ReadPreference, WriteConcern
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

from newsbot.errors import FixStore, NewsbotError, RetryStore
from newsbot.store import mongo_words as words
from newsbot.store.base import shown
from newsbot.store.mongo_events import UNTOLD, UPGRADE_ARTICLES

T = TypeVar("T")
Documents = Collection[dict[str, Any]]

_LAYOUT = 3
SLOW = 120.0  #: seconds for what reads everything, or builds an index


class LostRaceError(Exception):
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


class MongoServer:
    """A database of a MongoDB. See `newsbot.store.mongo.MongoStore` for its arguments and errors."""

    def __init__(self, uri: str, *, database: str = "newsbot", patience: float = 20.0) -> None:
        self._client = _connect(uri)
        self._patience = patience
        self._closed = threading.Event()
        self._searchable = False  #: whether the indexes of words are there
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
        self._leases: Documents = self._database["leases"]
        self._events: Documents = self._database["events"]
        self._meta: Documents = self._database["meta"]
        self._patiently(self._prepare, attempt=SLOW)

    def _prepare(self) -> None:
        meta = self._meta
        layout = (meta.find_one({"_id": "layout"}) or {}).get("version", 0)
        if layout > _LAYOUT:
            why = f"a newer newsbot wrote it (layout {layout}; this newsbot knows {_LAYOUT})"
            raise FixStore(self._uri, why, "Update newsbot, or give another database.")
        if layout == 1:
            seen: Documents = self._database["visits"]
            seen.update_many({"turn": {"$gte": 0}, "due": {"$exists": False}}, list(words.UPGRADE_VISITS))
        if layout < 3:  # noqa: PLR2004 - the version that brought events
            self._articles.update_many({UNTOLD: {"$exists": False}}, list(UPGRADE_ARTICLES))
            meta.update_one({"_id": "stream"}, {"$setOnInsert": {"id": secrets.token_hex(6)}}, upsert=True)
        for name, indexes in words.INDEXES.items():
            self._create_indexes(name, indexes)
        if layout < _LAYOUT:
            meta.update_one({"_id": "layout"}, {"$set": {"version": _LAYOUT}}, upsert=True)

    def _create_indexes(self, name: str, indexes: Sequence[words.Index]) -> None:
        self._database[name].create_indexes([IndexModel(keys, **options) for keys, options in indexes])

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._uri}>"

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
            except LostRaceError:
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

    def _bulk(
        self, collection: Documents, writes: Sequence[Any], *, ordered: bool = False
    ) -> dict[int, Mapping[str, Any]]:
        """Write what can be written. The documents' own faults, lost races among them, by place; others are raised."""
        if writes:
            try:
                collection.bulk_write(writes, ordered=ordered)
            except BulkWriteError as error:
                faults = words.faults_of(error.details)
                if faults is None:  # written, or not: all is read and decided again
                    raise
                return faults
        return {}

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
