"""A SQLite file: opening it, reading and writing from any thread, and its errors in our words.

Used by the SQLite store and by the outbox.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsbot.errors import FixStore, NewsbotError, RetryStore

MEMORY = ":memory:"
#: So many bytes of a file are mapped where that is wanted: of address space. The system counts what was read of them
#: as the process's, and takes it back when it needs the room.
MAPPED = 8 << 30
_PATIENCE = 30.0  #: seconds to wait for another writer
_FREE = "Free some space on its disk, or give another place. What was written before is safe."
_ALLOWED = "Give this user the right to write there, or give another place."
_BROKEN = (
    "Restore a copy; or move the file away, together with its -wal and -shm files, and begin anew. "
    "`sqlite3 FILE .recover` gets out what can be read."
)
#: What to do, by SQLite's primary result code.
_FIXES = {
    sqlite3.SQLITE_FULL: ("the disk is full", _FREE),
    sqlite3.SQLITE_IOERR: ("the disk cannot be read or written", f"Look at the disk and at the system's log. {_FREE}"),
    sqlite3.SQLITE_READONLY: ("it may only be read", _ALLOWED),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", _ALLOWED),
    sqlite3.SQLITE_PERM: ("access is not permitted", _ALLOWED),
    sqlite3.SQLITE_AUTH: ("access is not permitted", _ALLOWED),
    sqlite3.SQLITE_CORRUPT: ("the file is damaged", _BROKEN),
    sqlite3.SQLITE_NOTADB: ("the file is no SQLite database, or is damaged", _BROKEN),
    sqlite3.SQLITE_TOOBIG: ("something is larger than SQLite can hold", "Leave it out."),
}


def primary_code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code; None for errors of Python's module, which are bugs."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


@contextmanager
def in_our_words(uri: str) -> Iterator[None]:
    """Turn SQLite's errors into `FixStore` and `RetryStore`; bugs (wrong SQL, a closed connection) stay as they are."""
    try:
        yield
    except sqlite3.Error as error:
        code = primary_code(error)
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise RetryStore(uri, f"another program has kept it locked for {_PATIENCE:.0f} seconds") from error
        if code not in _FIXES:
            raise
        why, cure = _FIXES[code]
        raise FixStore(uri, f"{why} ({error})", cure) from error


@dataclass(frozen=True, slots=True)
class Layout:
    """What is in a file: its tables, and how to know it."""

    what: str  #: "store" or "outbox"
    application: int  #: SQLite's application_id
    version: int
    schema: str
    synchronous: str  #: NORMAL survives the death of the process, FULL that of the power as well
    #: Columns (table, name, type) that came later, and that older newsbots can live beside: no new version for them.
    additions: tuple[tuple[str, str, str], ...] = ()
    #: What makes of an older version the next one: the first entry of version 1 version 2. An older newsbot that would
    #: write without knowing of it is told to be updated.
    upgrades: tuple[str, ...] = ()
    #: Tables that came later, by name, with the statements that make and fill them: no new version either.
    tables: Mapping[str, str] = field(default_factory=dict)


class Database:
    """One SQLite file in WAL mode: one connection that writes, behind a lock, and as many that read as are needed."""

    def __init__(self, path: str, uri: str, layout: Layout, *, mapped: bool = False) -> None:
        self.uri = uri
        self._mapped = mapped
        self._path = path
        self._layout = layout
        self._lock = threading.RLock()
        self._readers: list[sqlite3.Connection] = []
        self._closed = False
        if path != MEMORY:
            self._make_folder(Path(path))
        with in_our_words(uri):
            self._writer = self._connect()
            try:
                self._prepare()
            except (sqlite3.Error, NewsbotError):
                self._writer.close()
                raise

    def try_to_write(self) -> None:
        """Write what stands there already: to begin a transaction alone works on a file that may only be read."""
        with self.writing() as connection:
            connection.execute(f"PRAGMA user_version={self._layout.version}")

    def _make_folder(self, path: Path) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            is_folder = path.is_dir()
        except OSError as error:
            raise FixStore(self.uri, f"its folder cannot be made ({error.strerror})", _ALLOWED) from error
        if is_folder:
            raise FixStore(self.uri, "it is a folder", f"Name a file in it, such as {path / 'newsbot.db'}.")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False, cached_statements=64
        )
        connection.execute(f"PRAGMA synchronous={self._layout.synchronous}")
        if self._mapped:  # else each page that is read costs a call of the system
            connection.execute(f"PRAGMA mmap_size={MAPPED}")
        return connection

    def _prepare(self) -> None:
        self._turn_on_wal()
        # Far fewer checkpoints than by default: a fifth less is written, and a load goes a third faster.
        self._writer.execute("PRAGMA wal_autocheckpoint=32000")
        self._writer.execute("PRAGMA journal_size_limit=67108864")
        if not self._is_known():
            with self.writing() as connection:
                if not self._is_known():  # else another process was faster
                    self._write_layout(connection, self._layout.schema)
        if self._version() < self._layout.version:
            with self.writing() as connection:
                for upgrade in self._layout.upgrades[self._version() - 1 :]:  # none where another process was faster
                    self._write_layout(connection, upgrade)
        if self._missing():
            with self.writing() as connection:
                for table, column, kind in self._missing():  # else another process was faster
                    connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        if self._missing_tables():
            with self.writing() as connection:
                for table in self._missing_tables():
                    for statement in self._layout.tables[table].split(";"):
                        connection.execute(statement)

    def _missing_tables(self) -> list[str]:
        """The later tables of this layout that the file does not have yet."""
        there = {name for (name,) in self._writer.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        return [table for table in self._layout.tables if table not in there]

    def _write_layout(self, connection: sqlite3.Connection, script: str) -> None:
        for statement in script.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id={self._layout.application}")
        connection.execute(f"PRAGMA user_version={self._layout.version}")

    def _version(self) -> int:
        (version,) = self._writer.execute("PRAGMA user_version").fetchone()
        return int(version)

    def _missing(self) -> list[tuple[str, str, str]]:
        """The columns of this layout that the file does not have yet."""
        tables = {table for table, _, _ in self._layout.additions}
        described = {table: self._writer.execute(f"PRAGMA table_info({table})").fetchall() for table in tables}
        there = {(table, row[1]) for table, rows in described.items() for row in rows}
        return [each for each in self._layout.additions if each[:2] not in there]

    def _turn_on_wal(self) -> None:
        """Two processes may do this at once on a new file; SQLite then says "locked" without waiting."""
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                self._writer.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return

    def _is_known(self) -> bool:
        """Whether the tables are there. `FixStore` if they are another program's, or a newer newsbot's."""
        layout = self._layout
        version = self._version()
        (application,) = self._writer.execute("PRAGMA application_id").fetchone()
        (tables,) = self._writer.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if version == application == tables == 0:
            return False
        if application != layout.application:
            raise FixStore(
                self.uri, f"the file is no {layout.what} of newsbot", "Give another file: this one is not touched."
            )
        if version > layout.version:
            raise FixStore(
                self.uri,
                f"a newer newsbot wrote it (layout {version}; this newsbot knows {layout.version})",
                "Update newsbot, or give another file.",
            )
        return True

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it is written, or nothing."""
        with self._lock, in_our_words(self.uri):
            connection = self._writer
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of one's own. Fetch all that is needed: an open cursor keeps the WAL from being emptied."""
        if self._path == MEMORY:  # another connection would be another database
            with self._lock, in_our_words(self.uri):
                yield self._writer
            return
        with in_our_words(self.uri):
            with self._lock:
                connection = self._readers.pop() if self._readers else self._connect()
            try:
                yield connection
            finally:
                with self._lock:
                    if self._closed:
                        connection.close()
                    else:
                        self._readers.append(connection)

    def close(self) -> None:
        """Close all connections; the last one of all processes empties the WAL into the file."""
        with self._lock:
            self._closed = True
            while self._readers:
                self._readers.pop().close()
            self._writer.close()
