"""How all sites are: looked at beside the pages, once at a time, and never told for longer than it is true."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from newsbot.errors import RetryStore
from newsbot.publish.api.desk import Desk
from newsbot.publish.api.errors import Refusal
from newsbot.publish.limits import Limits
from newsbot.publish.tokens import Tokens
from newsbot.store.base import Counts, Store
from newsbot.store.sqlite import SQLiteStore
from newsbot.web import lately
from newsbot.web.lately import Lately
from tests.newsbot.web.conftest import Newsroom
from tests.newsbot.web.serving import browsing, config_in
from tests.processes import until


class SlowStore(SQLiteStore):
    """A store in which counting takes as long as a test likes."""

    gate = threading.Event()
    asked = 0

    def counts(self) -> Counts:
        type(self).asked += 1
        assert self.gate.wait(30)
        return super().counts()


class BrokenStore(SQLiteStore):
    def counts(self) -> Counts:
        raise RetryStore("sqlite:///x", "it is away")


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[SlowStore]:
    SlowStore.gate, SlowStore.asked = threading.Event(), 0
    with SlowStore(tmp_path / "slow.sqlite") as store:
        yield store
        store.gate.set()


def desk_of(store: Store, folder: Path) -> Desk:
    config = config_in(folder)
    return Desk(store=store, config=config, tokens=Tokens(config.tokens), limits=Limits(100.0))


def test_nobody_waits_for_long_and_one_look_is_made(slow: SlowStore, tmp_path: Path) -> None:
    seen, desk = Lately(), desk_of(slow, tmp_path)
    assert seen.see(desk, 0) is None
    assert seen.see(desk, 0) is None
    slow.gate.set()
    found = until(lambda: seen.see(desk, 0))
    assert found.counts.articles == 0
    assert seen.see(desk, 0) is found
    assert slow.asked == 2  # of the sites' health, and by itself: of one look


def test_what_is_old_is_not_shown_while_there_is_a_look(
    slow: SlowStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, desk = Lately(), desk_of(slow, tmp_path)
    slow.gate.set()
    until(lambda: seen.see(desk, 0))
    found = seen.see(desk, 0)  # that look is over now, and no other has begun
    assert found is not None
    monkeypatch.setattr(seen, "_next", 0.0)
    slow.gate.clear()
    assert seen.see(desk, 0) is found  # another look has begun, and this is shown meanwhile
    monkeypatch.setattr(seen, "_seen", replace(found, at=found.at - 2 * lately._OLD))
    assert seen.see(desk, 0) is None
    slow.gate.set()
    again = seen.see(desk, 30)
    assert again is not None
    assert again.at > found.at


def test_a_store_that_is_away_is_told(tmp_path: Path) -> None:
    with BrokenStore(tmp_path / "x.sqlite") as store:
        seen, desk = Lately(), desk_of(store, tmp_path)
        for _ in range(2):
            with pytest.raises(RetryStore):
                seen.see(desk, 30)
        with browsing(store, tmp_path) as client:
            assert client.get("/sites").status_code == 503
            assert "it is away" in client.get("/sites").text


def test_a_page_of_sites_gives_up_at_last(slow: SlowStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lately, "_LONG_PATIENCE", 0.0)
    with pytest.raises(Refusal, match="still being looked at"):
        Lately().must_see(desk_of(slow, tmp_path))


def test_the_first_page_says_that_it_does_not_know_yet(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lately, "see", lambda *_: None)
    with browsing(newsroom.store, tmp_path) as client:
        page = client.get(f"/?day={newsroom.at.date()}")
    assert page.status_code == 200
    assert "Whether a login is lost, or a site broken, is not known yet" in page.text
    assert "came in from" in page.text
