"""Signed-in crawls with Scrapy's HTTP cache and queue on disk: no teaser comes out of them, and no secret goes in."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from newsbot.article import Article, Delivered, Session
from newsbot.demo.codes import STEP, one_time_code
from newsbot.demo.messages import Answer, redirect
from newsbot.demo.readers import SEED
from newsbot.demo.recipes import Way, environment, site_file
from newsbot.demo.server import Demo, start_demo
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.chromium import need_chromium
from tests.e2e.leftovers import leaks
from tests.e2e.process import ROOT
from tests.e2e.servers import Server, news
from tests.processes import running, until

PASSWORD = "lantern-by-the-quay-4711"
LOCKED = 12
OUCH = Answer(500, b"<h1>Out of order</h1>")
BUSY = Answer(503, b"<h1>Busy</h1>", headers=[("Retry-After", "1")])

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def _browser() -> None:
    need_chromium()


@pytest.fixture
def paper() -> Iterator[Demo]:
    with start_demo(articles=26, archive=LOCKED, crawl_delay=0.02, password=PASSWORD) as demo:
        yield demo


@pytest.fixture
def elsewhere() -> Iterator[Server]:
    """Another web site on the same address: cookies know no ports, so only newsbot can keep them from it."""
    with Server({"/moved": news(1)}) as server:
        yield server


@dataclass
class Desk:
    """Runs `scrapy crawl` on the locked archive of a newspaper, with all that Scrapy can keep on disk."""

    paper: Demo
    home: Path
    environment: dict[str, str]
    way: Way = Way.FORM
    store: str = "news"
    began: float = field(default_factory=time.time)

    def crawl(
        self, *more: str, secrets: bool = True, until_then: Callable[[], bool] | None = None, end: int = signal.SIGINT
    ) -> str:
        """Run it to its end, or until it has come so far and gets a signal; what it said. Then there are no leaks."""
        own = environment(self.way, name="paper", password=PASSWORD) if secrets else {}
        log = self.home / f"{len(list(self.home.glob('*.log')))}.log"
        with running([*self._command(), *more], log, env={**self.environment, **own}, cwd=ROOT) as process:
            if until_then is not None:
                until(lambda: process.poll() is not None or until_then())
                assert process.poll() is None, log.read_text()
                assert not self.leaks()  # SQLite's WAL is there now, and not later
                process.send_signal(end)
            code = process.wait(100)
        assert code in {0, -signal.SIGKILL}, log.read_text()
        assert not self.leaks()
        return log.read_text()

    def _command(self) -> list[str]:
        sites = self.home / "sites"
        sites.mkdir(exist_ok=True)
        text = site_file(self.paper.url, self.way, name="paper", archive=True)
        (sites / "paper.yml").write_text(text, "utf-8")
        settings = {
            "NEWSBOT_STORE": self._uri,
            "HTTPCACHE_ENABLED": "True",
            "HTTPCACHE_DIR": self.home / "cache",
            "LOG_LEVEL": "DEBUG",
            # Little is to be in the downloader when a crawl is interrupted: the rest waits in the queue on disk.
            "CONCURRENT_REQUESTS": 4,
        }
        given = [word for name, value in settings.items() for word in ("-s", f"{name}={value}")]
        return [sys.executable, "-P", "-m", "scrapy", "crawl", "site", "-a", "site=paper", *given]

    @property
    def _uri(self) -> str:
        return f"sqlite:///{self.home / self.store}.sqlite"

    def leaks(self) -> list[str]:
        """All secrets that are found on disk, the logs included."""
        steps = range(int(self.began) // STEP - 1, int(time.time()) // STEP + 2)
        codes = {one_time_code(SEED, step * STEP) for step in steps}
        return leaks(self.home, {*self.paper.readers.secrets, PASSWORD}, codes)

    @property
    def locked(self) -> list[Article]:
        """The articles that only subscribers read, as they are stored."""
        with open_store(self._uri) as store:
            return [article for article in store.find(Query()) if "/archive/" in (article.crawl.requestedUrl or "")]

    def answered(self, *status: int) -> int:
        """How often articles of the archive were answered with one of these statuses."""
        paths = {piece.path for piece in self.paper.newspaper.archive}
        return sum(each.path.partition("?")[0] in paths and each.status in status for each in self.paper.log)


@pytest.fixture
def desk(paper: Demo, tmp_path: Path, environment: dict[str, str]) -> Desk:
    return Desk(paper, tmp_path, environment)


def test_no_teaser_comes_out_of_the_http_cache(desk: Desk, paper: Demo) -> None:
    desk.crawl(secrets=False)
    assert {article.access.delivered for article in desk.locked} == {Delivered.PARTIAL_TEASER}
    cached = [path for path in (desk.home / "cache").rglob("meta") if "/archive/2" in path.read_text("utf-8")]
    assert len(cached) == LOCKED
    # With the session wiped in mid-crawl, pages are asked for twice: a cache would answer the second time.
    paper.readers.expire_at([6])
    desk.store = "signed_in"
    said = desk.crawl()
    assert "httpcache/hit" in said  # the feed: the cache was there to be asked
    assert len(desk.locked) == LOCKED
    assert {article.access.delivered for article in desk.locked} == {Delivered.FULL}
    assert {article.access.session for article in desk.locked} == {Session.OWN_LOGIN_CONFIRMED}
    assert paper.readers.told()["logins"] == 2


def test_a_crawl_that_ends_while_its_session_is_over_keeps_no_teaser(desk: Desk, paper: Demo) -> None:
    paper.slow("GET /archive/2", 0.5)

    def wiped() -> bool:
        """The session ends while a page is under way, which then comes when nothing can be proved any more."""
        return desk.answered(200) >= 3 and paper.readers.expire() > 0

    job = ("-s", f"JOBDIR={desk.home / 'job'}")
    desk.crawl(*job, until_then=wiped)
    assert 3 <= len(desk.locked) < LOCKED
    assert [each for each in paper.log if "/archive/2" in each.path and not each.reader]
    assert {article.access.delivered for article in desk.locked} == {Delivered.FULL}
    paper.slow("GET /archive/2", 0)
    desk.crawl(*job)
    assert len(desk.locked) == LOCKED
    assert {article.access.delivered for article in desk.locked} == {Delivered.FULL}


@pytest.mark.slow
def test_rotating_cookies_go_on_after_a_redirect_that_waited_in_the_queue(desk: Desk, paper: Demo) -> None:
    for piece in paper.newspaper.archive:
        paper.instead(piece.path, redirect(302, f"{piece.path}?from=here"))
    paper.slow("GET /archive/2", 0.5)
    desk.way = Way.ROTATING
    job = ("-s", f"JOBDIR={desk.home / 'job'}")
    desk.crawl(*job, until_then=lambda: desk.answered(302) >= 3)
    assert desk.answered(302) > desk.answered(200)  # the last came after the signal
    paper.slow("GET /archive/2", 0)
    desk.crawl(*job)
    assert len(desk.locked) == LOCKED
    assert {article.access.delivered for article in desk.locked} == {Delivered.FULL}


def make_trouble(paper: Demo, elsewhere: Server) -> None:
    """Every page is in the way of a crawl once: so each request that had the session waits in the queue again."""
    pages = [piece.path for piece in paper.newspaper.archive]
    for path in pages:
        paper.instead(path, OUCH)
    paper.instead(pages[2], *[redirect(302, f"{elsewhere.url}/moved")] * 3)
    paper.instead(pages[5], redirect(302, f"{pages[5]}?from=here"))
    paper.instead(pages[9], redirect(302, f"{pages[9]}?from=here"), OUCH)
    paper.instead(pages[1], BUSY)


@pytest.mark.parametrize(
    ("way", "end"),
    [
        (Way.STEPS, signal.SIGINT),
        pytest.param(Way.APP, signal.SIGTERM, marks=pytest.mark.slow),
        pytest.param(Way.FORM, signal.SIGKILL, marks=pytest.mark.slow),
    ],
)
def test_an_interrupted_crawl_leaves_no_secret_and_goes_on(
    desk: Desk, paper: Demo, elsewhere: Server, way: Way, end: int
) -> None:
    make_trouble(paper, elsewhere)
    desk.way = way
    desk.environment["NEWSBOT_ALLOW_HOSTS"] = "127.0.0.1"
    job = ("-s", f"JOBDIR={desk.home / 'job'}")
    desk.crawl(*job, until_then=lambda: desk.answered(500) >= 5, end=end)
    assert [path for path in (desk.home / "job").rglob("*") if path.is_file()]
    desk.crawl(*job)
    assert len(desk.locked) == LOCKED
    assert {article.access.delivered for article in desk.locked} == {Delivered.FULL}
    # The one without is the page that moved to another site, where the session did not follow.
    assert [article.access.session for article in desk.locked].count(Session.OWN_LOGIN_CONFIRMED) == LOCKED - 1
    assert elsewhere.count("/moved") >= 1
    assert {asked.cookie + asked.authorization for asked in elsewhere.requests} == {""}
    assert paper.readers.told()["logins"] == 1
    assert desk.answered(500) == LOCKED - 3
    assert desk.answered(503) == 1
    if end is not signal.SIGKILL:  # which leaves no time to save the queue
        assert elsewhere.count("/moved") == 1
        assert desk.answered(200) == LOCKED - 1
