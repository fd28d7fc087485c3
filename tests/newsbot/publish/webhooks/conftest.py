"""What the tests of webhooks share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.store.opening import open_store
from tests.newsbot.publish.api.serving import fill
from tests.newsbot.publish.webhooks.posts import Office, office
from tests.receiver import Receiver, receiving


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Office]:
    """Six events: a, b and c, d new, a changed, d withdrawn."""
    with open_store(f"sqlite:///{tmp_path}/news.db") as store:
        fill(store)
        made = office(store, tmp_path)
        with made.book:
            yield made
