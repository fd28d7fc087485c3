"""Atom 1.0 (RFC 4287), with pages (RFC 5005) and hubs (WebSub). Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from newsbot.publish.feed import (
    GENERATOR,
    NAMESPACE,
    Channel,
    Entry,
    language_tag,
    newest_first,
    rfc3339,
    updated_of,
)
from newsbot.publish.tree import XML_LANG, add, add_facts, add_known, root, written

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def render(channel: Channel, entries: Iterable[Entry]) -> bytes:
    """The feed, its entries the newest first."""
    ordered = newest_first(entries)
    language = language_tag(channel.language)
    feed = root(_atom("feed"), {None: ATOM, "newsbot": NAMESPACE}, {XML_LANG: language} if language else None)
    add(feed, _atom("id"), channel.id)
    add(feed, _atom("title"), channel.title)
    add_known(feed, _atom("subtitle"), channel.description)
    add(feed, _atom("updated"), rfc3339(updated_of(channel, ordered)))
    add_links(feed, channel)
    add(feed, _atom("link"), attributes={"rel": "alternate", "type": "text/html", "href": channel.home})
    add(feed, _atom("generator"), GENERATOR)
    for each in ordered:
        _add_entry(feed, each)
    return written(feed)


def add_links(parent: etree._Element, channel: Channel, media_type: str = "application/atom+xml") -> None:
    """The links that a feed has by RFC 5005 and WebSub: itself, its hubs, its other pages. RSS takes them too."""
    add(parent, _atom("link"), attributes={"rel": "self", "type": media_type, "href": channel.address})
    for hub in channel.hubs:
        add(parent, _atom("link"), attributes={"rel": "hub", "href": hub})
    for rel, page in (("next", channel.next), ("previous", channel.previous)):
        if page:
            add(parent, _atom("link"), attributes={"rel": rel, "type": media_type, "href": page})


def _add_entry(feed: etree._Element, each: Entry) -> None:
    element = add(feed, _atom("entry"), attributes={XML_LANG: each.language})
    add(element, _atom("id"), each.id)
    add(element, _atom("title"), each.title, {"type": "text"})
    if each.url:
        add(element, _atom("link"), attributes={"rel": "alternate", "type": "text/html", "href": each.url})
    if each.published:
        add(element, _atom("published"), rfc3339(each.published))
    add(element, _atom("updated"), rfc3339(each.updated))
    for name in each.authors or (each.source or "unknown",):  # the standard wants one
        add(add(element, _atom("author")), _atom("name"), name)
    for word, sentence in each.labels.items():
        add(element, _atom("category"), attributes={"term": word, "scheme": NAMESPACE, "label": sentence})
    for term in each.categories:
        add(element, _atom("category"), attributes={"term": term})
    for file in each.enclosures:
        length = None if file.length is None else str(file.length)
        link = {"rel": "enclosure", "type": file.type, "length": length, "href": file.url}
        add(element, _atom("link"), attributes=link)
    for copy in each.copies:
        add(element, _atom("link"), attributes={"rel": "related", "type": "text/html", "href": copy})
    add_known(element, _atom("rights"), each.rights)
    add_facts(element, f"{{{NAMESPACE}}}facts", each.facts)
    _add_texts(element, each)


def _add_texts(element: etree._Element, each: Entry) -> None:
    if each.labelled_summary:
        add(element, _atom("summary"), each.labelled_summary, {"type": "text"})
    if each.html is not None:
        add(element, _atom("content"), each.labelled_html, {"type": "html"})
    elif not each.url:  # without a page to go to, the standard wants the text to be here
        add(element, _atom("content"), each.labelled_summary, {"type": "text"})
