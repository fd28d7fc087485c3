"""Stores that are served."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.store.opening import open_store
from tests.newsbot.publish.api.serving import Served, fill, serving


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
def served(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Served]:
    """Some articles, served from either store."""
    mongo = request.param == "mongo"
    uri = request.getfixturevalue("mongo_uri") if mongo else f"sqlite:///{tmp_path}/news.db"
    with open_store(uri) as store:
        fill(store)
        with serving(store, tmp_path) as running:
            yield running


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Served]:
    """The same from SQLite, for what has nothing to do with the store."""
    with open_store(f"sqlite:///{tmp_path}/news.db") as store:
        fill(store)
        with serving(store, tmp_path) as running:
            yield running
