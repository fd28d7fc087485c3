"""Crawls that are ended: by Ctrl-C, once and twice, by SIGTERM, by kill -9. The next one goes on where they were."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query, VisitState
from newsbot.store.opening import open_store
from newsbot.store.outbox import Outbox
from tests.e2e.process import Command, Done, Running, without_traceback
from tests.e2e.servers import Server, held_paper, site_file
from tests.mongod_server import MongodServer
from tests.processes import until

ARTICLES = 12
#: Seconds that a process may need to end "at once" on a busy machine; store and server would hold it for longer.
AT_ONCE = 15


@dataclass(frozen=True, slots=True)
class Crawls:
    """A newspaper that hands out its articles one by one, and the crawls of it into one store."""

    server: Server
    uri: str
    arguments: tuple[str, ...]
    newsbot: Command
    running: Callable[..., Running]
    data: Path

    @property
    def log(self) -> str:
        """What the log says by now."""
        file = self.data / "newsbot.log"
        return file.read_text() if file.exists() else ""

    def start(self) -> Running:
        """A crawl."""
        return self.running(*self.arguments)

    def read(self, number: int) -> None:
        """Let the crawl read so many articles, and wait until they are in the store and it asks for the next."""
        self.server.let(number)
        self.server.wait_for("/news/", number + 1)
        with open_store(self.uri) as store:
            until(lambda: store.counts().visits.get("stored") == number)

    def waiting(self) -> int:
        """How many articles wait in the outbox."""
        with closing(Outbox(self.data / "outbox.sqlite")) as outbox:
            return sum(entry.parcel.article is not None for entry in outbox.entries())

    def kept(self) -> list[str]:
        """The addresses of the articles in the store; no article may be there twice, or in two versions."""
        with open_store(self.uri) as store:
            kept = list(store.find(Query()))
            assert all(len(store.revisions(article.url)) == 1 for article in kept)
            assert VisitState.FAILED not in store.counts().visits
        assert len({article.headline for article in kept}) == len(kept)
        return [article.url for article in kept]

    def finish(self) -> Done:
        """Let everything through, and crawl to the end: every article is there once, and nothing waits."""
        self.server.let()
        done = without_traceback(self.newsbot(*self.arguments))
        assert done.returncode == 0, done.stderr
        assert len(self.kept()) == ARTICLES
        assert self.waiting() == 0
        return done


SQLITE, MONGODB = "sqlite", pytest.param("mongodb", marks=pytest.mark.mongo)
SIGNALS = [
    (SQLITE, signal.SIGINT),
    (SQLITE, signal.SIGTERM),
    pytest.param("mongodb", signal.SIGINT, marks=pytest.mark.mongo),
]


@pytest.fixture
def store(request: pytest.FixtureRequest) -> str:
    """The URI of an empty store of either kind."""
    return str(request.getfixturevalue("uri" if request.param == "sqlite" else "mongo_uri"))


@pytest.fixture
def crawls(
    store: str, newsbot: Command, running: Callable[..., Running], environment: dict[str, str], tmp_path: Path
) -> Iterator[Crawls]:
    with held_paper(ARTICLES) as server:
        yield _crawls(server, store, newsbot, running, environment, tmp_path)


def _crawls(
    server: Server, uri: str, newsbot: Command, running: Callable[..., Running], environment: dict[str, str], home: Path
) -> Crawls:
    file = home / "paper.yml"
    file.write_text(site_file(server, "Paper", feeds=["/feed.xml"]))
    arguments = ("crawl", str(file), "--store", uri, "--delay", "0", "--json")
    return Crawls(server, uri, arguments, newsbot, running, Path(environment["NEWSBOT_DATA"]))


@pytest.mark.parametrize(("store", "how"), SIGNALS, indirect=["store"])
def test_the_first_signal_ends_cleanly(crawls: Crawls, how: signal.Signals) -> None:
    with crawls.start() as crawl:
        crawls.read(4)
        crawl.send(how)
        until(lambda: "Received SIG" in crawls.log)
        crawls.server.let(1)  # the request under way may end
        done = without_traceback(crawl.end(AT_ONCE))
    assert done.returncode == 0
    assert "What came in" in done.stderr
    assert done.totals["new"] == len(crawls.kept()) == 5
    assert crawls.waiting() == 0
    assert crawls.server.count("/news/") == 5
    assert crawls.finish().totals["new"] == ARTICLES - 5


@pytest.mark.parametrize(("store", "how"), SIGNALS, indirect=["store"])
def test_the_second_signal_ends_at_once(crawls: Crawls, how: signal.Signals) -> None:
    with crawls.start() as crawl:
        crawls.read(4)
        crawl.send(how)
        until(lambda: "Received SIG" in crawls.log)
        started = time.monotonic()
        crawl.send(how)  # the request under way is never answered
        done = without_traceback(crawl.end(AT_ONCE))
    assert time.monotonic() - started < AT_ONCE
    assert done.returncode == 130
    assert "Ended at once" in done.said
    assert len(crawls.kept()) + crawls.waiting() >= 4
    crawls.finish()


@pytest.mark.slow
@pytest.mark.parametrize("store", [SQLITE, MONGODB], indirect=True)
def test_kill_9_loses_nothing(crawls: Crawls) -> None:
    with crawls.start() as crawl:
        crawls.read(4)
        crawls.server.let(2)
        crawls.server.wait_for("/news/", 7)
        crawl.send(signal.SIGKILL)
        assert crawl.end(AT_ONCE).returncode == -signal.SIGKILL
    assert len(crawls.kept()) >= 4
    crawls.finish()


@pytest.mark.slow
@pytest.mark.mongo
def test_two_signals_while_the_mongodb_is_away(
    newsbot: Command,
    running: Callable[..., Running],
    environment: dict[str, str],
    tmp_path: Path,
    mongod: MongodServer,
) -> None:
    with held_paper(ARTICLES) as server:
        crawls = _crawls(server, mongod.uri("news"), newsbot, running, environment, tmp_path)
        with crawls.start() as crawl:
            crawls.read(4)
            mongod.pause()
            server.let(3)
            server.wait_for("/news/", 8)
            crawl.send(signal.SIGINT)
            until(lambda: "Received SIGINT" in crawls.log)
            crawl.send(signal.SIGINT)
            done = without_traceback(crawl.end(AT_ONCE))
        mongod.resume()
        assert done.returncode == 130
        crawls.finish()


@pytest.mark.mongo
def test_ctrl_c_while_the_store_is_opened(
    running: Callable[..., Running], environment: dict[str, str], mongod: MongodServer
) -> None:
    mongod.pause()
    with running("crawl", "http://127.0.0.1:1/", "--store", mongod.uri("news")) as crawl:
        until((Path(environment["NEWSBOT_DATA"]) / "newsbot.log").exists)
        crawl.send(signal.SIGINT)
        done = without_traceback(crawl.end(AT_ONCE))
    mongod.resume()
    assert done.returncode == 130
    assert done.said == "Interrupted."


@pytest.mark.slow
def test_kill_9_again_and_again(
    running: Callable[..., Running], newsbot: Command, uri: str, environment: dict[str, str]
) -> None:
    with start_demo(articles=60, crawl_delay=0.02) as demo:
        for more in (10, 25, 40, 60):
            begun = len(demo.log)
            with running("crawl", demo.url, "--store", uri, "--quiet") as crawl:
                until(lambda begun=begun, more=more: len(demo.log) >= begun + more)
                crawl.send(signal.SIGKILL)
                crawl.end(AT_ONCE)
        done = without_traceback(newsbot("crawl", demo.url, "--store", uri, "--json"))
        assert done.returncode == 0
        assert _missing(demo, uri) == []


def _missing(demo: Demo, uri: str) -> list[str]:
    """The articles of the demo newspaper that are not in the store; of those with the same text one is enough."""
    wires = {Kind.WIRE, Kind.WIRE_CANONICAL, Kind.WIRE_COPY}
    with open_store(uri) as store:
        absent = [each for each in demo.newspaper.articles if store.get(demo.url + each.path) is None]
        wire = any(store.get(demo.url + each.path) for kind in wires for each in demo.newspaper.of_kind(kind))
    return [each.path for each in absent if each.kind not in wires or not wire]
