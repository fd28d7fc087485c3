"""Records: an article as one line of JSON, and articles from plain data that may hold anything. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from newsbot.article import Article
from newsbot.store.documents import Document, to_article, to_document, to_json
from newsbot.urls import is_http

_ARTICLE = TypeAdapter(Article)
_LONGEST_WHY = 200


class BadRecordError(Exception):
    """A record that is no article, and why, in words."""


def json_line(article: Article, change: Mapping[str, Any] | None = None) -> bytes:
    """One line, its end included: the article as docs/article.schema.json has it, and `change` where one is told."""
    document = to_document(article)
    return to_json(document if change is None else {"change": dict(change), **document}) + b"\n"


def jsonl(articles: Iterable[Article]) -> Iterator[bytes]:
    """One JSON object a line."""
    return map(json_line, articles)


def read_line(line: bytes) -> Article:
    """The article of a line. Raises `BadRecordError`."""
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise BadRecordError(f"it is no JSON: {error}") from error
    return read_record(data)


def read_record(data: object) -> Article:
    """An article from plain data. What newsbot does not know is left out; what says nothing of access stays unknown.

    Raises `BadRecordError` where it has no http(s) address, or a field holds what it cannot.
    """
    if not isinstance(data, dict):
        raise BadRecordError("it is no object with fields")
    try:
        article = _ARTICLE.validate_python(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadRecordError(f"{where}: {first['msg']}"[:_LONGEST_WHY]) from error
    if not is_http(article.url):
        raise BadRecordError("its url is no http(s) address")
    return whole(article)


def whole(article: Article) -> Article:
    """The article as a store would give it back: clean text, dates in UTC, to the millisecond."""
    document: Document = to_document(article)
    return to_article(document, "import")
