"""Many workers and one set of sites: each site belongs to one at a time, and a host is never asked too fast."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.store.opening import open_store
from tests.e2e.gazette import LATE
from tests.e2e.process import Command, Running, without_traceback
from tests.processes import until

ARTICLES = 26


@pytest.fixture
def papers(environment: dict[str, str]) -> Iterator[list[Demo]]:
    """Four newspapers on hosts of their own, each with a site file in the owner's folder."""
    with ExitStack() as stack:
        hosts = [f"127.0.0.{number}" for number in range(2, 6)]
        made = [
            stack.enter_context(start_demo(articles=ARTICLES, crawl_delay=0.02, host=host, seed=number))
            for number, host in enumerate(hosts, 1)
        ]
        for number, demo in enumerate(made):
            write_site(environment, f"paper-{number}", demo)
        environment["NEWSBOT_ALLOW_HOSTS"] = ",".join(hosts)
        yield made


def write_site(environment: dict[str, str], name: str, demo: Demo, more: str = "") -> None:
    folder = Path(environment["NEWSBOT_SITES"])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yml").write_text(f"name: {name}\nurl: {demo.url}/\nfeeds: ['{demo.url}/feeds/all.xml']\n{more}")


def test_workers_share_the_sites_and_ask_for_nothing_twice(
    newsbot: Command, papers: list[Demo], store_uri: str
) -> None:
    for demo in papers:
        demo.slow("GET /feeds/.*", 2)  # a worker has one site at a time, and the others begin before it is through
    done = without_traceback(newsbot("crawl", "--all", "--workers", "4", "--json", "--store", store_uri))
    assert done.returncode == 0, done.stderr
    assert (done.totals["sites"], done.totals["fetched"]) == (4, 4 * ARTICLES)
    for demo in papers:
        assert [path for path, number in Counter(each.path for each in demo.log).items() if number > 1] == []
    with open_store(store_uri) as store:
        assert store.counts().articles == done.totals["new"]
        runs = {store.history(f"{demo.url}/feeds/all.xml")[0].run for demo in papers}
    assert len(runs) > 1  # more than one of them worked
    assert len({run.partition(".")[0] for run in runs}) == 1


def test_a_second_crawl_of_a_site_says_who_has_it(
    newsbot: Command, running: Callable[..., Running], papers: list[Demo], uri: str
) -> None:
    papers[0].slow("GET /feeds/.*", 30)
    with running("crawl", "paper-0", "--store", uri) as first:
        until(lambda: any(each.path == "/robots.txt" for each in papers[0].log))
        begun = len(papers[1].log)
        done = without_traceback(newsbot("crawl", "paper-0", "paper-1", "--store", uri, "--json"))
        assert done.returncode == 2
        assert f"paper-0: nothing was asked for: another newsbot (process {first.pid} on " in done.said
        assert done.totals["fetched"] == ARTICLES
        assert len(papers[1].log) > begun
        first.send(signal.SIGKILL)
        first.end(10)
    papers[0].slow("GET /feeds/.*", 0)
    again = newsbot("crawl", "paper-0", "--store", uri, "--json")  # a dead one holds nobody up
    assert (again.returncode, again.totals["fetched"]) == (0, ARTICLES)


def test_what_a_worker_that_died_has_begun_is_finished_by_the_others(
    running: Callable[..., Running], papers: list[Demo], uri: str
) -> None:
    for demo in papers:
        demo.slow("GET /feeds/.*", 0.3)
    with running("crawl", "--all", "--workers", "2", "--json", "--store", uri) as crawl:
        until(lambda: sum(len(demo.log) for demo in papers) > 20)
        (victim, *_) = children(crawl.pid)
        os.kill(victim, signal.SIGKILL)
        done = without_traceback(crawl.end())
    assert "died" in done.said
    assert done.returncode == 0
    with open_store(uri) as store:
        for demo in papers:
            states = {
                store.visits([demo.url + piece.path]).popitem()[1].state.value for piece in demo.newspaper.articles
            }
            assert not states & {"found", "failed"}


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 4])
def test_a_host_of_four_sites_is_never_asked_faster_than_it_allows(
    newsbot: Command, environment: dict[str, str], uri: str, workers: int
) -> None:
    """The sites are at four ports of one host, which counts as one. A server sees requests come in a little uneven."""
    delay = 0.1
    with ExitStack() as stack:
        demos = [stack.enter_context(start_demo(articles=26, crawl_delay=delay, seed=n)) for n in range(1, 5)]
        for number, demo in enumerate(demos):
            write_site(environment, f"part-{number}", demo)
        options = ["--workers", str(workers)] if workers > 1 else []
        done = newsbot("crawl", "--all", "--limit", "12", "--json", "--store", uri, *options)
        assert done.returncode == 0, done.stderr
        moments = sorted(each.at + demo.started for demo in demos for each in demo.log)
    assert len(moments) >= 4 * 14
    for width in (5, 10, 20):
        spans = [later - first for first, later in zip(moments, moments[width:], strict=False)]
        assert min(spans) > width * delay - LATE, (width, min(spans))


def test_the_service_crawls_what_is_due_and_drains_when_it_is_told(
    running: Callable[..., Running], papers: list[Demo], uri: str
) -> None:
    with running("run", "--json", "--store", uri) as service:
        rounds = [json.loads(service.line()) for _ in papers]
        assert {each["site"] for each in rounds} == {"paper-0", "paper-1", "paper-2", "paper-3"}
        assert {each["fetched"] for each in rounds} == {ARTICLES}
        due = [datetime.fromisoformat(each["next"]) for each in rounds]
        assert all(timedelta(minutes=1) < each - datetime.now(UTC) < timedelta(minutes=30) for each in due)
        service.send(signal.SIGTERM)
        done = without_traceback(service.end(20))
    assert done.returncode == 0
    asked = [len(demo.log) for demo in papers]
    with running("run", "--json", "--store", uri, "--workers", "2") as again:  # nothing of it is due yet
        again.says("Ctrl-C ends it")
        until(lambda: len(children(again.pid)) == 2)
        again.send(signal.SIGTERM)
        assert without_traceback(again.end(20)).returncode == 0
    assert [len(demo.log) for demo in papers] == asked


def test_the_service_stores_what_is_under_way_when_it_is_told_to_stop(
    running: Callable[..., Running], papers: list[Demo], uri: str
) -> None:
    with running("run", "paper-0", "--store", uri) as service:
        until(lambda: len(papers[0].log) > 8)
        service.send(signal.SIGTERM)
        done = without_traceback(service.end(20))
    assert done.returncode == 0
    asked = {each.path for each in papers[0].log}
    with open_store(uri) as store:
        # Of an article on two pages, the second may be left for the next time, and with it the first.
        for piece in (each for each in papers[0].newspaper.articles if each.kind is not Kind.PAGED):
            for visit in store.visits([papers[0].url + piece.path]).values():
                assert (visit.lastVisit is not None) == (piece.path in asked), visit


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["crawl", "--all"], "there is no site file of yours"),
        (["run"], "there is no site file of yours"),
        (["crawl", "demo", "--workers", "2", "--store", "sqlite://"], "this one is in memory"),
        (["crawl", "demo", "--workers", "0"], "greater than or equal to 1"),
        (["run", "no-such-site"], "no-such-site"),
    ],
)
def test_wrong_use_is_told_with_the_cure(newsbot: Command, arguments: list[str], words: str) -> None:
    done = without_traceback(newsbot(*arguments))
    assert done.returncode == 1
    assert words in done.said
