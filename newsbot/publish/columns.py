"""Columns: an article as one flat row, for CSV and SQL, and back as far as the columns go. Pure.

Lists are joined by "; " in a CSV. What has no column (pictures' captions, evidence, provenance …) is in JSON lines and
Parquet only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from io import StringIO
from typing import Any

from newsbot.article import Article
from newsbot.store.documents import Document, clean_text, instant

_Getter = Callable[[Article], object]

#: Columns that hold one value: their names, and where it is.
SCALARS: Mapping[str, _Getter] = {
    "key": lambda a: a.key,
    "url": lambda a: a.url,
    "canonicalUrl": lambda a: a.canonicalUrl,
    "headline": lambda a: a.headline,
    "alternativeHeadline": lambda a: a.alternativeHeadline,
    "description": lambda a: a.description,
    "articleBody": lambda a: a.articleBody,
    "datePublished": lambda a: a.datePublished,
    "dateModified": lambda a: a.dateModified,
    "articleSection": lambda a: a.articleSection,
    "inLanguage": lambda a: a.inLanguage,
    "publisher": lambda a: a.publisher,
    "mainImage": lambda a: a.mainImage.url if a.mainImage else None,
    "wordCount": lambda a: a.wordCount,
    "isAccessibleForFree": lambda a: a.isAccessibleForFree,
    "delivered": lambda a: a.access.delivered.value,
    "gate": lambda a: a.access.gate.value,
    "declared": lambda a: a.access.declared.value,
    "session": lambda a: a.access.session.value,
    "confidence": lambda a: a.access.confidence.value,
    "site": lambda a: a.crawl.site,
    "fetchedAt": lambda a: a.crawl.fetchedAt,
    "revision": lambda a: a.revision.number,
    "story": lambda a: a.story,
    "correction": lambda a: a.correction,
    "withdrawnAt": lambda a: a.revision.withdrawnAt,
    "withdrawnReason": lambda a: a.revision.withdrawnReason,
    "tdmReservation": lambda a: a.rights.tdmReservation,
    "aiOptOut": lambda a: a.rights.aiOptOut,
}
#: Columns that hold a list of texts.
LISTS: Mapping[str, Callable[[Article], list[str]]] = {
    "authors": lambda a: [author.name for author in a.authors],
    "keywords": lambda a: a.keywords,
    "images": lambda a: [image.url for image in a.images],
}
#: The columns of a CSV, in order; the change is empty but in exports of what changed. New ones are added at the end.
COLUMNS = (
    *("key", "url", "canonicalUrl", "headline", "alternativeHeadline", "description", "articleBody", "datePublished"),
    *("dateModified", "authors", "articleSection", "keywords", "inLanguage", "publisher", "mainImage", "images"),
    *("wordCount", "isAccessibleForFree", "delivered", "gate", "declared", "session", "confidence", "site"),
    *("fetchedAt", "revision", "story", "correction", "withdrawnAt", "withdrawnReason", "tdmReservation", "aiOptOut"),
    "change",
)
#: Which part of an article the columns are in that are not its own.
_PARTS: Mapping[str, tuple[str, str]] = {
    **{name: ("access", name) for name in ("delivered", "gate", "declared", "session", "confidence")},
    **{name: ("crawl", name) for name in ("site", "fetchedAt")},
    **{name: ("rights", name) for name in ("tdmReservation", "aiOptOut")},
    **{name: ("revision", name) for name in ("withdrawnAt", "withdrawnReason")},
    "revision": ("revision", "number"),
}
_SEPARATOR = "; "
#: What a spreadsheet may take for a formula: these signs, or their wide forms, behind whatever it does not see.
_FORMULA = re.compile(
    r"[\x00-\x20\x7f-\xa0\s'\"\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]*[=+\-@＝＋－＠]|'*[\t\r\n]"
)


def disarmed(text: str) -> str:
    """Text that no spreadsheet takes for a formula: what looks like one gets a quote before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def armed(text: str) -> str:
    """Text as it was before `disarmed`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def moment_text(when: datetime) -> str:
    """A time as ISO 8601 in UTC, always to the millisecond: so texts sort as times, and readers guess one format."""
    return instant(when).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def csv_header() -> str:
    """The first record of a CSV."""
    return _record(COLUMNS)


def csv_record(article: Article, change: str | None = None) -> str:
    """The record of an article, its line end included; a cell may hold line ends too (RFC 4180)."""
    values: dict[str, object] = {name: get(article) for name, get in SCALARS.items()}
    values |= {name: _SEPARATOR.join(get(article)) for name, get in LISTS.items()}
    values["change"] = change
    return _record(_cell(values[name]) for name in COLUMNS)


def article_cells(cells: Mapping[str, str | None]) -> Document:
    """The plain data of an article from the cells of a CSV record; columns that are not known are left out."""
    texts = {name: armed(cell) for name, cell in cells.items() if cell}
    return unflattened({name: text.split(_SEPARATOR) if name in LISTS else text for name, text in texts.items()})


def unflattened(values: Mapping[str, Any]) -> Document:
    """The plain data of an article from its columns: those of `SCALARS` and `LISTS`; None stands for not known."""
    document: Document = {}
    for name, value in values.items():
        if value is None or name == "key":
            continue
        if name in _PARTS:
            part, field = _PARTS[name]
            document.setdefault(part, {})[field] = value
        elif name == "mainImage":
            document[name] = {"url": value}
        elif name == "authors":
            document[name] = [{"name": each} for each in value]
        elif name == "images":
            document[name] = [{"url": each} for each in value]
        elif name in SCALARS or name in LISTS:
            document[name] = value
    return document


def _record(cells: Iterable[str]) -> str:
    buffer = StringIO()
    # By a line end of two characters the writer knows that either of them has to be quoted in a cell.
    csv.writer(buffer, lineterminator="\r\n").writerow(cells)
    return buffer.getvalue()[:-2] + "\n"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return disarmed(clean_text(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return moment_text(value)
    return "" if value is None else str(value)
