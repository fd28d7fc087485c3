"""Dates: what a page says about time, as aware UTC; what it only hints at ("yesterday") is no date.

How dates are spelled is known to `newsbot.discovery.moments`. What pages add is here: the bounds of what can be meant,
numbers of microseconds, the words around a date, and, as the last resort, dateparser.
"""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone

from dateparser.date import DateDataParser  # type: ignore[import-untyped]

from newsbot.discovery.moments import read_moment
from newsbot.extraction.text import squeeze

#: Nothing on the web was published before it, and nothing says more than a few years ahead.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_LONGEST = 120
#: What dateparser takes for now, so that no date depends on when it is read.
_NO_CLOCK = datetime(2000, 1, 1)  # noqa: DTZ001 (dateparser wants it naive)

_ISO = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)",
    re.IGNORECASE,
)
#: A year alone, or with its month, is no date of an article.
_NO_DAY = re.compile(r"\d{4}(?:-\d{1,2})?|\d{6}")
#: Some programs name the place too: 2026-03-01T10:20:30+01:00[Europe/Paris].
_ZONE_ID = re.compile(r"\[[\w/+-]+\]$")
_EPOCH = re.compile(r"(1?\d{9})(?:\d{3}|\d{6})?(?:\.\d+)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20\d)\d(?!\d)")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}", re.IGNORECASE)
#: Words before a date: "Published: 3 May 2026", "Erstellt am 3.5.2026".
_LABEL = re.compile(r"^[^\d:]{2,40}:\s*|^(?:[^\W\d]+[.,]?\s+){1,4}(?=\d)")
#: A time before its day: "10:20 AM EDT, May 3, 2024".
_TIME_FIRST = re.compile(
    r"^(\d{1,2}[:.h]\d{2}(?::\d{2})?(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?[A-Z]{2,5}\)?|\s*[+-]\d\d:?\d\d)?)[\s,|–-]+(?=\S)",
    re.IGNORECASE,
)
_MIDDLE_OF_TIME = re.compile(r"T\d{4}")
_DIGITS_OF_TIME = re.compile(r"\d{1,2}[:h時시]\d{2}")


def _zone(text: str | None) -> timezone | None:
    """The zone that `Z`, `UTC` or `+02:00` names; None where nothing is said, or what is impossible."""
    if not text:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes)) if minutes < 15 * 60 else None


def _possible(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    utc = moment.astimezone(UTC)
    return utc if _EARLIEST <= utc < _LATEST else None


def parse_date(raw: str | None, *, zone: timezone | None = None) -> datetime | None:
    """The moment that a string names, in UTC; None where it names none, or an impossible one.

    ISO 8601 in its forms (also `2024-1-5 7:30`, `20240105T0730Z`), seconds, milliseconds or microseconds since 1970,
    RFC 822, and dates in words of which `newsbot.discovery.moments` knows the months. A time without a zone is taken in
    `zone`, or else as UTC; a day without a time is its midnight.
    """
    text = squeeze(raw) if raw and len(raw) <= _LONGEST * 4 else ""
    if not text or len(text) > _LONGEST or _NO_DAY.fullmatch(text):
        return None
    epoch = _EPOCH.fullmatch(text)
    try:
        if epoch:
            return _possible(datetime.fromtimestamp(int(epoch[1]), UTC))
        return _possible(read_moment(_ZONE_ID.sub("", text), zone=zone or UTC))
    except (ValueError, OverflowError, OSError):
        return None


def read_date(raw: str | None, language: str | None = None, *, zone: timezone | None = None) -> datetime | None:
    """Like `parse_date`, and also a date with words around it, or in other languages' words.

    It must hold a year: "yesterday", "2 hours ago" and "4 May" say nothing about a page that is read later. What
    dateparser must read is slow (some 1 to 5 ms): the last resort.
    """
    found = parse_date(raw, zone=zone)
    text = squeeze(raw) if raw and len(raw) <= _LONGEST * 4 else ""
    if found or not text or len(text) > _LONGEST or not _YEAR.search(text) or not re.search(r"\d", _YEAR.sub("", text)):
        return found
    if text[0].isdigit() and _ISO.fullmatch(text):
        return None
    bare = _LABEL.sub("", text, count=1)
    time = _TIME_FIRST.match(bare)
    turned = f"{bare[time.end() :]} {time[1]}" if time else bare
    return (parse_date(turned, zone=zone) if turned != text else None) or _in_words(text, language, zone)


def _in_words(text: str, language: str | None, zone: timezone | None) -> datetime | None:
    if not _CLOCK.search(text):
        text = re.sub(r"[^\w\s./年月日,-]+", " ", text)
    settings = {
        "STRICT_PARSING": True,
        "PREFER_DAY_OF_MONTH": "first",
        "RETURN_AS_TIMEZONE_AWARE": False,
        "PARSERS": ["absolute-time"],  # "3 hours ago" would be reckoned from now: another date at every reading
        "RELATIVE_BASE": _NO_CLOCK,
    }
    # To try all of its languages takes dateparser seconds, and mixes them up.
    languages = [language.split("-")[0].lower() if language else "en"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # dateparser warns of its own use of regex and tzlocal
        try:
            data = DateDataParser(languages=languages, settings=settings).get_date_data(text)
        except (ValueError, OverflowError, TypeError, KeyError, AttributeError):
            return None  # an unknown language, or one of dateparser's own slips on odd input
    moment = data.date_obj if data else None
    if moment is None:
        return None
    try:
        return _possible(moment if moment.tzinfo else moment.replace(tzinfo=zone or UTC))
    except (ValueError, OverflowError):
        return None


def has_time(raw: str | None) -> bool:
    """Whether a string says more than the day."""
    text = raw or ""
    return bool(_DIGITS_OF_TIME.search(text) or _MIDDLE_OF_TIME.search(text) or _EPOCH.fullmatch(text.strip()))


def zone_of(raw: str | None) -> timezone | None:
    """The zone that a machine-readable string names, for its neighbours on the page that name none."""
    match = _ISO.fullmatch(squeeze(raw))
    return _zone(match[1]) if match else None
