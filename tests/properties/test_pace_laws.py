"""Laws of the pace, whatever happens to a host."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.pace import (
    BREAKS_AFTER,
    CEILING,
    GOOD_ANSWERS,
    LONGEST_HOLD,
    LONGEST_REST,
    Pace,
    answered,
    asked,
    failed,
    is_broken,
    is_to_be_tried,
    wait,
)

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SECONDS = st.floats(0, 1e6)
CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda pair: f"{pair[0]:02}{pair[1]:02}")
ASKS = st.builds(
    lambda own, crawl, rate, hours: Pace(own=own, crawlDelay=crawl, rate=rate, rateFrom=hours[0], rateUntil=hours[1]),
    SECONDS,
    st.none() | SECONDS,
    st.none() | SECONDS,
    st.just(("", "")) | st.tuples(CLOCK, CLOCK),
)
STATUSES = st.sampled_from([200, 304, 403, 404, 429, 500, 503, 520])
SPANS = st.timedeltas(timedelta(), timedelta(days=400))
#: What happens, and how long after what happened before: an answer, or None for a failure of the network.
EVENTS = st.lists(st.tuples(st.none() | STATUSES, st.none() | SPANS, SPANS), max_size=40)


def lived(pace: Pace, events: list[tuple[int | None, timedelta | None, timedelta]]) -> tuple[Pace, datetime]:
    at = NOW
    for status, retry_after, after in events:
        at += after
        pace = asked(pace, at)
        pace = failed(pace, "refused", at) if status is None else answered(pace, status, retry_after, at)
    return pace, at


@given(ASKS, EVENTS, SPANS)
def test_nobody_is_ever_asked_faster_than_wanted(asks: Pace, events: list, after: timedelta) -> None:
    pace, at = lived(asks, events)
    assert pace.delay(at + after) >= asks.base(at + after)
    assert pace.delay(at + after) <= max(CEILING, asks.base(at + after))
    if events:
        assert wait(pace, at).total_seconds() >= asks.base(at) - 1e-5


@given(ASKS, EVENTS, st.timedeltas(timedelta(days=-999), timedelta(days=999)))
def test_waits_have_bounds(asks: Pace, events: list, after: timedelta) -> None:
    pace, at = lived(asks, events)
    most = max(LONGEST_HOLD, LONGEST_REST, timedelta(seconds=pace.delay(at + after)))
    assert timedelta() <= wait(pace, at + after) <= most


@given(ASKS, EVENTS)
def test_good_answers_bring_every_host_back(asks: Pace, events: list) -> None:
    pace, at = lived(asks, events)
    for _ in range(GOOD_ANSWERS * pace.slow + 1):
        at += max(wait(pace, at), timedelta(seconds=1))
        pace = answered(pace, 200, None, at)
    assert pace.delay(at) == asks.base(at)
    assert (pace.slow, pace.failures, pace.notBefore, pace.brokenUntil) == (0, 0, None, None)


@given(ASKS, EVENTS)
def test_a_host_is_broken_to_be_tried_or_neither(asks: Pace, events: list) -> None:
    pace, at = lived(asks, events)
    assert not (is_broken(pace, at) and is_to_be_tried(pace, at))
    if pace.brokenUntil:
        assert pace.failures >= BREAKS_AFTER
        assert is_to_be_tried(pace, pace.brokenUntil)
        assert not is_broken(pace, pace.brokenUntil)


@given(ASKS, EVENTS)
def test_plain_data_is_the_same_pace(asks: Pace, events: list) -> None:
    pace, _ = lived(asks, events)
    assert Pace.of(json.loads(json.dumps(pace.as_dict()))) == pace


@given(ASKS, EVENTS, EVENTS)
def test_a_restart_changes_nothing(asks: Pace, before: list, after: list) -> None:
    pace, _ = lived(asks, before)
    assert lived(Pace.of(pace.as_dict()), after) == lived(pace, after)


@given(st.dictionaries(st.sampled_from([*Pace.__dataclass_fields__, "other"]), st.none() | st.integers() | st.text()))
def test_any_data_is_a_pace(data: dict) -> None:
    pace = Pace.of(data)
    assert wait(pace, NOW) >= timedelta()
    assert Pace.of(pace.as_dict()) == pace
