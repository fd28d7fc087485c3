"""Sitemaps: indexes, URL sets, Google News sitemaps and plain lists, bytes to links. Streamed: size costs no memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from itertools import chain

from lxml import etree

from newsbot.discovery import markup
from newsbot.discovery.addresses import folded, resolved
from newsbot.discovery.link import FoundBy, Link
from newsbot.discovery.moments import read_moment
from newsbot.discovery.periods import Period, periods_of
from newsbot.discovery.shape import article_likeness
from newsbot.discovery.titles import plain
from newsbot.errors import NotASitemap
from newsbot.urls import is_http

#: sitemaps.org allows 50 MB, unpacked.
LIMIT = 52_428_800
#: sitemaps.org allows 50,000 in one file; some hold more.
_MOST_LINKS = 100_000
#: So many tags without any entry are no sitemap: each costs memory.
_MOST_TAGS = 500_000
#: At and below this, an address in a plain sitemap is known to be no article (a topic, an author, a sign-in page).
_NO_ARTICLE = 0.1
#: How far a sitemap's own dates may be off: time zones, and a date that stands for its whole day.
_SLACK = timedelta(days=2)


class SitemapKind(StrEnum):
    """What a sitemap lists."""

    INDEX = "index"  #: other sitemaps
    URLSET = "urlset"
    NEWS = "news"  #: the articles of the last days, with titles (Google News)
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class SitemapRef:
    """A sitemap named by an index. `lastmod` is aware and in UTC."""

    url: str
    lastmod: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap names, in its own order."""

    kind: SitemapKind
    sitemaps: tuple[SitemapRef, ...] = ()
    links: tuple[Link, ...] = ()
    language: str | None = None  #: of the publication, as a news sitemap says it


@dataclass(slots=True)
class _Found:
    """What was read so far."""

    url: str
    most: int
    now: datetime | None
    sitemaps: dict[str, SitemapRef] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    languages: dict[str, None] = field(default_factory=dict)
    entries: int = 0
    news: bool = False

    def full(self) -> bool:
        return self.entries >= self.most


def read_sitemap(
    body: bytes, url: str, *, most: int = _MOST_LINKS, limit: int = LIMIT, now: datetime | None = None
) -> Sitemap:
    """The sitemap that the server sent for `url`: at most `most` entries; `limit` bytes are read, gzip unpacked.

    Broken XML gives what comes before and after the fault; a file that is cut gives its whole entries. Raises
    NotASitemap, with a reason that says what it is instead.
    """
    refuse = partial(NotASitemap, url)
    chunks = markup.unpacked(body, limit, refuse)
    sample = next(chunks, b"")
    texts = markup.decoded(chain((sample,), chunks), sample)
    head = markup.beginning(texts)
    root = markup.root_name(head)
    found = _Found(url, most, now)
    if root is None:
        return _from_text(chain((head,), texts), head, found)
    if root[0] not in {"urlset", "sitemapindex"}:
        raise NotASitemap(url, "it is a feed: name it under `feeds`")
    _read_xml(chain((head[root[1] :],), texts), found)
    kind = SitemapKind.NEWS if found.news else SitemapKind.URLSET
    if (found.sitemaps and not found.links) or (root[0] == "sitemapindex" and not found.links):
        kind = SitemapKind.INDEX
    return Sitemap(
        kind=kind,
        sitemaps=tuple(found.sitemaps.values()),
        links=tuple(found.links.values()),
        language=next(iter(found.languages), None),
    )


def window(refs: Sequence[SitemapRef], since: datetime | None, until: datetime | None) -> tuple[SitemapRef, ...]:
    """Those sitemaps of an index that can hold articles published from `since` to `until` (aware; None is open).

    One is left out only if it was last changed before the window began, or if its address names a time that lies
    outside; two days of grace either way, so that none that might is dropped.
    """
    periods = periods_of(ref.url for ref in refs)
    return tuple(ref for ref in refs if _may_hold(ref, periods[ref.url], since, until))


def _may_hold(ref: SitemapRef, period: Period | None, since: datetime | None, until: datetime | None) -> bool:
    if since and ref.lastmod and ref.lastmod + _SLACK < since:
        return False
    if period is None:
        return True
    return (since is None or period.end + _SLACK > since) and (until is None or period.start - _SLACK <= until)


def _read_xml(texts: Iterator[str], found: _Found) -> None:
    parser = markup.pull_parser()
    tags = 0
    for piece in markup.mended(texts):
        before = found.entries
        parser.feed(piece)
        _take(parser, found)
        tags = tags + piece.count(b"<") if before == found.entries else 0
        if tags > _MOST_TAGS:
            raise NotASitemap(found.url, f"it has {_MOST_TAGS:,} tags without an entry")
        if found.full():
            return
    with suppress(etree.XMLSyntaxError):  # nothing more could be recovered
        parser.close()
    _take(parser, found)


def _take(parser: etree.XMLPullParser, found: _Found) -> None:
    """Read the entries that have ended, and free what they held."""
    for _, element in parser.read_events():
        name = markup.local(element)
        if name not in {"url", "sitemap"}:
            continue
        if not found.full():
            _read_entry(element, name, found)
        found.entries += 1
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _read_entry(element: etree._Element, name: str, found: _Found) -> None:
    children = {markup.local(each): each for each in reversed(element)}
    address = resolved(markup.words(children["loc"]), found.url) if "loc" in children else None
    if address is None:
        return
    lastmod = read_moment(children["lastmod"].text, now=found.now) if "lastmod" in children else None
    if name == "sitemap":
        found.sitemaps.setdefault(address, SitemapRef(address, lastmod))
    elif "news" in children or "publication_date" in children:
        _note_news(address, lastmod, children, found)
    else:
        link = Link(
            url=address,
            foundBy=FoundBy.SITEMAP,
            foundOn=found.url,
            modified=lastmod,
            likeness=_likeness(address),
        )
        found.links.setdefault(folded(address), link)


def _note_news(address: str, lastmod: datetime | None, children: dict[str, etree._Element], found: _Found) -> None:
    """An entry of a Google News sitemap; its parts are sometimes beside `news:news`, not in it."""
    parts = children | (
        {markup.local(each): each for each in children["news"].iter(etree.Element)} if "news" in children else {}
    )
    texts = {
        name: markup.words(each) for name, each in parts.items() if name in {"title", "language", "publication_date"}
    }
    found.news = True
    if texts.get("language"):
        found.languages.setdefault(texts["language"].replace("_", "-"))
    link = Link(
        url=address,
        foundBy=FoundBy.NEWS_SITEMAP,
        foundOn=found.url,
        title=plain(texts.get("title", "")),
        published=read_moment(texts.get("publication_date"), now=found.now),
        modified=lastmod,
    )
    found.links.setdefault(folded(address), link)


def _likeness(url: str) -> float:
    """A plain sitemap lists articles first of all: only what is known to be none keeps a low likeness."""
    alone = article_likeness(url)
    return alone if alone <= _NO_ARTICLE else 0.5 + alone / 2


def _from_text(texts: Iterator[str], head: str, found: _Found) -> Sitemap:
    """A plain list: one absolute address a line."""
    first = next((line.strip() for line in head.lstrip("\ufeff").splitlines() if line.strip()), "")
    if not is_http(first) or " " in first:
        raise NotASitemap(found.url, markup.why_not(head))
    for line in _lines(texts):
        if found.full():
            break
        address = resolved(line.lstrip("\ufeff"), "") if " " not in line.strip() else None
        if address:
            found.entries += 1
            link = Link(url=address, foundBy=FoundBy.SITEMAP, foundOn=found.url, likeness=_likeness(address))
            found.links.setdefault(folded(address), link)
    return Sitemap(kind=SitemapKind.TEXT, links=tuple(found.links.values()))


def _lines(texts: Iterator[str]) -> Iterator[str]:
    """The lines of a text that comes in pieces."""
    rest = ""
    for text in texts:
        *lines, rest = (rest + text).split("\n")
        yield from lines
        rest = rest[-4000:]  # no address is longer: a line without an end must not grow
    yield rest
