"""Pages of articles out of MongoDB: questions as plain data. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsbot.store.base import Query
from newsbot.store.documents import Document, part
from newsbot.store.heads import AXES, FIELDS, head_json
from newsbot.store.moments import NEVER, milliseconds, moment_of
from newsbot.store.pages import Page, Place, terms

_FIRST = "revision.firstFetchedAt"
#: What is read of an article where its head is enough.
HEAD: Mapping[str, int] = dict.fromkeys(
    [*FIELDS, "authors.name", "mainImage.url", *(f"access.{name}" for name in AXES), "crawl.site", "crawl.fetchedAt"], 1
)
ORDER = [(_FIRST, -1), ("_id", -1)]
#: Made when they are first needed: a crawl does not pay for them where nobody looks for words. Languages do as they
#: like with the ends of words; here a word is a word.
SEARCH_INDEXES: Sequence[tuple[Sequence[tuple[str, Any]], Mapping[str, Any]]] = [
    (
        [(name, "text") for name in ("headline", "alternativeHeadline", "description", "articleBody")],
        {"default_language": "none", "language_override": "newsbotHasNone"},
    ),
    ([("articleSection", 1), (_FIRST, -1), ("_id", -1)], {}),
    ([("authors.name", 1), (_FIRST, -1), ("_id", -1)], {}),
]


def words_asked(query: Query) -> Document:
    """The part of a question that asks for words; `$text` of nothing finds nothing."""
    asked: Document = {}
    if query.section:
        asked["articleSection"] = query.section
    if query.author:
        asked["authors.name"] = query.author
    if query.text:
        asked["$text"] = {"$search": " ".join(_quoted(each.words, each.excluded) for each in terms(query.text))}
    return asked


def _quoted(words: str, excluded: bool) -> str:  # noqa: FBT001 - as `Term` has it
    plain = words.replace('"', " ").replace("\\", " ").replace("\x00", " ").strip()
    return f'{"-" if excluded else ""}"{plain}"'


def behind_place(place: Place | None) -> Document:
    """What comes after the end of another page."""
    if place is None:
        return {}
    if place.number == NEVER:
        return {_FIRST: None, "_id": {"$lt": place.key}}
    first = moment_of(place.number)
    return {"$or": [{_FIRST: {"$lt": first}}, {_FIRST: first, "_id": {"$lt": place.key}}, {_FIRST: None}]}


def to_page(found: Sequence[Document], limit: int, *, heads: bool) -> Page:
    """The answer, of which one more was asked for."""
    after = _place_of(found[limit - 1]) if len(found) > limit else None
    if heads:
        return Page(heads=[head_json(each["_id"], each) for each in found[:limit]], next=after)
    return Page(list(found[:limit]), next=after)


def _place_of(document: Mapping[str, Any]) -> str:
    first = milliseconds(part(document, "revision").get("firstFetchedAt"))
    return Place(NEVER if first is None else first, document["_id"]).text(searching=False)
