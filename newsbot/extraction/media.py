"""Media: videos and sound files, as the page declares them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsbot.article import Audio, Video
from newsbot.extraction.jsonld import items, resolve, text_of, types_of, url_of
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute

_MOST = 50
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
    for element in page.named(tag):
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
