"""newsbot in somebody else's Scrapy project, by one line of its settings."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from newsbot.demo.server import Demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query, VisitState
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.loopback import loopback, moved
from tests.processes import watched

_SPIDER = """
import scrapy
from newsbot.reading import read_bytes

class GazetteSpider(scrapy.Spider):
    name = "gazette"

    def __init__(self, urls="", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = urls.split()

    def parse(self, response):
        read = read_bytes(response.body, response.url)
        yield read.article
        yield {"mine": response.url, "length": len(response.body)}
"""
_PIPELINE = """
class Stamp:
    def process_item(self, item):
        if isinstance(item, dict):
            item["stamped"] = True
        return item
"""
_SETTINGS = """
BOT_NAME = "gazette"
SPIDER_MODULES = ["gazette.spiders"]
USER_AGENT = "gazette-bot/2 (+mailto:me@gazette.example)"
DOWNLOAD_DELAY = 0.2
DOWNLOAD_DELAY_JITTER = 0
ITEM_PIPELINES = {"gazette.stamping.Stamp": 250}
ADDONS = {"newsbot.crawl.addon.Addon": 300}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of its own, as `scrapy startproject` would make it, with the add-on's line."""
    folder = tmp_path / "gazette"
    package = folder / "gazette"
    (package / "spiders").mkdir(parents=True)
    for each in (package, package / "spiders"):
        (each / "__init__.py").write_text("")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = gazette.settings\n")
    (package / "spiders" / "gazette.py").write_text(_SPIDER)
    (package / "stamping.py").write_text(_PIPELINE)
    (package / "settings.py").write_text(_SETTINGS)
    return folder


def test_spiders_of_both_are_listed(scrapy: Callable, project: Path) -> None:
    # `scrapy list` looks at the settings before any add-on may: it needs to be told, `scrapy crawl` does not (below).
    listed = scrapy("list", "-s", "SPIDER_MODULES=gazette.spiders,spiders", cwd=project)
    assert listed.stdout.splitlines() == ["archive", "article", "gazette", "service", "site"]


def test_its_own_spider_goes_through_the_pipelines(
    scrapy: Callable, project: Path, demo: Demo, uri: str, tmp_path: Path
) -> None:
    free, locked, brief = (demo.newspaper.of_kind(kind)[0] for kind in (Kind.FREE, Kind.LOCKED, Kind.BRIEF))
    urls = [demo.url + piece.path for piece in (free, locked, brief)]
    front, missing = f"{demo.url}/newsletter-nobody-has", f"{demo.url}/sport/"
    begun, out = len(demo.log), tmp_path / "out.jsonl"
    given = ("-a", f"urls={' '.join([*urls, front, missing])}", "-s", f"NEWSBOT_STORE={uri}", "-o", str(out))
    done = scrapy("crawl", "gazette", *given, cwd=project)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    with open_store(uri) as store:
        kept = {article.key: article for article in store.find(Query())}
        visits = store.visits(urls)
    assert {article_key(url) for url in urls} <= set(kept)
    assert kept[article_key(urls[0])].headline == free.headline
    assert kept[article_key(urls[0])].complete
    assert not kept[article_key(urls[1])].complete
    assert visits[article_key(urls[1])].state is VisitState.TEASER
    crawl = kept[article_key(urls[0])].crawl
    assert crawl.site == demo.url.removeprefix("http://").replace(".", "-").replace(":", "-")
    assert crawl.run
    assert crawl.fetchedAt is not None
    # Items of other kinds pass, through its own pipeline too.
    items = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    own = [item for item in items if "mine" in item]
    # A 404 does not reach a callback that did not ask for it, as ever in Scrapy.
    assert {item["mine"] for item in own} == {*urls, missing}
    assert all(item["stamped"] for item in own)
    # Its own settings stay, and newsbot's politeness holds.
    agents = {served.agent for served in demo.log[begun:]}
    assert agents == {"gazette-bot/2 (+mailto:me@gazette.example)"}
    pages = [served.at for served in demo.log[begun:] if served.path != "/robots.txt"]
    assert len(pages) == 5
    assert min(later - earlier for earlier, later in pairwise(pages[1:])) > 0.18
    assert "/robots.txt" in {served.path for served in demo.log[begun:]}


def test_newsbots_spiders_work_there(scrapy: Callable, project: Path, demo: Demo, uri: str) -> None:
    url = demo.url + demo.newspaper.of_kind(Kind.FREE)[0].path
    done = scrapy("crawl", "article", "-a", f"urls={url} {demo.url}/nowhere", "-s", f"NEWSBOT_STORE={uri}", cwd=project)
    assert done.returncode == 0, done.stderr
    with open_store(uri) as store:
        assert [article.key for article in store.find(Query())] == [article_key(url)]
        gone = store.visits([f"{demo.url}/nowhere"])
    assert [visit.state for visit in gone.values()] == [VisitState.GONE]


def test_guard_and_closed_ports_hold_for_its_spiders(
    scrapy: Callable, project: Path, demo: Demo, uri: str, environment: dict[str, str], tmp_path: Path
) -> None:
    watching, seen = watched(environment, tmp_path / "watch")
    with loopback("127.0.0.1") as site, loopback("127.0.0.2") as inside:
        site.pages["/away"] = moved(f"{inside.url}/secret")
        scrapy("crawl", "gazette", "-a", f"urls={site.url}/away", "-s", f"NEWSBOT_STORE={uri}", cwd=project, **watching)
        assert site.asked[-1] == "/away"
        assert inside.asked == []
    assert {line for line in seen() if line.startswith("bind")} <= {"bind ::1 0"}
