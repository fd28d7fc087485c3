"""What is due: at once, after half the time an address is known for, never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.schedule import is_due, is_due_listing, next_due
from newsbot.store.base import Visit, VisitState

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def visit(state: VisitState, first: datetime, last: datetime | None, attempts: int = 0) -> Visit:
    url = "https://e.example/a"
    return Visit(key="k", url=url, site="e", state=state, firstSeen=first, lastVisit=last, attempts=attempts)


def test_what_was_never_asked_for_is_due() -> None:
    assert is_due(visit(VisitState.FOUND, NOW, None), NOW)


def test_a_young_article_is_looked_at_sooner_than_an_old_one() -> None:
    young = visit(VisitState.STORED, NOW - 10 * MINUTE, NOW)
    old = visit(VisitState.STORED, NOW - timedelta(days=10), NOW)
    assert next_due(young) == NOW + 5 * MINUTE
    assert next_due(old) == NOW + timedelta(days=5)


def test_the_second_crawl_asks_again() -> None:
    stored = visit(VisitState.STORED, NOW, NOW + timedelta(seconds=20))
    assert is_due(stored, NOW + MINUTE)


@pytest.mark.parametrize("state", [VisitState.GONE, VisitState.NOT_ARTICLE, VisitState.DUPLICATE, VisitState.LISTING])
def test_never_again(state: VisitState) -> None:
    assert not is_due(visit(state, NOW, NOW), NOW + timedelta(days=1000))


def test_failures_wait_longer_and_longer() -> None:
    waits = [next_due(visit(VisitState.FAILED, NOW, NOW, attempts)) - NOW for attempts in range(1, 40)]
    assert waits[0] == timedelta()
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(days=7)


def test_listings_have_their_interval() -> None:
    assert is_due_listing(None, timedelta(hours=1), NOW)
    assert is_due_listing(NOW - MINUTE, None, NOW)
    assert not is_due_listing(NOW - MINUTE, timedelta(hours=1), NOW)
    assert is_due_listing(NOW - timedelta(hours=1), timedelta(hours=1), NOW)
