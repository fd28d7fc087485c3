"""Whatever the network answers: one crawl of a site that has every fault, and what is told of each of them."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from newsbot.store.base import Store, VisitState
from newsbot.store.opening import open_store
from tests.e2e.process import NEWSBOT, Command, Done, clean_environment, run, without_traceback
from tests.e2e.servers import Asked, Reply, Server, feed, news, page, site_file, to
from tests.loopback import Loopback, Page, loopback

MEGABYTE = 1024 * 1024
HTML = "text/html; charset=utf-8"
#: Nobody listens there: the port is reserved, and only root could take it.
REFUSED = "http://127.0.0.1:1"
UNKNOWN = "http://nowhere.invalid"

#: What is wrong with an address, how its visit has to end, and words that the reason has to hold.
FAULTS: dict[str, tuple[Reply, VisitState, str]] = {
    "/empty": (Reply(b""), VisitState.NOT_ARTICLE, "empty"),
    "/blank": (Reply(b" \n\t "), VisitState.NOT_ARTICLE, "empty"),
    "/binary": (Reply(bytes(range(256)) * 64, "application/octet-stream"), VisitState.NOT_ARTICLE, "binary"),
    "/binary-as-html": (Reply(bytes(range(256)) * 64), VisitState.NOT_ARTICLE, ""),
    "/no-type": (Reply(bytes(range(256)) * 64, None), VisitState.NOT_ARTICLE, ""),
    "/paper.pdf": (Reply(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" * 99, "application/pdf"), VisitState.NOT_ARTICLE, ""),
    "/data": (Reply(b'{"headline": "Not a page"}', "application/json"), VisitState.NOT_ARTICLE, ""),
    "/not-gzip": (Reply(b"plain", headers=(("Content-Encoding", "gzip"),)), VisitState.FAILED, "compression"),
    "/half-gzip": (
        Reply(gzip.compress(b"<p>Half</p>", mtime=0)[:20], headers=(("Content-Encoding", "gzip"),)),
        VisitState.NOT_ARTICLE,
        "",
    ),
    "/not-deflate": (Reply(b"plain", headers=(("Content-Encoding", "deflate"),)), VisitState.FAILED, "compression"),
    "/cut": (Reply(b"<html><h1>Half of", length=9999, cut=True), VisitState.FAILED, "cut off"),
    "/short": (Reply(b"<html><h1>Half of", length=9999), VisitState.FAILED, "cut off"),
    "/loop": (to("/loop"), VisitState.FAILED, "redirects without end"),
    "/loop-a": (to("/loop-b"), VisitState.FAILED, "redirects without end"),
    "/to-file": (to("file:///etc/passwd"), VisitState.FAILED, "redirect"),
    "/to-inside": (to("http://10.0.0.1/router"), VisitState.REFUSED, "10.0.0.1 is not a public address"),
    "/to-nowhere": (Reply(b"", status=302), VisitState.FAILED, "leads nowhere"),
    "/404": (Reply(b"<h1>Gone</h1>", status=404), VisitState.GONE, "404"),
    "/410": (Reply(b"<h1>Gone</h1>", status=410), VisitState.GONE, "410"),
    "/451": (Reply(b"<h1>Law</h1>", status=451), VisitState.GONE, "legal"),
    "/418": (Reply(b"<h1>Teapot</h1>", status=418), VisitState.FAILED, "418"),
    "/500": (Reply(b"<h1>Oops</h1>", status=500), VisitState.FAILED, "500"),
    "/big": (Reply(b"<html>" + b"<p>Big.</p>" * (5 * MEGABYTE)), VisitState.NOT_ARTICLE, "larger"),
    "/big-unsaid": (Reply(b"<p>Big.</p>" * (4 * MEGABYTE), length=-1), VisitState.NOT_ARTICLE, "larger"),
    "/bomb": (
        Reply(gzip.compress(b"<p>Boom.</p>" * (9 * MEGABYTE), 9, mtime=0), headers=(("Content-Encoding", "gzip"),)),
        VisitState.NOT_ARTICLE,
        "larger",
    ),
    "/deep": (Reply(b"<div>" * 200_000), VisitState.NOT_ARTICLE, ""),
    "/listing": (Reply(b"<title>News</title>" + b'<p><a href="/n">News</a></p>' * 50), VisitState.NOT_ARTICLE, ""),
}
#: The same of an own host each: what they ask for holds for all that is on it.
BUSY: dict[str, tuple[Page, VisitState, str]] = {
    "/503": (Page(status=503, headers=(("Retry-After", "7200"),)), VisitState.FAILED, "wait 7200 s"),
    "/429": (Page(status=429, headers=(("Retry-After", "soon"),)), VisitState.FAILED, "429"),
}
#: Other hosts, and what has to be told of them.
HOSTS = {
    f"{REFUSED}/news/refused": (VisitState.FAILED, "refuses the connection"),
    f"{UNKNOWN}/news/unknown": (VisitState.FAILED, "DNS"),
}


def _twice(asked: Asked) -> Reply:
    """An article for those who come back with the cookie that they get the first time."""
    return news(3) if "seen=1" in asked.cookie else to("/cookie", ("Set-Cookie", "seen=1; Path=/"))


def _latin(number: int, kind: str) -> Reply:
    return Reply(page(number).replace("Ferry", "Fähre").replace("harbour", "Häfen").encode("latin-1"), kind)


#: Articles that are odd and have to come in all the same.
ODD = {
    "/news/1": news(1),
    "/news/2": news(2),
    "/cookie": _twice,
    "/moved": to("/news/2"),
    "/said-utf-8": _latin(4, HTML),
    "/unknown-charset": Reply(page(5).encode(), "text/html; charset=klingon"),
    "/yesterday": Reply(page(6, date="yesterday").encode()),
    "/no-such-day": Reply(page(7, date="2026-13-45T99:00").encode()),
    "/odd-letters": Reply(page(8).replace("gulls", "gulls \0 &#0; &#xD800; &#1114112; ￿").encode()),
    "/broken-json": Reply(page(9, extra='<script type="application/ld+json">{"@graph": [{"</script>').encode()),
    "/said-plain": Reply(page(10).encode(), "text/plain"),
}


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl of the site that has every fault."""

    done: Done
    store: Store
    server: Server
    untrusted: Server
    busy: dict[str, Loopback]

    def url(self, path: str) -> str:
        return self.busy.get(path, self.server).url + path if path.startswith("/") else path


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    home = tmp_path_factory.mktemp("gazette")
    certificate = trustme.CA().issue_cert("127.0.0.1")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(tls)
    faults = {path: reply for path, (reply, _, _) in FAULTS.items()} | {"/loop-b": to("/loop-a")}
    with ExitStack() as stack:
        server = stack.enter_context(Server({**ODD, **faults}))
        untrusted = stack.enter_context(Server({"/news/tls": news(11)}, tls=tls))
        busy = {path: stack.enter_context(loopback(f"127.0.0.{number}")) for number, path in enumerate(BUSY, 2)}
        for path, web in busy.items():
            web.pages[path] = BUSY[path][0]
        urls = [server.url + path for path in [*ODD, *FAULTS]] + [each.url + path for path, each in busy.items()]
        server.routes["/feed.xml"] = feed([*urls, *HOSTS, f"{untrusted.url}/news/tls"])
        addresses = [server.url, untrusted.url, *(web.url for web in busy.values()), REFUSED]
        named = ", ".join(f"'{urlsplit(each).netloc}'" for each in addresses)
        hosts = f"hosts: [{named}, nowhere.invalid]\n"
        file = home / "gazette.yml"
        file.write_text(site_file(server, "Gazette", feeds=["/feed.xml"]) + hosts)
        uri = f"sqlite:///{home / 'news.sqlite'}"
        done = run(
            [*NEWSBOT, "crawl", str(file), "--store", uri, "--delay", "0", "--json", "-v"], clean_environment(home)
        )
        with open_store(uri) as store:
            yield Crawled(done, store, server, untrusted, busy)


def test_a_crawl_of_faults_ends_well(crawled: Crawled) -> None:
    done = without_traceback(crawled.done)
    assert done.returncode == 0
    totals = done.totals
    assert totals["sites"] == 1
    assert totals["new"] + totals["same"] == len(ODD)
    assert totals["fetched"] == totals["new"] + totals["changed"] + totals["same"] + totals["dropped"]
    assert totals["dropped"] + totals["failed"] == len(FAULTS) + len(BUSY) + len(HOSTS) + 1


def test_every_address_ended(crawled: Crawled) -> None:
    assert VisitState.FOUND not in crawled.store.counts().visits


@pytest.mark.parametrize("path", ODD)
def test_what_is_odd_comes_in_all_the_same(crawled: Crawled, path: str) -> None:
    article = crawled.store.get(crawled.url(path))
    visit = next(iter(crawled.store.visits([crawled.url(path)]).values()))
    assert visit.state in {VisitState.STORED, VisitState.UNCHANGED}, visit.reason
    assert article is not None
    assert "leaves the h" in (article.headline or "") or "Häfen" in (article.headline or "")
    assert "until the fog came." in (article.articleBody or "")
    assert article.complete


def test_a_wrong_charset_garbles_nothing(crawled: Crawled) -> None:
    article = crawled.store.get(crawled.url("/said-utf-8"))
    assert article is not None
    assert article.headline == "Fähre number 4 leaves the Häfen of Saltmere"


@pytest.mark.parametrize("path", ["/yesterday", "/no-such-day"])
def test_a_date_that_is_none_is_not_guessed(crawled: Crawled, path: str) -> None:
    article = crawled.store.get(crawled.url(path))
    assert article is not None
    assert article.datePublished is None


@pytest.mark.parametrize("path", [*FAULTS, *BUSY, *HOSTS])
def test_every_fault_has_its_state_and_its_words(crawled: Crawled, path: str) -> None:
    ended = {each: (state, words) for each, (_, state, words) in [*FAULTS.items(), *BUSY.items()]} | HOSTS
    state, words = ended[path]
    visit = next(iter(crawled.store.visits([crawled.url(path)]).values()))
    assert (visit.state, crawled.store.get(crawled.url(path))) == (state, None), visit.reason
    assert words in visit.reason
    assert visit.reason
    assert crawled.url(path) not in visit.reason, "the reason has to be the same for all such addresses"
    assert visit.reason[:40] in crawled.done.said


def test_a_certificate_that_cannot_be_trusted(crawled: Crawled) -> None:
    visit = next(iter(crawled.store.visits([f"{crawled.untrusted.url}/news/tls"]).values()))
    assert visit.state is VisitState.FAILED
    assert "certificate" in visit.reason
    assert crawled.untrusted.asked == []


def test_nothing_of_the_network_inside_was_asked(crawled: Crawled) -> None:
    assert "10.0.0.1" in crawled.done.stderr
    assert not [path for path in crawled.server.asked if "passwd" in path]


# ── politeness under pressure ──


def test_robots_txt_holds_for_all_that_wait_for_it_together(newsbot: Command, tmp_path: Path) -> None:
    paths = [f"/{'private' if number % 3 else 'news'}/{number}" for number in range(12)]
    with Server({path: news(number) for number, path in enumerate(paths)}) as server:
        server.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private/\n", "text/plain")
        (tmp_path / "urls.txt").write_text("\n".join(server.url + path for path in paths))
        done = newsbot("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0")
    assert [path for path in server.asked if path.startswith("/private/")] == []
    assert len(done.lines) == 4
    assert "robots.txt asks not to fetch it" in done.said


@pytest.mark.parametrize("robots", [b"", b"User-agent: *\nCrawl-delay: 0\n"])
def test_a_host_is_asked_one_thing_at_a_time(newsbot: Command, tmp_path: Path, robots: bytes) -> None:
    def slow(asked: Asked) -> Reply:
        time.sleep(0.03)  # so that two that are under way together are seen together
        return news(int(asked.path.rpartition("/")[2]))

    with Server({f"/news/{number}": slow for number in range(12)}) as server:
        (tmp_path / "urls.txt").write_text("\n".join(server.url + path for path in server.routes))
        server.routes["/robots.txt"] = Reply(robots, "text/plain")
        done = newsbot("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0")
    assert len(done.lines) == 12
    assert server.most_at_once == 1
