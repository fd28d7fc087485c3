"""Likenesses: by what a store finds the copies of a text. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsbot.article import COMPLETE
from newsbot.likeness import Fingerprint, fingerprint
from newsbot.store.base import COPY_LENGTH, Store, VisitState
from newsbot.store.documents import part


def fingerprint_of(document: Mapping[str, Any]) -> Fingerprint | None:
    """The fingerprint of a document's text; None where others cannot be its copies: it is incomplete, or too short."""
    text = document.get("articleBody") or ""
    if len(text) < COPY_LENGTH or part(document, "access").get("delivered") not in COMPLETE:
        return None
    return fingerprint(text)


def where_kept(store: Store, url: str) -> str:
    """The address under which the text of this one is kept: another one where it was dropped as `duplicate-of`."""
    visit = next(iter(store.visits([url]).values()), None)
    return visit.reason if visit is not None and visit.state is VisitState.DUPLICATE and visit.reason else url
