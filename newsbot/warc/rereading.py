"""Rereading: an archived page, read by today's code, beside what the store has of it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from newsbot.access.states import PageKind
from newsbot.article import COMPLETE, Article, Crawl, Delivered, Session
from newsbot.changes import READ, access_differs, read_otherwise
from newsbot.errors import NotAPage
from newsbot.reading import Asked, PageRead, SiteHints, join_pages, read_bytes
from newsbot.store.documents import instant, to_document
from newsbot.urls import article_key
from newsbot.warc.reading import ArchivedPage, Entry

#: An article of more pages than this is taken for a trap, as in a crawl.
MOST_PAGES = 20
#: The best first: what holds more of the text, as the store has it.
_WORTH = {
    **dict.fromkeys(COMPLETE, 3),
    Delivered.OBFUSCATED: 1,
    Delivered.NONE: 0,
}


#: A text of which less than this part is left has lost something, whatever today's code takes for furniture.
_LEAST_PART = 0.5


class Verdict(StrEnum):
    """What a page that was read again is, beside what the store has of it."""

    BETTER = "better"  #: it differs, and lacks nothing that the store has
    SAME = "same"
    WORSE = "worse"  #: it lacks something that the store has: it stays as it was
    LATER = "later"  #: the store has another fetch of it, that counts for more
    NEW = "new"  #: the store does not have it
    NOT_ARTICLE = "not article"
    UNREADABLE = "unreadable"  #: its body, or a further page of it, is not in the archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """How a reading differs from what the store has."""

    verdict: Verdict
    fields: tuple[str, ...] = ()  #: the names of the fields that differ
    lost: tuple[str, ...] = ()  #: those of them that the store has, and today's reading has not


#: Finds a further page of an article: by its address and by the entry of the first page.
Further = Callable[[str, Entry], ArchivedPage | None]


def compare(old: Article | None, new: Article) -> Compared:
    """What a reading is beside what is kept. It knows no truth: what differs, and lacks nothing, counts as better."""
    if old is None:
        return Compared(verdict=Verdict.NEW)
    before, after = to_document(old), to_document(new)
    fields = read_otherwise(before, after)
    if access_differs(before["access"], after["access"]):
        fields.append("access")
    mine, theirs = _standing(new), _standing(old)
    if mine < theirs:
        verdict = Verdict.LATER if mine[0] == theirs[0] else Verdict.WORSE
        return Compared(verdict=verdict, fields=tuple(fields))
    if not fields:
        return Compared(verdict=Verdict.SAME)
    lost = tuple(name for name in fields if name != "access" and _is_lost(name, before, after))
    return Compared(verdict=Verdict.WORSE if lost else Verdict.BETTER, fields=tuple(fields), lost=lost)


def _is_lost(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether a reading lacks what the store has of a field. What is in another field now is moved, not lost."""
    had, has = before.get(name), after.get(name)
    if name == "articleBody" and had and has:
        return len(has) < len(had) * _LEAST_PART
    moved = isinstance(had, str) and any(had == after.get(other) for other in READ)
    return bool(had) and not has and not moved and not name.endswith("Raw")


def _standing(article: Article) -> tuple[int, bool, datetime | None]:
    fetched = article.crawl.fetchedAt
    return _WORTH.get(article.access.delivered, 2), fetched is not None, instant(fetched) if fetched else None


def is_same_fetch(stored: Article | None, entry: Entry) -> bool:
    """Whether what is kept was read from this very answer."""
    fetched = stored.crawl.fetchedAt if stored else None
    return fetched is not None and instant(fetched) == instant(entry.at)


def session_of(entry: Entry, read: PageRead, stored: Article | None) -> Session:
    """As whom a page was read. What a crawl judged is believed; without it, a cut page proves nothing."""
    if stored is not None and is_same_fetch(stored, entry):
        return stored.access.session
    asked = entry.facts.session
    proved = read.article.access.delivered in COMPLETE
    return Session.OWN_LOGIN_UNCONFIRMED if asked is Session.OWN_LOGIN_CONFIRMED and not proved else asked


def read_again(page: ArchivedPage, hints: SiteHints, stored: Article | None, now: datetime) -> PageRead:
    """Read a page as a crawl would have, today. Raises `NotAPage`.

    What the store says of the same fetch, and a page does not, is taken over: as whom it was asked for, and when, and
    what its host reserves. (Addresses in an archive may be masked.)
    """
    read = _read(page, hints, page.entry.facts.session)
    judged = session_of(page.entry, read, stored)
    if judged is not read.article.access.session:
        read = _read(page, hints, judged)
    article = replace(
        read.article,
        crawl=_crawl(page, now),
        metadata=replace(read.article.metadata, dateDownloaded=page.entry.at),
    )
    if stored is not None and is_same_fetch(stored, page.entry):
        article = replace(article, crawl=replace(stored.crawl, rereadAt=now), rights=stored.rights)
    return replace(read, reading=replace(read.reading, article=article))


def _read(page: ArchivedPage, hints: SiteHints, session: Session) -> PageRead:
    facts = page.entry.facts
    return read_bytes(
        page.body,
        page.entry.url,
        status=page.entry.status,
        headers=page.headers,
        link=facts.link,
        hints=hints,
        asked=Asked(session=session, visibility=facts.visibility),
    )


def _crawl(page: ArchivedPage, now: datetime) -> Crawl:
    facts, headers = page.entry.facts, page.headers
    return Crawl(
        site=facts.site or None,
        run=facts.run,
        foundBy=facts.link.foundBy.value,
        foundOn=facts.link.foundOn,
        requestedUrl=facts.link.url,
        fetchedAt=page.entry.at,
        fetchMode=facts.fetchMode.value,
        status=page.entry.status,
        contentType=headers.get("content-type"),
        etag=headers.get("etag"),
        lastModified=headers.get("last-modified"),
        bytes=len(page.body),
        rereadAt=now,
    )


def whole_article(
    first: PageRead,
    entry: Entry,
    covers: Callable[[str], bool],
    further: Further,
    reader: Callable[[ArchivedPage], PageRead],
) -> Article | None:
    """The article with its further pages, joined as a crawl does; None where one of them is not in the archive."""
    pages: list[Article] = []
    known = {article_key(first.article.url)}
    following = first.reading.nextPage
    while following and covers(following) and article_key(following) not in known and len(pages) < MOST_PAGES:
        page = further(following, entry)
        if page is None:
            return None
        if not page.entry.is_page:
            break
        try:
            read = reader(page)
        except NotAPage:
            break
        if read.kind is not PageKind.ARTICLE:
            break
        pages.append(read.article)
        known.add(article_key(read.article.url))
        following = read.reading.nextPage
    return _joined(first.article, pages)


def _joined(first: Article, pages: Sequence[Article]) -> Article:
    return join_pages(first, pages) if pages else first
