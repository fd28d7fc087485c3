"""Pages of articles, the newest first, and the words by which they are found. Pure.

A page goes on behind a place, not at a number of articles: what is written meanwhile moves nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsbot.errors import FixArgument
from newsbot.store.base import Query
from newsbot.store.documents import Document
from newsbot.store.moments import NEVER

MOST = 500  #: articles of one page
_DATES = range(-62_135_596_800_000, 253_402_300_800_000)  #: of the years 1 to 9999, in milliseconds
_PLACE = re.compile(r"(a|s)(-?\d{1,19})(?:\.([0-9a-f]{1,64}))?")
#: Characters that are words by themselves, as Chinese, Japanese, Thai, Lao, Khmer and Burmese write without spaces.
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff])"
)
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')


@dataclass(frozen=True, slots=True)
class Page:
    """Some articles, as documents, and where the next page begins."""

    documents: list[Document] = field(default_factory=list)  #: each with its key as `_id`
    heads: list[bytes] = field(default_factory=list)  #: instead of documents, where these were asked for
    next: str | None = None  #: for `after`; None: there is no more
    behind: int = 0  #: so many of the latest versions cannot be found by words yet


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which article a page begins."""

    number: int  #: milliseconds since 1970 of its first fetch, or of its first event where words are looked for
    key: str = ""

    def text(self, *, searching: bool) -> str:
        """As it is given to whoever asks."""
        return f"s{self.number}" if searching else f"a{self.number}.{self.key}"


def place_of(text: str, *, searching: bool) -> Place:
    """The other way round. `FixArgument` for one that no page of such a question gave."""
    found = _PLACE.fullmatch(text)
    if (
        found is None
        or (found[1] == "s") != searching
        or (found[3] is None) != searching
        or not (int(found[2]) == NEVER or int(found[2]) in _DATES)
    ):
        cure = "Give `next` of the page before, with the same question; leave it out for the first page."
        raise FixArgument("after", text[:80], "no page of this question ended so", cure)
    return Place(int(found[2]), found[3] or "")


def is_search(query: Query) -> bool:
    """Whether a question is answered by the words of articles."""
    return any((query.text, query.section, query.author))


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a phrase, of what is looked for."""

    words: str
    excluded: bool = False


def terms(text: str) -> list[Term]:
    """What is looked for: words, "phrases in quotes", and -words that must not be there. All of them hold together."""
    found = [Term((phrase or word).strip(), bool(minus)) for minus, phrase, word in _TERM.findall(text)]
    return [each for each in found if re.search(r"\w", each.words)]


def spaced(text: str) -> str:
    """The text with its words apart, where they are written without spaces."""
    return _UNSPACED.sub(r" \1 ", text)


def facet(name: str, value: str) -> str:
    """One word for a value, so that just this value is found."""
    return f"{name}{hashlib.sha256(value.encode(errors='replace')).hexdigest()[:24]}"


def facets(document: Mapping[str, Any]) -> str:
    """The values of a document that are found as a whole."""
    found: list[str] = []
    if site := (document.get("crawl") or {}).get("site"):
        found.append(facet("site", site))
    if section := document.get("articleSection"):
        found.append(facet("section", section))
    found += [facet("author", each["name"]) for each in document.get("authors") or () if each.get("name")]
    return " ".join(found)


def facets_asked(query: Query) -> list[str]:
    """Those that a question asks for."""
    asked = {"site": query.site, "section": query.section, "author": query.author}
    return [facet(name, value) for name, value in asked.items() if value]


def searchable(document: Mapping[str, Any]) -> tuple[str, str, str]:
    """By what a document is found: its headlines, its text, its facets."""
    titles = (document.get(name) for name in ("headline", "alternativeHeadline"))
    live = [each.get("articleBody") for each in document.get("liveBlogUpdate") or ()]
    texts: Sequence[str | None] = (document.get("description"), document.get("articleBody"), *live)
    return spaced("\n".join(filter(None, titles))), spaced("\n".join(filter(None, texts))), facets(document)
