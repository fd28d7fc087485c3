"""RSS 2.0, with the parts of Atom, Dublin Core, Media RSS and `content:encoded` that readers know. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from newsbot.publish.atom import ATOM, add_links
from newsbot.publish.enclosures import UNKNOWN_TYPE, Enclosure
from newsbot.publish.feed import (
    GENERATOR,
    NAMESPACE,
    Channel,
    Entry,
    language_tag,
    newest_first,
    rfc822,
    rfc3339,
    updated_of,
)
from newsbot.publish.tree import add, add_facts, add_known, root, written

CONTENT_TYPE = "application/rss+xml; charset=utf-8"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DC = "http://purl.org/dc/elements/1.1/"
_MEDIA = "http://search.yahoo.com/mrss/"
_NAMESPACES: dict[str | None, str] = {
    "atom": ATOM,
    "content": _CONTENT,
    "dc": _DC,
    "media": _MEDIA,
    "newsbot": NAMESPACE,
}


def render(channel: Channel, entries: Iterable[Entry]) -> bytes:
    """The feed, its items the newest first."""
    ordered = newest_first(entries)
    rss = root("rss", _NAMESPACES, {"version": "2.0"})
    top = add(rss, "channel")
    add(top, "title", channel.title)
    add(top, "link", channel.home)
    add(top, "description", channel.description or channel.title)
    add_known(top, "language", language_tag(channel.language))
    add(top, "lastBuildDate", rfc822(updated_of(channel, ordered)))
    add(top, "generator", GENERATOR)
    add_links(top, channel, "application/rss+xml")
    for each in ordered:
        _add_item(top, each)
    return written(rss)


def _add_item(top: etree._Element, each: Entry) -> None:
    item = add(top, "item")
    add(item, "title", each.title)
    add_known(item, "link", each.url)
    add(item, "guid", each.id, {"isPermaLink": "false"})
    if each.published:
        add(item, "pubDate", rfc822(each.published))
    add(item, f"{{{ATOM}}}updated", rfc3339(each.updated))
    for name in each.authors or filter(None, (each.source,)):
        add(item, f"{{{_DC}}}creator", name)
    for word in each.labels:
        add(item, "category", word, {"domain": NAMESPACE})
    for term in each.categories:
        add(item, "category", term)
    add_known(item, f"{{{_DC}}}language", each.language)
    add_known(item, f"{{{_DC}}}rights", each.rights)
    _add_files(item, each.enclosures)
    for copy in each.copies:
        add(item, f"{{{ATOM}}}link", attributes={"rel": "related", "type": "text/html", "href": copy})
    add_facts(item, f"{{{NAMESPACE}}}facts", each.facts)
    # A description is HTML, whatever is in it: the plain summary has to be escaped once more.
    add_known(item, "description", each.labelled_summary_html)
    add_known(item, f"{{{_CONTENT}}}encoded", each.labelled_html)


def _add_files(item: etree._Element, files: tuple[Enclosure, ...]) -> None:
    """One enclosure, since many readers take no more, and none without a length; all of them as Media RSS."""
    for file in files[:1]:
        length = "0" if file.length is None else str(file.length)
        add(item, "enclosure", attributes={"url": file.url, "length": length, "type": file.type or UNKNOWN_TYPE})
    for file in files:
        add(item, f"{{{_MEDIA}}}content", attributes={"url": file.url, "type": file.type, "medium": file.medium})
