"""Hostile input that broke a reading once: each case was found by fuzzing, or by pumping, and is kept small."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from newsbot.discovery.feed import read_feed
from newsbot.discovery.sitemap import read_sitemap
from newsbot.errors import NotASitemap
from newsbot.extraction.authors import authors_of_jsonld
from newsbot.extraction.dates import read_date
from newsbot.extraction.decode import decode
from newsbot.extraction.flight import read_flight
from newsbot.extraction.page import parse_page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import count_words
from newsbot.reading import read_bytes
from newsbot.urls import article_key, canonical, is_http
from tests.fuzz.laws import ADDRESS, read_lawfully
from tests.newsbot.monsters import prose

#: Seconds of CPU; each of these took several times as much.
SOON = 6


# ── charsets ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "charset", ["undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "rot13", "zip"]
)
def test_what_python_can_decode_and_no_page_is_written_in_is_no_charset(charset: str) -> None:
    body = "<p>Grüße, a-b9z.\\ud800</p>".encode() * 2000
    started = time.process_time()
    text, encoding = decode(body, f"text/html; charset={charset}")
    assert encoding == "utf-8"
    assert text.startswith("<p>Grüße")
    assert decode(b"<p>plain</p>", f"text/html; charset={charset}") == ("<p>plain</p>", "ascii")
    assert time.process_time() - started < SOON


# ── addresses ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_halves_of_characters_in_addresses_are_survived() -> None:
    assert canonical("http://bücher.exa\udcbfple/ä") == canonical("http://bücher.exa\ufffdple/ä")
    once = canonical("http://paper.example/a\udcbc")
    assert "?" not in once
    assert canonical(once) == once
    assert len(article_key("http://\udcaf/")) == 32


@pytest.mark.parametrize("url", ["http://./", "http://user:pass@./a", "http://a\xa0b/", "http://a b/", "http://<a>/"])
def test_an_address_without_a_possible_host_is_none(url: str) -> None:
    assert not is_http(url)
    assert absolute(url, ADDRESS) is None


def test_a_control_character_is_no_part_of_a_host() -> None:
    assert not is_http("http://a\x01b/")
    assert absolute("http://a\x01b/", ADDRESS) == "http://ab/"


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("http://paper.example//p[er/../b", "//b"),
        ("http://paper.example//other.example/../b", "//b"),
        ("http://paper.example/a/./b/../c/.", "/a/c/"),
        ("http://paper.example/../../a", "/a"),
        ("http://paper.example/a/..", "/"),
    ],
)
def test_steps_of_a_path_are_taken_whatever_else_it_holds(url: str, path: str) -> None:
    assert canonical(url) == f"http://paper.example{path}"


def test_no_address_holds_white_space() -> None:
    assert absolute("/a\x0bb\xa0c d", ADDRESS) == "https://paper.example/ab%C2%A0c%20d"
    assert absolute("htt\rp://[::1]/a\n\tb", ADDRESS) == "http://[::1]/ab"
    (author,) = authors_of_jsonld({"name": "Ann Lee", "url": 'https://paper.example/ann" class="x y'})
    assert author.url == 'https://paper.example/ann"%20class="x%20y'
    (author,) = authors_of_jsonld({"name": "Ann Lee", "url": "/ann"})
    assert author.url is None


# ── dates ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2024-13-4 251 99 251 99 9 h2 61 62", None),
        ("2024 vor 3 Stunden", "de"),
        ("3 hours ago 2024", "en"),
        ("in 2 days, 2024", "en"),
    ],
)
def test_no_date_is_reckoned_from_now(text: str, language: str | None) -> None:
    assert read_date(text, language) is None


def test_dates_in_words_are_still_read() -> None:
    assert read_date("3. toukokuuta 2024 klo 10.20", "fi") == datetime(2024, 5, 3, 10, 20, tzinfo=UTC)


# ── feeds and sitemaps ──────────────────────────────────────────────────────────────────────────────────────────────

FEED = "<rss><channel><item><title>{}</title><link>https://paper.example/a</link></item></channel></rss>"


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("&#xD83D;&#xDE00; A bridge", "😀 A bridge"),
        ("&#55357;&#56832;", "😀"),
        ("A &#xD800; bridge", "A bridge"),
        ("&#x1f;A&#x7f;&#0; &#xFFFF;b", "A b"),
        ("&#55000;", "훘"),
    ],
)
def test_titles_of_feeds_with_characters_in_halves(title: str, read: str) -> None:
    feed = read_feed(FEED.format(title).encode(), "https://paper.example/feed")
    assert [link.title for link in feed.links] == [read]


@pytest.mark.parametrize("place", ["<loc&#xD800;>", "<loc>&#xD800;", "<lastmod>&#56832;</lastmod>"])
def test_sitemaps_with_halves_of_characters(place: str) -> None:
    body = f"<urlset><url>{place}<loc>https://paper.example/2026/a</loc></url></urlset>".encode()
    with suppress(NotASitemap):
        sitemap = read_sitemap(body, "https://paper.example/sitemap.xml")
        assert [link.url for link in sitemap.links] in ([], ["https://paper.example/2026/a"])


# ── time and memory ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "block",
    [
        '{"a" ' * 8000,
        '{"a":"}{' + '""(...' * 30_000,
        '("a" "b"' * 30_000,
        '[{"@type":"NewsArticle","a":' * 5000,
        "((" * 100_000,
    ],
)
def test_broken_jsonld_is_not_repaired_at_any_price(block: str) -> None:
    started = time.process_time()
    page = parse_page(f'<script type="application/ld+json">{block}</script><p>text', ADDRESS)
    assert time.process_time() - started < SOON
    assert page.root.findtext(".//p") == "text"


def test_many_broken_blocks_are_not_all_repaired() -> None:
    block = '<script type="application/ld+json">{"a":"' + 'a "b" ' * 2500 + "</script>"
    good = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "T",}</script>'
    started = time.process_time()
    page = parse_page(f"<html>{good}{block * 150}<p>text", ADDRESS)
    assert time.process_time() - started < SOON
    assert page.jsonld[0].data["headline"] == "T"
    assert page.jsonld[0].repaired


def test_a_block_too_long_to_be_repaired_costs_the_others_nothing() -> None:
    long = '{"a":"' + 'a "b" ' * 8000
    page = parse_page(
        f'<script type="application/ld+json">{long}</script>'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "T",}</script><p>x',
        ADDRESS,
    )
    assert [node.data["headline"] for node in page.jsonld] == ["T"]


def test_flight_data_of_empty_lines_ends_soon() -> None:
    started = time.process_time()
    read_flight(["\n" * 200_000])
    assert time.process_time() - started < SOON


@pytest.mark.parametrize(
    "last",
    [
        f"<p>{'.' * 100_000} x</p>",
        f"<div id='{'subscription' * 9000}'>Subscribe to read on</div>",
        f"<div class='paywall'>Subscribe to read {'_' * 100_000}</div>",
    ],
    ids=["points", "a name", "underscores"],
)
def test_what_stands_below_a_text_is_judged_soon(last: str) -> None:
    started = time.process_time()
    page = read_bytes(f"<html><body><article><h1>Council votes</h1>{prose()}{last}</article></body></html>", ADDRESS)
    assert time.process_time() - started < SOON
    assert "meeting number 11" in (page.article.articleBody or "")


def test_words_are_counted_without_end() -> None:
    started = time.process_time()
    assert count_words("x" * 3_000_000) == 1
    assert count_words("x-" * 1_000_000) == 1
    assert count_words("e\u0301" * 1_000_000 + " दिन") == 2
    assert time.process_time() - started < SOON


# ── whole pages ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "html",
    [
        '<p class="byline">By <a href="/ann\x0b&#xa0; x">Ann Lee</a></p>',
        '<script type="application/ld+json">{"author":{"name":"A B","url":"http://a.b/a b\\u2028c"}}</script><p>x',
        # a reference to a control character ends up in what the verdict quotes
        '<article itemscope><meta itemprop="isAccessibleForFree" content="False&#1;"><p>x',
        '<script>var a = "isAccessibleForFree&#1;"; </script><p class="paywall">Subscribe&#1; to read on.</p>',
        "<time>2024-13-4 251 99 251 99 9 h2 61 62</time><h1>T</h1><p>x",
        '<link rel="canonical" href="http://./"><meta property="og:url" content="http://a\x01b/"><p>x',
    ],
)
def test_pages_that_broke_a_law(html: str) -> None:
    assert read_lawfully(f"<html lang=en><body><article>{html}</article></body></html>") is not None
