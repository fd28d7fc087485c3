"""The Python API for outsiders, and the tutorials that show it."""

from __future__ import annotations

import asyncio
import doctest
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import newsbot
from newsbot.demo.server import Demo
from newsbot.errors import CrawlFailed, FixArgument, FixSiteFile, NotAPage
from newsbot.store.base import Query
from tests.e2e.process import ROOT, run
from tests.e2e.servers import Server, held_paper, page, site_file
from tests.processes import until


@pytest.fixture(autouse=True)
def _at_home(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The API reads the environment of its process."""
    for name in ("HOME", "NEWSBOT_DATA", "NEWSBOT_SITES", "PYTHONPATH"):
        monkeypatch.setenv(name, environment[name])
    for name in ("NEWSBOT_STORE", "MONGO_URI"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("file", ["newsbot/__init__.py", "README.md"])
def test_the_tutorials_are_true(environment: dict[str, str], file: str) -> None:
    done = run([sys.executable, "-m", "doctest", file], environment, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", ["newsbot/__init__.py", "README.md"])
def test_the_tutorials_have_examples(file: str) -> None:
    assert len(doctest.DocTestParser().get_examples((ROOT / file).read_text())) >= 4


def test_the_facade_names_what_it_has() -> None:
    assert set(newsbot.__all__) <= set(dir(newsbot))
    assert all(getattr(newsbot, name) is not None for name in newsbot.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        newsbot.nothing  # noqa: B018


def test_importing_the_facade_loads_no_scrapy() -> None:
    code = "import newsbot, sys; newsbot.read; newsbot.load_site; print('scrapy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "False"


def test_read() -> None:
    article = newsbot.read(page(1), "https://www.example.com/1")
    assert article.headline == "Ferry number 1 leaves the harbour of Saltmere"
    assert newsbot.read(page(1).encode(), "https://www.example.com/1") == article
    with pytest.raises(NotAPage, match="empty"):
        newsbot.read(b"", "https://www.example.com/1")
    with pytest.raises(FixArgument):
        newsbot.read(page(1), "www.example.com")


def test_load_site(tmp_path: Path) -> None:
    assert newsbot.load_site("at/der-standard").name == "Der Standard"
    assert newsbot.load_site("https://www.example.com/").url == "https://www.example.com/"
    with pytest.raises(FixArgument, match="Did you mean"):
        newsbot.load_site("der-standart")
    (tmp_path / "bad.yml").write_text("name: Bad\nurl: nonsense\nfeed: []\n")
    with pytest.raises(FixSiteFile) as caught:
        newsbot.load_site(str(tmp_path / "bad.yml"))
    assert {fault.line for fault in caught.value.faults} == {2, 3}


def test_open_store(tmp_path: Path) -> None:
    article = newsbot.read(page(1), "https://www.example.com/1")
    with newsbot.open_store(f"sqlite:///{tmp_path / 'n.sqlite'}") as store:
        assert [saved.value for saved in store.save([article])] == ["new"]
    with newsbot.open_store(str(tmp_path / "n.sqlite")) as store:
        assert [each.headline for each in store.find(Query())] == [article.headline]


def test_crawl(demo: Demo, uri: str) -> None:
    totals = asyncio.run(newsbot.crawl(demo.url, store=uri, limit=3, delay=0))
    assert (totals.sites, totals.new, totals.failed) == (1, 3, 0)
    with newsbot.open_store(uri) as store:
        assert store.counts().articles == 3


def test_crawl_can_be_called_when_the_package_of_that_name_is_loaded(demo: Demo, uri: str) -> None:
    importlib.import_module("newsbot.crawl.report")
    assert asyncio.run(newsbot.crawl(demo.url, store=uri, limit=1, delay=0)).new == 1


def test_crawl_of_what_fails(uri: str) -> None:
    totals = asyncio.run(newsbot.crawl("http://127.0.0.1:1/", store=uri))
    assert (totals.sites, totals.fetched) == (1, 0)


@pytest.mark.parametrize(
    ("site", "store", "words"),
    [("no-such-site", "sqlite://", "no site file has this name"), ("http://127.0.0.1:1/", "x://y", "no such kind")],
)
def test_crawl_of_what_is_wrong(site: str, store: str, words: str) -> None:
    with pytest.raises(CrawlFailed, match=words) as caught:
        asyncio.run(newsbot.crawl(site, store=store))
    assert caught.value.exit_code == 1


@pytest.fixture
def paper(tmp_path: Path) -> Iterator[tuple[Server, str]]:
    with held_paper(12) as server:
        file = tmp_path / "paper.yml"
        file.write_text(site_file(server, "Paper", feeds=["/feed.xml"]))
        yield server, str(file)


def test_a_crawl_that_is_cancelled_keeps_what_it_read(
    paper: tuple[Server, str], uri: str, environment: dict[str, str]
) -> None:
    server, file = paper
    log = Path(environment["NEWSBOT_DATA"]) / "newsbot.log"

    def look() -> None:
        server.let(4)
        server.wait_for("/news/", 5)
        with newsbot.open_store(uri) as store:
            until(lambda: store.counts().visits.get("stored") == 4)

    async def crawl() -> None:
        task = asyncio.create_task(newsbot.crawl(file, store=uri, delay=0))
        await asyncio.to_thread(look)
        task.cancel()
        await asyncio.to_thread(until, lambda: "Received SIGINT" in log.read_text())
        server.let(1)
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(crawl())
    with newsbot.open_store(uri) as store:
        assert store.counts().articles == 5
    server.let()
    assert asyncio.run(newsbot.crawl(file, store=uri, delay=0)).failed == 0
    with newsbot.open_store(uri) as store:
        assert store.counts().articles == 12
