"""Moments: dates in all the spellings of feeds, sitemaps and pages, as aware UTC datetimes or None.

There is no clock here. A text that says no absolute date ("yesterday", "3 hours ago") is None, never now.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

#: More of a text than this is never looked at; the longest real date is half as long.
_LONGEST = 80

#: A date further ahead than this is a mistake (or an embargo), and would poison a schedule.
AHEAD = timedelta(days=2)

_LAST_HOUR = 24  #: ISO 8601 has a 24:00
_LAST_MINUTE = 59
_NOON = 12
_FARTHEST = timedelta(hours=14, minutes=59)  #: no zone is farther from Greenwich
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
#: What stands between a day and its time: a comma, a dash, "at" in some languages.
_TIME = (
    r"(?:\s*[,|·•–—-]?\s*\b(?:at|um|om|alle|ore|kl\.?|às|as|à|a\s+las|saat|в)?\s*"
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<zone>\S.*)?"
)
#: RFC 822 and its dialects: `Fri, 03 May 2024 10:00:00 +0200`, `3-Mai-24 10:00`, `3 de mayo de 2024`. The name of the
#: day is not believed.
_DAY_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})(?:\.|er|º|°)?[\s-]+(?:de\s+)?(?P<name>[^\W\d]{3,})\.?,?[\s-]+"
    r"(?:de\s+)?(?P<year>\d{4}|\d{2}(?!\d|[:.]))" + _TIME,
    re.IGNORECASE,
)
#: `May 3, 2024 10:00 AM EST`, and with the day's name before it.
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<name>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})" + _TIME,
    re.IGNORECASE,
)
#: Numbers alone, where their order is sure: `3.5.2024 10:00` (with points the day is first), `2024年5月3日 10時00分`.
_POINTED = re.compile(
    r"(?:[^\W\d]+\.?,?\s+)?(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})" + _TIME, re.IGNORECASE
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})\s?[./年]\s?(?P<month>\d{1,2})\s?[./月]\s?(?P<day>\d{1,2})[日.]?(?:\s*[(（][^\W\d]{1,3}[)）])?"
    r"(?:[\s,]*(?P<half>오전|오후|上午|下午|午前|午後)?\s*(?P<hour>\d{1,2})[:時시点]\s?(?P<minute>\d{2})[分분]?"
    r"(?::(?P<second>\d{2}))?)?\s*(?P<zone>\D.*|[+-]\d.*)?"
)
#: C's asctime: `Fri May  3 10:00:00 2024`.
_ASCTIME = re.compile(
    r"[^\W\d]{3,}\s+(?P<name>[^\W\d]{3,})\s+(?P<day>\d{1,2})\s+(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"\s+(?P<zone>[A-Z]{2,5}\s+)?(?P<year>\d{4})"
)
_FORMS = (_ISO, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _ASCTIME, _POINTED, _YEAR_FIRST)
_EPOCH = re.compile(r"(\d{10})(\d{3})?")
_OFFSET = re.compile(
    r"(?:GMT|UTC|UT|Z)?\s*(?P<sign>[+-])\s*(?P<hours>\d{1,2}):?(?P<minutes>\d{2})?(?!\d)", re.IGNORECASE
)
_HALVES = {"오전": "am", "오후": "pm", "上午": "am", "下午": "pm", "午前": "am", "午後": "pm"}
_HALF = re.compile(r"([ap])\.?m\.?(?!\w)", re.IGNORECASE)

#: Month names by their beginnings: of English, then of the languages of Western and Northern Europe, Romanian, Polish,
#: Turkish, Indonesian, Russian and Ukrainian; not of those in which one beginning means two months, or another's month.
#: The longest that fits counts: `juin` and `juil`.
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan jän ene gen ian sty oca янв січ",
            "feb fév fev lut şub фев лют",
            "mar mär mrz mrt maa мар бер",
            "apr avr abr kwi nis апр кві",
            "may mai mag mei maj май мая тра",
            "jun juin giu iun cze haz июн чер",
            "jul juil lug iul lip tem июл лип",
            "aug aoû aou ago agu sie ağu авг сер",
            "sep set wrz eyl сен вер",
            "oct okt ott out paź eki окт жов",
            "nov lis kas ноя лис",
            "dec dez déc dic des gru ara дек гру",
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


def read_moment(text: object, *, now: datetime | None = None, zone: timezone = UTC) -> datetime | None:
    """The moment that a feed, sitemap or page means by `text`, in UTC; None where it is no absolute date.

    A date without a time is its midnight, one without a zone (or with an unknown one) is in `zone`. Given `now`, a
    moment more than two days after it is None. Old dates stay: archives have them; known placeholders such as 1 January
    1970 do not.
    """
    folded = " ".join(str(text)[:_LONGEST].split()) if isinstance(text, str | int) else ""
    try:
        moment = _epoch(folded) or _written(folded, zone)
    except (ValueError, OverflowError):  # no such day, hour or year
        return None
    if moment is None or (moment.year, moment.month, moment.day) in _PLACEHOLDERS:
        return None
    return None if now is not None and moment > now + AHEAD else moment


def _epoch(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, if the text is such a number."""
    found = _EPOCH.fullmatch(text)
    return datetime.fromtimestamp(int(found[1]), tz=UTC) if found else None


def _written(text: str, default: timezone) -> datetime | None:
    """The moment of a date written out; one without a zone is in the default one."""
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
    zone = f"{_HALVES[half]} {zone}" if (half := parts.get("half")) else zone
    hour = _hour(int(parts["hour"] or 0), zone)
    second = min(int(parts["second"] or 0), _LAST_MINUTE)  # a leap second is none to datetime
    day = datetime(_year(parts["year"]), month, int(parts["day"] or 1), tzinfo=UTC)
    minute = int(parts["minute"] or 0)
    if hour > _LAST_HOUR or minute > _LAST_MINUTE:
        return None
    return day + timedelta(hours=hour, minutes=minute, seconds=second) - _offset(zone, default)


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


def _offset(zone: str, default: timezone) -> timedelta:
    """How far a zone is east of Greenwich: by its digits, or by its name. `ValueError` where no zone is so far."""
    zone = _HALF.sub("", zone, count=1).strip() if _HALF.match(zone) else zone
    if digits := _OFFSET.match(zone):
        size = timedelta(hours=int(digits["hours"]), minutes=int(digits["minutes"] or 0))
        if size > _FARTHEST:
            raise ValueError(zone)
        return -size if digits["sign"] == "-" else size
    name = re.match(r"\(?([a-z]+)", zone, re.IGNORECASE)
    hours = _ZONES.get(name[1].lower()) if name else None
    return default.utcoffset(None) if hours is None else timedelta(hours=hours)
