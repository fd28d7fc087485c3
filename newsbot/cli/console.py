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
