"""Dates: what a page says about time, as aware UTC; what it only hints at ("yesterday") is no date."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from dateparser.date import DateDataParser  # type: ignore[import-untyped]

from newsbot.extraction.text import squeeze

#: Nothing on the web was published before it, and nothing says more than a few years ahead.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_LONGEST = 120

_ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?(?:\[[\w/+-]+\])?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(?:\.(\d+))?(Z|[+-]\d{2}:?\d{2})?)?", re.IGNORECASE
)
_EPOCH = re.compile(r"1?\d{9}(?:\d{3}|\d{6})?(?:\.\d+)?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})?")
_YEAR = re.compile(r"(?<!\d)(?:19[89]|20\d)\d(?!\d)")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}", re.IGNORECASE)
_EPOCH_UNITS = {10: 1, 13: 1_000, 16: 1_000_000}

#: Abbreviations of zones that newspapers print and that mean one thing: minutes east of UTC.
_ZONES = {
    "EST": -300, "EDT": -240, "ET": -300, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
    "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "JST": 540, "KST": 540,
    "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780, "SAST": 120, "PKT": 300,
}  # fmt: skip
_ZONE = re.compile(r"\b(" + "|".join(_ZONES) + r")\b")


def _zone(text: str | None) -> timezone | None:
    """The zone that `Z`, `UTC` or `+02:00` names; None where nothing is said. ValueError where it is impossible."""
    if not text:
        return None
    if text.upper() in {"Z", "UTC", "GMT"}:
        return UTC
    offset = _OFFSET.fullmatch(text)
    if offset is None:
        raise ValueError(text)
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))


def _numbers(match: re.Match[str], zone: timezone | None) -> datetime:
    year, month, day = (int(match[n]) for n in (1, 2, 3))
    hour, minute, second = (int(match[n] or 0) for n in (4, 5, 6))
    micro = int((match[7] or "0")[:6].ljust(6, "0"))
    midnight_after = hour == 24 and not minute and not second  # noqa: PLR2004 (ISO 8601 allows 24:00)
    moment = datetime(
        year, month, day, 0 if midnight_after else hour, minute, min(second, 59), micro, _zone(match[8]) or zone or UTC
    )
    return moment + timedelta(days=1) if midnight_after else moment


def _from_iso(text: str, zone: timezone | None) -> datetime | None:
    for pattern in (_ISO, _COMPACT):
        match = pattern.fullmatch(text)
        if match:
            return _numbers(match, zone)
    return None


def _from_epoch(text: str) -> datetime | None:
    if not _EPOCH.fullmatch(text):
        return None
    digits = text.partition(".")[0]
    unit = _EPOCH_UNITS.get(len(digits)) or _EPOCH_UNITS.get(len(digits) + 1)
    return datetime.fromtimestamp(int(digits) / unit, UTC) if unit else None


def _from_mail(text: str) -> datetime | None:
    """RFC 822 and its relatives; they begin with a weekday or a day, and name the month in English."""
    if not re.match(r"(?:[A-Za-z]{3,9},?\s+)?\d{1,2}[\s-][A-Za-z]{3}", text):
        return None
    if not re.search(r"\d{1,2}:\d{2}(?::\d{2})?\s*(?:[+-]\d{4}|GMT|UTC?|Z|[A-Z]{3,4})?$", text):
        return None
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _possible(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    utc = moment.astimezone(UTC)
    return utc if _EARLIEST <= utc < _LATEST else None


def _exactly(text: str, zone: timezone | None) -> datetime | None:
    return _from_iso(text, zone) or _from_epoch(text) or _from_mail(text)


def parse_date(raw: str | None, *, zone: timezone | None = None) -> datetime | None:
    """The moment that a machine-readable string names, in UTC; None where it names none, or an impossible one.

    ISO 8601 in its forms (also `2024-1-5 7:30`, `20240105T0730Z`), seconds, milliseconds or microseconds since 1970,
    RFC 822. A time without a zone is taken in `zone`, or else as UTC; a day without a time is its midnight.
    """
    text = squeeze(raw)
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _possible(_exactly(text, zone))
    except (ValueError, OverflowError, OSError):
        return None


def read_date(raw: str | None, language: str | None = None, *, zone: timezone | None = None) -> datetime | None:
    """Like `parse_date`, and also a date that is written out in words, in the page's language.

    It must hold a year: "yesterday", "2 hours ago" and "4 May" say nothing about a page that is read later.
    Slow (some 1 to 5 ms): the last resort.
    """
    found = parse_date(raw, zone=zone)
    text = squeeze(raw)
    if found or not text or len(text) > _LONGEST or not _YEAR.search(text) or not re.search(r"\d", _YEAR.sub("", text)):
        return found
    return None if _ISO.fullmatch(text) else _in_words(text, language, zone)


def _in_words(text: str, language: str | None, zone: timezone | None) -> datetime | None:
    named = _ZONE.search(text)
    if named:
        text, zone = _ZONE.sub("", text), timezone(timedelta(minutes=_ZONES[named[1]]))
    if not _CLOCK.search(text):
        text = re.sub(r"[^\w\s./年月日,-]+", " ", text)
    settings = {"STRICT_PARSING": True, "PREFER_DAY_OF_MONTH": "first", "RETURN_AS_TIMEZONE_AWARE": False}
    languages = [language.split("-")[0].lower()] if language else None
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
    return bool(re.search(r"\d{1,2}[:h]\d{2}|T\d{4}", text) or _EPOCH.fullmatch(text.strip()))


def zone_of(raw: str | None) -> timezone | None:
    """The zone that a machine-readable string names, for its neighbours on the page that name none."""
    match = _ISO.fullmatch(squeeze(raw))
    try:
        return _zone(match[8]) if match else None
    except ValueError:
        return None
