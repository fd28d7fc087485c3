"""Paces: the extension that knows the pace of every host, and holds the downloader to it (`newsbot.pace` decides).

A host that is well costs one look into an empty dictionary: only hosts with something to look at are `_watched`. A host
is known by its name and port. Scrapy's slots know no ports, so hosts that differ in nothing else share the slowest
delay of them.

A host that is to be left alone for a short while keeps its requests in its downloader's slot: Scrapy prefers hosts that
have few there, so that others go on. What is more than a few leaves the downloader and comes back when the host may be
asked again. A longer while is nothing that a crawl waits for: those requests end, as `Postponed`.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any, Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Downloader, Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.httpobj import urlparse_cached

from newsbot import pace as rules
from newsbot.crawl.conditional import header
from newsbot.crawl.held import AS_OWNER
from newsbot.crawl.outcomes import HOST_FAILURES, HostRests, of_error
from newsbot.crawl.stopping import ComesBack, NotSent, stopping_of
from newsbot.errors import TryLater
from newsbot.pace import BUSY, Pace

logger = logging.getLogger(__name__)

#: A host that asks for more patience than this is asked again at a later crawl.
LONGEST_WAIT = timedelta(seconds=60)
#: Without any delay, Scrapy 2.19 sends all that waits at once, however few requests a host may be asked at a time.
LEAST_DELAY = 0.001
#: So many hosts are known; of more, those are forgotten that nothing was heard of for longest.
MOST_HOSTS = 100_000
#: So many requests of a host that is held stay in the downloader; the places there are for all hosts.
ROOM = 4
_ASKED_MOST = 86_400.0  #: seconds; robots.txt may ask for more, and a timer has to bear it
_SERVER_ERROR = 500


#: What a request that has to wait is to await; None: it need not.
Waiting = Coroutine[Any, Any, None] | None


class HostHeld(ComesBack):
    """The host is held for a while, or being tried: the request comes back when that is over."""


@dataclass(slots=True, eq=False)
class _Host:
    """A host that something is known of."""

    name: str  #: with its port, as it stands in addresses
    slot: str  #: Scrapy's key of its slot
    pace: Pace = field(default_factory=Pace)
    probe: Request | None = None  #: the one request that finds out whether it is still dead
    tried: asyncio.Event = field(default_factory=asyncio.Event)  #: set when that one has ended
    parked: list[Request] = field(default_factory=list)


def may_park(request: Request) -> bool:
    """Whether a request can leave and come back: only newsbot's own, whose spiders know of it, and not in a wait."""
    return request.errback is not None and bool(request.meta.get(AS_OWNER))


def is_left_alone(pace: Pace, now: datetime) -> bool:
    """Whether a host is to be left alone for longer than a crawl waits for anybody."""
    return rules.is_broken(pace, now) or rules.rest(pace, now) > LONGEST_WAIT


class Paces:
    """The pace of every host in this crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._hosts: OrderedDict[str, _Host] = OrderedDict()
        self._watched: dict[str, _Host] = {}
        self._by_slot: dict[str, list[_Host]] = {}
        self._changed: set[str] = set()
        self._own: dict[str, dict[str, Any]] = {}  # of slots that have another pace now: what they had by themselves

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen for every robots.txt that is read."""
        paces = cls(crawler)
        crawler.signals.connect(paces.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(paces.engine_started, signals.engine_started)
        crawler.signals.connect(paces.let_all_go, signals.spider_idle)  # should anybody still wait: not for ever
        return paces

    def engine_started(self) -> None:
        """When the crawl is to end, nobody waits any more."""
        stopping_of(self.crawler).when_told.append(self.let_all_go)

    # ── for those who keep paces from crawl to crawl ────────────────────────────────────────────────────────────────

    def get(self, host: str) -> Pace:
        """What is known of a host (its name, with a port where its addresses have one), `lastAsked` included."""
        known = self._hosts.get(host)
        pace = known.pace if known else Pace()
        slot = self._downloader.slots.get(known.slot if known else _slot_of(host))
        if slot is None or not slot.lastseen:
            return pace
        ago = max(monotonic() - slot.lastseen, 0.0)
        return rules.asked(pace, datetime.now(UTC) - timedelta(seconds=ago))

    def at(self, slot: str) -> tuple[dict[str, Pace], datetime | None]:
        """The paces of the hosts of a slot, by name, and when the slot was used last."""
        known = {host.name: self.get(host.name) for host in self._by_slot.get(slot, ())}
        return known, self.get(slot).lastAsked

    def put(self, host: str, pace: Pace) -> None:
        """Go on from what an earlier crawl, or another process, knew of a host. Allowed as soon as the engine runs."""
        known = self._know(host, _slot_of(host))
        self._set(known, pace)
        self._watched[host] = known  # until it has been seen that nothing is to be waited for
        self._changed.discard(host)

    def take_changed(self) -> dict[str, Pace]:
        """The paces that changed since this was last called, by host. That a host was asked is no change."""
        changed, self._changed = self._changed, set()
        return {host: self.get(host) for host in changed}

    # ── before a request is sent ────────────────────────────────────────────────────────────────────────────────────

    def gate(self, request: Request) -> Waiting:
        """Let a request pass or wait. Raises `HostRests` where it is not to be sent, `HostHeld` where it comes back."""
        if not self._watched:
            return None
        host = self._watched.get(urlparse_cached(request).netloc)
        return None if host is None else self._gate(host, request)

    def _gate(self, host: _Host, request: Request) -> Waiting:
        now = datetime.now(UTC)
        if is_left_alone(host.pace, now):
            raise self._rests(host, request, now)
        self._fit_slot(host.slot, now)
        if rules.is_to_be_tried(host.pace, now):
            if host.probe is not None:
                return self._after_try(host, request)
            host.probe = request
            host.tried.clear()
        if left := rules.wait(host.pace, now):
            slot = self._downloader._get_slot(request)[1]  # noqa: SLF001 - the way to have it before it is used
            if may_park(request) and _waiting(slot, host.name) >= ROOM:
                host.parked.append(request)
                raise HostHeld(f"{host.name} is held")
            _hold(slot, left.total_seconds())
        elif host.pace.calm:
            self._watched.pop(host.name, None)
        return None

    async def _after_try(self, host: _Host, request: Request) -> None:
        """Wait until it is known whether the host is dead; the wait is as long as a download may be."""
        if may_park(request):
            host.parked.append(request)
            raise HostHeld(f"{host.name} is being tried")
        while True:
            await host.tried.wait()
            if stopping_of(self.crawler).told:
                raise NotSent("the crawl ends")
            if (waiting := self._gate(host, request)) is None:
                return
            waiting.close()  # another one tries it by now: wait for that

    def _rests(self, host: _Host, request: Request, now: datetime) -> HostRests:
        self.crawler.stats.inc_value("newsbot/pace/postponed")
        return HostRests(TryLater(request.url, rules.why_wait(host.pace, now), rules.rest(host.pace, now)))

    # ── what came of it; told by the download handler, before the next request of the host is sent ──────────────────

    def answered(self, request: Request, response: Response) -> None:
        """A host answered."""
        status = response.status
        troubled = status >= _SERVER_ERROR or status in BUSY
        if not troubled and not self._watched:
            return
        name = urlparse_cached(request).netloc
        host = self._of(request) if troubled else self._watched.get(name)
        if host is None:
            return
        # One page that is broken is no sign of a dead host, however often it is tried.
        again = request.meta.get("retry_times") and request is not host.probe
        if status < _SERVER_ERROR or status in BUSY or not again:
            now = datetime.now(UTC)
            asks = rules.retry_after(header(response, "Retry-After"), now) if status in BUSY else None
            self._set(host, rules.answered(host.pace, status, asks, now))
        self._ended(host, request)

    def failed(self, request: Request, error: BaseException) -> None:
        """A request got no answer."""
        told = isinstance(error, HOST_FAILURES)
        host = self._of(request) if told else self._watched.get(urlparse_cached(request).netloc)
        if host is None:
            return
        if told:
            self._set(host, rules.failed(host.pace, of_error(error)[1], datetime.now(UTC)))
        self._ended(host, request)

    def _ended(self, host: _Host, ended: Request) -> None:
        """After the end of a request, whatever it brought: who may go on, goes on."""
        now = datetime.now(UTC)
        if host.probe is ended or not rules.is_to_be_tried(host.pace, now):
            host.probe = None
        if host.probe is not None:
            return  # it was sent before the host was found dead
        left, slot = rules.rest(host.pace, now), self._downloader.slots.get(host.slot)
        if slot is not None and is_left_alone(host.pace, now):
            for request, waiting in _taken(slot, host.name, 0):
                waiting.errback(self._rests(host, request, now))
        elif slot is not None and left:
            _hold(slot, left.total_seconds())
            for request, waiting in _taken(slot, host.name, ROOM):
                host.parked.append(request)
                waiting.errback(HostHeld(f"{host.name} is held"))
        # Who is parked comes back when one ends that is not, so some always have to be left in the slot.
        room = len(host.parked)
        if slot is not None and timedelta() < left <= LONGEST_WAIT:
            room = max(ROOM - _waiting(slot, host.name), 0)
        self._let_go(host, room)
        host.tried.set()

    def _let_go(self, host: _Host, number: int) -> None:
        going, host.parked = host.parked[:number], host.parked[number:]
        for request in going:
            if self.crawler.engine is not None and self.crawler.engine.spider is not None:
                # A copy: Scrapy may not have let go of the request itself yet, and knows requests by identity.
                self.crawler.engine.crawl(request.copy())

    def let_all_go(self) -> None:
        """Send all that wait outside of the downloader back to its queue."""
        for host in list(self._watched.values()):
            host.probe = None
            self._let_go(host, len(host.parked))
            host.tried.set()

    # ── what robots.txt asks for ────────────────────────────────────────────────────────────────────────────────────

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        """Take the pace that the robots.txt of a request's host asks for; what it asked for before is forgotten."""
        settings = self.crawler.settings
        agent = settings["ROBOTSTXT_USER_AGENT"] or settings["USER_AGENT"]
        delay = robotparser.crawl_delay(agent)
        rate = robotparser.rp.request_rate(agent) if hasattr(robotparser, "rp") else None
        known = urlparse_cached(request).netloc in self._hosts
        if delay is None and rate is None and not known:
            return
        host = self._of(request)
        asks = replace(
            host.pace,
            crawlDelay=None if delay is None else min(float(delay), _ASKED_MOST),
            rate=None if rate is None else min(rate.seconds / rate.requests, _ASKED_MOST),
            rateFrom=f"{rate.start_time:%H%M}" if rate and rate.start_time else "",
            rateUntil=f"{rate.end_time:%H%M}" if rate and rate.end_time else "",
        )
        self._set(host, asks)
        if asks.crawlDelay is not None or asks.rate is not None:
            seconds = host.pace.base(datetime.now(UTC))
            self.crawler.stats.set_value(f"newsbot/crawl_delay/{host.slot}", max(seconds, LEAST_DELAY))

    # ── hosts and slots ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _downloader(self) -> Downloader:
        assert self.crawler.engine is not None, "the engine comes first"  # noqa: S101
        return self.crawler.engine.downloader

    def _of(self, request: Request) -> _Host:
        return self._know(urlparse_cached(request).netloc, self._downloader.get_slot_key(request))

    def _know(self, name: str, slot: str) -> _Host:
        host = self._hosts.get(name)
        if host is None:
            host = self._hosts[name] = _Host(name, slot)
            self._by_slot.setdefault(slot, []).append(host)
            if len(self._hosts) > MOST_HOSTS:
                self._forget(next(iter(self._hosts)))
        self._hosts.move_to_end(name)
        return host

    def _forget(self, name: str) -> None:
        host = self._hosts.pop(name)
        self._watched.pop(name, None)
        self._changed.discard(name)
        self._let_go(host, len(host.parked))
        left = self._by_slot[host.slot]
        left.remove(host)
        if not left:
            del self._by_slot[host.slot]
        self._fit_slot(host.slot, datetime.now(UTC))

    def _set(self, host: _Host, pace: Pace) -> None:
        """Take over a pace, with the present owner's wishes, and give the host's slot its delay."""
        asks = pace.crawlDelay is not None or pace.rate is not None
        pace = replace(pace, own=self._own_delay(host.slot, asks=asks))
        if rules.is_broken(pace, datetime.now(UTC)) and pace.rests != host.pace.rests:
            logger.warning("%s: %s", host.name, rules.why_wait(pace, datetime.now(UTC)))
            self.crawler.stats.inc_value("newsbot/pace/broken")
        host.pace = pace
        self._changed.add(host.name)
        if not pace.calm:
            self._watched[host.name] = host
        self._fit_slot(host.slot, datetime.now(UTC))

    def _own_delay(self, slot: str, *, asks: bool) -> float:
        """The pace that the owner asked for; newsbot's own default counts only where robots.txt says nothing."""
        delay = self._of_owner(slot).get("delay")
        if delay is not None:
            return float(delay)
        settings = self.crawler.settings
        chosen = (settings.getpriority("DOWNLOAD_DELAY") or 0) > SETTINGS_PRIORITIES["addon"]
        return settings.getfloat("DOWNLOAD_DELAY") if chosen or not asks else 0.0

    def _of_owner(self, slot: str) -> dict[str, Any]:
        own = self._own.get(slot)
        return self._downloader.per_slot_settings.get(slot, {}) if own is None else own

    def _fit_slot(self, key: str, now: datetime) -> None:
        """Give a slot the slowest pace of its hosts; where they ask for none, the one that it has by itself."""
        hosts = [host.pace for host in self._by_slot.get(key, ())]
        strict = any(pace.slow or pace.crawlDelay is not None or pace.rate is not None for pace in hosts)
        per_slot, own = self._downloader.per_slot_settings, self._of_owner(key)
        if not strict:
            if self._own.pop(key, None) is not None:
                per_slot.pop(key)
                per_slot.update({key: own} if own else {})
                self._restore(self._downloader.slots.get(key), own)
            return
        # No jitter: a quarter less than what the publisher asks for would not be obeying.
        delay = max(LEAST_DELAY, *(pace.delay(now) for pace in hosts))
        self._own[key] = own
        per_slot[key] = {**own, "concurrency": 1, "delay": delay, "jitter": 0.0}
        if (slot := self._downloader.slots.get(key)) is not None:
            slot.concurrency, slot.delay, slot.jitter = 1, delay, 0.0

    def _restore(self, slot: Slot | None, own: dict[str, Any]) -> None:
        if slot is None:
            return
        settings = self.crawler.settings
        slot.concurrency = own.get("concurrency", settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        slot.delay = own.get("delay", settings.getfloat("DOWNLOAD_DELAY"))
        slot.jitter = own.get("jitter", settings.getfloat("DOWNLOAD_DELAY_JITTER"))


def _slot_of(host: str) -> str:
    """Scrapy's key of a host's slot."""
    return urlsplit(f"//{host}").hostname or host


def _hold(slot: Slot, seconds: float) -> None:
    """Let a slot send nothing for so long: as if it had just sent something, with the rest of the time as its delay."""
    slot.lastseen = max(slot.lastseen, monotonic() + seconds - slot.delay)


def _waiting(slot: Slot, name: str) -> int:
    """How many requests of a host wait in its slot: as to hosts, ports make a difference."""
    return sum(urlparse_cached(request).netloc == name for request, _ in slot.queue)


def _taken(slot: Slot, name: str, room: int) -> list[tuple[Request, Any]]:
    """Take a host's requests out of its slot's queue: all that may be, but for the first `room` of those that wait.

    Without room, those that cannot be parked go too.
    """
    own = [each for each in slot.queue if urlparse_cached(each[0]).netloc == name][room:]
    taken = [each for each in own if not room or may_park(each[0])]
    for each in taken:
        slot.queue.remove(each)
    return taken


def paces_of(crawler: Crawler) -> Paces:
    """The paces of a crawler."""
    paces = crawler.get_extension(Paces)
    assert paces is not None, "newsbot's add-on sets it"  # noqa: S101
    return paces
