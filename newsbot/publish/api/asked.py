"""Which articles are asked for: the parameters of the API, of feeds and of the dashboard."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends
from fastapi import Query as Asked
from pydantic import BeforeValidator

from newsbot.article import Delivered, Gate
from newsbot.store.base import Query
from newsbot.store.pages import MOST

_LONGEST = 500


def in_iso(given: object) -> object:
    """A moment as ISO 8601 writes it; pydantic would take a bare number for seconds since 1970."""
    if isinstance(given, str) and not re.match(r"\d{4}-\d\d-\d\d", given):
        raise ValueError("write it as ISO 8601, such as 2026-11-22T07:00:00Z")
    return given


Moment = Annotated[
    datetime | None,
    BeforeValidator(in_iso),
    Asked(description="ISO 8601: 2026-11-22, or 2026-11-22T07:00:00Z; UTC where no zone is said"),
]
Limit = Annotated[int, Asked(ge=1, le=MOST, description="How many at most")]
After = Annotated[str | None, Asked(max_length=200, description="`next` of the page before; left out for the first")]


async def query_of(  # noqa: PLR0913 - each is a parameter of the address; no thread is needed for that
    *,
    site: Annotated[str | None, Asked(max_length=_LONGEST, description="The slug of a site")] = None,
    section: Annotated[str | None, Asked(max_length=_LONGEST, description="Just as `articleSection` has it")] = None,
    author: Annotated[str | None, Asked(max_length=_LONGEST, description="Just as one of `authors` is written")] = None,
    language: Annotated[str | None, Asked(max_length=_LONGEST, description='"de" means "de-CH" too')] = None,
    story: Annotated[str | None, Asked(pattern="^[0-9a-f]{32}$", description="The key of a story")] = None,
    delivered: Annotated[list[Delivered] | None, Asked(description="How much was delivered; any of these")] = None,
    gate: Annotated[list[Gate] | None, Asked(description="What stood before it; any of these")] = None,
    text: Annotated[
        str | None,
        Asked(max_length=_LONGEST, description='Words that it holds; "a phrase" in quotes, -word for none of that'),
    ] = None,
    published_since: Annotated[Moment, Asked(alias="publishedSince")] = None,
    published_until: Annotated[Moment, Asked(alias="publishedUntil")] = None,
    fetched_since: Annotated[Moment, Asked(alias="fetchedSince")] = None,
    came_since: Annotated[Moment, Asked(alias="cameSince", description="First fetched then or later")] = None,
    came_until: Annotated[Moment, Asked(alias="cameUntil")] = None,
) -> Query:
    """Which articles are asked for. All conditions hold together; what is left empty does not count."""
    return Query(
        site=site or None,
        section=section or None,
        author=author or None,
        language=language or None,
        story=story or None,
        delivered=frozenset(delivered or ()),
        gates=frozenset(gate or ()),
        text=(text or "").strip() or None,
        publishedSince=in_utc(published_since),
        publishedUntil=in_utc(published_until),
        fetchedSince=in_utc(fetched_since),
        cameSince=in_utc(came_since),
        cameUntil=in_utc(came_until),
    )


def in_utc(when: datetime | None) -> datetime | None:
    """A moment without a zone is one in UTC."""
    return when.replace(tzinfo=UTC) if when is not None and when.tzinfo is None else when


Wanted = Annotated[Query, Depends(query_of)]
