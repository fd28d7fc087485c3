"""What end-to-end tests share: the demo newspaper, and the command line in a process and a data folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsbot.demo.server import Demo, start_demo

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., "Done"]


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


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """A small demo newspaper that all tests of this process read; who changes it starts an own one."""
    with start_demo(articles=40, crawl_delay=0.01) as newspaper:
        yield newspaper


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a person with an empty home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSBOT_", "MONGO_"))}
    return {
        **kept,
        "HOME": str(tmp_path / "home"),
        "NEWSBOT_DATA": str(tmp_path / "data"),
        "NEWSBOT_SITES": str(tmp_path / "sites"),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "160",
        "NO_COLOR": "1",
    }


def run(arguments: list[str], environment: dict[str, str], **options: Any) -> Done:
    """Run a command to its end."""
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=100, check=False, **options)
    return Done(done.args, done.returncode, done.stdout, done.stderr)


@pytest.fixture
def newsbot(environment: dict[str, str]) -> Command:
    """The command `newsbot`: newsbot("crawl", url, "--json", NEWSBOT_STORE="sqlite:///…")."""

    def command(*arguments: str, stdin: str | None = None, **variables: str) -> Done:
        return run([sys.executable, "-m", "newsbot", *arguments], {**environment, **variables}, input=stdin)

    return command


@pytest.fixture
def scrapy(environment: dict[str, str]) -> Command:
    """The command `scrapy`, in this project."""

    def command(*arguments: str, **variables: str) -> Done:
        return run([sys.executable, "-m", "scrapy", *arguments], {**environment, **variables}, cwd=ROOT)

    return command
