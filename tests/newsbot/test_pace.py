"""The pace of a host: how it slows, recovers, breaks off and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.pace import (
    BREAKS_AFTER,
    CEILING,
    FIRST_REST,
    GOOD_ANSWERS,
    LONGEST_HOLD,
    LONGEST_REST,
    Pace,
    answered,
    asked,
    failed,
    is_broken,
    is_to_be_tried,
    rest,
    retry_after,
    wait,
    why_wait,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
REFUSED = "the host refuses the connection"
WELL = Pace()


def dead(pace: Pace = WELL, at: datetime = NOW) -> Pace:
    for _ in range(BREAKS_AFTER):
        pace = failed(pace, REFUSED, at)
    return pace


def test_a_host_that_nobody_knows_may_be_asked_at_once() -> None:
    assert wait(Pace(), NOW) == timedelta()
    assert Pace().calm
    assert Pace().delay(NOW) == 0


def test_the_slowest_of_all_that_is_asked_for_holds() -> None:
    assert Pace(own=2, crawlDelay=5, rate=3).delay(NOW) == 5
    assert Pace(own=2, crawlDelay=1, rate=60).delay(NOW) == 60
    assert Pace(own=9, crawlDelay=1, rate=3).delay(NOW) == 9


@pytest.mark.parametrize(
    ("start", "end", "holds"),
    [
        ("0600", "1200", True),
        ("0600", "1159", False),
        ("2200", "1300", True),
        ("2200", "0600", False),
        ("", "", True),
    ],
)
def test_a_request_rate_holds_in_its_hours_only(start: str, end: str, holds: bool) -> None:
    pace = Pace(own=1, rate=30, rateFrom=start, rateUntil=end)
    assert pace.delay(NOW) == (30 if holds else 1)


def test_the_next_request_waits_for_the_delay_since_the_last() -> None:
    pace = asked(Pace(crawlDelay=10), NOW)
    assert wait(pace, NOW + 3 * SECOND) == 7 * SECOND
    assert wait(pace, NOW + 30 * SECOND) == timedelta()


def test_a_long_delay_is_no_trouble_of_the_host() -> None:
    pace = asked(Pace(crawlDelay=300), NOW)
    assert wait(pace, NOW + 10 * SECOND) == 290 * SECOND
    assert rest(pace, NOW + 10 * SECOND) == timedelta()


def test_a_clock_that_was_set_back_makes_nobody_wait_for_ever() -> None:
    later = NOW + timedelta(days=400)
    assert wait(asked(Pace(crawlDelay=10), later), NOW) == 10 * SECOND
    assert wait(Pace(notBefore=later), NOW) == LONGEST_HOLD
    assert wait(Pace(brokenUntil=later), NOW) == LONGEST_REST


def test_a_busy_host_is_held_for_as_long_as_it_asks_and_slowed() -> None:
    pace = answered(Pace(crawlDelay=2), 429, 30 * SECOND, NOW)
    assert wait(pace, NOW) == 30 * SECOND
    assert pace.delay(NOW) == 4
    assert not pace.calm
    assert not is_broken(pace, NOW)


def test_a_busy_host_that_says_no_time_is_held_longer_each_time() -> None:
    pace, at, waits = Pace(own=1), NOW, []
    for _ in range(4):
        pace = answered(pace, 503, None, at)
        waits.append(wait(pace, at).total_seconds())
        at += wait(pace, at)
    assert waits == [2, 4, 8, 16]


def test_several_busy_answers_to_what_was_under_way_count_once() -> None:
    pace = answered(Pace(own=1), 429, 30 * SECOND, NOW)
    pace = answered(pace, 429, 45 * SECOND, NOW + SECOND)
    pace = answered(pace, 429, 5 * SECOND, NOW + 2 * SECOND)
    assert pace.slow == 1
    assert pace.notBefore == NOW + 46 * SECOND


def test_nobody_is_slowed_for_ever_and_what_is_slow_anyway_stays() -> None:
    pace, slow, at = Pace(), Pace(crawlDelay=300), NOW
    for _ in range(50):
        at += timedelta(hours=1)
        pace, slow = answered(pace, 503, SECOND, at), answered(slow, 503, SECOND, at)
    assert pace.delay(at) == CEILING
    assert slow.delay(at) == 300


def test_a_retry_after_of_a_year_is_asked_about_after_a_day() -> None:
    assert wait(answered(Pace(), 503, timedelta(days=365), NOW), NOW) == LONGEST_HOLD


def test_good_answers_bring_it_back_step_by_step() -> None:
    at = NOW
    pace = answered(answered(Pace(own=1), 429, SECOND, at), 429, SECOND, at + 2 * SECOND)
    at += timedelta(minutes=1)
    delays = []
    for _ in range(2 * GOOD_ANSWERS + 1):
        delays.append(pace.delay(at))
        pace = answered(pace, 200, None, at)
    assert delays == [4] * GOOD_ANSWERS + [2] * GOOD_ANSWERS + [1]
    assert pace.calm


def test_a_good_answer_that_was_under_way_does_not_end_the_hold() -> None:
    pace = answered(answered(Pace(), 429, 30 * SECOND, NOW), 200, None, NOW + SECOND)
    assert wait(pace, NOW + SECOND) == 29 * SECOND


@pytest.mark.parametrize("status", [200, 304, 301, 401, 403, 404, 410, 451])
def test_what_a_page_answers_is_no_failure_of_its_host(status: int) -> None:
    pace = Pace()
    for _ in range(99):
        pace = answered(pace, status, None, NOW)
    assert pace == Pace()


@pytest.mark.parametrize("status", [500, 502, 504, 520, 521, 522, 524])
def test_failures_in_a_row_break_off(status: int) -> None:
    pace = Pace()
    for _ in range(BREAKS_AFTER):
        assert not is_broken(pace, NOW)
        pace = answered(pace, status, None, NOW)
    assert is_broken(pace, NOW)
    assert wait(pace, NOW) == FIRST_REST
    assert str(status) in why_wait(pace, NOW)
    assert "12:01 UTC" in why_wait(pace, NOW)


def test_an_answer_between_failures_starts_the_count_anew() -> None:
    pace = Pace()
    for number in range(100):
        pace = answered(pace, 200, None, NOW) if number % BREAKS_AFTER == 0 else failed(pace, REFUSED, NOW)
        assert not is_broken(pace, NOW)


def test_a_host_that_only_ever_says_busy_is_left_alone_too() -> None:
    pace, at = Pace(), NOW
    for _ in range(BREAKS_AFTER):
        pace = answered(pace, 429, None, at)
        at += wait(pace, at)
    assert pace.rests == 1


def test_each_try_that_fails_doubles_the_rest() -> None:
    pace, at, rests = dead(), NOW, []
    for _ in range(12):
        assert is_broken(pace, at)
        rests.append(wait(pace, at))
        at += wait(pace, at)
        assert is_to_be_tried(pace, at)
        assert not is_broken(pace, at)
        pace = failed(pace, REFUSED, at)
    minutes = [rest.total_seconds() / 60 for rest in rests]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


def test_what_was_under_way_does_not_double_the_rest() -> None:
    pace = failed(failed(dead(), REFUSED, NOW + SECOND), REFUSED, NOW + 2 * SECOND)
    assert (pace.brokenUntil, pace.rests) == (NOW + FIRST_REST, 1)


def test_the_first_answer_brings_it_back() -> None:
    later = NOW + FIRST_REST
    pace = answered(dead(), 404, None, later)
    assert pace.calm
    assert wait(pace, later) == timedelta()
    assert dead(pace, later).brokenUntil == later + FIRST_REST


def test_plain_data() -> None:
    pace = replace(dead(Pace(own=1.5, crawlDelay=3)), lastAsked=NOW, rateFrom="0600", rateUntil="0900", rate=2.0)
    assert Pace.of(pace.as_dict()) == pace
    assert Pace().as_dict() == {}
    assert Pace.of({}) == Pace()


def test_plain_data_of_another_version() -> None:
    odd = {
        "own": "fast",
        "slow": -3,
        "failures": True,
        "notBefore": "soon",
        "brokenUntil": None,
        "humour": 5,
        "rate": 1e999,
    }
    assert Pace.of(odd) == Pace()
    assert Pace.of({"notBefore": "2026-11-01T12:00:00"}).notBefore == NOW
    assert Pace.of({"lastAsked": NOW}).lastAsked == NOW


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta()),
        ("Sun, 01 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Sun, 01 Nov 2026 11:00:00 GMT", timedelta()),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after(value: str | None, expected: timedelta | None) -> None:
    assert retry_after(value, NOW) == expected


def test_absurd_numbers_are_bounded() -> None:
    assert retry_after("9" * 50, NOW) == timedelta(seconds=10**7)
