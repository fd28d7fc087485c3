"""What tests of politeness share: servers of articles, what became of visits, and whether times keep a pace.

A server notes a request when it gets to it, which on a busy machine may be late: that shortens the gap after it. So the
gaps of a whole window are looked at together, and each of them may be `LATE` seconds short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from newsbot.demo.server import Demo, Served
from newsbot.demo.shapes import Kind
from newsbot.store.base import Visit
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.e2e.servers import Asked, Reply, Server, news

LATE = 0.35
#: As fast as Scrapy would go: only newsbot holds it back.
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")


def pages(demo: Demo) -> list[Served]:
    """What was asked for, but for robots.txt, and what hosts say about mining, which has its own time."""
    return [each for each in demo.log if each.path not in {"/robots.txt", "/.well-known/tdmrep.json"}]


def visits(uri: str, urls: list[str]) -> list[Visit]:
    with open_store(uri) as store:
        known = store.visits(urls)
    return [known[article_key(url)] for url in urls]


def never_faster(times: list[float], seconds: float) -> None:
    """No gap is shorter, and no window of any length holds more requests than are allowed."""
    assert len(times) > 3
    assert min(later - earlier for earlier, later in pairwise(times)) > seconds - LATE
    for width in range(2, len(times)):
        for first in range(len(times) - width):
            assert times[first + width] - times[first] > seconds * width - LATE


def plain_urls(demo: Demo, number: int) -> list[str]:
    pieces = [piece for piece in demo.newspaper.articles if piece.kind is Kind.FREE]
    return [demo.url + piece.path for piece in pieces[:number]]


@contextmanager
def gazette(number: int, **routes: Reply | Callable[[Asked], Reply]) -> Iterator[tuple[Server, list[str]]]:
    with Server({f"/news/{each}": news(each) for each in range(number)}) as server:
        server.routes |= {f"/{name.replace('_', '.')}": route for name, route in routes.items()}
        yield server, [f"{server.url}/news/{each}" for each in range(number)]
