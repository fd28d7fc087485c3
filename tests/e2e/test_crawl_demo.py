"""The main job: the demo newspaper, from its address to articles in the store."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pytest

from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from newsbot.urls import article_key

#: These hold the same text in the same paper: one is kept, whichever was found first.
COPIES = {Kind.WIRE, Kind.WIRE_CANONICAL, Kind.WIRE_COPY}


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.sqlite'}"


def test_every_article_once_and_as_what_it_is(newsbot: Callable, demo: Demo, uri: str) -> None:
    done = newsbot("crawl", demo.url, "--store", uri, "--json")
    assert done.returncode == 0, done.stderr
    totals = done.totals
    assert totals["sites"] == 1
    assert totals["failed"] == 0
    assert totals["fetched"] == totals["new"] + totals["changed"] + totals["same"] + totals["dropped"]
    with open_store(uri) as store:
        kept = {article.key: article for article in store.find(Query())}
    shell = next(piece for piece in demo.newspaper.articles if piece.kind is Kind.SCRIPTED)
    assert article_key(demo.url + shell.path) not in kept  # it needs a browser
    expected = [piece for piece in demo.newspaper.articles if piece.kind not in {*COPIES, Kind.SCRIPTED}]
    assert totals["new"] == len(kept)
    wrong = []
    for piece in expected:
        article = kept.get(article_key(demo.url + (piece.canonicalPath or piece.path)))
        if article is None:
            wrong.append((piece.kind.value, "missing"))
        elif piece.kind is not Kind.PAGED:
            got = (article.access.delivered.value, article.access.gate.value)
            if got != (piece.delivered.value, piece.gate.value):
                wrong.append((piece.kind.value, got, (piece.delivered.value, piece.gate.value)))
    assert not wrong
    text = demo.newspaper.of_kind(Kind.WIRE)[0].paragraphs[0]
    assert len([article for article in kept.values() if text in (article.articleBody or "")]) == 1 + _edited(demo, text)
    assert all(article.complete for article in kept.values() if article.url.endswith(_path(demo, Kind.PAGED)))


def _edited(demo: Demo, text: str) -> int:
    """How many of the edited copies kept the first paragraph."""
    return sum(text in piece.paragraphs for piece in demo.newspaper.of_kind(Kind.WIRE_EDITED))


def _path(demo: Demo, kind: Kind) -> str:
    return demo.newspaper.of_kind(kind)[0].path


def test_texts_are_whole_and_clean(newsbot: Callable, demo: Demo, uri: str) -> None:
    assert newsbot("crawl", demo.url, "--store", uri).returncode == 0
    with open_store(uri) as store:
        for piece in demo.newspaper.articles:
            article = store.get(demo.url + piece.path)
            if article is None or piece.kind in COPIES or not article.complete:
                continue
            assert article.headline == piece.headline
            assert piece.paragraphs[-1] in (article.articleBody or ""), piece.kind
            assert article.datePublished == piece.published
            assert [author.name for author in article.authors] == [writer.name for writer in piece.authors]
            assert article.provenance["headline"].source


def test_a_second_crawl_stores_nothing_new_and_gets_304(newsbot: Callable, uri: str) -> None:
    with start_demo(articles=30, crawl_delay=0.01, edition=2) as demo:
        first = newsbot("crawl", demo.url, "--store", uri, "--json").totals
        begun = len(demo.log)
        second = newsbot("crawl", demo.url, "--store", uri, "--json").totals
        statuses = [served.status for served in demo.log[begun:]]
    assert first["new"] > 20
    assert (second["new"], second["changed"]) == (0, 0)
    assert statuses.count(304) > 20


def test_a_correction_makes_a_second_version(newsbot: Callable, uri: str) -> None:
    with start_demo(articles=30, crawl_delay=0.01) as demo:
        newsbot("crawl", demo.url, "--store", uri)
        demo.edition = 2
        assert newsbot("crawl", demo.url, "--store", uri, "--json").totals["changed"] == 2
        piece = demo.newspaper.of_kind(Kind.CORRECTED)[0]
        with open_store(uri) as store:
            versions = store.revisions(demo.url + piece.path)
    assert [version.revision.number for version in versions] == [1, 2]
    assert "articleBody" in versions[1].revision.changed


def test_a_copy_is_named_not_kept(newsbot: Callable, demo: Demo, uri: str) -> None:
    newsbot("crawl", demo.url, "--store", uri)
    piece = demo.newspaper.of_kind(Kind.WIRE_COPY)[0]
    first = demo.newspaper.of_kind(Kind.WIRE)[0]
    with open_store(uri) as store:
        visits = [*store.visits([demo.url + piece.path, demo.url + first.path]).values()]
    states = sorted(visit.state.value for visit in visits)
    # "unchanged" where a page that calls it its canonical address came first, and was kept as it.
    assert states in (["duplicate-of", "stored"], ["duplicate-of", "unchanged"])


def test_politeness(newsbot: Callable, uri: str) -> None:
    with start_demo(articles=26, crawl_delay=0.1) as demo:
        newsbot("crawl", demo.url, "--store", uri, "--limit", "15")
        times = [served.at for served in demo.log if served.path != "/robots.txt"]
        asked = {served.path for served in demo.log}
        agents = {served.agent for served in demo.log}
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert fmean(gaps) > 0.098  # the mean: a request that this machine is late to note shortens the gap after it
    assert not [path for path in asked if path.startswith("/private")]
    assert len(agents) == 1
    assert agents.pop().startswith("newsbot/")


def test_the_closing_table_and_the_teasers(newsbot: Callable, demo: Demo, uri: str) -> None:
    done = newsbot("crawl", demo.url, "--store", uri)
    assert "What came in" in done.stdout
    assert "teaser" in done.stdout
    assert uri.removeprefix("sqlite:///") in done.stdout.replace("\n", "")
