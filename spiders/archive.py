"""The spider `archive`: the articles of a span of time, through the sites' sitemaps."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from newsbot.discovery.autodiscovery import robots_places
from newsbot.errors import FixArgument
from newsbot.listing import Listing, Source, Span
from newsbot.sites.model import Site
from newsbot.store.base import Visit
from spiders.arguments import moment
from spiders.site import SiteSpider


class ArchiveSpider(SiteSpider):
    """`scrapy crawl archive -a url=… -a since=2026-10-01 [-a until=2026-10-31] [-a max_requests=N]`.

    Reads all sitemaps that may name articles of the window. What is known already is not asked for again.
    """

    name = "archive"
    looks_again = False

    def __init__(self, since: str | None = None, until: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        now = datetime.now(UTC)
        start, end = moment("since", since, now), moment("until", until, now, last=True) or now
        if start is None:
            raise FixArgument("since", "", "the window has no first day", "Give -a since=2026-10-01, or -a since=30d.")
        if start > end:
            raise FixArgument("since", since, f"it is after until ({end:%Y-%m-%d})", "Swap them.")
        self.window = Span(since=start, until=end, now=now, archive=True)

    @property
    def span(self) -> Span:
        """The window that was asked for."""
        return self.window

    def sources(self, site: Site) -> list[tuple[Source, str]]:
        """All sitemaps of the site; where its file names none, robots.txt is searched, and then the usual places."""
        known = [(Source.SITEMAP, url) for url in (*site.sitemaps, *site.newsSitemaps)]
        return known or [(Source.ROBOTS, url) for url in robots_places(site.url)]

    def further(self, listing: Listing, site: Site) -> list[tuple[Source, str]]:  # noqa: ARG002
        """Sitemaps, and nothing else: feeds and sections know only what is new."""
        named = (*listing.found.sitemaps, *listing.found.newsSitemaps)
        return [*listing.further, *((Source.SITEMAP, url) for url in named)]

    def wants(self, visit: Visit, site: Site) -> bool:
        """What an earlier crawl left open is left open, where it was published at another time."""
        published = visit.published
        inside = published is None or self.window.since <= published <= self.window.until
        return inside and super().wants(visit, site)

    def usual_places(self, site: Site) -> list[tuple[Source, str]]:
        """Where sitemaps commonly are."""
        return [pair for pair in super().usual_places(site) if pair[0] is Source.SITEMAP]
