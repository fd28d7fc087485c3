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
from html import unescape

from lxml import etree

from newsbot.discovery import jsonfeed, markup
from newsbot.discovery.link import FoundBy, Link
from newsbot.discovery.moments import read_moment
from newsbot.errors import NotAFeed
from newsbot.urls import article_key, canonical, is_http

#: The largest feeds of newspapers hold a few megabytes.
LIMIT = 10_000_000
#: More elements than this are no feed but an attack: each costs memory.
_MOST_TAGS = 1_000_000
_MOST_ENTRIES = 1000
_LONGEST_TITLE = 500

_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)
#: Elements whose text no link needs, and which are the likeliest to be broken.
_BODY = re.compile(
    r"<(description|summary|content|content:encoded|media:description|media:text|itunes:summary)(?:\s[^<>]*)?(?<!/)>"
)
_PUBLISHED = ("pubdate", "published", "issued", "created")
_MODIFIED = ("updated", "modified", "lastbuilddate")


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

    `content_type` is the header's value; bytes that contradict it are believed. With `now`, dates that lie ahead are left
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
    parser = etree.XMLParser(encoding="utf-8", **markup.settings_of_parser())
    xml = b"".join(markup.mended(_without_bodies(text)))
    try:
        return etree.fromstring(xml, parser) if xml else None
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
    head = next((each for each in _elements(root) if markup.local(each) == "channel"), root)
    about = {markup.local(each): each for each in reversed(list(_elements(head)))}
    named = {rel: href for rel, _, href in reversed(list(_links(head, url)))}
    language = markup.words(about.get("language")) or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang")
    entries = (each for each in root.iter() if isinstance(each.tag, str) and markup.local(each) in {"item", "entry"})
    return Feed(
        kind=kind,
        title=plain(markup.words(about.get("title"))),
        language=(language or "").strip().replace("_", "-") or None,
        links=_distinct((_entry(each, url, now) for each in entries), url, most),
        next=named.get("next"),
        hub=named.get("hub"),
        selfUrl=named.get("self"),
    )


def _from_json(text: str, url: str, most: int, now: datetime | None) -> Feed:
    data = jsonfeed.load(text, url)
    entries = (
        _Entry(
            url=_absolute(each.url, url) or "",
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
        next=_absolute(data.next, url),
        hub=_absolute(data.hub, url),
        selfUrl=_absolute(data.selfUrl, url),
    )


def _elements(parent: etree._Element) -> Iterator[etree._Element]:
    """The children that are elements, not what is left of an entity."""
    return (each for each in parent if isinstance(each.tag, str))


def _entry(element: etree._Element, url: str, now: datetime | None) -> _Entry | None:
    address = _address(element, url)
    if address is None:
        return None
    texts = {markup.local(each): markup.words(each) for each in reversed(list(_elements(element))) if len(each) == 0}
    titles = [each for each in _elements(element) if markup.local(each) == "title"]
    titles.sort(key=lambda each: str(each.tag).startswith("{http://search.yahoo.com/mrss"))  # media:title is the picture's
    published = _first_moment(texts, _PUBLISHED, now)
    modified = _first_moment(texts, _MODIFIED, now)
    return _Entry(
        url=address,
        title=plain(markup.words(titles[0])) if titles else None,
        published=published or _first_moment(texts, ("date",), now),  # Dublin Core, all that RSS 1.0 has
        modified=modified,
    )


def _first_moment(texts: dict[str, str], names: tuple[str, ...], now: datetime | None) -> datetime | None:
    moments = (read_moment(texts[name], now=now) for name in names if name in texts)
    return next((each for each in moments if each), None)


def _address(element: etree._Element, url: str) -> str | None:
    """Where an entry leads: past FeedBurner's counter, else its (alternate) link, else a guid that is an address."""
    original = [markup.words(each) for each in _elements(element) if markup.local(each) == "origlink"]
    links = [(rel, kind, href) for rel, kind, href in _links(element, url) if rel in {"alternate", ""}]
    links.sort(key=lambda link: bool(link[1]) and "html" not in link[1])
    identity = [
        markup.words(each)
        for each in _elements(element)
        if markup.local(each) in {"guid", "id"} and (each.get("isPermaLink") or "true").lower() != "false"
    ]
    about = [value for name, value in element.attrib.items() if str(name).endswith("}about")]
    candidates = (
        *(_absolute(each, url) for each in original),
        *(href for _, _, href in links),
        *(each for each in (*identity, *about) if is_http(each)),
    )
    return next((each for each in candidates if each), None)


def _links(parent: etree._Element, url: str) -> Iterator[tuple[str, str, str]]:
    """(rel, type, absolute address) of every `<link>` of an element: text in RSS, attributes in Atom."""
    for each in _elements(parent):
        if markup.local(each) == "link":
            base = _absolute(each.base or "", url) or url
            if href := _absolute(each.get("href") or markup.words(each), base):
                yield (each.get("rel") or "alternate").lower(), (each.get("type") or "").lower(), href


def _absolute(address: str | None, base: str) -> str | None:
    """An address made absolute and canonical; None where it is none of http(s)."""
    text = "".join((address or "").split()).replace("&amp;", "&")
    if text.lower().startswith("feed://"):
        text = f"http://{text[7:]}"
    absolute = canonical(text, base) if text else ""
    return absolute if is_http(absolute) else None


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
        links.setdefault(article_key(entry.url), link)
    return tuple(links.values())


def plain(text: str) -> str | None:
    """A title as its reader sees it: without tags, entities resolved (often escaped twice), white space folded."""
    stripped = _TAG.sub("", unescape(text[: 8 * _LONGEST_TITLE]))
    return " ".join(unescape(stripped).split())[:_LONGEST_TITLE] or None
