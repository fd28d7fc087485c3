"""Politeness towards busy and dead hosts: what reaches a server that counts, and what is told of the rest."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path
from statistics import fmean
from time import monotonic

import pytest

from newsbot.demo.messages import Answer
from newsbot.demo.server import start_demo
from newsbot.pace import BREAKS_AFTER
from newsbot.store.base import VisitState
from tests.e2e import servers
from tests.e2e.gazette import FAST, LATE, gazette, never_faster, pages, plain_urls, visits
from tests.e2e.process import Command, Running
from tests.e2e.servers import Reply, Server, news, site_file
from tests.loopback import Page, article, feed, loopback

# ── never above the allowed rate ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("rate", "delay", "seconds"),
    [("3/1", 0.05, 1 / 3), pytest.param("60/1m", 0.4, 1.0, marks=pytest.mark.slow), ("100/1", 0.5, 0.5)],
)
def test_the_slowest_of_request_rate_and_crawl_delay_holds(
    scrapy: Command, uri: str, rate: str, delay: float, seconds: float
) -> None:
    with start_demo(articles=40, crawl_delay=delay, request_rate=rate) as demo:
        urls = plain_urls(demo, 8)
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *FAST)
        times = [each.at for each in demo.log if each.path != "/robots.txt"]
        assert len(pages(demo)) == len(urls)
    never_faster(times, seconds)


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


@pytest.mark.slow
def test_a_busy_host_is_left_alone_then_asked_slowly_and_then_as_before(scrapy: Command, uri: str) -> None:
    with start_demo(articles=60, crawl_delay=0.2) as demo:
        urls = plain_urls(demo, 18)
        busy = urls[4].removeprefix(demo.url)
        demo.instead(busy, Answer(429, b"later", headers=[("Retry-After", "2")]))
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *FAST)
        log = pages(demo)
    assert len(log) == len(urls) + 1 > 17
    assert {visit.state for visit in visits(uri, urls)} == {VisitState.STORED}
    at = next(number for number, each in enumerate(log) if each.status == 429)
    gaps = [later.at - earlier.at for earlier, later in pairwise(log)]
    assert gaps[at] > 2 - LATE, "nothing at all is asked of the host meanwhile"
    slow = gaps[at + 1 : at + 11]
    assert fmean(slow) > 1 - LATE / 2, "twice the floor of half a second"
    assert all(gap < 0.9 for gap in gaps[at + 12 :]), "ten good answers later all is as before"
    never_faster([each.at for each in log], 0.2)


@pytest.mark.slow
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
        asked = server.asked
    assert asked[-1] == "/news/3", "it was the last that was asked for"
    assert len(asked) < 10
    assert "wait 7200 s" in done.said
    assert "nothing is asked of the host before" in done.said


@pytest.mark.slow
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
