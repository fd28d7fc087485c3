"""Supervising: workers that run for months. One that dies is started again, each time after a longer wait."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from types import FrameType

from newsbot.cli.console import EXIT_WRONG, SOME_SITES_FAILED, say
from newsbot.cli.workers import start_worker

_FIRST_WAIT, _LONGEST_WAIT = 1.0, 300.0  #: seconds before a worker that died is started again
_STEADY = 600.0  #: seconds after which a worker that dies is one that died for the first time
_POLL = 0.5


class Supervisor:
    """Runs a command for each worker until it is told to stop."""

    def __init__(self, commands: Sequence[Sequence[str]]) -> None:
        self._commands = commands
        self._running: dict[int, subprocess.Popen[str]] = {}
        self._begun: dict[int, float] = {}
        self._waits: dict[int, float] = {}
        self._codes: dict[int, int] = {}
        self._told = threading.Event()

    def run(self) -> int:
        """Start all, and keep them running; the exit code. SIGINT and SIGTERM are passed on, and end it."""
        before = {each: signal.signal(each, self._pass_on) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            for number in range(len(self._commands)):
                self._start(number)
            while self._running or not self._told.is_set():
                self._look()
                self._told.wait(_POLL) if not self._told.is_set() else time.sleep(_POLL)
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)
        return max(self._codes.values(), default=0)

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        self._told.set()
        for process in self._running.values():
            if process.poll() is None:
                process.send_signal(number)

    def _start(self, number: int) -> None:
        self._running[number] = start_worker(self._commands[number], output=None)
        self._begun[number] = time.monotonic()

    def _look(self) -> None:
        """Note who has ended. What is wrong with the configuration is wrong for all: then all end."""
        for number, process in list(self._running.items()):
            code = process.poll()
            if code is None:
                continue
            del self._running[number]
            if self._told.is_set() or code == EXIT_WRONG:
                self._codes[number] = SOME_SITES_FAILED if code < 0 else code
                if code == EXIT_WRONG and not self._told.is_set():
                    self._pass_on(signal.SIGTERM, None)
                continue
            steady = time.monotonic() - self._begun[number] > _STEADY
            wait = _FIRST_WAIT if steady else min(self._waits.get(number, _FIRST_WAIT / 2) * 2, _LONGEST_WAIT)
            self._waits[number] = wait
            say(f"[red]Worker {number + 1} ended ({code}).[/] It is started again in {wait:.0f} s.")
            threading.Timer(wait, self._start_again, [number]).start()

    def _start_again(self, number: int) -> None:
        if not self._told.is_set():
            self._start(number)
