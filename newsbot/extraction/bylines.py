"""Bylines: who signed an article, from all the places where pages say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from newsbot.article import Author, fold
from newsbot.extraction.authors import authors_of_jsonld, authors_of_text, distinct, without_publisher
from newsbot.extraction.jsonld import resolve
from newsbot.extraction.metanames import AUTHOR
from newsbot.extraction.page import Page
from newsbot.extraction.pictures import absolute
from newsbot.extraction.text import squeeze
from newsbot.extraction.told import Sources, Told

_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline\w*|author(?:s|name|-name|__name|_name)?|autor(?:en|es)?|article-?author\w*|contributor\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)


def signed(sources: Sources, publishers: Iterable[str]) -> Told[list[Author]] | None:
    """Who signed the article; the publisher itself only where nobody else did."""
    own = tuple(publishers)
    fallback: Told[list[Author]] | None = None
    for told in _signed(sources):
        if not told.value:
            continue
        people = without_publisher(told.value, own)
        if any(fold(author.name) not in {fold(name) for name in own} for author in people):
            return Told(people, told.source)
        fallback = fallback or told
    return fallback


def _signed(sources: Sources) -> Iterator[Told[list[Author]]]:
    page = sources.page
    for key in ("author", "creator", "contributor"):
        yield Told(authors_of_jsonld(resolve(sources.article.get(key), page.jsonld)), f"jsonld:{key}")
    for name in AUTHOR:
        contents = [content for content in page.meta.get(name, ()) if not content.startswith("http")]
        yield Told(distinct(author for content in contents[:20] for author in authors_of_text(content)), f"meta:{name}")
    yield Told(_bylines(page), "byline")


def _bylines(page: Page) -> list[Author]:
    """Names that the page marks as the author's: rel=author or itemprop=author, or else the first byline by class."""
    elements = list(page.root.iter("a", "span", "p", "div", "address", "li", "strong"))
    marked = [author for element in elements if _is_marked(element) for author in _signature(element, page)]
    if marked:
        return distinct(marked)
    named = (_signature(element, page) for element in elements if _is_named(element))
    return distinct(next(filter(None, named), []))


def _signature(element: HtmlElement, page: Page) -> list[Author]:
    """The names in a byline element. Names are capitalised, and hold no digits."""
    text = squeeze(" ".join(element.itertext()))
    if not 3 <= len(text) <= 120:  # noqa: PLR2004 (shorter is no name, longer no byline)
        return []
    people = authors_of_text(text, absolute(element.get("href"), page.url))
    return [author for author in people if not author.name[0].islower() and not re.search(r"\d", author.name)]


def _outside(element: HtmlElement) -> bool:
    return any(a.tag in {"nav", "aside", "footer"} for a in element.iterancestors())


def _is_marked(element: HtmlElement) -> bool:
    marked = "author" in (element.get("rel") or "").split() or element.get("itemprop") == "author"
    return marked and not _outside(element)


def _is_named(element: HtmlElement) -> bool:
    return bool(_BYLINE.search(element.get("class") or "")) and not _outside(element)
