"""Moments: when an article was published and modified, from all the places where pages say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from lxml.html import HtmlElement

from newsbot.extraction.dates import has_time, parse_date, read_date, zone_of
from newsbot.extraction.jsonld import text_of, types_of
from newsbot.extraction.metanames import MODIFIED, PUBLISHED
from newsbot.extraction.page import Page
from newsbot.extraction.text import squeeze
from newsbot.extraction.told import Sources, Told

_PUBLISHED_NAME = re.compile(
    r"publish|pubdate|posted|created|entry-date|datum|fecha|article-?date|date-?time|timestamp", re.IGNORECASE
)
_MODIFIED_NAME = re.compile(r"updat|modif|revised|aktualisiert", re.IGNORECASE)


def _times(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """Elements that carry a date for machines, in order, those of other stories left out."""
    for element in page.root.iter("time", "abbr", "span", "meta", "p", "div"):
        if element.tag not in {"time", "abbr"} and not element.get("itemprop"):
            continue
        raw = element.get("datetime") or (element.get("content") if element.get("itemprop") else None)
        if element.tag == "abbr":
            raw = element.get("title") if "published" in (element.get("class") or "") else None
        if raw is None and element.tag == "time":
            raw = squeeze(element.text_content())
        if raw and not any(a.tag in {"nav", "aside", "footer"} for a in element.iterancestors()):
            yield element, raw


def _role(element: HtmlElement) -> str:
    """Whether a time says when something was published or modified, or neither, by the names around it."""
    around = [element, *list(element.iterancestors())[:2]]
    names = " ".join(f"{e.get('itemprop') or ''} {e.get('class') or ''} {e.get('id') or ''}" for e in around)
    if _MODIFIED_NAME.search(names):
        return "modified"
    return "published" if _PUBLISHED_NAME.search(names) else "plain"


def _seen_dates(page: Page, wanted: str) -> Iterator[Told[str]]:
    times = [(element, raw, _role(element)) for _, (element, raw) in zip(range(60), _times(page), strict=False)]
    yield from (Told(raw, f"time:{wanted}", raw) for _, raw, role in times if role == wanted)
    if wanted == "published":
        yield from (Told(raw, "time", raw) for _, raw, role in times if role == "plain")


def _first_date(candidates: Iterable[Told[str]], language: str | None, zones: Iterable[str]) -> Told[datetime] | None:
    """The first candidate that is a date; one that gives only the day yields to one that gives that day's time."""
    zone = next((found for found in map(zone_of, zones) if found is not None), None)
    day_only: Told[datetime] | None = None
    for told in candidates:
        seen = told.source.startswith("time")  # written for readers, perhaps in words
        moment = read_date(told.value, language, zone=zone) if seen else parse_date(told.value, zone=zone)
        if moment is None:
            continue
        if has_time(told.value):
            if day_only is None or abs((moment - day_only.value).total_seconds()) < 86_400 * 1.5:
                return Told(moment, told.source, told.raw or told.value)
            continue
        day_only = day_only or Told(moment, told.source, told.raw or told.value)
    return day_only


def _page_nodes(page: Page, key: str) -> Iterator[Told[str]]:
    """What JSON-LD's node of the page itself (not of the article) says."""
    for node in page.jsonld:
        if {"webpage", "itempage", "videoobject"} & set(types_of(node.data)) and text_of(node.data.get(key)):
            yield Told(text_of(node.data.get(key)), f"jsonld:WebPage.{key}")


def _zones(sources: Sources) -> list[str]:
    """Other dates of the page, whose zone a date without one can borrow."""
    return [
        told.value
        for told in sources.strings(("datePublished", "dateModified", "dateCreated"), (*PUBLISHED, *MODIFIED))
    ]


def unread(sources: Sources) -> dict[str, str]:
    """What the page gives as a date in its own data, by the field it is meant for: it may be none at all."""
    said = {
        "datePublished": next(sources.strings(("datePublished",), PUBLISHED), None),
        "dateModified": next(sources.strings(("dateModified",), MODIFIED), None),
    }
    return {field: told.raw or told.value for field, told in said.items() if told}


def published(sources: Sources, language: str | None) -> Told[datetime] | None:
    """When the article appeared first. Never taken from when it was modified."""
    strings = sources.strings(("datePublished", "dateCreated"), PUBLISHED)
    return _dated(sources, language, strings, "published", sources.link.published if sources.link else None)


def modified(sources: Sources, language: str | None) -> Told[datetime] | None:
    """When the article was changed last."""
    strings = sources.strings(("dateModified",), MODIFIED)
    return _dated(sources, language, strings, "modified", sources.link.modified if sources.link else None)


def _dated(
    sources: Sources, language: str | None, strings: Iterable[Told[str]], wanted: str, hint: datetime | None
) -> Told[datetime] | None:
    """The first date among what the page says; where it says none, the `hint` of whatever led to it."""
    candidates = [
        *strings,
        *_page_nodes(sources.page, f"date{wanted.capitalize()}"),
        *_seen_dates(sources.page, wanted),
    ]
    told = _first_date(candidates, language, _zones(sources))
    if told is None and sources.link and hint:
        return Told(hint, str(sources.link.foundBy))
    return told
