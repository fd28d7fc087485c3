"""What is due: at once, after half the time an address is known for, never."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsbot.schedule import is_due_listing, learnt_interval, next_look, why_then
from newsbot.sites.model import Schedule
from newsbot.store.base import Outcome, Visit, VisitState
from newsbot.store.due import LEAST_WAIT, is_due, next_due
from newsbot.store.visits import settled

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


@pytest.mark.parametrize("state", [VisitState.NOT_ARTICLE, VisitState.DUPLICATE, VisitState.LISTING])
def test_never_again(state: VisitState) -> None:
    assert not is_due(visit(state, NOW, NOW), NOW + timedelta(days=1000))


def test_what_is_not_found_may_come_back_but_not_soon_and_not_for_ever() -> None:
    gone = visit(VisitState.GONE, NOW, NOW)
    assert next_due(gone) == NOW + timedelta(days=1)
    assert next_due(visit(VisitState.GONE, NOW - timedelta(days=10), NOW)) == NOW + timedelta(days=5)
    assert next_due(visit(VisitState.GONE, NOW - timedelta(days=91), NOW)) is None
    assert next_due(replace(gone, status=410)) is None


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


def test_what_is_old_is_not_asked_for_again() -> None:
    assert next_due(visit(VisitState.STORED, NOW - timedelta(days=90), NOW)) is not None
    assert next_due(visit(VisitState.STORED, NOW - timedelta(days=91), NOW)) is None
    assert next_due(visit(VisitState.FOUND, NOW - timedelta(days=91), NOW)) is not None


def test_a_cron_job_leaves_what_it_has_just_looked_at() -> None:
    stored = visit(VisitState.STORED, NOW, NOW + timedelta(seconds=20))
    assert not is_due(stored, NOW + 5 * MINUTE, LEAST_WAIT)
    assert is_due(stored, NOW + 11 * MINUTE, LEAST_WAIT)


def test_an_article_is_asked_for_about_twenty_times_in_its_life() -> None:
    now, looks = NOW + 10 * MINUTE, 0
    seen = visit(VisitState.STORED, NOW, NOW)
    while (due := next_due(seen)) is not None:
        now, looks = max(due, seen.lastVisit + LEAST_WAIT), looks + 1
        seen = visit(VisitState.UNCHANGED, NOW, now)
    assert 20 <= looks <= 26


# ── listings ──


def feed(**facts: Any) -> Visit:
    known = {"firstSeen": NOW - timedelta(hours=1), "lastVisit": NOW, **facts}
    return Visit(key="k", url="https://e.example/feed", site="e", state=VisitState.LISTING, **known)


def test_a_feed_that_nobody_has_asked_for_is_due_at_once() -> None:
    assert next_look(feed(lastVisit=None), Schedule()) is None


def test_one_article_an_hour_is_a_look_every_24_minutes_and_four_times_as_many_are_two() -> None:
    assert learnt_interval(feed(news=34.4, watched=33.7, lastNew=NOW)) == 24 * MINUTE
    assert learnt_interval(feed(news=138.5, watched=33.7, lastNew=NOW)) == 12 * MINUTE


def test_a_silent_feed_is_asked_ever_more_rarely_and_a_lively_one_never_all_the_time() -> None:
    silent = [feed(watched=34.0, firstSeen=NOW - timedelta(days=days)) for days in (1, 10, 40)]
    assert [learnt_interval(each) for each in silent][1:] == [timedelta(hours=12), timedelta(hours=24)]
    assert learnt_interval(silent[0]) < timedelta(hours=6)
    assert learnt_interval(feed(news=1e6, watched=34.0, lastNew=NOW)) == timedelta(minutes=2)


def test_a_new_habit_is_followed_within_days() -> None:
    """From one article a day to four an hour, and back."""

    def after(known: Visit, days: int, an_hour: float) -> Visit:
        start = known.lastVisit
        owed = 0.0
        while known.lastVisit < start + timedelta(days=days):
            due = next_look(known, Schedule())
            owed += an_hour * (due - known.lastVisit).total_seconds() / 3600
            look = Outcome(
                url=known.url, site="e", run="r", at=due, state=VisitState.LISTING, status=200, news=int(owed)
            )
            owed -= int(owed)
            known = settled(known, look)
        return known

    rare = after(feed(), 10, 1 / 24)
    lively = after(rare, 2, 4)
    rare_again = after(lively, 4, 1 / 24)
    assert learnt_interval(rare) > timedelta(minutes=90)
    assert learnt_interval(lively) < timedelta(minutes=15)
    assert learnt_interval(rare_again) > timedelta(minutes=45)


def test_the_site_file_has_the_last_word() -> None:
    lively = feed(news=1e6, watched=34.0, lastNew=NOW)
    assert next_look(lively, Schedule(every=timedelta(hours=3))) == NOW + timedelta(hours=3)
    assert next_look(lively, Schedule(every=timedelta(days=3))) == NOW + timedelta(days=3)
    assert next_look(lively, Schedule(quiet="11:30-13:00")) == NOW + timedelta(hours=1)
    assert next_look(lively, Schedule(quiet="12:30-14:00", timezone="Europe/Vienna")) == NOW + timedelta(hours=1)
    assert next_look(lively, Schedule(cron="17 * * * *")) == NOW + 17 * MINUTE
    assert next_look(lively, Schedule(cron="17 15 * * *", timezone="Europe/Vienna")) == NOW + 137 * MINUTE


def test_failures_of_a_feed_wait_longer_and_longer_up_to_a_day() -> None:
    waits = [next_look(feed(news=1e6, watched=34.0, lastNew=NOW, attempts=n), Schedule()) - NOW for n in range(20)]
    assert waits[:4] == [2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 16 * MINUTE]
    assert waits[-1] == timedelta(days=1)


@pytest.mark.parametrize(
    ("cron", "after", "expected"),
    [
        # In Vienna the clock goes from 2 to 3 on 29 March 2026: what falls into the missing hour comes after it.
        ("30 2 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        ("30 5 * * *", datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 3, 30, tzinfo=UTC)),
        # And from 3 to 2 on 25 October: what falls into the hour that comes twice happens once.
        ("30 2 * * *", datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("30 2 * * *", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 26, 1, 30, tzinfo=UTC)),
        # What comes every few minutes goes on doing so.
        ("*/30 * * * *", datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ],
)
def test_cron_over_changes_of_the_clock(cron: str, after: datetime, expected: datetime) -> None:
    assert next(Schedule(cron=cron, timezone="Europe/Vienna").moments(after)) == expected


def test_the_reasons_are_told() -> None:
    told = why_then(feed(news=34.4, watched=33.7, lastNew=NOW, attempts=2), Schedule(every="1h", quiet="01:00-02:00"))
    assert told == (
        "about 24.0 new addresses a day are expected on it; the last new one 2026-11-01 12:00 UTC: a look every 24 "
        "minutes; at least 60 minutes lie between two looks (every); the last 2 looks failed; nothing is asked for "
        "01:00-02:00 UTC (quiet)"
    )
    assert "cron '5 * * * *' (Europe/Vienna)" in why_then(feed(), Schedule(cron="5 * * * *", timezone="Europe/Vienna"))
