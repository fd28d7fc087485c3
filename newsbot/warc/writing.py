"""Writing: the files of a raw archive. Each is written by one process, and has another name until it is whole.

What belongs to one exchange is written at once, or not at all: where the disk is full, the file is cut back. What a
kill leaves behind is cut back to its last whole record at the next start (`mend`). For one thread.
"""

from __future__ import annotations

import errno
import logging
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from newsbot.errors import FixConfiguration
from newsbot.warc.exchange import Exchange
from newsbot.warc.index import OPEN, Index
from newsbot.warc.records import group_of, warcinfo

logger = logging.getLogger(__name__)
fcntl = import_module("fcntl") if find_spec("fcntl") else None  # Windows has none

#: A new file is begun when one has so many bytes, or is as old as that.
LARGEST = 1_000_000_000
OLDEST = timedelta(days=1)
SUFFIX = ".warc.gz"
_NEW = ".new"
_CHUNK = 1 << 20
#: A kill leaves less than one exchange half-written; an answer has 32 MB at most (DOWNLOAD_MAXSIZE).
_MOST_CUT = 64 << 20
_MOST_SERIALS = 100_000


def ready_folder(folder: Path) -> Path:
    """The folder of an archive as an absolute path, made where it is not there. Raises `FixConfiguration`."""
    absolute = folder.expanduser().absolute()
    probe = absolute / f".newsbot-{os.getpid()}.probe"
    try:
        absolute.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        cure = "Give a folder of yours, or leave the raw archive out."
        raise FixConfiguration("NEWSBOT_WARC", f"{absolute} cannot be written ({why})", cure) from error
    return absolute


@dataclass(slots=True)
class _File:
    """The file that is being written."""

    path: Path  #: as it is called while it is written
    handle: int
    begun: datetime
    size: int = 0

    def append(self, data: bytes) -> None:
        """Write all of it, or nothing. Raises `OSError`."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self.handle, view) :]
        except OSError:
            os.ftruncate(self.handle, self.size)
            os.lseek(self.handle, self.size, os.SEEK_SET)
            raise
        self.size += len(data)

    @property
    def name(self) -> str:
        """As it will be called when it is whole."""
        return self.path.name.removesuffix(OPEN)


class ArchiveWriter:
    """Writes exchanges to the files of a folder (see `ready_folder`). Every method may raise `OSError`."""

    def __init__(self, folder: Path, facts: Mapping[str, str], *, largest: int = LARGEST, worker: str = "") -> None:
        self._folder = folder
        self._facts = facts
        self._largest = largest
        self._worker = worker or str(os.getpid())
        self._serial = 0
        self._file: _File | None = None
        self._index: Index | None = None

    def write(self, exchange: Exchange) -> None:
        """Write an exchange that is `shareable`."""
        if self._index is None:
            self._index = Index(self._folder)
        file = self._current(exchange.at)
        group = group_of(exchange, self._index.earlier(exchange))
        file.append(group.data)
        self._index.add(exchange, group.record, file.name, file.size)

    def _current(self, at: datetime) -> _File:
        file = self._file
        if file is not None and (file.size >= self._largest or at - file.begun >= OLDEST):
            self._finish()
        if self._file is None:
            self._file = self._begin(at)
        return self._file

    def _begin(self, at: datetime) -> _File:
        for _ in range(_MOST_SERIALS):
            self._serial += 1
            stamp = f"{at.astimezone(UTC):%Y%m%d%H%M%S}"
            path = self._folder / f"newsbot-{stamp}-{self._serial:05}-{self._worker}{SUFFIX}{OPEN}"
            new = path.with_name(path.name + _NEW)
            if path.exists() or path.with_name(path.name.removesuffix(OPEN)).exists():
                continue
            with suppress(FileExistsError):
                handle = os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
                break
        else:
            raise OSError(errno.EEXIST, "no name is left for a file", str(self._folder))
        file = _File(path, handle, at)
        _lock(handle)
        try:
            file.append(warcinfo(file.name, at, self._facts))
            new.rename(path)  # now, locked, it may be seen by who mends what others left behind
        except OSError:
            os.close(handle)
            new.unlink()
            raise
        return file

    def _finish(self) -> None:
        """Give the file the name that whole ones have."""
        file, self._file = self._file, None
        if file is not None:
            os.close(file.handle)
            file.path.rename(file.path.with_name(file.name))

    def close(self) -> None:
        """End the file. Closing twice is allowed, and writing again begins another."""
        if self._index is not None:
            self._index.close()
            self._index = None
        self._finish()


def _lock(handle: int) -> bool:
    """Take a file for this process; false where another has it, and where there are no locks to tell."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        logger.warning("the raw archive is on a disk that knows no locks (%s)", error.strerror)
        return False
    return True


def mend(folder: Path) -> list[Path]:
    """Make whole the files that processes left behind which were killed, and give them their names.

    Those that are being written are left alone; so are all where there are no locks to tell them apart.
    """
    return [mended for path in sorted(folder.glob(f"newsbot-*{SUFFIX}{OPEN}")) if (mended := _mend(path)) is not None]


def _mend(path: Path) -> Path | None:
    try:
        handle = os.open(path, os.O_RDWR)
    except FileNotFoundError:  # another process was faster
        return None
    try:
        if not _lock(handle) or not path.exists():
            return None
        whole = whole_members(handle)
        if os.fstat(handle).st_size - whole > _MOST_CUT:
            logger.warning("%s is damaged in its middle, and stays as it is: no kill did that", path)
            return None
        if not whole:
            path.unlink()
            return None
        os.ftruncate(handle, whole)
        os.fsync(handle)
        mended = path.with_name(path.name.removesuffix(OPEN))
        path.rename(mended)
        logger.info("%s was left behind by a process that was killed: it is whole again", mended.name)
        return mended
    finally:
        os.close(handle)


def whole_members(handle: int) -> int:
    """How many bytes of a file, from its beginning, are whole gzip members. In bounded memory, whatever is in it."""
    whole = position = 0
    rest, more = b"", False
    unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
    os.lseek(handle, 0, os.SEEK_SET)
    while True:
        if not rest and not more:
            rest = os.read(handle, _CHUNK)
            if not rest:
                return whole
        try:
            more = len(unpacker.decompress(rest, _CHUNK)) == _CHUNK  # there may be more of it, without more input
        except zlib.error:
            return whole
        unused = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
        position += len(rest) - len(unused)
        if unpacker.eof:
            whole = position
            unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        rest = unused
