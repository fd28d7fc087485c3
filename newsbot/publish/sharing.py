"""What may be given to others: text that its publisher declares as not free is cut to its beginning. Pure."""

from __future__ import annotations

from dataclasses import replace

from newsbot.article import Article, Declared, Delivered

_PAID = frozenset({Declared.NOT_FREE, Declared.METERED, Declared.CONFLICT})
_LONGEST = 300


def shareable(article: Article, *, paid: bool) -> Article:
    """The article as others may have it: whole with `paid`, or where nothing says that it is not free; else cut."""
    if paid or article.access.declared not in _PAID:
        return article
    first = (article.articleBody or "").partition("\n\n")[0][:_LONGEST]
    access = replace(article.access, delivered=Delivered.PARTIAL_TEASER) if article.complete else article.access
    return replace(
        article,
        articleBody=first or None,
        articleBodyHtml=None,
        liveBlogUpdate=[],
        wordCount=len(first.split()) if first else None,
        access=access,
    )
