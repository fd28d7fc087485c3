"""Autodiscovery: what to ask a site that has no site file, and what its answers name. It asks nothing itself.

The crawl reads the page at the address given (`discover_page`) and robots.txt (`sitemaps_of_robots`), and where those
name no feed or no sitemap, tries the well-known places in their order (`well_known_sitemaps`, `well_known_feeds`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from newsbot.discovery.section import section_links
from newsbot.discovery.shape import article_likeness
from newsbot.urls import article_key, bare_host, canonical, is_http, on_hosts

_MOST = 100  #: addresses of one kind: a large paper names dozens of sitemaps
_MOST_ROBOTS_LINES = 20_000
_MOST_ANCHORS = 5000
_ARTICLE = 0.5  #: the likeness from which on an address is taken for an article's

_NEWS_SITEMAPS = ("news-sitemap.xml", "sitemap-news.xml", "sitemap_news.xml", "sitemaps/news.xml", "googlenews.xml")
_SITEMAPS = (
    "sitemap.xml",
    "sitemap_index.xml",
    "sitemap-index.xml",
    "sitemaps/sitemap.xml",
    "sitemap.xml.gz",
    "wp-sitemap.xml",
)
_FEEDS = (
    "feed",
    "rss",
    "rss.xml",
    "feed.xml",
    "atom.xml",
    "index.xml",
    "feeds",
    "index.rss",
    "feed.json",
    "rss/index.xml",
)

_FEED_TYPES = re.compile(r"application/(?:(?:rss|atom|rdf)\+xml|feed\+json|xml|json)|text/(?:rss\+)?xml", re.IGNORECASE)
#: Types that any document may have: only an address that says so is a feed's.
_VAGUE_TYPES = frozenset({"application/xml", "text/xml", "application/json"})
_FEED_PATH = re.compile(
    r"(?:^|[/._-])(?:rss|feeds?|atom|rdf)(?:[/._-]|$|\d)|\.(?:rss|rdf|atom)$|(?:^|[?&])(?:format|type|feed)=(?:rss|atom|feed)",
    re.IGNORECASE,
)
_FEED_HOSTS = ("feeds.", "feed.", "rss.")
_COMMENTS = re.compile(
    r"comment|kommentar|comentario|commentaire|commenti|reacties|coment[aá]rios|komentarz|yorum|replies", re.IGNORECASE
)
_MEDIA = re.compile(r"podcast|audio|video|itunes|mrss|photo|gallery|galerie|image|bilder|foto", re.IGNORECASE)
_NO_FEED = re.compile(r"terms|oembed|wp-json|/json/|opensearch|\.(?:html?|php|png|svg|jpe?g|css|js)$", re.IGNORECASE)
_NEWS_NAME = re.compile(
    r"google-?_?news|gnews|news[-_]?(?:site-?map|artikel|articles?)|site-?map[-_]?(?:google)?[-_]?news|/news\.xml",
    re.IGNORECASE,
)
_ROBOTS = re.compile(r"\s*site-?map\s*:\s*(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """What a site names of itself; each the likeliest first, and none twice."""

    feeds: tuple[str, ...] = ()
    newsSitemaps: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()  #: any other; reading one may show that it is a news sitemap
    sections: tuple[str, ...] = ()

    def __or__(self, other: Discovered) -> Discovered:
        """Both together: what this one names comes first."""
        return Discovered(
            feeds=_ordered(chain(self.feeds, other.feeds)),
            newsSitemaps=_ordered(chain(self.newsSitemaps, other.newsSitemaps)),
            sitemaps=_ordered(chain(self.sitemaps, other.sitemaps), leave=self.newsSitemaps + other.newsSitemaps),
            sections=_ordered(chain(self.sections, other.sections)),
        )


def discover_page(root: HtmlElement, url: str, hosts: frozenset[str]) -> Discovered:
    """What a page at `url` names: feeds, and the sections of its navigation that lie on these `hosts` (bare)."""
    return Discovered(feeds=feeds_of_page(root, url), sections=section_links(root, url, hosts))


def discover_robots(text: str, url: str) -> Discovered:
    """What a robots.txt names: its sitemaps, those for Google News by themselves."""
    return sorted_sitemaps(sitemaps_of_robots(text, url))


def sorted_sitemaps(urls: Iterable[str]) -> Discovered:
    """Sitemaps parted by what their addresses say: news, others, and last those of pictures and videos."""
    distinct = _ordered(urls)
    news = tuple(each for each in distinct if _is_news_sitemap(each))
    others = [each for each in distinct if each not in news]
    return Discovered(
        newsSitemaps=news, sitemaps=tuple(sorted(others, key=lambda each: bool(_MEDIA.search(_path(each)))))
    )


def feeds_of_page(root: HtmlElement, url: str) -> tuple[str, ...]:
    """The feeds that a page declares, then those that it links to; comments left out, podcasts and the like last."""
    found = dict[str, str]()
    for link in root.iter("link"):
        rels = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" in rels and "stylesheet" not in rels and _FEED_TYPES.fullmatch(kind):
            address = _feed_address(link.get("href"), url, vague=kind in _VAGUE_TYPES)
            found.setdefault(address, link.get("title") or "")
    for number, anchor in enumerate(root.iter("a")):
        if number >= _MOST_ANCHORS:
            break
        address = _feed_address(anchor.get("href"), url, vague=True)
        if address and _is_near(address, url):
            found.setdefault(address, (anchor.text or "").strip()[:200])
    named = [(address, f"{_path(address)} {title}") for address, title in found.items() if address]
    own = f"{url.rstrip('/')}/" if article_likeness(url) >= _ARTICLE else None  # below an article: its comments
    kept = [
        (address, name) for address, name in named if not (_COMMENTS.search(name) or (own and address.startswith(own)))
    ]
    kept.sort(key=lambda each: bool(_MEDIA.search(each[1])))
    return _ordered(address for address, _ in kept)


def sitemaps_of_robots(text: str, url: str) -> tuple[str, ...]:
    """The sitemaps that a robots.txt at `url` names, in its order; relative ones resolved, other hosts allowed."""
    lines = text.lstrip("\ufeff").splitlines()[:_MOST_ROBOTS_LINES]
    named = (found[1] for line in lines if (found := _ROBOTS.match(line)))
    return _ordered(address for each in named if is_http(address := canonical(each, url)))


def well_known_sitemaps(url: str) -> Discovered:
    """Where sitemaps commonly are, for a site at `url`: below its path, if it has one, then at the root."""
    bases = _bases(url)
    return Discovered(
        newsSitemaps=_ordered(base + name for base in bases for name in _NEWS_SITEMAPS),
        sitemaps=_ordered(base + name for base in bases for name in _SITEMAPS),
    )


def well_known_feeds(url: str) -> tuple[str, ...]:
    """Where feeds commonly are, in the order in which to try them; as `well_known_sitemaps`."""
    return _ordered(base + name for base in _bases(url) for name in _FEEDS)


def robots_places(url: str) -> tuple[str, ...]:
    """Where a robots.txt can be: at the host's root, as the standard says; below a path it names sitemaps only."""
    return _ordered(base + "robots.txt" for base in reversed(_bases(url)))


def _bases(url: str) -> list[str]:
    """The folder of an address and the root of its host, each with a last slash."""
    parts = urlsplit(canonical(url))
    root = f"{parts.scheme}://{parts.netloc}/"
    *folders, last = parts.path.lstrip("/").split("/")
    names = [*folders, last] if last and "." not in last else folders
    folder = root + "".join(f"{name}/" for name in names)
    return [root] if folder == root else [folder, root]


def _feed_address(href: str | None, url: str, *, vague: bool) -> str:
    """The absolute address of a feed; empty where it is none. A vague one must look like a feed's."""
    text = (href or "").strip()
    if text.lower().startswith(("feed:http", "feed://")):
        text = text[5:] if text.lower().startswith("feed:http") else f"http://{text[7:]}"
    address = canonical(text, url) if text else ""
    if not is_http(address) or _NO_FEED.search(_path(address)):
        return ""
    named = _FEED_PATH.search(_path(address)) or bare_host(address).startswith(_FEED_HOSTS)
    return address if named or not vague else ""


def _is_near(address: str, url: str) -> bool:
    """Whether an address is on the page's own site, above or below its host, or on a host made for its feeds."""
    own, host = bare_host(url), bare_host(address)
    brand = max(own.split("."), key=len)
    on_feed_host = host.startswith(_FEED_HOSTS) and brand in host
    return on_feed_host or on_hosts(address, {own}) or on_hosts(url, {host})


def _is_news_sitemap(url: str) -> bool:
    return bool(_NEWS_NAME.search(_path(url)))


def _path(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _ordered(urls: Iterable[str], leave: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The addresses without repetition, in order, at most a hundred."""
    left = {article_key(each) for each in leave}
    distinct: dict[str, str] = {}
    for url in urls:
        if url and (key := article_key(url)) not in left:
            distinct.setdefault(key, url)
    return tuple(distinct.values())[:_MOST]
