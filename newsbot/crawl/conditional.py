"""Conditional requests: ask only for what is new, by the validators of the last visit."""

from __future__ import annotations

from scrapy.http import Response

from newsbot.store.base import Visit


def validator_headers(visit: Visit | None) -> dict[str, str]:
    """The headers that let the server answer 304 where nothing is new since this visit."""
    if visit is None:
        return {}
    pairs = {"If-None-Match": visit.etag, "If-Modified-Since": visit.lastModified}
    return {name: value for name, value in pairs.items() if value}


def header(response: Response, name: str) -> str | None:
    """A header of an answer as text; None where it is missing or empty."""
    raw = response.headers.get(name)
    return raw.decode("latin-1").strip() or None if raw else None
