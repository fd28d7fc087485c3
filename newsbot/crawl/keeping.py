"""Keeping: the extension through which a crawl reads and writes the store, without ever blocking the event loop."""

from __future__ import annotations

import asyncio
import atexit
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider

from newsbot.article import Article
from newsbot.crawl.report import Report, report_of
from newsbot.crawl.stopping import stopping_of
from newsbot.discovery.link import Link
from newsbot.errors import NewsbotError
from newsbot.likeness import Fingerprint
from newsbot.store.base import Candidate, Copy, Lease, Outcome, Saved, Spent, Store, Visit, VisitState
from newsbot.store.likenesses import where_kept
from newsbot.store.opening import open_store
from newsbot.store.outbox import Outbox
from newsbot.store.writer import Writer
from newsbot.urls import article_key

logger = logging.getLogger(__name__)
T = TypeVar("T")


def new_run(now: datetime) -> str:
    """A name for a run: sorts by time, and no two are equal."""
    return f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"


class Keeping:
    """The store, the outbox and the writer of one crawl. `open` before use; it closes itself with the spider."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run = crawler.settings.get("NEWSBOT_RUN") or new_run(datetime.now(UTC))
        self._lock = asyncio.Lock()
        self._store: Store | None = None
        self._writer: Writer | None = None
        self._outbox: Outbox | None = None
        self._stopping = False
        #: What is to be done while the store is still open.
        self.before_close: list[Callable[[], Awaitable[None]]] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Keep for this crawler."""
        keeping = cls(crawler)
        crawler.signals.connect(keeping.close, signals.spider_closed)
        return keeping

    @property
    def report(self) -> Report:
        """The tallies of the same crawl."""
        return report_of(self.crawler)

    @property
    def store(self) -> Store:
        """The open store."""
        assert self._store is not None, "open() comes first"  # noqa: S101
        return self._store

    @property
    def writer(self) -> Writer:
        """The open writer."""
        assert self._writer is not None, "open() comes first"  # noqa: S101
        return self._writer

    async def open(self) -> None:
        """Open the store and send it what waits in the outbox. Opening twice is allowed.

        Raises `CloseSpider` where the store cannot be used; the report then holds the error.
        """
        async with self._lock:
            if self._writer is not None:
                return
            try:
                store, outbox = await asyncio.to_thread(self._open_files)
            except NewsbotError as error:
                raise self._stop(error) from None
            self._store, self._outbox = store, outbox
            self._writer = Writer(store, outbox, self.report.saved)
            # Where the process is told to end at once, no spider_closed comes: what is still queued goes to the outbox.
            atexit.register(self._writer.spill)

    def _open_files(self) -> tuple[Store, Outbox]:
        settings = self.crawler.settings
        store = open_store(
            settings["NEWSBOT_STORE"],
            database=settings["NEWSBOT_MONGO_DATABASE"],
            patience=settings.getfloat("NEWSBOT_STORE_PATIENCE"),
        )
        store.ready()
        outbox = Outbox(Path(settings["NEWSBOT_OUTBOX"]))
        waiting = outbox.count(store.uri)
        if waiting:
            logger.info("%d entries wait in the outbox for %s: they are stored first", waiting, store.uri)
            outbox.replay(store)
        return store, outbox

    async def offer(self, links: Sequence[Link], site: str) -> list[Visit]:
        """Note these links in the store; what is known of each, in order."""
        return await self._ask(lambda store: store.offer(links, site, datetime.now(UTC)))

    async def visits(self, urls: Sequence[str]) -> dict[str, Visit]:
        """What is known of these addresses, by key."""
        return await self._ask(lambda store: store.visits(urls))

    async def take(self, site: str, limit: int, *, after: Visit | None = None, again: bool = True) -> list[Visit]:
        """Visits of a site that are due now (`Store.take`)."""
        return await self._ask(lambda store: store.take(site, limit, at=datetime.now(UTC), after=after, again=again))

    async def next_due(self, site: str) -> datetime | None:
        """When the first visit of a site is due that is not a listing."""
        return await self._ask(lambda store: store.next_due(site))

    async def lease(self, names: Sequence[str], holder: str, at: datetime, until: datetime) -> dict[str, Lease]:
        """Ask for leases (`Store.lease`)."""
        return await self._ask(lambda store: store.lease(names, holder, at, until))

    async def renew(self, leases: Sequence[Lease]) -> dict[str, Lease]:
        """Write one's leases anew (`Store.renew`)."""
        return await self._ask(lambda store: store.renew(leases))

    async def alike(self, content_hash: str, fingerprint: Fingerprint) -> tuple[Copy | None, list[Candidate]]:
        """Where this text is kept already, and kept texts that may be nearly the same.

        Nothing of either, if the store is gone: what was read must not be lost with it.
        """
        unknown: tuple[Copy | None, list[Candidate]] = (None, [])
        return await self._ask_or(
            lambda store: (store.copies([content_hash]).get(content_hash), store.alike([fingerprint])[0]), unknown
        )

    async def story_at(self, url: str) -> str | None:
        """The story of the article at this address, if that is kept, or was offered; none, if the store is gone."""

        def look(store: Store) -> str | None:
            kept = store.get(where_kept(store, url))
            offered = article_key(url) if store.visits([url]) else None
            return (kept.story or kept.key) if kept else offered

        return await self._ask_or(look, None)

    async def spent_since(self, site: str, since: datetime) -> Spent:
        """How many requests of a site were answered since then, and with how many bytes."""
        return await self._ask(lambda store: store.spent_since(site, since))

    async def keep(self, article: Article, outcome: Callable[[Saved], Outcome]) -> None:
        """Give an article to the store; its visit ends when it is safe there."""
        await self.writer.put(article, outcome)
        self._check_writer()

    async def end(self, outcome: Outcome) -> None:
        """Write down how a visit ended that gave nothing to keep, and count it."""
        self.report.ended(outcome)
        await self._settle(outcome)

    async def end_listing(self, outcome: Outcome, *, worked: bool | None) -> None:
        """Write down how the visit of a feed, sitemap or section ended, and count it (see `Report.listing`)."""
        self.report.listing(outcome, worked=worked)
        await self._settle(outcome)

    async def _settle(self, outcome: Outcome) -> None:
        await self.writer.settle(outcome)
        self._check_writer()

    async def end_article(self, article: Article, state: VisitState, reason: str) -> None:
        """Write down how the visit of an article ended that is not kept, and count it."""
        await self.end(self.article_outcome(article, state, reason))

    def article_outcome(self, article: Article, state: VisitState, reason: str) -> Outcome:
        """How the visit of the page ended that this article was read from."""
        crawl = article.crawl
        facts = {
            "status": crawl.status,
            "etag": crawl.etag,
            "lastModified": crawl.lastModified,
            "bytes": crawl.bytes,
        }
        return self.outcome(crawl.requestedUrl or article.url, crawl.site or "", state, reason, **facts)

    def outcome(self, url: str, site: str, state: VisitState, reason: str = "", **facts: Any) -> Outcome:
        """An outcome of this run, now."""
        return Outcome(url=url, site=site, run=self.run, at=datetime.now(UTC), state=state, reason=reason, **facts)

    async def _ask(self, question: Callable[[Store], T]) -> T:
        try:
            return await asyncio.to_thread(question, self.store)
        except NewsbotError as error:
            raise self._stop(error) from None

    async def _ask_or(self, question: Callable[[Store], T], unknown: T) -> T:
        """The store's answer, or what stands for it where the store is gone."""
        if self._stopping:
            return unknown
        try:
            return await self._ask(question)
        except CloseSpider:
            return unknown

    def _check_writer(self) -> None:
        """End the crawl when the store is gone: to go on would only fill the outbox."""
        if self.writer.store_down is not None and not self._stopping:
            self._stop(self.writer.store_down)

    def _stop(self, error: NewsbotError) -> CloseSpider:
        self._stopping = True
        if self.report.trouble is None:
            self.report.trouble = error
            logger.error("%s", error)
        if self.crawler.engine is not None and self.crawler.spider is not None:
            # Scrapy takes a CloseSpider from the callbacks of spiders only.
            stopping_of(self.crawler).stop()
            asyncio.ensure_future(self._close_engine())  # noqa: RUF006
        return CloseSpider("store_unusable")

    async def _close_engine(self) -> None:
        if self.crawler.engine is not None and self.crawler.engine.spider is not None:
            await self.crawler.engine.close_spider_async(reason="store_unusable")

    def spill(self) -> None:
        """Put what is queued into the outbox, at once: for a process that must end without its event loop."""
        if self._writer is not None:
            self._writer.spill()

    async def flush(self) -> None:
        """Wait until all that was given is in the store, or in the outbox."""
        await self.writer.flush()

    async def close(self) -> None:
        """Write what is queued, and let go of the store. What it does not take goes to the outbox."""
        if self._writer is not None:
            for each in self.before_close:
                await each()
            await self._close_writer(self._writer)
        self.report.finish()

    async def _close_writer(self, writer: Writer) -> None:
        for step in (writer.close, self._count_outbox, self._close_files):
            try:
                await step()
            except NewsbotError as error:
                # Neither the store nor the outbox took what is left: its visits stay open, the next crawl asks again.
                self.report.trouble = error
                logger.error("%s", error)  # noqa: TRY400  # words for the owner; there is no bug to trace
        atexit.unregister(writer.spill)
        self.report.trouble = self.report.trouble or writer.store_down

    async def _count_outbox(self) -> None:
        if self._outbox is not None and self._store is not None:
            self.report.outbox = await asyncio.to_thread(self._outbox.count, self._store.uri)

    async def _close_files(self) -> None:
        for each in (self._store, self._outbox):
            if each is not None:
                await asyncio.to_thread(each.close)


def keeping_of(crawler: Crawler) -> Keeping:
    """The keeping of a crawler, for the pipelines and spiders that need it."""
    keeping = crawler.get_extension(Keeping)
    assert keeping is not None, "newsbot's add-on sets it"  # noqa: S101
    return keeping
