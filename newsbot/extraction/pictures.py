"""Pictures: what an img element and the addresses in it tell: the versions it offers, and what they have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit

from lxml.html import HtmlElement

from newsbot.article import ImageSize
from newsbot.extraction.text import clean, lowered
from newsbot.urls import is_http

_DESCRIPTOR = re.compile(r"(\d{1,5})(?:\.(\d{1,3}))?([wxh])(?:,(.*))?")
_PLAIN = re.compile(r"https?://(?:[a-z0-9-]{1,63}\.){1,9}[a-z]{2,20}/[!-~]{0,2000}")
#: White space that is no part of an address, wherever it stands, as browsers have it; and all that must be escaped.
_BREAKS = re.compile(r"[\t\r\n]")
_WHITE = re.compile(r"\s")
_LONGEST_SET = 20_000
_MOST_SIZES = 40
_LONGEST_URL = 2000
#: Where scripts that load pictures late look for the address; `src` is in the name of most such attributes.
_LATE = frozenset({"data-original", "data-lazy", "data-url", "data-image", "data-original-image"})
#: Bigger versions, for those who click on the picture: they are sizes, but not what the page shows.
_FULL = re.compile(r"full|large|zoom|hi-?res|retina|orig|big|lightbox")
_UNFIT = re.compile(
    r"(?:^|[/_.-])(?:logo|favicon|gravatar|sprite|pixel|spacer|blank|placeholder|loading|loader|1x1|transparent|emoji|fallback)s?"
    r"(?:[/_.-]|\d|$)|\.svg$|gravatar\.com|doubleclick|scorecardresearch|/ads?/|facebook\.com/tr\b|vgwort|ivwbox"
)
#: Names that say as much, unless a caption says that it is a picture like others.
_DOUBTFUL = re.compile(
    r"(?:^|[/_.-])(?:avatar|icon|author|autor|authors|headshot|profile|button|share|badge|appicon|columnist|byline)s?(?:[/_.-]|\d|$)"
)
_SIZE = re.compile(
    r"(?:(?:^|[-_@/=~])(?:\d{2,4}x\d{2,4}|[wh]\d{2,4}|\d{2,4}[wh]|s\d{2,4}[a-z]?|scaled|large|medium|small|square|landscape|portrait|thumb(?:nail)?|\dx"
    r"|v\d{1,2}_\d{1,2}|\d{1,2}x\d{1,2}))+(?=[-_.]|$)",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"\.(?:jpe?g|png|webp|avif|gif|jfif|tiff?|bmp)+", re.IGNORECASE)
_NESTED = re.compile(r"https?:/{1,2}[^\s/]+/\S+")
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_TOKEN = re.compile(rf"{_UUID}|[0-9A-Za-z]{{6,}}")
_DATE = re.compile(r"(?:19|20)\d{2}[01]?\d[0-3]?\d?")
#: Steps that tell how a picture is shown, not which it is.
_COMMON = re.compile(
    r"\d{1,4}|(?:image|photo|picture|img|crop|width|height|resize|original|master|main|default|smart|alternates|file|w|h|q)s?"
)
_NARROW = 120
_LEAST_DIGITS = 4
_LEAST_STEM = 9
_STEPS = 4
_MOST_STEPS = 9
_MOST_FIELDS = 20
_MOST_ATTRIBUTES = 200


def absolute(url: str | None, base: str) -> str | None:
    """The absolute http(s) address, or None."""
    text = clean(url or "").strip()
    if not text or text.startswith(("data:", "blob:", "about:", "javascript:")):
        return None
    if _PLAIN.fullmatch(text) and "/." not in text:  # most are: what follows costs ten times as much
        return text
    try:
        joined = urljoin(base, _BREAKS.sub("", text))
    except ValueError:
        return None
    return _WHITE.sub(lambda found: quote(found[0]), joined) if is_http(joined) else None


def candidates(srcset: str | None) -> list[tuple[str, float]]:
    """The addresses of a srcset, each with its width in pixels, or its density; 0 where the set does not say.

    Only a set's first 20,000 characters count. A comma belongs to an address that goes on after it.
    """
    found: list[tuple[str, float]] = []
    waiting = ""
    for word in (srcset or "")[:_LONGEST_SET].split():
        match = _DESCRIPTOR.fullmatch(word.rstrip(","))
        if match and not waiting:  # the second of two: `400w 300h`
            continue
        if match:
            size = float(f"{match[1]}.{match[2] or 0}") if match[3] != "h" else 0.0
            found.append((waiting, size))
            waiting = match[4] or ""
            continue
        if waiting:
            found.append((waiting.rstrip(","), 0.0))
        waiting = word
    if waiting:
        found.append((waiting.rstrip(","), 0.0))
    return [(url, size) for url, size in found if url and not url.startswith("data:")]


def _picture_around(img: HtmlElement) -> HtmlElement | None:
    around = img.getparent()
    while around is not None and around.tag == "source":  # libxml2 does not know that it is empty
        around = around.getparent()
    return around if around is not None and around.tag == "picture" else None


def attributes(element: HtmlElement) -> list[tuple[str, str]]:
    """An element's attributes; none where there are absurdly many, for reading them costs their number squared."""
    return element.items() if len(element.attrib) <= _MOST_ATTRIBUTES else []


def _is_address(value: str) -> bool:
    """Whether an attribute's value may be an address: no word, no template."""
    return len(value) <= _LONGEST_URL and ("/" in value or "." in value) and "{" not in value


def _offers(element: HtmlElement, *, source: bool) -> Iterator[tuple[int, str, float]]:
    """Each address in an element's attributes: how good it is (0 best), the address, its width or density."""
    for key, value in attributes(element):
        if "placeholder" in key:
            continue
        if "srcset" in key:
            rank = 0 if not source else 1
            for url, size in candidates(value):
                yield (rank if size else 3), url, size
        elif ("src" in key or key in _LATE or (key.startswith("data-") and _FULL.search(key))) and _is_address(value):
            yield (4 if key == "src" else 5 if _FULL.search(key) else 2), value, 0.0


def _pixels(text: str | None) -> int | None:
    match = re.fullmatch(r"\s*(\d{1,5})(?:\.\d{1,9})?(?:px)?\s*", text or "")
    return int(match[1]) if match and int(match[1]) > 0 else None


def size_of(img: HtmlElement) -> tuple[int | None, int | None]:
    """Width and height in pixels, as the element says."""
    return _pixels(img.get("width")), _pixels(img.get("height"))


def versions(img: HtmlElement, base: str) -> list[ImageSize]:
    """The versions that an img element, and the picture around it, offer: the best first, each address once.

    Best is the widest of those that say how wide they are, then the ones that are loaded late, then `src`.
    """
    offers = list(_offers(img, source=False))
    picture = _picture_around(img)
    if picture is not None:
        for source in picture.iter("source"):
            offers.extend(_offers(source, source=True))
    shown = img.get("src")
    offers.sort(key=lambda offer: (-offer[2], offer[1] != shown, offer[0]) if offer[2] else (0, False, offer[0]))
    found: dict[str, ImageSize] = {}
    for _, address, size in offers:
        if "[" in address[:8] or "." not in address:
            continue
        url = absolute(address, base)
        if url and url not in found and _looks_like_picture(url):
            found[url] = ImageSize(url=url, width=int(size) if size >= 10 else None)  # noqa: PLR2004 (less is a density)
            if len(found) >= _MOST_SIZES:
                break
    fit = [size for size in found.values() if (size.width or 0) > _NARROW or not _UNFIT.search(lowered(size.url))]
    return fit or list(found.values())


def _looks_like_picture(url: str) -> bool:
    """Whether it may be one: pages, scripts and players are not."""
    steps = url.split("?", 1)[0].split("/", 3)
    return len(steps) > 3 and bool(steps[3]) and not steps[3].endswith((".html", ".js", ".mp4", ".m3u8", ".mp3"))  # noqa: PLR2004 (scheme, nothing, host)


def is_unfit(url: str, *, captioned: bool = False) -> bool:
    """Whether an address is that of a logo, an avatar or a pixel. A caption gives the benefit of the doubt."""
    where = lowered(unquote(url[:_LONGEST_URL].split("?", 1)[0]))
    return bool(_UNFIT.search(where)) or (not captioned and bool(_DOUBTFUL.search(where)))


def is_tiny(img: HtmlElement) -> bool:
    """Whether the element says that it is too small for a picture of an article."""
    width, height = size_of(img)
    return any(side is not None and side < _NARROW for side in (width, height)) and not (
        width is not None
        and height is not None
        and max(width, height) >= 2 * _NARROW
        and min(width, height) > _NARROW // 2
    )


def _steps(url: str) -> list[str]:
    """The steps of the path to the picture itself, also where it is handed to a service that scales it."""
    try:
        parts = urlsplit(url[:_LONGEST_URL])
    except ValueError:
        return []
    whole = unquote(unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path))
    nested = _NESTED.search(whole, 1)
    if nested:
        path = nested[0].split("?")[0].split("/", 3)[-1]
    else:
        path = whole.split("?")[0]
        if parts.query and not _SUFFIX.search(path) and parts.query.count("&") < _MOST_FIELDS:
            inner = next((value for _, value in parse_qsl(parts.query) if _SUFFIX.search(value)), path)
            path = inner.split("?")[0]
    return [step for step in path.split("/") if step]


@lru_cache(maxsize=1024)
def name_of(url: str) -> str:
    """What the versions of one picture usually have in common: its file's name without size and type.

    A short name ("image", "1") is told apart by the steps before it.
    """
    name, told = "", ""
    for step in reversed(_steps(url)[-_MOST_STEPS:]):
        bare = _SIZE.sub("", _SUFFIX.sub("", step)).casefold().strip("-_.,")
        if not bare:
            continue
        name = f"{bare}/{name}" if name else bare
        if not _COMMON.fullmatch(bare):
            told += bare
        letters = sum(map(str.isalnum, told))
        if letters >= _LEAST_STEM or (_digits(told) >= _LEAST_DIGITS and not _DATE.fullmatch(told)):
            break
    return name


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


@lru_cache(maxsize=1024)
def tokens_of(url: str) -> frozenset[str]:
    """The long identifiers in an address. Versions of one picture share some, but so may pictures of one article."""
    found: set[str] = set()
    for step in _steps(url)[-_STEPS:]:
        for token in _TOKEN.findall(_SUFFIX.sub("", step)):
            if _digits(token) >= _LEAST_DIGITS and not _DATE.fullmatch(token):
                found.add(token.casefold())
    return frozenset(found)


def names(sizes: Iterable[ImageSize]) -> frozenset[str]:
    """The names of the best versions of one picture; one of unknown size may be a placeholder that many share."""
    urls = [size.url for number, size in zip(range(2), sizes, strict=False) if not number or size.width]
    return frozenset(filter(None, map(name_of, urls)))
