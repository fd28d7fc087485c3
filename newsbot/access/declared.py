"""Declared: what the publisher says about an article's access, wherever a page says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from newsbot.article import Declared
from newsbot.extraction.page import Page

_SOURCES_FIRST = ("jsonld", "jsonld_repaired", "microdata", "hasPart")
#: Names of meta elements that news sites use for it, in lower case.
_TIERS = (
    "article:content_tier",
    "og:article:content_tier",
    "article_content_tier",
    "article:content-tier",
    "content_tier",
    "article.access",
    "outbrain:article_access_status",
    "content:accesslevel",
    "cxenseparse:access",
)
_FLAGS = re.compile(r"(?:cxenseparse:.{0,30}?(?:ispaidcontent|is_?paid|premium|paywall)|k5a:paid|lp:premium|ispremium)")
_FREE_FLAGS = re.compile(r"cxenseparse:.{0,30}?is_?free")
_FREE_WORDS = frozenset({"free", "public", "open", "gratis", "frei"})
_METERED_WORDS = frozenset({"metered", "metering"})
_PAID_WORDS = frozenset(
    {"locked", "paid", "premium", "abo", "subscriber", "subscribers", "subscription", "closed", "payant"}
)
_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_MICRODATA = etree.XPath("//*[@itemprop='isAccessibleForFree']")
_PROPERTY = "isAccessibleForFree"
_MARKED = re.compile(r"itemprop\s*=\s*[\"']?$")
_BEFORE = 16
_ARTICLE = re.compile(r"article|posting|gallery|webpage|creativework|report|review", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One thing that the publisher says: its value, the source as in `Access.declaredSource`, and the raw words."""

    value: Declared
    source: str
    raw: str
    selectors: tuple[str, ...] = ()  #: the CSS selectors of the part that is meant


def _truth(value: object) -> bool | None:
    """True, "true", "http://schema.org/True" …; None for what says neither."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return _truth(value[0]) if value else None
    word = str(value if value is not None else "").strip().rstrip("/").rsplit("/", 1)[-1].casefold()
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def _of_truth(value: object) -> Declared | None:
    truth = _truth(value)
    return None if truth is None else Declared.FREE if truth else Declared.NOT_FREE


def _parts(data: dict[str, Any]) -> list[dict[str, Any]]:
    parts = data.get("hasPart")
    parts = parts if isinstance(parts, list) else [parts]
    return [part for part in parts if isinstance(part, dict) and "isAccessibleForFree" in part]


def _selectors(part: dict[str, Any]) -> tuple[str, ...]:
    given = part.get("cssSelector")
    return tuple(str(each) for each in (given if isinstance(given, list) else [given]) if each)


def _from_jsonld(page: Page) -> Iterator[Declaration]:
    for node in page.jsonld:
        data = node.data
        if not _ARTICLE.search(str(data.get("@type", ""))):
            continue
        if (value := _of_truth(data.get("isAccessibleForFree"))) is not None:
            source = "jsonld_repaired" if node.repaired else "jsonld"
            yield Declaration(value, source, str(data["isAccessibleForFree"]))
        for part in _parts(data):
            # A part that is free says nothing of the whole; one that is not says that of the whole.
            if _truth(part["isAccessibleForFree"]) is False:
                yield Declaration(Declared.NOT_FREE, "hasPart", str(part["isAccessibleForFree"]), _selectors(part))


def _is_marked(html: str) -> bool:
    """Whether the property stands in an `itemprop`: most pages name it in JSON-LD only, or not at all."""
    at = html.find(_PROPERTY)
    while at >= 0:
        if _MARKED.search(html, max(0, at - _BEFORE), at):
            return True
        at = html.find(_PROPERTY, at + 1)
    return False


def _from_microdata(page: Page) -> Iterator[Declaration]:
    if not _is_marked(page.html):
        return
    for element in _MICRODATA(page.root):
        raw = element.get("content") or element.get("href") or element.text or ""
        if (value := _of_truth(raw)) is not None:
            yield Declaration(value, "microdata", raw.strip())


def _tier(word: str) -> Declared | None:
    word = word.strip().casefold()
    if word in _FREE_WORDS:
        return Declared.FREE
    if word in _METERED_WORDS:
        return Declared.METERED
    return Declared.NOT_FREE if word in _PAID_WORDS else None


def _paid(word: str) -> Declared | None:
    """Of a flag that is named for paying: true is not free."""
    truth = _truth(word)
    if truth is None:
        return _tier(word)
    return Declared.NOT_FREE if truth else Declared.FREE


def _from_meta(page: Page) -> Iterator[Declaration]:
    for name, contents in page.meta.items():
        raw = contents[0] if contents else ""
        value: Declared | None = None
        if name in _TIERS:
            value = _tier(raw)
        elif _FLAGS.fullmatch(name):
            value = _paid(raw)
        elif _FREE_FLAGS.fullmatch(name):
            value = _of_truth(raw)
        if value is not None:
            yield Declaration(value, f"meta:{name}", raw[:100])


def declarations(page: Page) -> tuple[Declaration, ...]:
    """Everything that the page says about its access, JSON-LD first."""
    return (*_from_jsonld(page), *_from_microdata(page), *_from_meta(page))


def summed_up(found: tuple[Declaration, ...]) -> tuple[Declared, Declaration | None]:
    """The one value of it all, and the declaration it rests on. Nothing said is `absent`, never `free`."""
    values = {each.value for each in found}
    if not values:
        return Declared.ABSENT, None
    if {Declared.FREE, Declared.NOT_FREE} <= values:
        return Declared.CONFLICT, found[0]
    for value in (Declared.NOT_FREE, Declared.METERED, Declared.FREE):
        if value in values:
            return value, next(each for each in found if each.value is value)
    return Declared.ABSENT, None
