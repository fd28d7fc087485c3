"""Corrections: the note in which a newspaper says what it had wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from newsbot.extraction.jsonld import items, text_of
from newsbot.extraction.text import lowered

_LONGEST = 1200
#: What follows the label of a note.
_LEAST = 8
_NOTE = re.compile(
    r"^\W*(?:corrections?(?:\s*(?:and|&|/)\s*clarifications?)?|clarification|editor['’]s\s+note|this\s+(?:article|story|post|piece)\s+(?:has\s+been|was)\s+"
    r"(?:updated|amended|corrected|edited)|an\s+earlier\s+version|korrektur(?:hinweis)?|richtigstellung|berichtigung|anmerkung\s+der\s+redaktion|"
    r"hinweis\s+der\s+redaktion|in\s+einer\s+früheren\s+(?:version|fassung)|correctif|rectificati[fo]n?|erratum|précision|corrección|fe\s+de\s+erratas|"
    r"correção|errata|rettifica|errata\s+corrige|correctie|rectificatie|rättelse|rettelse|oikaisu|sprostowanie|исправление|поправка|düzeltme|訂正|更正)\b"
    r"\W*[:：.\-–—]?"
)
_DATED = re.compile(r"correct|clarif|amend|earlier version|updated|korrig|früheren|editor|redaktion|[:：]")


def correction_of(article: dict[str, Any], blocks: Iterable[str]) -> tuple[str, str] | None:
    """The correction and its source: JSON-LD's `correction`, or lines of the text that begin as such notes do."""
    for item in items(article.get("correction")):
        text = text_of(item.get("text") or item.get("description")) if isinstance(item, dict) else text_of(item)
        if text and not text.startswith("http"):
            return text, "jsonld:correction"
    notes = [text for text in blocks if len(text) <= _LONGEST and _is_note(text)]
    return ("\n".join(notes), "text") if notes else None


def _is_note(text: str) -> bool:
    """Whether a line begins as such notes do, and goes on: "Corrections and clarifications" alone is a link."""
    told = lowered(text)
    label = _NOTE.match(told)
    return bool(label and len(text) - label.end() >= _LEAST and _DATED.search(told[:120]))
