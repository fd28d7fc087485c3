"""JSON Feed 1.1; newsbot's own facts are below `_newsbot`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from newsbot.extraction.text import clean
from newsbot.publish.enclosures import UNKNOWN_TYPE
from newsbot.publish.feed import Channel, Entry, language_tag, newest_first, rfc3339, updated_of

CONTENT_TYPE = "application/feed+json; charset=utf-8"
_VERSION = "https://jsonfeed.org/version/1.1"


def render(channel: Channel, entries: Iterable[Entry]) -> bytes:
    """The feed, its items the newest first. What is not known is left out."""
    ordered = newest_first(entries)
    return orjson.dumps(
        {"version": _VERSION, "title": clean(channel.title)}
        | _told(
            home_page_url=clean(channel.home),
            feed_url=clean(channel.address),
            description=clean(channel.description or ""),
            language=language_tag(channel.language),
            next_url=clean(channel.next or ""),
            hubs=[{"type": "WebSub", "url": clean(hub)} for hub in channel.hubs],
            _newsbot={
                "id": clean(channel.id),
                "updated": rfc3339(updated_of(channel, ordered)),
                **_told(previousUrl=clean(channel.previous or "")),
            },
        )
        | {"items": [_item(each) for each in ordered]}
    )


def _told(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def _item(each: Entry) -> dict[str, Any]:
    pictures = (file.url for file in each.enclosures if file.medium == "image")
    # One of the two texts has to be there, be it empty.
    text = {"content_text": each.labelled_summary} if each.html is None else {"content_html": each.labelled_html}
    known = _told(
        id=each.id,
        url=each.url,
        title=each.title,
        summary=each.labelled_summary,
        image=next(pictures, None),
        date_published=rfc3339(each.published) if each.published else None,
        date_modified=rfc3339(each.updated),
        authors=[{"name": name} for name in each.authors or filter(None, (each.source,))],
        tags=[*each.labels, *each.categories],
        language=each.language,
        attachments=[
            {"url": file.url, "mime_type": file.type or UNKNOWN_TYPE, **_told(size_in_bytes=file.length)}
            for file in each.enclosures
        ],
    )
    facts = _told(**each.facts, labels=dict(each.labels) or None, copies=list(each.copies), rights=each.rights)
    return known | text | {"_newsbot": facts}
