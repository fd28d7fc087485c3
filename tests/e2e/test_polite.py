"""Politeness towards hosts in trouble: what reaches a server that counts, and what is told of the rest.

A server notes a request when it gets to it, which on a busy machine may be late: that shortens the gap after it. So the
gaps of a whole window are looked at together, and each of them may be `LATE` seconds short.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from time import monotonic

import pytest

from newsbot.demo.messages import Answer
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.pace import BREAKS_AFTER, Pace
from newsbot.store.base import Visit, VisitState
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.e2e import servers
from tests.e2e.process import Command, Running
from tests.e2e.servers import Asked, Reply, Server, news, site_file
from tests.loopback import Loopback, Page, article, feed, loopback

LATE = 0.08
#: As fast as Scrapy would go: only newsbot holds it back.
FAST = ("-s", "DOWNLOAD_DELAY=0", "-s", "CONCURRENT_REQUESTS_PER_DOMAIN=8")


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.sqlite'}"


def visits(uri: str, urls: list[str]) -> list[Visit]:
    with open_store(uri) as store:
        known = store.visits(urls)
    return [known[article_key(url)] for url in urls]


def never_faster(times: list[float], seconds: float) -> None:
    """No gap is shorter, and no window of any length holds more requests than are allowed."""
    assert len(times) > 3
    assert min(later - earlier for earlier, later in pairwise(times)) > seconds - LATE
    for width in range(2, len(times)):
        for first in range(len(times) - width):
            assert times[first + width] - times[first] > seconds * width - LATE


def plain_urls(demo: Demo, number: int) -> list[str]:
    pieces = [piece for piece in demo.newspaper.articles if piece.kind is Kind.FREE]
    return [demo.url + piece.path for piece in pieces[:number]]


@contextmanager
def gazette(number: int, **routes: Reply | Callable[[Asked], Reply]) -> Iterator[tuple[Server, list[str]]]:
    with Server({f"/news/{each}": news(each) for each in range(number)}) as server:
        server.routes |= {f"/{name.replace('_', '.')}": route for name, route in routes.items()}
        yield server, [f"{server.url}/news/{each}" for each in range(number)]


# ── never above the allowed rate ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("rate", "delay", "seconds"), [("3/1", 0.05, 1 / 3), ("60/1m", 0.4, 1.0), ("100/1", 0.5, 0.5)])
def test_the_slowest_of_request_rate_and_crawl_delay_holds(
    scrapy: Command, uri: str, rate: str, delay: float, seconds: float
) -> None:
    with start_demo(articles=40, crawl_delay=delay, request_rate=rate) as demo:
        urls = plain_urls(demo, 8)
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *FAST)
        times = [each.at for each in demo.log]
    assert len(times) == len(urls) + 1
    never_faster(times[1:], seconds)


def test_the_site_file_holds_where_it_is_slower(newsbot: Command, uri: str, tmp_path: Path) -> None:
    paths = [f"/news/{each}" for each in range(6)]
    with loopback() as web:
        web.pages |= {path: article(f"The ferry sails again, {path}") for path in paths}
        web.pages["/robots.txt"] = Page("User-agent: *\nRequest-rate: 5/1\n", type="text/plain")
        web.pages["/feed.xml"] = feed(*(web.url + path for path in paths))
        file = tmp_path / "site.yml"
        file.write_text(f"name: Gazette\nurl: {web.url}/\nfeeds: [{web.url}/feed.xml]\npoliteness: {{delay: 0.6}}\n")
        newsbot("crawl", str(file), "--store", uri)
        times = [at for at, path in zip(web.at, web.asked, strict=True) if path != "/robots.txt"]
        assert set(paths) < set(web.asked)
    never_faster(times, 0.6)


# ── busy hosts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_busy_host_is_left_alone_then_asked_slowly_and_then_as_before(scrapy: Command, uri: str) -> None:
    with start_demo(articles=60, crawl_delay=0.2) as demo:
        urls = plain_urls(demo, 18)
        busy = urls[4].removeprefix(demo.url)
        demo.instead(busy, Answer(429, b"later", headers=[("Retry-After", "2")]))
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *FAST)
        log = [each for each in demo.log if each.path != "/robots.txt"]
    assert len(log) == len(urls) + 1 > 17
    assert {visit.state for visit in visits(uri, urls)} == {VisitState.STORED}
    at = next(number for number, each in enumerate(log) if each.status == 429)
    gaps = [later.at - earlier.at for earlier, later in pairwise(log)]
    assert gaps[at] > 2 - LATE, "nothing at all is asked of the host meanwhile"
    slow = gaps[at + 1 : at + 11]
    assert min(slow) > 1 - LATE, "twice the floor of half a second"
    assert all(gap < 0.9 for gap in gaps[at + 12 :]), "ten good answers later all is as before"
    never_faster([each.at for each in log], 0.2)


def test_a_date_says_until_when_too(scrapy: Command, uri: str) -> None:
    until: list[datetime] = []

    def later(times: int) -> Page:
        if times > 1:
            return article()
        until.append((datetime.now(UTC) + timedelta(seconds=3)).replace(microsecond=0))
        return Page("later", 503, headers=(("Retry-After", format_datetime(until[0], usegmt=True)),))

    with loopback() as web:
        web.pages["/news/a"] = later
        scrapy("crawl", "article", "-a", f"url={web.url}/news/a", "-s", f"NEWSBOT_STORE={uri}")
        times = [at for at, path in zip(web.at, web.asked, strict=True) if path == "/news/a"]
    assert len(times) == 2
    assert times[1] - times[0] > 2 - LATE


def test_a_host_that_asks_for_hours_is_left_alone_as_a_whole(newsbot: Command, uri: str, tmp_path: Path) -> None:
    with gazette(20) as (server, urls):
        server.routes["/news/3"] = Reply(b"", status=503, headers=(("Retry-After", "7200"),))
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        done = newsbot("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0", "--store", uri)
        asked = server.count("/news/")
    assert asked == 4
    assert "wait 7200 s" in done.said
    assert "nothing is asked of the host before" in done.said


def test_a_busy_host_keeps_no_other_waiting(scrapy: Command, uri: str) -> None:
    with loopback() as busy, loopback("127.0.0.2") as other:
        for web in (busy, other):
            web.pages |= {f"/news/{each}": article(f"Ferry {each} of {web.url}") for each in range(80)}
        busy.pages["/news/0"] = lambda times: (
            article() if times > 1 else Page("later", 429, headers=(("Retry-After", "6"),))
        )
        urls = [f"{web.url}/news/{each}" for web in (busy, other) for each in range(80)]
        few = ("-s", "CONCURRENT_REQUESTS=8", "-s", "CLOSESPIDER_TIMEOUT_NO_ITEM=0", "-s", "CLOSESPIDER_ITEMCOUNT=75")
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *FAST, *few)
        at = [moment for moment, path in zip(busy.at, busy.asked, strict=True) if path != "/robots.txt"]
        meanwhile = sum(moment < at[0] + 6 - LATE for moment in other.at)
    assert meanwhile > 70, "eight places are too few for all that wait of the busy host"


# ── dead hosts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_host_that_fails_in_the_middle_of_a_crawl_is_left_alone(newsbot: Command, uri: str, tmp_path: Path) -> None:
    with gazette(60) as (server, urls):
        broken = Reply(b"<h1>Bad gateway</h1>", status=502)
        server.routes |= {f"/news/{each}": broken for each in range(10, 60)}
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        done = newsbot("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0", "--store", uri)
        asked = server.count("/news/")
    assert 10 + BREAKS_AFTER <= asked <= 10 + BREAKS_AFTER + 3
    ended = visits(uri, urls)
    assert [visit.state for visit in ended[:10]] == [VisitState.STORED] * 10
    assert {visit.state for visit in ended[10:]} == {VisitState.FAILED}
    reasons = {visit.reason for visit in ended[20:]}
    assert len(reasons) == 1
    assert "502 (5 failures in a row: nothing is asked of the host before" in reasons.pop()
    assert done.returncode in {0, 2}


def test_a_host_that_is_gone_in_the_middle_of_a_crawl(
    running: Callable[..., Running], uri: str, tmp_path: Path
) -> None:
    with Server(held="/news/") as server:
        urls = [f"{server.url}/news/{each}" for each in range(40)]
        server.routes |= {f"/news/{each}": news(each) for each in range(40)} | {"/feed.xml": servers.feed(urls)}
        (tmp_path / "site.yml").write_text(site_file(server, "Gazette", feeds=["/feed.xml"]))
        arguments = ("crawl", str(tmp_path / "site.yml"), "--store", uri, "--delay", "0", "--json")
        with running(*arguments) as crawl:
            server.let(5)
            server.wait_for("/news/", 6)
            server.close()
            done = crawl.end()
    ended = visits(uri, urls)
    read = sum(visit.state is VisitState.STORED for visit in ended)
    assert read in {5, 6}  # the one that was held when the server closed may have come
    reasons = [visit.reason for visit in ended if visit.state is VisitState.FAILED]
    assert len(reasons) == 40 - read
    told = [reason for reason in reasons if "failures in a row" in reason]
    assert len(told) >= 40 - read - BREAKS_AFTER
    assert all("refuses the connection" in reason for reason in told)
    assert done.totals["failed"] == 40 - read


# ── robots.txt that cannot be had ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("robots", "words", "most"),
    [
        (Reply(b"", status=500), "robots.txt could not be had (500)", 3),
        (Reply(b"", status=503), "robots.txt could not be had (the server answered 503)", 4),
        (Reply(b"", status=429, headers=(("Retry-After", "3600"),)), "asks to wait 3600 s", 1),
        (Reply(b"User-agent: *\n", length=999, cut=True), "robots.txt could not be had (the answer was cut off)", 3),
    ],
)
def test_without_its_robots_txt_a_host_is_not_asked(
    newsbot: Command, uri: str, tmp_path: Path, robots: Reply, words: str, most: int
) -> None:
    with gazette(20, robots_txt=robots) as (server, urls):
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        command = ("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0", "--store", uri)
        newsbot(*command)
        assert set(server.asked) == {"/robots.txt"}
        assert len(server.asked) <= most
        ended = visits(uri, urls)
        server.routes["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /news/7\n", "text/plain")
        newsbot(*command)
        after = visits(uri, urls)
    assert {visit.state for visit in ended} == {VisitState.FAILED}
    assert all(words in visit.reason or "nothing is asked of the host" in visit.reason for visit in ended)
    assert words in ended[0].reason
    assert [visit.state for visit in after].count(VisitState.STORED) == 19
    assert after[7].state is VisitState.ROBOTS


def test_a_robots_txt_that_comes_late_is_waited_for(newsbot: Command, uri: str) -> None:
    with start_demo(articles=26, crawl_delay=0.01) as demo:
        demo.instead("/robots.txt", Answer(503, b"busy"), Answer(503, b"busy", headers=[("Retry-After", "1")]))
        done = newsbot("crawl", demo.url, "--store", uri, "--limit", "5", "--json")
        asked = [each.path for each in demo.log]
    assert asked[:3] == ["/robots.txt"] * 3
    assert done.totals["new"] > 0


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_host_without_a_robots_txt_may_be_asked(newsbot: Command, uri: str, tmp_path: Path, status: int) -> None:
    forbidding = Reply(b"User-agent: *\nDisallow: /\n", status=status)
    with gazette(3, robots_txt=forbidding) as (_, urls):
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        newsbot("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0", "--store", uri)
    assert {visit.state for visit in visits(uri, urls)} == {VisitState.STORED}


def test_of_a_huge_robots_txt_the_first_part_counts(newsbot: Command, uri: str, tmp_path: Path) -> None:
    rules = b"User-agent: *\nDisallow: /news/1\n" + b"# tide\n" * 80_000 + b"Disallow: /news/2\n"
    with gazette(3, robots_txt=Reply(rules, "text/plain")) as (_, urls):
        (tmp_path / "urls.txt").write_text("\n".join(urls))
        newsbot("scrape", "--from", str(tmp_path / "urls.txt"), "--delay", "0", "--store", uri)
    states = [visit.state for visit in visits(uri, urls)]
    assert states == [VisitState.STORED, VisitState.ROBOTS, VisitState.STORED]


def with_robots(tmp_path: Path, **constants: float) -> tuple[tuple[str, str], dict[str, str]]:
    """A setting and variables with which a crawl's robots.txt are kept by other numbers: days are long for a test."""
    lines = "".join(f"robots.{name} = {value}\n" for name, value in constants.items())
    (tmp_path / "short.py").write_text(f"from newsbot.crawl import robots\n{lines}\nclass Short: pass\n")
    path = f"{tmp_path}:{Path(__file__).parents[2]}"
    return ("-s", 'EXTENSIONS={"short.Short": 900}'), {"PYTHONPATH": path}


def test_a_robots_txt_is_read_anew_when_its_time_is_over(scrapy: Command, uri: str, tmp_path: Path) -> None:
    with gazette(6, robots_txt=Reply(b"User-agent: *\nDisallow: /private\n", "text/plain")) as (server, urls):
        often, variables = with_robots(tmp_path, KEPT_FOR=0.0)
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *often, **variables)
        assert server.asked.count("/robots.txt") > 1
        begun = len(server.asked)
        more = ("-s", "DOWNLOAD_DELAY=0", "-s", f"NEWSBOT_STORE={uri}")
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", *more)
    assert server.asked[begun:].count("/robots.txt") == 1
    assert {visit.state for visit in visits(uri, urls)} <= {VisitState.STORED, VisitState.UNCHANGED}


def test_only_so_many_are_kept(scrapy: Command, uri: str, tmp_path: Path) -> None:
    few, variables = with_robots(tmp_path, MOST_KEPT=1)
    with loopback() as one, loopback("127.0.0.2") as other:
        for web in (one, other):
            web.pages |= {f"/news/{each}": article(f"Ferry {each} of {web.url}") for each in range(4)}
        urls = [f"{web.url}/news/{each}" for each in range(4) for web in (one, other)]
        orderly = ("-s", "CONCURRENT_REQUESTS=1", "-s", "DOWNLOAD_DELAY=0", *few)
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *orderly, **variables)
        assert one.asked.count("/robots.txt") + other.asked.count("/robots.txt") > 2
    assert {visit.state for visit in visits(uri, urls)} == {VisitState.STORED}


def test_one_that_cannot_be_had_is_asked_for_again_in_the_same_crawl(scrapy: Command, uri: str, tmp_path: Path) -> None:
    soon, variables = with_robots(tmp_path, FIRST_WAIT=0.0)
    broken = [Reply(b"", status=500)] * 3

    def robots(_: Asked) -> Reply:
        return broken.pop() if broken else Reply(b"User-agent: *\nDisallow: /news/9\n", "text/plain")

    with gazette(10, robots_txt=robots) as (_, urls):
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *soon, **variables)
    ended = visits(uri, urls)
    assert VisitState.FAILED in {visit.state for visit in ended}
    assert VisitState.STORED in {visit.state for visit in ended}
    assert ended[9].state in {VisitState.ROBOTS, VisitState.FAILED}


# ── when the crawl is to end ────────────────────────────────────────────────────────────────────────────────────────


def test_a_crawl_that_is_stopped_does_not_wait_for_a_held_host(
    running: Callable[..., Running], uri: str, tmp_path: Path
) -> None:
    with gazette(40) as (server, urls):
        server.routes["/news/0"] = Reply(b"", status=429, headers=(("Retry-After", "50"),))
        server.routes["/feed.xml"] = servers.feed(urls)
        (tmp_path / "site.yml").write_text(site_file(server, "Gazette", feeds=["/feed.xml"]))
        with running("crawl", str(tmp_path / "site.yml"), "--store", uri, "--delay", "0", "-v") as crawl:
            crawl.says("the server answered 429, it is asked again in")
            begun = monotonic()
            crawl.send(signal.SIGINT)
            crawl.end(40)
        assert monotonic() - begun < 30
        asked = server.count("/news/")
    ended = [visit.state for visit in visits(uri, urls)]
    assert ended.count(VisitState.FOUND) >= 40 - asked, "nothing was learnt of what was not asked for"
    assert VisitState.FAILED not in ended


# ── what earlier crawls and other processes knew ────────────────────────────────────────────────────────────────────

EARLIER = """
import json, os
from scrapy import signals
from newsbot.crawl.paces import paces_of
from newsbot.pace import Pace

class Earlier:
    def __init__(self, crawler):
        self.crawler = crawler
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)

    from_crawler = classmethod(lambda cls, crawler: cls(crawler))

    def opened(self):
        for host, pace in json.loads(os.environ["PACES"]).items():
            paces_of(self.crawler).put(host, Pace.of(pace))

    def closed(self):
        changed = paces_of(self.crawler).take_changed()
        told = {host: pace.as_dict() for host, pace in changed.items()}
        with open(os.environ["PACES_OUT"], "w") as file:
            json.dump(told, file)
"""


@pytest.fixture
def after(scrapy: Command, uri: str, tmp_path: Path) -> Callable[..., dict[str, Pace]]:
    """Crawls these pages with what was known of a host before; what is known of it then."""
    (tmp_path / "earlier.py").write_text(EARLIER)

    def crawl(host: str, pace: Pace, urls: list[str], *more: str) -> dict[str, Pace]:
        settings = ("-s", 'EXTENSIONS={"earlier.Earlier": 900}', "-s", f"NEWSBOT_STORE={uri}")
        variables = {
            "PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}",
            "PACES": json.dumps({host: pace.as_dict()}),
            "PACES_OUT": str(tmp_path / "paces.json"),
        }
        done = scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", *settings, *FAST, *more, **variables)
        assert (tmp_path / "paces.json").exists(), done.stderr
        return {name: Pace.of(data) for name, data in json.loads((tmp_path / "paces.json").read_text()).items()}

    return crawl


def host_of(web: Loopback | Server) -> str:
    return web.url.removeprefix("http://")


def test_the_delay_holds_from_crawl_to_crawl(after: Callable[..., dict[str, Pace]]) -> None:
    with loopback() as web:
        web.pages |= {f"/news/{each}": article(f"Ferry {each}") for each in range(4)}
        asked = datetime.now(UTC) + timedelta(seconds=60)  # the clock of the other one is ahead: a whole delay it is
        urls = [f"{web.url}/news/{each}" for each in range(4)]
        after(host_of(web), Pace(crawlDelay=0.5, slow=1, lastAsked=asked), urls, "-s", "ROBOTSTXT_OBEY=False")
        assert len(web.at) == 4
        never_faster(web.at, 1.0)


def test_a_host_that_was_dead_is_not_asked_before_its_time(after: Callable[..., dict[str, Pace]], uri: str) -> None:
    pace = Pace(failures=5, rests=2, trouble="no answer in time", brokenUntil=datetime.now(UTC) + timedelta(hours=1))
    with gazette(5) as (server, urls):
        known = after(host_of(server), pace, urls)
        assert server.asked == []
    until = f"nothing is asked of the host before {pace.brokenUntil:%Y-%m-%d %H:%M} UTC"
    reasons = {visit.reason for visit in visits(uri, urls)}
    assert reasons == {f"no answer in time (5 failures in a row: {until})"}
    assert known == {}


def test_one_request_tries_a_host_that_was_dead_and_its_answer_lets_the_others_go(
    after: Callable[..., dict[str, Pace]], uri: str
) -> None:
    pace = Pace(failures=5, rests=2, brokenUntil=datetime.now(UTC) - timedelta(seconds=1))
    with Server(held="/news/") as server:
        server.routes |= {f"/news/{each}": news(each) for each in range(12)}
        urls = [f"{server.url}/news/{each}" for each in range(12)]
        alone: list[int] = []

        def first(asked: Asked) -> Reply:
            alone.append(server.count("/news/"))
            server.let()
            return news(int(asked.path.rpartition("/")[2]))

        server.routes["/robots.txt"] = Reply(b"", status=404)
        server.let(1)
        server.routes |= {f"/news/{each}": first for each in range(12)}
        known = after(host_of(server), pace, urls, "-s", "ROBOTSTXT_OBEY=False")
    assert alone[0] == 1
    assert {visit.state for visit in visits(uri, urls)} == {VisitState.STORED}
    assert known[host_of(server)].calm


def test_a_host_that_is_still_dead_is_asked_once(after: Callable[..., dict[str, Pace]], uri: str) -> None:
    pace = Pace(failures=5, rests=2, brokenUntil=datetime.now(UTC) - timedelta(seconds=1))
    with gazette(12) as (server, urls):
        server.routes |= {f"/news/{each}": Reply(b"", status=521) for each in range(12)}
        known = after(host_of(server), pace, urls, "-s", "ROBOTSTXT_OBEY=False")
        asked = server.count("/news/")
    assert asked == 1
    assert {visit.state for visit in visits(uri, urls)} == {VisitState.FAILED}
    assert known[host_of(server)].rests == 3


FORGETFUL = """
import json, os
from scrapy import signals
from newsbot.crawl import paces
from newsbot.pace import Pace

paces.MOST_HOSTS = 2

class Forgetful:
    def __init__(self, crawler):
        self.crawler = crawler
        crawler.signals.connect(self.opened, signals.spider_opened)

    from_crawler = classmethod(lambda cls, crawler: cls(crawler))

    def opened(self):
        known = paces.paces_of(self.crawler)
        for number in range(5):
            known.put(f"{number}.example", Pace(crawlDelay=number + 1))
        told = {f"{number}.example": known.get(f"{number}.example").crawlDelay for number in range(5)}
        told["slots"] = sorted(self.crawler.engine.downloader.per_slot_settings)
        with open(os.environ["PACES_OUT"], "w") as file:
            json.dump(told, file)
"""


def test_so_many_hosts_are_known_and_no_more(scrapy: Command, uri: str, tmp_path: Path) -> None:
    (tmp_path / "forgetful.py").write_text(FORGETFUL)
    variables = {"PYTHONPATH": f"{tmp_path}:{Path(__file__).parents[2]}", "PACES_OUT": str(tmp_path / "told.json")}
    own = ("-s", 'EXTENSIONS={"forgetful.Forgetful": 900}', "-s", 'DOWNLOAD_SLOTS={"0.example": {"delay": 7}}')
    with loopback() as web:
        scrapy("crawl", "article", "-a", f"url={web.url}/a", "-s", f"NEWSBOT_STORE={uri}", *own, **variables)
    told = json.loads((tmp_path / "told.json").read_text())
    assert [told[f"{number}.example"] for number in range(5)] == [None, None, None, 4, 5]
    assert told["slots"] == ["0.example", "3.example", "4.example"], "what the owner said of a host is never forgotten"
