"""Crawls with the owner's own login: a real browser signs in, plain HTTP reads on, no teaser passes for an article."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from newsbot.article import Article, Delivered, Gate, Session, Visibility
from newsbot.demo.recipes import Way, environment, site_file
from newsbot.demo.server import Demo, start_demo
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.chromium import need_chromium

QUICK = (Way.FORM, Way.APP, Way.ROTATING)
PASSWORD = "lantern-by-the-quay-4711"
ARTICLES, LOCKED = 40, 24

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _browser() -> None:
    need_chromium()


@pytest.fixture
def paper() -> Iterator[Demo]:
    """A newspaper of one's own, whose sessions can be ended."""
    with start_demo(articles=ARTICLES, archive=LOCKED, crawl_delay=0.01, password=PASSWORD) as demo:
        yield demo


@dataclass
class Crawled:
    """What a crawl left behind."""

    code: int
    output: str
    articles: list[Article]
    home: Path

    @property
    def locked(self) -> list[Article]:
        """The articles that only subscribers read."""
        return [article for article in self.articles if "/archive/" in article.url]


@pytest.fixture
def crawl(newsbot: Callable, paper: Demo, tmp_path: Path, uri: str) -> Callable[..., Crawled]:
    """Crawls the newspaper's locked archive as the reader of one way to sign in."""

    def command(way: Way, *, password: str = PASSWORD, limit: str = "1000", **variables: str) -> Crawled:
        sites = tmp_path / "sites"
        sites.mkdir(exist_ok=True)
        (sites / "paper.yml").write_text(site_file(paper.url, way, name="paper", archive=True), "utf-8")
        own = {"NEWSBOT_SITES": str(sites), "NEWSBOT_DATA": str(tmp_path / "data")}
        secrets = environment(way, name="paper", password=password)
        done = newsbot("crawl", "paper", "--store", uri, "--json", "--limit", limit, **own, **secrets, **variables)
        with open_store(uri) as store:
            return Crawled(done.returncode, done.stdout + done.stderr, list(store.find(Query())), tmp_path)

    return command


@pytest.mark.parametrize(
    "way", [*QUICK, *(pytest.param(each, marks=pytest.mark.slow) for each in (Way.STEPS, Way.BOUND, Way.DEVICES))]
)
def test_subscribers_articles_come_in_full_by_one_login(crawl: Callable, paper: Demo, way: Way) -> None:
    done = crawl(way)
    assert done.code == 0, done.output
    assert len(done.locked) == LOCKED
    assert {article.access.delivered for article in done.locked} == {Delivered.FULL}
    assert {article.access.session for article in done.locked} == {Session.OWN_LOGIN_CONFIRMED}
    assert paper.readers.told()["logins"] == 1
    assert "paper: signed in (1 login)" in done.output


def test_what_a_script_puts_in_for_subscribers_is_read_in_the_browser(crawl: Callable, paper: Demo) -> None:
    """Two pages show that it helps; the others are shown in the browser at once."""
    done = crawl(Way.SCRIPTED, limit="8")
    assert done.code == 0, done.output
    assert {article.access.delivered for article in done.locked} == {Delivered.FULL}
    assert {article.crawl.fetchMode for article in done.locked} == {"render"}
    assert {article.access.visibility for article in done.locked} == {Visibility.VISIBLE}
    assert paper.readers.told()["logins"] == 1
    assert "came by way of a browser; `fetch: render` in its site file spares the detour" in done.output


def test_a_teaser_is_not_lost_by_a_browser_that_does_not_start(crawl: Callable, newsbot: Callable, uri: str) -> None:
    crawl(Way.SCRIPTED, limit="1")  # it signs in, and saves the session
    done = crawl(Way.SCRIPTED, NEWSBOT_BROWSER=shutil.which("false") or "/bin/false")
    assert done.code == 0, done.output
    teasers = [article for article in done.locked if article.access.delivered is Delivered.PARTIAL_TEASER]
    assert len(teasers) == LOCKED - 1
    assert {article.access.gate for article in teasers} == {Gate.ENTITLEMENT_MISSING}
    assert "asked plainly, though a browser would have helped. No browser can be used" in " ".join(done.output.split())


@pytest.mark.slow
def test_a_session_that_only_the_browser_may_use_is_used_there(crawl: Callable, paper: Demo) -> None:
    done = crawl(Way.TIED)
    assert done.code == 0, done.output
    assert {article.access.delivered for article in done.locked} == {Delivered.FULL}
    assert {article.crawl.fetchMode for article in done.locked} == {"browser"}
    assert paper.readers.told()["logins"] == 1


def test_a_saved_session_is_used_again_and_no_browser_is_needed(crawl: Callable, paper: Demo) -> None:
    crawl(Way.FORM)
    again = crawl(Way.FORM, NEWSBOT_BROWSER="/nowhere/chromium")
    assert again.code == 0, again.output
    assert paper.readers.told()["logins"] == 1


def test_a_session_that_the_site_ends_is_renewed_once_and_nothing_is_lost(crawl: Callable, paper: Demo) -> None:
    paper.readers.expire_at([8, 16])
    done = crawl(Way.FORM)
    assert done.code == 0, done.output
    assert {article.access.delivered for article in done.locked} == {Delivered.FULL}
    assert len(done.locked) == LOCKED
    assert paper.readers.told()["logins"] == 3


def test_a_wrong_password_is_tried_once(crawl: Callable, paper: Demo) -> None:
    done = crawl(Way.FORM, password="not the password")
    assert done.code == 2
    assert "signing in failed" in done.output
    told = paper.readers.told()
    assert (told["logins"], told["failed"]) == (0, 1)
    assert done.articles == []


def test_a_plan_that_is_too_small_is_said_on_every_page_and_costs_one_login(crawl: Callable, paper: Demo) -> None:
    done = crawl(Way.BASIC)
    assert {article.access.delivered for article in done.locked} == {Delivered.PARTIAL_TEASER}
    assert {article.access.gate for article in done.locked} == {Gate.ENTITLEMENT_MISSING}
    assert {article.access.session for article in done.locked} == {Session.OWN_LOGIN_CONFIRMED}
    assert paper.readers.told()["logins"] == 1
    tried = re.search(r"(\d+) pages came by way of a browser", done.output)
    assert tried is not None
    assert int(tried[1]) < 6, "what it does not help is not tried on and on"


@pytest.mark.slow
@pytest.mark.parametrize("way", [Way.CAPTCHA])
def test_a_page_that_the_recipe_does_not_know_ends_the_attempt_with_a_picture(crawl: Callable, way: Way) -> None:
    done = crawl(way)
    assert done.code == 2
    assert "CAPTCHA" in done.output
    assert list((done.home / "data" / "sign-ins").rglob("*.png"))


def test_without_credentials_a_site_is_read_as_anyone_may(
    newsbot: Callable, paper: Demo, tmp_path: Path, uri: str
) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    (sites / "paper.yml").write_text(site_file(paper.url, Way.FORM, name="paper", archive=True), "utf-8")
    done = newsbot("crawl", "paper", "--store", uri, "--json", NEWSBOT_SITES=str(sites))
    assert done.returncode == 0, done.stderr
    assert "read as anyone may" in done.stderr
    with open_store(uri) as store:
        locked = [article for article in store.find(Query()) if "/archive/" in article.url]
    assert {article.access.delivered for article in locked} == {Delivered.PARTIAL_TEASER}
    assert {article.access.session for article in locked} == {Session.ANONYMOUS}


def test_no_secret_is_left_behind(crawl: Callable, paper: Demo) -> None:
    paper.readers.expire_at([8])
    done = crawl(Way.FORM)
    assert done.code == 0, done.output
    secrets = [secret.encode() for secret in {*paper.readers.secrets, PASSWORD} if len(secret) > 5]
    assert secrets
    for path in (each for each in done.home.rglob("*") if each.is_file()):
        content = path.read_bytes()
        assert not [secret for secret in secrets if secret in content], f"a secret stands in {path}"
    assert not [secret for secret in secrets if secret.decode() in done.output]


@pytest.mark.slow
def test_three_hundred_locked_pages_with_sessions_wiped_twice(newsbot: Callable, tmp_path: Path, uri: str) -> None:
    sites = tmp_path / "sites"
    sites.mkdir()
    with start_demo(archive=300, crawl_delay=0.01, password=PASSWORD) as paper:
        paper.readers.expire_at([100, 200])
        (sites / "paper.yml").write_text(site_file(paper.url, Way.FORM, name="paper", archive=True), "utf-8")
        own = {"NEWSBOT_SITES": str(sites), **environment(Way.FORM, name="paper", password=PASSWORD)}
        done = newsbot("crawl", "paper", "--store", uri, "--json", **own)
        assert done.returncode == 0, done.stderr
        assert paper.readers.told()["logins"] == 3
    with open_store(uri) as store:
        locked = [article for article in store.find(Query()) if "/archive/" in article.url]
    assert len(locked) == 300
    assert {article.access.delivered for article in locked} == {Delivered.FULL}
