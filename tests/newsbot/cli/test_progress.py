"""How far a command has come: shown on a terminal, and nowhere else."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from newsbot.cli.progress import counted, counting


@pytest.mark.parametrize("total", [None, 120])
def test_a_terminal_sees_a_bar_that_goes_away(total: int | None) -> None:
    console = Console(file=StringIO(), force_terminal=True, width=100)
    with counting(console, "exporting", total) as advance:
        assert list(counted(range(120), advance)) == list(range(120))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "exporting" in shown
    assert "120/120" in shown or "120/?" in shown


def test_a_pipe_sees_nothing() -> None:
    console = Console(file=StringIO(), force_terminal=False)
    with counting(console, "exporting", 3) as advance:
        assert list(counted("abc", advance)) == ["a", "b", "c"]
    assert console.file.getvalue() == ""  # type: ignore[attr-defined]


def test_counting_tells_all_of_them() -> None:
    told: list[int] = []
    list(counted(range(120), told.append, every=50))
    list(counted([], told.append))
    assert told == [50, 50, 20, 0]
