"""A browser that is killed in mid-crawl costs the page in hand, which is asked for again: nothing is lost."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest
import yaml

from newsbot.article import Delivered
from newsbot.demo.recipes import Way, environment, site_file
from newsbot.demo.server import Demo, start_demo
from newsbot.sessions.processes import command, processes
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.chromium import driver_of, main_of, need_chromium, renderers_of
from tests.e2e.process import Running

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(500)]
PAPER = "paper"


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A folder for what a browser writes; its path is short, since a socket is put into it."""
    need_chromium()
    with tempfile.TemporaryDirectory(prefix="nb") as folder:
        yield Path(folder)


def _targets(what: str, pid: int) -> list[int]:
    """The processes to kill, of the browser of a process; none where it has not got one just now."""
    with suppress(ValueError, StopIteration):
        match what:
            case "main":
                return [main_of(pid).pid]
            case "driver":
                return [driver_of(pid).pid]
            case "renderers":
                return [each.pid for each in renderers_of(pid)]
    return []


class Killer(Thread):
    """Kills a part of a process's browser, each time when so many more requests have come to the newspaper."""

    def __init__(self, pid: int, what: str, demo: Demo, times: int, every: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.what, self.demo, self.ended = pid, what, demo, Event()
        draw = Random(what)
        self.marks = [20 + every * number + draw.randrange(every) for number in range(times)]
        self.kills = 0

    def run(self) -> None:
        for mark in self.marks:
            while len(self.demo.log) < mark or not (targets := _targets(self.what, self.pid)):
                if self.ended.wait(0.005):
                    return
            for target in targets:
                with suppress(ProcessLookupError):
                    os.kill(target, signal.SIGKILL)
            self.kills += 1


def crawl_while_killing(
    running: Callable[..., Running], what: str, home: Path, temporary: Path, *, times: int, locked: int
) -> None:
    with start_demo(articles=40, archive=locked, crawl_delay=0.01) as demo:
        sites = home / "sites"
        sites.mkdir(exist_ok=True)
        site = yaml.safe_load(site_file(demo.url, Way.SCRIPTED, name=PAPER, archive=True))
        (sites / "paper.yml").write_text(yaml.safe_dump({**site, "fetch": "render"}), "utf-8")
        store = f"sqlite:///{home / 'news.sqlite'}"
        secrets = environment(Way.SCRIPTED, name=PAPER)
        own = {"NEWSBOT_SITES": str(sites), "TMPDIR": str(temporary)}
        with running("crawl", PAPER, "--store", store, "--json", **own, **secrets) as crawl:
            killer = Killer(crawl.pid, what, demo, times, every=max(2, 2 * locked // times))
            killer.start()
            done = crawl.end(400)
            killer.ended.set()
            killer.join()
    assert done.returncode == 0, done.stderr
    assert killer.kills == times, "the crawl was over before all kills"
    with open_store(store) as opened:
        articles = [article for article in opened.find(Query()) if "/archive/" in article.url]
    assert len(articles) == locked
    assert {article.access.delivered for article in articles} == {Delivered.FULL}
    left = [each for each in processes() if str(temporary) in " ".join(command(each.pid))]
    assert not left, "nothing of any browser is left"


@pytest.mark.parametrize("what", ["main", "driver", "renderers"])
def test_a_browser_that_is_killed_in_mid_crawl_loses_nothing(
    what: str, running: Callable[..., Running], tmp_path: Path, temporary: Path
) -> None:
    crawl_while_killing(running, what, tmp_path, temporary, times=1, locked=6)


@pytest.mark.parametrize("what", ["main", "driver", "renderers"])
def test_ten_kills_in_a_crawl_lose_nothing(
    what: str, running: Callable[..., Running], tmp_path: Path, temporary: Path
) -> None:
    crawl_while_killing(running, what, tmp_path, temporary, times=10, locked=60)
