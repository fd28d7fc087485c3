"""The rules of four formats, as their standards have them: what any feed of newsbot has to keep."""

from __future__ import annotations

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_RFC822 = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")


def strict(body: bytes) -> etree._Element:
    """The root of well-formed XML; every name in it has a namespace that is declared."""
    assert body.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    return etree.fromstring(body, etree.XMLParser(recover=False, resolve_entities=False, huge_tree=True))


def _is_iri(text: str | None) -> bool:
    return bool(text and urlsplit(text).scheme and not re.search(r"\s", text))


def _is_http(text: str | None) -> bool:
    return bool(text and urlsplit(text).scheme in {"http", "https"} and urlsplit(text).netloc and _is_iri(text))


def _one(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(name)
    assert len(found) == 1, (name, len(found))
    return found[0]


def _at_most_one(parent: etree._Element, *names: str) -> None:
    for name in names:
        assert len(parent.findall(name)) <= 1, name


def _rfc3339(text: str | None) -> None:
    assert text
    assert _RFC3339.fullmatch(text)
    datetime.fromisoformat(text)


def _rfc822(text: str | None) -> None:
    assert text
    assert _RFC822.fullmatch(text)
    parsedate_to_datetime(text)


def _atom_links(parent: etree._Element) -> dict[str, list[etree._Element]]:
    links: dict[str, list[etree._Element]] = {}
    for link in parent.findall(f"{ATOM}link"):
        assert _is_http(link.get("href"))
        links.setdefault(link.get("rel") or "alternate", []).append(link)
    assert len(links.get("alternate", [])) <= 1
    return links


def check_atom(body: bytes) -> etree._Element:
    """RFC 4287."""
    feed = strict(body)
    assert feed.tag == f"{ATOM}feed"
    assert _is_iri(_one(feed, f"{ATOM}id").text)
    assert _one(feed, f"{ATOM}title") is not None
    _rfc3339(_one(feed, f"{ATOM}updated").text)
    _at_most_one(feed, *(ATOM + name for name in ("generator", "icon", "logo", "rights", "subtitle")))
    assert len(_atom_links(feed)["self"]) == 1
    entries = feed.findall(f"{ATOM}entry")
    identities = [_one(entry, f"{ATOM}id").text for entry in entries]
    assert len(set(identities)) == len(identities)
    for entry in entries:
        assert _is_iri(_one(entry, f"{ATOM}id").text)
        assert _one(entry, f"{ATOM}title").text
        _rfc3339(_one(entry, f"{ATOM}updated").text)
        _at_most_one(entry, *(ATOM + name for name in ("content", "published", "rights", "source", "summary")))
        for published in entry.findall(f"{ATOM}published"):
            _rfc3339(published.text)
        assert "alternate" in _atom_links(entry) or entry.find(f"{ATOM}content") is not None
        assert entry.findall(f"{ATOM}author")
        for author in entry.findall(f"{ATOM}author"):
            assert _one(author, f"{ATOM}name").text
        for category in entry.findall(f"{ATOM}category"):
            assert category.get("term")
        for text in ("title", "summary", "content"):
            for each in entry.findall(ATOM + text):
                assert each.get("type") in {"text", "html"}
                assert not len(each)
    return feed


def check_rss(body: bytes) -> etree._Element:
    """RSS 2.0, as the RSS Advisory Board has it, and its Best Practices Profile."""
    rss = strict(body)
    assert (rss.tag, rss.get("version")) == ("rss", "2.0")
    channel = _one(rss, "channel")
    for name in ("title", "description"):
        assert _one(channel, name) is not None
    assert _is_http(_one(channel, "link").text)
    _rfc822(_one(channel, "lastBuildDate").text)
    assert [each.get("rel") for each in channel.findall(f"{ATOM}link")].count("self") == 1
    items = channel.findall("item")
    identities = [_one(item, "guid").text for item in items]
    assert len(set(identities)) == len(identities)
    for item in items:
        assert _one(item, "title").text
        _at_most_one(item, "link", "description", "pubDate", "enclosure", "author", CONTENT)
        assert _one(item, "guid").get("isPermaLink") == "false"
        for link in item.findall("link"):
            assert _is_http(link.text)
        for date in item.findall("pubDate"):
            _rfc822(date.text)
        for file in item.findall("enclosure"):
            assert _is_http(file.get("url"))
            assert re.fullmatch(r"\d+", file.get("length") or "")
            assert re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", file.get("type") or "")
        for category in item.findall("category"):
            assert category.text
    return channel


def check_json(body: bytes) -> dict[str, Any]:
    """JSON Feed 1.1."""
    feed: dict[str, Any] = json.loads(body)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert isinstance(feed["title"], str)
    for name in ("home_page_url", "feed_url"):
        assert _is_http(feed[name])
    assert all(isinstance(hub["type"], str) and _is_http(hub["url"]) for hub in feed.get("hubs", []))
    identities = [item["id"] for item in feed["items"]]
    assert len(set(identities)) == len(identities)
    for item in feed["items"]:
        assert isinstance(item["id"], str)
        assert isinstance(item.get("content_html", item.get("content_text")), str)
        for name in ("url", "image"):
            assert name not in item or _is_http(item[name])
        for name in ("title", "summary", "language"):
            assert name not in item or (isinstance(item[name], str) and item[name])
        for name in ("date_published", "date_modified"):
            if name in item:
                _rfc3339(item[name])
        assert all(isinstance(each["name"], str) for each in item.get("authors", []))
        assert all(isinstance(tag, str) and tag for tag in item.get("tags", []))
        assert all(_is_http(each["url"]) and "/" in each["mime_type"] for each in item.get("attachments", []))
        # Whatever is not of the standard begins with an underscore, and is an object.
        assert isinstance(item["_newsbot"], dict)
    return feed


def check_opml(body: bytes) -> list[etree._Element]:
    """OPML 2.0, a list of subscriptions."""
    opml = strict(body)
    assert (opml.tag, opml.get("version")) == ("opml", "2.0")
    assert _one(opml, "head").find("title") is not None
    for date in _one(opml, "head").findall("dateModified"):
        _rfc822(date.text)
    outlines = _one(opml, "body").findall("outline")
    for each in outlines:
        assert each.get("type") == "rss"
        assert each.get("text") is not None
        assert _is_http(each.get("xmlUrl"))
    return outlines
