"""Politeness that Scrapy knows of and does not apply: Crawl-delay, Retry-After, and robots.txt for every request."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import SETTINGS_PRIORITIES

from newsbot.crawl.conditional import header
from newsbot.crawl.outcomes import Postponed
from newsbot.crawl.stopping import stopping_of
from newsbot.errors import TryLater
from newsbot.sites.model import Site

logger = logging.getLogger(__name__)

#: A server that asks for more patience than this is asked again at the next crawl.
LONGEST_WAIT = timedelta(seconds=60)
#: Without any delay, Scrapy 2.19 sends all that waits at once, however few requests a host may be asked at a time.
LEAST_DELAY = 0.001
_TRIES = 3
_BUSY = frozenset({429, 503})


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, seconds or a date; None where it is missing or means nothing."""
    if not value:
        return None
    if value.isdigit():
        return timedelta(seconds=min(int(value), 10**7))
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())


def site_slots(site: Site) -> dict[str, dict[str, float]]:
    """The pace of a site's hosts, for Scrapy's DOWNLOAD_SLOTS; empty where its file says nothing."""
    delay = site.politeness.delay
    pace = {"delay": delay if delay is None else max(delay, LEAST_DELAY), "concurrency": site.politeness.concurrency}
    said = {name: value for name, value in pace.items() if value is not None}
    hosts = {host.split(":")[0] for host in site.bare_hosts}
    return {name: said for host in hosts for name in (host, f"www.{host}")} if said else {}


class Robots(RobotsTxtMiddleware):
    """Scrapy's middleware, one request a host at a time.

    Of several requests that wait for a host's robots.txt together, Scrapy 2.19 lets the third and all later ones pass
    whatever it says: the result of a Deferred that is awaited twice is None the second time.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._locks: dict[str, asyncio.Lock] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """What the robots.txt of the request's host says; None where it has none."""
        async with self._locks.setdefault(urlsplit(request.url).netloc, asyncio.Lock()):
            return await super().robot_parser(request)


class CrawlDelay:
    """An extension that gives each host the pace its robots.txt asks for, or the site file where that is slower."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for every robots.txt that is read."""
        extension = cls(crawler)
        crawler.signals.connect(extension.robots_parsed, signals.robots_parsed)
        return extension

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Set the pace of the host's slot, and of any later slot for the same host."""
        delay = robotparser.crawl_delay(self.crawler.settings["USER_AGENT"])
        if delay is None or self.crawler.engine is None:
            return
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        own = downloader.per_slot_settings.get(key, {}).get("delay", self._asked_for())
        # No jitter: a quarter less than what the publisher asks for would not be obeying.
        pace = {"concurrency": 1, "delay": max(float(delay), float(own), LEAST_DELAY), "jitter": 0.0}
        downloader.per_slot_settings[key] = {**downloader.per_slot_settings.get(key, {}), **pace}
        if slot := downloader.slots.get(key):
            slot.concurrency, slot.delay, slot.jitter = 1, pace["delay"], 0.0
        self.crawler.stats.set_value(f"newsbot/crawl_delay/{key}", pace["delay"])

    def _asked_for(self) -> float:
        """The pace that the owner asked for; newsbot's own default counts only where robots.txt says nothing."""
        settings = self.crawler.settings
        chosen = (settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["addon"]
        return settings.getfloat("DOWNLOAD_DELAY") if chosen else 0.0


class RetryAfter:
    """A downloader middleware that waits as long as a busy server asks for, and then asks again."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Wait for the servers of this crawler."""
        return cls(crawler)

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """Wait and repeat the request; raises `Postponed` where the wait is too long or has not helped."""
        if response.status not in _BUSY:
            return response
        wait = retry_after(header(response, "Retry-After"), datetime.now(UTC))
        if wait is None:
            return response
        tried = request.meta.get("newsbot_waited", 0)
        if wait > LONGEST_WAIT or tried >= _TRIES:
            why = f"the server answered {response.status} and asks to wait {wait.total_seconds():.0f} s"
            raise Postponed(TryLater(request.url, why, wait))
        logger.info("%s asks to wait %.0f s", request.url, wait.total_seconds())
        self._slow_down(request, wait)
        await stopping_of(self.crawler).sleep(wait.total_seconds())
        self.crawler.stats.inc_value("newsbot/retry_after")
        return request.replace(dont_filter=True, meta={**request.meta, "newsbot_waited": tried + 1})

    def _slow_down(self, request: Request, wait: timedelta) -> None:
        """Hold back the host's other requests for the same time, and take twice the pace from then on."""
        downloader = self.crawler.engine.downloader
        slot = downloader.slots.get(downloader.get_slot_key(request))
        if slot is not None:
            slot.delay = min(max(slot.delay * 2, 0.5), LONGEST_WAIT.total_seconds())
            slot.lastseen += wait.total_seconds()
