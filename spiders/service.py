"""The spider `service`: crawls its sites for months, each when something of it is due."""

from __future__ import annotations

import asyncio
import random
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from scrapy.exceptions import CloseSpider

from newsbot.crawl.ladders import ladders_of
from newsbot.crawl.rounds import Round
from newsbot.crawl.session import Sessions
from newsbot.crawl.stopping import stopping_of
from newsbot.errors import NewsbotError
from newsbot.listing import Source
from newsbot.schedule import CEILING, FLOOR, next_look
from newsbot.sites.catalog import load_site, own_entries
from newsbot.sites.model import Site
from newsbot.store.base import Lease
from spiders.site import SiteSpider, is_yes

#: After this time, a site without a site file is explored anew.
_EXPLORED_FOR = timedelta(days=1)
_FILES = timedelta(minutes=1)  #: between two looks for new site files
_TICK = 5.0  #: seconds between two looks at what is due: less would find nothing sooner


class ServiceSpider(SiteSpider):
    """`scrapy crawl service -a site="name name"`: a round for each site whenever it is due, until it is told to stop.

    Site files are read anew for each round, so a change of them counts from then on. With `-a own=1`, all site files of
    the owner are meant, also those that are made later.
    """

    name = "service"
    once = False

    def __init__(self, own: object = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.only_due, self.own = True, is_yes(own)
        self._looked = datetime.now(UTC)  # for new site files
        self._due: dict[str, datetime] = {}  # by the name that the owner gave
        self._working: dict[str, asyncio.Task[None]] = {}
        self._explored: dict[str, tuple[datetime, list[tuple[Source, str]]]] = {}  # by site

    async def work(self) -> None:
        """Rounds, without end."""
        stopping = stopping_of(self.crawler)
        now = datetime.now(UTC)
        self._due = dict.fromkeys(self.names, now)
        while not stopping.told:
            self._look_for_files(datetime.now(UTC))
            self._begin(datetime.now(UTC))
            await stopping.sleep(_TICK)
        if self._working:
            await asyncio.wait(self._working.values())

    def _look_for_files(self, now: datetime) -> None:
        if not self.own or now - self._looked < _FILES:
            return
        self._looked = now
        try:
            files = {entry.file for entry in own_entries(self.own_sites)}
        except NewsbotError as error:
            self.logger.error("%s; the sites stay as they were", error)  # noqa: TRY400 (words for the owner)
            return
        for gone in self._due.keys() - files - set(self.names):
            del self._due[gone]
        for new in files - self._due.keys():
            self.logger.info("%s is crawled from now on", new)
            self._due[new] = now

    def _begin(self, now: datetime) -> None:
        """Begin the rounds that are due. Workers that share these sites begin with different ones."""
        due = [name for name, when in self._due.items() if when <= now and name not in self._working]
        random.shuffle(due)
        for name in due[: max(self.at_once - len(self._working), 0)]:
            task = self._working[name] = asyncio.create_task(self._turn(name))
            task.add_done_callback(partial(self._ended, name))

    def _ended(self, name: str, task: asyncio.Task[None]) -> None:
        del self._working[name]
        if not task.cancelled() and (bug := task.exception()) is not None:
            self.logger.error("the round of %s failed: this is a bug in newsbot", name, exc_info=bug)
            self._due[name] = datetime.now(UTC) + timedelta(hours=1)

    async def _turn(self, name: str) -> None:
        """One round, if it is still due: a fellow worker may have been faster."""
        now = datetime.now(UTC)
        try:
            site = load_site(name, self.own_sites)
        except NewsbotError as error:
            self.logger.error("%s; it is tried again in an hour", error)  # noqa: TRY400 (words for the owner)
            self._due[name] = now + timedelta(hours=1)
            return
        try:
            when = await self.next_round(site)
            if when <= datetime.now(UTC):
                self._due[name] = now + FLOOR  # where another worker has it
                self.asked.pop(site.slug, None)
                held = await self.round(site)
                await self._let_go(site)
                if held:
                    return
                when = max(await self.next_round(site), self._due[name])
            self._due[name] = when
            self.keeping.report.next_round(site.slug, when)
        except CloseSpider:
            self.logger.info("%s: the store is gone", site.name)

    async def _let_go(self, site: Site) -> None:
        ladders_of(self.crawler).let_go(site)
        if sessions := self.crawler.get_downloader_middleware(Sessions):
            await sessions.let_go(site.slug)

    def held_by(self, site: Site, lease: Lease) -> None:
        """Another crawl has it: it is tried again."""
        self.logger.info("%s is left for later: %s holds it", site.name, lease.holder)

    def sources(self, site: Site) -> list[tuple[Source, str]]:
        """The listings of the site; for one without a file, those that were found when it was explored."""
        when, found = self._explored.get(site.slug, (None, []))
        fresh = when is not None and datetime.now(UTC) - when < _EXPLORED_FOR
        return found if fresh and found else super().sources(site)

    async def go_round(self, round_: Round) -> None:
        """The round, and what it found of a site that was explored."""
        await super().go_round(round_)
        if round_.found:
            self._explored[round_.site.slug] = (datetime.now(UTC), list(dict.fromkeys(round_.found)))

    async def next_round(self, site: Site) -> datetime:
        """When something of a site is due: a listing, as its habits and the site file have it, or a page."""
        now = datetime.now(UTC)
        known = await self.keeping.visits([url for _, url in self.sources(site)])
        if not known:
            return now
        looks = [next_look(visit, site.schedule) or now for visit in known.values()]
        page = await self.keeping.next_due(site.slug)
        when = min([*looks, now + CEILING] + ([page] if page else []))
        return site.schedule.after_quiet(max(when, now)) if site.schedule.is_quiet(max(when, now)) else when
