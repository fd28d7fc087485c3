"""Link: an address that may be an article, and what its finder knew about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FoundBy(StrEnum):
    """Where a link was found."""

    FEED = "feed"
    NEWS_SITEMAP = "newsSitemap"
    SITEMAP = "sitemap"
    SECTION = "section"
    NEXT_PAGE = "nextPage"
    GIVEN = "given"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that may be an article. Datetimes are aware and in UTC."""

    url: str
    foundBy: FoundBy
    foundOn: str  #: the address of the feed, sitemap or page that named it
    title: str | None = None
    published: datetime | None = None
    modified: datetime | None = None
    likeness: float = 1.0  #: 0 to 1, how much it looks like an article; sections guess, feeds do not
