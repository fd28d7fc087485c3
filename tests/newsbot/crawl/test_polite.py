"""Retry-After in seconds and as a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.crawl.polite import retry_after

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta()),
        ("Sun, 01 Nov 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Sun, 01 Nov 2026 11:00:00 GMT", timedelta()),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
    ],
)
def test_retry_after(value: str | None, expected: timedelta | None) -> None:
    assert retry_after(value, NOW) == expected


def test_absurd_numbers_are_bounded() -> None:
    assert retry_after("9" * 50, NOW) == timedelta(seconds=10**7)
