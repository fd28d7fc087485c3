"""Turns: one process at a time signs in to a site. Two logins at once look like a theft, and each may end the other.

A file in the vault's folder is locked (flock); the system lets it go with the process that holds it, however that
ends. Where there is no such lock (Windows, some network folders) nobody waits, and two may sign in at the same time.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec

from newsbot.errors import AwaitOther
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.vault import Vault

logger = logging.getLogger(__name__)
fcntl = import_module("fcntl") if find_spec("fcntl") else None  # Windows has none

#: Seconds that a turn is waited for: longer than any sign-in by a recipe takes that goes well.
PATIENCE = 180.0
_SUFFIX = ".lock"
_LOOK_EVERY = 0.2
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})

Tell = Callable[[str], None]


@asynccontextmanager
async def own_turn(
    vault: Vault, site: str, *, tell: Tell, patience: float = PATIENCE, given_up: Callable[[], bool] = lambda: False
) -> AsyncIterator[None]:
    """The time in which this process alone signs in to a site.

    Where it has to wait, `tell` is called once, and `given_up` asked again and again whether the wait is to end.
    Raises `AwaitOther` where another does not come to an end before, `FixVault` where the folder cannot be used.
    """
    vault.make_folder()
    try:
        # No child inherits it: a browser that outlives a killed newsbot must not keep the turn.
        opened = os.open(vault.place(site, _SUFFIX), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        raise vault.unusable(error) from error
    try:
        try:
            await _wait(opened, site, tell, patience, given_up)
        except OSError as error:
            raise vault.unusable(error) from error
        # The file stays when the turn is over: who waits has opened it, and would lock what others cannot see.
        _sign(opened)
        yield
    finally:
        os.close(opened)


async def _wait(opened: int, site: str, tell: Tell, patience: float, given_up: Callable[[], bool]) -> None:
    loop = asyncio.get_running_loop()
    began = loop.time()
    told = False
    while not _lock(opened):
        waited = loop.time() - began
        if waited >= patience or given_up():
            raise AwaitOther(site, _holder(opened), waited)
        if not told:
            told = True
            tell(f"another newsbot ({_holder(opened)}) is signing in to {site}: waiting for it, {patience:g} s at most")
        await asyncio.sleep(_LOOK_EVERY)


def _lock(opened: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        logger.warning("the vault is on a disk that knows no locks: two newsbots may sign in at the same time")
    return True


def _sign(opened: int) -> None:
    """Write down who has the turn, for those who wait; on a full disk they are not told."""
    if fcntl is not None:
        with suppress(OSError):
            os.ftruncate(opened, 0)
            os.pwrite(opened, str(os.getpid()).encode(), 0)


def _holder(opened: int) -> str:
    number = os.pread(opened, 20, 0)
    return f"process {int(number)}" if number.isdigit() else "another process"


def newer(vault: Vault, site: str, held: SavedSession | None, now: datetime) -> SavedSession | None:
    """The session that somebody signed in for since `held` was, if it may still hold. Raises what the vault raises."""
    found = vault.load(site)
    if found is None or found.is_stale(now):
        return None
    return found if held is None or found.signedInAt > held.signedInAt else None
