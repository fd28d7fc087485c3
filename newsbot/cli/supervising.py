"""Supervising: workers that run for months. One that dies is started again, each time after a longer wait."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence
from types import FrameType

from newsbot.cli.console import EXIT_WRONG, SOME_SITES_FAILED, say
from newsbot.cli.workers import handling_signals, start_worker

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
        self._codes: list[int] = []
        self._signals: list[int] = []  # that came, in order
        self._had: dict[int, int] = {}  # by worker: how many of them it was given
        self._again: dict[int, float] = dict.fromkeys(range(len(commands)), 0.0)  # when a worker is to be started

    def run(self) -> int:
        """Start all, and keep them running; the exit code. SIGINT and SIGTERM are passed on, and end it."""
        with handling_signals(self._note):
            while self._running or not self._signals:
                self._pass_on()
                self._look()
                time.sleep(_POLL)
        return max(self._codes, default=0)

    def _note(self, number: int, _: FrameType | None) -> None:
        self._signals.append(number)

    def _pass_on(self) -> None:
        """Give each worker the signals that it has not had. One that is just being started has had none."""
        for number, process in self._running.items():
            for each in self._signals[self._had.get(number, 0) :]:
                if process.poll() is None:
                    process.send_signal(each)
            self._had[number] = len(self._signals)

    def _start(self, number: int) -> None:
        self._running[number] = start_worker(self._commands[number], output=None)
        self._begun[number] = time.monotonic()
        self._had[number] = 0

    def _look(self) -> None:
        """Note who has ended, and start who is to be started."""
        for number, process in list(self._running.items()):
            code = process.poll()
            if code is not None:
                del self._running[number]
                self._ended(number, code)
        now = time.monotonic()
        for number, moment in list(self._again.items()):
            if self._signals:
                self._again.clear()
            elif moment <= now:
                del self._again[number]
                self._start(number)

    def _ended(self, number: int, code: int) -> None:
        """What is wrong with the configuration is wrong for all workers: then all end."""
        if self._signals or code == EXIT_WRONG:
            stopped = -code in self._signals  # it was told before it could listen
            self._codes.append(0 if stopped else SOME_SITES_FAILED if code < 0 else code)
            if not self._signals:
                self._signals.append(signal.SIGTERM)
            return
        steady = time.monotonic() - self._begun[number] > _STEADY
        wait = _FIRST_WAIT if steady else min(self._waits.get(number, _FIRST_WAIT / 2) * 2, _LONGEST_WAIT)
        self._waits[number] = wait
        say(f"[red]Worker {number + 1} ended ({code}).[/] It is started again in {wait:.0f} s.")
        self._again[number] = time.monotonic() + wait
