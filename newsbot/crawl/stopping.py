"""Stopping: a crawl that is to end sends nothing more. What waits for its turn stays open for the next crawl.

Scrapy's own way is to send all that its downloader holds: with a Crawl-delay of ten seconds that may take ten minutes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Self

from scrapy import signals
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure


class NotSent(IgnoreRequest):
    """The crawl ended before this request's turn came: nothing was learned about its address."""


class ComesBack(NotSent):
    """This request has to wait for something, and is sent later in this crawl."""


def was_sent(failure: Failure) -> bool:
    """Whether a request that failed had been sent: if not, its visit is not over."""
    return not isinstance(failure.value, NotSent)


def comes_back(failure: Failure) -> bool:
    """Whether a request that was not sent will be, in this crawl."""
    return isinstance(failure.value, ComesBack)


class Stopping:
    """An extension that knows whether the crawl is to end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._told = asyncio.Event()
        #: Called when it is to end.
        self.when_told: list[Callable[[], None]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawler."""
        stopping = cls(crawler)
        crawler.signals.connect(stopping.look, signals.request_left_downloader)
        return stopping

    def look(self) -> None:
        """Notice an end that came by Scrapy's own ways: its Ctrl-C, scrapyd's cancel."""
        if not self.crawler.crawling and not self.told:
            self.stop()

    @property
    def told(self) -> bool:
        """Whether it is to end."""
        return self._told.is_set()

    def stop(self) -> None:
        """From now on nothing is sent; requests under way may end."""
        self._told.set()
        engine: ExecutionEngine | None = self.crawler.engine  # Scrapy's types leave out that it comes late
        for slot in list(engine.downloader.slots.values()) if engine else ():
            while slot.queue:
                _, waiting = slot.queue.popleft()
                waiting.errback(NotSent("the crawl ends"))
        for let_go in self.when_told:
            let_go()

    async def sleep(self, seconds: float) -> None:
        """Wait so long, or until the crawl is to end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._told.wait(), seconds)


def stopping_of(crawler: Crawler) -> Stopping:
    """The stopping of a crawler."""
    stopping = crawler.get_extension(Stopping)
    assert stopping is not None, "newsbot's add-on sets it"  # noqa: S101
    return stopping
