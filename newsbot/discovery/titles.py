"""Titles of feeds and sitemaps, as their readers see them."""

from __future__ import annotations

import re
from html import unescape

_LONGEST = 500
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)


def plain(text: str) -> str | None:
    """A title without tags and soft hyphens, entities resolved (often escaped twice), white space folded.

    None where nothing is left.
    """
    stripped = _TAG.sub("", unescape(text[: 8 * _LONGEST]))
    return " ".join(unescape(stripped).replace("\u00ad", "").split())[:_LONGEST] or None
