"""Pictures: what the address of a picture tells: its best version, and whether two addresses show the same."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from newsbot.extraction.text import clean
from newsbot.urls import is_http

_SRCSET = re.compile(r"\s*(\S+?),?(?:\s+([\d.]+)([wx])\s*(?:,|$)|\s*(?:,\s+|$))")
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-srcset-base",
    "data-url",
    "data-hi-res-src",
    "data-full-src",
    "data-image",
)
_LAZY_SETS = ("srcset", "data-srcset", "data-lazy-srcset", "data-sizes-srcset")
_UNFIT = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|icon|icons|avatar|gravatar|sprite|pixel|spacer|blank|placeholder|loading|loader|1x1|transparent|badge|"
    r"author|authors|headshot|profile|button|share)s?(?:[/_.-]|\d|$)|\.svg(?:$|\?)|gravatar\.com|doubleclick|/ads?/|scorecardresearch",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"(?:[-_@/](?:\d{2,4}x\d{2,4}|w\d{2,4}|h\d{2,4}|\d{2,4}w|scaled|large|medium|small|thumb(?:nail)?|\dx))+(?=[-_.]|$)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif|tiff?|bmp)+", re.IGNORECASE)
_TOKEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9A-Za-z]{7,}")
_DATE = re.compile(r"(?:19|20)\d{2}[01]?\d[0-3]?\d?")
_NARROW = 120


def absolute(url: str | None, base: str) -> str | None:
    """The absolute http(s) address, or None."""
    text = clean(url or "").strip()
    if not text or text.startswith(("data:", "blob:", "about:", "javascript:")):
        return None
    try:
        joined = urljoin(base, text)
    except ValueError:
        return None
    return joined.replace(" ", "%20") if is_http(joined) else None


def largest(srcset: str | None) -> tuple[str, float] | None:
    """The candidate of a srcset that is biggest, with its width (or density)."""
    best: tuple[str, float] | None = None
    for match in _SRCSET.finditer((srcset or "")[:20_000]):
        size = float(match[2]) if match[2] and match[2].count(".") <= 1 and match[2] != "." else 0.0
        if not match[1].startswith("data:") and (best is None or size > best[1]):
            best = match[1], size
    return best


def best_url(img: HtmlElement, base: str) -> str | None:
    """The biggest version that an img element, or the picture around it, offers."""
    picture = next(img.iterancestors("picture"), None)
    sources = picture.iter("source") if picture is not None else iter(())
    sets = [element.get(name) for element in (img, *sources) for name in _LAZY_SETS]
    offers = [offer for offer in map(largest, sets) if offer and absolute(offer[0], base)]
    if offers:
        return absolute(max(offers, key=lambda offer: offer[1])[0], base)
    for name in (*_LAZY, "src"):
        found = absolute(img.get(name), base)
        if found:
            return found
    return None


def is_unfit(url: str) -> bool:
    """Whether an address is that of a logo, an icon, an avatar or a pixel."""
    parts = urlsplit(unquote(url))
    return bool(_UNFIT.search(f"{parts.netloc}{parts.path}"))


def _pixels(text: str | None) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*", text or "")
    return int(match[1]) if match and int(match[1]) > 0 else None


def size_of(img: HtmlElement) -> tuple[int | None, int | None]:
    """Width and height in pixels, as the element says."""
    return _pixels(img.get("width")), _pixels(img.get("height"))


def is_tiny(img: HtmlElement) -> bool:
    """Whether the element says that it is too small for a picture of an article."""
    width, height = size_of(img)
    return any(side is not None and side < _NARROW for side in (width, height)) and not (
        width is not None
        and height is not None
        and max(width, height) >= 2 * _NARROW
        and min(width, height) > _NARROW // 2
    )


def marks(url: str) -> frozenset[str]:
    """What versions of one picture have in common: its file's stem, and the long identifiers in its address."""
    path = unquote(unquote(urlsplit(url).path + "?" + urlsplit(url).query))
    nested = re.findall(r"https?://[^\s&?]+", path)
    steps = urlsplit(nested[-1]).path.split("/") if nested else path.split("?")[0].split("/")
    steps = [step for step in steps if step]
    stem = _SIZE.sub("", _SUFFIX.sub("", steps[-1])).casefold() if steps else ""
    found = {stem} if len(stem) >= 6 and not _DATE.fullmatch(stem) else set()  # noqa: PLR2004 (shorter is no name)
    for step in steps[-3:]:
        for token in _TOKEN.findall(_SUFFIX.sub("", step)):
            digits = sum(char.isdigit() for char in token)
            if digits >= 4 and not _DATE.fullmatch(token):  # noqa: PLR2004 (words have fewer)
                found.add(token.casefold())
    return frozenset(found)
