"""Tallies: every page counted once."""

from __future__ import annotations

from newsbot.article import Access, Delivered
from newsbot.store.base import Saved, VisitState
from newsbot.tally import SiteTally, totals


def test_totals_add_up() -> None:
    one, two = SiteTally(), SiteTally()
    one.count_saved(Saved.NEW, Access(delivered=Delivered.FULL))
    one.count_saved(Saved.NEW, Access(delivered=Delivered.PARTIAL_TEASER))
    one.count_saved(Saved.SAME, Access(delivered=Delivered.PARTIAL_TEASER))
    one.count_ended(VisitState.UNCHANGED, "304", "u")
    two.count_saved(Saved.CHANGED, Access(delivered=Delivered.FULL_WITH_NOTICE))
    two.count_ended(VisitState.DUPLICATE, "other", "u")
    two.count_ended(VisitState.GONE, "404", "u")
    two.count_ended(VisitState.FAILED, "no answer in time", "https://e.example/x")
    result = totals({"one": one, "two": two})
    assert result.as_dict() == {
        "sites": 2,
        "fetched": 7,
        "new": 2,
        "changed": 1,
        "same": 2,
        "teasers": 1,
        "dropped": 2,
        "failed": 1,
    }
    assert result.fetched == result.new + result.changed + result.same + result.dropped
    assert two.troubles == {"404": 1, "no answer in time": 1}
    assert two.examples["no answer in time"] == "https://e.example/x"


def test_a_site_failed_when_nothing_answered() -> None:
    dead, thin, empty = SiteTally(), SiteTally(), SiteTally()
    dead.count_trouble("no answer in time", "https://dead.example/")
    thin.listings = 1
    thin.count_trouble("no answer in time", "https://thin.example/a")
    assert dead.failed
    assert not thin.failed
    assert not empty.failed


def test_overrides_that_found_nothing_on_any_page_are_idle() -> None:
    tally = SiteTally()
    assert tally.idle == []
    tally.count_read(["selectors.headline", "selectors.remove #1"])
    tally.count_read(["selectors.remove #1"])
    assert tally.idle == ["selectors.remove #1"]
    assert (tally.tried, tally.missed["selectors.headline"]) == (2, 1)
    tally.count_read([])
    assert tally.idle == []


def test_no_sites() -> None:
    assert totals({}).fetched == 0
