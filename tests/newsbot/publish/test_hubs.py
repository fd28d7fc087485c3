"""WebSub hubs: told of what came in, at most once a minute, over real HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.publish.hubs import PAUSE, Hubs, Told, topics
from newsbot.store.base import Store
from newsbot.store.opening import open_store
from tests.newsbot.publish.api.serving import article, fill
from tests.newsbot.publish.webhooks.posts import office
from tests.receiver import Got, Receiver, receiving

BASE = "https://news.example.org/"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path}/news.db") as opened:
        fill(opened)
        yield opened


def looks(store: Store, tmp_path: Path, hubs: Sequence[str], *moments: float) -> None:
    made = office(store, tmp_path)
    made.book.close()
    told = Hubs(store, made.config, hubs, BASE)

    async def go() -> None:
        for number, moment in enumerate(moments):
            if number:
                store.save([article(f"later{number}", 100 + number, site="post")])
            await told.look(moment)

    asyncio.run(go())


def feeds(got: Got) -> list[str]:
    asked = parse_qs(got.body.decode())
    assert asked["hub.mode"] == ["publish"]
    return [each.removeprefix(BASE) for each in asked["hub.url"]]


def test_a_hub_is_told_which_feeds_changed(store: Store, tmp_path: Path, receiver: Receiver) -> None:
    looks(store, tmp_path, [receiver.url], 0, 10, 59, 60, 61)
    first, second = receiver.got
    assert feeds(first)[::3] == ["feeds/articles.atom", "feeds/sites/post.atom", "feeds/sites/times.atom"]
    assert feeds(second)[::3] == ["feeds/articles.atom", "feeds/sites/post.atom"]
    assert first.headers["content-type"] == "application/x-www-form-urlencoded"


def test_a_hub_that_fails_is_told_later_and_keeps_no_other_back(
    store: Store, tmp_path: Path, receiver: Receiver
) -> None:
    receiver.reply = lambda got, before: 500 if "bad" in got.path else 202
    looks(store, tmp_path, [receiver.url + "/bad", receiver.url], 0, 60, 119, 120, 359, 360)
    paths = [got.path for got in receiver.got]
    assert paths.count("/hook/bad") == 3, "after two minutes, then four"
    assert paths.count("/hook") == 4
    assert set(feeds([got for got in receiver.got if "bad" in got.path][-1])) >= {"feeds/sites/times.rss"}


def test_hubs_inside_are_not_told(store: Store, tmp_path: Path, receiver: Receiver) -> None:
    made = office(store, tmp_path, allow=())
    made.book.close()
    asyncio.run(Hubs(store, made.config, [receiver.url], BASE).look(0))
    assert receiver.got == []


def test_where_nothing_happened_nobody_is_told(tmp_path: Path, receiver: Receiver) -> None:
    with open_store(f"sqlite:///{tmp_path}/empty.db") as empty:
        looks(empty, tmp_path, [receiver.url], 0)
    assert receiver.got == []


def test_names_of_sites_are_quoted() -> None:
    assert topics("http://e.org", ["a b/ç"])[3] == "http://e.org/feeds/sites/a%20b%2F%C3%A7.atom"


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 500), st.booleans()), max_size=60))
def test_never_more_than_one_ping_a_minute_and_nothing_forgotten(steps: list[tuple[int, float, bool]]) -> None:
    told, last, now = Told(), 0, 0.0
    pings: list[float] = []
    for more, seconds, taken in steps:
        last, now = last + more, now + seconds
        if told.is_due(last, now):
            pings.append(now)
            told = told.after(last, now, taken=taken)
    assert all(later - one >= PAUSE for one, later in pairwise(pings))
    assert told.number == last or told.is_due(last, now + 2 * 3600)
