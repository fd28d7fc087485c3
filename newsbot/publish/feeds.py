"""Feeds by the name of their format: what is behind `/feeds/…`. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from newsbot.publish import atom, jsonfeed, rss
from newsbot.publish.feed import Channel, Entry


class Format(StrEnum):
    """A format that feeds are written in."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"


_WRITERS = {Format.ATOM: atom, Format.RSS: rss, Format.JSON: jsonfeed}


def render(kind: Format, channel: Channel, entries: Iterable[Entry]) -> tuple[bytes, str]:
    """A feed, and its content type. The same channel and entries give the same bytes, in whatever order they come."""
    writer = _WRITERS[kind]
    return writer.render(channel, entries), writer.CONTENT_TYPE
