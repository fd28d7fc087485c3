"""Moments as whole milliseconds since 1970, in UTC: as SQLite keeps them, and as places of pages have them. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsbot.store.documents import moment

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
NEVER = -(2**62)  #: before all dates


def milliseconds(when: datetime | str | None) -> int | None:
    """Since 1970, in UTC."""
    when = moment(when)
    return None if when is None else (when - EPOCH) // MILLISECOND


def moment_of(value: int | None) -> datetime | None:
    """The other way round."""
    return None if value is None else EPOCH + value * MILLISECOND
