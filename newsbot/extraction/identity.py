"""Identity: whether a piece of the page's data is of the page's own article, or of another story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from newsbot.article import fold
from newsbot.extraction.page import Page
from newsbot.extraction.richtext import type_of
from newsbot.extraction.text import plain
from newsbot.urls import article_key

TITLES = (
    "headline", "title", "headlines", "articleTitle", "name", "heading", "mainHeadline", "displayTitle", "seoTitle",
)  # fmt: skip
PUBLISHED = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "publicationDate", "firstPublished",
    "first_publish_date", "display_date", "published", "publishedDate", "publishTime", "pubDate", "releaseDate", "date",
)  # fmt: skip
_ADDRESSES = (
    "canonical_url", "canonicalUrl", "canonicalURL", "url", "website_url", "websiteUrl", "link", "permalink", "href",
    "uri", "path", "slug", "webUrl", "shareUrl", "fullUrl", "mainEntityOfPage", "seoUrl", "urlPath", "canonical",
)  # fmt: skip
_IDS = (
    "id", "_id", "articleId", "article_id", "contentId", "documentId", "externalId", "uuid", "newsId", "storyId", "nid",
)  # fmt: skip
_STORY_IDS = ("id", "_id", "articleId", "article_id")
#: Forms of a title, where it has several.
_FORMS = ("basic", "rendered", "default", "text", "main", "@id")
_STORY_TYPE = re.compile(r"article|story|post|news|content|page|item|document")
#: Shorter titles, slugs and numbers are equal by chance, and so are shorter descriptions.
_LEAST_TITLE, _LEAST_SLUG, _LEAST_ID, _LEAST_DESCRIPTION = 16, 6, 5, 25
_DESCRIPTION = 60
#: A link has an address and little else.
_LINK_KEYS = 3
#: Two characters of a script without spaces are about a word; shorter words of others say little.
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]{2}|[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is known of the page's article: titles and words are folded, addresses are keys and paths."""

    titles: frozenset[str]
    keys: frozenset[str]
    paths: frozenset[str]
    description: str
    words: frozenset[str]


def wanted_of(page: Page, titles: Iterable[str] = (), urls: Iterable[str] = ()) -> Wanted:
    """What the page says of its article in its meta elements, h1 and title, with what is known beside that."""
    meta = page.meta
    said = [*titles, *meta.get("og:title", ()), *meta.get("twitter:title", ())]
    said += [" ".join(h1.itertext()) for h1, _ in zip(page.root.iter("h1"), range(5), strict=False)]
    said += [title.text or "" for title, _ in zip(page.root.iter("title"), range(2), strict=False)]
    addresses = [each for each in (page.url, page.requestedUrl, *urls, *meta.get("og:url", ())[:1]) if each]
    described = next(iter([*meta.get("og:description", ()), *meta.get("description", ())]), "")
    folded = frozenset(filter(None, (fold(plain(each)) for each in said[:20])))
    return Wanted(
        titles=folded,
        keys=frozenset(article_key(each) for each in addresses),
        paths=frozenset(path for path in map(_path, addresses) if len(path) > 1),
        description=fold(plain(described))[:_DESCRIPTION],
        words=frozenset(_WORDS.findall(" ".join(folded))),
    )


def _path(url: str) -> str:
    try:
        return urlsplit(url).path.rstrip("/").lower()
    except ValueError:
        return ""


def strings_of(holder: dict[str, Any], keys: Iterable[str]) -> Iterator[str]:
    """The strings of these keys, also of those with an object of forms, as in `{"headlines": {"basic": …}}`."""
    for key in keys:
        value = holder.get(key)
        if isinstance(value, dict):
            value = next((value[name] for name in _FORMS if name in value), None)
        if isinstance(value, str) and value.strip():
            yield value


def _same_title(said: str, wanted: Wanted) -> bool:
    title = fold(plain(said))
    if title in wanted.titles:
        return True
    # What a page calls itself may have the site's name behind it, or be cut.
    long = (each for each in wanted.titles if len(each) >= _LEAST_TITLE and len(title) >= _LEAST_TITLE)
    return any(each.startswith(title) or title.startswith(each) for each in long)


def _same_address(owner: dict[str, Any], wanted: Wanted) -> bool:
    for said in strings_of(owner, _ADDRESSES):
        if said.startswith("http"):
            if article_key(said) in wanted.keys:
                return True
            continue
        bare = said.strip("/").lower()
        if len(bare) >= _LEAST_SLUG and any(
            path.strip("/") == bare or path.endswith((f"/{bare}", f"-{bare}")) for path in wanted.paths
        ):
            return True
    return any(_in_path(str(owner[key]), wanted) for key in _IDS if isinstance(owner.get(key), str | int))


def _in_path(number: str, wanted: Wanted) -> bool:
    """Whether an identity is a whole part of the page's address."""
    if not _LEAST_ID <= len(number) <= 100:  # noqa: PLR2004 (no identity is longer)
        return False
    whole = re.compile(rf"(?<![0-9a-z]){re.escape(number.lower())}(?![0-9a-z])")
    return any(whole.search(path) for path in wanted.paths)


def owner_of(around: Sequence[dict[str, Any]], wanted: Wanted) -> tuple[str | None, dict[str, Any]]:
    """How a text is known to be the page's own ("url", "headline", or "" where nothing tells), and what it belongs to.

    `around` are the objects around it, the innermost first. None for a text of another story: the nearest object that
    is titled, and has an address, an identity or a date of its own, has those of something else.
    """
    for owner in around:
        titles = list(strings_of(owner, TITLES))
        if (titles or len(owner) > _LINK_KEYS) and _same_address(owner, wanted):
            return "url", owner
        if any(_same_title(each, wanted) for each in titles):
            return "headline", owner
        named = any(isinstance(owner.get(key), str | int) for key in (*_ADDRESSES, *_STORY_IDS, *PUBLISHED))
        if titles and named and "tagName" not in owner and not _is_module(owner):
            return None, owner
    return "", {}


def _is_module(owner: dict[str, Any]) -> bool:
    """Whether an object is a part of a layout, which has an identity and a title as stories do."""
    name = type_of(owner).lower()
    return bool(name) and not _STORY_TYPE.search(name)


def known_by_text(text: str, wanted: Wanted) -> str:
    """How a text that nothing names is told to be the page's: "description" or "words" (of its headline), or ""."""
    folded = fold(text)
    if len(wanted.description) >= _LEAST_DESCRIPTION and wanted.description in folded:
        return "description"
    shared = sum(word in folded for word in wanted.words)
    return "words" if wanted.words and shared * 2 >= len(wanted.words) else ""
