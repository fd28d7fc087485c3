"""The outbox: what it keeps comes back whole, goes only to the store it was meant for, and is never given up."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.errors import FixStore, RetryStore
from newsbot.store.base import Outcome, Saved, VisitState
from newsbot.store.mongo import MongoStore
from newsbot.store.outbox import Outbox, Replayed
from newsbot.store.parcels import Parcel
from newsbot.store.sqlite import SQLiteStore

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def article(number: int = 0, minutes: int = 0, body: str = "word " * 100) -> Article:
    crawl = Crawl(site="example", fetchedAt=T0 + timedelta(minutes=minutes))
    access = Access(delivered=Delivered.FULL)
    return Article(url=f"https://example.com/{number}", articleBody=body, access=access, crawl=crawl, datePublished=T0)


def outcome(number: int = 0, state: VisitState = VisitState.STORED) -> Outcome:
    return Outcome(url=f"https://example.com/{number}", site="example", run="r", at=T0, state=state, status=200)


def parcel(number: int = 0) -> Parcel:
    return Parcel.of(article(number), outcome(number))


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path / "deep" / "outbox.db") as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    with SQLiteStore(tmp_path / "news.db") as opened:
        yield opened


def test_what_was_put_comes_back_whole(outbox: Outbox) -> None:
    given = [parcel(1), Parcel(outcome=outcome(2, VisitState.GONE)), Parcel.of(article(3))]
    outbox.put("sqlite:///x", given, "the disk is full")
    entries = outbox.entries()
    assert [entry.parcel for entry in entries] == given
    assert {(entry.store, entry.why) for entry in entries} == {("sqlite:///x", "the disk is full")}
    assert entries[0].parcel.endings[Saved.SAME].state is VisitState.UNCHANGED
    assert entries == outbox.entries("sqlite:///x", limit=3)
    assert outbox.entries("sqlite:///y") == []


def test_it_survives_being_closed(tmp_path: Path) -> None:
    with Outbox(tmp_path / "o.db") as outbox:
        outbox.put("x", [parcel(1), parcel(2)], "why")
    outbox.close()
    with Outbox(tmp_path / "o.db") as again:
        assert again.count() == again.count("x") == 2
        assert again.count("y") == 0


def test_a_replay_stores_articles_and_settles_visits(outbox: Outbox, store: SQLiteStore) -> None:
    outbox.put(store.uri, [parcel(number) for number in range(450)], "why")
    outbox.put(store.uri, [Parcel(outcome=outcome(999, VisitState.GONE))], "why")
    assert outbox.replay(store) == Replayed(articles=450, outcomes=1)
    assert outbox.count() == 0
    assert store.counts().articles == 450
    assert store.counts().visits == {"stored": 450, "gone": 1}
    assert outbox.replay(store) == Replayed()


def test_what_is_meant_for_another_store_stays(outbox: Outbox, store: SQLiteStore) -> None:
    outbox.put("mongodb://***@host/news", [parcel(1)], "why")
    outbox.put(store.uri, [parcel(2)], "why")
    assert outbox.replay(store).articles == 1
    assert [entry.store for entry in outbox.entries()] == ["mongodb://***@host/news"]


def test_the_ending_follows_the_answer_of_the_store(outbox: Outbox, store: SQLiteStore) -> None:
    store.save([article(1), article(2, body="other " * 50)])
    later = [Parcel.of(article(number, 5), outcome(number)) for number in (1, 2)]
    outbox.put(store.uri, later, "why")
    outbox.replay(store)
    assert store.counts().visits == {"unchanged": 1, "changed": 1}


def test_a_store_that_fails_again_keeps_everything_in_the_outbox(outbox: Outbox, store: SQLiteStore) -> None:
    outbox.put(store.uri, [parcel(number) for number in range(300)], "why")
    with store._database.writing() as connection:
        connection.execute("PRAGMA max_page_count=40")
    with pytest.raises(FixStore, match="the disk is full"):
        outbox.replay(store)
    assert outbox.count() == 300
    with store._database.writing() as connection:
        connection.execute("PRAGMA max_page_count=100000")
    assert outbox.replay(store).articles == 300


@pytest.mark.mongo
def test_what_a_store_refuses_waits_on_with_the_reason(outbox: Outbox, mongo_uri: str) -> None:
    with MongoStore(mongo_uri) as store:
        giant = Parcel.of(article(2, body="x" * 17_000_000), outcome(2))
        outbox.put(store.uri, [parcel(1), giant, parcel(3)], "why")
        assert outbox.replay(store) == Replayed(articles=2, refused=1)
        assert [entry.why for entry in outbox.entries()] == ["it is larger than the 16 MB that MongoDB can hold"]
        assert outbox.replay(store) == Replayed(refused=1)
        assert store.counts().visits == {"stored": 2}


def test_two_processes_share_the_work(tmp_path: Path, store: SQLiteStore) -> None:
    path = tmp_path / "o.db"
    with Outbox(path) as outbox:
        outbox.put(store.uri, [parcel(number) for number in range(1000)], "why")
    together = threading.Barrier(3)

    def replay(_: int) -> int:
        with Outbox(path) as mine:
            together.wait(30)
            return mine.replay(store).articles

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(replay, range(3)))
    assert sum(done) == 1000
    with Outbox(path) as outbox:
        assert outbox.count() == 0
    assert store.counts().articles == 1000


def test_what_somebody_claimed_and_died_with_is_free_after_a_while(
    outbox: Outbox, store: SQLiteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox.put(store.uri, [parcel(1)], "why")
    monkeypatch.setattr("newsbot.store.outbox._CLAIM", 0.0)
    assert len(outbox._claimed(store.uri, "of one who died", 0)) == 1
    monkeypatch.undo()
    assert outbox.replay(store).articles == 1


def test_many_threads_put_at_once(outbox: Outbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: outbox.put("x", [parcel(number)], "why"), range(80)))
    assert outbox.count() == 80


def test_a_full_disk(outbox: Outbox) -> None:
    with outbox._database.writing() as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 3}")
    with pytest.raises(FixStore, match="the disk is full") as caught:
        outbox.put("x", [parcel(number) for number in range(100)], "why")
    assert "Free some space" in caught.value.cure
    assert outbox.count() == 0


def test_a_store_is_no_outbox(tmp_path: Path, store: SQLiteStore) -> None:
    with pytest.raises(FixStore, match="no outbox of newsbot"):
        Outbox(tmp_path / "news.db")


def test_losing_power_loses_nothing(outbox: Outbox) -> None:
    with outbox._database.writing() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL


def test_a_locked_outbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsbot.store.database._PATIENCE", 0.05)
    with Outbox(tmp_path / "o.db") as outbox:
        other = sqlite3.connect(tmp_path / "o.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RetryStore, match="locked"):
            outbox.put("x", [parcel()], "why")
        other.close()
