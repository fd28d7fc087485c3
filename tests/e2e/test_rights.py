"""What publishers reserve is recorded with the article: robots.txt, tdmrep.json, headers and <meta>."""

from __future__ import annotations

import json
from pathlib import Path
from time import monotonic

import pytest

from newsbot.demo.server import start_demo
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.e2e.process import Command
from tests.e2e.servers import Reply, Server, news

FILE = "/.well-known/tdmrep.json"
ROBOTS = b"User-agent: *\nAllow: /\n\nUser-agent: GPTBot\nUser-agent: CCBot\nDisallow: /news/\n"


def test_a_crawl_of_a_newspaper_that_reserves_its_rights(newsbot: Command, uri: str) -> None:
    with start_demo(articles=26, crawl_delay=0.01) as demo:
        demo.reserved = True
        assert newsbot("crawl", demo.url, "--store", uri, "--quiet").returncode == 0
        asked = [each.path for each in demo.log]
        assert asked.count(FILE) == 1
        with open_store(uri) as store:
            articles = list(store.find(Query()))
        assert articles
        for article in articles:
            rights = article.rights
            assert (rights.tdmReservation, rights.tdmPolicy) == (True, f"{demo.url}/terms")
            assert (rights.aiOptOut, rights.aiImagesOptOut) == (None, True)
            assert [each.kind for each in rights.evidence] == ["tdmrep", "header"]
        # The next crawl knows it still; and what is said anew makes no version.
        demo.reserved = False
        demo.edition = 2
        assert newsbot("crawl", demo.url, "--store", uri, "--quiet").returncode == 0
        assert [each.path for each in demo.log].count(FILE) == 1


def test_a_newspaper_that_says_nothing(newsbot: Command, filled: str) -> None:
    with open_store(filled) as store:
        assert {repr(each.rights) for each in store.find(Query())} == {
            "Rights(tdmReservation=None, tdmPolicy=None, aiOptOut=None, aiImagesOptOut=None, evidence=[])"
        }


def scraped(newsbot: Command, server: Server, *paths: str) -> list[dict[str, object]]:
    done = newsbot("scrape", *[server.url + path for path in paths], "--delay", "0")
    assert done.returncode == 0, done.stderr
    return [each["rights"] for each in done.lines]


def test_robots_txt_and_a_file_that_is_not_there(newsbot: Command) -> None:
    routes = {"/robots.txt": Reply(ROBOTS, type="text/plain"), "/news/1": news(1), "/free/2": news(2)}
    with Server(routes) as server:
        by_path = dict(zip(["/news/1", "/free/2"], scraped(newsbot, server, "/news/1", "/free/2"), strict=True))
        assert by_path["/news/1"]["aiOptOut"] is True
        assert by_path["/news/1"]["tdmReservation"] is None
        assert by_path["/news/1"]["evidence"][0]["value"] == "not for GPTBot, CCBot"  # type: ignore[index]
        assert by_path["/free/2"]["aiOptOut"] is None
        scraped(newsbot, server, "/news/1")
        assert server.asked.count(FILE) == 1  # that it is not there is remembered for a day


@pytest.mark.parametrize(
    ("reply", "reserved"),
    [
        (Reply(b'[{"location": "/", "tdm-reservation": 1}]', type="application/json"), True),
        (Reply(b"<!DOCTYPE html><h1>Our front page</h1>"), None),
        (Reply(b"[", status=500), None),
        (Reply(b" " * 100_000 + b"[]", type="application/json"), None),
    ],
    ids=["rules", "a page", "an error", "too large"],
)
def test_whatever_the_file_is_the_article_comes(newsbot: Command, reply: Reply, reserved: bool | None) -> None:
    with Server({"/news/1": news(1), FILE: reply}) as server:
        (rights,) = scraped(newsbot, server, "/news/1")
        assert rights["tdmReservation"] is reserved
        assert server.asked.count(FILE) == 1


def test_the_file_is_not_asked_for_where_robots_txt_forbids(newsbot: Command) -> None:
    robots = Reply(b"User-agent: *\nDisallow: /.well-known/\n", type="text/plain")
    with Server({"/robots.txt": robots, "/news/1": news(1)}) as server:
        scraped(newsbot, server, "/news/1")
        assert FILE not in server.asked


def test_what_was_said_holds_while_the_server_is_in_trouble(newsbot: Command, tmp_path: Path) -> None:
    rules = Reply(b'[{"location": "/", "tdm-reservation": 1}]', type="application/json")
    with Server({"/news/1": news(1), FILE: rules}) as server:
        scraped(newsbot, server, "/news/1")
        remembered = tmp_path / "data" / "tdmrep.json"
        told = json.loads(remembered.read_text())
        told[server.url]["at"] = "2026-01-01T00:00:00+00:00"
        remembered.write_text(json.dumps(told))
        server.routes[FILE] = Reply(b"", status=500)
        (rights,) = scraped(newsbot, server, "/news/1")
        assert rights["tdmReservation"] is True
        assert server.asked.count(FILE) == 2


@pytest.mark.slow
def test_a_file_that_never_comes_holds_up_one_article_for_some_seconds(newsbot: Command) -> None:
    routes = {f"/news/{number}": news(number) for number in range(4)}
    with Server(routes, held="/.well-known/") as server:
        began = monotonic()
        found = scraped(newsbot, server, *routes)
        assert monotonic() - began < 30
        assert [each["tdmReservation"] for each in found] == [None] * 4
        assert server.asked.count(FILE) == 1
