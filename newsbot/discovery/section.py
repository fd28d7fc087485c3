"""Front pages and sections: the links of a page that may be articles, and the sections that its navigation names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from lxml.etree import _Element
from lxml.html import HtmlElement

from newsbot.discovery.addresses import folded, resolved
from newsbot.discovery.link import FoundBy, Link
from newsbot.discovery.shape import KNOWN_OTHER, article_likeness, is_service
from newsbot.discovery.titles import plain
from newsbot.discovery.vocabulary import SECTIONS
from newsbot.urls import bare_host, canonical, host_of

__all__ = ["article_likeness", "read_section", "section_links"]

_MOST_ANCHORS = 5000
_MOST_PIECES = 40  #: of an anchor's text
_MOST_SECTIONS = 12
#: Sections lie no deeper than this: /politik/, /sport/fussball/.
_DEEPEST_SECTION = 2
_LONGEST_SECTION_NAME = 30
#: An address must look this little like an article to be a section.
_SECTION_LIKENESS = 0.4

#: What an element tells of all anchors within it, by its tag or role.
_REGIONS = {
    "nav": "navigation",
    "navigation": "navigation",
    "menu": "navigation",
    "menubar": "navigation",
    "header": "header",
    "banner": "header",
    "footer": "footer",
    "contentinfo": "footer",
    "aside": "aside",
    "complementary": "aside",
    "main": "main",
    "article": "teaser",
    "h1": "heading",
    "h2": "heading",
    "h3": "heading",
    "h4": "heading",
}
#: And by its class or id, where pages are made of nothing but `div`.
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:(?P<navigation>nav|navi|navbar|navigation|mainnav|topnav|subnav|menu|breadcrumbs?|offcanvas)|"
    r"(?P<footer>footer|colophon)|(?P<teaser>teaser|article|story|card))(?=$|[\s_-])",
    re.IGNORECASE,
)
_NAMEABLE = frozenset({"div", "ul", "ol", "section", "li", "table", "td"})
#: How much more, or less, an address in such a place is an article's.
_WORTH = {
    "navigation": -0.35,
    "header": -0.05,
    "footer": -0.3,
    "aside": -0.05,
    "main": 0.05,
    "teaser": 0.1,
    "heading": 0.2,
}
_LONG_TEXT, _LONGISH_TEXT = 40, 25

#: Months and days, feeds, and single numbers are no sections.
_NO_SECTION = re.compile(r"/\d+/?$|/rss|/feeds?\b", re.IGNORECASE)
#: A jump within the page, or no page at all.
_ELSEWHERE = re.compile(r"#|(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(slots=True)
class _Seen:
    """One address, and all the ways in which the page points at it."""

    url: str
    likeness: float
    order: int
    times: int = 0
    title: str = ""
    headed: bool = False  #: whether the title is a heading
    position: float = -1.0
    regions: frozenset[str] = frozenset()

    def note(self, inside: frozenset[str], text: str) -> None:
        """One more anchor that leads here."""
        self.times += 1
        self.regions |= inside
        self.position = max(self.position, _position(inside, text))
        headed = "heading" in inside and bool(text)
        if (headed, len(text)) > (self.headed, len(self.title)):
            self.title, self.headed = text, headed


def read_section(
    root: HtmlElement,
    url: str,
    hosts: frozenset[str],
    *,
    match: Sequence[re.Pattern[str]] = (),
    never: Sequence[re.Pattern[str]] = (),
) -> tuple[Link, ...]:
    """The links of a front or section page at `url` that lead to these `hosts` (bare), in the page's order.

    Each has the likeness of being an article, by its address and its place: 0.5 and more is likely. An address in which
    a pattern of `match` is found has 1.0, one in which a pattern of `never` is found is left out; so are files, front
    pages, and the page itself. Titles are the heading, or the longest text, of the anchors.
    """
    own = folded(canonical(url))
    links: dict[str, Link] = {}
    for seen in _anchors(root, url, hosts):
        wanted = any(pattern.search(seen.url) for pattern in match)
        if any(pattern.search(seen.url) for pattern in never) or (seen.likeness == 0.0 and not wanted):
            continue
        key = folded(seen.url)
        if key != own and key not in links:
            likeness = 1.0 if wanted else round(_placed(seen), 2)
            title = plain(seen.title)
            links[key] = Link(url=seen.url, foundBy=FoundBy.SECTION, foundOn=url, title=title, likeness=likeness)
    return tuple(links.values())


def section_links(root: HtmlElement, url: str, hosts: frozenset[str]) -> tuple[str, ...]:
    """The section pages that the navigation of a page names, the likeliest first, at most twelve."""
    own = folded(canonical(url))
    ranked = sorted(
        (-_section_rank(seen, url), seen.order, seen.url.partition("?")[0]) for seen in _anchors(root, url, hosts)
    )
    distinct: dict[str, str] = {}
    for rank, _, address in ranked:
        if rank < 0 and folded(address) != own:
            distinct.setdefault(folded(address), address)
    return tuple(distinct.values())[:_MOST_SECTIONS]


def _anchors(root: HtmlElement, url: str, hosts: frozenset[str]) -> list[_Seen]:
    """Every address of a page on these hosts, with its places and its longest text."""
    base = _base(root, url)
    places: dict[_Element, frozenset[str]] = {}
    addresses: dict[str, str | None] = {}
    seen: dict[str, _Seen] = {}
    for order, anchor in enumerate(islice(root.iter("a"), _MOST_ANCHORS)):
        href = (anchor.get("href") or "").strip()
        if href not in addresses:
            addresses[href] = _address(href, base, hosts)
        address = addresses[href]
        if address is None:
            continue
        if address not in seen:
            seen[address] = _Seen(address, article_likeness(address), order)
        text, headed = _text(anchor)
        inside = _place(anchor, places)
        seen[address].note(inside | {"heading"} if headed else inside, text)
    return list(seen.values())


def _base(root: HtmlElement, url: str) -> str:
    """What the page's relative links are relative to."""
    declared = next((each.get("href") for each in root.iter("base") if each.get("href")), None)
    return canonical(declared, url) if declared else url


def _text(anchor: HtmlElement) -> tuple[str, bool]:
    """What an anchor says: the heading within it, if there is one (True), else all of its text."""
    heading = next(anchor.iter("h1", "h2", "h3", "h4"), None)
    pieces = (piece.strip() for piece in islice((anchor if heading is None else heading).itertext(), _MOST_PIECES))
    text = " ".join(piece for piece in pieces if piece)
    return " ".join(text.split()) or anchor.get("title") or anchor.get("aria-label") or "", heading is not None


def _place(anchor: HtmlElement, known: dict[_Element, frozenset[str]]) -> frozenset[str]:
    """The regions of the page that an anchor lies in. `known` keeps those of every element on the way up."""
    path: list[_Element] = []
    element = anchor.getparent()
    while element is not None and element not in known:
        path.append(element)
        element = element.getparent()
    inside: frozenset[str] = frozenset() if element is None else known[element]
    for each in reversed(path):
        region = _region(each)
        inside = inside | {region} if region else inside
        known[each] = inside
    return inside


def _region(element: _Element) -> str | None:
    """What one element tells of the anchors within it."""
    region = _REGIONS.get(str(element.tag)) or _REGIONS.get(element.get("role") or "")
    if region or element.tag not in _NAMEABLE:
        return region
    found = _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"[:300])
    return found.lastgroup if found else None


def _position(inside: frozenset[str], text: str) -> float:
    """What the place and the text of one anchor say: above 0 for an article, below for navigation."""
    long = 0.2 if len(text) >= _LONG_TEXT else 0.1 if len(text) >= _LONGISH_TEXT else 0.0
    return long + sum(_WORTH[name] for name in inside)


def _placed(seen: _Seen) -> float:
    """The likeness by address and place together. What is known to be no article stays so wherever it stands."""
    if seen.likeness <= KNOWN_OTHER:
        return seen.likeness
    again = 0.05 if seen.times > 1 and "navigation" not in seen.regions else 0.0
    return max(KNOWN_OTHER, min(1.0, seen.likeness + seen.position + again))


def _section_rank(seen: _Seen, url: str) -> float:
    """How likely an address is a section that lists articles; 0 and less: it is none."""
    path, _, query = seen.url.partition("?")
    names = [name.casefold() for name in path.split("/")[3:] if name]
    named = 0 < len(seen.title) <= _LONGEST_SECTION_NAME
    if not named or len(names) > _DEEPEST_SECTION or any(char.isdigit() for char in query) or _NO_SECTION.search(path):
        return 0.0
    at_home = bare_host(path) == bare_host(url)
    if seen.likeness > _SECTION_LIKENESS or is_service(path) or (not names and at_home):
        return 0.0
    last = names[-1].removesuffix(".html") if names else host_of(path).split(".")[0]
    known = 2.0 if last in SECTIONS else 0.5 if names and names[0] in SECTIONS else 0.0
    placed = 1.0 if seen.regions & {"navigation", "header"} else 0.0
    below = 0.5 * max(0, len(names) - 1) + (1.0 if "footer" in seen.regions else 0.0) + (0.0 if at_home else 0.5)
    return known + placed - below


def _address(href: str, base: str, hosts: frozenset[str]) -> str | None:
    """An anchor's address, if it leads to one of the site's hosts."""
    address = None if _ELSEWHERE.match(href) else resolved(href, base)
    if address is None:
        return None
    bare = address.partition("://")[2].partition("/")[0].removeprefix("www.")
    return address if bare in hosts or any(bare.endswith(f".{each}") for each in hosts) else None
