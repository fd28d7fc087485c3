"""Live: the entries of a live blog, as the page declares them or as its elements show them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

from newsbot.article import Author, LiveUpdate
from newsbot.extraction import regions
from newsbot.extraction.authors import authors_of_jsonld, authors_of_text, distinct
from newsbot.extraction.blocks import HEADINGS, blocks_of
from newsbot.extraction.body import jsonld_body
from newsbot.extraction.dates import parse_date
from newsbot.extraction.jsonld import items, resolve, text_of, types_of, url_of
from newsbot.extraction.outline import Outline, Passage, Spot
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import squeeze

_MOST_UPDATES = 1000
_MOST_TIMES = 3000
_MOST_SPOTS = 20_000
_LEVELS = 10
#: So many entries, with a time and so much text of their own, make a live blog.
_LEAST_ENTRIES = 3
_LEAST_TEXT = 40
#: A teaser is a link with little beside it.
_MUCH_LINKED = 0.5
_LONGEST_HEADLINE = 250
_BADGE = 30
_LONGEST_LINE = 60
#: The page's own entries hold this much of what its JSON-LD holds, or that is what is taken.
_CLEARLY_MORE = 1.5

#: How entries and what holds them are called: class, id, test ids.
_LIVE_NAME = re.compile(
    r"live[-_ ]?(?:blog|post|ticker|event|entr|update|feed|stor|stream|report|text|coverage|content|item|card|block|"
    r"timeline)|(?:^|[-_ ])ticker|ticker[-_ ]?(?:entr|item|post|event|element|list)|minute-?by-?minute|"
    r"minuto-?a-?minuto|timeline[-_ ]?(?:entr|item|post|event|block)|en-?directo?|en-?vivo|ao-?vivo|in-?diretta|"
    r"24liveblog|scribblelive|norkon|arena-?(?:liveblog|post)",
    re.IGNORECASE,
)
_OTHER_NAME = re.compile(
    r"comment|repl(?:y|ies)|discussion|disqus|forum|review|related|recommend|teaser|newsletter|most-?read|latest|promo|"
    r"headlines|breaking-?news-?bar|marquee|stock|quote-?ticker|score",
    re.IGNORECASE,
)
_NAMING = ("class", "id", "data-testid", "data-component", "data-type", "data-module", "itemtype", "itemprop")
#: Attributes with an entry's time, as an epoch or in ISO 8601.
_TIMED = (
    "datetime", "data-post-time", "data-timestamp", "data-time", "data-utc", "data-date", "data-published",
    "data-datetime", "data-publish-date", "data-published-at", "data-created", "data-block-time", "data-epoch",
)  # fmt: skip
_UNSHOWN = (
    regions.HIDDEN | regions.CHROME | regions.FOOTER | regions.OTHER | regions.COMMENTS | regions.CAPTION | regions.FORM
    | regions.BUTTON | regions.FIGURE
)  # fmt: skip
_AROUND_ARTICLE = regions.CHROME | regions.FOOTER | regions.ASIDE | regions.COMMENTS
_STAMP = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}|^1\d{9}(?:\d{3})?$")
_TITLE_LINK = 0.9
#: A line that is a name: two to four words that begin with capitals, and are not all capitals.
_NAME = re.compile(r"[^\W\d_a-z][^\W\d_]*[a-zß-ÿ][^\W\d_]*(?:[ '’-][^\W\d_][^\W\d_.]*){1,3}")


def read_updates(page: Page, article: dict[str, Any]) -> list[LiveUpdate]:
    """The entries of a live blog, in the page's order; empty where the page is none.

    Those of JSON-LD's `liveBlogUpdate` (`article` is the page's node), or those that the page's elements show, where
    these hold clearly more text.
    """
    declared = _declared(page, article)
    shown = [_update(page, spot) for spot in _entries(page, article)]
    shown = [each for each in shown if each.headline or each.articleBody]
    return shown if _extent(shown) > _extent(declared) * _CLEARLY_MORE else declared


def live_entries(page: Page, article: dict[str, Any] | None = None) -> list[HtmlElement]:
    """The elements that hold a live blog's entries, in the page's order; empty where the page is none."""
    return [spot.element for spot in _entries(page, article or {})]


def _extent(updates: Sequence[LiveUpdate]) -> int:
    return sum(len(each.articleBody or "") for each in updates)


def _declared(page: Page, article: dict[str, Any]) -> list[LiveUpdate]:
    """The entries that JSON-LD holds."""
    updates: list[LiveUpdate] = []
    for item in items(resolve(article.get("liveBlogUpdate"), page.jsonld))[:_MOST_UPDATES]:
        if not isinstance(item, dict):
            continue
        raw = text_of(item.get("datePublished")) or None
        body = "\n\n".join(block.text for block in jsonld_body(item, page.url).blocks)
        update = LiveUpdate(
            headline=text_of(item.get("headline") or item.get("name")) or None,
            articleBody=body or text_of(item.get("description")) or None,
            datePublished=parse_date(raw),
            datePublishedRaw=raw,
            authors=authors_of_jsonld(resolve(item.get("author"), page.jsonld)),
            url=absolute(url_of({"url": item.get("url"), "@id": item.get("@id")}), page.url),
        )
        if update.headline or update.articleBody:
            updates.append(update)
    return updates


def _is_declared(page: Page, article: dict[str, Any]) -> bool:
    """Whether the page says itself that it is a live blog."""
    if article.get("liveBlogUpdate"):
        return True
    return any("liveblogposting" in types_of(node.data) for node in page.jsonld)


def _names(spot: Spot) -> str:
    """What an element is called."""
    get = spot.element.get
    return " ".join(filter(None, (get(name) for name in _NAMING)))[:400]


def _entries(page: Page, article: dict[str, Any]) -> list[Spot]:
    """The blocks that are entries: siblings with a time and prose of their own, on a page that is a live blog."""
    outline = page.outline
    declared = _is_declared(page, article)
    timed = [spot for _, spot, _ in _times(outline)]
    marked = list(_marked(outline)) if declared else []
    if len(timed) < _LEAST_ENTRIES and len(marked) < _LEAST_ENTRIES:
        return []
    best: list[Spot] = []
    most = 0
    for siblings in _groups([*timed, *marked]):
        entries = [spot for spot in siblings if _is_entry(outline, spot)]
        if (
            len(entries) < _LEAST_ENTRIES
            or len(entries) * 2 < len(siblings)
            or not _is_live(outline, entries, declared=declared)
        ):
            continue
        text = sum(len(each.text) for spot in entries for each in outline.passages[spot.start : spot.end])
        if text > most:
            best, most = entries, text
    return best[:_MOST_UPDATES]


def _times(outline: Outline) -> list[tuple[HtmlElement, Spot, int]]:
    """The time elements, with the block that each stands in (or is) and the passages before it."""
    if outline.times:
        return outline.times[:_MOST_TIMES]
    return [(spot.element, spot, spot.start) for spot in outline.spots if spot.tag == "time"][:_MOST_TIMES]


def _marked(outline: Outline) -> Iterator[Spot]:
    """Blocks that carry a time in an attribute, or are called an entry."""
    for spot in outline.spots[:_MOST_SPOTS]:
        get = spot.element.get
        if any(get(name) for name in _TIMED) or (get("itemprop") or "").lower() == "liveblogupdate":
            yield spot


def _groups(timed: Sequence[Spot]) -> list[list[Spot]]:
    """Blocks with times in them that stand side by side, in document order."""
    groups: dict[tuple[int, str], dict[int, Spot]] = {}
    for spot in timed:
        for _, each in zip(range(_LEVELS), spot.up(), strict=False):
            if each.parent is None:
                break
            groups.setdefault((id(each.parent), each.tag), {})[id(each)] = each
    several = [list(group.values()) for group in groups.values() if len(group) >= _LEAST_ENTRIES]
    return [sorted(group, key=lambda spot: spot.start) for group in several]


def _is_entry(outline: Outline, spot: Spot) -> bool:
    """Whether a block has prose of its own, more than a link with a line beside it."""
    passages = outline.passages[spot.start : spot.end]
    length = sum(len(each.text) for each in passages)
    linked = sum(each.linked for each in passages)
    return length >= _LEAST_TEXT and linked < length * _MUCH_LINKED


def _is_live(outline: Outline, entries: Sequence[Spot], *, declared: bool) -> bool:
    """Whether blocks that look like entries are those of a live blog, by the page's word or by their names."""
    first = entries[0]
    names = [_names(each) for _, each in zip(range(4), first.up(), strict=False)]
    if first.flags & _AROUND_ARTICLE or any(_OTHER_NAME.search(each) for each in names[:2]):
        return False
    marked = sum("liveblogupdate" in (each.element.get("itemprop") or "").lower() for each in entries)
    if declared or marked >= _LEAST_ENTRIES:
        return True
    # Teasers lead away: their headlines are links.
    leading = sum(_leads_away(outline, each) for each in entries)
    return leading * 2 <= len(entries) and any(_LIVE_NAME.search(each) for each in names)


def _leads_away(outline: Outline, spot: Spot) -> bool:
    """Whether the first line of a block that is no time or badge is one link."""
    passages = outline.passages[spot.start : spot.end]
    title = next((each for each in passages if len(each.text) > _BADGE), None)
    return title is not None and title.linked >= len(title.text) * _TITLE_LINK


def _raw_time(page: Page, spot: Spot) -> str | None:
    """What an entry says about when it was written: in attributes first, then to its readers."""
    inside = next(_times_in(page.outline, spot), None)
    for element in (inside, spot.element):
        for name in _TIMED if element is not None else ():
            value = (element.get(name) or "").strip() if element is not None else ""
            if value:
                return value[:100]
    text = squeeze("".join(inside.itertext())) if inside is not None else ""
    first = next((each.text for each in page.outline.passages[spot.start : spot.start + 3] if _is_stamp(each.text)), "")
    return (text or first)[:100] or None


def _times_in(outline: Outline, spot: Spot) -> Iterator[HtmlElement]:
    for element, holder, place in _times(outline):
        if spot.start <= place <= spot.end and any(each is spot for each in holder.up()):
            yield element


def _shown(outline: Outline, spot: Spot) -> list[Passage]:
    """An entry's passages without what is no text of it: captions, buttons, share bars."""
    passages = outline.passages[spot.start : spot.end]
    return [each for each in passages if not each.spot.flags & ~spot.flags & _UNSHOWN]


def _update(page: Page, spot: Spot) -> LiveUpdate:
    """One entry."""
    passages = _shown(page.outline, spot)
    signed = [each for each in passages if each.spot.flags & ~spot.flags & regions.BYLINE]
    raw = _raw_time(page, spot)
    blocks = blocks_of([each for each in passages if each not in signed], page.url)
    headline = next((block.text for block in blocks if block.kind in HEADINGS), None)
    headline = headline if headline and len(headline) <= _LONGEST_HEADLINE else None
    texts = [block.text for block in blocks]
    before = texts[: texts.index(headline)] if headline else []
    short = [each for each in before if len(each) <= _LONGEST_LINE]  # a badge, a time, who wrote it
    texts = [each for each in texts if each not in short and each != headline]
    while texts and _is_stamp(texts[0]):
        del texts[0]
    return LiveUpdate(
        headline=headline,
        articleBody="\n\n".join(texts) or None,
        datePublished=parse_date(raw),
        datePublishedRaw=raw,
        authors=_authors([*(each.text for each in signed), *filter(_NAME.fullmatch, short)]),
        url=_address(page, spot),
    )


def _is_stamp(text: str) -> bool:
    """Whether a line is an entry's time, and hardly more."""
    return len(text) <= _BADGE and bool(_STAMP.search(text))


def _authors(lines: Iterable[str]) -> list[Author]:
    """The names in an entry's bylines: capitalised, and without digits."""
    found = [author for each in lines for author in authors_of_text(each)]
    return distinct(each for each in found if not each.name[0].islower() and not re.search(r"\d", each.name))


def _address(page: Page, spot: Spot) -> str | None:
    """The page's address with the entry's anchor; None where it has none."""
    anchor = squeeze(spot.element.get("id"))
    return absolute(f"#{anchor}", page.url) if anchor and " " not in anchor else None
