"""`fetch` in a site file: pages that anyone may read, and whose text only a browser shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.article import Article, Delivered, Session, Visibility
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.chromium import need_chromium
from tests.e2e.process import Command, Done

LIMIT = 4


@pytest.fixture
def paper() -> Iterator[Demo]:
    with start_demo(articles=40, crawl_delay=0.01) as newspaper:
        yield newspaper


@pytest.fixture
def crawl(newsbot: Command, paper: Demo, tmp_path: Path, uri: str) -> Callable[..., tuple[Done, dict[str, Article]]]:
    """Crawls the article that a script fills, and some others, with `fetch` set so."""

    def command(fetch: str, **variables: str) -> tuple[Done, dict[str, Article]]:
        shell = paper.newspaper.of_kind(Kind.SCRIPTED)[0]
        site = tmp_path / "paper.yml"
        wanted = "|".join(piece.path[1:] for piece in (shell, *paper.newspaper.of_kind(Kind.FREE)[: LIMIT - 1]))
        site.write_text(
            f"name: paper\nurl: {paper.url}/\nfeeds: ['{paper.url}/feeds/all.xml']\nfetch: {fetch}\n"
            f"articles: {{never: ['^/(?!({wanted})$)']}}\n",
            "utf-8",
        )
        done = newsbot("crawl", str(site), "--store", uri, "--json", **variables)
        with open_store(uri) as store:
            return done, {article.url.removeprefix(paper.url): article for article in store.find(Query())}

    return command


@pytest.mark.browser
def test_a_page_that_a_script_fills_is_shown_in_the_browser(crawl: Callable, paper: Demo) -> None:
    """A question for consent lies over every page: that is noted, and is no wall."""
    need_chromium()
    paper.consent = True
    done, articles = crawl("render")
    assert done.returncode == 0, done.stderr
    assert len(articles) == LIMIT
    assert {article.access.delivered for article in articles.values()} == {Delivered.FULL}
    assert {article.crawl.fetchMode for article in articles.values()} == {"render"}
    assert {article.access.session for article in articles.values()} == {Session.ANONYMOUS}
    assert {article.access.visibility for article in articles.values()} == {Visibility.HIDDEN_BY_OVERLAY}
    (shell,) = paper.newspaper.of_kind(Kind.SCRIPTED)
    assert shell.blocks[-1].text in (articles[shell.path].articleBody or "")
    assert f"{LIMIT} pages came by way of a browser" in done.stderr


@pytest.mark.slow
@pytest.mark.browser
def test_a_page_that_came_without_its_text_is_shown_though_others_are_fetched(crawl: Callable, paper: Demo) -> None:
    need_chromium()
    _, articles = crawl("browser")
    (shell,) = paper.newspaper.of_kind(Kind.SCRIPTED)
    modes = {path: article.crawl.fetchMode for path, article in articles.items()}
    assert modes.pop(shell.path) == "render"
    assert set(modes.values()) == {"browser"}


def test_without_a_browser_the_site_is_asked_plainly_and_that_is_said(crawl: Callable, paper: Demo) -> None:
    done, articles = crawl("render", NEWSBOT_BROWSER="/nowhere/chromium")
    assert done.returncode == 0, done.stderr
    assert "asked plainly, though a browser would have helped. NEWSBOT_BROWSER: /nowhere/chromium" in done.said
    assert {article.crawl.fetchMode for article in articles.values()} == {"http"}
    assert len(articles) == LIMIT - 1
    assert "it needs a browser (not_rendered)" in done.said
