"""Laws of the schedule, whatever is known of a listing and whatever its site file says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from newsbot.schedule import CEILING, FLOOR, learnt_interval, next_look
from newsbot.sites.model import Schedule
from newsbot.store.base import Outcome, Visit, VisitState
from newsbot.store.habits import HALF_LIFE, after_look
from newsbot.store.visits import settled

URL = "https://www.example.com/feed"
MINUTE = timedelta(minutes=1)
MOMENTS = st.integers(0, 3 * 365 * 86_400).map(lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(0, seconds))
SPANS = st.timedeltas(timedelta(0), timedelta(days=400))
ZONES = st.sampled_from(["Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"])
CLOCK = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda pair: f"{pair[0]:02}:{pair[1]:02}")
QUIET = st.tuples(CLOCK, CLOCK).filter(lambda pair: pair[0] != pair[1]).map("-".join)
EVERY = st.none() | st.integers(60, 30 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@st.composite
def listings(draw: st.DrawFn) -> Visit:
    """What is known of a listing that was asked for, however it went."""
    last = draw(MOMENTS)
    first, new = last - draw(SPANS), draw(st.none() | SPANS.map(lambda ago: last - ago))
    number = st.floats(0, 1e6)
    return Visit(
        key="k",
        url=URL,
        site="e",
        state=VisitState.LISTING,
        firstSeen=first,
        lastVisit=last,
        lastNew=new,
        news=draw(number),
        watched=draw(st.floats(0, 50)),
        attempts=draw(st.integers(0, 2000)),
    )


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    values = {"every": draw(EVERY), "quiet": draw(st.none() | QUIET), "timezone": draw(st.none() | ZONES)}
    return Schedule(**{name: value for name, value in values.items() if value is not None})


@given(listings(), schedules())
def test_the_next_look_comes_after_the_last_within_bounds_and_not_in_quiet_hours(
    visit: Visit, schedule: Schedule
) -> None:
    due = next_look(visit, schedule)
    assert due is not None
    assert visit.lastVisit is not None
    wait = due - visit.lastVisit
    least = max(schedule.every or FLOOR, FLOOR)
    assert wait >= least
    assert not schedule.is_quiet(due)
    # A quiet span is shorter than a day; where the clock is put back in it, an hour longer.
    assert wait <= max(CEILING, least) + (timedelta(hours=25) if schedule.quiet else timedelta())


@given(listings(), st.floats(0, 1e6), st.booleans())
def test_more_that_is_new_never_makes_the_interval_longer(visit: Visit, more: float, just_now: bool) -> None:
    facts = {
        name: getattr(visit, name) for name in ("key", "url", "site", "state", "firstSeen", "lastVisit", "watched")
    }
    livelier = Visit(**facts, news=visit.news + more, lastNew=visit.lastVisit if just_now else visit.lastNew)
    assert learnt_interval(livelier) <= learnt_interval(visit)


@given(listings())
def test_failures_never_make_it_sooner(visit: Visit) -> None:
    facts = {name: getattr(visit, name) for name in Visit.__dataclass_fields__}
    waits = [next_look(Visit(**{**facts, "attempts": failures}), Schedule()) for failures in range(30)]
    assert all(one is not None and two is not None and one <= two for one, two in pairwise(waits))


@given(st.lists(st.tuples(st.just(0.0) | st.floats(1e-7, 10_000), st.integers(0, 1000)), max_size=30))
def test_evidence_stays_bounded_and_counts_what_came(looks: list[tuple[float, int]]) -> None:
    news = watched = 0.0
    for hours, found in looks:
        before = news
        news, watched = after_look(news, watched, hours, found)
        assert 0 <= news <= before + found + 1e-9
        assert 0 <= watched <= HALF_LIFE / 0.693


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 40)), min_size=1, max_size=20), st.data())
def test_what_is_learnt_does_not_hang_on_how_often_it_is_sent(
    looks: list[tuple[int, int]], data: st.DataObject
) -> None:
    start, outcomes = datetime(2026, 11, 22, tzinfo=UTC), []
    for minutes, found in looks:
        start += minutes * MINUTE
        outcomes.append(Outcome(url=URL, site="e", run="r", at=start, state=VisitState.LISTING, status=200, news=found))
    once = twice = None
    for place, outcome in enumerate(outcomes):
        once = settled(once, outcome)
        twice = settled(twice, outcome)
        for _ in range(data.draw(st.integers(0, 2))):
            again = outcomes[data.draw(st.integers(0, place))]
            twice = settled(twice, again)
    assert once == twice


# ── cron ────────────────────────────────────────────────────────────────────────────────────────────────────────────

FIELDS = (range(60), range(24), range(1, 32), range(1, 13), range(7))


@st.composite
def fields(draw: st.DrawFn, values: range) -> tuple[str, set[int]]:
    """One field of a cron expression, and the values that it means."""
    kind = draw(st.sampled_from(["*", "*/n", "list", "a-b"]))
    if kind == "*":
        return "*", set(values)
    if kind == "*/n":
        step = draw(st.integers(1, len(values)))
        return f"*/{step}", set(values[::step])
    some = sorted(draw(st.sets(st.sampled_from(values), min_size=1, max_size=3)))
    if kind == "list":
        return ",".join(map(str, some)), set(some)
    return f"{some[0]}-{some[-1]}", set(range(some[0], some[-1] + 1))


@st.composite
def crons(draw: st.DrawFn) -> tuple[str, list[set[int]]]:
    drawn = [draw(fields(values)) for values in FIELDS]
    return " ".join(text for text, _ in drawn), [meant for _, meant in drawn]


def is_meant(at: datetime, cron: str, meant: list[set[int]]) -> bool:
    """As the manual of cron has it: two days that are both restricted are alternatives."""
    minutes, hours, days, months, weekdays = meant
    if at.minute not in minutes or at.hour not in hours or at.month not in months:
        return False
    _, _, day, _, weekday = cron.split()
    found = (at.day in days, at.isoweekday() % 7 in weekdays)
    return all(found) if day.startswith("*") or weekday.startswith("*") else any(found)


@given(crons(), MOMENTS)
def test_cron_is_what_a_look_at_every_minute_finds(pair: tuple[str, list[set[int]]], last: datetime) -> None:
    cron, meant = pair
    visit = Visit(key="k", url=URL, site="e", state=VisitState.LISTING, firstSeen=last, lastVisit=last)
    earliest = last + FLOOR
    minute = earliest.replace(second=0, microsecond=0)
    minute += MINUTE if minute < earliest else timedelta()
    scanned = next((at for n in range(3000) if is_meant(at := minute + n * MINUTE, cron, meant)), None)
    assume(scanned is not None)
    assert next_look(visit, Schedule(cron=cron)) == scanned


@given(MOMENTS, ZONES, st.integers(0, 23).map("{:02}:00-12:30".format))
def test_cron_keeps_the_time_of_the_place_and_its_quiet_hours(last: datetime, zone: str, quiet: str) -> None:
    schedule = Schedule(cron="*/20 * * * *", timezone=zone, quiet=quiet)
    visit = Visit(key="k", url=URL, site="e", state=VisitState.LISTING, firstSeen=last, lastVisit=last)
    due = next_look(visit, schedule)
    assert due is not None
    assert due >= last + FLOOR
    assert due.astimezone(ZoneInfo(zone)).minute % 20 == 0
    assert not schedule.is_quiet(due)


@given(MOMENTS, ZONES)
def test_a_daily_cron_comes_once_a_day_over_changes_of_the_clock(after: datetime, zone: str) -> None:
    days = [
        at.astimezone(ZoneInfo(zone)) for at in islice(Schedule(cron="30 2 * * *", timezone=zone).moments(after), 400)
    ]
    assert all((two.date() - one.date()).days == 1 for one, two in pairwise(days))
    assert all(at.time().replace(tzinfo=None) == days[0].time() for at in days if at.hour == 2)
