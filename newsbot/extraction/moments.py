"""Moments: when an article was published and modified, from all the places where pages say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta, timezone

from newsbot.extraction.dates import has_time, parse_date, read_date, zone_of
from newsbot.extraction.jsonld import text_of, types_of
from newsbot.extraction.metanames import MODIFIED, PUBLISHED
from newsbot.extraction.page import Page
from newsbot.extraction.seen import Stamp
from newsbot.extraction.told import Sources, Told, against

_DAY_AND_HALF = timedelta(days=1.5)
_SAME = timedelta(minutes=1)
_QUARTER = timedelta(minutes=15)  #: zones differ by whole quarters of an hour
_FARTHEST = timedelta(hours=14)
#: Dates of other things: of the first draft, of the page around the article. They fill in, and contradict nothing.
_OF_OTHERS = frozenset(
    {
        "jsonld:dateCreated", "meta:dc.date.created", "meta:dcterms.created", "jsonld:WebPage.datePublished",
        "jsonld:WebPage.dateModified", "meta:og:updated_time",
    }
)  # fmt: skip
#: Dates in words are slow to read: only so many are tried.
_MOST_WORDED = 6
_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/-])")


def published(sources: Sources, language: str | None) -> Told[datetime] | None:
    """When the article appeared first. Never taken from when it was modified."""
    strings = sources.strings(("datePublished", "dateCreated"), PUBLISHED)
    told = _dated(sources, language, strings, "published")
    if told is None and sources.link and sources.link.published:
        return Told(sources.link.published, str(sources.link.foundBy))
    return told or _of_path(sources.page.url)


def modified(sources: Sources, language: str | None) -> Told[datetime] | None:
    """When the article was changed last."""
    strings = sources.strings(("dateModified",), MODIFIED)
    told = _dated(sources, language, strings, "modified")
    if told is None and sources.link and sources.link.modified:
        return Told(sources.link.modified, str(sources.link.foundBy))
    return told


def unread(sources: Sources) -> dict[str, str]:
    """What the page gives as a date in its own data, by the field it is meant for: it may be none at all."""
    said = {
        "datePublished": next(sources.strings(("datePublished",), PUBLISHED), None),
        "dateModified": next(sources.strings(("dateModified",), MODIFIED), None),
    }
    return {field: told.raw or told.value for field, told in said.items() if told}


def _dated(sources: Sources, language: str | None, strings: Iterable[Told[str]], wanted: str) -> Told[datetime] | None:
    """The first date among what the page says, and what else it says against it."""
    declared = [*strings, *_page_nodes(sources.page, f"date{wanted.capitalize()}")]
    needed = any(not _has_zone(told.value) for told in declared) or not declared
    zones = (told.value for told in _zones(sources)) if needed else ()
    zone = next((found for found in map(zone_of, zones) if found is not None), None)
    dates = [date for date in (_read(told, zone) for told in declared) if date]
    chosen = _first(dates)
    if chosen is None or not has_time(chosen.raw):
        chosen = _first([*dates, *_read_shown(_shown(sources.seen.stamps, wanted), language, zone)])
    if chosen is None and wanted == "published":
        chosen = next(iter(_read_shown(_worded(sources.seen.dated), language, zone)), None)
    rivals = [date for date in dates if date.source not in _OF_OTHERS and not _is_wall_time(date, chosen)]
    return against(chosen, rivals, _same) if chosen else None


def _is_wall_time(date: Told[datetime], chosen: Told[datetime] | None) -> bool:
    """Whether a date that names no zone, or no time, is the chosen one as the clock on the newsroom's wall shows it."""
    if chosen is None or (_has_zone(date.raw) and _has_zone(chosen.raw)):
        return False
    apart = abs(date.value - chosen.value)
    if not has_time(date.raw) or not has_time(chosen.raw):
        return apart <= _DAY_AND_HALF
    return apart <= _FARTHEST and (apart + _SAME) % _QUARTER <= 2 * _SAME


def _has_zone(raw: str | None) -> bool:
    return zone_of(raw) is not None


def _same(one: datetime, other: datetime) -> bool:
    """Whether two dates are one: to the minute, or to the day where one of them is a day only."""
    return abs(one - other) <= _SAME


def _read(told: Told[str], zone: timezone | None) -> Told[datetime] | None:
    moment = parse_date(told.value, zone=zone)
    return Told(moment, told.source, told.raw or told.value) if moment else None


def _read_shown(texts: Iterable[Told[str]], language: str | None, zone: timezone | None) -> Iterator[Told[datetime]]:
    """Texts as dates; what is written for readers may be in words, and a few of them are tried at length."""
    tries = _MOST_WORDED
    for told in texts:
        moment = parse_date(told.value, zone=zone)
        if moment is None and tries:
            tries -= 1
            moment = read_date(told.value, language, zone=zone)
        if moment:
            yield Told(moment, told.source, told.raw or told.value)


def _first(dates: Iterable[Told[datetime]]) -> Told[datetime] | None:
    """The first date; one that gives only the day yields to one that gives that day's time."""
    day: Told[datetime] | None = None
    for told in dates:
        if not has_time(told.raw):
            day = day or told
        elif day is None or abs(told.value - day.value) < _DAY_AND_HALF:
            return told
    return day


def _page_nodes(page: Page, key: str) -> Iterator[Told[str]]:
    """What JSON-LD's node of the page itself (not of the article) says."""
    for node in page.jsonld:
        if key in node.data and {"webpage", "itempage", "videoobject"} & set(types_of(node.data)):
            text = text_of(node.data.get(key))
            if text:
                yield Told(text, f"jsonld:WebPage.{key}")


def _zones(sources: Sources) -> Iterator[Told[str]]:
    """Other dates of the page, whose zone a date without one can borrow."""
    return sources.strings(("datePublished", "dateModified", "dateCreated"), (*PUBLISHED, *MODIFIED))


def _shown(stamps: Iterable[Stamp], wanted: str) -> Iterator[Told[str]]:
    times = tuple(stamps)
    yield from (Told(each.raw, f"time:{wanted}", each.raw) for each in times if each.role == wanted)
    if wanted == "published":
        yield from (Told(each.raw, "time", each.raw) for each in times if each.role == "plain")


def _worded(stamps: Iterable[Stamp]) -> Iterator[Told[str]]:
    """Dates in words of which nothing says that they are those of a change; the first is the article's."""
    yield from (Told(each.raw, "time:published", each.raw) for each in stamps if each.role != "modified")


def _of_path(url: str) -> Told[datetime] | None:
    """The day that an article's address names: /2025/04/16/."""
    found = _IN_PATH.search(url)
    moment = parse_date("-".join(found.groups())) if found else None
    return Told(moment, "url", found[0].strip("/")) if found and moment else None
