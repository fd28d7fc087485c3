"""Pace: how fast a host may be asked, and whether it may be asked at all just now. Pure; the clock is an argument.

A host that says that it is busy (429, 503) is left alone for as long as it asks, and from then on asked half as often;
each `GOOD_ANSWERS` good answers take one such step back, until the pace is again what robots.txt and the site file ask.
A host that fails again and again is not asked at all for a while that doubles: then one request tries it, and the first
answer ends that.

All moments are aware datetimes, all spans without a unit seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import Any, Self

#: What a busy host is asked at least to be slowed from, in seconds: twice no delay would be none.
FLOOR = 0.5
#: Busy hosts are not slowed beyond this many seconds between two requests; whoever wants more says so by Retry-After.
CEILING = 60.0
#: So many good answers in a row take back one step of slowness. A host that limits to some number a minute mostly
#: allows more than ten: ten answers at the slow pace show that it is one which it bears. Fewer, and a host that is
#: just at its limit would be pushed over it again and again.
GOOD_ANSWERS = 10
#: So many failures in a row, and a host is taken for dead. Three tries of one page are not enough for that.
BREAKS_AFTER = 5
#: For so long a dead host is not asked at first; each further time doubles it.
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=6)
#: A Retry-After of more than this is a slip of somebody's pen: after a day one request asks whether it still holds.
LONGEST_HOLD = timedelta(days=1)

BUSY = frozenset({429, 503})
_NOTHING = timedelta()
_MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is known of one host."""

    own: float = 0.0  #: seconds between two requests, as the site file or the settings have it
    crawlDelay: float | None = None  #: what robots.txt asks for by Crawl-delay, in seconds
    rate: float | None = None  #: what it asks for by Request-rate, in seconds between two requests
    rateFrom: str = ""  #: the time of the day (UTC, `hhmm`) from which `rate` holds; empty: always
    rateUntil: str = ""  #: until when, that minute included
    slow: int = 0  #: how often the time between two requests was doubled, and not yet taken back
    good: int = 0  #: good answers since the last step
    failures: int = 0  #: in a row
    rests: int = 0  #: how often the host was found dead, without an answer in between
    trouble: str = ""  #: the last failure in words
    notBefore: datetime | None = None  #: the host asked not to be asked before
    brokenUntil: datetime | None = None  #: the host is taken for dead; from then on one request may try it
    lastAsked: datetime | None = None

    def delay(self, at: datetime) -> float:
        """Seconds between two requests, by all that holds at this moment."""
        return _slowed(self.base(at), self.slow)

    def base(self, at: datetime) -> float:
        """The slowest of what robots.txt and the owner ask for at this moment, in seconds between two requests."""
        rate = self.rate if self.rate is not None and self._rate_holds(at) else 0.0
        return max(self.own, self.crawlDelay or 0.0, rate)

    def _rate_holds(self, at: datetime) -> bool:
        if not self.rateFrom or not self.rateUntil:
            return True
        now = at.astimezone(UTC).strftime("%H%M")
        if self.rateFrom <= self.rateUntil:
            return self.rateFrom <= now <= self.rateUntil
        return now >= self.rateFrom or now <= self.rateUntil

    @property
    def calm(self) -> bool:
        """Whether the host is well, and its pace the same at every moment: then nothing has to be looked at."""
        return not (self.slow or self.failures or self.rateFrom or self.notBefore or self.brokenUntil)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for a store: numbers, texts, None; moments in ISO 8601. What is as it always is, is left out."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        said = {name: value for name, value in values.items() if value != _DEFAULTS[name]}
        return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in said.items()}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """The pace of `as_dict`. What is missing, unknown or of another kind is as if nothing were known of it."""
        known = {name: _READ[name](data[name]) for name in _READ if name in data}
        return cls(**{name: value for name, value in known.items() if value is not None})


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """What a Retry-After header asks for, seconds or a date; None where it is missing or means nothing."""
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return timedelta(seconds=min(int(value[:20]), 10**7))
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, _NOTHING)


# ── what happens to a host ──────────────────────────────────────────────────────────────────────────────────────────


def asked(pace: Pace, at: datetime) -> Pace:
    """After a request was sent."""
    return replace(pace, lastAsked=at)


def answered(pace: Pace, status: int, retry_after: timedelta | None, at: datetime) -> Pace:
    """After an answer. Busy ones (429, 503) slow the host and hold it; other 5xx are failures; all others are good.

    `retry_after` is what the header of that name asks for; None where there is none.
    """
    if status in BUSY:
        return failed(_held(pace, retry_after, at), f"the server answered {status}", at)
    if status >= 500:  # noqa: PLR2004
        return failed(pace, f"the server answered {status}", at)
    return _went_well(pace, at)


def failed(pace: Pace, trouble: str, at: datetime) -> Pace:
    """After a failure of the host: no connection, no name, no answer in time. `trouble` says which, in words.

    What was under way while the host was found dead teaches nothing new.
    """
    now = replace(pace, failures=min(pace.failures + 1, _MOST), good=0, trouble=trouble)
    if now.failures < BREAKS_AFTER or is_broken(pace, at):
        return now
    alone = min(FIRST_REST * 2 ** min(pace.rests, 20), LONGEST_REST)
    return replace(now, rests=min(pace.rests + 1, _MOST), brokenUntil=at + alone)


def _held(pace: Pace, retry_after: timedelta | None, at: datetime) -> Pace:
    held = pace.notBefore is not None and at < pace.notBefore
    # Of several requests that were under way together, the first doubles the delay: it is one sign, not many.
    slow = pace.slow + 1 if not held and pace.delay(at) < CEILING else pace.slow
    hold = timedelta(seconds=_slowed(pace.base(at), slow)) if retry_after is None else retry_after
    until = at + min(max(hold, _NOTHING), LONGEST_HOLD)
    return replace(pace, slow=slow, notBefore=max(until, pace.notBefore or until))


def _went_well(pace: Pace, at: datetime) -> Pace:
    if pace.calm:
        return pace
    good = pace.good + 1 if pace.slow else 0
    faster = good >= GOOD_ANSWERS
    still = pace.notBefore if pace.notBefore is not None and at < pace.notBefore else None
    return replace(
        pace,
        slow=pace.slow - faster,
        good=0 if faster else good,
        failures=0,
        rests=0,
        trouble=pace.trouble if still else "",
        notBefore=still,
        brokenUntil=None,
    )


# ── what may be asked of it ─────────────────────────────────────────────────────────────────────────────────────────


def wait(pace: Pace, at: datetime) -> timedelta:
    """The time before the next request; never negative, and never longer than its reason can be on a right clock."""
    if pace.lastAsked is None:
        return rest(pace, at)
    delay = timedelta(seconds=pace.delay(at))
    return max(rest(pace, at), min(pace.lastAsked + delay - at, delay))


def rest(pace: Pace, at: datetime) -> timedelta:
    """For how long the host is to be left alone, be it that it asked for that or that it is taken for dead."""
    rests = [_NOTHING]
    if pace.notBefore is not None:
        rests.append(min(pace.notBefore - at, LONGEST_HOLD))
    if pace.brokenUntil is not None:
        rests.append(min(pace.brokenUntil - at, LONGEST_REST))
    return max(rests)


def is_broken(pace: Pace, at: datetime) -> bool:
    """Whether the host is taken for dead, and not to be asked at all."""
    return pace.brokenUntil is not None and at < pace.brokenUntil


def is_to_be_tried(pace: Pace, at: datetime) -> bool:
    """Whether the host was taken for dead, and one request at a time may find out whether it still is."""
    return pace.brokenUntil is not None and at >= pace.brokenUntil


def why_wait(pace: Pace, at: datetime) -> str:
    """In words, why nothing is asked of the host now, and until when."""
    until = at + rest(pace, at)
    when = f"nothing is asked of the host before {until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    if is_broken(pace, at):
        return f"{pace.trouble or 'no answer'} ({pace.failures} failures in a row: {when})"
    return f"{pace.trouble or 'the host asked for patience'} ({when})"


def _slowed(base: float, slow: int) -> float:
    return max(base, min(max(base, FLOOR) * 2 ** min(slow, 60), CEILING)) if slow else base


# ── plain data ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _seconds(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return min(float(value), 1e7) if is_number and isfinite(value) and value >= 0 else None  # type: ignore[arg-type, operator]


def _number(value: object) -> int | None:
    return min(value, _MOST) if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _moment(value: object) -> datetime | None:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


_READ: dict[str, Callable[[object], Any]] = {
    **dict.fromkeys(("own", "crawlDelay", "rate"), _seconds),
    **dict.fromkeys(("slow", "good", "failures", "rests"), _number),
    **dict.fromkeys(("rateFrom", "rateUntil", "trouble"), _text),
    **dict.fromkeys(("notBefore", "brokenUntil", "lastAsked"), _moment),
}
_DEFAULTS = {field.name: field.default for field in fields(Pace)}
