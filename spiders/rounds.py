"""RoundSpider: a crawl of many sites, one round each. Whose turn it is, and when a round is over."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.exceptions import CloseSpider
from scrapy.http import Response

from newsbot.article import Article
from newsbot.crawl.budget import Budget
from newsbot.crawl.leasing import leasing_of, whose
from newsbot.crawl.rounds import Round
from newsbot.crawl.stopping import stopping_of
from newsbot.sites.model import Site
from newsbot.store.base import Lease, Spent
from spiders.base import NewsSpider

_ROUND = "newsbot_round"  #: in a request's meta: the run in which it is counted
_DONE = "done"  #: in the memo of a site's lease: the crawl of several workers that has had it
_POLL = 2.0  #: seconds between two looks at a site that a fellow worker has


class RoundSpider(NewsSpider):
    """Gives each of its sites a round: its lease is taken, `go_round` asks for what is due, the lease is given back."""

    explore = False
    #: Whether a crawl gives each site one round, by whichever of its workers.
    once = True
    max_requests: int | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.rounds: dict[str, Round] = {}  # by site
        self.asked: dict[str, set[str]] = {}  # by site: with a JOBDIR, what the crawl before has asked for

    async def start(self) -> AsyncIterator[Request]:
        """The rounds of all sites. They give their requests to Scrapy's engine themselves, so none comes from here."""
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            self.crawler.signals.connect(self.item_ended, signal)
        self._resume()
        await self.keeping.open()
        if self.explore:
            self.sites = [Site(name=site.name, url=site.url) for site in self.sites]
        await self.work()
        none: tuple[Request, ...] = ()
        for request in none:
            yield request

    async def work(self) -> None:
        """A round for each site, so many at the same time."""
        turns = asyncio.Semaphore(self.at_once)

        async def turn(site: Site) -> None:
            again = True
            while again and not stopping_of(self.crawler).told:
                async with turns:
                    again = await self.round(site)
                if again:
                    await stopping_of(self.crawler).sleep(_POLL)

        await asyncio.gather(*(turn(site) for site in list(self.sites)))

    @property
    def at_once(self) -> int:
        """So many sites have their round at the same time."""
        return self.crawler.settings.getint("NEWSBOT_SITES_AT_ONCE")

    def _resume(self) -> None:
        """With a JOBDIR, Scrapy's queue on disk goes on: what waits there is not to be asked for a second time."""
        state: dict[str, dict[str, set[str]]] = getattr(self, "state", {})  # kept by Scrapy, if there is a JOBDIR
        self.asked = state.setdefault("asked", {})

    def closed(self, reason: str) -> None:
        """A crawl that has come to its end leaves nothing to go on with: the next asks anew."""
        if reason == "finished":
            self.asked.clear()

    async def round(self, site: Site) -> bool:
        """One site's turn, unless it is another worker's, or a time in which the site wants quiet.

        True where a fellow worker of the same crawl has it, who may yet die: it is to be tried again.
        """
        leasing, run = leasing_of(self.crawler), self.keeping.run
        try:
            lease = await leasing.take_site(site.slug)
            if not leasing.is_ours(lease):
                if leasing.is_fellow(lease):
                    return True
                self.held_by(site, lease)
                return False
            if not (self.once and lease.memo.get(_DONE) == leasing.crawl):
                await self._quiet_or_go(site)
                await self.keeping.flush()  # the next to have it must find all of it in the store
                self.keeping.report.round_ended(site.slug)
            done = not stopping_of(self.crawler).told
            await leasing.give_back_site(site.slug, {_DONE: leasing.crawl} if done else {})
        except CloseSpider:
            self.logger.info("the round of %s ends in %s: the store is gone", site.name, run)
        return False

    def held_by(self, site: Site, lease: Lease) -> None:
        """Another crawl has this site."""
        since = f"{whose(lease)} has been crawling it since {lease.since:%H:%M:%S} UTC"
        self.keeping.report.site(site.slug).held = since
        self.logger.warning("%s is left out: %s", site.name, since)

    async def _quiet_or_go(self, site: Site) -> None:
        self.keeping.report.site(site.slug)
        if site.schedule.is_quiet(datetime.now(UTC)):
            zone = site.schedule.timezone or "UTC"
            self.logger.warning(
                "%s wants quiet now (%s %s): it is left for later", site.name, site.schedule.quiet, zone
            )
            return
        round_ = self.rounds[site.slug] = Round(site, asked=self.asked.setdefault(site.slug, set()))
        try:
            round_.budget = await self._allowed(site)
            await self.go_round(round_)
        finally:
            del self.rounds[site.slug]

    @abstractmethod
    async def go_round(self, round_: Round) -> None:
        """Ask for what is due on a site, by `send`, until nothing is left and nothing is under way."""

    def send(self, request: Request, round_: Round) -> None:
        """Ask for something in this round."""
        request.meta[_ROUND] = self.keeping.run
        round_.began()
        assert self.crawler.engine is not None, "it runs"  # noqa: S101
        self.crawler.engine.crawl(request)

    def began(self, result: Article | Request, by: Request) -> None:
        """The callback of a request gives an article, or asks for one more: its round waits for that as well."""
        if round_ := self._round_of(by):
            if isinstance(result, Request):
                result.meta[_ROUND] = self.keeping.run
            round_.began()

    def ended(self, request: Request) -> None:
        """The callback of a request has ended."""
        if round_ := self._round_of(request):
            round_.ended()

    def item_ended(self, item: object, response: Response | None) -> None:
        """An article is on its way into the store, or was dropped."""
        if isinstance(item, Article) and response is not None and response.request is not None:
            self.ended(response.request)

    def host_rests(self, url: str, site: Site, why: str) -> None:
        """No more pages of this host are asked for in this round."""
        if round_ := self.rounds.get(site.slug):
            round_.resting[urlsplit(url).netloc] = why

    def _round_of(self, request: Request) -> Round | None:
        """The round that counts this request; none for what an earlier crawl left in a JOBDIR."""
        counts = request.meta.get(_ROUND) == self.keeping.run
        return self.rounds.get(request.cb_kwargs["site"].slug) if counts else None

    async def _allowed(self, site: Site) -> Budget:
        """What may be asked for: by the site's budget of this day, and by the argument."""
        politeness, spent = site.politeness, Spent()
        if (politeness.requestsPerDay, politeness.bytesPerDay) != (None, None):
            midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            spent = await self.keeping.spent_since(site.slug, midnight)
        return Budget.of(politeness, spent, self.max_requests)
