"""Stories: which articles are copies of one, and which of them came first. Pure.

The key of a story is the key of the article that was known first, or of the one that a copy names as its original
(`rel=canonical` to another site). That article's own `story` stays None; that of each copy is this key, and stays so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from newsbot.article import Article
from newsbot.likeness import fingerprint, likeness
from newsbot.urls import article_key, is_http, is_root, preferred

_NEVER = datetime.max.replace(tzinfo=UTC)


def declared_original(article: Article) -> str | None:
    """The address on another site that the page names as its text's own; None where it names none that may be one."""
    declared = article.canonicalUrl
    if not declared or not is_http(declared) or is_root(declared) or preferred(article.url, declared) == declared:
        return None
    return declared


def original(copies: Sequence[Article]) -> Article:
    """Of the copies of a story the one to be named: which most of them name as their original, else the earliest.

    Earliest by the date of publication that its page tells, or else by when it was first fetched.
    """
    named = [article_key(declared) for each in copies if (declared := declared_original(each))]
    return min(copies, key=lambda each: (-named.count(each.key), _since(each)))


def _since(article: Article) -> datetime:
    when = article.datePublished or article.revision.firstFetchedAt or article.crawl.fetchedAt or _NEVER
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def in_common(one: Article, other: Article) -> float | None:
    """How much of the shorter text is in the longer, 0 … 1, as `newsbot.likeness` estimates it; None without a text."""
    if not one.articleBody or not other.articleBody:
        return None
    if one.articleBody == other.articleBody:
        return 1.0
    return likeness(fingerprint(one.articleBody), fingerprint(other.articleBody)).contained
