"""Every page says the same over SQLite and over a real MongoDB."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsbot.store.opening import open_store
from tests.newsbot.web.conftest import Newsroom
from tests.newsbot.web.desk_data import fill, revise
from tests.newsbot.web.serving import browsing


@pytest.mark.mongo
def test_both_stores_show_the_same(newsroom: Newsroom, mongo_uri: str, tmp_path: Path) -> None:
    article, day = f"/articles/{newsroom.revised}", newsroom.at.date()
    paths = [
        *(f"/?day={day}", "/?day=2024-02-29", "/articles", "/articles?text=railway&site=times", "/sites"),
        *("/articles?gate=app_only&cameSince=2020-01-01", article, f"{article}?from=1&to=2&pictures=1"),
        *("/sites/bote", "/sites/courier", "/sites/times"),
    ]
    with open_store(mongo_uri) as store:
        fill(store, newsroom.at)
        revise(store, newsroom.at)
        with browsing(store, tmp_path) as mongo, browsing(newsroom.store, tmp_path) as sqlite:
            for path in paths:
                one, other = sqlite.get(path), mongo.get(path)
                assert one.status_code == other.status_code == 200, path
                if "after=" not in one.text:  # places of pages are each store's own
                    assert one.text == other.text, path
            assert mongo.get("/live").status_code == 200
