"""Stores for tests of exports and imports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.store.base import Store
from newsbot.store.opening import open_store


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once in SQLite and once in MongoDB."""
    mongo = request.param == "mongo"
    with open_store(request.getfixturevalue("mongo_uri") if mongo else f"sqlite:///{tmp_path}/kept.sqlite") as opened:
        yield opened
