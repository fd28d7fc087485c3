"""How far a long command has come: a bar on a terminal, and nothing elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

_T = TypeVar("_T")
Advance = Callable[[int], None]


@contextmanager
def counting(console: Console, doing: str, total: int | None) -> Iterator[Advance]:
    """Gives a function to be called with how many more are done; `total` is None where nobody knows."""
    if not console.is_terminal:
        yield lambda _: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    known = (TextColumn("left"), TimeRemainingColumn()) if total is not None else ()
    with Progress(*columns, *known, console=console, transient=True, refresh_per_second=4) as progress:
        task = progress.add_task(doing, total=total)
        yield lambda more: progress.advance(task, more)


def counted(items: Iterable[_T], advance: Advance, every: int = 50) -> Iterator[_T]:
    """The same items; tells how many have gone by, now and then."""
    number = 0
    for number, item in enumerate(items, 1):
        yield item
        if number % every == 0:
            advance(every)
    advance(number % every)
