"""Feeds as others read them: by the rules of their standards, by feedparser, by lemon24's reader, by newsbot itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import struct_time
from urllib.request import Request, urlopen

import feedparser
import feedparser_sgmllib
import pytest
from reader import make_reader

from newsbot.discovery.feed import FeedKind, read_feed
from newsbot.publish import opml
from newsbot.publish.feed import Entry, entry, newest_first
from newsbot.publish.feeds import Format, render
from tests.loopback import Loopback, Page, loopback
from tests.newsbot.publish.rules import ATOM, CONTENT, check_atom, check_json, check_opml, check_rss
from tests.newsbot.publish.samples import CHANNEL, every

KINDS = {Format.ATOM: FeedKind.ATOM, Format.RSS: FeedKind.RSS, Format.JSON: FeedKind.JSON}


@pytest.fixture
def web() -> Iterator[Loopback]:
    with loopback() as server:
        yield server


def entries(*, full: bool = True) -> list[Entry]:
    return newest_first(entry(each, full=full) for each in every())


def served(web: Loopback, kind: Format, made: list[Entry]) -> str:
    """The address of the feed, on a server of this test's own."""
    url = f"{web.url}/feed"
    body, content_type = render(kind, replace(CHANNEL, address=url, home=f"{web.url}/"), made)
    web.pages["/feed"] = Page(body.decode(), type=content_type)
    return url


def moment(told: struct_time | None) -> datetime | None:
    return datetime(*told[:6], tzinfo=UTC) if told else None


def seconds(when: datetime | None) -> datetime | None:
    return when.replace(microsecond=0) if when else None


@pytest.mark.parametrize("full", [True, False])
def test_the_rules_of_each_format(full: bool) -> None:
    made = entries(full=full)
    atom = check_atom(render(Format.ATOM, CHANNEL, made)[0])
    rss = check_rss(render(Format.RSS, CHANNEL, made)[0])
    told = check_json(render(Format.JSON, CHANNEL, made)[0])
    assert len(atom.findall(f"{ATOM}entry")) == len(rss.findall("item")) == len(told["items"]) == 4
    assert len(atom.findall(f".//{ATOM}content")) == len(rss.findall(f".//{CONTENT}")) == (4 if full else 0)
    assert sum("content_html" in item for item in told["items"]) == (4 if full else 0)
    for channel in (atom, rss):
        links = {each.get("rel"): each.get("href") for each in channel.findall(f"{ATOM}link")}
        assert {name: links[name] for name in ("self", "hub", "next", "previous")} == {
            "self": CHANNEL.address,
            "hub": CHANNEL.hubs[0],
            "next": CHANNEL.next,
            "previous": CHANNEL.previous,
        }
    assert (told["hubs"], told["next_url"]) == ([{"type": "WebSub", "url": CHANNEL.hubs[0]}], CHANNEL.next)


def test_a_feed_of_nothing_is_a_feed() -> None:
    check_atom(render(Format.ATOM, CHANNEL, [])[0])
    check_rss(render(Format.RSS, CHANNEL, [])[0])
    assert check_json(render(Format.JSON, CHANNEL, [])[0])["items"] == []


@pytest.mark.parametrize("kind", [Format.ATOM, Format.RSS])
def test_feedparser_reads_what_was_written(kind: Format) -> None:
    body, content_type = render(kind, CHANNEL, entries())
    # Not its sanitizer: that what is written is safe is shown elsewhere, and is to come out as it is.
    read = feedparser.parse(body, response_headers={"content-type": content_type}, sanitize_html=False)
    assert not read.bozo, read.get("bozo_exception")
    assert (read.feed.title, read.feed.link, read.feed.language) == (CHANNEL.title, CHANNEL.home, "en")
    assert len(read.entries) == 4
    for got, made in zip(read.entries, entries(), strict=True):
        assert (got.id, got.title, got.link) == (made.id, made.title, made.url)
        assert moment(got.get("published_parsed") if "published" in got else None) == seconds(made.published)
        assert moment(got.updated_parsed) == seconds(made.updated)
        authors = list(made.authors) or [made.source]
        assert [each["name"] for each in got.authors] == authors
        assert [tag["term"] for tag in got.tags] == [*made.labels, *made.categories]
        content = [each["value"] for each in got.get("content", [])]
        assert content[-1:] == ([made.labelled_html] if made.labelled_html else content[-1:])
        files = made.enclosures[:1] if kind is Format.RSS else made.enclosures
        assert [(each["href"], each["type"]) for each in got.enclosures] == [(file.url, file.type) for file in files]
        if kind is Format.RSS:
            assert [each["url"] for each in got.get("media_content", [])] == [file.url for file in made.enclosures]


@pytest.mark.parametrize("kind", list(Format))
def test_the_reader_library_reads_what_was_written(
    web: Loopback, kind: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = entries()
    url = served(web, kind, made)
    monkeypatch.setitem(sys.modules, "sgmllib", feedparser_sgmllib)  # its own feedparser knows it by the older name
    with make_reader(":memory:", feed_root="") as library:
        library.add_feed(url)
        library.update_feeds()
        feed = library.get_feed(url)
        assert feed.last_exception is None
        assert (feed.title, feed.link) == (CHANNEL.title, f"{web.url}/")
        got = {each.id: each for each in library.get_entries()}
    assert got.keys() == {each.id for each in made}
    for each in made:
        there = got[each.id]
        assert (there.title, there.link) == (each.title, each.url)
        assert there.published == seconds(each.published)
        assert there.updated == seconds(each.updated)
        if each.html:
            assert there.get_content(prefer_summary=False).value == each.labelled_html
        files = each.enclosures[:1] if kind is Format.RSS else each.enclosures
        assert [(file.href, file.type) for file in there.enclosures] == [(file.url, file.type) for file in files]


@pytest.mark.parametrize("kind", list(Format))
def test_newsbot_reads_its_own_feeds(web: Loopback, kind: Format) -> None:
    made = entries()
    url = served(web, kind, made)
    with urlopen(Request(url)) as answer:  # a loopback address
        feed = read_feed(answer.read(), url, answer.headers["Content-Type"])
    assert (feed.kind, feed.title, feed.language) == (KINDS[kind], CHANNEL.title, "en")
    assert (feed.selfUrl, feed.hub, feed.next) == (url, CHANNEL.hubs[0], CHANNEL.next)
    assert [(link.url, link.published) for link in feed.links] == [(each.url, each.published) for each in made]
    assert feed.links[2].title == "The ferry & the fog"


def test_the_list_of_feeds() -> None:
    other = replace(CHANNEL, title="\x00Other", address="http://127.0.0.1:8000/feeds/other.atom", language="<>")
    outlines = check_opml(opml.render("All \ufffe feeds", [CHANNEL, other], updated=datetime(2026, 11, 1, tzinfo=UTC)))
    assert [(each.get("text"), each.get("xmlUrl"), each.get("language")) for each in outlines] == [
        (CHANNEL.title, CHANNEL.address, "en"),
        ("Other", other.address, None),
    ]
    assert check_opml(opml.render("None", [])) == []
