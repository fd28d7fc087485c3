"""The arguments of the spiders: strings from a command line, checked with words that help."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from newsbot.errors import FixArgument
from spiders.archive import ArchiveSpider
from spiders.arguments import addresses, moment, names_of, positive, refuse_unknown, site_names, words
from spiders.article import ArticleSpider
from spiders.site import SiteSpider

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


def test_words_in_order_each_once() -> None:
    assert words(" b a ", None, ["a", " c\n"], "") == ["b", "a", "c"]


def test_addresses_from_everywhere(tmp_path: Path) -> None:
    file = tmp_path / "urls.txt"
    file.write_text("\ufeff# two\nhttps://c.example/\n\n  https://a.example/  \n", "utf-8")
    assert addresses("https://a.example/", [["https://b.example/x", "y"][0]], file=str(file)) == [
        "https://a.example/",
        "https://b.example/x",
        "https://c.example/",
    ]


@pytest.mark.parametrize(
    "wrong", ["www.example.com", "ftp://example.com/", "https://", "javascript:alert(1)", "/etc/passwd"]
)
def test_what_is_no_address(wrong: str) -> None:
    with pytest.raises(FixArgument, match="no http") as told:
        addresses(wrong)
    assert told.value.value == wrong


def test_no_address_at_all() -> None:
    with pytest.raises(FixArgument, match="nothing to fetch"):
        addresses(None, "", [])


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(FixArgument, match="no such file") as told:
        addresses(file="/nowhere/urls.txt")
    assert told.value.argument == "urls_file"


@pytest.mark.parametrize(("value", "expected"), [("7", 7), (7, 7), (None, None), ("", None), (" 12 ", 12)])
def test_positive(value: str | int | None, expected: int | None) -> None:
    assert positive("max_requests", value) == expected


@pytest.mark.parametrize("value", ["0", "-3", "many", "2.5", 0])
def test_not_positive(value: str | int) -> None:
    with pytest.raises(FixArgument, match="max_requests"):
        positive("max_requests", value)


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026-10-01", datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 1, 23, 59, 59, 999999, tzinfo=UTC)),
        ("20261001", datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 10, 1, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2026-10-01T12:00", datetime(2026, 10, 1, 12, tzinfo=UTC), datetime(2026, 10, 1, 12, tzinfo=UTC)),
        ("2026-10-01T12:00+02:00", datetime(2026, 10, 1, 10, tzinfo=UTC), datetime(2026, 10, 1, 10, tzinfo=UTC)),
        ("3d", datetime(2026, 11, 19, 8, 30, tzinfo=UTC), datetime(2026, 11, 19, 8, 30, tzinfo=UTC)),
        (" 12h ", datetime(2026, 11, 21, 20, 30, tzinfo=UTC), datetime(2026, 11, 21, 20, 30, tzinfo=UTC)),
        ("2 w", datetime(2026, 11, 8, 8, 30, tzinfo=UTC), datetime(2026, 11, 8, 8, 30, tzinfo=UTC)),
    ],
)
def test_moments(value: str, first: datetime, last: datetime) -> None:
    assert moment("since", value, NOW) == first
    assert moment("until", value, NOW, last=True) == last


@pytest.mark.parametrize("value", ["yesterday", "2026-13-01", "3", "3 months", "99999999d"])
def test_no_moment(value: str) -> None:
    with pytest.raises(FixArgument, match="since"):
        moment("since", value, NOW)


def test_the_longest_span_is_still_a_date() -> None:
    assert moment("since", "99999w", NOW) == datetime(110, 5, 18, 8, 30, tzinfo=UTC)


def test_site_names_by_commas_and_spaces(tmp_path: Path) -> None:
    file = tmp_path / "sites.txt"
    file.write_text("heise\nhttps://a.example\n")
    assert site_names("taz, heise  zeit", "https://a.example", str(file)) == [
        "https://a.example",
        "taz",
        "heise",
        "zeit",
    ]
    assert site_names(["one, with a comma.yml"], None, None) == ["one, with a comma.yml"]


def test_no_site() -> None:
    with pytest.raises(FixArgument, match="no site was given"):
        site_names(" , ", None, None)


def test_what_each_spider_takes() -> None:
    assert names_of(ArticleSpider) == ["url", "urls", "urls_file"]
    assert names_of(SiteSpider) == ["explore", "max_requests", "only_due", "site", "sites_file", "url"]
    assert names_of(ArchiveSpider) == sorted([*names_of(SiteSpider), "since", "until"])


@pytest.mark.parametrize(
    ("spider", "name", "cure"),
    [
        (SiteSpider, "max_request", "Did you mean max_requests?"),
        (ArchiveSpider, "sinse", "Did you mean since?"),
        (ArticleSpider, "frobnicate", "It takes url, urls, urls_file."),
        (ArticleSpider, "name", "It takes"),
    ],
)
def test_unknown_arguments(spider: type, name: str, cure: str) -> None:
    with pytest.raises(FixArgument) as told:
        refuse_unknown(spider, [name])
    assert told.value.value == name
    assert cure in told.value.cure


def test_scrapyds_own_argument_passes() -> None:
    assert ArticleSpider(url="https://a.example/", _job="7").urls == ["https://a.example/"]


def test_a_spider_without_address_waits_for_scrapyrt() -> None:
    assert ArticleSpider().urls == []
    with pytest.raises(FixArgument, match="nothing to fetch"):
        ArticleSpider(urls=[])


def test_a_window_must_not_end_before_it_begins() -> None:
    with pytest.raises(FixArgument, match="after until"):
        ArchiveSpider(url="https://a.example", since="2026-10-02", until="2026-10-01")
    day = ArchiveSpider(url="https://a.example", since="2026-10-01", until="2026-10-01").window
    assert (day.until - day.since).days == 0
    assert (day.until - day.since).total_seconds() > 86399
