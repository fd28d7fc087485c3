"""Headline: what the article is called, without the site's name behind it, and by which of its names.

A page gives an article three names or more: JSON-LD's headline, og:title, and the h1 that readers see. Where two of
them agree they are believed. Where none do, the one that repeats the <title> is left aside: that is the name which is
written for search engines, and the other is the one that the newsroom gave.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from newsbot.article import fold
from newsbot.extraction.seen import Heading
from newsbot.extraction.text import plain
from newsbot.extraction.told import Sources, Told, against, same_text
from newsbot.urls import bare_host

_SEPARATOR = re.compile(r"\s+[-–—|·•»:]\s+|\s*[|｜]\s*|：|\s+::\s+")
_LEAST = 12
#: Shorter parts of a host's name are no name of a site, and these are none either.
_NAME = 3
_NO_NAMES = frozenset({"com", "org", "net", "gov", "edu", "www", "amp", "web"})
_LONGEST = 500
#: A shorter h1 may be any word of the site.
_CERTAIN = 20
_NO_LETTERS = re.compile(r"[\W_]+")
#: JSON-LD headlines are cut at about this length by many content systems: Google once wanted no longer ones.
_CUT_AT = 100
_CUT = re.compile(r"\s*(?:\.\.\.|…)$")
#: Marks of direction and white space, at either end.
_EDGES = " |\t\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: What site names carry in one place, and not in another.
_WORDS_OF_SITES = ("news", "online", "digital", "com", "net", "heute")


@lru_cache(maxsize=256)
def _bare(text: str) -> str:
    """Letters and digits only, without accents, for comparing names of sites."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKD", text).casefold())


@lru_cache(maxsize=64)
def _names(url: str, publishers: tuple[str, ...]) -> frozenset[str]:
    host = bare_host(url).split(":")[0]
    labels = host.split(".")
    names = {_bare(name) for name in publishers}
    names |= {_bare(host), *(_bare(label) for label in labels[:-1] if len(label) >= _NAME)}
    return frozenset(names - _NO_NAMES - {""})


def _is_site(part: str, names: frozenset[str]) -> bool:
    """Whether a part of a title is the site's name, or that with "the", "news" or "online"."""
    bare = _bare(part)
    if not bare or bare in names:
        return bool(bare)
    short = bare.removeprefix("the")
    forms = {bare, short, *(form.removesuffix(word) for form in (bare, short) for word in _WORDS_OF_SITES)}
    return any(name in forms for name in names if len(name) >= _NAME)


def normalise_headline(
    raw: str | None, *, url: str, publishers: Iterable[str] = (), heading: str | None = None
) -> str | None:
    """One line without the site's name at its end; None where nothing is left.

    `heading` is another name of the article, such as its h1: a title that is the heading, a separator and more is cut
    to the heading's length.
    """
    text = plain(raw)[:_LONGEST].strip(_EDGES)
    h1 = plain(heading)
    if len(h1) >= _LEAST and fold(text).startswith(fold(h1)) and _SEPARATOR.match(text[len(h1) :]):
        return text[: len(h1)].strip(_EDGES) or None
    return _without_site(text, _names(url, tuple(publishers))) or None


def _without_site(text: str, names: frozenset[str]) -> str:
    for cut in reversed(list(_SEPARATOR.finditer(text))):
        if cut.start() < _LEAST // 2 or not _is_site(text[cut.end() :], names):
            break
        text = text[: cut.start()].strip(_EDGES)
    return text


# ── the names of one page ───────────────────────────────────────────────────────────────────────────────────────────


def headline(sources: Sources, publishers: Iterable[str]) -> Told[str] | None:
    """What the article is called."""
    names = tuple(publishers)
    found = list(_found(sources, names))
    chosen = _elected(found, sources.seen.title)
    rivals = [told for told in found if told.source != "title" and (told.source != "h1" or len(told.value) > _CERTAIN)]
    return against(chosen, rivals, _agree) if chosen else None


def alternative_headline(sources: Sources, chosen: str | None) -> Told[str] | None:
    """Another name that the article goes by."""
    if not chosen:
        return None
    h1 = [Told(each.text, "h1") for each in sources.seen.headings[:1] if len(each.text) > _CERTAIN]
    for told in (
        *sources.strings(("alternativeHeadline", "alternateName"), ()),
        *h1,
        *sources.strings((), ("og:title", "twitter:title")),
        *sources.strings(("headline",), ()),
    ):
        text = normalise_headline(told.value, url=sources.page.url, heading=chosen)
        if text and len(text) <= _LONGEST and not _is_part(text, chosen):
            return Told(text, told.source)
    return None


def _is_part(text: str, chosen: str) -> bool:
    """Whether a name says what the chosen one says, more or less of it."""
    one, other = fold(text), fold(chosen)
    return one.startswith(other) or other.startswith(one) or other in one or same_text(text, chosen)


def _found(sources: Sources, publishers: tuple[str, ...]) -> Iterator[Told[str]]:
    """The article's names in their order: for machines, for sharing, for readers, and those of last resort."""
    url = sources.page.url
    sites = _names(url, publishers)
    data = _first(sources.strings(("headline",), ()), url, publishers, "")
    shared = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "citation_title")
    raw = next(sources.strings((), shared), None)
    h1 = heading_of(sources.seen.headings, [data.value if data else "", raw.value if raw else "", sources.seen.title])
    stem = data.value if data and raw and raw.value.startswith(data.value) else h1
    for told in (data, _first(sources.strings((), shared), url, publishers, stem)):
        if told and not _is_site(told.value, sites):
            yield Told(_whole(told.value, h1), told.source, told.raw)
    last = [Told(h1, "h1", h1)] if h1 else []
    last += list(sources.strings(("name",), ("title",)))
    last += [Told(sources.seen.title, "title")]
    link = sources.link
    last += [Told(link.title, str(link.foundBy))] if link and link.title else []
    for told in last:
        text = normalise_headline(told.value, url=url, publishers=publishers)
        if text and not _is_site(text, sites):
            yield Told(text, told.source, told.value)


def _first(candidates: Iterable[Told[str]], url: str, publishers: tuple[str, ...], stem: str) -> Told[str] | None:
    for told in candidates:
        text = normalise_headline(told.value, url=url, publishers=publishers, heading=stem)
        if text and not _is_site(text, _names(url, publishers)):
            return Told(text, told.source, told.value)
    return None


def heading_of(headings: Iterable[Heading], names: Iterable[str]) -> str:
    """The h1 that is the article's: the one that its data know, or else the first."""
    known = [_bare(name[:_LONGEST]) for name in names if name]
    found = tuple(headings)[:8]
    for each in found:
        bare = _bare(each.bare)
        if len(each.bare) >= _LEAST and any(bare in name for name in known):
            return each.bare
        if any(len(name) >= _LEAST and name in _bare(each.text) for name in known):
            return each.text
    return found[0].bare if found else ""


def _elected(found: list[Told[str]], title: str) -> Told[str] | None:
    """The name that most speaks for: see the head of this file."""
    data = next((each for each in found if each.source.startswith("jsonld:headline")), None)
    shared = next((each for each in found if each.source.startswith("meta:") and each.source != "meta:title"), None)
    seen = next((each for each in found if each.source == "h1"), None)
    if not found or (data is None and shared is None):
        return found[0] if found else None
    if data is None or shared is None:
        return _whole_of_two(data or shared, seen)
    if same_text(data.value, shared.value):
        return data
    if _is_cut(data.value, shared.value) or (seen and same_text(shared.value, seen.value)):
        return shared
    if _agree(data.value, shared.value):
        return data
    fresh = [each for each in (data, seen, shared) if each and not _repeats(title, each.value)]
    return fresh[0] if fresh else data


def _whole_of_two(told: Told[str] | None, seen: Told[str] | None) -> Told[str] | None:
    return seen if told and seen and _is_cut(told.value, seen.value) else told


def _is_cut(text: str, other: str) -> bool:
    """Whether a name is the beginning of another, cut to the length that search engines once asked for."""
    return _CUT_AT <= len(text) < len(other) and fold(other).startswith(fold(text))


def _agree(one: str, other: str) -> bool:
    """Whether two names are one: equal, or one with a topic before it ("Syria - Drusen …")."""
    first, second = _bare(one), _bare(other)
    if first == second:
        return True
    return min(len(first), len(second)) >= _LEAST and (first.endswith(second) or second.endswith(first))


def _repeats(title: str, name: str) -> bool:
    """Whether the <title> is this name, alone or with more behind a separator."""
    whole, start = _bare(title), _bare(name)
    if not start or not whole.startswith(start):
        return False
    return whole == start or any(_bare(title[: cut.start()]) == start for cut in _SEPARATOR.finditer(title))


def _whole(text: str, h1: str | None) -> str:
    """A title that was cut ("… and then") in full, where the h1 has it."""
    stem = _CUT.sub("", text)
    return h1 if h1 and stem != text and fold(h1).startswith(fold(stem)) else text
