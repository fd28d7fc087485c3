"""Robots: robots.txt for every request. One that cannot be had means to wait, and not to go (RFC 9309).

Scrapy's middleware takes every answer for rules, a 503 and no answer at all for none; it keeps what it read for ever;
and of several requests that wait for a host's robots.txt together, its 2.19 lets the third and all later ones pass
whatever it says: the result of a Deferred that is awaited twice is None the second time.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from newsbot.crawl.outcomes import HostRests, Postponed, of_error, of_host
from newsbot.crawl.paces import ROOM, HostHeld, may_park
from newsbot.crawl.stopping import NotSent, stopping_of
from newsbot.errors import TryLater

logger = logging.getLogger(__name__)

#: For so long what a robots.txt says holds, as the standard has it; a crawl may last for months.
KEPT_FOR = 86_400.0
#: Of so many hosts it is remembered; of more, those are asked anew that were not met for longest.
MOST_KEPT = 2_000
#: The part of it that counts.
LARGEST = 500 * 1024
#: One that cannot be had is asked for again after so many seconds, and then after twice as many, up to the last.
FIRST_WAIT, LONGEST_WAIT = 60.0, 3600.0
_REDIRECTS = 5
_TOO_MANY, _SERVER_ERROR = 429, 500


@dataclass(slots=True)
class _Known:
    """What is known of a host's robots.txt until then, by `time.monotonic`. Without a parser nothing may be asked."""

    parser: RobotParser | None
    until: float
    why: str = ""
    failures: int = 0


@dataclass(slots=True, eq=False)
class _Asking:
    """A robots.txt that is being asked for, and the requests that wait for it: a few here, others come back."""

    done: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: int = 0
    parked: list[Request] = field(default_factory=list)


class Robots(RobotsTxtMiddleware):
    """Lets requests pass that the robots.txt of their host allows."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._asking: dict[str, _Asking] = {}

    def process_request(  # type: ignore[override]  # nothing is awaited where nothing has to be
        self, request: Request
    ) -> Coroutine[Any, Any, None] | None:
        """Raise `IgnoreRequest` for what is forbidden, `HostRests` for a host whose robots.txt cannot be had."""
        if request.meta.get("dont_obey_robotstxt"):
            return None
        known = self._fresh(urlparse_cached(request).netloc)
        if known is None:
            return self._ask_first(request)
        self._judge(known, request)
        return None

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """What the robots.txt of the request's host says. Raises `HostRests` where it cannot be had."""
        known = self._fresh(urlparse_cached(request).netloc) or await self._had(request)
        if known.parser is None:
            raise HostRests(TryLater(request.url, known.why))
        return known.parser

    def _fresh(self, host: str) -> _Known | None:
        known = self._known.get(host)
        if known is None or known.until < monotonic():
            return None
        self._known.move_to_end(host)
        return known

    async def _ask_first(self, request: Request) -> None:
        self._judge(await self._had(request), request)

    def _judge(self, known: _Known, request: Request) -> None:
        if known.parser is None:
            self._stats.inc_value("newsbot/robots/postponed")
            raise HostRests(TryLater(request.url, known.why))
        self.process_request_2(known.parser, request)

    async def _had(self, request: Request) -> _Known:
        """What is known of it once it was asked for: by this request, or by another that came first."""
        host = urlparse_cached(request).netloc
        while (asking := self._asking.get(host)) is not None:
            if asking.waiting >= ROOM and may_park(request):
                asking.parked.append(request)
                raise HostHeld(f"robots.txt of {host} is being asked for")
            asking.waiting += 1
            await asking.done.wait()
            if stopping_of(self.crawler).told:
                raise NotSent("the crawl ends")
            if (known := self._fresh(host)) is not None:
                return known
        asking = self._asking[host] = _Asking()
        try:
            known = await self._ask(request, host)
        finally:
            del self._asking[host]
            asking.done.set()
            self._come_back(asking.parked)
        return known

    def _come_back(self, parked: list[Request]) -> None:
        engine = self.crawler.engine
        if engine is not None and engine.spider is not None:
            for request in parked:
                engine.crawl(request.copy())

    async def _ask(self, request: Request, host: str) -> _Known:
        """Ask for it, and keep what came. Raises `NotSent`, and `HostRests` where the host itself is in trouble."""
        before = self._known.get(host)
        why, response = "", None
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self._download(request)
        except (NotSent, HostRests):
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong on the way, there are no rules to go by
            why = _why(error)
        if response is not None and (response.status >= _SERVER_ERROR or response.status == _TOO_MANY):
            why = _could_not(str(response.status))
        if why:
            failures = (before.failures if before else 0) + 1
            wait = min(FIRST_WAIT * 2 ** min(failures - 1, 20), LONGEST_WAIT)
            known = _Known(None, monotonic() + wait, why, failures)
            logger.warning("%s: %s", host, why)
        else:
            rules = response.body[:LARGEST] if response is not None and response.status < 300 else b""  # noqa: PLR2004
            known = _Known(await self._parsed(rules, request), monotonic() + KEPT_FOR)
        self._known[host] = known
        self._known.move_to_end(host)
        if len(self._known) > MOST_KEPT:
            self._known.popitem(last=False)
        return known

    async def _download(self, request: Request) -> Response:
        assert self.crawler.engine is not None  # noqa: S101 - it has sent the request
        parts = urlparse_cached(request)
        asked = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={"dont_obey_robotstxt": True, "redirect_ttl": _REDIRECTS},
            callback=NO_CALLBACK,
        )
        response = await self.crawler.engine.download_async(asked)
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        return response

    async def _parsed(self, rules: bytes, request: Request) -> RobotParser:
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, rules)
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=parser, request=request
        )
        return parser


def _why(error: Exception) -> str:
    """Why nothing may be asked, after an error; empty where the host has no robots.txt, as far as can be said."""
    if (host := of_host(error)) is not None:
        return host
    if isinstance(error, IgnoreRequest) and not isinstance(error, Postponed):
        return ""  # it leads nowhere, or to where nobody is to go: the standard takes that for none
    return _could_not(of_error(error)[1])


def _could_not(why: str) -> str:
    return f"robots.txt could not be had ({why}): nothing is asked until it can"
