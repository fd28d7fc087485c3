"""Media: videos, sound files and the entries of a live blog, as the page declares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsbot.article import Audio, LiveUpdate, Video
from newsbot.extraction.authors import authors_of_jsonld
from newsbot.extraction.body import jsonld_body
from newsbot.extraction.dates import parse_date
from newsbot.extraction.jsonld import items, resolve, text_of, types_of, url_of
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute

_MOST = 50
_MOST_UPDATES = 1000
_VIDEO_META = ("og:video:secure_url", "og:video", "og:video:url", "twitter:player:stream")
_AUDIO_META = ("og:audio:secure_url", "og:audio", "og:audio:url")


def _declared(page: Page, article: dict[str, Any], keys: Iterable[str], wanted: str) -> Iterator[str]:
    """Addresses of the article's own media: its properties, its `associatedMedia`, and nodes of that type."""
    values = [article.get(key) for key in (*keys, "associatedMedia")]
    for value in values:
        for item in items(resolve(value, page.jsonld)):
            if isinstance(item, dict) and (not types_of(item) or wanted in types_of(item)):
                yield url_of(
                    {key: item.get(key) for key in ("contentUrl", "embedUrl", "url") if item.get(key)} | _content(item)
                )


def _content(item: dict[str, Any]) -> dict[str, Any]:
    """A media object's file is better than its player, and that better than its page."""
    address = text_of(item.get("contentUrl")) or text_of(item.get("embedUrl")) or text_of(item.get("url"))
    return {"url": address} if address else {}


def _elements(page: Page, tag: str) -> Iterator[str]:
    for element in page.root.iter(tag):
        yield element.get("src") or ""
        for source in element.iterchildren("source"):
            yield source.get("src") or ""
            break


def _distinct(page: Page, found: Iterable[str]) -> list[str]:
    urls = (absolute(each, page.url) for each in found)
    return list(dict.fromkeys(url for url in urls if url))[:_MOST]


def _meta(page: Page, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from page.meta.get(name, ())[:1]


def read_videos(page: Page, article: dict[str, Any]) -> list[Video]:
    """The article's videos: of JSON-LD, OpenGraph and video elements."""
    found = [*_declared(page, article, ("video",), "videoobject"), *_meta(page, _VIDEO_META), *_elements(page, "video")]
    return [Video(url=url) for url in _distinct(page, found)]


def read_audios(page: Page, article: dict[str, Any]) -> list[Audio]:
    """The article's sound files: of JSON-LD, OpenGraph and audio elements."""
    found = [*_declared(page, article, ("audio",), "audioobject"), *_meta(page, _AUDIO_META), *_elements(page, "audio")]
    return [Audio(url=url) for url in _distinct(page, found)]


def read_updates(page: Page, article: dict[str, Any]) -> list[LiveUpdate]:
    """The entries of a live blog, in the page's order; empty where the page is none."""
    updates: list[LiveUpdate] = []
    for item in items(resolve(article.get("liveBlogUpdate"), page.jsonld))[:_MOST_UPDATES]:
        if not isinstance(item, dict):
            continue
        raw = text_of(item.get("datePublished")) or None
        body = "\n\n".join(block.text for block in jsonld_body(item, page.url).blocks)
        update = LiveUpdate(
            headline=text_of(item.get("headline") or item.get("name")) or None,
            articleBody=body or text_of(item.get("description")) or None,
            datePublished=parse_date(raw),
            datePublishedRaw=raw,
            authors=authors_of_jsonld(resolve(item.get("author"), page.jsonld)),
            url=absolute(url_of({"url": item.get("url"), "@id": item.get("@id")}), page.url),
        )
        if update.headline or update.articleBody:
            updates.append(update)
    return updates
