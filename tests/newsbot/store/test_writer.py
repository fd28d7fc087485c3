"""The writer loses nothing: whatever the store does, an article ends in it, or in the outbox."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.errors import FixArgument, FixStore, RetryStore
from newsbot.store.base import Outcome, Query, Saved, Store, VisitState
from newsbot.store.mongo import MongoStore
from newsbot.store.outbox import Outbox
from newsbot.store.sqlite import SQLiteStore
from newsbot.store.writer import Pace, Writer
from tests.mongod_server import MongodServer

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def article(number: int, size: int = 500, minutes: int = 0) -> Article:
    crawl = Crawl(site="example", fetchedAt=T0 + timedelta(minutes=minutes))
    access = Access(delivered=Delivered.FULL)
    return Article(url=f"https://example.com/{number}", articleBody="word " * (size // 5), access=access, crawl=crawl)


def outcome(number: int, state: VisitState = VisitState.STORED) -> Outcome:
    return Outcome(url=f"https://example.com/{number}", site="example", run="r", at=T0, state=state, status=200)


class SlowStore(SQLiteStore):
    """A real store whose batches begin only when the test lets them."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.gate = threading.Event()
        self.batches: list[int] = []
        self.at_once = 0
        self.most_at_once = 0

    def save(self, articles: Sequence[Article]) -> list[Saved]:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        self.batches.append(len(articles))
        try:
            assert self.gate.wait(30)
            return super().save(articles)
        finally:
            self.at_once -= 1


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    with Outbox(tmp_path / "outbox.db") as opened:
        yield opened


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SQLiteStore]:
    with SQLiteStore(tmp_path / "news.db") as opened:
        yield opened


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[SlowStore]:
    with SlowStore(tmp_path / "slow.db") as opened:
        yield opened
        opened.gate.set()


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 60))


async def until(condition: Any) -> None:
    """Wait for what another thread does."""
    while not condition():
        await asyncio.sleep(0.005)


def everywhere(store: Store, outbox: Outbox) -> set[str]:
    """The addresses of all articles, in the store or in the outbox."""
    waiting = {each.parcel.article.url for each in outbox.entries(limit=100_000) if each.parcel.article is not None}
    return {each.url for each in store.find(Query())} | waiting


def addresses(count: int) -> set[str]:
    return {f"https://example.com/{number}" for number in range(count)}


def test_articles_are_stored_and_then_their_visits_are_settled(store: SQLiteStore, outbox: Outbox) -> None:
    store.save([article(1), replace(article(2), articleBody="other")])
    saved: list[tuple[str, Saved]] = []

    async def work() -> None:
        writer = Writer(store, outbox, lambda each, answer: saved.append((each.url[-1], answer)))
        await writer.put(article(0), outcome(0))
        await writer.put(article(1, minutes=1), outcome(1))
        await writer.put(article(2, minutes=1), outcome(2))
        await writer.put(article(3), outcome(3, VisitState.TEASER))
        await writer.put(article(4), lambda answer: replace(outcome(4), reason=f"it is {answer.value}"))
        await writer.put(article(5))
        await writer.settle(outcome(6, VisitState.GONE))
        await writer.close()
        assert writer.store_down is None

    run(work())
    assert saved == [
        ("0", Saved.NEW),
        ("1", Saved.SAME),
        ("2", Saved.CHANGED),
        ("3", Saved.NEW),
        ("4", Saved.NEW),
        ("5", Saved.NEW),
    ]
    visits = store.visits(sorted(addresses(7))).values()
    states = {visit.url[-1]: visit.state.value for visit in visits}
    assert states == {"0": "stored", "1": "unchanged", "2": "changed", "3": "teaser", "4": "stored", "6": "gone"}
    assert store.history("https://example.com/4")[0].reason == "it is new"
    assert outbox.count() == 0


def test_a_visit_is_settled_only_when_its_article_is_safe(slow: SlowStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(slow, outbox, pace=Pace(batch=1))
        await writer.put(article(0), outcome(0))
        await until(lambda: slow.batches)
        assert slow.visits(["https://example.com/0"]) == {}
        slow.gate.set()
        await writer.close()
        assert len(slow.visits(["https://example.com/0"])) == 1

    run(work())


def test_batches_are_full_and_at_most_two_are_in_flight(slow: SlowStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(slow, outbox, pace=Pace(batch=10, queue=20, wait=60))

        async def feed() -> None:
            for number in range(100):
                await writer.put(article(number))

        feeding = asyncio.create_task(feed())
        await until(lambda: len(slow.batches) == 2)
        await asyncio.sleep(0.05)
        assert not feeding.done()  # who is faster than the store waits
        assert slow.batches == [10, 10]
        slow.gate.set()
        await feeding
        await writer.close()

    run(work())
    assert sum(slow.batches) == 100
    assert max(slow.batches) == 10
    assert slow.most_at_once == 2
    assert slow.counts().articles == 100


def test_a_batch_is_sent_when_it_is_large_enough(slow: SlowStore, outbox: Outbox) -> None:
    slow.gate.set()

    async def work() -> None:
        writer = Writer(slow, outbox, pace=Pace(batchBytes=100_000, wait=60))
        for number in range(12):
            await writer.put(article(number, 30_000))
        await until(lambda: slow.counts().articles == 12)
        await writer.close()

    run(work())
    assert slow.batches == [4, 4, 4]


def test_a_batch_is_sent_after_a_while_though_it_is_not_full(store: SQLiteStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(store, outbox, pace=Pace(wait=0.02))
        for number in range(3):
            await writer.put(article(number))
            await until(lambda number=number: store.counts().articles == number + 1)
        await writer.close()

    run(work())


def test_the_loop_goes_on_while_a_batch_is_written(slow: SlowStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(slow, outbox, pace=Pace(batch=1))
        await writer.put(article(0))
        await until(lambda: slow.batches)
        ticks = 0
        for _ in range(20):
            await asyncio.sleep(0)
            ticks += 1
        assert ticks == 20
        slow.gate.set()
        await writer.close()

    run(work())


def test_an_article_that_nobody_can_write_is_refused_at_once(store: SQLiteStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(store, outbox)
        with pytest.raises(FixArgument, match=r"example\.com/0"):
            await writer.put(replace(article(0), keywords="one, two"))
        await writer.put(article(1))
        await writer.close()

    run(work())
    assert everywhere(store, outbox) == {"https://example.com/1"}


def limit(store: SQLiteStore, pages: int) -> None:
    """Let the store's file grow by so many pages, and then be "full"."""
    with store._database.writing() as connection:
        (now,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={now + pages}")


def test_a_full_disk_in_the_middle(store: SQLiteStore, outbox: Outbox) -> None:
    saved: list[str] = []

    async def work() -> None:
        writer = Writer(store, outbox, lambda each, _: saved.append(each.url), pace=Pace(batch=20))
        limit(store, 60)
        for number in range(200):
            await writer.put(article(number, 4000), outcome(number))
        await writer.close()
        assert isinstance(writer.store_down, FixStore)
        assert "the disk is full" in str(writer.store_down)

    run(work())
    assert everywhere(store, outbox) == addresses(200)
    assert 0 < store.counts().articles < 200
    # Of a batch whose articles fit and whose visits do not, the articles are in both.
    assert set(saved) <= {each.url for each in store.find(Query())}
    assert store.counts().visits["stored"] <= store.counts().articles
    limit(store, 100_000)
    assert outbox.count(store.uri) == outbox.replay(store).articles
    assert (store.counts().articles, store.counts().visits) == (200, {"stored": 200})


def test_neither_the_store_nor_the_outbox_can_be_written(store: SQLiteStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(store, outbox, pace=Pace(batch=20))
        limit(store, 5)
        with outbox._database.writing() as connection:
            connection.execute("PRAGMA max_page_count=10")
        for number in range(100):
            await writer.put(article(number, 4000), outcome(number))
        with pytest.raises(FixStore, match="the disk is full"):
            await writer.close()
        assert store.counts().visits == {}  # so they are fetched again
        with outbox._database.writing() as connection:
            connection.execute("PRAGMA max_page_count=100000")
        assert writer.spill() > 0  # there is space again

    run(work())
    assert everywhere(store, outbox) == addresses(100)


def test_spilling_saves_what_waits_and_what_is_in_flight(slow: SlowStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(slow, outbox, pace=Pace(batch=10, wait=60))
        for number in range(35):
            await writer.put(article(number), outcome(number))
        await until(lambda: len(slow.batches) == 2)
        assert writer.spill() == 35
        assert outbox.count(slow.uri) == 35
        assert writer.spill() == 0
        await writer.put(article(35), outcome(35))  # late
        assert outbox.count(slow.uri) == 36
        slow.gate.set()  # the threads get through after all
        await writer.close()

    run(work())
    outbox.replay(slow)
    assert slow.counts().articles == 36
    assert slow.counts().visits == {"stored": 36}
    assert all(len(slow.history(url)) == 1 for url in addresses(36))


def test_spilling_needs_no_event_loop(slow: SlowStore, outbox: Outbox) -> None:
    writers: list[Writer] = []

    async def work() -> None:
        writers.append(Writer(slow, outbox, pace=Pace(wait=60)))
        for number in range(5):
            await writers[0].put(article(number))

    run(work())
    assert writers[0].spill() == 5
    assert everywhere(slow, outbox) == addresses(5)


def test_a_bug_on_the_way_loses_nothing_and_is_raised_in_the_end(store: SQLiteStore, outbox: Outbox) -> None:
    def wrong(saved: Article, answer: Saved) -> None:
        raise ZeroDivisionError

    class Broken(SQLiteStore):
        def save(self, articles: Sequence[Article]) -> list[Saved]:
            raise KeyError("broken")

    async def work(writer: Writer, error: type[Exception]) -> None:
        for number in range(30):
            await writer.put(article(number), outcome(number))
        with pytest.raises(error):
            await writer.close()

    run(work(Writer(store, outbox, wrong, pace=Pace(batch=10)), ZeroDivisionError))
    assert store.counts().articles == 30
    assert outbox.count() == 0
    with Broken(":memory:") as broken:
        run(work(Writer(broken, outbox, pace=Pace(batch=10)), KeyError))
    assert outbox.count() == 30


def test_closing_twice_and_closing_with_nothing(store: SQLiteStore, outbox: Outbox) -> None:
    async def work() -> None:
        writer = Writer(store, outbox)
        await writer.close()
        await writer.close()
        await writer.put(article(0))
        assert outbox.count(store.uri) == 1

    run(work())


@pytest.mark.mongo
def test_what_the_store_refuses_goes_to_the_outbox_and_the_rest_is_stored(mongo_uri: str, outbox: Outbox) -> None:
    async def work() -> None:
        with MongoStore(mongo_uri) as store:
            writer = Writer(store, outbox)
            await writer.put(article(0), outcome(0))
            await writer.put(article(1, 17_000_000), outcome(1))
            await writer.put(article(2), outcome(2))
            await writer.close()
            assert writer.store_down is None
            assert store.counts().visits == {"stored": 2}
            assert everywhere(store, outbox) == addresses(3)

    run(work())
    assert [each.why for each in outbox.entries()] == ["it is larger than the 16 MB that MongoDB can hold"]


@pytest.mark.mongo
@pytest.mark.parametrize("how", ["kill", "stop"])
def test_a_server_that_goes_and_comes_back_in_the_middle(mongod: MongodServer, outbox: Outbox, how: str) -> None:
    saved: list[str] = []

    async def work() -> None:
        with MongoStore(mongod.uri("news"), patience=60) as store:
            writer = Writer(store, outbox, lambda each, _: saved.append(each.url), pace=Pace(batch=20, queue=40))
            for number in range(600):
                if number == 200:
                    await asyncio.to_thread(getattr(mongod, how))
                    back = asyncio.create_task(asyncio.to_thread(mongod.start))
                await writer.put(article(number), outcome(number))
            await writer.close()
            await back
            assert writer.store_down is None
            assert {each.url for each in store.find(Query())} == addresses(600)
            assert store.counts().visits == {"stored": 600}
            assert all(len(store.revisions(url)) == 1 for url in sorted(addresses(600))[::50])

    run(work())
    assert sorted(saved) == sorted(addresses(600))  # each was told once
    assert outbox.count() == 0


@pytest.mark.mongo
@pytest.mark.parametrize("how", ["kill", "pause"])
def test_a_server_that_stays_away_leaves_everything_in_the_outbox(
    mongod: MongodServer, outbox: Outbox, how: str
) -> None:
    async def work(store: MongoStore) -> None:
        writer = Writer(store, outbox, pace=Pace(batch=20, queue=40))
        for number in range(300):
            if number == 100:
                await asyncio.to_thread(getattr(mongod, how))
            await writer.put(article(number), outcome(number))
        await writer.close()
        assert isinstance(writer.store_down, RetryStore)
        assert "s3cret" not in str(writer.store_down)

    with MongoStore(mongod.uri("news"), patience=0.5) as store:
        started = time.monotonic()
        run(work(store))
        assert time.monotonic() - started < 30  # the others do not each wait anew
        mongod.start() if how == "kill" else mongod.resume()
    with MongoStore(mongod.uri("news"), patience=30) as store:
        assert everywhere(store, outbox) == addresses(300)
        outbox.replay(store)
        assert outbox.count() == 0
        assert store.counts().articles == 300
        assert store.counts().visits == {"stored": 300}
        assert all(len(store.history(url)) == 1 for url in sorted(addresses(300))[::30])


@pytest.mark.slow
@pytest.mark.mongo
def test_a_store_that_was_away_for_a_while_gets_its_articles_in_the_end(mongod: MongodServer, outbox: Outbox) -> None:
    async def work() -> None:
        with MongoStore(mongod.uri("news"), patience=3) as store:
            writer = Writer(store, outbox, pace=Pace(batch=10, retryAfter=0))
            await asyncio.to_thread(mongod.stop)
            for number in range(10):
                await writer.put(article(number), outcome(number))
            await until(lambda: writer.store_down is not None)
            await asyncio.to_thread(mongod.start)
            for number in range(10, 20):
                await writer.put(article(number), outcome(number))
            await writer.close()
            assert writer.store_down is None
            assert store.counts().articles == 20

    run(work())
    assert outbox.count() == 0
