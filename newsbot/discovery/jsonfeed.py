"""JSON Feed 1.0 and 1.1: its text to the few values that links are made of. Source: jsonfeed.org."""

from __future__ import annotations

from dataclasses import dataclass

import orjson

from newsbot.errors import NotAFeed
from newsbot.urls import is_http


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item, as it was written."""

    url: str | None
    title: str | None
    published: str | None
    modified: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFeed:
    """A feed, as it was written: addresses may be relative."""

    title: str | None
    language: str | None
    next: str | None
    hub: str | None
    selfUrl: str | None
    items: tuple[Item, ...]


def load(text: str, url: str) -> JsonFeed:
    """The JSON Feed in `text`. Raises NotAFeed where it is JSON of another kind, or broken."""
    try:
        data = orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        raise NotAFeed(url, f"its JSON is broken ({error})") from error
    version = _text(data, "version") or ""
    items = data.get("items") if isinstance(data, dict) else None
    if "jsonfeed.org/version/" not in version or not isinstance(items, list):
        raise NotAFeed(url, "it is JSON, but not a JSON Feed (no version of jsonfeed.org, or no items)")
    hubs = data.get("hubs")
    hub = next((_text(each, "url") for each in hubs if _text(each, "url")), None) if isinstance(hubs, list) else None
    return JsonFeed(
        title=_text(data, "title"),
        language=_text(data, "language"),
        next=_text(data, "next_url"),
        hub=hub,
        selfUrl=_text(data, "feed_url"),
        items=tuple(_item(each) for each in items),
    )


def _item(data: object) -> Item:
    identity = _text(data, "id") or ""
    return Item(
        url=_text(data, "url") or (identity if is_http(identity) else None) or _text(data, "external_url"),
        title=_text(data, "title"),
        published=_text(data, "date_published"),
        modified=_text(data, "date_modified"),
    )


def _text(data: object, name: str) -> str | None:
    """The text under a name, if `data` is an object and holds text there."""
    value = data.get(name) if isinstance(data, dict) else None
    return value.strip() or None if isinstance(value, str) else None
