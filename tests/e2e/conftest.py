"""What end-to-end tests share: the demo newspaper, and the command line in a process and a data folder of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from newsbot.demo.server import Demo, start_demo
from tests.e2e.process import NEWSBOT, ROOT, Command, Done, Running, clean_environment, run


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    """A small demo newspaper that all tests of this process read; who changes it starts an own one."""
    with start_demo(articles=40, crawl_delay=0.01) as newspaper:
        yield newspaper


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a person with an empty home."""
    return clean_environment(tmp_path)


@pytest.fixture
def newsbot(environment: dict[str, str], tmp_path: Path) -> Command:
    """Runs `newsbot` in a folder of its own, as in `newsbot("crawl", url, "--json", NEWSBOT_STORE="sqlite:///…")`."""

    def command(*arguments: str, stdin: str | None = None, **variables: str) -> Done:
        return run([*NEWSBOT, *arguments], {**environment, **variables}, input=stdin, cwd=tmp_path)

    return command


@pytest.fixture
def running(environment: dict[str, str]) -> Callable[..., Running]:
    """Starts `newsbot`: its process can be followed, and sent signals, while it runs."""

    def command(*arguments: str, **variables: str) -> Running:
        return Running(arguments, {**environment, **variables})

    return command


@pytest.fixture
def scrapy(environment: dict[str, str]) -> Command:
    """The command `scrapy`, in this project, or in the one of another folder."""

    def command(*arguments: str, cwd: Path = ROOT, **variables: str) -> Done:
        return run([sys.executable, "-P", "-m", "scrapy", *arguments], {**environment, **variables}, cwd=cwd)

    return command


@pytest.fixture
def uri(tmp_path: Path) -> str:
    """A store that no other test uses."""
    return f"sqlite:///{tmp_path / 'news.sqlite'}"


@pytest.fixture(scope="session")
def filled(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with all of the demo newspaper, for tests that only look into it."""
    home = tmp_path_factory.mktemp("filled")
    store = f"sqlite:///{home / 'news.sqlite'}"
    done = run([*NEWSBOT, "crawl", demo.url, "--store", store, "--quiet"], clean_environment(home))
    assert done.returncode == 0, done.stderr
    return store


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
def store_uri(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The same, once in SQLite and once in MongoDB."""
    if request.param == "mongo":
        given: str = request.getfixturevalue("mongo_uri")
        return given
    return f"sqlite:///{tmp_path}/news.sqlite"
