"""What a visit costs when many are known: taking it from the store, and settling it.

    python benchmarks/visits.py [--known 1000 100000 1000000] [--hosts 10000] [--store sqlite|mongo]

Fills a store with so many known addresses, nine of ten settled, all on one site, and then spread over so many sites.
Then visits are taken by the hundred and settled, as a crawl does, and timed. CPU is that of this process; for MongoDB,
that of the server is not in it.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from newsbot.discovery.link import FoundBy, Link
from newsbot.store.base import Outcome, Store, VisitState
from newsbot.store.opening import open_store
from tests.mongod_server import MongodServer

T0 = datetime(2026, 11, 1, tzinfo=UTC)
_AT_ONCE = 5000
_ROUNDS, _WINDOW = 40, 100


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one visit, in milliseconds; memory in MB."""

    offer: float
    take: float
    settle: float
    wall: float  #: of taking and settling
    memory: float


def _url(site: int, number: int) -> str:
    return f"https://www.paper-{site}.example/news/2026/11/01/something-happened-in-the-town-of-{number}"


def fill(store: Store, known: int, sites: int) -> float:
    """Make so many addresses known; CPU milliseconds of offering one."""
    each = known // sites
    begun = time.process_time()
    spent = 0.0
    batch: list[Outcome] = []
    for site in range(sites):
        for start in range(0, each, _AT_ONCE):
            numbers = range(start, min(start + _AT_ONCE, each))
            found = [T0 + timedelta(seconds=number) for number in numbers]  # as they are in life, one after another
            links = [
                Link(url=_url(site, number), foundBy=FoundBy.FEED, foundOn="", published=at)
                for number, at in zip(numbers, found, strict=True)
            ]
            begun = time.process_time()
            store.offer(links, f"paper-{site}", found[-1])
            spent += time.process_time() - begun
            batch += [
                Outcome(url=_url(site, number), site=f"paper-{site}", run="r", at=at + timedelta(days=20), state=STORED)
                for number, at in zip(numbers, found, strict=True)
                if number % 10
            ]
            if len(batch) >= _AT_ONCE:
                store.settle(batch)
                batch = []
    store.settle(batch)
    return 1000 * spent / known


STORED = VisitState.STORED


def visit(store: Store, sites: int) -> tuple[float, float, float]:
    """Take and settle as a crawl does; CPU milliseconds of taking and of settling one visit, and wall of both."""
    chance = random.Random(1)
    now = T0 + timedelta(days=40)  # all are due again
    took = settled = 0.0
    visits = 0
    begun = time.perf_counter()
    for _ in range(_ROUNDS):
        site = f"paper-{chance.randrange(sites)}"
        start = time.process_time()
        taken = store.take(site, _WINDOW, at=now)
        took += time.process_time() - start
        outcomes = [Outcome(url=each.url, site=site, run="s", at=now, state=STORED, status=200) for each in taken]
        start = time.process_time()
        store.settle(outcomes)
        settled += time.process_time() - start
        visits += len(taken)
    wall = time.perf_counter() - begun
    return 1000 * took / visits, 1000 * settled / visits, 1000 * wall / visits


@contextmanager
def stores(kind: str) -> Iterator[Store]:
    """An empty store."""
    with TemporaryDirectory() as folder:
        if kind == "sqlite":
            with open_store(f"sqlite:///{Path(folder) / 'visits.sqlite'}") as store:
                yield store
            return
        with MongodServer() as server, open_store(server.uri("visits")) as store:
            yield store


def measure(kind: str, known: int, sites: int) -> Cost:
    """All of it for one size."""
    with stores(kind) as store:
        offer = fill(store, known, sites)
        take, settle, wall = visit(store, sites)
    return Cost(offer, take, settle, wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--known", type=int, nargs="+", default=[1000, 100_000, 1_000_000])
    parser.add_argument("--hosts", type=int, default=10_000)
    parser.add_argument("--store", choices=["sqlite", "mongo"], default="sqlite")
    asked = parser.parse_args()
    print("| store | known | sites | offer ms | take ms | settle ms | wall ms | memory MB, so far |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for known in asked.known:
        for sites in dict.fromkeys((1, min(asked.hosts, known // 100))):
            cost = measure(asked.store, known, sites)
            figures = " | ".join(f"{each:.3f}" for each in (cost.offer, cost.take, cost.settle, cost.wall))
            print(f"| {asked.store} | {known:,} | {sites:,} | {figures} | {cost.memory:.0f} |", flush=True)


if __name__ == "__main__":
    main()
