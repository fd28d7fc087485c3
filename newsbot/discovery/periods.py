"""Periods: the span of time that the addresses of sitemaps name, such as 2024-05, 2024/05/03 or 2024-w12."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit


class Period(NamedTuple):
    """From a moment to another that no longer belongs to it."""

    start: datetime
    end: datetime


_PERIOD = re.compile(
    r"(?<!\d)(?P<year>1[89]\d\d|20\d\d)"
    r"(?:[-_/.]?w(?P<week>[0-5]\d)"
    r"|(?P<apart>[-_/.]?)(?P<month>0[1-9]|1[0-2])(?:(?P=apart)(?P<day>0[1-9]|[12]\d|3[01]))?)?"
    r"(?!\d)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d+")


def periods_of(urls: Iterable[str]) -> dict[str, Period | None]:
    """The time that each of these addresses of one index names; None where it names none.

    Addresses that are the same but for their numbers are one series. Where some of a series name no time, its numbers
    count files (sitemap-1 … sitemap-2100), and none does. Where some name only a year, what looks like a month or a day
    in the others counts files (2024-1 … 2024-12), and all mean their year.
    """
    series: dict[str, list[str]] = {}
    for url in urls:
        series.setdefault(_NUMBER.sub("#", _parts(url)), []).append(url)
    return {url: period for group in series.values() for url, period in _of_series(group)}


def _of_series(urls: list[str]) -> Iterable[tuple[str, Period | None]]:
    named = [[found.groupdict() for found in _PERIOD.finditer(_parts(url))] for url in urls]
    grains = {tuple(sorted(name for name, value in date.items() if value)) for dates in named for date in dates}
    if not all(named):
        return [(url, None) for url in urls]
    return [
        (url, _whole([_span(date, yearly=len(grains) > 1) for date in dates]))
        for url, dates in zip(urls, named, strict=True)
    ]


def _parts(url: str) -> str:
    """The path and query of an address: what its host is called says nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.path}?{parts.query}"


def _whole(periods: list[Period]) -> Period:
    """From the first of several periods to the last."""
    return Period(min(each.start for each in periods), max(each.end for each in periods))


def _span(date: dict[str, str | None], *, yearly: bool) -> Period:
    year = int(date["year"] or 0)
    whole_year = Period(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    if yearly:
        return whole_year
    try:
        if date["week"]:
            start = datetime.fromisocalendar(year, int(date["week"]), 1).replace(tzinfo=UTC)
            return Period(start, start + timedelta(days=7))
        if date["month"] and date["day"]:
            start = datetime(year, int(date["month"]), int(date["day"]), tzinfo=UTC)
            return Period(start, start + timedelta(days=1))
    except ValueError:  # 31 June, week 53 of a year that has 52
        return whole_year
    if month := int(date["month"] or 0):
        end = datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC)
        return Period(datetime(year, month, 1, tzinfo=UTC), end)
    return whole_year
