"""Dates: to aware UTC, or None."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsbot.article import Provenance
from newsbot.extraction.dates import has_time, parse_date, read_date
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-03-01T10:20:30Z", "2026-03-01T10:20:30"),
        ("2026-03-01T10:20:30.123456789+02:00", "2026-03-01T08:20:30"),
        ("2026-03-01T10:20+0530", "2026-03-01T04:50:00"),
        ("2026-03-01 10:20:30 -03", "2026-03-01T13:20:30"),
        ("2026-03-01T10:20:30+01:00[Europe/Paris]", "2026-03-01T09:20:30"),
        ("2026-3-1 7:05", "2026-03-01T07:05:00"),
        ("2026-03-01", "2026-03-01T00:00:00"),
        ("20260301T102030Z", "2026-03-01T10:20:30"),
        ("20260301", "2026-03-01T00:00:00"),
        ("2026-03-01T24:00:00Z", "2026-03-02T00:00:00"),
        ("1772360430", "2026-03-01T10:20:30"),
        ("1772360430000", "2026-03-01T10:20:30"),
        ("Sun, 01 Mar 2026 10:20:30 +0200", "2026-03-01T08:20:30"),
        ("01 Mar 2026 10:20:30 GMT", "2026-03-01T10:20:30"),
    ],
)
def test_dates_for_machines(raw: str, expected: str) -> None:
    moment = parse_date(raw)
    assert moment is not None
    assert moment.isoformat() == f"{expected}+00:00"


@pytest.mark.parametrize(
    "raw",
    [None, "", "yesterday", "2 hours ago", "gestern, 12:30", "2026-02-30", "2026-13-01T00:00:00Z", "2026-03-01T25:00Z",
     "0000-00-00",
     "0001-01-01T00:00:00Z", "9999-12-31", "2026-03-01T10:00+99:99", "12", "1" * 400, "March 1", "12:30"],
)  # fmt: skip
def test_what_is_no_date_is_none(raw: str | None) -> None:
    assert parse_date(raw) is None
    assert read_date(raw, "en") is None


@pytest.mark.parametrize(
    ("raw", "language", "expected"),
    [
        ("1. März 2026, 10:20 Uhr", "de", "2026-03-01T10:20:00+00:00"),
        ("March 1, 2026 10:20 AM EST", "en", "2026-03-01T15:20:00+00:00"),
        ("1 mars 2026", "fr-FR", "2026-03-01T00:00:00+00:00"),
        ("erstellt: 01. April 2025, 15:25", "de", "2025-04-01T15:25:00+00:00"),
        ("Publié le 3 mai 2024 à 10h20", "fr", "2024-05-03T10:20:00+00:00"),
        ("Updated 10:20 AM EDT, May 3, 2024", "en", "2024-05-03T14:20:00+00:00"),
        ("3 de mayo de 2024, 10:20", "es", "2024-05-03T10:20:00+00:00"),
        ("3 мая 2024, 10:20", "ru", "2024-05-03T10:20:00+00:00"),
        ("03.05.2024 10:20 Uhr", "de", "2024-05-03T10:20:00+00:00"),
        ("2024年5月3日 10時20分", "ja", "2024-05-03T10:20:00+00:00"),
        ("2024. 5. 3. 오후 10:20", "ko", "2024-05-03T22:20:00+00:00"),
    ],
)
def test_dates_in_words(raw: str, language: str, expected: str) -> None:
    moment = read_date(raw, language)
    assert moment is not None
    assert moment.isoformat() == expected


def test_what_only_dateparser_knows_is_the_last_resort() -> None:
    assert parse_date("3. toukokuuta 2024") is None
    assert read_date("3. toukokuuta 2024", "fi") == datetime(2024, 5, 3, tzinfo=UTC)


def test_a_time_in_words_is_taken_in_the_zone_that_the_page_uses_elsewhere() -> None:
    zone = timezone(timedelta(hours=2))
    assert read_date("3. Mai 2024, 10:20 Uhr", "de", zone=zone) == datetime(2024, 5, 3, 8, 20, tzinfo=UTC)
    assert read_date("May 3, 2024 10:20 AM EST", "en", zone=zone) == datetime(2024, 5, 3, 15, 20, tzinfo=UTC)


def test_has_time() -> None:
    assert has_time("2026-03-01T10:20")
    assert not has_time("2026-03-01")


TEXT = "<p>" + "The council met and voted on the bridge after a long and quiet debate. " * 4 + "</p>"


def read_head(head: str, body: str = "") -> tuple[str | None, str | None, str | None]:
    page = parse_page(
        f"<html lang=en><head>{head}</head><body><article>{body}{TEXT}</article></body></html>", "https://p.example/a"
    )
    article = read_page(page).article
    published = article.datePublished.isoformat() if article.datePublished else None
    return published, article.datePublishedRaw, article.dateModified.isoformat() if article.dateModified else None


def test_published_is_never_taken_from_modified() -> None:
    published, raw, modified = read_head('<meta property="article:modified_time" content="2026-03-01T10:00:00Z">')
    assert (published, raw) == (None, None)
    assert modified == "2026-03-01T10:00:00+00:00"


def test_a_time_element_is_read_and_a_modified_one_is_not() -> None:
    body = (
        '<p class="updated"><time datetime="2026-03-02T10:00:00Z">x</time></p>'
        '<p class="published"><time datetime="2026-03-01T10:00:00Z">y</time></p>'
    )
    assert read_head("", body)[::2] == ("2026-03-01T10:00:00+00:00", "2026-03-02T10:00:00+00:00")


def test_a_day_is_made_a_minute_by_a_later_source() -> None:
    head = (
        '<meta name="article:published_time" content="2026-03-01">'
        '<meta name="parsely-pub-date" content="2026-03-01T09:30:00Z">'
    )
    assert read_head(head)[0] == "2026-03-01T09:30:00+00:00"


def test_a_time_without_zone_borrows_that_of_its_neighbour() -> None:
    head = (
        '<meta name="date" content="2026-03-01T09:30:00">'
        '<meta name="article:modified_time" content="2026-03-01T12:00:00+02:00">'
    )
    assert read_head(head)[0] == "2026-03-01T07:30:00+00:00"


def test_words_like_yesterday_are_no_date_of_a_page() -> None:
    assert read_head("", "<time>yesterday</time><time>2 hours ago</time>")[0] is None


def test_what_is_no_date_is_still_what_the_page_said() -> None:
    page = parse_page(
        '<html><head><meta name="date" content="yesterday"></head><body><p>x</p></body></html>',
        "https://paper.example/a",
    )
    article = read_page(page).article
    assert (article.datePublished, article.datePublishedRaw) == (None, "yesterday")
    assert (article.dateModified, article.dateModifiedRaw) == (None, None)


def test_a_date_in_words_counts_where_nothing_else_does() -> None:
    body = '<div class="meta_date">Erstellt: 3. Mai 2024, 10:20</div>'
    assert read_head("", body)[:2] == ("2024-05-03T10:20:00+00:00", "Erstellt: 3. Mai 2024, 10:20")
    assert read_head("", '<div class="updated-date">3. Mai 2024, 10:20</div>')[0] is None


def test_the_day_in_the_address_is_the_last_resort() -> None:
    html = f"<html><body><article>{TEXT}</article></body></html>"
    article = read_page(parse_page(html, "https://p.example/news/2024/05/03/a-bridge")).article
    assert article.datePublished == datetime(2024, 5, 3, tzinfo=UTC)
    assert article.provenance["datePublished"].source == "url"


def provenance(head: str) -> Provenance:
    page = parse_page(f"<html><head>{head}</head><body>{TEXT}</body></html>", "https://p.example/a")
    return read_page(page).article.provenance["datePublished"]


def test_another_date_is_told_as_the_runner_up() -> None:
    first = '<meta property="article:published_time" content="2026-03-01T10:00:00Z">'
    assert provenance(first + '<meta name="date" content="2026-03-01T12:30:00Z">') == Provenance(
        source="meta:article:published_time", runnerUp="2026-03-01T12:30:00+00:00", runnerUpSource="meta:date"
    )
    for same in ("2026-03-01T10:00:40Z", "2026-03-01T12:00:00", "2026-03-01", "2026-03-01T12:00:00+02:00"):
        assert provenance(f'{first}<meta name="date" content="{same}">').runnerUp is None
