"""Feeds and sitemaps of the demo newspaper, as bytes: RSS 2.0, Atom, JSON Feed, news sitemap, index and months."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime

from newsbot.demo.frame import View, e
from newsbot.demo.shapes import Piece, Section

FEED_SIZE = 500
NEWS_DAYS = 2
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def changed(piece: Piece) -> datetime:
    """When an article last changed."""
    return piece.modified or piece.published


def newest(pieces: Sequence[Piece]) -> datetime:
    """When the last change to any of these articles was."""
    return max(changed(piece) for piece in pieces)


def pieces_of(view: View, section: Section | None) -> tuple[Piece, ...]:
    """What a feed holds: the newest of a section, or of all; the archive's holds all of it."""
    if section is None:
        return view.paper.articles[:FEED_SIZE]
    pieces = view.paper.in_section(section)
    return pieces if pieces == view.paper.archive else pieces[:FEED_SIZE]


def rss(view: View, section: Section | None = None) -> bytes:
    """RSS 2.0 with authors, sections and pictures."""
    pieces = pieces_of(view, section)
    items = "".join(_rss_item(piece, view) for piece in pieces)
    title = f"{view.paper.name} – {section.name}" if section else view.paper.name
    path = f"/{section.key}/" if section else "/"
    feed = f"/feeds/{section.key if section else 'all'}.xml"
    text = (
        f'{_XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom">\n'
        f"<channel>\n<title>{e(title)}</title>\n<link>{view.base}{path}</link>\n"
        f'<atom:link href="{view.base}{feed}" rel="self" type="application/rss+xml"/>\n'
        f"<description>News from the bay, the hills and further afield</description>\n<language>en</language>\n"
        f"<lastBuildDate>{format_datetime(newest(pieces))}</lastBuildDate>\n<ttl>15</ttl>\n{items}</channel>\n</rss>\n"
    )
    return text.encode()


def _rss_item(piece: Piece, view: View) -> str:
    people = "".join(f"<dc:creator>{e(who.name)}</dc:creator>" for who in piece.authors)
    media = "".join(
        f'<media:content url="{view.base}{picture.path}" medium="image" type="image/png" width="640" height="400"/>'
        for picture in piece.pictures[:1]
    )
    return (
        f"<item><title>{e(piece.headline)}</title><link>{view.base}{piece.path}?utm_source=rss&amp;utm_medium=feed</link>"
        f'<guid isPermaLink="true">{view.base}{piece.path}</guid>'
        f"<pubDate>{format_datetime(piece.published)}</pubDate>{people}"
        f"<category>{e(piece.section.name)}</category><description>{e(piece.description)}</description>"
        f"{media}</item>\n"
    )


def atom(view: View) -> bytes:
    """Atom with published and updated."""
    pieces = pieces_of(view, None)
    entries = "".join(
        f'<entry><title>{e(piece.headline)}</title><link href="{view.base}{piece.path}"/>'
        f"<id>{view.base}{piece.path}</id>"
        f"<published>{piece.published.isoformat()}</published><updated>{changed(piece).isoformat()}</updated>"
        + "".join(f"<author><name>{e(who.name)}</name></author>" for who in piece.authors)
        + f'<category term="{e(piece.section.name)}"/><summary>{e(piece.description)}</summary></entry>\n'
        for piece in pieces
    )
    text = (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n<title>{e(view.paper.name)}</title>\n'
        f'<id>{view.base}/</id>\n<link href="{view.base}/"/>\n<link rel="self" href="{view.base}/feeds/all.atom"/>\n'
        f"<updated>{newest(pieces).isoformat()}</updated>\n{entries}</feed>\n"
    )
    return text.encode()


def json_feed(view: View) -> bytes:
    """JSON Feed 1.1 with summaries."""
    items = [
        {
            "id": view.base + piece.path,
            "url": view.base + piece.path,
            "title": piece.headline,
            "summary": piece.description,
            "content_text": piece.description,
            "date_published": piece.published.isoformat(),
            "date_modified": changed(piece).isoformat(),
            "authors": [{"name": who.name} for who in piece.authors],
            "tags": list(piece.keywords),
            "language": piece.language,
        }
        for piece in pieces_of(view, None)
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.paper.name,
        "home_page_url": f"{view.base}/",
        "feed_url": f"{view.base}/feeds/all.json",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()


def months(view: View) -> list[str]:
    """The months that have a sitemap, such as `2026-10`, the newest first."""
    return sorted({f"{piece.published:%Y-%m}" for piece in view.paper.articles}, reverse=True)


def sitemap_paths(view: View) -> list[str]:
    """The sitemaps that the index names: the news, and the months, of which the oldest is packed."""
    named = [f"/sitemaps/{month}.xml" for month in months(view)]
    return ["/sitemaps/news.xml", *named[:-1], f"{named[-1]}.gz"]


def sitemap_index(view: View) -> bytes:
    """The index, at /sitemap.xml."""
    entries = "".join(f"<sitemap><loc>{view.base}{path}</loc></sitemap>\n" for path in sitemap_paths(view))
    return (
        f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</sitemapindex>\n'.encode()
    )


def news_sitemap(view: View) -> bytes:
    """The last two days, as Google News has it."""
    since = view.paper.articles[0].published - timedelta(days=NEWS_DAYS)
    entries = "".join(
        f"<url><loc>{view.base}{piece.path}</loc><lastmod>{changed(piece).isoformat()}</lastmod><news:news><news:publication>"
        f"<news:name>{e(view.paper.name)}</news:name><news:language>{piece.language}</news:language></news:publication>"
        f"<news:publication_date>{piece.published.isoformat()}</news:publication_date>"
        f"<news:title>{e(piece.headline)}</news:title></news:news></url>\n"
        for piece in view.paper.articles
        if piece.published >= since
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return f"{_XML}<urlset {spaces}>\n{entries}</urlset>\n".encode()


def month_sitemap(view: View, month: str, stale: Sequence[str] = ()) -> bytes:
    """All articles of a month; the oldest also names addresses that lead nowhere any more (`stale`), as sitemaps do."""
    entries = "".join(
        f"<url><loc>{view.base}{piece.path}</loc><lastmod>{changed(piece).isoformat()}</lastmod></url>\n"
        for piece in view.paper.articles
        if f"{piece.published:%Y-%m}" == month
    )
    if month == months(view)[-1]:
        entries += "".join(f"<url><loc>{view.base}{path}</loc></url>\n" for path in stale)
    return f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}</urlset>\n'.encode()


def packed(data: bytes) -> bytes:
    """Bytes as a gzip file, the same at every time of day."""
    return gzip.compress(data, mtime=0)
