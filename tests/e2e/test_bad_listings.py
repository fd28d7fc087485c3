"""Feeds and sitemaps that are none, and sites of which nothing can be read."""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme

from newsbot.store.base import Query, Store, VisitState
from newsbot.store.opening import open_store
from tests.e2e.process import NEWSBOT, Command, Done, clean_environment, run, without_traceback
from tests.e2e.servers import Reply, Server, feed, news, site_file, to

RSS = "application/rss+xml"
XML = "application/xml"
PAGE = Reply(b"<!DOCTYPE html><html><title>Moved</title><h1>Our feeds have moved</h1></html>", RSS)


def _evil(entities: str, title: str, link: str) -> Reply:
    text = (
        f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "/evil.dtd" [{entities}]><rss version="2.0"><channel>'
        f"<title>x</title><item><title>{title}</title><link>{link}</link></item></channel></rss>"
    )
    return Reply(text.encode(), RSS)


def _laughs() -> str:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!ENTITY a0 "ha">{levels}'


def _sitemap(entries: str, root: str = "urlset", doctype: str = "") -> Reply:
    text = (
        f'<?xml version="1.0"?>{doctype}<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>'
    )
    return Reply(text.encode(), XML)


#: Listings that cannot be read, and words of the reason that has to be told.
BROKEN_FEEDS: dict[str, tuple[Reply, str]] = {
    "/html.xml": (PAGE, "HTML"),
    "/empty.xml": (Reply(b"", RSS), "empty"),
    "/binary.xml": (Reply(bytes(range(256)) * 99, RSS), "is not a feed"),
    "/cut.xml": (Reply(b"<?xml version='1.0'?><rss><channel>", RSS, length=9999, cut=True), "cut off"),
    "/loop.xml": (to("/loop.xml"), "redirects without end"),
    "/404.xml": (Reply(b"", RSS, status=404), "404"),
    "/500.xml": (Reply(b"", RSS, status=500), "500"),
    "/big.xml": (Reply(b"<rss><channel>" + b"<item></item>" * 3_000_000, RSS), "larger"),
}
BROKEN_SITEMAPS: dict[str, tuple[Reply, str]] = {
    "/html-sitemap.xml": (Reply(PAGE.body, XML), "HTML"),
    "/text-sitemap.xml": (Reply(b"There is no sitemap here, dear robot.", XML), "is not a sitemap"),
}


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl of a site whose listings are broken, all but a few."""

    done: Done
    store: Store
    server: Server


def _routes(server: Server) -> None:
    """What the site has: two good articles that are named by odd listings, and everything that is broken."""
    local = '<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY u SYSTEM "/secret">'
    server.routes |= {path: reply for path, (reply, _) in {**BROKEN_FEEDS, **BROKEN_SITEMAPS}.items()}
    server.routes |= {f"/news/{number}": news(number) for number in range(1, 6)}
    yesterday = f"<item><title>Ferry</title><link>{server.url}/news/1</link><pubDate>yesterday</pubDate></item>"
    urls = b"<url><loc>http://127.0.0.1/</loc></url>" * 1_600_000
    server.routes |= {
        "/laughs.xml": _evil(_laughs(), "&a11;", f"{server.url}/news/5"),
        "/bomb.xml.gz": Reply(gzip.compress(b"<urlset>" + urls, 1, mtime=0), "application/gzip"),
        "/evil.xml": _evil(local, "&f;&u;", f"{server.url}/news/2"),
        "/yesterday.xml": Reply(f"<rss version='2.0'><channel>{yesterday}</channel></rss>".encode(), "text/html"),
        "/twice.xml": Reply(
            gzip.compress(gzip.compress(feed([f"{server.url}/news/3"]).body, mtime=0)),
            RSS,
            headers=(("Content-Encoding", "gzip"),),
        ),
        "/index.xml": _sitemap(
            f"<sitemap><loc>{server.url}/index.xml</loc></sitemap><sitemap><loc>{server.url}/dtd.xml</loc></sitemap>",
            "sitemapindex",
        ),
        "/dtd.xml": _sitemap(
            f"<url><loc>{server.url}/news/4</loc><lastmod>yesterday</lastmod></url>",
            doctype='<!DOCTYPE urlset SYSTEM "/evil.dtd">',
        ),
    }


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("broken")
    with Server() as server:
        _routes(server)
        feeds = [*BROKEN_FEEDS, "/evil.xml", "/laughs.xml", "/yesterday.xml", "/twice.xml"]
        sitemaps = [*BROKEN_SITEMAPS, "/bomb.xml.gz", "/index.xml"]
        file = home / "broken.yml"
        file.write_text(site_file(server, "Broken", feeds=feeds, newsSitemaps=sitemaps))
        uri = f"sqlite:///{home / 'news.sqlite'}"
        done = run([*NEWSBOT, "crawl", str(file), "--store", uri, "--delay", "0", "--json"], clean_environment(home))
        with open_store(uri) as store:
            yield Crawled(done, store, server)


def test_one_good_listing_is_enough(crawled: Crawled) -> None:
    done = without_traceback(crawled.done)
    assert done.returncode == 0
    assert done.totals["new"] == 5
    assert {article.url for article in crawled.store.find(Query())} == {
        f"{crawled.server.url}/news/{number}" for number in range(1, 6)
    }


@pytest.mark.parametrize("path", [*BROKEN_FEEDS, *BROKEN_SITEMAPS])
def test_what_is_told_of_a_broken_listing(crawled: Crawled, path: str) -> None:
    words = {**BROKEN_FEEDS, **BROKEN_SITEMAPS}[path][1]
    visit = next(iter(crawled.store.visits([crawled.server.url + path]).values()))
    assert visit.state is VisitState.LISTING
    assert words in visit.reason
    assert crawled.server.url not in visit.reason
    assert crawled.server.url + path in crawled.done.said.replace(" ", "")


def test_no_entity_is_followed_and_no_file_is_read(crawled: Crawled) -> None:
    assert not {"/evil.dtd", "/secret"} & set(crawled.server.asked)
    visit = next(iter(crawled.store.visits([f"{crawled.server.url}/news/2"]).values()))
    assert "root:" not in (visit.title or "")
    article = crawled.store.get(f"{crawled.server.url}/news/2")
    assert article is not None
    assert "root:" not in repr(article)


def test_laughs_are_not_told(crawled: Crawled) -> None:
    visit = next(iter(crawled.store.visits([f"{crawled.server.url}/news/5"]).values()))
    assert len(visit.title or "") < 100


def test_an_index_that_names_itself_is_read_once(crawled: Crawled) -> None:
    assert crawled.server.asked.count("/index.xml") == 1


def test_the_feeds_word_yesterday_is_no_date(crawled: Crawled) -> None:
    visit = next(iter(crawled.store.visits([f"{crawled.server.url}/news/1"]).values()))
    assert visit.published is None


# ── whole sites ──


@pytest.fixture
def untrusted() -> Iterator[Server]:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    with Server(tls=tls) as server:
        yield server


def test_sites_that_cannot_be_read_beside_one_that_can(
    newsbot: Command, untrusted: Server, uri: str, tmp_path: Path
) -> None:
    with Server() as good, Server({"/": to("/")}) as loop:
        good.routes |= {"/feed.xml": feed([f"{good.url}/news/1"]), "/news/1": news(1)}
        file = tmp_path / "good.yml"
        file.write_text(site_file(good, "Good", feeds=["/feed.xml"]))
        sites = [str(file), "http://127.0.0.1:1/", "http://nowhere.invalid/", f"{untrusted.url}/", f"{loop.url}/"]
        done = without_traceback(newsbot("crawl", *sites, "--store", uri, "--delay", "0", "--json"))
    assert done.returncode == 2
    assert (done.totals["sites"], done.totals["new"]) == (5, 1)
    for words in ("refuses the connection", "DNS", "certificate", "redirects without end"):
        assert words in done.said
    with open_store(uri) as store:
        assert [article.url for article in store.find(Query())] == [f"{good.url}/news/1"]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(b""), "empty"),
        (Reply(bytes(range(256)) * 64), "binary"),
        (Reply(b"<h1>Closed</h1>", status=503, headers=(("Retry-After", "9999"),)), "wait 9999 s"),
        (Reply(b"<h1>Forbidden</h1>", status=403), "403"),
    ],
)
def test_a_front_page_of_which_nothing_can_be_read(newsbot: Command, uri: str, reply: Reply, words: str) -> None:
    with Server({"/": reply}) as server:
        done = without_traceback(newsbot("crawl", server.url, "--store", uri, "--delay", "0", "--json"))
    assert done.returncode == 2
    assert words in done.said
    assert done.totals["new"] == 0
