"""`newsbot story`: copies of an agency's text, within a newspaper and on other sites."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape

import pytest

from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind, Piece
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.e2e.process import NEWSBOT, Command, clean_environment, run
from tests.e2e.servers import Reply, Server

WIRES = (Kind.WIRE, Kind.WIRE_EDITED, Kind.WIRE_CANONICAL, Kind.WIRE_COPY)


@pytest.fixture(scope="module")
def paper() -> Iterator[Demo]:
    with start_demo(articles=40, seed=2, crawl_delay=0.01) as newspaper:
        yield newspaper


def page(headline: str, paragraphs: list[str], canonical: str = "") -> Reply:
    """An article of another newspaper."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    body = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": headline}
    return Reply(
        f"<!DOCTYPE html><html lang=en><head><title>{headline}</title>{link}"
        f"<script type='application/ld+json'>{json.dumps(data)}</script></head>"
        f"<body><article><h1>{headline}</h1>{body}</article></body></html>".encode()
    )


@pytest.fixture(scope="module")
def crawled(paper: Demo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Server]]:
    """A store with the demo newspaper, and with two pages of another one that prints its agency's text."""
    home = tmp_path_factory.mktemp("story")
    store = f"sqlite:///{home / 'news.sqlite'}"
    piece, url = of_kind(paper, Kind.WIRE)
    paragraphs = [block.text for block in piece.blocks if len(block.text) > 60]
    cut = paragraphs[: len(paragraphs) - 1]
    routes = {
        "/2026/11/22/cut": page("What the agency says", ["By our own desk, from the town hall.", *cut]),
        "/2026/11/22/syndicated": page("Ours by contract", paragraphs, canonical=url),
    }
    with Server(routes) as other:
        environment = clean_environment(home)
        crawl = run([*NEWSBOT, "crawl", paper.url, "--store", store, "--quiet"], environment)
        assert crawl.returncode == 0, crawl.stderr
        for path in routes:
            scrape = [*NEWSBOT, "scrape", other.url + path, "--delay", "0", "--store", store]
            assert run(scrape, environment).returncode == 0
        yield store, other


def of_kind(demo: Demo, kind: Kind) -> tuple[Piece, str]:
    piece = demo.newspaper.of_kind(kind)[0]
    return piece, demo.url + piece.path


def test_the_copies_of_an_agencys_text(newsbot: Command, paper: Demo, crawled: tuple[str, Server]) -> None:
    store, other = crawled
    done = newsbot("story", of_kind(paper, Kind.WIRE)[1], "--store", store)
    assert done.returncode == 0
    said = "".join(done.stdout.split())
    edited = [paper.url + each.path for each in paper.newspaper.of_kind(Kind.WIRE_EDITED)]
    for address in (*edited, *(other.url + path for path in other.routes)):
        assert address in said
    assert said.count("thefirst") == 1


def test_the_copies_as_json_by_any_of_them(newsbot: Command, paper: Demo, crawled: tuple[str, Server]) -> None:
    store, other = crawled
    told = json.loads(newsbot("story", f"{other.url}/2026/11/22/cut", "--store", store, "--json").stdout)
    family = {paper.url + piece.path for kind in WIRES for piece in paper.newspaper.of_kind(kind)}
    addresses = {each["url"] for each in told["copies"]}
    assert addresses <= family | {other.url + path for path in other.routes}
    edited = len(paper.newspaper.of_kind(Kind.WIRE_EDITED))  # what is the same word for word is kept once on a site
    assert len(addresses) == 1 + edited + len(other.routes)
    assert len({each["site"] for each in told["copies"]}) == 2
    assert told["first"] in family
    assert [each["url"] for each in told["copies"] if each["first"]] == [told["first"]]
    assert told["story"] in {each["key"] for each in told["copies"]}
    for each in told["copies"]:
        assert each["first"] or each["inCommon"] > 0.5
        assert each["delivered"] == "full"
        assert each["headline"]


def test_no_other_articles_of_the_newspaper_are_joined(paper: Demo, crawled: tuple[str, Server]) -> None:
    store, other = crawled
    family = {paper.url + piece.path for kind in WIRES for piece in paper.newspaper.of_kind(kind)}
    with open_store(store) as opened:
        joined = {each.url for each in opened.find(Query()) if each.story}
    assert joined
    assert joined <= family | {other.url + path for path in other.routes}


def test_an_article_without_copies(newsbot: Command, paper: Demo, crawled: tuple[str, Server]) -> None:
    store, _ = crawled
    _, url = of_kind(paper, Kind.FREE)
    done = newsbot("story", url, "--store", store)
    assert (done.returncode, "No copy of it is known." in done.stdout) == (0, True)
    told = json.loads(newsbot("story", url, "--store", store, "--json").stdout)
    assert (len(told["copies"]), told["story"]) == (1, article_key(url))


def test_what_is_not_kept_has_no_story(newsbot: Command, crawled: tuple[str, Server]) -> None:
    done = newsbot("story", "https://www.example.com/never", "--store", crawled[0])
    assert (done.returncode, done.stdout) == (1, "")
    assert "No article is kept" in done.said
