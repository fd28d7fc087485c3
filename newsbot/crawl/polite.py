"""Politeness at the downloader: the last gate before a server, and what becomes of its busy answers."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from newsbot import pace as rules
from newsbot.crawl.conditional import header
from newsbot.crawl.outcomes import Postponed
from newsbot.crawl.paces import LEAST_DELAY, Paces, Waiting, is_left_alone, paces_of
from newsbot.crawl.stopping import NotSent, Stopping, stopping_of
from newsbot.errors import TryLater
from newsbot.pace import BUSY
from newsbot.sites.model import Site

logger = logging.getLogger(__name__)

#: A page that a busy host did not give is asked for so many times more in the same crawl.
TRIES = 3
_WAITED = "newsbot_waited"


def site_slots(site: Site) -> dict[str, dict[str, float]]:
    """The pace of a site's hosts, for Scrapy's DOWNLOAD_SLOTS; empty where its file says nothing."""
    delay = site.politeness.delay
    pace = {"delay": delay if delay is None else max(delay, LEAST_DELAY), "concurrency": site.politeness.concurrency}
    said = {name: value for name, value in pace.items() if value is not None}
    if delay is not None:
        said["jitter"] = 0.0  # a quarter less would not be what the file says
    hosts = {host.split(":")[0] for host in site.bare_hosts}
    return {name: said for host in hosts for name in (host, f"www.{host}")} if said else {}


class Gate:
    """The downloader middleware nearest to the server: nobody passes whose host is to be left alone.

    Nor does anybody when the crawl is to end.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._keepers: tuple[Stopping, Paces] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> Waiting:
        """Raise `NotSent` where the crawl is to end, and what `Paces.gate` raises."""
        if self._keepers is None:
            self._keepers = stopping_of(self.crawler), paces_of(self.crawler)
        stopping, paces = self._keepers
        if stopping.told:
            raise NotSent(f"the crawl ends before {request.url} is asked for")
        return paces.gate(request)


class Busy:
    """A downloader middleware that asks a busy server again, when it may; its pace was slowed before this."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Wait for the servers of this crawler."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response | Request:
        """The request again, which waits at the gate; raises `Postponed` where that is too long or has not helped."""
        if response.status not in BUSY or "cached" in response.flags:
            return response
        now = datetime.now(UTC)
        asks = rules.retry_after(header(response, "Retry-After"), now)
        pace = paces_of(self.crawler).get(urlparse_cached(request).netloc)
        left, tried = rules.rest(pace, now), request.meta.get(_WAITED, 0)
        if tried >= TRIES or is_left_alone(pace, now):
            wants = "" if asks is None else f" and asks to wait {asks.total_seconds():.0f} s"
            raise Postponed(TryLater(request.url, f"the server answered {response.status}{wants}", left))
        seconds = left.total_seconds()
        logger.info("%s: the server answered %d, it is asked again in %.0f s", request.url, response.status, seconds)
        self.crawler.stats.inc_value("newsbot/retry_after")
        return request.replace(dont_filter=True, meta={**request.meta, _WAITED: tried + 1})
