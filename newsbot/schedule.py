"""When a listing is due: pure functions of what is known of its visits, and of what the site file asks for.

Articles have a rule of their own, which the store knows as well: `newsbot.store.due`.

Listings (feeds, sitemaps, sections): the more new articles an hour, the sooner, by the square root of their number.
That is the division of a number of requests among listings at which the articles of all of them are youngest when they
are found: with n articles an hour and t hours between two looks, n·t/2 hours of age are paid with 1/t requests.
`benchmarks/freshness.py` shows what it costs, and what else was tried.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from newsbot.sites.model import Schedule
from newsbot.store.base import Visit

#: No listing is asked more often than this, and each at least as often as that.
FLOOR = timedelta(minutes=2)
CEILING = timedelta(hours=24)
#: Hours between two looks at a listing that brings one new article an hour. More: fewer requests, older articles.
HOURS_AT_ONE_AN_HOUR = 0.4
#: What is believed of a listing that nobody has watched yet: so many new articles in so many hours.
_PRIOR_NEWS, _PRIOR_HOURS = 0.3, 1.0
#: Where nothing new came for long, so many looks are made in a time as long as the silence.
_LOOKS_A_SILENCE = 20.0
#: An end for searching a moment of a cron expression that does not lie in the quiet hours.
_MOST_MOMENTS = 3000


def is_due_listing(last_visit: datetime | None, every: timedelta | None, now: datetime) -> bool:
    """Whether a listing may be asked for by a crawl that a person starts: `every` is the owner's word and holds."""
    return last_visit is None or every is None or now - last_visit >= every


# ── listings, by what is learnt of them ─────────────────────────────────────────────────────────────────────────────


def rate(news: float, watched: float) -> float:
    """New articles an hour, as expected after so many of them in so many hours (`newsbot.store.habits`).

    The mean of a Gamma distribution: what is believed beforehand counts as evidence of one hour.
    """
    return (_PRIOR_NEWS + news) / (_PRIOR_HOURS + watched)


def hours_between_looks(news: float, watched: float, silent: float) -> float:
    """Hours to the next look at a listing which has brought nothing new for `silent` hours; no bounds yet."""
    return max(HOURS_AT_ONE_AN_HOUR / math.sqrt(rate(news, watched)), silent / _LOOKS_A_SILENCE)


def learnt_interval(visit: Visit) -> timedelta:
    """The time between two looks at a listing as it is learnt from the looks before."""
    since = visit.lastNew or visit.firstSeen
    silent = (visit.lastVisit - since).total_seconds() / 3600 if visit.lastVisit and since else 0.0
    hours = hours_between_looks(visit.news, visit.watched, max(silent, 0.0))
    return min(max(timedelta(hours=hours), FLOOR), CEILING)


def next_look(visit: Visit, schedule: Schedule) -> datetime | None:
    """When a listing is due, looked at from its last visit; None for a listing that was never asked for: at once.

    It is after the last visit, by the site file's `every` at least, and never in its quiet hours. With `cron`, it is
    the first of its moments after that. Failures make it later, each twice as late as the one before.
    """
    if visit.lastVisit is None:
        return None
    least = max(schedule.every or FLOOR, FLOOR)
    interval = least if schedule.cron else max(learnt_interval(visit), least)
    if visit.attempts:
        interval = max(interval, min(FLOOR * 2 ** min(visit.attempts, 20), CEILING))
    earliest = visit.lastVisit + interval
    return _cron_moment(schedule, earliest) if schedule.cron else schedule.after_quiet(earliest)


def _cron_moment(schedule: Schedule, earliest: datetime) -> datetime:
    """The first moment of a cron expression that is not before `earliest`, nor in the quiet hours."""
    moments = schedule.moments(earliest - timedelta(microseconds=1))
    for _, moment in zip(range(_MOST_MOMENTS), moments, strict=False):
        if not schedule.is_quiet(moment):
            return moment
    return schedule.after_quiet(earliest)  # the site file is refused where all of them are quiet


def why_then(visit: Visit, schedule: Schedule) -> str:
    """In words, what `next_look` rests on."""
    reasons = []
    if schedule.cron:
        reasons.append(f"its site file says cron {schedule.cron!r} ({schedule.timezone or 'UTC'})")
    else:
        a_day = 24 * rate(visit.news, visit.watched)
        new = f"; the last new one {visit.lastNew.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if visit.lastNew else ""
        learnt = _words(learnt_interval(visit))
        reasons.append(f"about {a_day:.1f} new addresses a day are expected on it{new}: a look every {learnt}")
    if schedule.every:
        reasons.append(f"at least {_words(schedule.every)} lie between two looks (every)")
    if visit.attempts:
        failed = "the last look failed" if visit.attempts == 1 else f"the last {visit.attempts} looks failed"
        reasons.append(failed)
    if schedule.quiet:
        reasons.append(f"nothing is asked for {schedule.quiet} {schedule.timezone or 'UTC'} (quiet)")
    return "; ".join(reasons)


def _words(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    if minutes < 100:  # noqa: PLR2004 - what people still read as minutes
        return f"{minutes} minutes" if minutes != 1 else "minute"
    return f"{minutes / 60:.1f} hours"
