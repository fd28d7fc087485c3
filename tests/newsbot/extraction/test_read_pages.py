"""Pages: decoded once, parsed once, and what is no page is refused with its reason."""

from __future__ import annotations

import gzip
import time

import pytest

from newsbot.errors import NotAPage
from newsbot.extraction.decode import decode
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import MAX_BYTES, parse_page

URL = "https://paper.example/a"


def html_of(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body><p>{body}</p></body></html>"


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (html_of("Grüße, 東京").encode(), None, "utf-8"),
        (b"\xef\xbb\xbf" + html_of("Grüße").encode(), "text/html; charset=latin-1", "utf-8"),
        (html_of("Grüße, 東京").encode("utf-16"), None, "utf-16-le"),
        (html_of("Grüße").encode("latin-1"), "text/html; charset=iso-8859-1", "cp1252"),
        (html_of("Zażółć", '<meta charset="iso-8859-2">').encode("iso-8859-2"), None, "iso8859-2"),
        (html_of("東京の天気", '<meta charset="shift_jis">').encode("cp932"), None, "cp932"),
    ],
)
def test_the_charset_is_found(body: bytes, content_type: str | None, encoding: str) -> None:
    page = parse_page(body, URL, content_type=content_type)
    assert page.encoding == encoding
    assert any(word in page.html for word in ("Grüße", "Zażółć", "東京"))


def test_a_wrong_charset_is_recovered() -> None:
    body = html_of("Größe und Übermut am Fluß").encode()
    assert decode(body, "text/html; charset=iso-8859-1") == (body.decode(), "utf-8")
    text, encoding = decode(
        html_of("Größe und Übermut am schönen Fluß, überall Häuser").encode("cp1252"), "text/html; charset=utf-8"
    )
    assert "Größe" in text
    assert encoding != "utf-8"


def test_one_broken_byte_does_not_change_the_charset() -> None:
    body = html_of("Grüße " * 300, '<meta charset="utf-8">').encode().replace(b"</p>", b"\xff</p>")
    text, encoding = decode(body)
    assert encoding == "utf-8"
    assert text.count("Grüße") == 300


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (b"", None, "empty"),
        (b" \n\t ", None, "empty"),
        (b"%PDF-1.7 ...", "application/pdf", "PDF"),
        (b"\x89PNG\r\n\x1a\n....", "image/png", "PNG"),
        (gzip.compress(b"<html><p>x</p></html>", mtime=0), None, "gzip"),
        (b'{"headline": "x", "html": "<p>y</p>"}', "application/json", "JSON"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', None, "RSS feed"),
        (b'<?xml version="1.0"?><!-- x --><feed xmlns="http://www.w3.org/2005/Atom"/>', None, "Atom feed"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', None, "sitemap"),
        (b"just some words", "text/plain", "plain text"),
        (bytes(range(256)) * 40 + b"\0" * 2000, None, "binary"),
        (b"\x01\x02 film", "video/mp4", "video/mp4"),
        (b"<p>" + b"x" * MAX_BYTES, None, "50 MB"),
    ],
)
def test_what_is_no_page_is_refused_with_its_reason(body: bytes, content_type: str | None, why: str) -> None:
    with pytest.raises(NotAPage) as error:
        parse_page(body, URL, content_type=content_type)
    assert why in error.value.why


def test_xhtml_is_a_page() -> None:
    body = (
        b'<?xml version="1.0" encoding="UTF-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>x</p></body></html>'
    )
    assert parse_page(body, URL).root.tag == "html"


def test_unfit_characters_are_dropped() -> None:
    page = parse_page("<html><body><p>a\x00b\ud800c\x0bd</p></body></html>", URL)
    assert page.root.findtext(".//p") == "abcd"


def test_headers_are_folded_and_metas_keep_their_order() -> None:
    head = '<meta name="Author" content="A"><meta property="OG:Title" content="T"><meta name="author" content="B">'
    page = parse_page(html_of("x", head), URL, headers={"Content-Type": "text/html", "ETag": "1"})
    assert page.headers["etag"] == "1"
    assert page.meta["author"] == ("A", "B")
    assert page.meta["og:title"] == ("T",)


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 50_000 + b"deep",
        b"<html><body>" + b"<p>word <b>word</b></p>" * 150_000,
        b"<html><body><p>" + b"x" * 8_000_000,
        b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>x",
        b"<html><p>" + b"<a href='x'>" * 20_000,
    ],
    ids=["deep", "wide", "long", "deep-json", "links"],
)
def test_monsters_end_soon(body: bytes) -> None:
    started = time.process_time()
    read_page(parse_page(body, URL))
    assert time.process_time() - started < 30
