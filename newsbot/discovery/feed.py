"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed, bytes to links.

Read with lxml, because the usual library cannot be bounded: its time grows with the square of blank lines before the
root and of categories in an entry, and it resolves a guid such as "12345" into an address that was never there.
A test holds this reader against that library on well-formed feeds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from itertools import chain, islice

from lxml import etree

from newsbot.discovery import jsonfeed, markup
from newsbot.discovery.addresses import folded, resolved
from newsbot.discovery.link import FoundBy, Link
from newsbot.discovery.moments import read_moment
from newsbot.discovery.titles import plain
from newsbot.errors import NotAFeed
from newsbot.urls import is_http

#: The largest feeds of newspapers hold a few megabytes.
LIMIT = 10_000_000
#: More elements than this are no feed but an attack: each costs memory.
_MOST_TAGS = 1_000_000
_MOST_ENTRIES = 1000
#: Entries looked at for each link wanted: many may be without an address, or the same one.
_LOOKED_AT = 4

#: Elements whose text no link needs, and which are the likeliest to be broken.
_BODY = re.compile(
    r"<(description|summary|content|content:encoded|media:description|media:text|itunes:summary)(?:\s[^<>]*)?(?<!/)>"
)
_PUBLISHED = ("pubdate", "published", "issued", "created", "date")  # "date": Dublin Core, all that RSS 1.0 has
_MODIFIED = ("updated", "modified", "lastbuilddate")
_DATES = frozenset({*_PUBLISHED, *_MODIFIED})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_MEDIA = "{http://search.yahoo.com/mrss"


class FeedKind(StrEnum):
    """The family of a feed."""

    RSS = "rss"
    RDF = "rdf"
    ATOM = "atom"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed says of itself, and the articles it names, in its own order."""

    kind: FeedKind
    title: str | None = None
    language: str | None = None
    links: tuple[Link, ...] = ()
    next: str | None = None  #: the next page of the same feed (RFC 5005, JSON Feed)
    hub: str | None = None  #: where its changes can be subscribed to (WebSub)
    selfUrl: str | None = None  #: the address it names as its own


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item or entry, its address already absolute."""

    url: str
    title: str | None
    published: datetime | None
    modified: datetime | None


def read_feed(
    body: bytes,
    url: str,
    content_type: str | None = None,
    *,
    most: int = _MOST_ENTRIES,
    limit: int = LIMIT,
    now: datetime | None = None,
) -> Feed:
    """The feed that the server sent for `url`. At most `most` links; `limit` bytes are read, gzip unpacked.

    `content_type` is the header; bytes that contradict it are believed. With `now`, dates that lie ahead are left
    out (see `read_moment`). Raises NotAFeed, with a reason that says what it is instead.
    """
    refuse = partial(NotAFeed, url)
    data = b"".join(markup.unpacked(body, limit, refuse))
    text = "".join(markup.decoded(iter((data,)), data, content_type)).lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return _from_json(text, url, most, now)
    root = markup.root_name(text)
    if root is None or root[0] not in {"rss", "feed", "rdf"}:
        raise NotAFeed(url, "it is a sitemap" if root else markup.why_not(text))
    if text.count("<") > _MOST_TAGS:
        raise NotAFeed(url, f"it has more than {_MOST_TAGS:,} elements")
    tree = _tree(text[root[1] :])
    if tree is None:
        raise NotAFeed(url, "its XML is too broken to be read")
    return _from_xml(tree, url, most, now)


def _tree(text: str) -> etree._Element | None:
    """The XML tree of a feed without the bodies of its entries, mended where it is broken."""
    xml = b"".join(markup.mended(_without_bodies(text)))
    try:
        return etree.fromstring(xml, markup.parser()) if xml else None
    except etree.XMLSyntaxError:  # nothing could be recovered
        return None


def _without_bodies(text: str) -> Iterator[str]:
    """The feed without descriptions and contents: unclosed HTML in there would swallow the entries that follow."""
    start = 0
    endless: set[str] = set()
    for opening in _BODY.finditer(text):
        name = opening[1]
        if opening.start() < start or name in endless:
            continue
        end = text.find(f"</{name}", opening.end())
        if end < 0:
            endless.add(name)
            continue
        yield text[start : opening.start()]
        start = text.find(">", end) + 1 or len(text)
    yield text[start:]


def _from_xml(root: etree._Element, url: str, most: int, now: datetime | None) -> Feed:
    kind = {"feed": FeedKind.ATOM, "rdf": FeedKind.RDF}.get(markup.local(root), FeedKind.RSS)
    channel = next((each for name, each in _named(root) if name == "channel"), root)
    about = _named(channel)
    texts = {name: markup.words(each) for name, each in reversed(about) if name in {"title", "language"}}
    links = {each.get("rel"): _href(each, url) for name, each in reversed(about) if name == "link"}
    language = texts.get("language") or root.get(_LANG) or root.get("lang") or ""
    entries = (each for each in root.iter(etree.Element) if markup.local(each) in {"item", "entry"})
    return Feed(
        kind=kind,
        title=plain(texts.get("title", "")),
        language=language.strip().replace("_", "-") or None,
        links=_distinct((_entry(each, url, now) for each in islice(entries, _LOOKED_AT * most)), url, most),
        next=resolved(links.get("next"), url),
        hub=resolved(links.get("hub"), url),
        selfUrl=resolved(links.get("self"), url),
    )


def _from_json(text: str, url: str, most: int, now: datetime | None) -> Feed:
    data = jsonfeed.load(text, url)
    entries = (
        _Entry(
            url=resolved(each.url, url) or "",
            title=plain(each.title or ""),
            published=read_moment(each.published, now=now),
            modified=read_moment(each.modified, now=now),
        )
        for each in data.items
    )
    return Feed(
        kind=FeedKind.JSON,
        title=plain(data.title or ""),
        language=data.language,
        links=_distinct(entries, url, most),
        next=resolved(data.next, url),
        hub=resolved(data.hub, url),
        selfUrl=resolved(data.selfUrl, url),
    )


def _named(parent: etree._Element) -> list[tuple[str, etree._Element]]:
    """The children of an element with their plain names, in order."""
    return [(markup.local(each), each) for each in parent.iterchildren(etree.Element)]


def _entry(element: etree._Element, url: str, now: datetime | None) -> _Entry | None:
    children = _named(element)
    address = _address(element, children, url)
    if address is None:
        return None
    dates = {name: each.text or "" for name, each in reversed(children) if name in _DATES}
    titles = [each for name, each in children if name == "title"]
    titles.sort(key=lambda each: str(each.tag).startswith(_MEDIA))  # media:title is the picture's
    return _Entry(
        url=address,
        title=plain(markup.words(titles[0])) if titles else None,
        published=_first_moment(dates, _PUBLISHED, now),
        modified=_first_moment(dates, _MODIFIED, now),
    )


def _first_moment(dates: dict[str, str], names: tuple[str, ...], now: datetime | None) -> datetime | None:
    moments = (read_moment(dates[name], now=now) for name in names if name in dates)
    return next((each for each in moments if each), None)


def _address(element: etree._Element, children: list[tuple[str, etree._Element]], url: str) -> str | None:
    """Where an entry leads: past FeedBurner's counter, else its (alternate) link, else a guid that is an address."""
    links = [
        each for name, each in children if name == "link" and (each.get("rel") or "alternate").lower() == "alternate"
    ]
    links.sort(key=lambda each: "html" not in (each.get("type") or "html"))
    identities = (
        markup.words(each)
        for name, each in children
        if name in {"guid", "id"} and (each.get("isPermaLink") or "true").lower() != "false"
    )
    candidates = chain(
        (markup.words(each) for name, each in children if name == "origlink"),
        (_href(each, url) for each in links),
        (each for each in identities if is_http(each)),
        (element.get(_ABOUT),),
    )
    return next((found for each in candidates if (found := resolved(each, url))), None)


def _href(link: etree._Element, url: str) -> str | None:
    """Where a `<link>` leads: its text in RSS, its `href` in Atom; relative to its xml:base, if it has one."""
    address = link.get("href") or markup.words(link)
    base = link.base
    return resolved(address, resolved(base, url) or url) if address and base else address


def _distinct(entries: Iterable[_Entry | None], url: str, most: int) -> tuple[Link, ...]:
    """At most `most` links, one for each article: its first."""
    links: dict[str, Link] = {}
    for entry in entries:
        if len(links) >= most:
            break
        if entry is None or not entry.url:
            continue
        link = Link(
            url=entry.url,
            foundBy=FoundBy.FEED,
            foundOn=url,
            title=entry.title,
            published=entry.published,
            modified=entry.modified,
        )
        links.setdefault(folded(entry.url), link)
    return tuple(links.values())
