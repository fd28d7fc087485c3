"""Exports: articles as JSON lines or CSV, streamed, for other tools to read."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from newsbot.article import Article
from newsbot.store.documents import to_json

#: The columns of a CSV export. Lists are joined by "; "; the whole of an article is in the JSON lines only.
COLUMNS = (
    *("key", "url", "canonicalUrl", "headline", "alternativeHeadline", "description", "articleBody", "datePublished"),
    *("dateModified", "authors", "articleSection", "keywords", "inLanguage", "publisher", "mainImage", "images"),
    *("wordCount", "isAccessibleForFree", "delivered", "gate", "declared", "session", "confidence", "site"),
    *("fetchedAt", "revision", "story"),
)
#: A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def jsonl(articles: Iterable[Article]) -> Iterator[str]:
    """One JSON object a line, as in docs/article.schema.json."""
    for article in articles:
        yield to_json(article).decode() + "\n"


def as_csv(articles: Iterable[Article]) -> Iterator[str]:
    """A header and one record an article. Cells that a spreadsheet would run as a formula are disarmed by a quote."""
    yield _record(COLUMNS)
    for article in articles:
        yield _record(_cell(value) for value in _values(article))


def _record(cells: Iterable[str]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(cells)
    return buffer.getvalue()


def _cell(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _values(article: Article) -> list[object]:
    access, crawl = article.access, article.crawl
    return [
        article.key,
        article.url,
        article.canonicalUrl,
        article.headline,
        article.alternativeHeadline,
        article.description,
        article.articleBody,
        article.datePublished.isoformat() if article.datePublished else None,
        article.dateModified.isoformat() if article.dateModified else None,
        "; ".join(author.name for author in article.authors),
        article.articleSection,
        "; ".join(article.keywords),
        article.inLanguage,
        article.publisher,
        article.mainImage.url if article.mainImage else None,
        "; ".join(image.url for image in article.images),
        article.wordCount,
        article.isAccessibleForFree,
        access.delivered.value,
        access.gate.value,
        access.declared.value,
        access.session.value,
        access.confidence.value,
        crawl.site,
        crawl.fetchedAt.isoformat() if crawl.fetchedAt else None,
        article.revision.number,
        article.story,
    ]
