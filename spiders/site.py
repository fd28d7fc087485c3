"""The spider `site`: what is new on one or many sites."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from newsbot.article import Article
from newsbot.crawl import outcomes
from newsbot.crawl.budget import Budget
from newsbot.crawl.conditional import validator_headers
from newsbot.crawl.stopping import was_sent
from newsbot.discovery.autodiscovery import robots_places, well_known_feeds, well_known_sitemaps
from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import NotAFeed, NotAPage, NotASitemap
from newsbot.listing import Listing, Source, Span, read_listing, whats_new
from newsbot.schedule import LEAST_WAIT, is_due, is_due_listing, next_look
from newsbot.sites.model import Site
from newsbot.store.base import OPEN, Spent, Visit, VisitState
from newsbot.store.documents import instant
from newsbot.tally import ReadListing
from newsbot.urls import article_key
from spiders.arguments import positive, site_names
from spiders.base import NewsSpider, answer_facts

Results = AsyncIterator[Article | Request]
#: So many open visits of earlier crawls are taken up by one.
MOST_TAKEN = 2000
#: Of the feeds and sitemaps that an explored site names, so many are read.
MOST_FEEDS = 10
MOST_SITEMAPS = 5
_OK, _NOT_MODIFIED = 200, 304


class SiteSpider(NewsSpider):
    """`scrapy crawl site -a url=https://… | -a site="name name" [-a max_requests=N]`: finds and reads what is new.

    A site without a site file is explored: its front page and robots.txt name feeds, sitemaps and sections; with
    `-a explore=1` so is one that has a file. With `-a only_due=1`, feeds, sitemaps and sections are asked when they are
    due by what earlier crawls learnt of them; without it at once, as far as the site file's `every` lets them.
    """

    name = "site"

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
        self.explore, self.only_due = _yes(explore), _yes(only_due)
        self.asked: set[str] = set()  # the keys of all addresses that this crawl has asked for
        self.found: set[str] = set()  # the slugs of explored sites that named a listing
        self.budgets: dict[str, Budget] = {}  # by site
        self.reading: dict[str, set[str]] = {}  # by site: the listings that are asked for, and not yet read
        self.held: dict[str, list[Visit]] = {}  # by site: revisits that wait until its listings are read

    @property
    def span(self) -> Span:
        """The time this crawl is about."""
        return whats_new(datetime.now(UTC))

    async def start(self) -> AsyncIterator[Request]:
        """The listings of every site, and what earlier crawls of it left open."""
        self._resume()
        await self.keeping.open()
        if self.explore:
            self.sites = [Site(name=site.name, url=site.url) for site in self.sites]
        for site in list(self.sites):
            async for request in self.begin(site):
                yield request

    def _resume(self) -> None:
        """With a JOBDIR, Scrapy's queue on disk goes on: what waits there is not to be asked for a second time."""
        state: dict[str, set[str]] = getattr(self, "state", {})  # kept by Scrapy, if there is a JOBDIR
        self.asked |= state.get("asked", set())
        state["asked"] = self.asked

    def closed(self, reason: str) -> None:
        """A crawl that has come to its end leaves nothing to go on with: the next asks anew."""
        if reason == "finished":
            self.asked.clear()

    async def begin(self, site: Site) -> AsyncIterator[Request]:
        """The first requests of a site."""
        self.keeping.report.site(site.slug)
        await self._allow(site)
        if site.schedule.is_quiet(datetime.now(UTC)):
            zone = site.schedule.timezone or "UTC"
            self.logger.warning(
                "%s wants quiet now (%s %s): it is left for later", site.name, site.schedule.quiet, zone
            )
            return
        for request in await self.listing_requests(self.sources(site), site):
            yield request
        for request in self.due(await self.keeping.take(site.slug, MOST_TAKEN), site):
            yield request
        for request in self.revisits(site):
            yield request

    async def _allow(self, site: Site) -> None:
        """Set what may be asked for: by the site's budget of this day, and by the argument."""
        politeness, spent = site.politeness, Spent()
        if (politeness.requestsPerDay, politeness.bytesPerDay) != (None, None):
            midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
            spent = await self.keeping.spent_since(site.slug, midnight)
        self.budgets[site.slug] = Budget.of(politeness, spent, self.max_requests)

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
        self, pairs: Iterable[tuple[Source, str]], site: Site, *, probe: bool = False
    ) -> list[Request]:
        """Requests for those listings that this crawl has not asked for yet, and whose time has come.

        A `probe` is a place where a listing commonly is: that it is not there is no failure.
        """
        keyed = {article_key(url): (source, url) for source, url in pairs}
        fresh = {key: pair for key, pair in keyed.items() if f"listing {key}" not in self.asked}
        known = await self.keeping.visits([url for _, url in fresh.values()])
        requests = []
        for key, (source, url) in fresh.items():
            self.asked.add(f"listing {key}")
            visit = known.get(key)
            if not self._is_listing_due(source, visit, site):
                continue
            if not self.budgets.setdefault(site.slug, Budget()).take_listing():
                self.logger.warning("%s: its budget of this day is used up (politeness)", site.name)
                break
            self.reading.setdefault(site.slug, set()).add(key)
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

    async def parse_listing(
        self, response: Response, source: Source, site: Site, asked_for: str, *, probe: bool
    ) -> Results:
        """Ask for what a listing names: articles that are due, and further listings."""
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
            for request in self.due(known, site):
                yield request
            # Only when its links are safe in the store may the next crawl be told that nothing has changed.
            worked = None if source is Source.ROBOTS else True
            # An index brings nothing itself: to find that out must not keep its sitemaps from being asked.
            news = None if listing.further else sum(_is_new(each, before) for each in known)
            await self._end_listing(asked_for, site, reason, response, worked=worked, news=news)
            read = ReadListing((listing.proved or source).value, asked_for, len(listing.links))
            self.keeping.report.site(site.slug).sources.append(read)
        for request in await self.listing_requests(self.further(listing, source, site), site):
            yield request
        if source is Source.ROBOTS and not self.sources_found(site):
            for request in await self.listing_requests(self.usual_places(site), site, probe=True):
                yield request
        for request in self.revisits(site, read=asked_for):
            yield request

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

    def further(self, listing: Listing, source: Source, site: Site) -> list[tuple[Source, str]]:
        """The listings that a listing leads to. After a front page that is explored comes robots.txt."""
        found = listing.found
        pairs = list(listing.further)
        pairs += [(Source.FEED, url) for url in found.feeds[:MOST_FEEDS]]
        pairs += [(Source.NEWS_SITEMAP, url) for url in found.newsSitemaps[:MOST_SITEMAPS]]
        if not found.newsSitemaps:
            pairs += [(Source.SITEMAP, url) for url in found.sitemaps[:MOST_SITEMAPS]]
        pairs += [(Source.SECTION, url) for url in found.sections if site.covers(url)]
        if pairs and source in {Source.FRONT, Source.ROBOTS}:
            self.found.add(site.slug)
        if source is Source.FRONT:
            pairs += [(Source.ROBOTS, url) for url in robots_places(site.url)]
        return pairs

    def sources_found(self, site: Site) -> bool:
        """Whether the front page or robots.txt of an explored site named any listing."""
        return site.slug in self.found

    def usual_places(self, site: Site) -> list[tuple[Source, str]]:
        """Where feeds and sitemaps commonly are, for a site that names none."""
        sitemaps = well_known_sitemaps(site.url)
        pairs = [(Source.FEED, url) for url in well_known_feeds(site.url)]
        return pairs + [(Source.SITEMAP, url) for url in (*sitemaps.newsSitemaps, *sitemaps.sitemaps)]

    def due(self, visits: Iterable[Visit], site: Site) -> list[Request]:
        """Requests for those addresses whose time has come, within the site's budget.

        Where that is limited, what was never read comes first: looking again at what is known waits for `revisits`.
        """
        budget = self.budgets.setdefault(site.slug, Budget())
        visits = list(visits)
        if budget.limited:
            self.held.setdefault(site.slug, []).extend(each for each in visits if each.state not in OPEN)
            visits = [each for each in visits if each.state in OPEN]
        return self._requests(visits, site, budget)

    def revisits(self, site: Site, read: str | None = None) -> list[Request]:
        """Requests for what was held back, when no listing of the site is left that may name something new.

        `read` is the listing that was just read, or was not to be had.
        """
        left = self.reading.setdefault(site.slug, set())
        if read is not None:
            left.discard(article_key(read))
        held = [] if left else self.held.pop(site.slug, [])
        return self._requests(held, site, self.budgets[site.slug]) if held else []

    def _requests(self, visits: Iterable[Visit], site: Site, budget: Budget) -> list[Request]:
        now, least = datetime.now(UTC), LEAST_WAIT if self.only_due else timedelta()
        requests = []
        for visit in visits:
            if visit.key in self.asked or site.is_article(visit.url) is False or not is_due(visit, now, least):
                continue
            if not budget.take_page():
                break
            self.asked.add(visit.key)
            self.keeping.report.site(site.slug).asked += 1
            requests.append(self.article_request(_link(visit), site, visit))
        return requests

    def not_asked(self, url: str) -> None:
        """With a JOBDIR, this crawl may go on later: it has to ask for it then."""
        self.asked.discard(article_key(url))

    async def listing_failed(self, failure: Failure) -> Results:
        """A listing got no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        kwargs = request.cb_kwargs
        if not was_sent(failure):
            self.asked.discard(f"listing {article_key(kwargs['asked_for'])}")
            return
        _, reason = outcomes.of_error(failure.value)
        await self._end_listing(
            kwargs["asked_for"], kwargs["site"], reason, None, worked=None if kwargs["probe"] else False, news=None
        )
        for request in self.revisits(kwargs["site"], read=kwargs["asked_for"]):
            yield request

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


def _yes(argument: object) -> bool:
    return str(argument).lower() in {"true", "1", "yes"}


def _link(visit: Visit) -> Link:
    """The link as it was found, for the reader: a feed's title and date help where the page has none."""
    found_by = FoundBy(visit.foundBy) if visit.foundBy else FoundBy.GIVEN
    return Link(url=visit.url, foundBy=found_by, foundOn=visit.foundOn, title=visit.title, published=visit.published)
