"""Rounds: one site's turn in a crawl, from its listings to its last page. Plain counting and waiting."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from newsbot.crawl.budget import Budget
from newsbot.listing import Source
from newsbot.sites.model import Site

#: So many visits of a site are taken from the store at a time.
WINDOW = 100
#: So many of its pages are asked for at the same time, at least: enough for Scrapy to have something to send. All
#: others wait in the store, where a crawl that is killed finds them, a million of them need no memory, and what turns
#: up on the way, such as the second page of an article, need not wait for them.
ROOM = 4


@dataclass(slots=True)
class Round:
    """What a crawl knows of a site while it is its turn."""

    site: Site
    budget: Budget = field(default_factory=Budget)
    asked: set[str] = field(default_factory=set)  #: the keys of addresses that were asked for
    reading: set[str] = field(default_factory=set)  #: the keys of listings that are asked for, and not yet read
    listed: int = 0  #: listings that were read: each may have named something new
    pages: int = 0  #: that were asked for
    under_way: int = 0  #: requests whose callbacks have not ended
    found: list[tuple[Source, str]] = field(default_factory=list)  #: listings that its front page and robots.txt named
    resting: dict[str, str] = field(default_factory=dict)  #: hosts to be left alone for longer than a crawl waits: why
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def began(self, requests: int = 1) -> None:
        """So many requests were made."""
        self.under_way += requests

    def ended(self) -> None:
        """The callback of a request has ended, and all that it asked for is counted."""
        self.under_way = max(self.under_way - 1, 0)
        self._news.set()

    def read(self, listing: str) -> None:
        """A listing was read, or was not to be had."""
        self.reading.discard(listing)
        self.listed += 1
        self._news.set()

    @property
    def room(self) -> int:
        """How many more pages may be asked for now."""
        most = max(ROOM, 2 * (self.site.politeness.concurrency or 1))
        return max(most - (self.under_way - len(self.reading)), 0)

    async def change(self) -> None:
        """Wait until a request has ended."""
        self._news.clear()
        await self._news.wait()
