"""The stores over which the contract suites run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.store.base import Store
from newsbot.store.opening import open_store
from tests.contracts.opening import Open


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
def uri(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "mongo":
        given: str = request.getfixturevalue("mongo_uri")
        return given
    return f"sqlite:///{tmp_path}/news.db"


@pytest.fixture
def open_one(uri: str) -> Iterator[Open]:
    """Opens the same store, as another process would."""
    opened: list[Store] = []

    def open_it() -> Store:
        opened.append(open_store(uri))
        return opened[-1]

    yield open_it
    for store in opened:
        store.close()


@pytest.fixture
def store(open_one: Open) -> Store:
    return open_one()
