"""Addresses: one spelling, one key."""

from __future__ import annotations

import pytest

from newsbot.urls import (
    article_key,
    bare_host,
    canonical,
    host_of,
    is_http,
    is_root,
    on_hosts,
    preferred,
    without_secrets,
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("HTTP://WWW.Example.COM/a", "http://www.example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:8080/a", "http://example.com:8080/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&id=3", "https://example.com/a?id=3"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
        ("https://example.com/a?ref=rss", "https://example.com/a"),
        ("https://example.com/a?ref=12", "https://example.com/a?ref=12"),
        ("https://example.com/?12345", "https://example.com/?12345"),
        ("https://example.com/a?q=x+y%20z&q=", "https://example.com/a?q=&q=x+y%20z"),
        ("https://example.com/../a/./b/../c", "https://example.com/a/c"),
        ("https://example.com/ä b", "https://example.com/%C3%A4%20b"),
        ("https://example.com/%C3%A4", "https://example.com/%C3%A4"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        (" https://example.com/a ", "https://example.com/a"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("http://[bad", "http://[bad"),
    ],
)
def test_canonical(given: str, expected: str) -> None:
    assert canonical(given) == expected


def test_canonical_resolves_relative_addresses() -> None:
    assert canonical("../b?x=1", "https://example.com/a/c/d") == "https://example.com/a/b?x=1"


def test_key_is_the_same_for_all_spellings() -> None:
    spellings = [
        "https://www.example.com/a/b/",
        "http://example.com/a/b",
        "https://EXAMPLE.com/a/b?utm_campaign=z",
        "https://example.com:443/a/b#c",
    ]
    assert len({article_key(each) for each in spellings}) == 1


@pytest.mark.parametrize(
    "other", ["https://example.com/a/B", "https://m.example.com/a/b", "https://example.com/a/b?id=1"]
)
def test_key_differs_for_other_pages(other: str) -> None:
    assert article_key("https://example.com/a/b") != article_key(other)


def test_hosts() -> None:
    assert host_of("https://WWW.example.com:8443/x") == "www.example.com:8443"
    assert bare_host("https://www.example.com/") == "example.com"
    assert host_of("nothing") == ""
    assert on_hosts("https://sport.example.com/x", {"example.com"})
    assert not on_hosts("https://badexample.com/x", {"example.com"})
    assert is_root("https://example.com")
    assert not is_root("https://example.com/?a=1")


@pytest.mark.parametrize("url", ["ftp://example.com/", "javascript:alert(1)", "https://", "/a", "http://a:99999/", ""])
def test_is_not_http(url: str) -> None:
    assert not is_http(url)


def test_secrets_are_masked() -> None:
    assert without_secrets("mongodb://me:geheim@host/db") == "mongodb://***@host/db"
    assert without_secrets("mongodb://me:ge@he/im@host/db") == "mongodb://***@host/db"
    assert without_secrets("sqlite:///a/b") == "sqlite:///a/b"


@pytest.mark.parametrize(
    ("declared", "believed"),
    [
        ("https://example.com/story-1", True),
        ("https://www.example.com/story-1", True),
        ("https://m.example.com/story-1", True),
        ("https://agency.example/story-1", False),
        ("https://www.example.com/", False),
        ("nonsense", False),
        (None, False),
    ],
)
def test_a_declared_address_is_believed_within_its_site(declared: str | None, believed: bool) -> None:
    url = "https://www.example.com/story-1?page=amp"
    assert preferred(url, declared) == (declared if believed else url)
