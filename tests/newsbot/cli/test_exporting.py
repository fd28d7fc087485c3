"""An export that is ended from outside, and words for sizes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from newsbot.cli.exporting import size_words

ROOT = Path(__file__).resolve().parents[3]
_ENDLESS = """
import sys
from pathlib import Path
from newsbot.article import Article
from newsbot.cli.exporting import ended_cleanly
from newsbot.publish.forms import Form
from newsbot.publish.writing import writing
with ended_cleanly(), writing(Path(sys.argv[1]), Form.CSV) as sink:
    for number in range(10**9):
        sink.add(Article(url=f"https://www.example.com/{number}"))
        if number == 1000:
            print("begun", flush=True)
"""


def test_a_service_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _ENDLESS, str(tmp_path / "news.csv")],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) != 0
    finally:
        process.kill()
        process.communicate()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (2_500_000, "2.5 MB"), (7 * 10**12, "7000.0 GB")],
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_words(size) == words
