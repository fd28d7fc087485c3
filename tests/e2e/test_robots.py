"""robots.txt that cannot be had, or only for a while."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbot.demo.messages import Answer
from newsbot.demo.server import start_demo
from newsbot.store.base import VisitState
from tests.e2e.gazette import gazette, visits
from tests.e2e.process import Command
from tests.e2e.servers import Asked, Reply
from tests.loopback import article, loopback

# ── robots.txt that cannot be had ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("robots", "words", "most"),
    [
        (Reply(b"", status=500), "robots.txt could not be had (500)", 3),
        pytest.param(
            Reply(b"", status=503),
            "robots.txt could not be had (the server answered 503)",
            4,
            marks=pytest.mark.slow,
        ),
        (Reply(b"", status=429, headers=(("Retry-After", "3600"),)), "asks to wait 3600 s", 1),
        pytest.param(
            Reply(b"User-agent: *\n", length=999, cut=True),
            "robots.txt could not be had (the answer was cut off)",
            3,
            marks=pytest.mark.slow,
        ),
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
        other = f"{uri}-2"  # which remembers nothing of the host, and need not wait until it is well again
        newsbot(*command[:-1], other)
        after = visits(other, urls)
    assert {visit.state for visit in ended} == {VisitState.FAILED}
    assert all(words in visit.reason or "nothing is asked of the host" in visit.reason for visit in ended)
    assert words in ended[0].reason
    assert [visit.state for visit in after].count(VisitState.STORED) == 19
    assert after[7].state is VisitState.ROBOTS


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
def test_one_that_cannot_be_had_is_asked_for_again_in_the_same_crawl(scrapy: Command, uri: str, tmp_path: Path) -> None:
    soon, variables = with_robots(tmp_path, FIRST_WAIT=0.0)
    broken = [Reply(b"", status=500)] * 6  # three tries for tdmrep.json, three for the first page

    def robots(_: Asked) -> Reply:
        return broken.pop() if broken else Reply(b"User-agent: *\nDisallow: /news/9\n", "text/plain")

    with gazette(10, robots_txt=robots) as (_, urls):
        scrapy("crawl", "article", "-a", f"urls={' '.join(urls)}", "-s", f"NEWSBOT_STORE={uri}", *soon, **variables)
    ended = visits(uri, urls)
    assert VisitState.FAILED in {visit.state for visit in ended}
    assert VisitState.STORED in {visit.state for visit in ended}
    assert ended[9].state in {VisitState.ROBOTS, VisitState.FAILED}
