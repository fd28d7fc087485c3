"""The two consoles of the command line: results go to stdout, everything else to stderr."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from newsbot.errors import NewsbotError

#: Exit codes. 0: all well.
EXIT_WRONG = 1  #: wrong usage or configuration
SOME_SITES_FAILED = 2
IN_THE_OUTBOX = 3  #: articles wait there
INTERRUPTED = 130  #: what typer makes of Ctrl-C

#: What would steer a terminal instead of being read: texts of the web may hold it, by way of their JSON.
_STEERING = {code: "\ufffd" for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say_error(error: NewsbotError) -> None:
    """Tell the user what went wrong, and what to do about it."""
    err.print(f"[bold red]error:[/] {escape(error.what)}", soft_wrap=True)
    if error.cure:
        err.print(f"[green]   fix:[/] {escape(error.cure)}", soft_wrap=True)


def say(text: str) -> None:
    """A remark beside the results."""
    err.print(text, soft_wrap=True)


def harmless(text: str) -> str:
    """Text of the web, fit for a terminal."""
    return text.translate(_STEERING)
