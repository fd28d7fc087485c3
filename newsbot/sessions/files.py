"""Files: secrets in files that are their owner's alone; read as a whole, and written so that no half of one is left."""

from __future__ import annotations

import os
import shlex
import stat
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from newsbot.sessions.unavailable import Unavailable

#: In bytes; a longer value is no password, code or key.
LONGEST = 64 * 1024
_NEW = ".new-"
#: Seconds; a file that was being written for so long never will be.
_ABANDONED = 3600


def write_private_file(path: Path, data: bytes) -> None:
    """Put a file in its place that only its owner can read. Raises `OSError`; then the old file stands as it was.

    Whenever the machine stops, there is the old or the new one. Of several writers, the last wins.
    """
    _write(path, data, lambda new: Path(new).replace(path))


def make_private_file(path: Path, data: bytes) -> bool:
    """The same, but never in the place of another: False where somebody was faster. Raises `OSError`."""
    try:
        _write(path, data, lambda new: os.link(new, path))
    except FileExistsError:
        return False
    return True


def _write(path: Path, data: bytes, place: Callable[[str], object]) -> None:
    opened, new = tempfile.mkstemp(prefix=_NEW, dir=path.parent)  # of mode 0600 from its first moment
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        place(new)
    finally:
        with suppress(FileNotFoundError):
            Path(new).unlink()
    _sync(path.parent)


def _sync(folder: Path) -> None:
    """Have the folder itself written down; some file systems cannot, and need not."""
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def sweep(folder: Path) -> None:
    """Take away what writers left that were killed."""
    now = time.time()
    for left in folder.glob(f"{_NEW}*"):
        with suppress(OSError):
            if now - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def read_private_file(path: Path) -> bytes | Unavailable:
    """A file that nobody but its owner, who runs newsbot, can read; at most `LONGEST` bytes.

    What is looked at is what is read: the file is opened once, and a symbolic link is not followed.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        opened = os.open(path, flags)
    except OSError as error:
        if path.is_symlink():
            return Unavailable(f"{path} is a symbolic link", "Name the file that it leads to.")
        return Unavailable(
            f"{path}: {(error.strerror or str(error)).lower()}", "Name a file that is there and is yours."
        )
    try:
        if refusal := _why_not_private(path, os.fstat(opened)):
            return refusal
        with open(opened, "rb", closefd=False) as file:
            data = file.read(LONGEST + 1)
    except OSError as error:
        return Unavailable(f"{path}: {(error.strerror or str(error)).lower()}", "Name a file that can be read.")
    finally:
        os.close(opened)
    return data if len(data) <= LONGEST else Unavailable(f"{path} is too long for a secret", "Name the right file.")


def _why_not_private(path: Path, found: os.stat_result) -> Unavailable | None:
    if not stat.S_ISREG(found.st_mode):
        return Unavailable(f"{path} is no regular file", "Name a file; for what a program prints there is cmd:COMMAND.")
    if found.st_uid != os.geteuid():
        return Unavailable(f"{path} belongs to another user", "Make a copy of your own, with `chmod 600`.")
    if found.st_mode & 0o077:
        mode = f"{stat.S_IMODE(found.st_mode):04o}"
        cure = f"chmod 600 {shlex.quote(str(path))}  (and change what stood in it, if others use this machine)"
        return Unavailable(f"others can read {path} (mode {mode})", cure)
    return None
