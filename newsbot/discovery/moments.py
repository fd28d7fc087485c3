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

#: What programs write where they have no date.
_PLACEHOLDERS = frozenset({(1, 1, 1), (1900, 1, 1), (1970, 1, 1)})

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?"
    r"(?:(?:T|\s+)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?\s*(?P<zone>\S.*)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?\s*(?P<zone>\D.*|[+-]\d.*)?",
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
_OFFSET = re.compile(r"(?:GMT|UTC|UT|Z)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)", re.IGNORECASE)
_HALF = re.compile(r"([ap])\.?m\.?\b", re.IGNORECASE)

#: Month names by their beginnings. The longest that fits counts: `juin` and `juil`, `mar` and `mär`.
_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12},
    **{"jän": 1, "mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12},  # German
    **{"fév": 2, "fev": 2, "avr": 4, "juin": 6, "juil": 7, "aoû": 8, "aou": 8, "déc": 12},  # French
    **{"ene": 1, "abr": 4, "ago": 8, "set": 9, "dic": 12},  # Spanish, Italian
    **{"gen": 1, "mag": 5, "giu": 6, "lug": 7, "ott": 10},  # Italian
    **{"out": 10},  # Portuguese
    **{"mrt": 3, "mei": 5, "maa": 3},  # Dutch
    **{"maj": 5},  # Danish, Polish, Swedish
}  # fmt: skip

#: Hours east of Greenwich of the zone names that feeds use. Where a name has two meanings, that of more news sites.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "ist": 5.5, "cet": 1, "cest": 2, "met": 1, "mest": 2,
    "mez": 1, "mesz": 2, "eet": 2, "eest": 3, "sast": 2, "msk": 3, "trt": 3, "pkt": 5, "wib": 7, "ict": 7, "hkt": 8, "sgt": 8,
    "myt": 8, "pht": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "nst": -3.5, "ndt": -2.5, "ast": -4, "adt": -3, "est": -5, "edt": -4, "et": -5, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10, "brt": -3, "art": -3,
}  # fmt: skip


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
    second = min(int(parts["second"] or 0), 59)  # a leap second is none to datetime
    day = datetime(_year(parts["year"]), month, int(parts["day"] or 1), tzinfo=UTC)
    if hour > 24 or int(parts["minute"] or 0) > 59:
        return None
    return day + timedelta(hours=hour, minutes=int(parts["minute"] or 0), seconds=second) - _offset(zone)


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (1900 if year >= 69 else 2000)  # as POSIX reads two digits


def _month(name: str) -> int | None:
    folded = name.casefold()
    return _MONTHS.get(folded[:4]) or _MONTHS.get(folded[:3])


def _hour(hour: int, zone: str) -> int:
    """The hour of the day, where a.m. or p.m. follows the time."""
    half = _HALF.match(zone)
    if half is None or hour > 12:
        return hour
    return hour % 12 + (12 if half[1].lower() == "p" else 0)


def _offset(zone: str) -> timedelta:
    """How far a zone is east of Greenwich: by its digits, or by its name."""
    zone = _HALF.sub("", zone, count=1).strip() if _HALF.match(zone) else zone
    if digits := _OFFSET.match(zone):
        size = timedelta(hours=int(digits["hours"]), minutes=int(digits["minutes"] or 0))
        return -size if digits["sign"] == "-" else size
    name = re.match(r"\(?([a-z]+)", zone, re.IGNORECASE)
    return timedelta(hours=_ZONES.get(name[1].lower(), 0)) if name else timedelta(0)
