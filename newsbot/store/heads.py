"""Heads: what a list says of an article, ready as JSON: lists need neither read texts nor take them apart. Pure.

What a head says is written together with its article. Its last field tells whether the text is kept from those who were
not granted what was paid for; who was granted that gets the head `for_paid`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsbot.sharing import is_withheld
from newsbot.store.documents import Document, to_json

FIELDS = (
    *("url", "canonicalUrl", "headline", "alternativeHeadline", "description", "datePublished", "dateModified"),
    *("articleSection", "keywords", "inLanguage", "publisher", "wordCount", "isAccessibleForFree", "correction"),
    *("story", "revision"),
)
AXES = ("delivered", "gate", "declared", "session", "visibility", "confidence")
_WITHHELD, _GRANTED = b'"withheld":true}', b'"withheld":false}'


def head_of(key: str, document: Mapping[str, Any]) -> Document:
    """The head of an article as plain data."""
    access, crawl, image = (document.get(name) or {} for name in ("access", "crawl", "mainImage"))
    return {
        "key": key,
        **{name: document.get(name) for name in FIELDS},
        "authors": [each.get("name") for each in document.get("authors") or () if each.get("name")],
        "mainImage": image.get("url"),
        "access": {name: access.get(name) for name in AXES},
        "site": crawl.get("site"),
        "fetchedAt": crawl.get("fetchedAt"),
        "withheld": is_withheld(*(access.get(name) for name in ("declared", "session", "delivered"))),
    }


def head_json(key: str, document: Mapping[str, Any]) -> bytes:
    """The head of an article as JSON."""
    return to_json(head_of(key, document))


def for_paid(head: bytes) -> bytes:
    """A head as JSON, for who gets all texts."""
    return head.removesuffix(_WITHHELD) + _GRANTED if head.endswith(_WITHHELD) else head
