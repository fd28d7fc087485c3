"""Cursors: as text and back, and those that are none, or another store's."""

from __future__ import annotations

import pytest

from newsbot.errors import FixArgument
from newsbot.publish.cursor import Cursor

CURSOR = Cursor("0123456789ab", 42)


def test_a_cursor_comes_back_from_its_text() -> None:
    assert Cursor.parse(str(CURSOR)) == CURSOR
    assert Cursor.parse(f" {CURSOR}\n") == CURSOR


@pytest.mark.parametrize(
    "text", ["", "42", "0123456789ab", "0123456789ab-", "0123456789ab--1", "zz-1", "٣" * 12 + "-1", "x" * 500]
)
def test_what_is_no_cursor_is_refused_with_its_cure(text: str) -> None:
    with pytest.raises(FixArgument, match="Begin anew"):
        Cursor.parse(text)


def test_a_cursor_is_checked_against_its_store() -> None:
    assert CURSOR.checked("0123456789ab", 42) == CURSOR
    with pytest.raises(FixArgument, match="another store"):
        CURSOR.checked("ba9876543210", 42)
    with pytest.raises(FixArgument, match="older copy"):
        CURSOR.checked("0123456789ab", 41)
