"""Budget: how much more a crawl may ask of a site. Plain counting; what was asked before, the store knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from newsbot.sites.model import Politeness
from newsbot.store.base import Spent

#: What a page or listing is reckoned with until it has come: more than most. The next crawl counts what was true.
RECKONED = 300_000


@dataclass(slots=True)
class Budget:
    """What is left; None: as much as there is."""

    pages: int | None = None  #: by the argument of the crawl: article pages only
    requests: int | None = None  #: of the site's day
    bytes: int | None = None  #: of the site's day

    @classmethod
    def of(cls, politeness: Politeness, spent: Spent, pages: int | None) -> Self:
        """What a site file leaves, so much having been spent on this day."""
        requests, size = politeness.requestsPerDay, politeness.bytesPerDay
        return cls(
            pages=pages,
            requests=None if requests is None else max(requests - spent.requests, 0),
            bytes=None if size is None else max(size - spent.bytes, 0),
        )

    @property
    def spent(self) -> bool:
        """Whether no page may be asked for any more."""
        return 0 in {self.pages, self.requests, self.bytes}

    def take_page(self) -> bool:
        """Whether one more article page may be asked for; it is counted, if so."""
        if self.pages == 0 or not self.take_listing():
            return False
        if self.pages is not None:
            self.pages -= 1
        return True

    def take_listing(self) -> bool:
        """Whether one more feed, sitemap or section may be asked for; it is counted, if so."""
        if self.requests == 0 or self.bytes == 0:
            return False
        if self.requests is not None:
            self.requests -= 1
        if self.bytes is not None:
            self.bytes = max(self.bytes - RECKONED, 0)
        return True
