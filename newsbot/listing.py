"""Listings: feeds, sitemaps and section pages, from their bytes to the links a crawl should ask for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from newsbot.discovery.autodiscovery import Discovered, discover_page, discover_robots
from newsbot.discovery.feed import read_feed
from newsbot.discovery.link import Link
from newsbot.discovery.section import read_section
from newsbot.discovery.sitemap import SitemapKind, read_sitemap, window
from newsbot.extraction.page import parse_page
from newsbot.sites.model import Site
from newsbot.urls import article_key, is_http

#: A section's link that looks less like an article than this is not asked for.
LEAST_LIKENESS = 0.5
#: Of a sitemap whose links bear no date, so many are taken for the newest.
MOST_UNDATED = 300
#: Of a sitemap index, so many children are asked for by a crawl of what is new.
MOST_CHILDREN = 6
#: What counts as new in a sitemap.
NEW = timedelta(days=3)


_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_DAY = timedelta(days=1)
_WRITTEN_DAY = re.compile(r"/((?:19|20)\d\d)[/_-](\d{1,2})[/_-](\d{1,2})(?=[/_-])")


class Source(StrEnum):
    """What kind of listing an address is thought to be."""

    FEED = "feed"
    NEWS_SITEMAP = "newsSitemap"
    SITEMAP = "sitemap"
    SECTION = "section"
    FRONT = "front"  #: a front page that is also searched for feeds and sections
    ROBOTS = "robots"  #: a robots.txt that is searched for sitemaps


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The time that a crawl is about: all that is new, or what was published in a window."""

    since: datetime
    until: datetime
    now: datetime  #: dates that lie ahead of it are mistakes
    archive: bool = False  #: a window of the past: dated links outside it are left out, undated ones are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a listing names."""

    links: tuple[Link, ...] = ()
    further: tuple[tuple[Source, str], ...] = ()  #: listings that this one leads to
    elsewhere: int = 0  #: links that were left out because they are on other sites
    found: Discovered = field(default_factory=Discovered)
    proved: Source | None = None  #: what it turned out to be, where that is more than was thought


def whats_new(now: datetime) -> Span:
    """The span of a crawl for what is new."""
    return Span(since=now - NEW, until=now, now=now)


def read_listing(
    source: Source, body: bytes, url: str, site: Site, span: Span, content_type: str | None = None
) -> Listing:
    """What a listing names, of this site and this span.

    Raises `NotAFeed`, `NotASitemap` or `NotAPage` where the bytes are something else.
    """
    if source is Source.FEED:
        return _of_site(read_feed(body, url, content_type, now=span.now).links, site)
    if source in {Source.SITEMAP, Source.NEWS_SITEMAP}:
        return _sitemap(body, url, site, span)
    if source is Source.ROBOTS:
        return Listing(found=discover_robots(body.decode("utf-8", "replace"), url))
    return _section(source, body, url, site, content_type)


def _of_site(links: Iterable[Link], site: Site) -> Listing:
    """The links that are on the site and that its file does not exclude, each once."""
    kept: dict[str, Link] = {}
    elsewhere = 0
    for link in links:
        if not is_http(link.url):
            continue
        if not site.covers(link.url):
            elsewhere += 1
        elif site.is_article(link.url) is not False:
            kept.setdefault(article_key(link.url), link)
    return Listing(links=tuple(kept.values()), elsewhere=elsewhere)


def _sitemap(body: bytes, url: str, site: Site, span: Span) -> Listing:
    sitemap = read_sitemap(body, url, now=span.now)
    if sitemap.kind is SitemapKind.INDEX:
        children = list(window(sitemap.sitemaps, span.since, span.until))
        if not span.archive:
            # The newest first; those without a date are asked for only where too few have one.
            children.sort(key=lambda ref: ref.lastmod or _LONG_AGO, reverse=True)
            children = children[:MOST_CHILDREN]
        return Listing(further=tuple((Source.SITEMAP, child.url) for child in children))
    dated = [link for link in sitemap.links if link.published or link.modified]
    undated = [link for link in sitemap.links if not (link.published or link.modified)]
    links = [link for link in (sitemap.links if span.archive else dated) if _within(link, span)]
    links += [] if span.archive else undated[:MOST_UNDATED]
    proved = Source.NEWS_SITEMAP if sitemap.kind is SitemapKind.NEWS else None
    return replace(_of_site(links, site), proved=proved)


def _within(link: Link, span: Span) -> bool:
    """Whether a link can be of this span. A news sitemap names only what is new, whatever its dates say."""
    if span.archive:
        return _within_window(link, span)
    return link.published is not None or (link.modified is not None and link.modified >= span.since)


def _within_window(link: Link, span: Span) -> bool:
    """Whether a link can be of a window of the past.

    An article was published before it was last changed: a late `modified` excludes nothing, and without any date an
    address may be of any time.
    """
    if link.published:
        return span.since <= link.published <= span.until
    if link.modified and link.modified < span.since:
        return False
    day = _day_in(link.url)
    return day is None or span.since - 2 * _DAY < day < span.until + _DAY


def _day_in(url: str) -> datetime | None:
    """The day that an address names, such as /2026/10/31/; its zone is not known."""
    found = _WRITTEN_DAY.search(url)
    try:
        return datetime(int(found[1]), int(found[2]), int(found[3]), tzinfo=UTC) if found else None
    except ValueError:
        return None


def _section(source: Source, body: bytes, url: str, site: Site, content_type: str | None) -> Listing:
    page = parse_page(body, url, content_type=content_type)
    links = read_section(page.root, page.url, site.bare_hosts)
    likely = [link for link in links if site.is_article(link.url) or link.likeness >= LEAST_LIKENESS]
    listing = _of_site(likely, site)
    if source is Source.SECTION:
        return listing
    found = discover_page(page.root, page.url, site.bare_hosts)
    return Listing(links=listing.links, elsewhere=listing.elsewhere, found=found)
