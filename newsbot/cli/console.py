"""The two consoles of the command line: results go to stdout, everything else to stderr."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from newsbot.errors import NewsbotError

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
