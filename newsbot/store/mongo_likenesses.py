"""How MongoDB keeps fingerprints and stories, and finds copies: documents and questions as plain data. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsbot.likeness import Fingerprint
from newsbot.store.base import MOST_CANDIDATES, Candidate
from newsbot.store.documents import Document, part
from newsbot.store.likenesses import fingerprint_of

BANDS = "likeness.bands"
_FIRST = "revision.firstFetchedAt"
#: Beside `newsbot.store.mongo_words.INDEXES`. Most articles have no story of another's, and teasers have no bands.
INDEXES: Sequence[tuple[Sequence[tuple[str, int]], Mapping[str, Any]]] = [
    ([(BANDS, 1), (_FIRST, -1)], {"partialFilterExpression": {BANDS: {"$exists": True}}}),
    ([("story", 1)], {"partialFilterExpression": {"story": {"$gt": ""}}}),
]
#: Of a band that very many texts share (the frame of a template), only the latest are looked at.
_MOST_OF_A_BAND = 64
_TOLD: Document = {"likeness.fingerprint": 1, "story": 1, "crawl.site": 1}


def with_likeness(document: Document) -> Document:
    """A document, with by what its copies find it; with None where it is nobody's copy."""
    found = fingerprint_of(document)
    kept = None if found is None else {"bands": list(found.bands()), "fingerprint": found.packed()}
    return {**document, "likeness": kept}


def candidates(wanted: Fingerprint, collection: str) -> list[Document]:
    """The texts that share a band with this one, those that share most first; each band is looked up by itself."""
    rest: list[Document] = [{"$sort": {_FIRST: -1}}, {"$limit": _MOST_OF_A_BAND}, {"$project": {"_id": 1}}]
    looks = [[{"$match": {BANDS: band}}, *rest] for band in wanted.bands()]
    if not looks:
        return [{"$match": {"_id": {"$in": []}}}]
    return [
        *looks[0],
        *({"$unionWith": {"coll": collection, "pipeline": look}} for look in looks[1:]),
        {"$group": {"_id": "$_id", "shared": {"$sum": 1}}},
        {"$sort": {"shared": -1, "_id": 1}},
        {"$limit": MOST_CANDIDATES},
        {"$lookup": {"from": collection, "localField": "_id", "foreignField": "_id", "as": "of",
                     "pipeline": [{"$project": _TOLD}]}},
    ]  # fmt: skip


def to_candidates(found: list[Document]) -> list[Candidate]:
    """The answers to it."""
    return [
        Candidate(
            key=each["_id"],
            site=part(of, "crawl").get("site"),
            story=of.get("story"),
            fingerprint=Fingerprint.unpacked(of["likeness"]["fingerprint"]),
        )
        for each in found
        for of in each["of"]
        if of.get("likeness")
    ]


def of_story(article: Document | None) -> Document:
    """The articles of the story that an article is in; none where there is no article."""
    names = [name for name in (article["_id"], article.get("story")) if name] if article else []
    return {"$or": [{"_id": {"$in": names}}, *({"story": name} for name in names)]}
