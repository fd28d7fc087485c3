"""Changes: what differs between two versions of an article, by name. Pure.

The rules by which a store makes a version, and the words in which `newsbot history` tells of it, are these. What is
trivial (`newsbot.trivia`) is no change, of a headline as little as of a text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson

from newsbot.article import Access, Article, Author, Declared, Gate, fold
from newsbot.trivia import gist, same_words


class Kind(StrEnum):
    """What may change in an article."""

    HEADLINE = "headline"
    BODY = "body"
    CORRECTION = "correction"  #: the note that tells of one
    LIVE = "live"  #: the entries of a live blog
    ACCESS = "access"  #: how much of it this reader gets, and what the publisher says about that
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"  #: it was withdrawn, and is there again
    AUTHORS = "authors"
    DATE = "date"  #: of publication; that of the last change tells nothing that the others do not
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed. `before` and `after` are what it said, None where there was nothing."""

    kind: Kind
    before: str | None = None
    after: str | None = None


#: The fields that make a new version: what an article says.
_SAID = ("headline", "articleBody", "correction")
LIVE = "liveBlogUpdate"
_KINDS = {"headline": Kind.HEADLINE, "articleBody": Kind.BODY, "correction": Kind.CORRECTION}
#: All that a reader makes of a page, and no visit: the same page read by another newsbot may differ in each of these.
READ = (
    *_SAID,
    LIVE,
    *("canonicalUrl", "alternativeHeadline", "description", "datePublished", "datePublishedRaw", "dateModified"),
    *("dateModifiedRaw", "authors", "articleSection", "breadcrumbs", "keywords", "inLanguage", "publisher"),
    *("mainImage", "images", "videos", "audios", "isAccessibleForFree", "articleBodyHtml"),
)
#: The axes of `access` that tell of the article; the others tell of one fetch of it.
_AXES = ("delivered", "gate", "declared")


def fields_that_differ(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The names of the fields whose words differ, of two articles as plain data."""
    names = [name for name in _SAID if not same_words(old.get(name), new.get(name))]
    before, after = ([gist(each.get("articleBody")) for each in it.get(LIVE) or []] for it in (old, new))
    return [*names, LIVE] if before != after else names


def read_otherwise(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The names of the fields that differ in two readings of the same page, as plain data; nothing here is trivial.

    A date may be text in one and a `datetime` in the other, as stores have it.
    """
    return [name for name in READ if _told(old.get(name)) != _told(new.get(name))]


def _told(value: Any) -> bytes:
    """Plain data in one spelling. Nothing, an empty list and an empty text are the same: not known."""
    empty = value is None or value in ("", [])
    return b"" if empty else orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS)


def access_differs(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether the access to the article is another, of two `access` as plain data."""
    return any(old.get(axis) != new.get(axis) for axis in _AXES)


def access_moved(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether an article of the same words went behind a wall, or came out, of two `access` as plain data.

    Only by what a publisher says or does about this article. What depends on one fetch (a consent that is asked for, a
    challenge, a meter's state) comes and goes, and what was not seen says nothing.
    """
    declared, gate = ((old.get(axis), new.get(axis)) for axis in ("declared", "gate"))
    return (declared[0] != declared[1] and not _UNSAID & {*declared}) or (gate[0] != gate[1] and {*gate} <= _WALLS)


_UNSAID = {Declared.ABSENT, Declared.CONFLICT, None}
_WALLS = {Gate.NONE_SEEN, Gate.SUBSCRIPTION, Gate.REGISTRATION, Gate.APP_ONLY}


def _plain(article: Article) -> dict[str, Any]:
    live = [{"articleBody": each.articleBody} for each in article.liveBlogUpdate]
    return {**{name: getattr(article, name) for name in _SAID}, LIVE: live}


def _told_access(access: Access) -> str:
    return f"{access.delivered.value}, gate {access.gate.value}, declared {access.declared.value}"


def _names(authors: Sequence[Author]) -> str | None:
    return "; ".join(each.name for each in authors) or None


def live_text(article: Article) -> str | None:
    """The entries of a live blog as one text."""
    entries = ("\n".join(filter(None, (each.headline, each.articleBody))) for each in article.liveBlogUpdate)
    return "\n\n".join(entries) or None


def _withdrawal(before: Article, after: Article) -> list[Change]:
    """A withdrawal is told once: a later version that is still withdrawn says nothing new."""
    gone, still = before.revision, after.revision
    if still.withdrawnAt is not None and gone.withdrawnAt != still.withdrawnAt:
        return [Change(Kind.WITHDRAWN, gone.withdrawnReason, still.withdrawnReason)]
    if gone.withdrawnAt is not None and still.withdrawnAt is None:
        return [Change(Kind.RETURNED, gone.withdrawnReason, None)]
    return []


def what_changed(before: Article, after: Article) -> list[Change]:
    """What the later of two versions says otherwise than the earlier one; nothing where only trivia differ."""
    changes = []
    for name in fields_that_differ(_plain(before), _plain(after)):
        if name == LIVE:
            changes.append(Change(Kind.LIVE, live_text(before), live_text(after)))
        else:
            changes.append(Change(_KINDS[name], getattr(before, name), getattr(after, name)))
    axes = [{axis: getattr(each.access, axis) for axis in _AXES} for each in (before, after)]
    if access_differs(*axes):
        changes.append(Change(Kind.ACCESS, _told_access(before.access), _told_access(after.access)))
    changes += _withdrawal(before, after)
    if {fold(each.name) for each in before.authors} != {fold(each.name) for each in after.authors}:
        changes.append(Change(Kind.AUTHORS, _names(before.authors), _names(after.authors)))
    if before.datePublished != after.datePublished:
        dates = (each.datePublished.isoformat() if each.datePublished else None for each in (before, after))
        changes.append(Change(Kind.DATE, *dates))
    if not same_words(before.description, after.description):
        changes.append(Change(Kind.DESCRIPTION, before.description, after.description))
    return changes


@dataclass(frozen=True, slots=True)
class Title:
    """A headline, and the number of the version that had it first."""

    headline: str | None
    version: int


def headlines(versions: Sequence[Article]) -> list[Title]:
    """The headlines of an article, the first one first; one that comes back is told again."""
    titles: list[Title] = []
    for each in versions:
        if not titles or not same_words(titles[-1].headline, each.headline):
            titles.append(Title(each.headline, each.revision.number))
    return titles
