"""What an answer of `newsbot serve` costs: requests a second and waits of one process, by wrk on loopback.

    python benchmarks/serving.py [--articles N] [--seconds S] [--connections C] [--keep FILE]

Each question is asked with changing places and conditions, so that no answer is the one before. wrk is a package of
Debian and of Homebrew. It runs on the same processors as the server: on a machine of its own the server does more.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.store import BATCH, make_article
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from newsbot.store.pages import MOST

_SCRIPT = """
local paths = {%s}
local at = 0
request = function()
    at = at %% #paths + 1
    return wrk.format("GET", paths[at])
end
"""
_TARGET = "500 requests/s, 99 % within 50 ms, one process"


def fill(path: Path, articles: int) -> None:
    """A store of so many articles, each fetched a second after the one before."""
    chance = random.Random(1)
    with open_store(f"sqlite:///{path}") as store:
        for start in range(store.counts().articles, articles, BATCH):
            batch = [make_article(number, chance) for number in range(start, min(start + BATCH, articles))]
            for number, each in enumerate(batch, start):
                each.crawl.fetchedAt = (
                    each.crawl.fetchedAt.replace(microsecond=number * 1000 % 1_000_000)
                    if each.crawl.fetchedAt
                    else None
                )
                each.articleSection = f"Section {number % 20}"
            store.save(batch)
        while store.search_on(5000):
            pass


def places(path: Path, pages: int = 200) -> list[str]:
    """Where pages begin, all over the store."""
    with open_store(f"sqlite:///{path}") as store:
        found: list[str] = []
        after: str | None = None
        while len(found) < pages:
            page = store.page(Query(), MOST, after)
            if page.next is None:
                break
            found.append(after := page.next)
        return found


def questions(path: Path) -> dict[str, list[str]]:
    """Paths to ask for, by what they are."""
    chance = random.Random(2)
    words = ["council", "vote", "city", "minister", "river", "school", "report", "storm", "rose", "Zürich"]
    found = places(path)
    with open_store(f"sqlite:///{path}") as store:
        keys = [each["_id"] for each in store.page(Query(), 200).documents]
        stream = store.stream
        last = store.last_event()
    return {
        "lists of 50": [f"/api/articles?limit=50&after={each}" for each in found],
        "lists of 50 of a site": [f"/api/articles?limit=50&site=site-{number}" for number in range(50)],
        "lists of 50 of a section": [f"/api/articles?limit=50&section=Section%20{number}" for number in range(20)],
        "searches, 50 found": [
            f"/api/articles?limit=50&text={a}%20{b}" for a in words[:9] for b in words[:9] if a != b
        ],
        "one article, whole": [f"/api/articles/{key}" for key in keys],
        "100 changes": [f"/api/changes?after={stream}-{chance.randrange(last)}" for _ in range(200)],
        "feeds of 50, with text": [f"/feeds/sites/site-{number}.atom" for number in range(50)],
    }


@contextmanager
def serving(path: Path) -> Iterator[tuple[str, int]]:
    """`newsbot serve` in a process of its own: where it is, and its number."""
    command = [sys.executable, "-m", "newsbot", "serve", "--port", "0", "--store", f"sqlite:///{path}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stderr.readline() if process.stderr else ""
            found = re.search(r"http://[^/]+", line)
            if found is None:
                raise SystemExit(line)
            yield found[0], process.pid
        finally:
            process.terminate()


def cpu_of(pid: int) -> float:
    """Seconds of processor that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def ask(url: str, pid: int, paths: list[str], seconds: int, connections: int) -> dict[str, float | str]:
    """What wrk tells of these."""
    body = urllib.request.urlopen(url + paths[0], timeout=30).read()
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % ", ".join(json.dumps(each) for each in paths))
        script.flush()
        before = cpu_of(pid)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script.name, url]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        spent = cpu_of(pid) - before
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])  # type: ignore[index]
    waits = dict(re.findall(r"(50|99)%\s+([\d.]+\w+)", told))
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    return {
        "rate": rate,
        "cpu": spent * 1000 / max(rate * seconds, 1),
        "kB": len(body) / 1000,
        "median": waits.get("50", "?"),
        "p99": waits.get("99", "?"),
        "wrong": wrong[1] if wrong else "0",
    }


def main() -> None:
    """Fill a store, serve it, and ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--keep", type=Path, help="a file for the store: made once, used again")
    given = parser.parse_args()
    if shutil.which("wrk") is None:
        raise SystemExit("wrk is not here: apt-get install wrk, or brew install wrk")
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        path = given.keep or Path(folder) / "news.db"
        begun = time.monotonic()
        fill(path, given.articles)
        console.print(f"{given.articles} articles in {path.stat().st_size >> 20} MB ({time.monotonic() - begun:.0f} s)")
        table = Table(title=f"newsbot serve, {given.connections} connections (target for lists of 50: {_TARGET})")
        for column in ("question", "requests/s", "CPU ms", "kB", "median", "99 %", "errors"):
            table.add_column(column, justify="left" if column == "question" else "right")
        with serving(path) as (url, pid):
            for name, paths in questions(path).items():
                told = ask(url, pid, paths, given.seconds, given.connections)
                row = (f"{told['rate']:.0f}", f"{told['cpu']:.2f}", f"{told['kB']:.1f}")
                table.add_row(name, *row, *(str(told[each]) for each in ("median", "p99", "wrong")))
        console.print(table)


if __name__ == "__main__":
    main()
