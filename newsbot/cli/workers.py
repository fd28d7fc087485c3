"""Workers: a crawl by several processes, which share its sites through the leases in the store.

Each worker is a `newsbot` of its own. It tells what it does as JSON lines on stdout; and it ends when its stdin does,
so that none is left where the first process is killed.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import IO

from pydantic import TypeAdapter

from newsbot.cli.console import EXIT_WRONG, say
from newsbot.errors import NewsbotError
from newsbot.tally import Archived, Result, SiteTally

#: Exit codes with which a worker says what it has to say; any other is a death.
_WORDS = frozenset({0, 1, 2, 3, 130})
_INTERVAL = 1.0  #: seconds between two reports of a worker


@dataclass(slots=True, kw_only=True)
class Told:
    """What a worker tells of its crawl."""

    sites: dict[str, SiteTally] = field(default_factory=dict)  #: those that have changed since
    outbox: int = 0
    trouble: tuple[str, str] | None = None  #: what, and the cure
    archived: Archived = field(default_factory=Archived)


_TOLD = TypeAdapter(Told)


# ── the worker's side ───────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def telling(get_result: Callable[[], Result | None]) -> Iterator[None]:
    """Tell what a crawl does while it runs."""
    ended = threading.Event()
    shown: dict[str, bytes] = {}

    def tell() -> None:
        while not ended.wait(_INTERVAL):
            if (result := get_result()) is not None:
                _tell(Told(sites=dict(_fresh(result, shown))))

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    end_with_stdin()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def tell_end(result: Result) -> None:
    """Tell how a crawl has ended."""
    trouble = (result.trouble.what, result.trouble.cure) if result.trouble else None
    _tell(Told(sites=result.sites, outbox=result.outbox, trouble=trouble, archived=result.archived))


def _tell(told: Told) -> None:
    sys.stdout.write(_TOLD.dump_json(told).decode() + "\n")
    sys.stdout.flush()


def _fresh(result: Result, shown: dict[str, bytes]) -> Iterator[tuple[str, SiteTally]]:
    for site, tally in list(result.sites.items()):
        now = _TOLD.dump_json(Told(sites={site: tally}))
        if shown.get(site) != now:
            shown[site] = now
            yield site, tally


def end_with_stdin() -> None:
    """See to it that this process is told to stop when the first one is gone."""
    threading.Thread(target=_wait_for_stdin, daemon=True).start()


def _wait_for_stdin() -> None:
    with suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


# ── the first process ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Worker:
    process: subprocess.Popen[str]
    told: Told = field(default_factory=Told)


class Workers:
    """Starts these workers, and adds up what they tell."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._workers = [_Worker(start_worker(command, output=subprocess.PIPE)) for command in commands]
        self._threads = [threading.Thread(target=_listen, args=(each,), daemon=True) for each in self._workers]
        for thread in self._threads:
            thread.start()

    def result(self) -> Result:
        """What all of them have done so far."""
        result = Result()
        for worker in self._workers:
            told = worker.told
            result.outbox = max(result.outbox, told.outbox)
            result.archived = result.archived.plus(told.archived)
            if told.trouble and result.trouble is None:
                result.trouble = NewsbotError(*told.trouble)
            for site, tally in list(told.sites.items()):
                known = result.sites.get(site)
                result.sites[site] = known.plus(tally) if known else tally
        return result

    def wait(self) -> int:
        """Wait until all have ended, and pass on the signals that come meanwhile; the exit code that says most."""
        with handling_signals(self._pass_on):
            codes = [worker.process.wait() for worker in self._workers]
        for thread in self._threads:
            thread.join()
        dead = [number for number, code in enumerate(codes, 1) if code not in _WORDS]
        for number in dead:
            say(f"[red]Worker {number} died ({codes[number - 1]}).[/] The others took its sites over, if any was left.")
        return max((code for code in codes if code in _WORDS), default=EXIT_WRONG)

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        for worker in self._workers:
            if worker.process.poll() is None:
                worker.process.send_signal(number)


@contextmanager
def handling_signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Let a function have the signals that tell a command to stop, as long as the block runs."""
    before = {each: signal.signal(each, handler) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, earlier in before.items():
            signal.signal(each, earlier)


def start_worker(command: Sequence[str], *, output: int | None) -> subprocess.Popen[str]:
    """Start a newsbot whose stdin is ours to hold, and whose stdout goes there."""
    # A session of its own: Ctrl-C reaches it through us, once.
    return subprocess.Popen(  # noqa: S603 (ourselves)
        [sys.executable, "-m", "newsbot", *command],
        stdin=subprocess.PIPE,
        stdout=output,
        text=True,
        start_new_session=True,
    )


def _listen(worker: _Worker) -> None:
    lines: IO[str] | None = worker.process.stdout
    for line in lines or ():
        told = _TOLD.validate_json(line)
        told.sites = {**worker.told.sites, **told.sites}
        worker.told = told
