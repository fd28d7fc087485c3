"""Workers: who holds a lease, in words that tell whether that process still lives."""

from __future__ import annotations

import os
import re
import socket
from dataclasses import dataclass
from pathlib import Path

_NAME = re.compile(r"pid (?P<pid>\d+) \((?P<birth>\w*)\) on (?P<machine>\S+) run (?P<run>\S+)")


@dataclass(frozen=True, slots=True)
class Worker:
    """A crawl of a process of a machine."""

    pid: int
    birth: str  #: when the process began, as its system counts: a number may be given to another process later
    machine: str
    run: str

    def __str__(self) -> str:
        """As it is kept in a lease; no two workers have the same."""
        return f"pid {self.pid} ({self.birth}) on {self.machine} run {self.run}"

    @property
    def words(self) -> str:
        """For people."""
        return f"process {self.pid} on {self.machine.partition('/')[0]}"


def this_worker(run: str) -> Worker:
    """The worker that this process is, in a crawl of this name."""
    return Worker(os.getpid(), _birth(os.getpid()), _machine(), run)


def read_worker(holder: str) -> Worker | None:
    """The worker that holds a lease; None where another program took it."""
    found = _NAME.fullmatch(holder)
    return Worker(int(found["pid"]), found["birth"], found["machine"], found["run"]) if found else None


def is_dead(holder: str) -> bool:
    """Whether a lease's holder was a process of this machine that has ended. Of other machines, nobody knows."""
    worker = read_worker(holder)
    if worker is None or worker.machine != _machine():
        return False
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return _birth(worker.pid) != worker.birth or _is_zombie(worker.pid)


def _machine() -> str:
    """Containers of one machine may bear one name, and each has processes of its own: Linux tells them apart."""
    try:
        space = Path("/proc/self/ns/pid").readlink().name.strip("pid:[]")
    except OSError:
        space = ""
    return f"{socket.gethostname()}/{space}"


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _birth(pid: int) -> str:
    return next(iter(_stat(pid)[19:20]), "")


def _is_zombie(pid: int) -> bool:
    return _stat(pid)[:1] == ["Z"]
