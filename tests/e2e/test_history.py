"""`newsbot history`: how an article changed, from crawl to crawl."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind, Piece
from newsbot.store.opening import open_store
from tests.e2e.process import NEWSBOT, Command, clean_environment, run
from tests.e2e.servers import Reply, Server, news


@pytest.fixture(scope="module")
def paper() -> Iterator[Demo]:
    """A demo newspaper that was crawled in its first edition, and that serves the second."""
    with start_demo(articles=40, seed=2, crawl_delay=0.01) as newspaper:
        yield newspaper


@pytest.fixture(scope="module")
def twice(paper: Demo, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with both editions."""
    home = tmp_path_factory.mktemp("twice")
    store = f"sqlite:///{home / 'news.sqlite'}"
    crawl = [*NEWSBOT, "crawl", paper.url, "--store", store, "--quiet"]
    assert run(crawl, clean_environment(home)).returncode == 0
    with urlopen(Request(f"{paper.url}/_demo/edition/2", method="POST"), timeout=30):
        pass
    assert run(crawl, clean_environment(home)).returncode == 0
    return store


def of_kind(demo: Demo, kind: Kind) -> tuple[Piece, str]:
    piece = demo.newspaper.of_kind(kind)[0]
    return piece, demo.url + piece.path


def test_history_shows_the_headlines(newsbot: Command, paper: Demo, twice: str) -> None:
    piece, url = of_kind(paper, Kind.RETITLED)
    done = newsbot("history", url, "--store", twice)
    assert done.returncode == 0
    said = " ".join(done.stdout.split())
    assert piece.later is not None
    assert piece.later.headline in said
    assert "Headlines" in said
    assert "what is known so far+}" in said


def test_history_shows_the_correction_and_folds_the_rest(newsbot: Command, paper: Demo, twice: str) -> None:
    piece, url = of_kind(paper, Kind.CORRECTED)
    short, full = (newsbot("history", url, "--store", twice, *more) for more in ([], ["--full"]))
    for done in (short, full):
        said = " ".join(done.stdout.split())
        assert {"body:", "correction:"} <= set(said.split())
        assert "{+Correction: an earlier version of this article gave a wrong date." in said
        assert "{+The date given at first was wrong by a week" in said
    assert "paragraphs the same" in short.stdout
    assert piece.blocks[0].text not in " ".join(short.stdout.split())
    assert piece.blocks[0].text in " ".join(full.stdout.split())


def test_history_as_json(newsbot: Command, paper: Demo, twice: str) -> None:
    piece, url = of_kind(paper, Kind.RETITLED)
    told = json.loads(newsbot("history", url, "--store", twice, "--json").stdout)
    assert piece.later is not None
    assert [each["headline"] for each in told["headlines"]] == [piece.headline, piece.later.headline]
    assert [each["number"] for each in told["versions"]] == [1, 2]
    assert told["versions"][0]["at"] < told["versions"][1]["at"]
    changes = {each["kind"]: each for each in told["versions"][1]["changes"]}
    pieces = [piece for passage in changes["headline"]["difference"] for piece in passage["pieces"]]
    assert "".join(each["text"] for each in pieces if each["op"] != "removed") == piece.later.headline
    assert "body" not in changes


def test_history_of_what_did_not_change(newsbot: Command, paper: Demo, twice: str) -> None:
    _, url = of_kind(paper, Kind.FREE)
    done = newsbot("history", url, "--store", twice)
    assert done.returncode == 0
    assert "There is one version" in done.stdout


def test_history_of_what_is_not_kept(newsbot: Command, paper: Demo, twice: str) -> None:
    done = newsbot("history", "https://www.example.com/never", "--store", twice)
    assert (done.returncode, done.stdout) == (1, "")
    assert "never seen" in done.said
    done = newsbot("history", f"{paper.url}/feeds/all.xml", "--store", twice, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No article is kept" in done.said


def test_history_by_another_address_of_the_article(newsbot: Command, uri: str) -> None:
    asked = Crawl(requestedUrl="https://www.example.com/short")
    with open_store(uri) as store:
        access = Access(delivered=Delivered.FULL)
        headline = "[red]A[/]\x1b[2J"
        store.save([Article(url="https://www.example.com/a", headline=headline, crawl=asked, access=access)])
    done = newsbot("history", "https://example.com/short?utm_source=x", "--store", uri)
    assert done.returncode == 0
    assert "[red]A[/]" in done.stdout
    assert "\x1b" not in done.stdout  # nothing of a page may steer a terminal


def test_a_page_that_is_gone_and_comes_back(newsbot: Command, uri: str) -> None:
    with Server({"/news/1": news(1)}) as server:
        url = f"{server.url}/news/1"
        there = server.routes["/news/1"]
        says = {410: Reply(b"<h1>Gone</h1>", status=410), 200: there}
        for status in (200, 410, 410, 200):
            server.routes["/news/1"] = says[status]
            newsbot("scrape", url, "--delay", "0", "--store", uri)
            if status == 410:
                done = newsbot("history", url, "--store", uri)
                assert done.returncode == 0
                assert "Withdrawn, seen" in done.stdout
                assert "It was withdrawn: the page was taken away (410)" in done.stdout
    told = json.loads(newsbot("history", url, "--store", uri, "--json").stdout)
    assert [[change["kind"] for change in each["changes"]] for each in told["versions"]] == [
        [],
        ["withdrawn"],
        ["returned"],
    ]
    assert told["withdrawnAt"] is None
    assert len(newsbot("export", "--store", uri).lines) == 1


def test_a_page_that_says_it_is_not_there_marks_its_article(newsbot: Command, uri: str) -> None:
    soft = "<!DOCTYPE html><title>Page not found</title><h1>Page not found</h1><p>The page does not exist.</p>"
    with Server({"/news/1": news(1)}) as server:
        url = f"{server.url}/news/1"
        newsbot("scrape", url, "--delay", "0", "--store", uri)
        server.routes["/news/1"] = Reply(soft.encode())
        newsbot("scrape", url, "--delay", "0", "--store", uri)
    with open_store(uri) as store:
        kept = store.get(url)
        assert kept is not None
        assert kept.articleBody
        assert kept.revision.withdrawnReason == "the page says that it is not there (soft_404)"
