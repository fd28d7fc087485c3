"""Bounds of reading: no page, however large, deep or odd, takes more than so much time and memory.

The bounds are generous, for the sake of slow machines: most of these take less than a tenth (docs/reading.md).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.newsbot import monsters
from tests.newsbot.monsters import BOUNDED, WHOLE

#: Seconds of CPU, and MB of memory of the whole process; the largest input has 30 MB.
SECONDS = 20
MEGABYTES = 1500
ROOT = Path(monsters.__file__).resolve().parents[2]


@pytest.mark.parametrize("name", WHOLE)
def test_what_stands_around_a_text_takes_nothing_from_it(name: str) -> None:
    seconds, page = monsters.read(name)
    assert seconds < SECONDS
    assert page is not None
    body = page.article.articleBody or ""
    assert "meeting number 0" in body
    assert "meeting number 11" in body


@pytest.mark.slow
@pytest.mark.parametrize("name", [*BOUNDED, *WHOLE])
def test_time_and_memory_are_bounded(name: str) -> None:
    done = subprocess.run(
        [sys.executable, monsters.__file__, name],
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes = map(float, done.stdout.split())
    print(f"{name}: {seconds} s, {megabytes} MB")
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
