"""OPML 2.0: a list of feeds, as feed readers import and export it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from newsbot.publish.feed import Channel, language_tag, rfc822
from newsbot.publish.tree import add, root, written

CONTENT_TYPE = "text/x-opml; charset=utf-8"


def render(title: str, channels: Iterable[Channel], *, updated: datetime | None = None) -> bytes:
    """The list of these feeds, in this order. `rss` is what OPML calls every format."""
    opml = root("opml", {}, {"version": "2.0"})
    head = add(opml, "head")
    add(head, "title", title)
    if updated is not None:
        add(head, "dateModified", rfc822(updated))
    body = add(opml, "body")
    for channel in channels:
        about = {
            "type": "rss",
            "text": channel.title,
            "title": channel.title,
            "xmlUrl": channel.address,
            "htmlUrl": channel.home,
            "description": channel.description,
            "language": language_tag(channel.language),
        }
        add(body, "outline", attributes=about)
    return written(opml)
