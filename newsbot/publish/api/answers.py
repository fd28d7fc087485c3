"""Answers: JSON with an ETag, or 304 where the asker has it already; articles as they are told."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson
from starlette.requests import Request
from starlette.responses import Response

from newsbot.article import Article
from newsbot.sharing import shareable_document
from newsbot.store.documents import Document, to_document
from newsbot.store.heads import for_paid, head_of

JSON = "application/json"
_FIELDS = tuple(each.name for each in fields(Article))


def answer(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Plain data as JSON."""
    body = orjson.dumps(content, option=orjson.OPT_UTC_Z)
    return Response(body, status, dict(headers or {}), media_type=JSON)


def told_to(request: Request, body: bytes, media_type: str, *, fresh: int = 0) -> Response:
    """A body with its ETag; 304 where the asker has just that. `fresh`: seconds for which nobody needs to ask again."""
    etag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": f"private, max-age={fresh}" if fresh else "private, no-cache"}
    known = request.headers.get("if-none-match", "")
    if known and (known.strip() == "*" or etag[2:] in {each.strip().removeprefix("W/") for each in known.split(",")}):
        return Response(status_code=304, headers=headers)
    return Response(body, 200, headers, media_type=media_type)


def json_to(request: Request, content: object) -> Response:
    """Plain data as JSON, with its ETag."""
    return told_to(request, orjson.dumps(content, option=orjson.OPT_UTC_Z), JSON)


def whole(document: Mapping[str, Any], *, paid: bool) -> Document:
    """An article with all that may be told, beginning with its key."""
    given = shareable_document(document, paid=paid)
    return {"key": document["_id"], **{name: given.get(name) for name in _FIELDS}}


def listed(document: Mapping[str, Any], *, paid: bool) -> Document:
    """An article as a list has it, without its text."""
    head = head_of(document["_id"], document)
    return {**head, "withheld": head["withheld"] and not paid}


def listed_json(heads: Sequence[bytes], *, paid: bool) -> bytes:
    """The same of many, as a JSON array, out of their heads."""
    return b"[" + b",".join(map(for_paid, heads) if paid else heads) + b"]"


def as_told(article: Article, *, paid: bool) -> Document:
    """The same of an article."""
    return whole({**to_document(article), "_id": article.key}, paid=paid)
