"""Heads: what a list says of an article, as plain data, so that lists need not read the texts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsbot.store.documents import Document

FIELDS = (
    *("url", "canonicalUrl", "headline", "alternativeHeadline", "description", "datePublished", "dateModified"),
    *("articleSection", "keywords", "inLanguage", "publisher", "wordCount", "isAccessibleForFree", "correction"),
    *("story", "revision"),
)
AXES = ("delivered", "gate", "declared", "session", "visibility", "confidence")
_VISIT = ("site", "fetchedAt")


def head_of(document: Mapping[str, Any]) -> Document:
    """The head of an article as plain data: its fields have the names and places that they have in the whole."""
    access, crawl, image = (document.get(name) or {} for name in ("access", "crawl", "mainImage"))
    return {
        **{name: document.get(name) for name in FIELDS},
        "authors": [{"name": each.get("name")} for each in document.get("authors") or ()],
        "mainImage": {"url": image["url"]} if image.get("url") else None,
        "access": {name: access.get(name) for name in AXES},
        "crawl": {name: crawl.get(name) for name in _VISIT},
    }
