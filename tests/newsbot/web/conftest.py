"""A filled store, and an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from newsbot.store.base import Store
from newsbot.store.opening import open_store
from tests.newsbot.web.desk_data import fill, now, revise


@dataclass(frozen=True)
class Newsroom:
    """A filled store."""

    store: Store
    folder: Path
    revised: str  #: the key of the article in three versions
    at: datetime


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Three weeks of four sites; tests only look into it."""
    folder = tmp_path_factory.mktemp("newsroom")
    at = now()
    with open_store(f"sqlite:///{folder / 'news.sqlite'}") as store:
        fill(store, at)
        key = revise(store, at).key
        while store.search_on(500):
            pass
        yield Newsroom(store, folder, key, at)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store in which nothing is."""
    with open_store(f"sqlite:///{tmp_path / 'news.sqlite'}") as store:
        yield store
