"""Titles of feeds and sitemaps, as their readers see them."""

from __future__ import annotations

import re
from html import unescape

_LONGEST = 500
#: What no text holds: controls, halves of characters, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"</?[a-z!][^<>]*>", re.IGNORECASE)


def plain(text: str) -> str | None:
    """A title without tags and soft hyphens, entities resolved (often escaped twice), white space folded.

    None where nothing is left.
    """
    stripped = _TAG.sub("", unescape(text[: 8 * _LONGEST]))
    return " ".join(_UNFIT.sub("", unescape(stripped)).replace("\u00ad", "").split())[:_LONGEST] or None
