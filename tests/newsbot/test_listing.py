"""Listings: which links of a feed, a sitemap or a section a crawl asks for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.errors import NotAFeed, NotASitemap
from newsbot.listing import MOST_CHILDREN, Listing, Source, Span, read_listing, whats_new
from newsbot.sites.model import Site

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
BASE = "https://www.courier.example"
WINDOW = Span(since=datetime(2026, 10, 10, tzinfo=UTC), until=datetime(2026, 10, 20, tzinfo=UTC), archive=True, now=NOW)


def site(**fields: object) -> Site:
    return Site.model_validate({"name": "Courier", "url": BASE, **fields})


def read(source: Source, body: str, span: Span | None = None, of: Site | None = None, path: str = "/x") -> Listing:
    return read_listing(source, body.encode(), BASE + path, of or site(), span or whats_new(NOW))


def urlset(*entries: tuple[str, str | None]) -> str:
    """A sitemap of addresses with their last change."""
    inside = "".join(
        f"<url><loc>{url if '://' in url else BASE + url}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for url, day in entries
    )
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</urlset>'


def index(*entries: tuple[str, str | None]) -> str:
    return (
        urlset(*entries).replace("urlset", "sitemapindex").replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    )


def feed(*links: str) -> str:
    items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>C</title>{items}</channel></rss>'


def paths(listing: Listing) -> list[str]:
    return [link.url.removeprefix(BASE) for link in listing.links]


def test_a_feed_gives_the_links_of_its_site_each_once() -> None:
    listing = read(
        Source.FEED,
        feed(
            f"{BASE}/a",
            f"{BASE}/a?utm_source=rss",
            "https://elsewhere.example/b",
            "http://courier.example/c",
            "mailto:x@y.z",
        ),
    )
    assert [link.url.rpartition("/")[2] for link in listing.links] == ["a", "c"]
    assert listing.elsewhere == 1


def test_what_the_site_file_excludes_is_left_out() -> None:
    listing = read(
        Source.FEED, feed(f"{BASE}/news/a", f"{BASE}/horoscope/b"), of=site(articles={"never": ["^/horoscope/"]})
    )
    assert paths(listing) == ["/news/a"]


def test_new_is_what_a_sitemap_says_changed_lately_and_some_without_date() -> None:
    listing = read(Source.SITEMAP, urlset(("/old", "2026-11-01"), ("/new", "2026-11-21"), ("/undated", None)))
    assert paths(listing) == ["/new", "/undated"]


def test_of_an_index_the_newest_children_are_asked_for() -> None:
    sections = [(f"/sitemaps/{name}.xml", f"2026-11-22T{hour:02}:00Z") for hour, name in enumerate("abcdefghijkl")]
    newest = read(Source.SITEMAP, index(*sections, ("/undated.xml", None))).further
    assert [url[-5:] for _, url in newest] == [f"{name}.xml" for name in "lkjihgfedcba"[:MOST_CHILDREN]]


def test_of_an_index_those_are_asked_for_that_may_be_of_the_window() -> None:
    months = [
        (f"/sitemaps/{year}-{month:02}.xml", f"{year}-{month:02}-28") for year in (2025, 2026) for month in range(1, 11)
    ]
    wanted = read(Source.SITEMAP, index(*months), WINDOW).further
    assert (Source.SITEMAP, f"{BASE}/sitemaps/2026-10.xml") in wanted
    assert (Source.SITEMAP, f"{BASE}/sitemaps/2025-03.xml") not in wanted


@pytest.mark.parametrize(
    ("path", "changed", "wanted"),
    [
        ("/a-long-story-about-a-ferry", "2026-10-15", True),
        ("/a-long-story-about-a-ferry", "2026-10-05", False),  # it was published before it was changed
        ("/a-long-story-about-a-ferry", "2026-11-20", True),  # it may have been published long before
        ("/a-long-story-about-a-ferry", None, True),
        ("/2026/10/15/a-ferry", "2026-11-20", True),
        ("/2026/11/15/a-ferry", "2026-11-20", False),
        ("/2026/9/15/a-ferry", "2026-11-20", False),
        ("/2026/11/15/a-ferry", None, False),
        ("/2026-10-15/a-ferry", None, True),
        ("/2026/10/09/a-ferry", "2026-10-15", True),  # its zone is not known
        ("/2026/10/08/a-ferry", "2026-10-15", False),
        ("/2026/10/20/a-ferry", "2026-10-25", True),
        ("/2026/10/21/a-ferry", "2026-10-25", False),
        ("/2026/13/45/a-ferry", "2026-10-15", True),  # no day at all
        ("/2026/10/a-ferry", "2026-11-20", True),
    ],
)
def test_what_can_be_of_a_window(path: str, changed: str | None, wanted: bool) -> None:
    listing = read(Source.SITEMAP, urlset((path, changed)), WINDOW)
    assert paths(listing) == ([path] if wanted else [])


def test_news_sitemaps_say_when_an_article_was_published() -> None:
    entry = (
        '<url><loc>{url}</loc><n:news xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<n:publication_date>{day}</n:publication_date><n:title>T</n:title></n:news></url>"
    )
    entries = "".join(
        entry.format(url=f"{BASE}/{day}/story", day=f"{day}T10:00:00Z")
        for day in ("2026-10-09", "2026-10-15", "2026-10-21")
    )
    body = urlset().replace("></urlset>", f">{entries}</urlset>")
    assert paths(read(Source.NEWS_SITEMAP, body, WINDOW)) == ["/2026-10-15/story"]
    # Whatever their dates, they are news.
    assert len(read(Source.NEWS_SITEMAP, body).links) == 3


def test_robots_names_sitemaps() -> None:
    found = read(Source.ROBOTS, f"User-agent: *\nSitemap: {BASE}/sitemap.xml\n", path="/robots.txt").found
    assert f"{BASE}/sitemap.xml" in (*found.sitemaps, *found.newsSitemaps)


def test_a_section_gives_what_looks_like_articles() -> None:
    story = "/town/2026/11/21/the-council-votes-for-a-new-bridge-over-the-river"
    body = (
        f'<html><body><nav><a href="/about">About us</a><a href="/town/">Town</a></nav><main><h2><a href="{story}">The '
        'council votes for a new bridge over the river</a></h2><a href="https://elsewhere.example/2026/11/21/a-very-long-'
        'story-of-somebody-else">A very long story of somebody else</a></main></body></html>'
    )
    assert paths(read(Source.SECTION, body, path="/town/")) == [story]


def test_a_front_page_also_names_feeds() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    body = f"<html><head>{link}</head><body><p>x</p></body></html>"
    assert read(Source.FRONT, body, path="/").found.feeds == (f"{BASE}/feed.xml",)
    assert read(Source.SECTION, body, path="/").found.feeds == ()


def test_bytes_that_are_something_else_say_so() -> None:
    with pytest.raises(NotAFeed):
        read(Source.FEED, "<html><body>Our feeds have moved</body></html>")
    with pytest.raises(NotASitemap):
        read(Source.SITEMAP, "<html><body>Our sitemap has moved</body></html>")


def test_what_is_new_is_of_the_last_days() -> None:
    span = whats_new(NOW)
    assert timedelta(days=1) <= NOW - span.since <= timedelta(days=7)
    assert span.until == span.now == NOW
    assert not span.archive
