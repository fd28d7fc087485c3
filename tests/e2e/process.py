"""Commands in processes of their own: run to their end, or followed while they run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]
NEWSBOT = (sys.executable, "-m", "newsbot")
Command = Callable[..., "Done"]
_PATIENCE = 100  #: seconds until a command is taken to hang


class Done(subprocess.CompletedProcess[str]):
    """A process that has ended."""

    @property
    def totals(self) -> dict[str, int]:
        """The last line of stdout, as --json promises it."""
        return json.loads(self.stdout.strip().splitlines()[-1])

    @property
    def lines(self) -> list[dict[str, Any]]:
        """All of stdout, as JSON lines."""
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def said(self) -> str:
        """All that stderr says, in one line: however wide the terminal is, words stand beside each other."""
        return " ".join(self.stderr.split())


def run(arguments: list[str], environment: Mapping[str, str], **options: Any) -> Done:
    """Run a command to its end."""
    done = subprocess.run(
        arguments, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False, **options
    )
    return Done(done.args, done.returncode, done.stdout, done.stderr)


#: Runs many commands in one process: to start one takes a second, which is most of what a small command needs.
_MANY = """
import contextlib, io, json, sys
from newsbot.cli.app import run
told = []
for words in json.load(sys.stdin):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    told.append([words, code, out.getvalue(), err.getvalue()])
json.dump(told, sys.stdout)
"""


def run_many(commands: list[list[str]], environment: Mapping[str, str]) -> list[Done]:
    """Run `newsbot` with each of these words, in one process; for commands that start no crawl."""
    done = run([sys.executable, "-c", _MANY], environment, input=json.dumps(commands))
    assert done.returncode == 0, done.stderr
    return [Done(words, code, out, err) for words, code, out, err in json.loads(done.stdout)]


class Running:
    """The command `newsbot` while it runs. Ended, by force if need be, when the block is left."""

    def __init__(self, arguments: tuple[str, ...], environment: Mapping[str, str], **options: Any) -> None:
        self._process = subprocess.Popen(
            [*NEWSBOT, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def send(self, what: signal.Signals) -> None:
        """Send a signal: SIGINT is Ctrl-C, SIGTERM what systemd and Docker send, SIGKILL cannot be answered."""
        self._process.send_signal(what)

    def line(self) -> str:
        """The next line of stdout; waits for it."""
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def says(self, words: str) -> str:
        """The next line of stderr that holds these words; waits for it, and lets go of those before."""
        assert self._process.stderr is not None
        for line in self._process.stderr:
            if words in line:
                return line
        raise AssertionError(f"it ended, and never said {words!r}")

    def end(self, seconds: float = _PATIENCE) -> Done:
        """Wait until it has ended."""
        output, errors = self._process.communicate(timeout=seconds)
        return Done(self._process.args, self._process.returncode, output, errors)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def clean_environment(home: Path) -> dict[str, str]:
    """The environment of a person with an empty home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSBOT_", "MONGO_"))}
    return {
        **kept,
        "HOME": str(home),
        "NEWSBOT_DATA": str(home / "data"),
        "NEWSBOT_SITES": str(home / "sites"),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "400",
        "NO_COLOR": "1",
    }


def without_traceback(done: Done) -> Done:
    """The same, when it told its user nothing that only programmers understand."""
    for stream in (done.stdout, done.stderr):
        assert "Traceback" not in stream, stream
        assert "bug in newsbot" not in stream, stream
        assert "Unhandled" not in stream, stream
    return done
