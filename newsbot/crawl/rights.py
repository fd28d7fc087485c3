"""What a host says about mining and training of all its pages: its robots.txt, and its tdmrep.json, once a day."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from newsbot.crawl.outcomes import Postponed
from newsbot.crawl.stopping import NotSent
from newsbot.rights import HostRights, RobotsRights, TdmRule, read_robots, read_tdmrep

logger = logging.getLogger(__name__)

WELL_KNOWN = "/.well-known/tdmrep.json"
#: An answer holds for so long; where there was none, it is asked for again after so long, if a page is.
_HOLDS, _AGAIN = timedelta(days=1), timedelta(hours=1)
#: What nobody asked for again in so long is forgotten.
_FORGOTTEN = timedelta(days=30)
#: Seconds for which an article waits for its host's file, once; and for which the file may take.
_PATIENCE, _TIMEOUT = 5.0, 5.0
_LARGEST = 64 * 1024
_OK, _SERVER_ERROR = 200, 500
_BUSY = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a host's file; a host without one has no rules."""

    at: datetime
    answered: bool
    rules: tuple[TdmRule, ...] = ()

    def is_fresh(self, now: datetime) -> bool:
        """Whether it need not be asked for."""
        return timedelta() <= now - self.at < (_HOLDS if self.answered else _AGAIN)


class Remembered:
    """The files of hosts, from crawl to crawl, in one JSON file. It may be lost at any time: it is fetched anew."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.hosts = self._read()

    def _read(self) -> dict[str, Known]:
        try:
            told = json.loads(self.path.read_bytes())
            return {host: _known(each) for host, each in told.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return {}

    def write(self, now: datetime) -> None:
        """Keep it, with what other crawls have written meanwhile."""
        together = self._read() | self.hosts
        kept = {host: known for host, known in together.items() if now - known.at < _FORGOTTEN}
        part = self.path.with_name(f"{self.path.name}.{id(self):x}.part")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps({host: _plain(known) for host, known in kept.items()}))
            part.replace(self.path)
        except OSError as error:
            logger.warning("%s cannot be written (%s): it is fetched anew by the next crawl", self.path, error.strerror)


def _plain(known: Known) -> dict[str, Any]:
    rules = [[rule.location, rule.reserved, rule.policy] for rule in known.rules]
    return {"at": known.at.isoformat(), "answered": known.answered, "rules": rules}


def _known(told: Mapping[str, Any]) -> Known:
    at = datetime.fromisoformat(told["at"])
    if at.tzinfo is None:
        raise ValueError("no moment")
    rules = tuple(TdmRule(str(location), bool(reserved), policy) for location, reserved, policy in told["rules"])
    return Known(at, bool(told["answered"]), rules)


class OptOuts:
    """An extension that knows what hosts say. `expect` before a page is asked for, `of` when it was answered."""

    def __init__(self, crawler: Crawler, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.crawler = crawler
        self._now = now
        path = crawler.settings.get("NEWSBOT_TDMREP") or ""
        self.asks = bool(path)  #: whether files are asked for: not by who only tries something
        self._files = Remembered(Path(path))
        self._robots: dict[str, RobotsRights] = {}
        self._asking: dict[str, asyncio.Task[None]] = {}
        self._slow: set[str] = set()
        self._changed = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for every robots.txt that is answered."""
        extension = cls(crawler)
        crawler.signals.connect(extension.received, signals.response_received)
        crawler.signals.connect(extension.close, signals.spider_closed)
        return extension

    def received(self, response: Response, request: Request) -> None:
        """Read it, if it is a robots.txt."""
        asked_for = str(request.meta.get("redirect_urls", [request.url])[0])
        if asked_for.endswith("/robots.txt") and urlsplit(asked_for).path == "/robots.txt" and response.status == _OK:
            self._robots[_origin(asked_for)] = read_robots(response.body.decode("utf-8", "replace"))

    def expect(self, url: str) -> None:
        """Ask for the file of an address' host, if that is due: without waiting for it."""
        host = _origin(url)
        known, asking = self._files.hosts.get(host), self._asking.get(host)
        if not self.asks or (asking and not asking.done()) or (known and known.is_fresh(self._now())):
            return
        self._asking[host] = asyncio.get_running_loop().create_task(self._ask(host))

    async def of(self, url: str) -> HostRights:
        """What the host of an address says, as far as it is known in a few seconds."""
        self.expect(url)
        host = _origin(url)
        if (asking := self._asking.get(host)) and host not in self._slow:
            await asyncio.wait([asking], timeout=_PATIENCE)
            if not asking.done():
                self._slow.add(host)  # the other articles do not wait
                logger.info("%s%s takes long: articles are kept without it", host, WELL_KNOWN)
        known = self._files.hosts.get(host)
        return HostRights(self._robots.get(host, RobotsRights()), known.rules if known else ())

    async def _ask(self, host: str) -> None:
        request = Request(
            f"{host}{WELL_KNOWN}",
            callback=NO_CALLBACK,
            meta={"dont_retry": True, "download_timeout": _TIMEOUT, "download_maxsize": _LARGEST},
            priority=10,
        )
        before = self._files.hosts.get(host)
        rules: tuple[TdmRule, ...] | None = None
        try:
            assert self.crawler.engine is not None  # noqa: S101 - pages are asked for
            response = await self.crawler.engine.download_async(request)
        except NotSent:  # the crawl ends: nothing was learnt
            return
        except (DownloadCancelledError, IgnoreRequest) as error:  # too large, or robots.txt, or the guard, forbids
            rules = None if isinstance(error, Postponed) else ()
        except Exception as error:  # noqa: BLE001 - an edge: whatever went wrong here, no article waits for it
            logger.info("%s cannot be had (%s)", request.url, type(error).__name__)
        else:
            rules = _rules(response)
        # What was said before holds until another answer comes.
        kept = before.rules if rules is None and before else rules or ()
        self._files.hosts[host] = Known(self._now(), rules is not None, kept)
        self._changed = True

    async def close(self) -> None:
        """Keep what was learnt."""
        for asking in self._asking.values():
            asking.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await asking
        if self._changed:
            await asyncio.to_thread(self._files.write, self._now())


def _rules(response: Response) -> tuple[TdmRule, ...] | None:
    """The rules of an answer; None where it says nothing about whether there are any."""
    if response.status >= _SERVER_ERROR or response.status in _BUSY:
        return None
    return read_tdmrep(response.body, response.url) if response.status == _OK else ()


def _origin(url: str) -> str:
    scheme, host, *_ = urlsplit(url)
    return f"{scheme}://{host}"


def opt_outs_of(crawler: Crawler) -> OptOuts:
    """The opt-outs of a crawler."""
    found = crawler.get_extension(OptOuts)
    assert found is not None, "newsbot's add-on sets it"  # noqa: S101
    return found
