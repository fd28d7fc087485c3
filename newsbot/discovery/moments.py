"""Moments: the dates of feeds and sitemaps, in all the spellings of the wild, as aware UTC datetimes or None.

There is no clock here. A text that says no absolute date ("yesterday", "3 hours ago") is None, never now.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

#: More of a text than this is never looked at; the longest real date is half as long.
_LONGEST = 80

#: A date further ahead than this is a mistake (or an embargo), and would poison a schedule.
AHEAD = timedelta(days=2)

_LAST_HOUR = 24  #: ISO 8601 has a 24:00
_LAST_MINUTE = 59
_NOON = 12
_FIRST_SHORT_YEAR = 69  #: 69 to 99 are 1969 to 1999, as POSIX reads two digits

#: What programs write where they have no date.
_PLACEHOLDERS = frozenset({(1, 1, 1), (1900, 1, 1), (1970, 1, 1)})

#: The form of nearly all sitemaps, which the standard library reads much faster.
_USUAL = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{3}|\.\d{6})?(?:Z|[+-]\d\d:\d\d)")
_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    r"(?:(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"\s*(?P<zone>\D.*|[+-]\d.*)?|\s*(?:Z|[+-]\d\d:?\d\d))?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?"
    r"\s*(?P<zone>\D.*|[+-]\d.*)?",
    re.IGNORECASE,
)
#: RFC 822 and its dialects: `Fri, 03 May 2024 10:00:00 +0200`, `3-Mai-24 10:00`. The name of the day is not believed.
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})\.?[\s-]+(?P<name>[^\W\d]{3,})\.?,?[\s-]+(?P<year>\d{4}|\d{2})"
    r"(?:,?\s+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<zone>\S.*)?",
    re.IGNORECASE,
)
#: `May 3, 2024 10:00 AM EST`, and with the day's name before it.
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<name>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})"
    r"(?:,?\s+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?)?\s*(?P<zone>\S.*)?",
    re.IGNORECASE,
)
#: C's asctime: `Fri May  3 10:00:00 2024`.
_ASCTIME = re.compile(
    r"[^\W\d]{3,}\s+(?P<name>[^\W\d]{3,})\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"\s+(?P<zone>[A-Z]{2,5}\s+)?(?P<year>\d{4})"
)
_FORMS = (_ISO, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _ASCTIME)
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_OFFSET = re.compile(
    r"(?:GMT|UTC|UT|Z)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)", re.IGNORECASE
)
_HALF = re.compile(r"([ap])\.?m\.?(?!\w)", re.IGNORECASE)

#: Month names by their beginnings: of English, then of German, French, Spanish, Italian, Portuguese, Dutch, Polish.
#: The longest that fits counts: `juin` and `juil`.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan jän ene gen",
            "feb fév fev",
            "mar mär mrz mrt maa",
            "apr avr abr",
            "may mai mag mei maj",
            "jun juin giu",
            "jul juil lug",
            "aug aoû aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez déc dic",
        ),
        start=1,
    )
    for name in names.split()
}

#: Hours east of Greenwich of the zone names that feeds use. Where a name has two meanings, that of more news sites.
_ZONES = {
    name: hours
    for hours, names in (
        (0, "z ut utc gmt wet"),
        (1, "west bst cet met mez"),
        (2, "cest mest mesz eet sast"),
        (3, "eest msk trt"),
        (5, "pkt"),
        (5.5, "ist"),
        (7, "wib ict"),
        (8, "hkt sgt myt pht awst"),
        (9, "jst kst"),
        (9.5, "acst"),
        (10, "aest"),
        (10.5, "acdt"),
        (11, "aedt"),
        (12, "nzst"),
        (13, "nzdt"),
        (-2.5, "ndt"),
        (-3, "adt brt art"),
        (-3.5, "nst"),
        (-4, "ast edt"),
        (-5, "est et cdt"),
        (-6, "cst mdt"),
        (-7, "mst pdt"),
        (-8, "pst akdt"),
        (-9, "akst"),
        (-10, "hst"),
    )
    for name in names.split()
}


def read_moment(text: object, *, now: datetime | None = None) -> datetime | None:
    """The moment that a feed or sitemap means by `text`, in UTC; None where it names no absolute date.

    A date without a time is its midnight, one without a zone (or with an unknown one) is taken for UTC. Given `now`, a
    moment more than two days after it is None. Old dates stay: archives have them; known placeholders such as 1 January
    1970 do not.
    """
    folded = " ".join(str(text)[:_LONGEST].split()) if isinstance(text, str | int) else ""
    try:
        moment = _epoch(folded) or _written(folded)
    except (ValueError, OverflowError):  # no such day, hour or year
        return None
    if moment is None or (moment.year, moment.month, moment.day) in _PLACEHOLDERS:
        return None
    return None if now is not None and moment > now + AHEAD else moment


def _epoch(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, if the text is such a number."""
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), tz=UTC) if found else None


def _written(text: str) -> datetime | None:
    """The moment of a date written out."""
    if _USUAL.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC)
    for form in _FORMS:
        if found := form.fullmatch(text):
            break
    else:
        return None
    parts = found.groupdict()
    month = _month(parts["name"]) if "name" in parts else int(parts["month"] or 1)
    if not month:
        return None
    zone = (parts["zone"] or "").strip()
    hour = _hour(int(parts["hour"] or 0), zone)
    second = min(int(parts["second"] or 0), _LAST_MINUTE)  # a leap second is none to datetime
    day = datetime(_year(parts["year"]), month, int(parts["day"] or 1), tzinfo=UTC)
    minute = int(parts["minute"] or 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    return day + timedelta(hours=hour, minutes=minute, seconds=second) - _offset(zone)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) == len("1999"):
        return year
    return year + (1900 if year >= _FIRST_SHORT_YEAR else 2000)


def _month(name: str) -> int | None:
    folded = name.casefold()
    return _MONTHS.get(folded[:4]) or _MONTHS.get(folded[:3])


def _hour(hour: int, zone: str) -> int:
    """The hour of the day, where a.m. or p.m. follows the time."""
    half = _HALF.match(zone)
    if half is None or hour > _NOON:
        return hour
    return hour % _NOON + (_NOON if half[1].lower() == "p" else 0)


def _offset(zone: str) -> timedelta:
    """How far a zone is east of Greenwich: by its digits, or by its name."""
    zone = _HALF.sub("", zone, count=1).strip() if _HALF.match(zone) else zone
    if digits := _OFFSET.match(zone):
        size = timedelta(hours=int(digits["hours"]), minutes=int(digits["minutes"] or 0))
        return -size if digits["sign"] == "-" else size
    name = re.match(r"\(?([a-z]+)", zone, re.IGNORECASE)
    return timedelta(hours=_ZONES.get(name[1].lower(), 0)) if name else timedelta(0)
