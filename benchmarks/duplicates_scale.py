"""What near duplicates cost in stores that hold very many articles.

The store is filled with fingerprints that are drawn as those of real articles are: three runs of words a cell, a
publisher's own lines in each of its texts, some texts of one frame, some copies. Beside each stands an article of a few
words. Then real articles come: their fingerprints are made, looked up, and written with them.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.likeness import Fingerprint, fingerprint
from newsbot.store.base import Store
from newsbot.store.opening import open_store
from tests.mongod_server import MongodServer

_CELLS, _LARGEST, _RUNS = 256, 65534, 800
_SITES = 1000
_BATCH = 5000
_ROUNDS = 3
T0 = datetime(2020, 1, 1, tzinfo=UTC)


def _least(chance: random.Random, runs: float) -> int:
    """The least of so many hashes of a cell."""
    return int(_LARGEST * (1 - chance.random() ** (1 / runs)))


def synthetic(count: int) -> Iterator[tuple[int, Fingerprint]]:
    """Fingerprints, each with the number of its site. Of a hundred, two are of a frame, and two are copies."""
    chance = random.Random(9)
    lines = [{chance.randrange(_CELLS): _least(chance, 1) for _ in range(25)} for _ in range(_SITES)]
    frame = {cell: _least(chance, 2) for cell in range(_CELLS)}
    last: tuple[int, ...] = ()
    for number in range(count):
        site = chance.randrange(_SITES)
        least = [_least(chance, _RUNS / _CELLS) for _ in range(_CELLS)]
        for cell, value in (frame if number % 50 == 0 else lines[site]).items():
            least[cell] = min(least[cell], value)
        if number % 50 == 1 and last:  # copies of the one before, some fifth of which is changed
            least = [old if chance.random() < 0.8 else new for old, new in zip(last, least, strict=True)]
        last = tuple(least)
        yield site, Fingerprint(_RUNS, last, tuple(sorted(chance.randrange(1 << 16) for _ in range(10))))


def _key(number: int) -> str:
    return sha256(f"synthetic {number}".encode()).hexdigest()[:32]


def fill_sqlite(store: Any, count: int) -> None:
    """Write so many fingerprints as the store would."""
    made = enumerate(synthetic(count), 1)
    while chunk := list(islice(made, _BATCH)):
        with store._database.writing() as connection:  # noqa: SLF001
            articles = [(_key(number), f"site-{site}", number, "{}") for number, (site, _) in chunk]
            connection.executemany(
                "INSERT INTO articles (key, site, firstFetched, document) VALUES (?, ?, ?, ?)", articles
            )
            prints = [(number, _key(number), each.packed()) for number, (_, each) in chunk]
            connection.executemany("INSERT INTO likenesses VALUES (?, ?, ?)", prints)
            bands = sorted((band, number) for number, (_, each) in chunk for band in each.bands())
            connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?)", bands)


def fill_mongo(store: Any, count: int) -> None:
    """Write so many fingerprints as the store would."""
    made = enumerate(synthetic(count), 1)
    while chunk := list(islice(made, _BATCH)):
        store._database["articles"].insert_many(  # noqa: SLF001
            {
                "_id": _key(number),
                "crawl": {"site": f"site-{site}"},
                "revision": {"firstFetchedAt": T0 + timedelta(minutes=number)},
                "likeness": {"bands": list(each.bands()), "fingerprint": each.packed()},
            }
            for number, (site, each) in chunk
        )


def article(number: int, body: str, delivered: Delivered) -> Article:
    """An article that comes in."""
    url = f"https://www.example-{number % 50}.com/news/{number}-{delivered.value}"
    crawl = Crawl(site=f"example-{number % 50}", run="r", requestedUrl=url, fetchedAt=T0 + timedelta(days=2000))
    return Article(url=url, headline="A headline", articleBody=body, access=Access(delivered=delivered), crawl=crawl)


def _cost(work: Callable[[], object], count: int) -> tuple[float, float]:
    """Milliseconds of our CPU, and of the wall's clock, for each of so many."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) / count * 1000, (time.perf_counter() - wall) / count * 1000


def _more_to_write(store: Store, bodies: Sequence[str]) -> tuple[float, float]:
    """What fingerprints cost to be written: what teasers, which have none, cost less. Words are shuffled, as if new."""
    chance = random.Random(1)
    costs: dict[Delivered, list[tuple[float, float]]] = {Delivered.PARTIAL_TEASER: [], Delivered.FULL: []}
    for number in range(_ROUNDS):
        for kind, cost in costs.items():
            new = [" ".join(chance.sample(words, len(words))) for words in (each.split() for each in bodies)]
            batch = [article(number * 1000 + place, each, kind) for place, each in enumerate(new)]
            for each in new:
                fingerprint(each)  # is known by then: the step that looks for copies asked for it
            cost.append(_cost(lambda batch=batch: store.save(batch), len(batch)))
    teasers, whole = ([min(each) for each in zip(*cost, strict=True)] for cost in costs.values())
    return whole[0] - teasers[0], whole[1] - teasers[1]


def measure(name: str, store: Store, bodies: Sequence[str], count: int) -> list[str]:
    """One row: a store that holds so many."""
    prints = [fingerprint.__wrapped__(each) for each in bodies]
    made = min(
        _cost(lambda: [fingerprint.__wrapped__(each) for each in bodies], len(bodies))[0] for _ in range(_ROUNDS)
    )
    found: list[int] = []
    looks = [_cost(lambda: found.extend(len(store.alike([each])[0]) for each in prints), len(prints)) for _ in range(2)]
    look = min(looks)
    more = _more_to_write(store, bodies)
    cells = [made, *look, sum(found) / len(found), *more]
    return [name, f"{count:,}", *(f"{each:.2f}" for each in cells)]


TITLES = [
    "store",
    "stored",
    "fingerprint, CPU ms",
    "look-up, CPU ms",
    "look-up, wall ms",
    "candidates",
    "writing it, CPU ms more",
    "writing it, wall ms more",
]


@contextmanager
def _stores(which: str, folder: Path) -> Iterator[list[tuple[str, Store, Callable[[Any, int], None]]]]:
    if which == "sqlite":
        yield [("SQLite", open_store(f"sqlite:///{folder}/news.db"), fill_sqlite)]
        return
    with MongodServer() as server:
        mongo = ("MongoDB", open_store(server.uri("benchmark")), fill_mongo)
        yield (
            [mongo] if which == "mongo" else [("SQLite", open_store(f"sqlite:///{folder}/news.db"), fill_sqlite), mongo]
        )


def at_scale(bodies: Sequence[str], sizes: Sequence[int], which: str) -> tuple[list[str], list[list[str]]]:
    """Titles and rows."""
    rows = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="nb-") as folder, _stores(which, Path(folder)) as opened:
            for name, store, fill in opened:
                print(f"{name}: filling in {size:,} fingerprints …", file=sys.stderr)
                fill(store, size)
                rows.append(measure(name, store, bodies, size))
                store.close()
    return TITLES, rows
