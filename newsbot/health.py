"""Health: what broke on a site, since when, by its own history and by what its owner expects. Pure.

What is measured of each day: articles, their access, missing fields, length, age, as whom they were read; how visits
and looks at listings ended; whether there were any. `newsbot.baseline` tells what is usual. A day without looks has no
number of articles; it is not zero. Nor has a day that is not over: from one day's last look to the next day's it takes
a day, or nearly so, until a number is one of a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from newsbot.article import Session
from newsbot.baseline import LEAST_DAYS, RECENT, Off, Point, judge_count, judge_level, judge_share
from newsbot.sites.model import Expect
from newsbot.store.base import VisitState
from newsbot.store.days import FIELDS, Day, Example, Flaw, Shows

#: How many days are looked at, if nobody says otherwise: two weeks, and four to hold them against.
HISTORY = 42
#: A day's number counts once nearly a day has passed since the last look of the day before.
_ALMOST = 0.9
#: Of shares: from here on most of it is broken, and not just odd.
_BROKEN_SHARE = 0.5
_BROKEN_DROP = 0.25
#: A text that is so much shorter or longer than usual; an age that is so much higher.
_LENGTH, _AGE = 1.5, 3.0
_BROKEN_LENGTH = 0.6
#: Hours that are no delay worth telling.
_SOON = 2.0
#: Gaps between two days with looks that are needed, to know what is usual; and the days that are always waited.
_GAPS, _PATIENCE = 5, 1.5
#: A floor is judged on so many articles of the last week, or all if there were fewer.
_FLOOR_ARTICLES, _FLOOR_DAYS = 20, timedelta(days=7)
#: From this share on a site counts as one that is read signed in.
_SIGNED_IN = 0.05
#: A site that gave nothing on so many days that it was asked on gives nothing at all.
_NOTHING_DAYS = 3


class Severity(StrEnum):
    """How bad a finding is, the worst first."""

    LOST = "lost"  #: a login
    BROKEN = "broken"
    ODD = "odd"  #: not as usual: look at it when there is time
    NOTE = "note"


#: What makes `newsbot health` end with an exit code.
BAD = frozenset({Severity.LOST, Severity.BROKEN})


class Unit(StrEnum):
    """What the numbers of a finding are."""

    SHARE = "share"  #: 0 to 1
    A_DAY = "a day"
    WORDS = "words"
    HOURS = "hours"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it was, or as it should be."""

    what: str  #: articles, teasers, a field's name behind "missing ", words, age, looks, login, crawl, history …
    severity: Severity
    why: str  #: in words, with the numbers
    since: date | None = None  #: the first day of it, as far back as was looked
    until: date | None = None  #: the last day that showed it
    now: float | None = None
    usual: float | None = None  #: or the floor, or ceiling, of the site file
    unit: Unit | None = None
    flaw: Flaw | None = None  #: what an example is to show
    example: Example | None = None
    cure: str = ""  #: the next step; `{site}` and `{url}` (of the example) are to be filled in


NOTHING_EXPECTED = Expect()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is known of a site beside its days."""

    expect: Expect = NOTHING_EXPECTED
    login: bool = False  #: its file tells how to sign in
    refused: str = ""  #: why crawls do not sign in to it any more, if they do not
    refusedOn: date | None = None


NOTHING_KNOWN = Wanted()


@dataclass(frozen=True, slots=True)
class _Share:
    """A share that is bad if it is high."""

    what: str
    told: str  #: "{} of {} articles are cut"
    count: Callable[[Day], tuple[int, int]]
    flaw: Flaw
    cure: str
    least: int = 5


_LOOK_AT = "newsbot why {url}"
_TRY = "newsbot sites check {site} --page {url}"


def _missing(name: str) -> _Share:
    def count(day: Day) -> tuple[int, int]:
        return day.missing.get(name, 0), day.articles

    return _Share(f"missing {name}", f"{{}} of {{}} articles have no {name}", count, Flaw(Shows.MISSING, name), _TRY)


def _ended(what: str, told: str, *states: VisitState) -> _Share:
    def count(day: Day) -> tuple[int, int]:
        return sum(day.visits.get(state, 0) for state in states), day.pages

    return _Share(what, told, count, Flaw(Shows.ENDED, states[0]), _LOOK_AT)


_CUT = _Share("teasers", "{} of {} articles are cut", lambda day: (day.cut, day.articles), Flaw(Shows.CUT), _LOOK_AT)
_FIELDS = {name: _missing(name) for name in FIELDS}
_SHARES = (
    _Share(
        "looks",
        "{} of {} looks at its feeds, sitemaps and sections failed",
        lambda day: (day.failedLooks, day.looks),
        Flaw(Shows.FAILED_LOOK),
        _LOOK_AT,
        least=2,
    ),
    _ended("failed", "{} of {} visits of pages failed", VisitState.FAILED),
    _ended("blocked", "{} of {} pages were blocked: a sign-in page, a bot check, a wall", VisitState.BLOCKED),
    _ended("gone", "{} of {} pages were gone", VisitState.GONE),
    _ended("not-article", "{} of {} pages were no articles", VisitState.NOT_ARTICLE),
    _ended("robots", "robots.txt asks not to fetch {} of {} pages", VisitState.ROBOTS),
    _ended("refused", "{} of {} addresses were refused", VisitState.REFUSED),
    _CUT,
    *_FIELDS.values(),
)


def examine(days: Iterable[Day], now: datetime, wanted: Wanted = NOTHING_KNOWN) -> list[Finding]:
    """What is wrong with a site, the worst first, by its days in any order.

    A finding of severity `NOTE` says that there is too little history to tell.
    """
    known = sorted((day for day in days if day.date <= now.astimezone(UTC).date()), key=lambda day: day.date)
    today = now.astimezone(UTC).date()
    found = [
        *_login(known, today, wanted),
        *_stopped(known, now),
        *_floors(known, wanted.expect, today),
        *_articles(known, today),
        *(finding for share in _SHARES for finding in _shares(known, today, share)),
        *_lengths(known, today),
        *_ages(known, today),
    ]
    worst = list(Severity)
    first: dict[str, Finding] = {}
    for finding in found:  # of the same thing a floor, which comes first, says more than the usual
        first.setdefault(finding.what, finding)
    return sorted(first.values(), key=lambda each: (worst.index(each.severity), each.since or today, each.what))


# ── shares ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _points(days: Sequence[Day], count: Callable[[Day], tuple[int, int]]) -> list[Point]:
    return [Point(day.date, *count(day)) for day in days]


def _shares(days: Sequence[Day], today: date, share: _Share) -> list[Finding]:
    off = judge_share(_points(days, share.count), today, least=share.least).off
    if off is None:
        return []
    broken = off.now >= max(_BROKEN_SHARE, off.usual + (1 - off.usual) * 0.3)
    return [_share_finding(share, off, Severity.BROKEN if broken else Severity.ODD, f"usually {off.usual:.0%}")]


def _share_finding(share: _Share, off: Off, severity: Severity, against: str) -> Finding:
    count = round(sum(each.value for each in off.points))
    why = f"{share.told.format(count, round(off.weight))} ({off.now:.0%}), {against}"
    return _finding(share.what, severity, why, off, Unit.SHARE, share.flaw, share.cure)


def _finding(what: str, severity: Severity, why: str, off: Off, unit: Unit, flaw: Flaw, cure: str) -> Finding:
    return Finding(
        what=what,
        severity=severity,
        why=why,
        since=off.since,
        until=off.until,
        now=off.now,
        usual=off.usual,
        unit=unit,
        flaw=flaw,
        cure=cure,
    )


# ── articles a day ──────────────────────────────────────────────────────────────────────────────────────────────────


def counted(days: Sequence[Day]) -> list[Point]:
    """The days that are over and have a number of articles, with the days that went by until each was complete."""
    looked = [(day, day.looked) for day in days if day.looked is not None]
    return [
        Point(day.date, day.articles, passed)
        for (_, before), (day, last) in pairwise(looked)
        if (passed := (last - before) / timedelta(days=1)) >= _ALMOST
    ]


def _articles(days: Sequence[Day], today: date) -> list[Finding]:
    points = counted(days)
    looked = [day for day in days if day.looks]
    if len(looked) >= _NOTHING_DAYS and not any(day.articles + day.backlog for day in days):
        why = f"it was looked at on {len(looked)} days and gave no article"
        nothing = Off(looked[0].date, looked[-1].date, 0.0, 0.0, ())
        return [_finding("articles", Severity.BROKEN, why, nothing, Unit.A_DAY, Flaw(Shows.LOOK), _LOOK_AT)]
    verdict = judge_count(points, today)
    if not verdict.known:
        why = f"too little history: {len(points)} days with a number of articles; {LEAST_DAYS} are needed"
        return [Finding(what="history", severity=Severity.NOTE, why=why, now=len(points), unit=Unit.DAYS)]
    off = verdict.off
    if off is None:
        return []
    lasting = (off.until - off.since) >= timedelta(days=1)
    severity = Severity.BROKEN if lasting or off.now <= _BROKEN_DROP * off.usual else Severity.ODD
    why = f"{_number(off.now)} articles a day, usually {_number(off.usual)}"
    return [_finding("articles", severity, why, off, Unit.A_DAY, Flaw(Shows.LOOK), _LOOK_AT)]


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 10 or value == round(value) else f"{value:.1f}"  # noqa: PLR2004


def _stopped(days: Sequence[Day], now: datetime) -> list[Finding]:
    """Whether nobody has looked for longer than usual."""
    looked = [day.looked for day in days if day.looked is not None]
    gaps = sorted((after - before) / timedelta(days=1) for before, after in pairwise(looked))
    if len(gaps) < _GAPS:
        return []
    usual, silent = median(gaps), (now - looked[-1]) / timedelta(days=1)
    if silent <= max(_PATIENCE, 2 * usual, 1.25 * gaps[-2]):
        return []
    often = f"every {_number(usual)} days" if usual >= 1.5 else "every day"  # noqa: PLR2004 - nearer to one than to two
    why = f"nothing was asked of it for {_number(silent)} days, usually it is {often}"
    off = Off(looked[-1].date(), looked[-1].date(), silent, usual, ())
    cure = "newsbot crawl {site} --due; then look at the job that does it regularly"
    return [_finding("crawl", Severity.BROKEN, why, off, Unit.DAYS, Flaw(Shows.LOOK), cure)]


# ── levels ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lengths(days: Sequence[Day], today: date) -> list[Finding]:
    points = [Point(day.date, day.words or 0.0, day.texts) for day in days]
    off = judge_level(points, today, factor=_LENGTH, falls=True).off
    if off is None:
        return []
    severity = Severity.BROKEN if off.now <= _BROKEN_LENGTH * off.usual else Severity.ODD
    why = f"complete texts have {off.now:.0f} words (median), usually {off.usual:.0f}"
    return [_finding("words", severity, why, off, Unit.WORDS, Flaw(Shows.WHOLE), _TRY)]


def _ages(days: Sequence[Day], today: date) -> list[Finding]:
    # A quarter of an hour more, so that next to nothing is no level of its own.
    points = [Point(day.date, (day.age or 0.0) + 0.25, day.dated) for day in days if day.age is not None]
    off = judge_level(points, today, factor=_AGE, falls=False).off
    if off is None or off.now - off.usual < _SOON:
        return []
    why = f"articles are {_number(off.now)} hours old when they are found (median), usually {_number(off.usual)}"
    return [_finding("age", Severity.ODD, why, off, Unit.HOURS, Flaw(Shows.WHOLE), _LOOK_AT)]


# ── logins ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _not_own(day: Day) -> tuple[int, int]:
    return day.articles - day.sessions.get(Session.OWN_LOGIN_CONFIRMED, 0), day.articles


_OWN = _Share(
    "login",
    "{} of {} articles were not read signed in",
    _not_own,
    Flaw(Shows.NOT_OWN),
    "newsbot sessions check {site}; if it is over: newsbot login {site}",
    least=3,
)


def _login(days: Sequence[Day], today: date, wanted: Wanted) -> list[Finding]:
    """A login that is lost is the worst of all: what comes from then on is not what its owner pays for."""
    points = _points(days, _not_own)
    articles, not_own = sum(each.weight for each in points), sum(each.value for each in points)
    ever = articles > 0 and 1 - not_own / articles >= _SIGNED_IN
    if wanted.refused:
        day, cure = wanted.refusedOn, "newsbot login {site}"
        return [Finding(what="login", severity=Severity.LOST, why=wanted.refused, since=day, until=day, cure=cure)]
    if not ever:
        if not wanted.login or articles < _OWN.least:
            return []
        since, until = points[0].day, points[-1].day
        off = Off(since, until, 1.0, 1.0, tuple(points))
        odd = _share_finding(_OWN, off, Severity.ODD, "though its site file tells how to sign in")
        return [replace(odd, usual=None, cure="newsbot login {site}")]
    off_or_none = judge_share(points, today, least=_OWN.least, group=5, groups=1).off
    if off_or_none is None:
        return []
    return [_share_finding(_OWN, off_or_none, Severity.LOST, f"usually {off_or_none.usual:.0%}")]


# ── floors of the site file ─────────────────────────────────────────────────────────────────────────────────────────


def _floors(days: Sequence[Day], expect: Expect, today: date) -> list[Finding]:
    """What is below what the site file expects, whatever was usual."""
    found = [_few(days, expect.articlesPerDay.min, today)] if expect.articlesPerDay else []
    found += [_above(_FIELDS[name], days, 1 - floor, today) for name, floor in expect.filled.floors.items()]
    if expect.teaserShare:
        found.append(_above(_CUT, days, expect.teaserShare.max, today))
    return [finding for finding in found if finding is not None]


def _few(days: Sequence[Day], least: int, today: date) -> Finding | None:
    below: list[Point] = []
    for point in reversed(counted(days)):
        if point.value / max(point.weight, 1.0) >= least or (not below and _is_past(point.day, today)):
            break
        below.append(point)
    if not below:
        return None
    newest = below[0]
    off = Off(below[-1].day, newest.day, newest.value / max(newest.weight, 1.0), least, (newest,))
    why = f"{_number(off.now)} articles a day; its site file expects {least} at least"
    return _finding("articles", Severity.BROKEN, why, off, Unit.A_DAY, Flaw(Shows.LOOK), _LOOK_AT)


def _is_past(day: date, today: date) -> bool:
    return today - day >= timedelta(days=RECENT[0])


def _above(share: _Share, days: Sequence[Day], most: float, today: date) -> Finding | None:
    """A ceiling that is broken; on the last days together, and then as far back as each day breaks it alone."""
    points = [each for each in _points(days, share.count) if each.weight > 0][::-1]
    newest: list[Point] = []
    for point in points:
        if newest and (
            newest[0].day - point.day >= _FLOOR_DAYS or sum(each.weight for each in newest) >= _FLOOR_ARTICLES
        ):
            break
        newest.append(point)
    if not newest or _is_past(newest[0].day, today):
        return None
    now = sum(each.value for each in newest) / sum(each.weight for each in newest)
    slack = 1e-9  # 1 - 0.98 is not quite 0.02
    if now <= most + slack:
        return None
    breaking = [each.day for each in newest if each.value > (most + slack) * each.weight]
    since = min(breaking)
    for point in points[len(newest) :]:
        if point.value <= (most + slack) * point.weight:
            break
        since = point.day
    off = Off(since, newest[0].day, now, most, tuple(newest))
    return _share_finding(share, off, Severity.BROKEN, f"its site file allows {most:.0%}")
