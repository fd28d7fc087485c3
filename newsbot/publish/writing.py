"""Writing exports: an article at a time, in any form, with memory that does not grow."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, Protocol

from newsbot.article import Article
from newsbot.errors import FixArgument
from newsbot.publish import tables
from newsbot.publish.columns import csv_header, csv_record
from newsbot.publish.files import MARK, whole_file, whole_folder
from newsbot.publish.folder import NoteFolder
from newsbot.publish.forms import Form, is_packed
from newsbot.publish.records import json_line

#: What changed, beside an article, in exports of what changed: number, kind, at, version.
Change = Mapping[str, Any]
#: Forms that a later export of what changed can be put into.
UPDATED = frozenset({Form.SQLITE, Form.MARKDOWN})
_PACKED = 6  # gzip's own default: 9 takes three times as long for a hundredth of the size
_CURE = "Choose a place that can be written to, and has room."
CURE_PARQUET = "python -m pip install 'pyarrow>=18'"


class Sink(Protocol):
    """Takes the articles of an export."""

    def add(self, article: Article, change: Change | None = None) -> None:
        """One more article, and what changed in it, where that is told."""
        ...


class Lines:
    """A sink for JSON lines or CSV: `put` takes the bytes."""

    def __init__(self, put: Callable[[bytes], object], form: Form) -> None:
        self._put = put
        self._json = form is Form.JSONL
        if not self._json:
            put(csv_header().encode())

    def add(self, article: Article, change: Change | None = None) -> None:
        """Write the line."""
        if self._json:
            self._put(json_line(article, change))
        else:
            self._put(csv_record(article, _kind(change)).encode())


class Database:
    """A sink for an SQLite file. Whoever is there already is replaced."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        for each in tables.TABLES:
            connection.execute(each)

    def add(self, article: Article, change: Change | None = None) -> None:
        """Write the rows."""
        key = article.key
        self._connection.execute(tables.PUT_ARTICLE, tables.article_row(article, _kind(change)))
        for each in tables.DROP_CHILDREN.values():
            self._connection.execute(each, [key])
        for table, row in tables.child_rows(article):
            self._connection.execute(tables.PUT_CHILD[table], row)


@contextmanager
def writing(path: Path, form: Form, *, update: bool = False) -> Iterator[Sink]:
    """A sink into a file or folder, which is there when the block has ended well.

    `update` puts articles into the SQLite file or the Markdown folder that is there; other forms are written anew.

    Raises:
        FixArgument: it cannot be written, or (`parquet`) what writes it is not installed.
    """
    try:
        with ExitStack() as stack:
            yield _open(stack, path, form, update=update and path.exists())
    except (OSError, sqlite3.Error) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise FixArgument("--to", str(path), why, _CURE) from error


def need_parquet(option: str) -> None:
    """See whether Parquet can be written and read. Raises `FixArgument`."""
    if find_spec("pyarrow") is None:
        raise FixArgument(option, "parquet", "the package for it, pyarrow, is not installed", CURE_PARQUET)


def _open(stack: ExitStack, path: Path, form: Form, *, update: bool) -> Sink:
    if form is Form.MARKDOWN:
        folder = path if update and (path / MARK).is_file() else stack.enter_context(whole_folder(path))
        return stack.enter_context(closing(NoteFolder(folder)))
    if form is Form.SQLITE and update:
        return stack.enter_context(_database(path, fresh=False))
    part = stack.enter_context(whole_file(path))
    if form is Form.SQLITE:
        return stack.enter_context(_database(part, fresh=True))
    if form is Form.PARQUET:
        return stack.enter_context(_parquet(part))
    return Lines(stack.enter_context(_packed(part) if is_packed(path) else part.open("wb")).write, form)


@contextmanager
def _packed(part: Path) -> Iterator[IO[bytes]]:
    # No name and no time in it: the same articles give the same bytes.
    with part.open("wb") as file, gzip.GzipFile("", "wb", _PACKED, file, mtime=0) as packed:
        yield packed  # type: ignore[misc]  # it is one, but for the name of its class


@contextmanager
def _parquet(part: Path) -> Iterator[Sink]:
    # Here, because loading it takes half a second that other exports need not wait.
    from newsbot.publish.arrow import ParquetFile, to_row  # noqa: PLC0415

    with ParquetFile(part) as file:

        class Rows:
            def add(self, article: Article, change: Change | None = None) -> None:
                file.add(to_row(article, change))

        yield Rows()


@contextmanager
def _database(path: Path, *, fresh: bool) -> Iterator[Sink]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        if fresh:
            # Who sees it sees it whole (`whole_file`): a journal would only be written for nobody.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA application_id = {tables.APPLICATION}")
            connection.execute(f"PRAGMA user_version = {tables.LAYOUT}")
        elif connection.execute("PRAGMA application_id").fetchone() != (tables.APPLICATION,):
            raise sqlite3.DatabaseError("it is no export of newsbot")
        connection.execute("BEGIN")
        yield Database(connection)
        for each in tables.INDEXES:
            connection.execute(each)
        connection.execute("COMMIT")


def _kind(change: Change | None) -> str | None:
    return None if change is None else str(change["kind"])
