"""The add-on's settings: newsbot's values below those of a project, its components beside them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler, CrawlerRunner
from scrapy.settings import Settings

from newsbot.crawl.addon import VALUES, Addon
from newsbot.errors import FixConfiguration


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The environment of a person who has set nothing."""
    for name in (
        "NEWSBOT_STORE",
        "MONGO_URI",
        "MONGO_DATABASE",
        "NEWSBOT_CONTACT",
        "NEWSBOT_ALLOW_HOSTS",
        "NEWSBOT_SITES",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NEWSBOT_DATA", str(tmp_path))


def applied(priority: str = "project", **own: Any) -> Settings:
    """Scrapy's settings with those of a project, after the add-on."""
    settings = Settings()
    settings.setdict(own, priority=priority)
    Addon().update_settings(settings)
    return settings


def test_newsbots_values_hold_where_a_project_says_nothing(tmp_path: Path) -> None:
    settings = applied()
    assert {name: settings[name] for name in VALUES} == VALUES
    assert settings["NEWSBOT_STORE"] == f"sqlite:///{tmp_path / 'newsbot.sqlite'}"
    assert settings["USER_AGENT"].startswith("newsbot/")
    assert not settings.getbool("TELNETCONSOLE_ENABLED")
    assert not settings.getbool("REMOTE_CONTROL_ENABLED")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings.getbool("ROBOTSTXT_OBEY")


@pytest.mark.parametrize("name", sorted(VALUES))
@pytest.mark.parametrize("priority", ["project", "spider", "cmdline"])
def test_a_projects_own_value_stays(name: str, priority: str) -> None:
    assert applied(priority, **{name: "its own"})[name] == "its own"


def test_components_stand_beside_those_of_the_project() -> None:
    settings = applied(ITEM_PIPELINES={"gazette.Stamp": 250}, EXTENSIONS={"gazette.Clock": 5})
    pipelines = settings.getdict("ITEM_PIPELINES")
    assert sorted(pipelines, key=pipelines.__getitem__) == [
        "pipelines.complete.Complete",
        "pipelines.similar.Similar",
        "gazette.Stamp",
        "pipelines.store.Store",
        "pipelines.publish.Publish",
    ]
    assert {"gazette.Clock", "newsbot.crawl.keeping.Keeping"} <= set(settings.getdict("EXTENSIONS"))


def test_components_survive_a_spiders_own() -> None:
    """`custom_settings` replace those of a project; the steps of newsbot stay all the same."""
    pipelines = applied("spider", ITEM_PIPELINES={"gazette.Stamp": 250}).getdict("ITEM_PIPELINES")
    assert {"gazette.Stamp", "pipelines.store.Store"} <= set(pipelines)


def test_a_project_can_turn_a_step_off_or_move_it() -> None:
    own = {"pipelines.similar.Similar": None, "pipelines.publish.Publish": 900}
    pipelines = applied(ITEM_PIPELINES=own).getdict("ITEM_PIPELINES")
    assert (pipelines["pipelines.similar.Similar"], pipelines["pipelines.publish.Publish"]) == (None, 900)
    assert pipelines["pipelines.store.Store"] == 300


def test_other_schemes_stay_closed_where_a_project_has_its_own_handlers() -> None:
    handlers = applied(DOWNLOAD_HANDLERS={"https": "gazette.Browser"}).getdict("DOWNLOAD_HANDLERS")
    own = "newsbot.crawl.render.Handler"
    closed = {"file": None, "data": None, "ftp": None, "s3": None}
    assert handlers == {**closed, "http": own, "https": "gazette.Browser"}


def test_other_spiders_do_not_get_answers_that_scrapy_keeps_from_them() -> None:
    assert not applied().getbool("HTTPERROR_ALLOW_ALL")


@pytest.mark.parametrize(
    ("settings", "environment", "expected"),
    [
        ({"MONGO_URI": "mongodb://a"}, {}, "mongodb://a"),
        ({}, {"MONGO_URI": "mongodb://b"}, "mongodb://b"),
        ({"MONGO_URI": "mongodb://a"}, {"MONGO_URI": "mongodb://b"}, "mongodb://a"),
        ({"MONGO_URI": "mongodb://a", "NEWSBOT_STORE": "sqlite:///c"}, {}, "sqlite:///c"),
        ({}, {"MONGO_URI": "mongodb://b", "NEWSBOT_STORE": "sqlite:///d"}, "sqlite:///d"),
        ({"NEWSBOT_STORE": "sqlite:///c"}, {"NEWSBOT_STORE": "sqlite:///d"}, "sqlite:///c"),
    ],
)
def test_which_store(
    settings: dict[str, str], environment: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert applied(**settings)["NEWSBOT_STORE"] == expected


def test_which_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert applied()["NEWSBOT_MONGO_DATABASE"] == "newsbot"
    monkeypatch.setenv("MONGO_DATABASE", "press")
    assert applied()["NEWSBOT_MONGO_DATABASE"] == "press"
    assert applied(MONGO_DATABASE="news")["NEWSBOT_MONGO_DATABASE"] == "news"


def test_a_wrong_environment_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSBOT_GATED_TEXT", "cut")
    with pytest.raises(FixConfiguration, match="neither keep nor teaser"):
        applied()


def test_scrapy_finds_the_spiders_of_newsbot_in_another_project() -> None:
    settings = Settings({"ADDONS": {"newsbot.crawl.addon.Addon": 300}})
    assert CrawlerRunner(settings).spider_loader.list() == ["archive", "article", "service", "site"]


def test_scrapy_applies_the_add_on() -> None:
    settings = Settings({"ADDONS": {"newsbot.crawl.addon.Addon": 300}, "DOWNLOAD_DELAY": 7})
    crawler = Crawler(Spider, settings)
    crawler.addons.load_settings(crawler.settings)
    assert (crawler.settings.getfloat("DOWNLOAD_DELAY"), crawler.settings.getint("CONCURRENT_ITEMS")) == (7, 1)
