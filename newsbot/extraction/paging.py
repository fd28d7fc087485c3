"""Paging: the address of the next page of the same article."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import squeeze
from newsbot.urls import bare_host

_NEXT = re.compile(
    r"^\W*(?:next(?:\s+page)?|nächste(?:\s+seite)?|weiter|page\s+suivante|suivante?|siguiente|página\s+siguiente|próxima(?:\s+página)?|"
    r"pagina\s+successiva|avanti|volgende(?:\s+pagina)?|nästa(?:\s+sida)?|neste(?:\s+side)?|næste(?:\s+side)?|następna(?:\s+strona)?|"
    r"следующая(?:\s+страница)?|sonraki(?:\s+sayfa)?|次(?:の)?(?:ページ)?(?:へ)?|下一页|下一頁|다음)\W*(?:\d+)?\W*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:(?:[/_-]|^)(?:seite|page|p|s|pagina|pag|sida|strona|komplettansicht)?[/_-]?)(\d{1,2})(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_PARAMETERS = frozenset({"page", "p", "seite", "pg", "pagina", "pagenum", "paged", "part", "s", "pn"})
_MOST_PAGES = 60
_ENDING = re.compile(r"\.\w{2,5}$")
_TWO_DIGITS = re.compile(r"[0-9]{1,2}")
_PAGER = re.compile(r"pag(?:er|ination|ing|e-nav|elinks)|article-?pages|seitennavigation|multipage", re.IGNORECASE)


def _split(url: str) -> tuple[str, int] | None:
    """An address without its page number, and the number, 1 where there is none."""
    try:
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query)
    except ValueError:
        return None
    numbers = [value for name, value in pairs if name.lower() in _PARAMETERS and _TWO_DIGITS.fullmatch(value)]
    others = sorted(pair for pair in pairs if pair[0].lower() not in _PARAMETERS)
    path = parts.path.rstrip("/")
    match = None if numbers else _NUMBER.search(path)
    if match:
        numbers, path = [match[1]], path[: match.start()].rstrip("/")
    return _stem(url, path, others), int(numbers[0]) if numbers else 1


def _stem(url: str, path: str, others: object) -> str:
    """What the addresses of one article's pages have in common."""
    return f"{bare_host(url)}{_ENDING.sub('', path)} {others}"


def follows(url: str, current: str) -> bool:
    """Whether an address is the page after the current one of the same article, by its number."""
    here, there = _split(current), _split(url)
    if here is None or there is None or url == current or urlsplit(url).path in {"", "/"}:
        return False
    parts = urlsplit(current)
    # The number at the end of the current address may be the article's own: then this is its first page.
    first = _stem(current, parts.path.rstrip("/"), sorted(parse_qsl(parts.query))), 1
    return any(there == (stem, number + 1) and number < _MOST_PAGES for stem, number in (here, first))


@lru_cache(maxsize=_MOST_PAGES)
def _numbered(number: str) -> re.Pattern[str]:
    """Addresses that may have this number of a page: at the end of the path, before an ending, or in the query.

    It begins with the number, which the search then jumps to; what stands before it is seen when it was found.
    """
    return re.compile(rf"{number}(?<!\d\d\d)(?:\.\w{{2,5}})?/?(?:[?#&]|$)")


def _wanted(url: str) -> re.Pattern[str]:
    """What the address of the page after this one may look like: cheap to see, and pages have hundreds of links."""
    here = _split(url)
    after = here[1] + 1 if here else 2
    return _numbered("2" if after == 2 else f"(?:2|{after})")  # noqa: PLR2004 (the page after the first)


def next_page(page: Page) -> str | None:
    """The next page of this article: by `rel=next`, or a link that says so, whose address has the next number.

    The number is asked for because `rel=next` and "next" also lead to the next article or the next page of a list.
    """
    may_follow = _wanted(page.url.split("#")[0]).search
    for element in (*page.named("link"), *page.named("a")):
        href = element.get("href")
        if not href or not may_follow(href):
            continue
        rel = (element.get("rel") or "").lower().split()
        says = "next" in rel
        if element.tag == "a" and not says:
            text = squeeze("".join(element.itertext())[:80])
            numbered = text.isascii() and text.isdigit() and _in_pager(element)
            says = bool(text and _NEXT.match(text)) or bool(numbered)
        if not says:
            continue
        url = absolute(element.get("href"), page.url)
        if url and follows(url.split("#")[0], page.url.split("#")[0]):
            return url.split("#")[0]
    return None


def _in_pager(element: object) -> bool:
    ancestors = list(getattr(element, "iterancestors", tuple)())[:4]
    return any(_PAGER.search(f"{each.get('class') or ''} {each.get('id') or ''}") for each in ancestors)
