"""A round: how many requests may be under way, and when it is worth looking again."""

from __future__ import annotations

import asyncio

from newsbot.crawl.rounds import ROOM, Round
from newsbot.sites.model import Politeness, Site

SITE = Site(name="Courier", url="https://courier.example/")


def test_few_pages_are_asked_for_at_the_same_time() -> None:
    round_ = Round(SITE)
    assert round_.room == ROOM
    round_.began(ROOM + 1)
    assert round_.room == 0
    round_.ended()
    round_.ended()
    assert round_.room == 1


def test_a_site_that_allows_many_at_once_gets_as_many() -> None:
    allows = SITE.model_copy(update={"politeness": Politeness(concurrency=8)})
    assert Round(allows).room == 16


def test_listings_take_no_room_from_pages() -> None:
    round_ = Round(SITE)
    round_.reading = {f"listing {number}" for number in range(9)}
    round_.began(9)
    assert round_.room == ROOM


def test_a_listing_that_was_read_may_have_named_something_new() -> None:
    round_ = Round(SITE, reading={"a", "b"})
    round_.read("a")
    assert (round_.reading, round_.listed) == ({"b"}, 1)


def test_what_ends_more_often_than_it_began_does_not_make_room_for_more() -> None:
    round_ = Round(SITE)
    round_.ended()
    assert round_.under_way == 0


def test_a_change_wakes_who_waits() -> None:
    async def wait() -> None:
        round_ = Round(SITE)
        round_.began()
        waiting = asyncio.create_task(round_.change())
        await asyncio.sleep(0)
        assert not waiting.done()
        round_.ended()
        await asyncio.wait_for(waiting, 5)

    asyncio.run(wait())
