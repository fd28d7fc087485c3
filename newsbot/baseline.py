"""Baseline: what is usual for a site by its own history, and which days are off it. Pure.

All of it is robust: medians, and the median of what lies beside them, so that a few strange days of the past change
nothing. A share of few articles is judged by the bounds of Wilson, a count as a Poisson number would be, at least, and
where a site's history varies more, by that. A day that is like others of its weekday is not off.

The last two weeks are held against what was before them; of a young site fewer days, so that enough is left before. So
what broke is told of for a month or so, then it is what is usual.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median, median_low

#: So many of the last days are held against those before: the first of these with which enough is left to hold them to.
RECENT = (14, 7, 3, 1)
#: Errors of a normal distribution: one in 700 is larger than the first to one side, one in 4300 than the second.
_SURE, _SURER = 3.0, 3.5
#: Days that are judged together, where one alone tells too little.
_WEEK, _MONTH = timedelta(days=7), timedelta(days=28)
#: A share is judged on so many at least; what is usual rests on so many groups of so many.
_GROUP, _GROUPS = 10, 4
#: By how much a share has to be above what is usual.
_MARGIN = 0.1
#: Days are as those of other weeks if in so many of these they were as far off, or nearly so.
_SEEN_BEFORE, _NEARLY = 2, 0.8
#: A median is judged on so many articles; what is usual rests on so many groups of these.
_TEXTS, _LEVELS = 15, 5
#: How much the logarithm of a length or an age differs from article to article, at least.
_LEAST_SPREAD = 0.7
#: Days of history that a number a day needs.
LEAST_DAYS = 14
#: From so many a day on each weekday has its own.
_MANY = 5.0
#: So many articles must be expected before their absence means something; and so much less is a drop.
_EXPECTED, _DROP = 10.0, 0.6


@dataclass(frozen=True, slots=True)
class Point:
    """What was measured on a day: of shares, how many of how many; of levels, the median of how many.

    Of counts, the number of a day and the days that went by until it was complete.
    """

    day: date
    value: float
    weight: float


@dataclass(frozen=True, slots=True)
class Off:
    """The last days are off: since when, and what is measured now and usually."""

    since: date
    until: date  #: the last day that shows it
    now: float
    usual: float
    points: tuple[Point, ...]  #: the days of `now`

    @property
    def weight(self) -> float:
        """On how many `now` rests."""
        return sum(each.weight for each in self.points)


Block = list[Point]
#: A change that one day does not prove may be proved by several: groups of so many times the least size are tried.
_SCALES = (1, 4, 16)
Judge = Callable[[Block], bool]


def spread(values: Sequence[float]) -> float:
    """How far values lie from their median: of a normal distribution, its standard deviation."""
    middle = median(values)
    return 1.4826 * median(abs(each - middle) for each in values)


def wilson_low(count: float, of: float, z: float = _SURE) -> float:
    """The least share that may really be there where `count` of `of` were seen."""
    share = count / of
    middle = share + z * z / (2 * of)
    return max((middle - z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))) / (1 + z * z / of), 0.0)


def blocks(points: Iterable[Point], least: float, longest: timedelta = _WEEK) -> list[Block]:
    """Days together that weigh enough to be judged, the newest first; those that do not in `longest` are left out."""
    made: list[Block] = []
    block: Block = []
    for point in sorted(points, key=lambda each: each.day, reverse=True):
        if block and block[0].day - point.day >= longest:
            block = []
        block.append(point)
        if sum(each.weight for each in block) >= least:
            made.append(block)
            block = []
    return made


def _split(points: Sequence[Point], today: date, recent: int) -> list[Point]:
    """The days that the last ones are held against."""
    return [each for each in points if each.day <= today - timedelta(days=recent)]


def _run(found: Sequence[Block], is_off: Judge, today: date) -> list[Block]:
    """The unbroken run of blocks that are off, from the newest back; none where that is as usual, or long ago."""
    run: list[Block] = []
    for block in found:
        if not run and today - block[0].day >= timedelta(days=RECENT[0]):
            break
        if not is_off(block):
            break
        run.append(block)
    return run


def _off(run: Sequence[Block], now: float, usual: float) -> Off | None:
    if not run:
        return None
    showing = [each.day for each in run[-1] if each.value] or [run[-1][-1].day]
    return Off(since=min(showing), until=run[0][0].day, now=now, usual=usual, points=tuple(run[0]))


# ── shares ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the last days are off; `known` is False where too little history says so."""

    known: bool
    off: Off | None = None


_TOO_LITTLE = Verdict(known=False)


def _share(block: Iterable[Point]) -> float:
    block = list(block)
    return sum(each.value for each in block) / sum(each.weight for each in block)


def judge_share(
    points: Sequence[Point], today: date, *, least: float = 5, group: float = _GROUP, groups: int = _GROUPS
) -> Verdict:
    """Whether a share has risen. `least`: on how many it is judged; the usual rests on `groups` of `group`."""
    points = [each for each in points if each.weight > 0]
    return _first_off(_share_of(points, today, least * scale, (max(group, least * scale), groups)) for scale in _SCALES)


def _share_of(points: Sequence[Point], today: date, least: float, enough: tuple[float, int]) -> Verdict:
    for recent in RECENT:
        before = _split(points, today, recent)
        shares = [_share(each) for each in blocks(before, enough[0], _MONTH)]
        if len(shares) >= enough[1]:
            break
    else:
        return _TOO_LITTLE
    usual = median(shares)
    limit = usual + max(_MARGIN, _SURE * spread(shares))

    def is_off(block: Block) -> bool:
        count, of = sum(each.value for each in block), sum(each.weight for each in block)
        if wilson_low(count, of) <= limit:
            return False
        alike = _weeks_before(block, before, least / 2)
        return sum(_share(each) >= count / of - _MARGIN for each in alike) < _SEEN_BEFORE

    run = _run(blocks(points, least), is_off, today)
    return Verdict(known=True, off=_off(run, _share(run[0]), usual) if run else None)


def _first_off(verdicts: Iterable[Verdict]) -> Verdict:
    """Of the verdicts on ever larger groups of days the first that finds something."""
    known = False
    for verdict in verdicts:
        if verdict.off:
            return verdict
        known = known or verdict.known
    return Verdict(known=known)


def _weeks_before(block: Block, before: Iterable[Point], least: float) -> list[Block]:
    """The same weekdays of each week before, where they weigh enough to be compared with."""
    known = {each.day: each for each in before}
    made = []
    for weeks in range(1, (block[0].day - min(known, default=block[0].day)) // _WEEK + 1):
        days = [known[day] for each in block if (day := each.day - weeks * _WEEK) in known]
        if sum(each.weight for each in days) >= least:
            made.append(days)
    return made


# ── levels ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _level(block: Iterable[Point]) -> float:
    """The logarithm of what a block measured."""
    block = list(block)
    return sum(math.log(each.value) * each.weight for each in block) / sum(each.weight for each in block)


def judge_level(points: Sequence[Point], today: date, *, factor: float, falls: bool) -> Verdict:
    """Whether a positive number (words, hours) is higher by a factor than usual; with `falls`, or lower by it."""
    points = [each for each in points if each.weight > 0 and each.value > 0]
    return _first_off(_level_of(points, today, _TEXTS * scale, factor if falls else -factor) for scale in _SCALES)


def _level_of(points: Sequence[Point], today: date, least: float, factor: float) -> Verdict:
    """The same of groups of one size; of a negative factor only what is higher counts."""
    for recent in RECENT:
        before = _split(points, today, recent)
        groups = blocks(before, least, _MONTH)
        if len(groups) >= _LEVELS:
            break
    else:
        return _TOO_LITTLE
    levels = [_level(each) for each in groups]
    usual, varies = median(levels), spread(levels)
    typical = median(sum(each.weight for each in group) for group in groups)

    def is_off(block: Block) -> bool:
        away = _level(block) - usual
        # The median of few articles varies more than that of many.
        weight = sum(each.weight for each in block)
        error = max(varies * math.sqrt(max(1.0, typical / weight)), _LEAST_SPREAD / math.sqrt(weight))
        if abs(away) <= max(_SURER * error, math.log(abs(factor))) or (away < 0 and factor < 0):
            return False
        alike = _weeks_before(block, before, least / 2)
        return sum((_level(each) - usual) / away > _NEARLY for each in alike) < _SEEN_BEFORE

    run = _run(blocks(points, least), is_off, today)
    return Verdict(known=True, off=_off(run, math.exp(_level(run[0])), math.exp(usual)) if run else None)


# ── counts ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Rates:
    """How many a day are usual."""

    by_weekday: dict[int, float]
    rests_on: int  #: days, for each of these
    varies: float  #: of square roots: 1 where counts are Poisson numbers

    def expect(self, point: Point) -> Point | None:
        """The same day, with its number expected instead of how long it took. None: nothing is known of its weekday."""
        usual = self.by_weekday.get(point.day.weekday())
        return None if usual is None else replace(point, weight=usual * min(point.weight, 1.0))


def _root(number: float) -> float:
    """Of a Poisson number, a number whose deviation is 1."""
    return 2 * math.sqrt(number + 0.375)


def rates(before: Sequence[Point]) -> Rates | None:
    """What is usual by these days (`Point.weight` is the days that a number took); None where they are too few."""
    if len(before) < LEAST_DAYS:
        return None
    each_day = [(each.day.weekday(), each.value / each.weight) for each in before]
    middle = median(rate for _, rate in each_day)
    if middle >= _MANY:
        found = {day: [rate for other, rate in each_day if other == day] for day in range(7)}
        enough = {day: values for day, values in found.items() if len(values) >= _SEEN_BEFORE}
        usual = {day: median_low(values) for day, values in enough.items()}
        rests_on = min((len(values) for values in enough.values()), default=1)
    else:  # of small numbers the median tells little; a day that brought a week's articles must not tell all
        most = max(3 * middle, _MANY)
        usual = dict.fromkeys(range(7), sum(min(rate, most) for _, rate in each_day) / len(each_day))
        rests_on = len(each_day)
    return Rates(usual, rests_on, max(1.0, _variation(before)))


def _variation(points: Sequence[Point]) -> float:
    """How much square roots of a day's number differ by chance: from week to week, so that no trend adds to it."""
    roots = {each.day: _root(each.value / each.weight) for each in points}
    steps = [root - roots[before] for day, root in roots.items() if (before := day - _WEEK) in roots]
    return spread(steps) / math.sqrt(2) if len(steps) >= _WEEK.days else spread(list(roots.values()))


def judge_count(points: Sequence[Point], today: date) -> Verdict:
    """Whether fewer come a day than usual."""
    for recent in RECENT:
        usual = rates(_split(points, today, recent))
        if usual is not None:
            break
    else:
        return _TOO_LITTLE
    bound = -_SURER * usual.varies * math.sqrt(1 + math.pi / 2 / usual.rests_on)

    def is_off(block: Block) -> bool:
        count, expected = sum(each.value for each in block), sum(each.weight for each in block)
        return count <= _DROP * expected and _root(count) - _root(expected) < bound

    expected = [each for each in map(usual.expect, points) if each is not None]
    runs = (_run(blocks(expected, _EXPECTED * scale, _MONTH), is_off, today) for scale in _SCALES)
    run = next(filter(None, runs), None)
    if run is None:
        return Verdict(known=True)
    newest = run[0]
    days = len(newest)
    off = Off(
        since=_first_less(run[-1]),
        until=newest[0].day,
        now=sum(each.value for each in newest) / days,
        usual=sum(each.weight for each in newest) / days,
        points=tuple(newest),
    )
    return Verdict(known=True, off=off)


def _first_less(block: Block) -> date:
    """The first day of a block from which on less came than expected."""
    days = sorted(block, key=lambda each: each.day)
    while len(days) > 1 and days[0].value > _DROP * days[0].weight:
        days.pop(0)
    return days[0].day
