"""Leasing: a site, and every host that is asked, belongs to one worker at a time; so a pace holds over all of them.

Leases are kept in the store, alive as long as the worker is, and given back as soon as they are not needed. One whose
worker has died passes on at once on the same machine, and after `TERM` elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.utils.httpobj import urlparse_cached

from newsbot.crawl.keeping import keeping_of
from newsbot.crawl.outcomes import Postponed
from newsbot.crawl.paces import paces_of
from newsbot.crawl.stopping import NotSent, stopping_of
from newsbot.crawl.workers import is_dead, read_worker, this_worker
from newsbot.errors import TryLater
from newsbot.pace import Pace
from newsbot.sites.model import Site
from newsbot.store.base import Lease

logger = logging.getLogger(__name__)

#: A lease that is not renewed for so long may be taken by anybody.
TERM = timedelta(seconds=60)
_RENEWAL = 10.0  #: seconds between two renewals, each of which is one write for all leases
_SPARE = 5.0  #: seconds before its end in which a lease is not relied on any more
_IDLE = 5.0  #: seconds after which a host that nothing is asked of is given back
_PATIENCE = 300.0  #: seconds that a request waits for a host that another worker has
_POLL = 1.0
_PACES = "paces"  #: in the memo of a host's lease
_LEFT = "left"  #: in a memo: the number of a lease that was given back; after others, nobody knows what was asked last
#: So many requests may wait for hosts of other workers; more would take all of the downloader's places.
_MOST_WAITING = 32


class Leasing:
    """An extension: the leases of this crawl."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._held: dict[str, Lease] = {}
        self._good_until: dict[str, float] = {}  # by name: until when (time.time) a lease is relied on
        self._used: dict[str, float] = {}  # by name of a host's lease: when it was last needed
        self._locks: dict[str, asyncio.Lock] = {}
        self._paced: set[str] = set()  # the hosts whose last pace is known here
        self._waiting = 0
        self._renewing: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawler."""
        return cls(crawler)

    @cached_property
    def holder(self) -> str:
        """Who this crawl is in its leases. They are given back before its store is closed."""
        keeping = keeping_of(self.crawler)
        keeping.before_close.append(self.close)
        return str(this_worker(keeping.run))

    # ── sites ──

    async def take_site(self, slug: str) -> Lease:
        """Ask for a site: the lease as it is now, which is ours, or says whose."""
        return await self._take(f"site {slug}")

    def is_ours(self, lease: Lease) -> bool:
        """Whether this crawl has it."""
        return lease.holder == self.holder

    @property
    def crawl(self) -> str:
        """The name of the crawl, which several workers may share: theirs are NAME.1, NAME.2 and so on."""
        return keeping_of(self.crawler).run.partition(".")[0]

    def is_fellow(self, lease: Lease) -> bool:
        """Whether a worker of the same crawl has it."""
        worker, ours = read_worker(lease.holder), keeping_of(self.crawler).run
        return worker is not None and "." in ours and worker.run.partition(".")[0] == self.crawl

    async def give_back_site(self, slug: str, memo: Mapping[str, Any] | None = None) -> None:
        """Let others have the site; `memo` is left to the next."""
        await self._give_back([f"site {slug}"], memo or {})

    # ── requests ──

    def may_send(self, request: Request, host: str) -> bool:
        """Whether a request may be sent at once: its host, and its site, are held for some seconds more."""
        now, good = time.time(), self._good_until
        name = f"host {host}"
        self._used[name] = now
        if good.get(name, 0.0) < now:
            return False
        site = request.cb_kwargs.get("site")
        return site is None or good.get(f"site {site.slug}", now) >= now

    async def wait_for(self, request: Request, host: str) -> None:
        """Wait until it may be sent. Raises `NotSent` where its site went to another worker, or the crawl ends.

        `Postponed` where another worker goes on asking its host.
        """
        site: Site | None = request.cb_kwargs.get("site")
        if site and f"site {site.slug}" in self._good_until and not self.is_ours(await self.take_site(site.slug)):
            raise NotSent(f"{site.name} is another worker's by now")
        async with self._locks.setdefault(host, asyncio.Lock()):
            end = time.time() + _PATIENCE
            while not self.may_send(request, host):
                lease = await self._take(f"host {host}")
                if not self.is_ours(lease):
                    await self._wait_for_other(lease, request, end)
                elif host not in self._paced:
                    self._go_on(lease, request, host)

    async def _wait_for_other(self, lease: Lease, request: Request, end: float) -> None:
        if time.time() > end or self._waiting >= _MOST_WAITING:
            why = f"{whose(lease)} is asking this host"
            raise Postponed(TryLater(request.url, why, timedelta(minutes=5)))
        self._waiting += 1
        try:
            await stopping_of(self.crawler).sleep(_POLL)
        finally:
            self._waiting -= 1
        if stopping_of(self.crawler).told:
            raise NotSent("the crawl ends")

    def _go_on(self, lease: Lease, request: Request, host: str) -> None:
        """Go on at the pace of the last holder of a host. One that did not give it back may have asked it just now."""
        self._paced.add(host)
        if lease.number == 1:
            return
        paces = paces_of(self.crawler)
        for each in lease.memo.get(_PACES, ()):
            paces.put(each["host"], Pace.of(each))
        given_back = lease.memo.get(_LEFT) == lease.number - 1
        name = urlparse_cached(request).netloc
        known = paces.get(name)
        last = known.lastAsked if given_back else datetime.now(UTC)
        paces.put(name, replace(known, lastAsked=last or Pace.of(lease.memo).lastAsked))

    # ── keeping them ──

    async def _take(self, name: str) -> Lease:
        """A lease as it is after asking for it. That of a process of this machine that has died is taken over."""
        keeping, now = keeping_of(self.crawler), datetime.now(UTC)
        lease = (await keeping.lease([name], self.holder, now, now + TERM))[name]
        # No lease can last for longer than its term: one that does was taken by a clock that was wrong.
        if not self.is_ours(lease) and (lease.until > now + 2 * TERM or is_dead(lease.holder)):
            await keeping.renew([replace(lease, until=now)])
            lease = (await keeping.lease([name], self.holder, now, now + TERM))[name]
        if self.is_ours(lease):
            self._note(lease)
            self._renewing = self._renewing or asyncio.create_task(self._keep_alive())
        return lease

    def _note(self, lease: Lease) -> None:
        self._held[lease.name] = lease
        self._good_until[lease.name] = lease.until.timestamp() - _SPARE

    def _forget(self, name: str) -> None:
        self._held.pop(name, None)
        # A site's stays as one that is past: what is still asked for in its name has to be refused.
        if name.startswith("site ") and name in self._good_until:
            self._good_until[name] = 0.0
        else:
            self._good_until.pop(name, None)
            self._used.pop(name, None)
            self._paced.discard(name.removeprefix("host "))
            self._locks.pop(name.removeprefix("host "), None)

    async def _keep_alive(self) -> None:
        """Renew what is needed, and give back what is not, as long as the crawl lasts."""
        while True:
            await asyncio.sleep(_RENEWAL)
            try:
                await self._give_back(self._idle_hosts())
                await self._renew()
            except CloseSpider:
                return  # the store is gone: the crawl ends

    async def _renew(self) -> None:
        until = datetime.now(UTC) + TERM
        given = [replace(lease, until=until, memo=self._memo(lease)) for lease in self._held.values()]
        if not given:
            return
        now = await keeping_of(self.crawler).renew(given)
        for lease in given:
            kept = now.get(lease.name)
            if kept is not None and (kept.holder, kept.number) == (lease.holder, lease.number):
                self._note(kept)
            elif lease.name in self._held:
                logger.error("%s was lost to %s", lease.name, whose(kept) if kept else "nobody")
                self._forget(lease.name)

    def _memo(self, lease: Lease) -> Mapping[str, Any]:
        """What the next holder is to know: of a host, how it is to be asked, and when it was asked last."""
        if not lease.name.startswith("host "):
            return lease.memo
        known, last = paces_of(self.crawler).at(lease.name.removeprefix("host "))
        plain = [{"host": name, **pace.as_dict()} for name, pace in known.items()]
        return {_PACES: plain, **Pace(lastAsked=last).as_dict()}

    def _idle_hosts(self) -> list[str]:
        """The leases of hosts that nothing was asked of for some time, and nothing waits for."""
        busy = {f"host {key}" for key, slot in self._slots() if slot.active or slot.queue}
        now = time.time()
        return [
            name for name, used in self._used.items() if name in self._held and now - used > _IDLE and name not in busy
        ]

    def _slots(self) -> Iterable[tuple[str, Any]]:
        engine = self.crawler.engine
        return engine.downloader.slots.items() if engine else ()

    async def _give_back(self, names: Sequence[str], memo: Mapping[str, Any] | None = None) -> None:
        held = [self._held[name] for name in names if name in self._held]
        for lease in held:
            self._forget(lease.name)
        if held:
            now = datetime.now(UTC)
            memos = [{**(self._memo(each) if memo is None else memo), _LEFT: each.number} for each in held]
            given = [replace(each, until=now, memo=left) for each, left in zip(held, memos, strict=True)]
            await keeping_of(self.crawler).renew(given)

    async def close(self) -> None:
        """Give back all of them, before the store is closed."""
        if self._renewing is not None:
            self._renewing.cancel()
        try:
            await self._give_back(list(self._held))
        except CloseSpider:
            logger.info("the store is gone; its leases run out by themselves")


def whose(lease: Lease) -> str:
    """Who holds a lease, for people."""
    worker = read_worker(lease.holder)
    return f"another newsbot ({worker.words if worker else lease.holder})"


def leasing_of(crawler: Crawler) -> Leasing:
    """The leases of a crawl."""
    leasing = crawler.get_extension(Leasing)
    assert leasing is not None, "newsbot's add-on sets it"  # noqa: S101
    return leasing


class Turns:
    """A downloader middleware: a host is asked by one worker at a time."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._leasing: Leasing | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawler."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait for the turn of its host. Raises as `Leasing.wait_for` does."""
        leasing = self._leasing = self._leasing or leasing_of(self.crawler)
        host = self.crawler.engine.downloader.get_slot_key(request)
        if not leasing.may_send(request, host):
            await leasing.wait_for(request, host)
