"""Which modules a command line loads: Scrapy is not for those who look at a list."""

from __future__ import annotations

import subprocess
import sys

import pytest

from newsbot.cli.loading import HOMES, homes_for


@pytest.mark.parametrize(
    ("line", "modules"),
    [
        ("crawl demo --limit 3", ["crawling"]),
        ("--version", list(dict.fromkeys(HOMES.values()))),
        ("", list(dict.fromkeys(HOMES.values()))),
        ("crawll demo", list(dict.fromkeys(HOMES.values()))),
        ("sites list --country at", ["sites"]),
        ("sites add https://www.example.com", ["sites", "adding"]),
        ("sites", ["sites", "adding", "importing"]),
        ("sites --help", ["sites", "adding", "importing"]),
        ("sites add --help", ["sites", "adding"]),
        ("sessions check paper", ["sessions", "proving"]),
        ("sessions forget check", ["sessions"]),
        ("why https://www.example.com/", ["looking"]),
    ],
)
def test_what_a_command_line_loads(line: str, modules: list[str]) -> None:
    assert list(dict.fromkeys(HOMES[key] for key in homes_for(line.split()))) == modules


@pytest.mark.parametrize(
    "line",
    ["sites list", "sessions list", "sessions forget nobody --yes", "export --help", "import --help", "health --help"],
)
def test_scrapy_stays_away_from_lists(line: str) -> None:
    code = (
        "import sys\nfrom newsbot.cli.app import run\n"
        f"run({line.split()!r})\nassert 'scrapy' not in sys.modules and 'twisted' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
