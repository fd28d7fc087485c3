"""Versions: what changed from one version of an article to another, as a page shows it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from newsbot.article import Article
from newsbot.changes import Kind, headlines, what_changed
from newsbot.difference import Op, Passage, difference
from newsbot.web import states
from newsbot.web.rows import in_utc, shortened
from newsbot.web.states import Label

#: Told by paragraphs and words; the other kinds of changes are short facts.
_TEXTS = frozenset({Kind.HEADLINE, Kind.BODY, Kind.CORRECTION, Kind.LIVE, Kind.DESCRIPTION})
_TITLES = {
    Kind.HEADLINE: "Headline",
    Kind.BODY: "Text",
    Kind.CORRECTION: "Correction note",
    Kind.LIVE: "Live entries",
    Kind.ACCESS: "Access",
    Kind.WITHDRAWN: "Withdrawn",
    Kind.RETURNED: "There again, after it had been withdrawn",
    Kind.AUTHORS: "Authors",
    Kind.DATE: "Date of publication",
    Kind.DESCRIPTION: "Description",
}
_FOLDED = 2  #: of what stayed, so many paragraphs are shown beside a change
_LONGEST = 300_000  #: characters that are compared: a page of more is no page


@dataclass(frozen=True, slots=True)
class Version:
    """A version in a list."""

    number: int
    at: datetime | None
    what: str  #: changed since the one before
    access: Label
    words: int | None


@dataclass(frozen=True, slots=True)
class Title:
    """A headline that an article had."""

    headline: str
    version: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage as it is shown. Of one that stayed, `folded` paragraphs are hidden until they are asked for."""

    changed: bool
    pieces: list[tuple[str, str]]  #: what happened ("same", "removed", "added"), and the text
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, in passages where it is a text, else before and after."""

    title: str
    passages: list[Shown]
    before: str
    after: str
    cut: bool = False  #: there was more than is compared


def listed(versions: Sequence[Article]) -> list[Version]:
    """The versions, the oldest first, each with what changed since the one before."""
    said = ["first seen"]
    for before, after in pairwise(versions):
        said.append(", ".join(_TITLES[each.kind].lower() for each in what_changed(before, after)) or "trivia only")
    return [
        Version(each.revision.number, _at(each), what, states.access(each.access.delivered), each.wordCount)
        for each, what in zip(versions, said, strict=False)
    ]


def titles(versions: Sequence[Article]) -> list[Title]:
    """The headlines, the oldest first; none where there was only one."""
    at = {each.revision.number: _at(each) for each in versions}
    found = [
        Title(shortened(each.headline, 300) or "(none)", each.version, at.get(each.version))
        for each in headlines(versions)
    ]
    return found if len(found) > 1 else []


def chosen(versions: Sequence[Article], old: int | None, new: int | None) -> tuple[Article, Article] | None:
    """The two versions of these numbers, the earlier one first; without numbers the last two; None: there are none."""
    by_number = {each.revision.number: each for each in versions}
    if len(versions) < 2:  # noqa: PLR2004 - two of them
        return None
    later = by_number.get(new, versions[-1]) if new else versions[-1]
    before = [each for each in versions if each.revision.number < later.revision.number]
    earlier = by_number.get(old or 0) or (before[-1] if before else versions[0])
    if earlier is later:
        return None
    return (earlier, later) if earlier.revision.number < later.revision.number else (later, earlier)


def differences(before: Article, after: Article) -> list[Difference]:
    """What differs between two versions."""
    found = []
    for change in what_changed(before, after):
        old, new = change.before or "", change.after or ""
        if change.kind in _TEXTS:
            passages = difference(old[:_LONGEST], new[:_LONGEST])
            cut = max(len(old), len(new)) > _LONGEST
            found.append(Difference(_TITLES[change.kind], shown(passages), "", "", cut))
        else:
            if change.kind is Kind.DATE:  # to the minute, as everywhere
                old, new = (each[:16].replace("T", " ") for each in (old, new))
            found.append(Difference(_TITLES[change.kind], [], shortened(old, 500), shortened(new, 500)))
    return found


def shown(passages: Sequence[Passage]) -> list[Shown]:
    """Passages as they are shown: what stayed is folded, but for the paragraphs beside a change."""
    found: list[Shown] = []
    for place, passage in enumerate(passages):
        if passage.changed:
            found.append(Shown(changed=True, pieces=_trimmed(passage)))
            continue
        lines = [line for line in "".join(each.text for each in passage.pieces).split("\n") if line.strip()]
        head = lines[:1] if place else []
        tail = lines[max(len(lines) - 1, len(head)) :] if place < len(passages) - 1 else []
        middle = lines[len(head) : len(lines) - len(tail)]
        for part, is_folded in ((head, False), (middle, len(middle) >= _FOLDED), (tail, False)):
            if part:
                text = "\n\n".join(part)
                found.append(Shown(False, [(Op.SAME.value, text)], len(part) if is_folded else 0))  # noqa: FBT003
    return found


def _trimmed(passage: Passage) -> list[tuple[str, str]]:
    """The pieces of a passage without the empty lines around it, which part it from others."""
    pieces = [(each.op.value, each.text) for each in passage.pieces]
    pieces[0] = (pieces[0][0], pieces[0][1].lstrip("\n"))
    if passage.pieces[0].op is Op.REMOVED and len(pieces) > 1:  # what took its place begins the passage, too
        pieces[1] = (pieces[1][0], pieces[1][1].lstrip("\n"))
    return [*pieces[:-1], (pieces[-1][0], pieces[-1][1].rstrip("\n"))]


def _at(version: Article) -> datetime | None:
    revision = version.revision
    return in_utc(revision.firstFetchedAt if revision.number == 1 else revision.changedAt)
