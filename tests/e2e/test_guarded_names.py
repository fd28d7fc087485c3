"""The guard in real crawls, where names do not say where they lead: what they are answered with is judged.

The names are made up (tests/e2e/names.py), and all that is connected to is on loopback.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.store.base import Visit, VisitState
from newsbot.store.opening import open_store
from tests.e2e.process import Command, Done
from tests.e2e.test_guarded import FERRY, headlines
from tests.loopback import Loopback, Page, article, feed, loopback, moved

#: Somebody's public address. Nothing connects to it: it is always answered together with one that is not public.
PUBLIC = "93.184.216.34"


@pytest.fixture
def site() -> Iterator[Loopback]:
    """The site that the owner names, by a name."""
    with loopback("127.0.0.1") as web:
        web.name = f"http://paper.example:{port_of(web)}"
        yield web


@pytest.fixture
def inside() -> Iterator[Loopback]:
    """Something in the owner's network, to which a name leads that looks like any other."""
    with loopback("127.0.0.2") as web:
        web.name = f"http://far.example:{port_of(web)}"
        web.pages[FERRY] = article("A page of the intranet")
        web.pages["/feed.xml"] = feed(f"{web.name}{FERRY}")
        web.pages["/robots.txt"] = Page("User-agent: *\nAllow: /\n", type="text/plain")
        yield web


@pytest.fixture
def crawl(scrapy: Command, tmp_path: Path, uri: str) -> Callable[..., Done]:
    """Crawls by a nameserver with these answers."""

    def go(spider: str, *arguments: str, names: dict[str, list[list[str]]] | None = None, **variables: str) -> Done:
        known = {"paper.example": [["127.0.0.1"]], "far.example": [["127.0.0.2"]], **(names or {})}
        settings = (f"NEWSBOT_STORE={uri}", "TWISTED_DNS_RESOLVER=tests.e2e.names.FakeNames", "DOWNLOAD_DELAY=0")
        given = [word for setting in settings for word in ("-s", setting)]
        told = {"FAKE_NAMES": json.dumps(known), "FAKE_NAMES_LOG": str(tmp_path / "names.log")}
        done = scrapy("crawl", spider, *arguments, *given, **told, **variables)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return go


def port_of(web: Loopback) -> str:
    return web.url.rpartition(":")[2]


def visits_of(uri: str, *urls: str) -> list[Visit]:
    with open_store(uri) as store:
        return list(store.visits(urls).values())


@pytest.mark.parametrize(
    "answer", [["127.0.0.2"], [PUBLIC, "127.0.0.2"], ["127.0.0.2", PUBLIC], ["::ffff:127.0.0.2"], ["64:ff9b::7f00:2"]]
)
def test_a_redirect_to_a_name_that_leads_inside(
    crawl: Callable[..., Done], site: Loopback, inside: Loopback, uri: str, tmp_path: Path, answer: list[str]
) -> None:
    site.pages["/news/away"] = moved(inside.name + FERRY)
    url = f"{site.name}/news/away"
    crawl("article", "-a", f"url={url}", names={"far.example": [answer]})
    assert "/news/away" in site.asked, "what the owner named is asked, wherever it is"
    assert inside.asked == []
    (visit,) = visits_of(uri, url)
    assert visit.state is VisitState.REFUSED
    assert "its name leads to an address inside" in visit.reason
    asked = (tmp_path / "names.log").read_text().split()
    assert asked.count("far.example") == 2, "robots.txt and the page: what is refused is not tried again"


def test_a_name_that_the_owner_allows_may_lead_inside(
    crawl: Callable[..., Done], site: Loopback, inside: Loopback, uri: str
) -> None:
    site.pages["/news/away"] = moved(inside.name + FERRY)
    crawl("article", "-a", f"url={site.name}/news/away", NEWSBOT_ALLOW_HOSTS="far.example")
    assert FERRY in inside.asked
    assert headlines(uri) == {"A page of the intranet"}


def test_listings_lead_nowhere_inside(
    crawl: Callable[..., Done], site: Loopback, inside: Loopback, uri: str, tmp_path: Path
) -> None:
    """A front page, robots.txt, feeds and sitemaps that name a host whose name leads to the other server."""
    site.pages["/"] = Page(
        '<html><head><title>News</title><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
        f'<link rel="alternate" type="application/rss+xml" href="{inside.name}/feed.xml"></head><body>'
        f'<h2><a href="{inside.name}{FERRY}">A headline about the ferry that sails again</a></h2></body></html>'
    )
    away = "/news/2026/11/01/away-with-the-ferry"
    site.pages["/feed.xml"] = feed(site.name + FERRY, inside.name + FERRY, site.name + away)
    site.pages[away] = moved(inside.name + FERRY)
    site.pages[FERRY] = article()
    robots = f"User-agent: *\nAllow: /\nSitemap: {inside.name}/sitemap.xml\nSitemap: {site.name}/moved.xml\n"
    site.pages["/robots.txt"] = Page(robots, type="text/plain")
    site.pages["/moved.xml"] = moved(f"{inside.name}/sitemap.xml")
    crawl("site", "-a", f"url={site.name}")
    assert away in site.asked
    assert inside.asked == []
    assert headlines(uri) == {"The ferry sails again"}
    assert [each.state for each in visits_of(uri, site.name + away)] == [VisitState.REFUSED]
    assert "far.example" in (tmp_path / "names.log").read_text(), "it was not for want of trying"


def test_robots_txt_that_moved_to_such_a_name(
    crawl: Callable[..., Done], site: Loopback, inside: Loopback, uri: str
) -> None:
    site.pages["/robots.txt"] = moved(f"{inside.name}/robots.txt")
    site.pages[FERRY] = article()
    crawl("article", "-a", f"url={site.name}{FERRY}")
    assert inside.asked == []
    assert headlines(uri) == {"The ferry sails again"}


def test_an_answer_that_changes_between_two_looks(
    crawl: Callable[..., Done], site: Loopback, inside: Loopback, uri: str
) -> None:
    """Each connection is judged by its own answer: nothing is believed because of an earlier one."""
    paths = [f"/news/{number}-away" for number in range(3)]
    site.pages.update({path: moved(f"{inside.name}{FERRY}?{path[6]}") for path in paths})
    urls = [site.name + path for path in paths]
    answers = [[PUBLIC, "127.0.0.2"], ["127.0.0.2"], [PUBLIC, "::1"], ["10.0.0.1", "127.0.0.2"], ["127.0.0.2"]]
    crawl("article", "-a", f"urls={' '.join(urls)}", names={"far.example": answers})
    assert inside.asked == []
    assert {visit.state for visit in visits_of(uri, *urls)} == {VisitState.REFUSED}


def test_a_name_that_nobody_knows_is_still_told_as_that(crawl: Callable[..., Done], site: Loopback, uri: str) -> None:
    site.pages["/news/away"] = moved("http://nowhere.example/x")
    crawl("article", "-a", f"url={site.name}/news/away", "-s", "RETRY_TIMES=0")
    (visit,) = visits_of(uri, f"{site.name}/news/away")
    assert (visit.state, visit.reason[:15]) == (VisitState.FAILED, "the host's name")
