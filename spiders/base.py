"""NewsSpider: what all spiders of newsbot share. When to ask for a page; reading it is newsbot.reading's business."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from newsbot.access.states import PageKind
from newsbot.article import Article, Crawl, Metadata, Session
from newsbot.config import GatedText, gated_text, read_config
from newsbot.crawl import outcomes
from newsbot.crawl.conditional import header, validator_headers
from newsbot.crawl.held import AS_OWNER
from newsbot.crawl.keeping import Keeping, keeping_of
from newsbot.crawl.polite import site_slots
from newsbot.crawl.raw import fetched_at
from newsbot.crawl.render import Rendering, mode_of, visibility_of
from newsbot.crawl.rights import opt_outs_of
from newsbot.crawl.session import Sessions, session_of
from newsbot.crawl.stopping import comes_back, was_sent
from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import NewsbotError, NotAPage
from newsbot.reading import Asked, PageRead, SiteHints, hints_of, join_pages, read_bytes
from newsbot.rights import rights_of
from newsbot.sites.catalog import load_site, site_for_url
from newsbot.sites.model import Site
from newsbot.store.base import Visit, VisitState
from newsbot.urls import article_key
from spiders.arguments import refuse_unknown

logger = logging.getLogger(__name__)

#: An article of more pages than this is taken for a trap.
MOST_PAGES = 20


Results = AsyncIterator[Article | Request]
Callback = Callable[..., Results | Awaitable[None]]


def counted(callback: Callback) -> Callable[..., Results]:
    """A callback whose beginning and end the spider is told of, with all that it asks for: see `NewsSpider.began`.

    The edge: an error in it is logged here, so that it ends all the same.
    """

    @wraps(callback)
    async def counting(self: NewsSpider, answer: Response | Failure, **kwargs: Any) -> Results:
        request: Request = answer.request  # type: ignore[assignment,union-attr]
        try:
            made = callback(self, answer, **kwargs)
            if isinstance(made, Awaitable):
                await made
            else:
                async for result in made:
                    self.began(result, request)
                    yield result
        except Exception:
            self.logger.exception("%s could not be dealt with: this is a bug in newsbot", request.url)
        if not (isinstance(answer, Failure) and comes_back(answer)):
            self.ended(request)

    return counting


class NewsSpider(Spider):
    """Asks for pages and hands on what newsbot reads in them."""

    names: list[str]
    sites: list[Site]
    own_sites: Path
    gated_text: GatedText
    #: Whether pages that are known already are asked for by their validators, so that the server may answer 304.
    conditional = True
    #: Every status is an answer that a visit ends with, and what is asked for first is sent first. Only here: a
    #: project's other spiders may count on Scrapy's way.
    custom_settings = {  # noqa: RUF012 (Scrapy declares it so)
        "HTTPERROR_ALLOW_ALL": True,
        "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
        "SCHEDULER_DISK_QUEUE": "scrapy.squeues.PickleFifoDiskQueue",
    }

    def __init__(self, **kwargs: Any) -> None:
        refuse_unknown(type(self), kwargs)
        super().__init__(**kwargs)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, with its sites read and their pace set before the first request. Wrong arguments are logged."""
        try:
            return cls._from_crawler(crawler, *args, **kwargs)
        except NewsbotError as error:
            _tell(error)
            raise

    @classmethod
    def _from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        config = read_config()
        spider = super().from_crawler(crawler, *args, **kwargs)
        # The add-on's own settings come later than this.
        spider.gated_text = gated_text(crawler.settings.get("NEWSBOT_GATED_TEXT") or config.gated_text)
        spider.own_sites = Path(crawler.settings.get("NEWSBOT_SITES") or config.sites)
        spider.sites = [load_site(name, spider.own_sites) for name in spider.names]
        slots = {host: pace for site in spider.sites for host, pace in site_slots(site).items()}
        crawler.settings.set(
            "DOWNLOAD_SLOTS", {**slots, **crawler.settings.getdict("DOWNLOAD_SLOTS")}, priority="spider"
        )
        return spider

    @property
    def named_hosts(self) -> frozenset[str]:
        """The hosts that the owner named; the guard lets them pass."""
        return frozenset().union(*(site.bare_hosts for site in self.sites))

    @property
    def keeping(self) -> Keeping:
        """The way to the store."""
        return keeping_of(self.crawler)

    def hints(self, site: Site) -> SiteHints:
        """What the site's file, or the owner's setting for all sites, adds to the generic reading."""
        return hints_of(site, self.gated_text)

    def article_request(self, link: Link, site: Site, visit: Visit | None = None) -> Request:
        """The request for a page that may be an article."""
        opt_outs_of(self.crawler).expect(link.url)
        return Request(
            link.url,
            callback=self.parse,
            errback=self.failed,
            headers=validator_headers(visit) if self.conditional else None,
            cb_kwargs={"link": link, "site": site},
            meta={AS_OWNER: True},
            # Spiders see to it that no address is asked for twice. Scrapy's filter would silently drop redirects as
            # well: to an address that is known already, or to the same one with a cookie; those visits would never end.
            dont_filter=True,
        )

    @counted
    async def parse(self, response: Response, link: Link | None = None, site: Site | None = None) -> Results:
        """Read a page that may be an article. Called without `link` and `site` (scrapyrt), its address says both."""
        site = site or self.site_of(response.url)
        link = link or Link(url=response.url, foundBy=FoundBy.GIVEN, foundOn=response.url)
        if ending := outcomes.of_status(response.status):
            await self.end(link.url, site, ending, response)
            return
        try:
            read = self.read(response, link, site)
            judged = await self.as_owner(response, read, site)
            if isinstance(judged, Request):
                yield judged
                return
            if judged is not read.article.access.session:
                read = self.read(response, link, site, judged)
            if climbing := self.climb(response, read, site):
                yield climbing
                return
        except NotAPage as error:
            await self.end(link.url, site, (VisitState.NOT_ARTICLE, error.why), response)
            return
        except Exception as error:
            # The edge: a page that breaks the reader must not end the crawl. It stays open, and is asked for again.
            self.logger.exception("%s could not be read: this is a bug in newsbot", response.url)
            await self.end(link.url, site, (VisitState.FAILED, f"reading it failed ({type(error).__name__})"), response)
            return
        if ending := outcomes.of_page(read.kind, read.article.access):
            await self.end(link.url, site, ending, response)
            return
        read = await self.with_rights(read)
        self.keeping.report.page_read(site, read)
        async for result in self.kept(read, site, response):
            yield result

    async def with_rights(self, read: PageRead) -> PageRead:
        """The page with what its host says about mining and training, beside what it says itself."""
        page = read.page
        rights = rights_of(page.url, page.headers, page.meta, await opt_outs_of(self.crawler).of(page.url))
        return replace(read, reading=replace(read.reading, article=replace(read.article, rights=rights)))

    async def kept(self, read: PageRead, site: Site, response: Response) -> Results:
        """The article, or the request for the next of its pages."""
        following = read.reading.nextPage
        if following and site.covers(following) and article_key(following) != article_key(response.url):
            yield self.next_page(following, read.article, [], site)
        else:
            yield read.article

    def next_page(self, url: str, first: Article, pages: list[Article], site: Site) -> Request:
        """The request for a further page of an article."""
        kwargs = {"first": first, "pages": pages, "site": site}
        return Request(
            url,
            callback=self.parse_next,
            errback=self.next_failed,
            cb_kwargs=kwargs,
            meta={AS_OWNER: True},
            dont_filter=True,
            priority=10,
        )

    @counted
    async def parse_next(self, response: Response, first: Article, pages: list[Article], site: Site) -> Results:
        """Add a further page to its article; where it cannot be read, the article ends before it, and says so."""
        link = Link(url=response.url, foundBy=FoundBy.NEXT_PAGE, foundOn=first.url)
        try:
            page = self.read(response, link, site) if outcomes.of_status(response.status) is None else None
            judged = await self.as_owner(response, page, site) if page else None
            climbing = self.climb(response, page, site) if page and not isinstance(judged, Request) else None
            if again := judged if isinstance(judged, Request) else climbing:
                yield again
                return
        except NotAPage:
            page = None
        if page is None or page.kind is not PageKind.ARTICLE:
            yield join_pages(first, pages)
            return
        pages = [*pages, page.article]
        following = page.reading.nextPage
        known = {article_key(each.url) for each in (first, *pages)}
        if following and article_key(following) not in known and len(pages) < MOST_PAGES:
            yield self.next_page(following, first, pages, site)
        else:
            yield join_pages(first, pages)

    @counted
    async def next_failed(self, failure: Failure) -> Results:
        """A further page did not answer: keep what was read. Was it not even asked for, the next crawl does it all."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        if was_sent(failure):
            yield join_pages(kwargs["first"], kwargs["pages"])
        elif not comes_back(failure):
            self.not_asked(kwargs["first"].crawl.requestedUrl)

    async def as_owner(self, response: Response, read: PageRead, site: Site) -> Session | Request:
        """As whom a page was read, or the request to ask for it anew: its session was over, and is renewed."""
        sessions = self.crawler.get_downloader_middleware(Sessions) if site.login else None
        return await sessions.judge(response, read) if sessions else read.article.access.session

    def climb(self, response: Response, read: PageRead, site: Site) -> Request | None:
        """The request to ask for a page once more, by a browser, where that may bring its text."""
        rendering = self.crawler.get_downloader_middleware(Rendering)
        return rendering.climb(response, read, site) if rendering else None

    def read(self, response: Response, link: Link, site: Site, session: Session | None = None) -> PageRead:
        """Read and judge an answer. Raises `NotAPage`."""
        headers = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        read = read_bytes(
            response.body,
            response.url,
            status=response.status,
            headers=headers,
            link=link,
            hints=self.hints(site),
            asked=Asked(session=session or session_of(response), visibility=visibility_of(response)),
        )
        now = fetched_at(response)
        crawl = Crawl(
            site=site.slug,
            run=self.keeping.run,
            foundBy=link.foundBy.value,
            foundOn=link.foundOn,
            requestedUrl=link.url,
            fetchedAt=now,
            fetchMode=mode_of(response).value,
            status=response.status,
            contentType=headers.get("content-type"),
            etag=headers.get("etag"),
            lastModified=headers.get("last-modified"),
            bytes=len(response.body),
        )
        article = replace(
            read.article, crawl=crawl, metadata=replace(read.article.metadata or Metadata(), dateDownloaded=now)
        )
        return replace(read, reading=replace(read.reading, article=article))

    @counted
    async def failed(self, failure: Failure) -> None:
        """A page that may be an article got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        # Requests that scrapyrt makes know neither.
        link, site = request.cb_kwargs.get("link"), request.cb_kwargs.get("site") or self.site_of(request.url)
        url = link.url if link else request.url
        if isinstance(failure.value, outcomes.HostRests):
            self.host_rests(failure.value.error.url, site, failure.value.error.why)
            await self.not_tried(url, site, failure.value.error.why)
        elif was_sent(failure):
            await self.end(url, site, outcomes.of_error(failure.value))
        elif not comes_back(failure):  # were that taken for not asked, a second listing would ask for it as well
            self.not_asked(url)

    def began(self, result: Article | Request, by: Request) -> None:
        """The callback of a request gives an article, or asks for one more."""

    def ended(self, request: Request) -> None:
        """The callback of a request has ended."""

    def host_rests(self, url: str, site: Site, why: str) -> None:
        """The host of an address is to be left alone for longer than a crawl waits."""

    async def not_tried(self, url: str, site: Site, why: str) -> None:
        """Write down that an address was not asked for, through no fault of its own."""
        await self.keeping.end(self.keeping.outcome(url, site.slug, VisitState.FAILED, why, tried=False))

    def not_asked(self, url: str) -> None:
        """The crawl ended before this address was asked for, or before all of its pages were."""

    async def end(self, url: str, site: Site, ending: outcomes.Ending, response: Response | None = None) -> None:
        """Write down how a visit ended that gave nothing to keep."""
        state, reason = ending
        await self.keeping.end(self.keeping.outcome(url, site.slug, state, reason, **answer_facts(response)))

    def site_of(self, url: str) -> Site:
        """The site of an address: one of this spider's, or the one that the catalogue, or its host, names."""
        for site in self.sites:
            if site.covers(url):
                return site
        site = site_for_url(url, self.own_sites)
        self.sites.append(site)
        return site


def _tell(error: NewsbotError) -> None:
    """Log an error as the one line that it is.

    `scrapy crawl` never asks its task how it ended, so asyncio would print a traceback, in which that line drowns:
    the task's error counts as seen from here on. It is raised all the same, and the exit code is 1.
    """
    logger.error("%s", error)
    with suppress(RuntimeError):  # no event loop runs: whoever called gets the error
        if (task := asyncio.current_task()) is not None:
            task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())


def answer_facts(response: Response | None) -> dict[str, Any]:
    """What a visit's outcome keeps of the answer."""
    if response is None:
        return {}
    return {
        "status": response.status,
        "etag": header(response, "ETag"),
        "lastModified": header(response, "Last-Modified"),
        "bytes": len(response.body),
    }
