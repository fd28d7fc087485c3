"""What earlier crawls and other processes knew of the pace of hosts."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.pace import Pace
from newsbot.store.base import VisitState
from tests.e2e.gazette import FAST, gazette, never_faster, visits
from tests.e2e.process import Command
from tests.e2e.servers import Asked, Reply, Server, news
from tests.loopback import Loopback, article, loopback

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


@pytest.mark.slow
def test_the_delay_holds_from_crawl_to_crawl(after: Callable[..., dict[str, Pace]]) -> None:
    with loopback() as web:
        web.pages |= {f"/news/{each}": article(f"Ferry {each}") for each in range(4)}
        asked = datetime.now(UTC) + timedelta(seconds=60)  # the clock of the other one is ahead: a whole delay it is
        urls = [f"{web.url}/news/{each}" for each in range(4)]
        after(host_of(web), Pace(crawlDelay=0.5, slow=1, lastAsked=asked), urls, "-s", "ROBOTSTXT_OBEY=False")
        assert len(web.at) == 5  # the fifth is tdmrep.json
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
        server.routes["/.well-known/tdmrep.json"] = Reply(b"", status=521)
        known = after(host_of(server), pace, urls, "-s", "ROBOTSTXT_OBEY=False")
        asked = len(server.asked)
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


@pytest.mark.parametrize(("status", "state"), [(404, VisitState.STORED), (503, VisitState.FAILED)])
def test_its_robots_txt_tries_a_host_that_was_dead(
    after: Callable[..., dict[str, Pace]], uri: str, status: int, state: VisitState
) -> None:
    pace = Pace(failures=5, rests=2, brokenUntil=datetime.now(UTC) - timedelta(seconds=1))
    with gazette(30, robots_txt=Reply(b"", status=status)) as (server, urls):
        known = after(host_of(server), pace, urls)
        asked = list(server.asked)
    assert asked[0] == "/robots.txt"
    assert asked.count("/robots.txt") == 1
    assert len(asked) == (32 if state is VisitState.STORED else 1)
    assert {visit.state for visit in visits(uri, urls)} == {state}
    assert known[host_of(server)].calm == (state is VisitState.STORED)
