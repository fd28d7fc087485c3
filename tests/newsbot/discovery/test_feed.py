"""Feeds of every family, and all that is wrong with real ones."""

import gzip
import json
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import pytest

from newsbot.discovery.feed import FeedKind, read_feed
from newsbot.discovery.link import FoundBy
from newsbot.errors import NotAFeed

URL = "https://www.example.com/feeds/news.xml"
TEN = datetime(2024, 5, 3, 10, 0, tzinfo=UTC)

RSS = (Path(__file__).parent / "data" / "rss_2.0.xml").read_text("utf-8")

ATOM = (Path(__file__).parent / "data" / "atom_1.0.xml").read_text("utf-8")

RDF = (Path(__file__).parent / "data" / "rss_1.0.xml").read_text("utf-8")

JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Paper",
    "language": "en",
    "feed_url": "https://www.example.com/feed.json",
    "next_url": "/feed.json?page=2",
    "hubs": [{"type": "WebSub", "url": "https://hub.example.net/"}],
    "items": [
        {
            "id": "1",
            "url": "/a",
            "title": "A",
            "date_published": "2024-05-03T12:00:00+02:00",
            "date_modified": "yesterday",
        },
        {"id": "https://www.example.com/b"},
        {"id": "3", "external_url": "https://other.example.net/c"},
        {"id": "4"},
        "no item",
    ],
}


def rss(items: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>T</title>{items}</channel></rss>'.encode()


def urls(body: bytes, **options: object) -> list[str]:
    return [link.url for link in read_feed(body, URL, **options).links]


def test_rss() -> None:
    feed = read_feed(RSS.encode(), URL)
    assert (feed.kind, feed.title, feed.language) == (FeedKind.RSS, "Die Zeitung", "de-AT")
    assert (feed.selfUrl, feed.hub, feed.next) == (URL, "https://hub.example.net/", f"{URL}?page=2")
    first, second = feed.links
    assert first.url == "https://www.example.com/politik/erster-1.html"
    assert (first.title, first.published, first.modified) == ("Erster & wichtigster", TEN, None)
    assert (first.foundBy, first.foundOn, first.likeness) == (FoundBy.FEED, URL, 1.0)
    assert (second.url, second.published) == ("https://www.example.com/sport/zweiter-2.html", None)


def test_atom_with_bases_and_markup_in_titles() -> None:
    feed = read_feed(ATOM.encode(), URL)
    assert (feed.kind, feed.title, feed.language) == (FeedKind.ATOM, "The Paper", "en-GB")
    assert feed.selfUrl == "https://www.example.com/atom/feed.xml"
    one, two = feed.links
    assert one.url == "https://www.example.com/atom/2024/one.html"
    assert (one.title, one.published, one.modified) == ("A bold step", TEN, datetime(2024, 5, 3, 11, tzinfo=UTC))
    assert (two.url, two.title, two.published, two.modified) == ("https://www.example.com/two", "Two words", None, TEN)


def test_rdf_dates_are_of_publication() -> None:
    feed = read_feed(RDF.encode(), URL)
    assert (feed.kind, feed.title, feed.language) == (FeedKind.RDF, "Alt", "de")
    assert [(link.url, link.published) for link in feed.links] == [
        ("https://www.example.com/a", TEN),
        ("https://www.example.com/b", None),
    ]


def test_json_feed() -> None:
    feed = read_feed(json.dumps(JSON).encode(), URL)
    assert (feed.kind, feed.title, feed.language) == (FeedKind.JSON, "Paper", "en")
    assert (feed.next, feed.hub) == ("https://www.example.com/feed.json?page=2", "https://hub.example.net/")
    assert [link.url for link in feed.links] == [
        "https://www.example.com/a",
        "https://www.example.com/b",
        "https://other.example.net/c",
    ]
    assert (feed.links[0].title, feed.links[0].published, feed.links[0].modified) == ("A", TEN, None)


@pytest.mark.parametrize("document", [RSS, ATOM, RDF], ids=["rss", "atom", "rdf"])
def test_the_usual_library_finds_the_same_links(document: str) -> None:
    theirs = feedparser.parse(BytesIO(document.encode()), response_headers={"content-location": URL})
    ours = read_feed(document.encode(), URL)
    expected = [entry.get("link") or entry["id"] for entry in theirs.entries]
    assert [link.url for link in ours.links] == [each.removesuffix("?utm_source=rss") for each in expected]
    assert ours.title == theirs.feed.title


def test_rss_of_1999_without_namespaces() -> None:
    body = (
        b'<?xml version="1.0" encoding="ISO-8859-1"?>'
        b'<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" '
        b'"http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>\xdcber</title>'
        b"<item><title>Gr\xf6\xdfe</title><link>http://www.example.com/a</link></item></channel></rss>"
    )
    feed = read_feed(body, URL)
    assert (feed.title, feed.links[0].title) == ("Über", "Größe")


def test_feedburners_counter_is_passed_by() -> None:
    item = "<item><link>https://feeds.example.net/~r/1</link><feedburner:origLink>https://www.example.com/a</feedburner:origLink></item>"
    assert urls(rss(item)) == ["https://www.example.com/a"]


def test_a_guid_is_an_address_only_if_it_says_so() -> None:
    items = (
        '<item><guid isPermaLink="true">https://www.example.com/a</guid></item>'
        "<item><guid>https://www.example.com/b</guid></item>"
        '<item><guid isPermaLink="false">https://www.example.com/c</guid></item>'
        "<item><guid>12345</guid></item>"
        "<item><title>Nothing</title></item>"
        "<item><link></link><guid>https://www.example.com/d</guid></item>"
    )
    assert urls(rss(items)) == ["https://www.example.com/a", "https://www.example.com/b", "https://www.example.com/d"]


def test_each_article_once_and_at_most_so_many() -> None:
    items = "".join(
        f"<item><link>{url}</link></item>"
        for url in ("http://example.com/a/", "https://www.example.com/a?utm_medium=rss", "/b", "/c")
    )
    assert urls(rss(items)) == ["http://example.com/a/", "https://www.example.com/b", "https://www.example.com/c"]
    assert urls(rss(items), most=2) == ["http://example.com/a/", "https://www.example.com/b"]


def test_links_that_are_no_addresses_are_left_out() -> None:
    items = "".join(
        f"<item><link>{url}</link></item>"
        for url in ("javascript:alert(1)", "mailto:a@example.com", "ftp://example.com/a", "http://[::1", "")
    )
    assert urls(rss(items)) == []


def test_the_picture_of_an_entry_does_not_give_it_its_title() -> None:
    item = "<item><media:title>Foto</media:title><title>Text</title><link>/a</link></item>"
    body = rss(item).replace(b"<rss ", b'<rss xmlns:media="http://search.yahoo.com/mrss/" ')
    assert read_feed(body, URL).links[0].title == "Text"


def test_dates_ahead_of_the_clock_are_left_out() -> None:
    body = rss("<item><link>/a</link><pubDate>Fri, 03 May 2034 12:00:00 +0200</pubDate></item>")
    assert read_feed(body, URL, now=TEN).links[0].published is None


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("<![CDATA[Müller & Söhne]]>", "Müller & Söhne"),
        ("Müller & Söhne", "Müller & Söhne"),
        ("M&uuml;ller &amp;amp; S&#246;hne", "Müller & Söhne"),
        ("<![CDATA[<b>Fett</b> &quot;zitiert&quot; &nbsp;]]>", 'Fett "zitiert"'),
        ("a < b", "a < b"),
        ("Kern\u00adkraft\n   werk", "Kernkraft werk"),
        ("\x0cForm\x01feed", "Formfeed"),
        ("", None),
    ],
)
def test_titles_as_a_reader_sees_them(title: str, read: str | None) -> None:
    assert read_feed(rss(f"<item><title>{title}</title><link>/a</link></item>"), URL).links[0].title == read


BROKEN = {
    "a byte order mark": "\ufeff" + RSS,
    "blank lines before the declaration": "\n\n  " + RSS,
    "a PHP warning before it": "<br />\n<b>Warning</b>: Undefined index in <b>/srv/feed.php</b> on line <b>7</b>\n"
    + RSS,
    "text after its end": RSS + "\n<!-- cached -->\nDone.",
    "unescaped ampersands": RSS.replace("utm_source=rss", "utm_source=rss&a=1&b=2").replace(
        "?utm_source=rss&a=1&b=2", "?utm_source=rss&"
    ),
    "entities of HTML": RSS.replace("Zweiter", "Zweiter&nbsp;Satz&hellip;"),
    "undeclared prefixes": RSS.replace("<guid", "<foo:bar>x</foo:bar><guid"),
    "descriptions with unclosed HTML": RSS.replace("<guid", "<description><p>Ein<br>Satz</description><guid"),
    "a description that never ends": RSS.replace("<image>", "<description><image>"),
    "unclosed elements at its end": RSS.replace("</channel></rss>", ""),
    "cut in the middle of an address": RSS.replace("</channel></rss>", "<item><link>https://www.example.com/cut-o"),
    "control characters": RSS.replace("Zweiter", "Zwei\x0bter\x00"),
    "another encoding than it says": RSS.replace("UTF-8", "utf-16"),
    "an encoding that is none": RSS.replace("UTF-8", "foo"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_feeds_that_are_broken_but_can_be_read(fault: str) -> None:
    assert urls(BROKEN[fault].encode()) == [
        "https://www.example.com/politik/erster-1.html",
        "https://www.example.com/sport/zweiter-2.html",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    body = RSS.replace("UTF-8", encoding).replace("Erster", "Größter").encode(encoding)
    assert read_feed(body, URL).links[0].title == "Größter & wichtigster"


def test_a_wrong_charset_in_the_header_is_not_believed() -> None:
    body = RSS.replace("Erster", "Größter").encode()
    assert read_feed(body, URL, "text/xml; charset=iso-8859-1").links[0].title == "Größter & wichtigster"


def test_gzip() -> None:
    assert len(urls(gzip.compress(RSS.encode(), mtime=0))) == 2


def test_no_entity_is_expanded_and_nothing_fetched(tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("https://www.example.com/secret")
    head = f'<!DOCTYPE rss [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM "{secret.as_uri()}">]>'
    feed = read_feed(rss("<item><title>&b;</title><link>/a</link></item><item><link>&f;</link></item>", head), URL)
    assert feed.links[0].title == "&b;"
    assert not any("secret" in link.url for link in feed.links)


def test_billion_laughs_stay_few() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>'
    assert read_feed(rss("<item><title>&l11;</title><link>/a</link></item>", head), URL).links[0].title == "&l11;"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b"  \n\n ", "empty"),
        (b"<!doctype html><html><head><title>Not found</title></head></html>", "HTML"),
        (b'<html><body><a href="/rss">RSS</a></body></html>', "HTML"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        (b"just some words", "neither XML"),
        (b'<?xml version="1.0"?><note><to>you</to></note>', "XML of another kind"),
        (b'<?xml version="1.0"?><urlset><url><loc>https://www.example.com/a</loc></url></urlset>', "sitemap"),
        (b'{"id": 1, "title": {"rendered": "A"}}', "not a JSON Feed"),
        (b'[{"url": "https://www.example.com/a"}]', "not a JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "JSON is broken"),
        (b"[" * 100_000, "JSON is broken"),
        (b"\x1f\x8bnothing", "gzip is broken"),
        (b"<rss>" + b"<a/>" * 1_000_001, "elements"),
    ],
    ids=str,
)
def test_what_is_no_feed_says_what_it_is(body: bytes, why: str) -> None:
    with pytest.raises(NotAFeed, match=why) as caught:
        read_feed(body, URL)
    assert caught.value.url == URL


def test_size_is_bounded_packed_or_not() -> None:
    bomb = gzip.compress(b"<rss><channel>" + b" " * 30_000_000, mtime=0)
    assert len(bomb) < 50_000
    for body in (bomb, b"<rss><channel>" + b" " * 11_000_000):
        with pytest.raises(NotAFeed, match="larger than"):
            read_feed(body, URL)


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?>' + b"\n" * 2_000_000 + b"<rss/>",
        rss("<item><link>/a</link>" + "".join(f"<category>{n}</category>" for n in range(100_000)) + "</item>"),
        rss("<item " + " ".join(f'a{n}="1"' for n in range(200_000)) + "><link>/a</link></item>"),
        rss("<item>" * 200_000),
        rss("<item><link>/a</link></item>" * 100_000),
        rss("<description " * 100_000),
        rss("<item><title>" + "&" * 500_000 + "</title></item>"),
    ],
    ids=["newlines", "categories", "attributes", "depth", "repetition", "opened", "ampersands"],
)
@pytest.mark.timeout(20)
def test_hostile_feeds_cost_little(body: bytes) -> None:
    with suppress(NotAFeed):
        assert len(read_feed(body, URL).links) <= 1
