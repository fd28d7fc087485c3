"""Dates of feeds and sitemaps: every spelling that is one, and those that are none."""

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.discovery.moments import read_moment

NOON = datetime(2024, 5, 3, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Fri, 03 May 2024 12:00:00 +0200",
        "Fri, 03 May 2024 12:00:00 CEST",
        "Fri, 03 May 2024 12:00:00 +0200 (CEST)",
        "Mon, 03 May 2024 12:00:00 +0200",  # the wrong day
        "Friday, 3 May 2024 10:00 GMT",
        "03 May 2024 10:00:00 UT",
        "3 May 24 10:00:00 Z",
        "Fri, 3 May 2024 06:00:00 EDT",
        "Fri, 03 May 2024 10:00:00",  # without a zone
        "Fri, 03 May 2024 10:00:00 GMT+0000",
        "Fri, 03 May 2024 12:00:00 GMT+2",
        "Fr, 03 Mai 2024 12:00:00 +0200",
        "ven., 3 mai 2024 12:00:00 +0200",
        "vie, 03 mayo 2024 12:00:00 +0200",
        "Fri May  3 10:00:00 2024",
        "May 3, 2024 10:00 AM",
        "Friday, May 3rd, 2024 at 6:00 am EDT",
        "2024-05-03T10:00:00Z",
        "2024-05-03T12:00:00+02:00",
        "2024-05-03T12:00:00+0200",
        "2024-05-03T12:00:00.1234567+02:00",
        "2024-05-03T12:00+02:00",
        "2024-05-03 10:00:00 UTC",
        "2024-05-03 12:00:00 +0200",
        "2024-05-03T10:00:00",
        "20240503T100000Z",
        "20240503100000",
        "1714730400",
        "1714730400000",
        "  \n 2024-05-03T10:00:00Z \t",
    ],
)
def test_ten_o_clock(text: str) -> None:
    assert read_moment(text) == NOON


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-03", datetime(2024, 5, 3, tzinfo=UTC)),
        ("2024-05", datetime(2024, 5, 1, tzinfo=UTC)),
        ("2024", datetime(2024, 1, 1, tzinfo=UTC)),
        ("20240503", datetime(2024, 5, 3, tzinfo=UTC)),
        ("3 Oct 99 00:00:00 +0000", datetime(1999, 10, 3, tzinfo=UTC)),
        ("2024-05-03T24:00:00Z", datetime(2024, 5, 4, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("May 3, 2024 12:30 AM", datetime(2024, 5, 3, 0, 30, tzinfo=UTC)),
        ("May 3, 2024 12:30 p.m. EST", datetime(2024, 5, 3, 17, 30, tzinfo=UTC)),
        ("15 juin 2024 10:00", datetime(2024, 6, 15, 10, tzinfo=UTC)),
        ("15 juil. 2024 10:00", datetime(2024, 7, 15, 10, tzinfo=UTC)),
        ("1923-04-01T00:00:00Z", datetime(1923, 4, 1, tzinfo=UTC)),
    ],
)
def test_other_moments(text: str, moment: datetime) -> None:
    assert read_moment(text) == moment
    assert read_moment(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "gestern",
        "3 hours ago",
        "today 10:00",
        "10:00",
        "now",
        "n/a",
        "0000-00-00 00:00:00",
        "2024-13-01",
        "2024-02-30",
        "31 Jun 2024 10:00:00",
        "2024-05-03T25:00:00Z",
        "2024-05-03T10:61:00Z",
        "0001-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "9999-12-31T23:59:59-23:00",
        "12345",
        "1 Foo 2024 10:00",
        None,
        3.5,
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_no_date_is_none_and_never_now(text: object) -> None:
    assert read_moment(text) is None


def test_dates_far_ahead_are_left_out_only_if_the_time_is_known() -> None:
    now = NOON
    assert read_moment("2024-05-05T10:00:00Z", now=now) == now + timedelta(days=2)
    assert read_moment("2024-05-05T10:00:01Z", now=now) is None
    assert read_moment("2034-05-05", now=None) == datetime(2034, 5, 5, tzinfo=UTC)


def test_endless_text_is_not_read_to_its_end() -> None:
    assert read_moment(" 1" * 1_000_000) is None
