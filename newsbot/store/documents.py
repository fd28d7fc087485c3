"""Documents: articles as plain data, and the rules by which a new one is written over an old one. Pure.

A document is what both stores keep: a dict of `None`, `bool`, `int`, `float`, `str`, `datetime`, `list` and `dict`, its
names those of `newsbot.article.Article`. SQLite keeps it as JSON, so a document that comes from there has ISO 8601 text
where one from MongoDB has datetimes; `moment` reads either.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from newsbot.article import COMPLETE, Article, Delivered, content_hash
from newsbot.changes import access_differs, access_moved, fields_that_differ, read_otherwise
from newsbot.errors import FixArgument, FixStore
from newsbot.store.base import COPY_LENGTH, Saved
from newsbot.store.events import event_facts
from newsbot.urls import article_key

Document = dict[str, Any]

_ARTICLE = TypeAdapter(Article)
_MILLISECOND = timedelta(milliseconds=1)
_INT64 = 2**63
_BEGINNING = datetime.min.replace(tzinfo=UTC)
_END = datetime.max.replace(tzinfo=UTC, microsecond=999000)
#: How much of the text each delivery holds. A lower one never replaces a higher one.
_WORTH: Mapping[str, int] = {
    Delivered.FULL: 3,
    Delivered.FULL_WITH_NOTICE: 3,
    Delivered.PARTIAL_TEASER: 2,
    Delivered.PARTIAL_OTHER: 2,
    Delivered.UNKNOWN: 2,
    Delivered.OBFUSCATED: 1,
    Delivered.NONE: 0,
}


# ── plain data ──────────────────────────────────────────────────────────────────────────────────────────────────────


def clean_text(text: str) -> str:
    """Text that every store and every reader of it can hold.

    Halves of a surrogate pair that belong together are joined; lone ones and NUL become U+FFFD, as HTML has it. (Sloppy
    JSON holds the first; the second ends the text for all readers written in C.)
    """
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\x00", "\ufffd") if "\x00" in text else text


def instant(when: datetime) -> datetime:
    """The same moment in UTC, to the millisecond (MongoDB keeps no more). A naive one is taken for UTC."""
    if when.tzinfo is not UTC:
        try:
            when = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
        except OverflowError:  # year 1 or 9999, the "no date" of some content systems, moved over the edge
            when = _BEGINNING if when.year == 1 else _END
    return when.replace(microsecond=when.microsecond // 1000 * 1000) if when.microsecond % 1000 else when


def bound(when: datetime) -> datetime:
    """A limit of a query. Dates are kept in whole milliseconds, so one between two of them counts as the later."""
    whole = instant(when)
    return whole if when <= whole or whole == _END else whole + _MILLISECOND


def moment(value: datetime | str | None) -> datetime | None:
    """A date of a document, whichever store it comes from."""
    if isinstance(value, str):
        return datetime.fromisoformat(value)
    return value


def _number(value: float) -> float | None:
    """Numbers that cannot be kept (beyond 64 bits, not finite) are not known."""
    if isinstance(value, int):
        return value if -_INT64 <= value < _INT64 else None
    return value if math.isfinite(value) else None


def _clean(value: Any) -> Any:
    """Plain data that every store can hold, from plain data."""
    kind = type(value)
    if kind is str:
        return clean_text(value)
    if kind is dict:  # most of its values are None: not to call for these saves half of the time
        return {
            key if key.isidentifier() else clean_text(key): None if each is None else _clean(each)
            for key, each in value.items()
        }
    if value is None or kind is bool:
        return value
    if kind is list:
        return [_clean(each) for each in value]
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, Enum):
        return value.value
    return _number(value)


def check(article: Article) -> Document:
    """The fields of an article. `FixArgument` if one holds what its type forbids: a bug of who filled it."""
    try:
        plain: Document = _ARTICLE.dump_python(article, warnings="error")
    except PydanticSerializationError as error:
        why = " ".join(str(error).split())[:300]
        raise FixArgument("article", article.url, why, "Mend the code that filled this field.") from error
    return plain


def to_document(article: Article) -> Document:
    """An article as plain data that every store can hold. `FixArgument` as in `check`."""
    document: Document = _clean(check(article))
    return document


def to_article(document: Mapping[str, Any], store: str) -> Article:
    """The article of a document; what newsbot does not know is left out. If it is spoilt: `FixStore`."""
    try:
        return _ARTICLE.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FixStore(
            store,
            f"the article {document.get('url')!r} cannot be read ({where}: {first['msg']})",
            "Another program, or a newer newsbot, wrote it: mend or delete this document, or update newsbot.",
        ) from error


def to_json(data: object) -> bytes:
    """JSON of an article, or of plain data; dates as ISO 8601 in UTC."""
    plain = to_document(data) if isinstance(data, Article) else data
    return orjson.dumps(plain, option=orjson.OPT_UTC_Z)


# ── drafts: what is given to be written ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Draft:
    """An article made ready to be written; its `revision` is not yet decided."""

    key: str
    document: Document
    contentHash: str
    aliases: tuple[str, ...]  #: keys of other addresses at which it was asked for, or answered


def draft(article: Article) -> Draft:
    """Make an article ready to be written. `FixArgument` as in `to_document`."""
    key = article.key
    main = article.canonicalUrl or article.url
    others = {url for url in (article.url, article.crawl.requestedUrl) if url and url != main}
    aliases = tuple(sorted({article_key(url) for url in others} - {key})) if others else ()
    return Draft(key, to_document(article), content_hash(article), aliases)


def drafts(articles: Iterable[Article]) -> tuple[list[Draft | None], dict[int, str]]:
    """A draft for each article, in order; None where there can be none, and why, by place."""
    made: list[Draft | None] = []
    refused: dict[int, str] = {}
    for place, article in enumerate(articles):
        try:
            made.append(draft(article))
        except FixArgument as error:
            made.append(None)
            refused[place] = str(error)
    return made, refused


# ── the rules of writing ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Intent:
    """What is to be done with one draft."""

    saved: Saved
    document: Document | None = None  #: what the store holds afterwards; None: nothing is to be written
    before: Document | None = None  #: the version that it replaces, to be kept among the revisions


def part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A part of a document (`access`, `crawl`, `revision`); empty where another program left it out."""
    value = document.get(name)
    return value if isinstance(value, Mapping) else {}


def number_of(document: Mapping[str, Any]) -> int:
    """The number of a document's version."""
    return part(document, "revision").get("number") or 1


def copy_hash(document: Mapping[str, Any]) -> str | None:
    """The content hash under which others may find that they are its copy; None: it is incomplete, or too short."""
    complete = part(document, "access").get("delivered") in COMPLETE
    enough = len(document.get("articleBody") or "") >= COPY_LENGTH
    return part(document, "revision").get("contentHash") if complete and enough else None


def _worth(document: Mapping[str, Any]) -> int:
    return _WORTH.get(part(document, "access").get("delivered") or Delivered.UNKNOWN, 2)


def fetched_at(document: Mapping[str, Any], name: str = "fetchedAt") -> datetime:
    """When it was fetched (`rereadAt`: read again from the raw archive); an unknown time is older than all others."""
    return moment(part(document, "crawl").get(name)) or _BEGINNING


def _told_before(old: Mapping[str, Any], new: Mapping[str, Any]) -> Saved:
    """The answer where this text, fetched at this time, is kept: our own earlier write is answered as it was then."""
    when, again = (moment(part(new, "crawl").get(name)) for name in ("fetchedAt", "rereadAt"))
    ours = {**part(old, "crawl"), "fetchedAt": when, "rereadAt": again} == {"rereadAt": None, **part(new, "crawl")}
    revision = part(old, "revision")
    if when is None or not ours:
        return Saved.SAME
    if number_of(old) == 1:
        return Saved.NEW if moment(revision.get("firstFetchedAt")) == when and not again else Saved.SAME
    return Saved.CHANGED if moment(revision.get("changedAt")) == (again or when) else Saved.SAME


def withdrawn_at(document: Mapping[str, Any]) -> datetime | None:
    """Since when its publisher has taken it away; None where it is there."""
    return moment(part(document, "revision").get("withdrawnAt"))


def _is_back(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a page answers again that was withdrawn; one that was fetched before that says nothing about it."""
    since = withdrawn_at(old)
    return since is not None and fetched_at(new) > since


def _first(new: Draft) -> Intent:
    fetched = new.document["crawl"]["fetchedAt"]
    revision = {
        "number": 1,
        "contentHash": new.contentHash,
        "firstFetchedAt": fetched,
        "changedAt": None,
        "changed": [],
        "withdrawnAt": None,
        "withdrawnReason": None,
    }
    return Intent(Saved.NEW, {**new.document, "revision": revision})


def next_revision(old: Mapping[str, Any], at: datetime | None, names: list[str], **facts: Any) -> Document:
    """The revision after that of `old`; it stays withdrawn as it was, unless `facts` say otherwise."""
    before = part(old, "revision")
    kept = {"contentHash": before.get("contentHash"), "firstFetchedAt": moment(before.get("firstFetchedAt"))}
    gone = {"withdrawnAt": withdrawn_at(old), "withdrawnReason": before.get("withdrawnReason")}
    return {"number": number_of(old) + 1, "changedAt": at, "changed": names, **kept, **gone, **facts}


BACK: Mapping[str, None] = {"withdrawnAt": None, "withdrawnReason": None}


def _story(old: Mapping[str, Any], new: Draft) -> Document:
    """An article stays in the story that it was put into first: others may be there by it."""
    return {"story": old.get("story") or new.document["story"]}


def _refreshed(old: Document, new: Draft) -> Intent:
    """The same words, seen again: what is known of the visit, the access and the rights is the freshest."""
    facts = {name: new.document[name] for name in ("access", "rights", "crawl")} | _story(old, new)
    if _is_back(old, new.document):
        at = new.document["crawl"]["fetchedAt"]
        revision = next_revision(old, at, ["withdrawn"], contentHash=new.contentHash, **BACK)
        return Intent(Saved.CHANGED, {**old, **facts, "revision": revision}, before=old)
    revision = {**part(old, "revision"), "number": number_of(old), "contentHash": new.contentHash}
    return Intent(Saved.SAME, {**old, **facts, "revision": revision})


def _revised(old: Document, new: Draft, names: list[str]) -> Intent:
    """Other words, or more of them: a new version, and the one before is kept."""
    back = _is_back(old, new.document)
    at = new.document["crawl"].get("rereadAt") or new.document["crawl"]["fetchedAt"]
    names = [*names, "withdrawn"] if back else names
    revision = next_revision(old, at, names, contentHash=new.contentHash, **(BACK if back else {}))
    # What other programs added beside our fields stays.
    return Intent(Saved.CHANGED, {**old, **new.document, **_story(old, new), "revision": revision}, before=old)


def _outranked(old: Document, new: Draft) -> Intent:
    """Less than what is kept, or older: nothing of it is taken, but that the page is there again."""
    if not _is_back(old, new.document):
        return Intent(Saved.SAME)
    revision = next_revision(old, fetched_at(new.document), ["withdrawn"], **BACK)
    return Intent(Saved.CHANGED, {**old, "revision": revision}, before=old)


def decide(old: Document | None, new: Draft) -> Intent:
    """What becomes of a draft where `old` is kept.

    The text that is kept is the one that holds most of the article (`_WORTH`), of equals the one fetched last; so the
    order of arrival does not matter. A teaser never replaces a full text, and leaves no trace in it, but that the
    page of a withdrawn article is there again. Of two readings of one fetch the later is kept, whatever differs.
    """
    if old is None:
        return _first(new)
    standing = (_worth(new.document), fetched_at(new.document), fetched_at(new.document, "rereadAt"))
    kept = (_worth(old), fetched_at(old), fetched_at(old, "rereadAt"))
    if standing < kept:
        return _outranked(old, new)
    same = part(old, "revision").get("contentHash") == new.contentHash
    again = standing[:2] == kept[:2] and standing > kept
    differing = read_otherwise if again else fields_that_differ  # no name: only the way of hashing is another
    names = [] if same and not again else differing(old, new.document)
    access = part(old, "access"), part(new.document, "access")
    if names or standing[0] > kept[0]:
        return _revised(old, new, [*names, "access"] if access_differs(*access) else names)
    if standing == kept:
        return Intent(_told_before(old, new.document))
    return _revised(old, new, ["access"]) if access_moved(*access) else _refreshed(old, new)


@dataclass(slots=True)
class Plan:
    """What is to be written for a batch."""

    answers: list[Saved] = field(default_factory=list)
    writes: dict[str, Document] = field(default_factory=dict)  #: by key
    revisions: list[tuple[str, Document]] = field(default_factory=list)  #: versions that are replaced, with their keys
    aliases: dict[str, str] = field(default_factory=dict)  #: other keys, and the key they lead to
    events: list[tuple[str, Document]] = field(
        default_factory=list
    )  #: of each version, with the article's key, in order

    def note(self, key: str, before: Document | None, after: Document, *, first: bool = False) -> None:
        """Write this document. A version that it replaces is kept, and told of, as is the first one."""
        self.writes[key] = after
        if before is not None:
            self.revisions.append((key, before))
        if first or before is not None:
            self.events.append((key, event_facts(before, after)))


def plan(olds: Mapping[str, Document], batch: Iterable[Draft]) -> Plan:
    """Decide on a whole batch, in order. The same key may come again: later ones meet what the earlier ones left."""
    made = Plan()
    present = dict(olds)
    answered: set[tuple[str, int]] = set()
    for new in batch:
        old = present.get(new.key)
        intent = decide(old, new)
        if intent.document is not None:
            present[new.key] = intent.document
            made.note(new.key, intent.before, intent.document, first=old is None)
        saved = intent.saved
        if saved is not Saved.SAME:
            version = (new.key, number_of(present[new.key]))
            saved = (
                Saved.SAME if version in answered else saved
            )  # the very same article twice: one of them is new, not two
            answered.add(version)
        made.answers.append(saved)
        made.aliases.update(dict.fromkeys(new.aliases, new.key))
    return made
