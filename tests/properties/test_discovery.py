"""Laws of discovery: whatever the bytes, either links or the named error; links are addresses, each once."""

import gzip
from datetime import UTC, datetime

from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from newsbot.discovery.addresses import folded, resolved
from newsbot.discovery.autodiscovery import feeds_of_page, sitemaps_of_robots
from newsbot.discovery.feed import read_feed
from newsbot.discovery.link import Link
from newsbot.discovery.moments import read_moment
from newsbot.discovery.section import read_section, section_links
from newsbot.discovery.shape import article_likeness
from newsbot.discovery.sitemap import SitemapRef, read_sitemap, window
from newsbot.errors import NotAFeed, NotASitemap
from newsbot.urls import article_key, canonical, is_http, on_hosts

URL = "https://www.example.com/zeitung/index.xml"
HOSTS = frozenset({"example.com"})

#: Pieces of feeds, sitemaps and pages: put together in any order, far more are nearly right than of random bytes.
PIECES = [
    "<rss>",
    "<channel>",
    "<item>",
    "</item>",
    "<link>",
    "</link>",
    "<title>",
    "</title>",
    "<guid isPermaLink='true'>",
    "</guid>",
    "<feed>",
    "<entry>",
    "</entry>",
    "<link href='/a'/>",
    "<link rel='next' href='?b'/>",
    "<pubDate>",
    "</pubDate>",
    "<description>",
    "<urlset>",
    "<url>",
    "</url>",
    "<loc>",
    "</loc>",
    "<lastmod>",
    "<sitemapindex>",
    "<sitemap>",
    "</sitemap>",
    "<news:news>",
    "https://www.example.com/a",
    "http://example.com/a/",
    "HTTPS://EXAMPLE.COM:443/A?b=1&a",
    "/b/../c",
    "//x.example.com/",
    "http://[::1",
    "https://www.example.com/a?b",
    "https://www.example.com/a/?b=",
    "mailto:x",
    "javascript:x",
    "%",
    "%zz",
    "\u00e4",
    "\udcff",
    " ",
    "&",
    "&amp;",
    "&nbsp;",
    "&#0;",
    "&#x110000;",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "<?xml version='1.0' encoding='x'?>",
    "<!DOCTYPE rss [<!ENTITY a 'b'>]>",
    "&a;",
    "\0",
    "\x1f\x8b",
    "Fri, 03 May 2024 12:00:00 +0200",
    "2024-05-03",
    "<html>",
    "<a href='",
    "'>",
    "<nav>",
    "<base href='",
    "xml:base='http://[x'",
    "{",
    "[",
    '{"version":"https://jsonfeed.org/version/1","items":[{"url":"',
    '"}]}',
]
documents = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map(
    lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass")
)
bodies = (
    st.binary(max_size=300)
    | documents
    | documents.map(gzip.compress)
    | documents.map(lambda body: gzip.compress(body, mtime=0)[:-12])
)
plain_addresses = st.from_regex(r"(?:https?://[a-z.-]{1,9}/|/)[A-Za-z0-9_.~,=/%?&#:-]{0,12}", fullmatch=True)
addresses = plain_addresses | st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def assert_lawful(links: tuple[Link, ...]) -> None:
    assert all(is_http(link.url) for link in links)
    assert len({article_key(link.url) for link in links}) == len(links)
    assert all(0.0 <= link.likeness <= 1.0 for link in links)
    assert all(moment.utcoffset() is not None for link in links for moment in (link.published, link.modified) if moment)


@given(bodies, st.none() | st.text(max_size=40))
@example(
    b"<rss><item><link>https://www.example.com/a</link></item><item><link>http://example.com/a/</link></item>", None
)
def test_any_bytes_are_a_feed_or_not_a_feed(body: bytes, content_type: str | None) -> None:
    try:
        feed = read_feed(body, URL, content_type)
    except NotAFeed:
        return
    assert_lawful(feed.links)
    assert all(address is None or is_http(address) for address in (feed.next, feed.hub, feed.selfUrl))
    assert read_feed(body, URL, content_type) == feed


@given(bodies)
@example(b"<urlset><url><loc>https://www.example.com/a</loc></url><url><loc>http://example.com/a/</loc></url>")
def test_any_bytes_are_a_sitemap_or_not_a_sitemap(body: bytes) -> None:
    try:
        sitemap = read_sitemap(body, URL)
    except NotASitemap:
        return
    assert_lawful(sitemap.links)
    assert all(is_http(ref.url) for ref in sitemap.sitemaps)
    assert set(window(sitemap.sitemaps, None, None)) == set(sitemap.sitemaps)
    assert read_sitemap(body, URL) == sitemap


@given(st.lists(addresses, max_size=8), documents)
def test_links_of_any_page(hrefs: list[str], junk: bytes) -> None:
    root = html.document_fromstring(b"<html><body></body></html>")
    for href in hrefs:
        anchor = html.Element("a", href="".join(char for char in href if char.isprintable() and char.isascii()))
        anchor.text = "Titel"
        root.body.append(anchor)
    for each in (root, html.document_fromstring(b"<html><body><p>x</p>" + junk.replace(b"\0", b""))):
        links = read_section(each, URL, HOSTS)
        assert_lawful(links)
        assert all(on_hosts(link.url, HOSTS) for link in links)
        assert all(on_hosts(url, HOSTS) for url in section_links(each, URL, HOSTS))
        assert all(is_http(url) for url in feeds_of_page(each, URL))


@given(addresses, st.sampled_from([URL, "http://127.0.0.1:8099/x", "https://xn--hxa.example/"]))
@example("https://www.example.com/a/b-c_d~e,f=g.html", URL)
@example("/2024/05/03/titel.html", URL)
def test_the_short_cut_for_plain_addresses_changes_nothing(text: str, base: str) -> None:
    address = resolved(text, base)
    mended = "".join(text.split()).replace("&amp;", "&")
    expected = canonical(mended, base) if mended else ""
    assert address == (expected if is_http(expected) else None)


@given(addresses, addresses)
@example("https://www.example.com/a/?b=", "http://example.com/a?b=")
@example("https://www.example.com/", "http://example.com")
def test_folded_addresses_are_equal_if_their_keys_are(one: str, two: str) -> None:
    first, second = resolved(one, URL), resolved(two, URL)
    if first and second:
        assert (folded(first) == folded(second)) == (article_key(first) == article_key(second))


@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(["2024", "05", "-", "/", ":", " ", "May", "T", "Z", "+02:00", "12", "99"]), max_size=9
    ).map("".join)
)
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or moment.utcoffset() is not None


@given(addresses)
def test_likeness_is_a_share(url: str) -> None:
    assert 0.0 <= article_likeness(url) <= 1.0


@given(st.text(max_size=200) | addresses.map(lambda address: f"Sitemap: {address}"))
def test_any_text_is_a_robots_txt(text: str) -> None:
    assert all(is_http(url) for url in sitemaps_of_robots(text, URL))


@given(
    st.lists(st.from_regex(r"/[a-z]{0,3}(?:[-_/.]?\d{1,8}){0,3}", fullmatch=True), max_size=8),
    st.datetimes(),
    st.datetimes(),
)
def test_a_window_keeps_what_a_wider_one_keeps(paths: list[str], one: datetime, two: datetime) -> None:
    refs = [SitemapRef(f"https://www.example.com{path}") for path in paths]
    since, until = sorted((one.replace(tzinfo=UTC), two.replace(tzinfo=UTC)))
    narrow = window(refs, since, since + (until - since) / 2)
    assert set(narrow) <= set(window(refs, since, until)) <= set(window(refs, since, None)) <= set(refs)
