"""Commands: asking a password manager (`pass`, `op`, `bw` …) by running it, bounded in time and in what it prints."""

from __future__ import annotations

import os
import selectors
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from newsbot.sessions.unavailable import Unavailable

#: Seconds. Long enough to touch a key or to type a PIN.
PATIENCE = 30.0
_CHUNK = 4096
_SHOWN = 200  # characters of what it complained of


def first_output(
    words: Sequence[str], folder: Path, environment: Mapping[str, str], longest: int, patience: float = PATIENCE
) -> bytes | Unavailable:
    """What a program prints on stdout, when it ends well within `patience` seconds; run without a shell, in `folder`.

    More than `longest` bytes are refused. A program that does not end is killed with all that it started.
    """
    try:
        process = subprocess.Popen(  # noqa: S603 (the owner's own configuration names it)
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder if folder.is_dir() else None,
            env=dict(environment),
            process_group=0,  # so that all of it can be ended; it stays on the terminal it may have to ask at
        )
    except (OSError, ValueError) as error:
        why = f"{words[0]} cannot be run ({(getattr(error, 'strerror', None) or str(error)).lower()})"
        return Unavailable(why, "Install it, or name the command that prints the value.")
    try:
        printed = _listen(process, longest, time.monotonic() + patience)
    finally:
        _end(process)
    if isinstance(printed, Unavailable):
        return printed
    output, complaint = printed
    if process.returncode:
        return Unavailable(
            f"{words[0]} ended with exit code {process.returncode}{_told(complaint, output)}",
            "Run the command yourself: it should print the value, and nothing else, in its first line.",
        )
    return output


def _listen(process: subprocess.Popen[bytes], longest: int, end: float) -> tuple[bytes, bytes] | Unavailable:
    """All that it prints on stdout and stderr, until it ends."""
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    printed = {process.stdout.fileno(): bytearray(), process.stderr.fileno(): bytearray()}
    with selectors.DefaultSelector() as selector:
        for stream in printed:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            ready = selector.select(max(end - time.monotonic(), 0))
            if not ready:
                return _too_slow(process)
            for key, _ in ready:
                chunk = os.read(key.fd, _CHUNK)
                printed[key.fd] += chunk
                if not chunk:
                    selector.unregister(key.fd)
                if len(printed[key.fd]) > longest:
                    return Unavailable(
                        "it prints more than any secret is long", "Name a command that prints the value."
                    )
    try:
        process.wait(max(end - time.monotonic(), 0))
    except subprocess.TimeoutExpired:
        return _too_slow(process)
    output, complaint = printed.values()
    return bytes(output), bytes(complaint)


def _too_slow(process: subprocess.Popen[bytes]) -> Unavailable:
    program = process.args[0] if isinstance(process.args, list) else ""
    return Unavailable(
        f"{program!s} did not end in time",
        "Run the command yourself: it must not wait for an answer; unlock what it reads from before newsbot starts.",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes; of a program that has not ended, kill all that is there of it, its children too."""
    if process.returncode is None:  # until it is waited for, its number is nobody else's
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def _told(complaint: bytes, output: bytes) -> str:
    """The last line of its complaint, unless that may hold what was meant for stdout."""
    lines = complaint.decode("utf-8", "replace").strip().splitlines()
    if not lines or output.strip():
        return ""
    line = "".join(character for character in lines[-1] if character.isprintable())
    return f" and says: {line[:_SHOWN]}"
