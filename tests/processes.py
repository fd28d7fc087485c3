"""Programs in processes of their own, on free loopback ports, and the waiting for what they do: by condition."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.request import urlopen

T = TypeVar("T")

#: What a watched process writes down: every address it connects to, asks the name service for, or listens at.
_WATCH = """
import os, sys
_log = open(os.environ["WATCH_LOG"], "a", buffering=1)
def _note(event, args):
    if event in {"socket.connect", "socket.bind"} and isinstance(args[1], tuple):
        _log.write(f"{event.removeprefix('socket.')} {args[1][0]} {args[1][1]}\\n")
    elif event == "socket.getaddrinfo":
        _log.write(f"lookup {args[0]} {args[1]}\\n")
sys.addaudithook(_note)
"""


def until(condition: Callable[[], T], seconds: float = 60) -> T:
    """The first true value of a condition; fails after so many seconds."""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"this did not come true within {seconds} s"
        time.sleep(0.05)
    return value


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a server answers at this address, with whatever status."""
    try:
        with urlopen(url, timeout=5):
            return True
    except HTTPError as error:
        error.close()
        return True
    except OSError:
        return False


@contextmanager
def running(arguments: list[str], log: Path, **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process for the time of a block, with all that it says in `log`; it is ended with its children."""
    with log.open("wb") as said:
        process = subprocess.Popen(arguments, stdout=said, stderr=subprocess.STDOUT, start_new_session=True, **options)
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(15)


@contextmanager
def serving(arguments: list[str], url: str, log: Path, **options: Any) -> Iterator[None]:
    """A server for the time of a block, which begins when the server answers at `url`."""
    with running(arguments, log, **options) as process:
        until(lambda: process.poll() is not None or answers(url))
        assert process.poll() is None, log.read_text()
        yield


def watched(environment: dict[str, str], folder: Path) -> tuple[dict[str, str], Callable[[], set[str]]]:
    """An environment in which Python processes write down their connections, and what they wrote.

    Lines such as `connect 127.0.0.1 8000`, `bind 127.0.0.1 6023`, `lookup www.example.com 443`.
    """
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_WATCH)
    log = folder / "log"
    path = os.pathsep.join([str(folder), environment["PYTHONPATH"]])
    return {**environment, "PYTHONPATH": path, "WATCH_LOG": str(log)}, lambda: set(log.read_text().splitlines())
