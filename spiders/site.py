"""The spider `site`: what is new on one or many sites."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newsbot.crawl import outcomes
from newsbot.crawl.conditional import validator_headers
from newsbot.crawl.rounds import WINDOW, Round
from newsbot.crawl.stopping import stopping_of, was_sent
from newsbot.discovery.autodiscovery import robots_places, well_known_feeds, well_known_sitemaps
from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import NotAFeed, NotAPage, NotASitemap
from newsbot.listing import Listing, Source, Span, read_listing, whats_new
from newsbot.reading import warm_up
from newsbot.schedule import is_due_listing, next_look
from newsbot.sites.model import Site
from newsbot.store.base import Visit, VisitState
from newsbot.store.documents import instant
from newsbot.store.due import LEAST_WAIT, is_due
from newsbot.tally import ReadListing
from newsbot.urls import article_key
from spiders.arguments import positive, site_names
from spiders.base import Results, answer_facts, counted
from spiders.rounds import RoundSpider

#: Of the feeds and sitemaps that an explored site names, so many are read.
MOST_FEEDS = 10
MOST_SITEMAPS = 5
_OK, _NOT_MODIFIED = 200, 304


class SiteSpider(RoundSpider):
    """`scrapy crawl site -a url=https://… | -a site="name name" [-a max_requests=N]`: finds and reads what is new.

    A site without a site file is explored: its front page and robots.txt name feeds, sitemaps and sections; with
    `-a explore=1` so is one that has a file. With `-a only_due=1`, feeds, sitemaps and sections are asked when they are
    due by what earlier crawls learnt of them; without it at once, as far as the site file's `every` lets them.
    """

    name = "site"
    #: Whether pages that are known already are looked at again.
    looks_again = True

    def __init__(
        self,
        site: str | Iterable[str] | None = None,
        url: str | None = None,
        sites_file: str | None = None,
        max_requests: str | int | None = None,
        explore: object = None,
        only_due: object = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.names = site_names(site, url, sites_file)
        self.max_requests = positive("max_requests", max_requests)
        self.explore, self.only_due = is_yes(explore), is_yes(only_due)
        self._warming = asyncio.Lock()

    @property
    def span(self) -> Span:
        """The time this crawl is about."""
        return whats_new(datetime.now(UTC))

    async def go_round(self, round_: Round) -> None:
        """Its listings, and its pages that are due."""
        for request in await self.listing_requests(self.sources(round_.site), round_):
            self.send(request, round_)
        await self._ask_for_pages(round_)

    # ── pages ──

    async def _ask_for_pages(self, round_: Round) -> None:
        """Ask for what is due, until nothing is under way and no listing has named more.

        To look again at what is known waits until no listing is left that may name something new.
        """
        stopping = stopping_of(self.crawler)
        while not stopping.told:
            listed, again = round_.listed, self.looks_again and not round_.reading
            await self._walk(round_, again=again)
            while round_.under_way and round_.listed == listed and not stopping.told:
                await round_.change()
            if round_.listed == listed and (again or not self.looks_again):
                return

    async def _walk(self, round_: Round, *, again: bool) -> None:
        """Ask for all that is due by now, as fast as there is room for it."""
        last: Visit | None = None
        while visits := await self.keeping.take(round_.site.slug, WINDOW, after=last, again=again):
            async with self._warming:  # else every round would do it at once
                await asyncio.to_thread(warm_up)
            last = visits[-1]
            asked = round_.pages
            for visit in visits:
                if self._is_to_be_asked(visit, round_) and not await self._leave_alone(visit, round_):
                    await self._ask_in_turn(visit, round_)
            nothing = round_.pages == asked and round_.resting  # all the rest may be of hosts that are left alone
            if len(visits) < WINDOW or self._is_over(round_) or nothing:
                return

    async def _ask_in_turn(self, visit: Visit, round_: Round) -> None:
        while not round_.room and not self._is_over(round_):
            await round_.change()
        if not self._is_over(round_):
            self.send(self.page_request(visit, round_), round_)

    async def _leave_alone(self, visit: Visit, round_: Round) -> bool:
        """Whether a page's host is to be left alone; where nobody knows anything of the page, that is written down."""
        why = round_.resting.get(urlsplit(visit.url).netloc)
        if why is not None and visit.state is VisitState.FOUND:
            round_.asked.add(visit.key)
            await self.not_tried(visit.url, round_.site, why)
        return why is not None

    def _is_over(self, round_: Round) -> bool:
        return stopping_of(self.crawler).told or round_.budget.spent

    def _is_to_be_asked(self, visit: Visit, round_: Round) -> bool:
        """Whether the time of an address has come, and this round has not asked for it."""
        least = LEAST_WAIT if self.only_due else timedelta()
        due = is_due(visit, datetime.now(UTC), least)
        return due and visit.key not in round_.asked and self.wants(visit, round_.site)

    def page_request(self, visit: Visit, round_: Round) -> Request:
        """The request for a page; it is counted."""
        round_.budget.take_page()
        round_.asked.add(visit.key)
        round_.pages += 1
        self.keeping.report.site(round_.site.slug).asked += 1
        return self.article_request(_link(visit), round_.site, visit)

    def wants(self, visit: Visit, site: Site) -> bool:
        """Whether this crawl is about such an address."""
        return site.is_article(visit.url) is not False

    # ── listings ──

    def sources(self, site: Site) -> list[tuple[Source, str]]:
        """The listings that a crawl of this site starts with; for a site without any, its front page is explored."""
        known = [(Source.FEED, url) for url in site.feeds] + [(Source.NEWS_SITEMAP, url) for url in site.newsSitemaps]
        if not known:
            known = [(Source.SITEMAP, url) for url in site.sitemaps]
        sections = [(Source.SECTION, url) for url in site.sections]
        if known or sections:
            return known + (sections or [(Source.SECTION, site.url)])
        return [(Source.FRONT, site.url)]

    async def listing_requests(
        self, pairs: Iterable[tuple[Source, str]], round_: Round, *, probe: bool = False
    ) -> list[Request]:
        """Requests for those listings that this round has not asked for yet, and whose time has come.

        A `probe` is a place where a listing commonly is: that it is not there is no failure.
        """
        site = round_.site
        keyed = {article_key(url): (source, url) for source, url in pairs}
        fresh = {key: pair for key, pair in keyed.items() if f"listing {key}" not in round_.asked}
        known = await self.keeping.visits([url for _, url in fresh.values()])
        requests = []
        for key, (source, url) in fresh.items():
            round_.asked.add(f"listing {key}")
            visit = known.get(key)
            if not self._is_listing_due(source, visit, site):
                continue
            if not round_.budget.take_listing():
                self.logger.warning("%s: its budget of this day is used up (politeness)", site.name)
                break
            round_.reading.add(key)
            requests.append(self._listing_request(source, url, site, visit, probe=probe))
        return requests

    def _is_listing_due(self, source: Source, visit: Visit | None, site: Site) -> bool:
        """Whether a listing is to be asked for. What leads to the listings of an explored site always is, if it may."""
        now = datetime.now(UTC)
        if visit is None or visit.lastVisit is None:
            return True
        if not self.only_due or source in {Source.FRONT, Source.ROBOTS}:
            return is_due_listing(visit.lastVisit, site.schedule.every, now)
        due = next_look(visit, site.schedule)
        return due is None or due <= now

    def _listing_request(self, source: Source, url: str, site: Site, visit: Visit | None, *, probe: bool) -> Request:
        # A front page that answers 304 would hide the feeds it names, and robots.txt its sitemaps: always read.
        # Of a window of the past, another crawl may have left out just what this one is about.
        whole = self.span.archive or source in {Source.FRONT, Source.ROBOTS}
        validators = {} if whole else validator_headers(visit)
        return Request(
            url,
            callback=self.parse_listing,
            errback=self.listing_failed,
            headers=validators,
            cb_kwargs={"source": source, "site": site, "asked_for": url, "probe": probe},
            meta={"dont_obey_robotstxt": True} if source is Source.ROBOTS else {},
            priority=20,
            # Two listings may be one address (a front page that is a section as well); `asked` has seen to that.
            dont_filter=True,
        )

    @counted
    async def parse_listing(
        self, response: Response, source: Source, site: Site, asked_for: str, *, probe: bool
    ) -> Results:
        """Note what a listing names, and ask for the listings that it leads to."""
        round_ = self.rounds.get(site.slug) or Round(site)
        listing, reason = self.read_listing(response, source, site)
        if listing is None:
            expected = not probe and source is not Source.ROBOTS
            worked = response.status == _NOT_MODIFIED if expected else None
            # A server in trouble says nothing about what is new; one that says "not modified" does.
            news = 0 if response.status in {_OK, _NOT_MODIFIED} else None
            await self._end_listing(asked_for, site, reason, response, worked=worked, news=news)
            listing = Listing()
        else:
            before = instant(datetime.now(UTC))
            known = await self.keeping.offer(listing.links, site.slug)
            # What another site named first is taken up in its rounds, of which there may be none.
            for visit in known:
                if visit.site != site.slug and self._is_to_be_asked(visit, round_) and not self._is_over(round_):
                    yield self.page_request(visit, round_)
            # Only when its links are safe in the store may the next crawl be told that nothing has changed.
            worked = None if source is Source.ROBOTS else True
            # An index brings nothing itself: to find that out must not keep its sitemaps from being asked.
            news = None if listing.further else sum(_is_new(each, before) for each in known)
            await self._end_listing(asked_for, site, reason, response, worked=worked, news=news)
            read = ReadListing((listing.proved or source).value, asked_for, len(listing.links))
            self.keeping.report.site(site.slug).sources.append(read)
        for request in await self._further_requests(listing, source, round_):
            yield request
        round_.read(article_key(asked_for))

    async def _further_requests(self, listing: Listing, source: Source, round_: Round) -> list[Request]:
        """Requests for what a listing leads to. After the front page of a site that is explored comes robots.txt.

        Where neither of them names a listing, the usual places are tried.
        """
        pairs = self.further(listing, round_.site)
        explored = source in {Source.FRONT, Source.ROBOTS}
        if explored:
            round_.found += pairs
        if source is Source.FRONT:
            pairs += [(Source.ROBOTS, url) for url in robots_places(round_.site.url)]
        requests = await self.listing_requests(pairs, round_)
        if source is Source.ROBOTS and not round_.found:
            requests += await self.listing_requests(self.usual_places(round_.site), round_, probe=True)
        return requests

    def read_listing(self, response: Response, source: Source, site: Site) -> tuple[Listing | None, str]:
        """What a listing names and how its visit ended; no listing where it could not be read."""
        if (ending := outcomes.of_status(response.status, page=False)) is not None:
            return None, ending[1]
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        try:
            listing = read_listing(source, response.body, response.url, site, self.span, content_type)
        except (NotAFeed, NotASitemap, NotAPage) as error:
            return None, f"it is {error.what.removeprefix(error.url).removeprefix(' is ')}"
        except Exception as error:
            # The edge: a listing that breaks its reader must not end the crawl of other sites.
            self.logger.exception("%s could not be read: this is a bug in newsbot", response.url)
            return None, f"reading it failed ({type(error).__name__})"
        elsewhere = f", {listing.elsewhere} on other sites" if listing.elsewhere else ""
        return listing, f"{source.value}: {len(listing.links)} links{elsewhere}"

    def further(self, listing: Listing, site: Site) -> list[tuple[Source, str]]:
        """The listings that a listing leads to."""
        found = listing.found
        pairs = list(listing.further)
        pairs += [(Source.FEED, url) for url in found.feeds[:MOST_FEEDS]]
        pairs += [(Source.NEWS_SITEMAP, url) for url in found.newsSitemaps[:MOST_SITEMAPS]]
        if not found.newsSitemaps:
            pairs += [(Source.SITEMAP, url) for url in found.sitemaps[:MOST_SITEMAPS]]
        return pairs + [(Source.SECTION, url) for url in found.sections if site.covers(url)]

    def usual_places(self, site: Site) -> list[tuple[Source, str]]:
        """Where feeds and sitemaps commonly are, for a site that names none."""
        sitemaps = well_known_sitemaps(site.url)
        pairs = [(Source.FEED, url) for url in well_known_feeds(site.url)]
        return pairs + [(Source.SITEMAP, url) for url in (*sitemaps.newsSitemaps, *sitemaps.sitemaps)]

    def not_asked(self, url: str) -> None:
        """With a JOBDIR, this crawl may go on later: it has to ask for it then."""
        for asked in self.asked.values():
            asked.discard(article_key(url))

    @counted
    async def listing_failed(self, failure: Failure) -> None:
        """A listing got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kwargs = request.cb_kwargs
        site, url = kwargs["site"], kwargs["asked_for"]
        round_ = self.rounds.get(site.slug) or Round(site)
        if was_sent(failure):
            _, reason = outcomes.of_error(failure.value)
            await self._end_listing(url, site, reason, None, worked=None if kwargs["probe"] else False, news=None)
            round_.read(article_key(url))
        else:
            round_.asked.discard(f"listing {article_key(url)}")

    async def _end_listing(
        self, url: str, site: Site, reason: str, response: Response | None, *, worked: bool | None, news: int | None
    ) -> None:
        facts = answer_facts(response)
        if not worked or self.span.archive:  # nothing that lets a later crawl be answered "not modified"
            facts |= {"etag": None, "lastModified": None}
        # A window of the past says nothing about how often something new appears.
        facts["news"] = None if self.span.archive else news
        outcome = self.keeping.outcome(url, site.slug, VisitState.LISTING, reason, **facts)
        await self.keeping.end_listing(outcome, worked=worked)


def _is_new(visit: Visit, since: datetime) -> bool:
    """Whether an address was named for the first time."""
    return visit.firstSeen is not None and visit.firstSeen >= since


def is_yes(argument: object) -> bool:
    """Whether an argument of a spider is switched on."""
    return str(argument).lower() in {"true", "1", "yes"}


def _link(visit: Visit) -> Link:
    """The link as it was found, for the reader: a feed's title and date help where the page has none."""
    found_by = FoundBy(visit.foundBy) if visit.foundBy else FoundBy.GIVEN
    return Link(url=visit.url, foundBy=found_by, foundOn=visit.foundOn, title=visit.title, published=visit.published)
