"""The guard in real crawls: what pages, feeds, sitemaps or redirects name is not asked if it is a private address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.store.base import Query, VisitState
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.loopback import Loopback, Page, article, feed, loopback, moved

FERRY = "/news/2026/11/01/the-ferry-sails-again"


@pytest.fixture
def site() -> Iterator[Loopback]:
    """The site that the owner names."""
    with loopback("127.0.0.1") as web:
        yield web


@pytest.fixture
def inside() -> Iterator[Loopback]:
    """Something else in the owner's network, which nobody named."""
    with loopback("127.0.0.2") as web:
        web.pages[FERRY] = article("A page of the intranet")
        web.pages["/feed.xml"] = feed(f"{web.url}{FERRY}")
        web.pages["/robots.txt"] = Page("User-agent: *\nAllow: /\n", type="text/plain")
        yield web


def headlines(uri: str) -> set[str | None]:
    with open_store(uri) as store:
        return {kept.headline for kept in store.find(Query())}


def spellings(inside: Loopback) -> list[str]:
    """The address of the other server, as it can be written down."""
    port = inside.url.rpartition(":")[2]
    return [
        f"http://{host}:{port}" for host in ("127.0.0.2", "127.2", "2130706434", "0x7f.0.0.2", "[::ffff:127.0.0.2]")
    ]


def test_a_redirect_inwards_is_refused(scrapy: Callable, site: Loopback, inside: Loopback, uri: str) -> None:
    places = {f"/news/{number}-away": base + FERRY for number, base in enumerate(spellings(inside))}
    site.pages.update({path: moved(to) for path, to in places.items()})
    urls = " ".join(site.url + path for path in places)
    done = scrapy("crawl", "article", "-a", f"urls={urls}", "-s", f"NEWSBOT_STORE={uri}")
    assert done.returncode == 0
    assert inside.asked == []
    assert {path for path in site.asked if path.endswith("-away")} == set(places)
    with open_store(uri) as store:
        visits = store.visits(urls.split())
    assert len(visits) == len(places)
    assert {visit.state for visit in visits.values()} == {VisitState.REFUSED}
    assert all("not a public address" in visit.reason for visit in visits.values())


@pytest.mark.parametrize("allowed", ["127.0.0.2", "with its port"])
def test_an_allowed_host_may_be_led_to(
    scrapy: Callable, site: Loopback, inside: Loopback, uri: str, allowed: str
) -> None:
    site.pages["/news/away"] = moved(inside.url + FERRY)
    hosts = allowed if allowed[0] == "1" else inside.url.removeprefix("http://")
    given = ("-a", f"url={site.url}/news/away", "-s", f"NEWSBOT_STORE={uri}")
    scrapy("crawl", "article", *given, NEWSBOT_ALLOW_HOSTS=f"www.example.com,{hosts}")
    assert FERRY in inside.asked
    assert headlines(uri) == {"A page of the intranet"}


def test_listings_lead_nowhere_inside(scrapy: Callable, site: Loopback, inside: Loopback, uri: str) -> None:
    """A front page, robots.txt, a feed and a sitemap that all name the other server."""
    foreign = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="{base}/feed.xml">' for base in spellings(inside)
    )
    site.pages["/"] = Page(
        '<html><head><title>News</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        f'{foreign}</head><body><h2><a href="{inside.url}{FERRY}">A headline about the ferry that sails again</a></h2>'
        "</body></html>"
    )
    site.pages["/feed.xml"] = feed(
        site.url + FERRY, inside.url + FERRY, f"{site.url}/news/2026/11/01/away-with-the-ferry"
    )
    site.pages["/news/2026/11/01/away-with-the-ferry"] = moved(inside.url + FERRY)
    site.pages[FERRY] = article()
    robots = f"User-agent: *\nAllow: /\nSitemap: {inside.url}/sitemap.xml\nSitemap: {site.url}/moved.xml\n"
    site.pages["/robots.txt"] = Page(robots, type="text/plain")
    site.pages["/moved.xml"] = moved(f"{inside.url}/sitemap.xml")
    done = scrapy("crawl", "site", "-a", f"url={site.url}", "-s", f"NEWSBOT_STORE={uri}", "-s", "DOWNLOAD_DELAY=0")
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "/news/2026/11/01/away-with-the-ferry" in site.asked
    assert inside.asked == []
    assert headlines(uri) == {"The ferry sails again"}
    # What was redirected inwards has its state.
    with open_store(uri) as store:
        visit = store.visits([f"{site.url}/news/2026/11/01/away-with-the-ferry"])
    assert [each.state for each in visit.values()] == [VisitState.REFUSED]


def test_robots_txt_that_moved_inside_is_not_followed(
    scrapy: Callable, site: Loopback, inside: Loopback, uri: str
) -> None:
    site.pages["/robots.txt"] = moved(f"{inside.url}/robots.txt")
    site.pages[FERRY] = article()
    scrapy("crawl", "article", "-a", f"url={site.url}{FERRY}", "-s", f"NEWSBOT_STORE={uri}")
    assert inside.asked == []
    assert headlines(uri) == {"The ferry sails again"}


def test_other_schemes_are_no_way_around(scrapy: Callable, site: Loopback, tmp_path: Path, uri: str) -> None:
    secret = tmp_path / "secret.html"
    secret.write_text(article("My diary").body)
    ways = {
        "/news/file-away": f"file://{secret}",
        "/news/data-away": "data:text/html,<h1>Diary</h1>",
        "/news/ftp-away": "ftp://127.0.0.2/x",
    }
    site.pages.update({path: moved(to) for path, to in ways.items()})
    urls = [site.url + path for path in ways]
    done = scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}")
    assert "Traceback" not in done.stderr
    assert headlines(uri) == set()
    with open_store(uri) as store:
        visits = store.visits(urls)
    assert {visit.key for visit in visits.values()} == {article_key(url) for url in urls}
    assert not {visit.state for visit in visits.values()} & {VisitState.STORED, VisitState.TEASER, VisitState.FOUND}
