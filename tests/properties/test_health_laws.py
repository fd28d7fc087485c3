"""Laws of health, whatever the history."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsbot.baseline import Point, blocks, judge_level, judge_share, spread, wilson_low
from newsbot.health import Severity, Wanted, examine
from newsbot.sites.model import Expect
from newsbot.store.days import FIELDS, Day
from tests.newsbot.histories import LAST, NOW, by_chance, day

SHARES = st.floats(0, 1)
HISTORIES = st.builds(
    lambda seed, length: by_chance(random.Random(seed), length), st.integers(0, 10_000), st.integers(0, 60)
)


@st.composite
def anything(draw: st.DrawFn) -> list[Day]:
    """Days that no healthy site has, with gaps, in which all is counted as it may be."""
    made = []
    for number in draw(st.lists(st.integers(0, 60), unique=True, max_size=45)):
        articles = draw(st.integers(0, 300))
        part = st.integers(0, articles)
        looks = draw(st.integers(0, 50))
        whole = day(number, articles)
        made.append(
            replace(
                whole,
                cut=draw(part),
                missing={name: draw(part) for name in FIELDS[:3]},
                sessions={"own_login_confirmed": draw(part)},
                words=draw(st.none() | st.floats(0, 5000)),
                age=draw(st.none() | st.floats(0, 400)),
                looks=looks,
                looked=whole.looked if looks else None,
                failedLooks=draw(st.integers(0, looks)),
                visits={"failed": draw(st.integers(0, 50)), "stored": articles},
            )
        )
    return made


EXPECT = Expect.model_validate(
    {"articlesPerDay": {"min": 10}, "filled": {"headline": 1.0}, "teaserShare": {"max": 0.5}}
)


@given(articles=st.integers(1, 500), length=st.integers(0, 80), cut=SHARES, missing=SHARES, own=SHARES, failed=SHARES)
def test_a_constant_history_has_no_findings(
    articles: int, length: int, cut: float, missing: float, own: float, failed: float
) -> None:
    days = [
        replace(
            day(number, articles),
            cut=round(cut * articles),
            missing=dict.fromkeys(FIELDS, round(missing * articles)),
            sessions={"own_login_confirmed": round(own * articles)},
            visits={"failed": round(failed * 100), "stored": 100},
            failedLooks=round(failed * 48),
        )
        for number in range(length)
    ]
    assert [each for each in examine(days, NOW) if each.severity is not Severity.NOTE] == []


@given(days=anything(), order=st.randoms(use_true_random=False))
def test_the_order_of_days_does_not_matter(days: list[Day], order: random.Random) -> None:
    found = examine(days, NOW, Wanted(expect=EXPECT, login=True))
    order.shuffle(days)
    assert examine(days, NOW, Wanted(expect=EXPECT, login=True)) == found


@given(days=anything())
def test_findings_are_told_once_the_worst_first_with_their_days(days: list[Day]) -> None:
    found = examine(days, NOW, Wanted(expect=EXPECT, login=True))
    assert len({each.what for each in found}) == len(found)
    worst = list(Severity)
    assert [each.severity for each in found] == sorted((each.severity for each in found), key=worst.index)
    dates = {each.date for each in days}
    for each in found:
        if each.severity is not Severity.NOTE:
            assert each.since in dates
            assert each.until in dates
            assert each.since <= each.until <= LAST


@given(days=anything())
def test_days_to_come_tell_nothing(days: list[Day]) -> None:
    ahead = [replace(each, date=each.date + timedelta(days=100)) for each in days]
    assert examine([*days, *ahead], NOW) == examine(days, NOW)


@given(days=HISTORIES, weeks=st.integers(1, 50))
def test_weeks_later_all_is_the_same_but_for_the_dates(days: list[Day], weeks: int) -> None:
    later = timedelta(weeks=weeks)
    moved = [replace(each, date=each.date + later, looked=each.looked and each.looked + later) for each in days]
    found = [
        replace(each, since=each.since and each.since - later, until=each.until and each.until - later)
        for each in examine(moved, NOW + later)
    ]
    assert found == examine(days, NOW)


@given(days=HISTORIES, factor=st.integers(2, 64))
def test_texts_of_another_length_are_judged_alike(days: list[Day], factor: int) -> None:
    longer = [replace(each, words=each.words and each.words * factor) for each in days]
    one, other = ([each.since for each in examine(of, NOW) if each.what == "words"] for of in (days, longer))
    assert one == other


@given(days=HISTORIES, factor=st.integers(2, 20))
def test_a_break_is_not_hidden_by_more_evidence(days: list[Day], factor: int) -> None:
    """What is off for so many articles is off for several times as many."""
    points = [Point(each.date, each.missing.get("authors", 0), each.articles) for each in days]
    broken = [replace(each, value=each.weight) if each.day >= LAST - timedelta(days=2) else each for each in points]
    more = [Point(each.day, each.value * factor, each.weight * factor) for each in broken]
    # Where days are judged alone already, they stay the same groups.
    if all(each.weight >= 10 or each.weight == 0 for each in broken) and judge_share(broken, LAST).off:
        assert judge_share(more, LAST).off


@given(of=st.integers(1, 10_000), share=SHARES)
def test_the_bound_of_a_share_is_below_it_and_comes_nearer(of: int, share: float) -> None:
    count = round(share * of)
    assert 0 <= wilson_low(count, of) <= count / of + 1e-12
    assert wilson_low(count, of) <= wilson_low(count * 4, of * 4) + 1e-12


@given(st.lists(st.floats(-1e6, 1e6), min_size=1), st.floats(-1e6, 1e6))
def test_a_spread_is_never_negative_and_moves_nothing(values: list[float], by: float) -> None:
    assert spread(values) >= 0
    assert spread([values[0]] * 3) == 0


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 20)), unique_by=lambda pair: pair[0]), st.floats(1, 100))
def test_blocks_are_heavy_enough_short_and_in_order(pairs: list[tuple[int, int]], least: float) -> None:
    points = [Point(LAST - timedelta(days=number), 0, weight) for number, weight in pairs]
    found = blocks(points, least)
    together = [point for block in found for point in block]
    assert len(set(together)) == len(together)
    assert [each.day for each in together] == sorted((each.day for each in together), reverse=True)
    for block in found:
        assert sum(each.weight for each in block) >= least
        assert block[0].day - block[-1].day < timedelta(days=7)


@given(st.lists(st.tuples(st.floats(0, 1e6), st.integers(0, 1000)), max_size=60))
def test_levels_can_be_anything(measured: list[tuple[float, int]]) -> None:
    points = [Point(LAST - timedelta(days=number), *each) for number, each in enumerate(measured)]
    judge_level(points, LAST, factor=1.5, falls=True)
