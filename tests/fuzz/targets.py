"""Targets: the readers of untrusted input, each as a function of plain values that returns, or breaks a law."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from html import escape

from lxml.html import document_fromstring

from newsbot.discovery.addresses import resolved
from newsbot.discovery.moments import read_moment
from newsbot.errors import FixArgument, NotAFeed, NotAPage, NotASitemap
from newsbot.extraction.authors import authors_of_jsonld, authors_of_text, split_names
from newsbot.extraction.dates import has_time, parse_date, read_date, zone_of
from newsbot.extraction.language import bcp47
from newsbot.extraction.pictures import absolute, candidates, is_unfit, name_of, tokens_of
from newsbot.extraction.selectors import holds, select_texts
from newsbot.extraction.text import count_words, plain, squeeze, squeeze_lines
from newsbot.listing import Source, Span, read_listing, whats_new
from newsbot.reading import SiteHints
from newsbot.sites.model import Site
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
from tests.fuzz.laws import ADDRESS, check_text, hold, in_time, read_lawfully

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PROSE = (
    "<p>The council of the old harbour town voted on Monday evening for a plan that has divided its people.</p>"
    "<p>Two new piers are to be built where the fish market stood until the flood of 1962 took its halls.</p>"
    "<p>The mayor said that the money had been set aside, and that work could begin before the autumn storms.</p>"
)
_SITE = Site.model_validate({"name": "Paper", "url": "https://paper.example"})
_PAST = Span(since=datetime(2026, 1, 1, tzinfo=UTC), until=NOW, now=NOW, archive=True)

CONTENT_TYPES = (
    None,
    "text/html",
    "text/html; charset=utf-8",
    "text/html; charset=iso-8859-1",
    "text/html; charset=utf-16",
    "text/html; charset=utf-7",
    "text/html; charset=shift_jis",
    "text/html; charset=iso-2022-jp",
    "text/html; charset=gb18030",
    "text/html; charset=undefined",
    "text/html; charset=rot13",
    "application/xhtml+xml",
    "application/json",
    "image/png",
    "text/plain",
)
STATUSES = (200, 203, 301, 304, 401, 402, 403, 404, 410, 429, 451, 500, 503)

#: How sites write the data of their scripts; `%s` is JSON, `%r` the same as a string inside a script.
FRAMES: tuple[str, ...] = (
    '<script id="__NEXT_DATA__" type="application/json">%s</script>',
    '<script id="__NUXT_DATA__" type="application/json">%s</script>',
    '<script id="app-state" type="application/json">%s</script>',
    "<script>window.__PRELOADED_STATE__ = %s;</script>",
    "<script>window.__APOLLO_STATE__ = %s; var more = {};</script>",
    "<script>Fusion.globalContent=%s;Fusion.arcSite='paper';</script>",
    "<script>window.__NUXT__=(function(a,b){return %s}(null,true));</script>",
    "<script>window.__STATE__ = JSON.parse(%r);</script>",
    "<script>self.__next_f.push([1,%r])</script><script>self.__next_f.push([1,'x'])</script>",
    "<script>self.__next_f=self.__next_f||[];self.__next_f.push([0]);self.__next_f.push([1,%r]);</script>",
    "<script>window.__remixContext = %s;</script>",
)
PICTURES: tuple[str, ...] = (
    '<figure><img src="/a.jpg" srcset="%s"><figcaption>A pier. Photo: Ann Lee</figcaption></figure>',
    '<figure><img src="%s" alt="The pier"><figcaption>The pier, seen from the shore</figcaption></figure>',
    '<picture><source srcset="%s" media="(min-width: 600px)"><img src="/b-600x400.jpg" width="600"></picture>',
    '<figure><img src="/c.jpg" width="900" height="600"><figcaption>%s</figcaption></figure>',
    '<figure><img data-src="%s" data-large-file="/d-large.jpg" alt="%s"></figure>',
    '<noscript>%s</noscript><img class="lazy" data-srcset="%s">',
)
#: Places into which a text is put that repeats itself: `%s` is where.
SLOTS: tuple[str, ...] = (
    "<p>%s</p>",
    "%s",
    '<p class="%s">x</p>',
    '<p id="%s" itemprop="%s">x</p>',
    '<a href="%s">x</a>',
    "<h1>%s</h1>",
    "<title>%s</title>",
    '<meta name="description" content="%s">',
    '<meta name="author" content="%s">',
    '<meta property="article:published_time" content="%s">',
    '<meta name="keywords" content="%s">',
    '<link rel="canonical" href="%s">',
    "<time>%s</time>",
    '<time datetime="%s">x</time>',
    '<div class="byline author">%s</div>',
    "<script>%s</script>",
    '<script type="application/ld+json">%s</script>',
    '<script type="application/json" id="__NEXT_DATA__">%s</script>',
    '<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"%s","author":"%s"}</script>',
    '<script>window.__STATE__ = {"articleBody":"%s"};</script>',
    '<script>self.__next_f.push([1,"%s"])</script>',
    '<img src="%s">',
    '<figure><img src="/x.jpg" srcset="%s"><figcaption>%s</figcaption></figure>',
    "<style>%s</style>",
    "<!-- %s --><p>x",
    "<table><tr><td>%s</td></tr></table>",
    "<noscript>%s</noscript>",
    '<div class="paywall">%s</div>',
    '<div class="paywall %s">Subscribe to read on</div>',
    '<div class="paywall">Subscribe to read. <a href="/subscribe">%s</a><button>%s</button></div>',
    '<div style="display:none">%s</div>',
    '<div role="dialog"><p>%s</p></div>',
    "<ul><li>%s</li></ul>",
)
SOURCES = tuple(Source)
#: Selectors are tried on this page.
_TRIED = document_fromstring(f"<html><head><title>T</title></head><body><h1 class='t'>T</h1>{PROSE * 5}</body></html>")


def page(body: bytes, url: str, content_type: str | None, status: int) -> None:
    """Any bytes, as the answer to any address, of any type and status."""
    asked = canonical(url)
    headers = {"content-type": content_type} if content_type else {}
    read_lawfully(body, asked if is_http(asked) else ADDRESS, status=status, headers=headers)


def jsonld(text: str) -> None:
    """Any text as the JSON-LD of a page that is an article otherwise."""
    read_lawfully(_document(f'<script type="application/ld+json">{text}</script>'))


def state(text: str, frame: int) -> None:
    """Any text as the data of a page's scripts, in one of the ways that frameworks have."""
    read_lawfully(_document(_filled(FRAMES[frame % len(FRAMES)], text.ljust(320)), prose=""))


def dates(text: str, language: str | None) -> None:
    """Any text as a date: by the strict reader, by the one that knows words, in the page's data and to its readers."""
    with in_time(len(text), "reading a date"):
        moments = [parse_date(text), read_date(text, bcp47(language)), read_moment(text), read_moment(text, now=NOW)]
        has_time(text)
        zone_of(text)
    for moment in moments:
        hold(moment is None or moment.tzinfo is UTC, "a date is in UTC", moment)
        hold(
            moment is None or parse_date(moment.isoformat()) in {moment, None}, "a date that was read is a date", moment
        )
    if len(text) % 4 == 0:  # a page costs twenty times as much as a date: not every time
        head = f'<meta property="article:published_time" content="{escape(text)}">'
        read_lawfully(
            _document(head, prose=f"<h1>T</h1><time>{escape(text)}</time><p class=date>{escape(text)}</p>{PROSE}")
        )


def urls(url: str, base: str) -> None:
    """Any two texts as an address and the page that it stands on."""
    base = canonical(base, ADDRESS)
    with in_time(len(url) + len(base), "looking at an address"):
        once = canonical(url)
        hold(canonical(once) == once, "canonical is idempotent", url, once, canonical(once))
        hold(article_key(once) == article_key(url), "the key is that of the canonical form", url, once)
        for made in (absolute(url, base), resolved(url, ADDRESS), canonical(url, ADDRESS) or None):
            if made is not None and is_http(made):
                check_text(made)
                hold(bool(bare_host(made)), "a host", made)
        made = absolute(url, ADDRESS)
        hold(made is None or is_http(made), "absolute or nothing", url, made)
        found = resolved(url, base)
        hold(found is None or is_http(found), "resolved or nothing", url, found)
        hold(preferred(ADDRESS, url) in {ADDRESS, url}, "one of the two", url)
        hold(len(article_key(preferred(url, base))) == 32, "a key", url)
        on_hosts(url, {host_of(base)})
        is_root(url)
        without_secrets(url)


def pictures(text: str, frame: int) -> None:
    """Any text as a picture's address, its set of versions, or its caption."""
    with in_time(len(text), "looking at a picture"):
        for url, size in candidates(text):
            hold(bool(url) and size >= 0, "a candidate has an address", url, size)
        for word in [text, *text.split()[:5]]:
            made = absolute(word, ADDRESS)
            if made:
                name_of(made)
                tokens_of(made)
                is_unfit(made)
    read_lawfully(_document("", prose=f"<h1>T</h1>{_filled(PICTURES[frame % len(PICTURES)], escape(text))}{PROSE}"))


def selectors(expression: str, language: str) -> None:
    """Any text as a selector of a site file."""
    with in_time(len(expression), "selecting"):
        try:
            texts = select_texts(_TRIED, f"{language}:{expression}")
            holds(_TRIED, f"{language}:{expression}")
        except FixArgument:
            return
    for each in texts:
        check_text(each)
    hints = SiteHints(selectors={"headline": f"{language}:{expression}", "articleBody": f"{language}:{expression}"})
    read_lawfully(_document(""), hints=hints)


def listing(source: int, body: bytes, content_type: str | None) -> None:
    """Any bytes as a feed, a sitemap, a section or a robots.txt."""
    kind = SOURCES[source % len(SOURCES)]
    for span in (whats_new(NOW), _PAST):
        try:
            with in_time(len(body), f"listing as {kind}"):
                found = read_listing(kind, body, "https://paper.example/feed", _SITE, span, content_type)
        except (NotAFeed, NotASitemap, NotAPage):
            return
        for link in found.links:
            hold(is_http(link.url), "a link leads to the web", link.url)
            check_text(link.url + (link.title or ""))
            hold(all(m is None or m.tzinfo is UTC for m in (link.published, link.modified)), "dates are in UTC", link)
        hold(all(is_http(url) for _, url in found.further), "listings are on the web", found.further)


def bylines(text: str) -> None:
    """Any text as a byline, and as every other line of words."""
    with in_time(len(text), "reading a byline"):
        authors = [*authors_of_text(text), *authors_of_jsonld([{"@type": "Person", "name": text}, text])]
        names = split_names(text)
        lines = [plain(text), squeeze(text), squeeze_lines(text), bcp47(text) or ""]
        hold(count_words(text) >= 0, "words are counted")
    for each in [*names, *lines, *(author.name for author in authors)]:
        check_text(each)
    hold(all(author.name.strip() for author in authors), "authors have names", authors)
    if len(text) % 4 == 0:
        head = f'<meta name="author" content="{escape(text)}">'
        read_lawfully(_document(head, prose=f"<h1>T</h1><p class=byline>{escape(text)}</p>{PROSE}"))


def pump(slot: int, prefix: str, unit: str, suffix: str) -> None:
    """A short text many times over, in some slot of a page: what makes a pattern, or a loop, quadratic."""
    times = 40_000 // max(1, len(unit.encode("utf-8", "replace")))
    slotted = _filled(SLOTS[slot % len(SLOTS)], prefix + unit * times + suffix)
    # What ends a text is looked at in other ways than what begins it.
    read_lawfully(_document("", prose=PROSE + slotted if len(suffix) % 2 else slotted + PROSE))


def built(value: object) -> str:
    """JSON of a value, fit to stand in a script."""
    return json.dumps(value).replace("</", "<\\/")


def _filled(frame: str, text: str) -> str:
    return frame.replace("%r", json.dumps(text)).replace("%s", text)


def _document(head: str, prose: str = f"<h1>Council votes for the harbour plan</h1>{PROSE}") -> str:
    return f"<!doctype html><html lang='en'><head>{head}</head><body><article>{prose}</article></body></html>"


TARGETS: dict[str, Callable[..., None]] = {
    each.__name__: each for each in (page, jsonld, state, dates, urls, pictures, selectors, listing, bylines, pump)
}
