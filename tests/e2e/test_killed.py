"""kill -9 at random instants of one crawl, which goes on each time: nothing lost, nothing twice, little asked again."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from newsbot.article import COMPLETE
from newsbot.demo.articles import Kind, Piece
from newsbot.demo.server import Demo, start_demo
from newsbot.store.base import Query, Store
from newsbot.store.due import LEAST_WAIT
from newsbot.store.opening import open_store
from tests.e2e.process import Running, without_traceback
from tests.processes import until

#: The whole: 100 kills of a crawl of 1,000 articles (`NEWSBOT_TEST_KILLS=100 make test-slow`).
KILLS = int(os.environ.get("NEWSBOT_TEST_KILLS", "12"))
DELAY = 0.4  #: seconds between two requests: so a page is under way for a small part of the time only
_SAME_TEXT = {Kind.WIRE, Kind.WIRE_CANONICAL, Kind.WIRE_COPY}


@pytest.mark.slow
@pytest.mark.timeout(120 + 20 * KILLS)
def test_kills_at_random_instants_lose_nothing(running: Callable[..., Running], store_uri: str, tmp_path: Path) -> None:
    chance = random.Random(5)
    with start_demo(articles=10 * KILLS, crawl_delay=DELAY) as demo:
        file = tmp_path / "paper.yml"
        feeds = [f"{demo.url}/feeds/{section.key}.xml" for section in demo.newspaper.sections]
        file.write_text(f"name: Paper\nurl: {demo.url}/\nfeeds: {json.dumps(feeds)}\n")
        command = ("crawl", str(file), "--due", "--store", store_uri)
        for _ in range(KILLS):
            begun, more = len(demo.log), chance.randrange(3, 16)
            with running(*command, "--quiet") as crawl:
                until(lambda begun=begun, more=more: len(demo.log) >= begun + more or not crawl_runs(crawl), seconds=60)
                time.sleep(chance.uniform(0, DELAY))  # any instant, not only those just after a request
                crawl.send(signal.SIGKILL)
                crawl.end(20)
        with running(*command, "--json") as last:
            done = without_traceback(last.end(100 + 10 * KILLS * DELAY))
        assert done.returncode == 0, done.stderr
        with open_store(store_uri) as store:
            look_at(demo, store)


def crawl_runs(crawl: Running) -> bool:
    return Path(f"/proc/{crawl.pid}/fd").exists()


def requests_of(demo: Demo, pieces: Mapping[str, Piece]) -> dict[str, list[float]]:
    """When each article was asked for, by path."""
    times: dict[str, list[float]] = {}
    for each in demo.log:
        if demo.url + each.path in pieces:
            times.setdefault(each.path, []).append(each.at)
    return times


def look_at(demo: Demo, store: Store) -> None:
    pieces = {demo.url + piece.path: piece for piece in demo.newspaper.articles}
    visits = store.visits(list(pieces))
    assert len(visits) == len(pieces)
    assert {visit.state.value for visit in visits.values()} <= {
        "stored",
        "teaser",
        "duplicate-of",
        "blocked",
        "unchanged",
        "changed",  # the paper goes on writing: what is due a second time, after ten minutes, may be another
    }
    kept = list(store.find(Query()))
    assert len({article.key for article in kept}) == len(kept)
    waits = {path: [b - a for a, b in pairwise(times)] for path, times in requests_of(demo, pieces).items()}
    again = sum(wait < LEAST_WAIT.total_seconds() for each in waits.values() for wait in each)
    for article in kept:  # none was written over another
        assert article.revision.number == 1 or waits[urlsplit(article.url).path], article.url
    print(f"{KILLS} kills, {len(pieces)} articles: {again} pages were asked for again ({again / len(pieces):.1%})")
    assert again <= max(0.02 * len(pieces), 5)
    whole = {article.url for article in kept if article.access.delivered in COMPLETE}
    for url, piece in pieces.items():
        if piece.kind is Kind.FREE:
            assert url in whole, url
