"""The processes of a browser: found by parenthood, ended by force where asking does not help, and reaped.

Only Linux tells these things (/proc); elsewhere a family knows nobody, and what Playwright does by itself has to do.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
_PROFILE = "--user-data-dir="
_SET_CHILD_SUBREAPER = 36  # of prctl(2)


@dataclass(frozen=True, slots=True)
class Process:
    """A process; the time of its start tells it from a later one of the same number."""

    pid: int
    parent: int
    group: int
    state: str  #: R, S, D, Z …
    started: int


def processes() -> list[Process]:
    """All processes of this machine; none where it does not tell."""
    return [found for pid in _numbers() if (found := process(pid)) is not None]


def process(pid: int) -> Process | None:
    """A process; None where there is no such one."""
    try:
        text = (_PROC / str(pid) / "stat").read_text("utf-8", "replace")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()  # its name, before that, may hold anything
    return Process(pid, int(fields[1]), int(fields[2]), fields[0], int(fields[19]))


def children(pid: int) -> list[Process]:
    """The children of a process."""
    return [each for each in processes() if each.parent == pid]


def _folder(pid: int) -> str | None:
    """The folder that the program of a process is in."""
    try:
        return str((_PROC / str(pid) / "exe").readlink().parent)
    except OSError:
        return None


def _numbers() -> list[int]:
    try:
        return [int(entry.name) for entry in os.scandir(_PROC) if entry.name.isdecimal()]
    except OSError:
        return []


def command(pid: int) -> list[str]:
    """The command line of a process; empty where it is gone."""
    try:
        return (_PROC / str(pid) / "cmdline").read_text("utf-8", "replace").split("\0")
    except OSError:
        return []


@dataclass(slots=True)
class Family:
    """Playwright's driver, the browser that it started, and all that came of that.

    The browser leads a process group of its own, in which all of its children stay: so they are found also when they
    have lost their parents.
    """

    before: frozenset[int] | set[int] = frozenset()  #: the numbers of our children before the driver was started
    driver: Process | None = None
    browser: Process | None = None
    profile: Path | None = None
    #: Helpers of the browser (they report crashes) that left its process group; they are ours by adoption.
    strays: tuple[Process, ...] = ()

    def know_driver(self) -> None:
        """Learn which of our children is the driver: one that was not there before."""
        now = children(os.getpid())
        new = [each for each in now if each.pid not in self.before and "run-driver" in command(each.pid)]
        self.driver = new[-1] if new else None

    def know_browser(self) -> None:
        """Learn which process is the browser: a child of the driver, or ours, where the driver was killed already."""
        if self.driver is None or self.browser is not None:
            return
        adopted = (each for each in children(os.getpid()) if each.pid not in self.before)
        for child in (*children(self.driver.pid), *adopted):
            profile = next((word for word in command(child.pid) if word.startswith(_PROFILE)), None)
            if child.group == child.pid and profile and "playwright" in profile:
                self.browser, self.profile = child, Path(profile.removeprefix(_PROFILE))
                home = _folder(child.pid)
                self.strays = tuple(each for each in children(os.getpid()) if home and _folder(each.pid) == home)

    def members(self) -> list[Process]:
        """Those that are there, dead ones that nobody has reaped included."""
        known = {each.pid: each.started for each in (self.driver, self.browser, *self.strays) if each}
        group = self.browser.pid if self.browser else -1
        return [
            each
            for each in processes()
            if known.get(each.pid) == each.started or (each.group == group and self._is_ours(each))
        ]

    def _is_ours(self, other: Process) -> bool:
        """A process group keeps its number as long as one is in it: a later group is known by its leader's start."""
        leader = process(other.group)
        return leader is None or self.browser is None or leader.started == self.browser.started

    def runs(self) -> bool | None:
        """Whether both the driver and the browser run; None where the machine does not tell."""
        known = [each for each in (self.driver, self.browser) if each]
        if not known:
            return None
        now = [process(each.pid) for each in known]
        return all(
            each and each.state not in "ZX" and each.started == old.started
            for old, each in zip(known, now, strict=True)
        )

    def kill(self) -> None:
        """End at once whoever is left."""
        for each in self.members():
            if each.state != "Z":
                with suppress(ProcessLookupError, PermissionError):
                    os.kill(each.pid, signal.SIGKILL)

    def gone(self) -> bool:
        """Whether nobody is left. The dead are reaped where they are ours; those of strangers do not count."""
        self._reap()
        left = self.members()
        # The dead whose parents are dying will be ours in a moment.
        near = {os.getpid(), *(each.pid for each in left)}
        return all(each.state == "Z" and each.parent not in near for each in left)

    def _reap(self) -> None:
        """Reap the dead that were adopted since the driver was started.

        Beside the browser they are known by their process group: that of somebody else's child. What we start ourselves
        is in our own group, or leads one, and is left to those who wait for it.
        """
        if self.driver is None:
            return
        browser = self.browser.pid if self.browser else None
        for each in children(os.getpid()):
            adopted = each.pid == browser or each.group not in {os.getpgrp(), each.pid}
            if adopted and each.state == "Z" and each.started >= self.driver.started:
                with suppress(OSError):
                    os.waitpid(each.pid, os.WNOHANG)

    def forget_profile(self) -> None:
        """Remove the folder that the browser wrote to: where the driver was killed, nobody else does."""
        if self.profile is not None:
            shutil.rmtree(self.profile, ignore_errors=True)


def adopt_orphans(*, yes: bool) -> bool:
    """Whether orphans among our descendants become our children from now on, for us to reap. Whether that worked.

    A browser that is killed leaves children behind. In a container whose first process reaps nobody, these would stay
    for ever; what we adopt we can reap.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        return bool(ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, int(yes), 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False
