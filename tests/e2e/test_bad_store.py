"""Stores that cannot be used, or not any more: what was read is kept, and the user is told what to do."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from newsbot.store.base import Query, Store
from newsbot.store.opening import open_store
from newsbot.store.outbox import Outbox
from tests.e2e.process import Command, Running, without_traceback
from tests.e2e.servers import Reply, Server, feed, held_paper, page, site_file
from tests.mongod_server import MongodServer
from tests.processes import until

KILOBYTE = 1024


@pytest.fixture
def below_a_file(tmp_path: Path) -> Path:
    """A place where nobody can write, not even root."""
    file = tmp_path / "file"
    file.write_text("I am no folder")
    return file / "below"


def headlines(store: Store) -> list[str]:
    return sorted(article.headline or "" for article in store.find(Query()))


# ── from the start ──


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("sqlite:///{below}/news.sqlite", "its folder cannot be made"),
        ("sqlite:///{folder}", "it is a folder"),
        ("sqlite:///{text}", "is no SQLite database"),
        ("sqlite:////dev/full", "cannot be used"),
        ("sqlite://news.sqlite", "three slashes"),
        ("postgres://localhost/news", "no such kind of store"),
        ("mongodb://", "not well formed"),
        ("mongodb://user:geheim@127.0.0.1:1/news", "does not answer"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_before_anything_is_asked(
    newsbot: Command, below_a_file: Path, tmp_path: Path, uri: str, words: str
) -> None:
    text = tmp_path / "text"
    text.write_text("No database, only words. " * 99)
    given = uri.format(below=below_a_file, folder=tmp_path, text=text)
    with Server() as server:
        done = without_traceback(newsbot("crawl", server.url, "--store", given))
    assert done.returncode == 1
    assert words in done.said
    assert "fix:" in done.said
    assert "geheim" not in done.stderr + done.stdout
    assert server.asked == []
    assert "only words" in text.read_text()


def test_a_data_folder_that_cannot_be_written(newsbot: Command, below_a_file: Path) -> None:
    done = without_traceback(newsbot("crawl", "demo", NEWSBOT_DATA=str(below_a_file)))
    assert done.returncode == 1
    assert "NEWSBOT_DATA" in done.said
    assert "fix:" in done.said


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_store_that_may_only_be_read(newsbot: Command, tmp_path: Path) -> None:
    uri = f"sqlite:///{tmp_path / 'news.sqlite'}"
    open_store(uri).close()
    (tmp_path / "news.sqlite").chmod(0o400)
    done = without_traceback(newsbot("crawl", "http://127.0.0.1:1", "--store", uri))
    assert done.returncode == 1
    assert "may only be read" in done.said


# ── a full disk ──


def _limited(size: int) -> dict[str, Callable[[], None]]:
    """Options for a process in which no file grows beyond so many bytes: its disk is full, for every user."""
    return {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))}


def _large(number: int) -> Reply:
    """An article of some 20 kB whose text packs badly."""
    words = " ".join(f"{(number * 7919 + each * 104729) % 99991:x}" for each in range(4000))
    return Reply(page(number).replace("</article>", f"<p>The numbers of the day: {words}.</p></article>").encode())


@pytest.fixture
def paper(tmp_path: Path) -> Callable[[Server], str]:
    """Fills a server with 15 large articles, and gives its site file."""

    def fill(server: Server) -> str:
        paths = [f"/news/{number}" for number in range(15)]
        server.routes |= {path: _large(number) for number, path in enumerate(paths)}
        server.routes["/feed.xml"] = feed([server.url + path for path in paths])
        file = tmp_path / "paper.yml"
        file.write_text(site_file(server, "Paper", feeds=["/feed.xml"]))
        return str(file)

    return fill


def test_a_disk_that_fills_up(
    environment: dict[str, str], newsbot: Command, paper: Callable[[Server], str], uri: str
) -> None:
    with Server(held="/news/") as server:
        file = paper(server)
        arguments = ("crawl", file, "--store", uri, "--delay", "0", "--json", "--quiet")
        with Running(arguments, environment, **_limited(900 * KILOBYTE)) as crawl:
            server.let(5)
            server.wait_for("/news/", 6)
            with open_store(uri) as store:
                until(lambda: store.counts().articles == 5)
            server.let()
            done = without_traceback(crawl.end())
        assert done.returncode == 3
        assert "disk" in done.said
        assert "wait in the outbox" in done.said
        assert "Free some space" in done.said
        outbox = Outbox(Path(environment["NEWSBOT_DATA"]) / "outbox.sqlite")
        assert outbox.count() > 0
        read = server.count("/news/")
        again = without_traceback(newsbot(*arguments))
        assert (again.returncode, again.totals["new"]) == (0, 15 - read), "what waited was stored first"
        assert outbox.count() == 0
        outbox.close()
        with open_store(uri) as store:
            assert len(set(headlines(store))) == len(headlines(store)) == 15


@pytest.mark.slow
def test_a_disk_that_is_too_full_for_the_outbox_as_well(
    environment: dict[str, str], newsbot: Command, paper: Callable[[Server], str], uri: str
) -> None:
    with Server() as server:
        arguments = ("crawl", paper(server), "--store", uri, "--delay", "0", "--json", "--quiet")
        with Running(arguments, environment, **_limited(150 * KILOBYTE)) as crawl:
            done = without_traceback(crawl.end())
        assert done.returncode in {1, 3}, "how much fits is the disk's affair"
        assert "disk" in done.said
        assert "Free some space" in done.said
        assert newsbot(*arguments).returncode == 0
    with open_store(uri) as store:
        assert len(set(headlines(store))) == len(headlines(store)) == 15


def test_a_disk_that_is_too_full_for_the_log(
    environment: dict[str, str], paper: Callable[[Server], str], uri: str
) -> None:
    log = Path(environment["NEWSBOT_DATA"]) / "newsbot.log"
    log.parent.mkdir()
    with log.open("wb") as file:
        file.truncate(3000 * KILOBYTE)
    with Server() as server:
        arguments = ("crawl", paper(server), "--store", uri, "--delay", "0", "--json", "--quiet")
        with Running(arguments, environment, **_limited(3000 * KILOBYTE)) as crawl:
            done = without_traceback(crawl.end())
    assert (done.returncode, done.totals["new"]) == (0, 15)
    assert "Logging error" not in done.stderr


# ── MongoDB ──


@pytest.fixture
def mongo_paper(mongod: MongodServer, tmp_path: Path) -> Iterator[tuple[Server, str, str]]:
    """A newspaper that hands out its 12 articles one by one, its site file, and the URI of a MongoDB."""
    with held_paper(12) as server:
        file = tmp_path / "paper.yml"
        file.write_text(site_file(server, "Paper", feeds=["/feed.xml"]))
        yield server, str(file), mongod.uri("news")


def _lose(mongod: MongodServer, server: Server, uri: str) -> None:
    """Take the MongoDB away when four articles are in it and eight are still to come."""
    server.let(4)
    server.wait_for("/news/", 5)
    with open_store(uri) as store:
        until(lambda: store.counts().visits.get("stored") == 4)
    mongod.kill()
    server.let()


def _is_complete(uri: str) -> bool:
    with open_store(uri) as store:
        kept = list(store.find(Query()))
        assert all(len(store.revisions(article.url)) == 1 for article in kept)
    assert len({article.headline for article in kept}) == len(kept)
    return len(kept) == 12


@pytest.mark.slow
@pytest.mark.mongo
def test_a_mongodb_that_goes_away(
    newsbot: Command,
    scrapy: Command,
    environment: dict[str, str],
    mongod: MongodServer,
    mongo_paper: tuple[Server, str, str],
) -> None:
    server, file, uri = mongo_paper
    loser = Thread(target=_lose, args=(mongod, server, uri))
    loser.start()
    settings = [f"NEWSBOT_STORE={uri}", "NEWSBOT_STORE_PATIENCE=1", "DOWNLOAD_DELAY=0"]
    done = scrapy("crawl", "site", "-a", f"site={file}", *(word for each in settings for word in ("-s", each)))
    loser.join()
    read = server.count("/news/")
    assert "Traceback" not in done.stderr
    assert "does not answer" in done.said
    assert "What was read waits in the outbox" in done.said
    with closing(Outbox(Path(environment["NEWSBOT_DATA"]) / "outbox.sqlite")) as outbox:
        waiting = [entry.parcel.article for entry in outbox.entries() if entry.parcel.article is not None]
        assert len(waiting) >= read - 4
        down = without_traceback(newsbot("crawl", file, "--store", uri))
        assert down.returncode == 1
        assert "does not answer" in down.said
        assert "newsbot doctor" in down.said
        mongod.start()
        again = without_traceback(newsbot("crawl", file, "--store", uri, "--delay", "0", "--json"))
        assert (again.returncode, outbox.count()) == (0, 0)
    assert again.totals["new"] == 12 - read, "what waited was stored first"
    assert _is_complete(uri)


@pytest.mark.mongo
@pytest.mark.slow
def test_a_mongodb_that_goes_away_while_newsbot_crawls(
    newsbot: Command, running: Callable[..., Running], mongod: MongodServer, mongo_paper: tuple[Server, str, str]
) -> None:
    server, file, uri = mongo_paper
    arguments = ("crawl", file, "--store", uri, "--delay", "0", "--json", "--quiet")
    with running(*arguments) as crawl:
        _lose(mongod, server, uri)
        done = without_traceback(crawl.end())
    assert done.returncode == 3
    assert "does not answer" in done.said
    assert "wait in the outbox" in done.said
    mongod.start()
    assert without_traceback(newsbot(*arguments)).returncode == 0
    assert _is_complete(uri)
