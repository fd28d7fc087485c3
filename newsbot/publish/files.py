"""Files that appear when they are whole: what is written lies beside its place until then."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newsbot.errors import FixArgument
from newsbot.publish.tables import APPLICATION

#: A folder with this file in it was written by an export, and may be replaced by another.
MARK = ".newsbot-export"
_DATABASE_HEAD = 100  # bytes, in which SQLite says what the file is
_APPLICATION_AT = slice(68, 72)
_OVERWRITE = "Choose another name, or say --overwrite."


def may_write(path: Path, *, option: str, overwrite: bool) -> None:
    """See whether an export may be put there. Nothing that newsbot did not write is ever replaced by a folder.

    Raises `FixArgument`.
    """
    if path.is_symlink() and not path.exists():
        raise FixArgument(option, str(path), "it is a link to nowhere", "Choose another name.")
    if path.is_dir():
        if any(path.iterdir()) and not (path / MARK).is_file():
            why = "the folder holds what no export of newsbot wrote"
            raise FixArgument(option, str(path), why, "Choose a folder that is new, or empty.")
        if not overwrite and (path / MARK).is_file():
            raise FixArgument(option, str(path), "there is an export already", _OVERWRITE)
    elif path.is_file() and _is_strange_database(path):
        why = "it is a database that no export of newsbot wrote"
        raise FixArgument(option, str(path), why, "Choose another name.")
    elif path.exists() and not overwrite:
        raise FixArgument(option, str(path), "there is a file already", _OVERWRITE)


def _is_strange_database(path: Path) -> bool:
    """Whether it is SQLite's, and no export: it may be a store, which is never written over, whatever was said."""
    try:
        with path.open("rb") as file:
            head = file.read(_DATABASE_HEAD)
    except OSError:
        return False
    return head.startswith(b"SQLite format 3\0") and head[_APPLICATION_AT] != APPLICATION.to_bytes(4)


def is_export(path: Path) -> bool:
    """Whether a folder or file is there to which more can be added; a file tells only when it is opened."""
    return path.is_file() or (path / MARK).is_file()


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside this one, to write a file to; it takes its place when the block ends well, and is else removed.

    So nobody ever sees a part of it; only a process that is killed leaves one behind, as NAME.NUMBER.part.
    """
    target = path.resolve()  # a link stays, what it leads to is replaced
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        yield part
        _settle(part)
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink()


@contextmanager
def whole_folder(path: Path) -> Iterator[Path]:
    """The same for a folder. The one that it replaces is removed when the new one has taken its place."""
    target = path.resolve()
    part, old = (target.with_name(f"{target.name}.{os.getpid()}.{end}") for end in ("part", "old"))
    try:
        part.mkdir(parents=True)
        (part / MARK).write_text("An export of newsbot wrote this folder: another one may replace it.\n", "utf-8")
        yield part
        if target.exists():
            target.rename(old)
        try:
            part.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    finally:
        for each in (part, old):
            shutil.rmtree(each, ignore_errors=True)


def _settle(path: Path) -> None:
    """Wait until the bytes are on the disk: else a power cut could leave an empty file under the final name."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
