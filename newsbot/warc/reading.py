"""Reading: the pages in WARC files that newsbot wrote, with all that is needed to read them again. No network."""

from __future__ import annotations

import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from newsbot.discovery.link import FoundBy
from newsbot.errors import FixArgument
from newsbot.urls import article_key
from newsbot.warc.facts import Facts
from newsbot.warc.index import OPEN
from newsbot.warc.records import FACTS_TYPE, HEADERS, SAME_PAYLOAD, STATUS
from newsbot.warc.unpacking import unpacked
from newsbot.warc.writing import SUFFIX

logger = logging.getLogger(__name__)

#: What a broken, or foreign, file may raise.
_BROKEN = (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError)
_ANSWERS = frozenset({"response", "resource", "revisit"})
_REDIRECT = 300
_REFUSED_PAGES = frozenset({401, 402, 403})  #: with these come teasers, too


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record begins."""

    file: Path
    offset: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page in the archive."""

    url: str
    at: datetime  #: when it was fetched
    place: Place
    payload: str | None  #: the id of the record that has its body, where it is another one
    facts: Facts
    status: int
    shown: Mapping[str, str] | None = None  #: the headers of a page that a browser showed; None: they are with it

    @property
    def is_first(self) -> bool:
        """Whether it is no further page of an article."""
        return self.facts.link.foundBy is not FoundBy.NEXT_PAGE

    @property
    def is_page(self) -> bool:
        """Whether it was answered with a page, and not with an error or another address."""
        return self.status < _REDIRECT or self.status in _REFUSED_PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A page as it came. `headers` have names in lower case; `body` is unpacked."""

    entry: Entry
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class Catalogue:
    """The pages of an archive, by when they were fetched."""

    entries: list[Entry] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)  #: files that could not be read to their end, and why
    answers: int = 0  #: all that were looked at, pages or not
    _places: dict[str, Place] = field(default_factory=dict)  # of bodies, by record id
    _further: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)  # further pages, by key and run

    def add(self, entry: Entry, record: str) -> None:
        """Note a page, and the id of the record that holds its answer."""
        self._places[record] = entry.place
        if entry.is_first:
            self.entries.append(entry)
        else:
            for key in {_further_key(url, entry) for url in (entry.url, entry.facts.link.url)}:
                self._further.setdefault(key, []).append(entry)

    def further(self, url: str, first: Entry) -> Entry | None:
        """The page at this address that was fetched next after the first page of the article, in the same run."""
        found = [each for each in self._further.get(_further_key(url, first), ()) if each.at >= first.at]
        return min(found, key=lambda each: (not each.is_page, each.at), default=None)

    def read(self, entry: Entry) -> ArchivedPage | None:
        """The page of an entry; None where its body is not to be had, or cannot be unpacked."""
        answer = _record_at(entry.place)
        if answer is None:
            return None
        headers, body = answer
        if entry.payload is not None:
            place = self._places.get(entry.payload)
            original = _record_at(place) if place is not None else None
            if original is None:
                return None
            body = original[1]
        headers = dict(entry.shown) if entry.shown is not None else headers
        plain = unpacked(body, headers.pop("content-encoding", None))
        return None if plain is None else ArchivedPage(entry=entry, headers=headers, body=plain)


def _further_key(url: str, entry: Entry) -> tuple[str, str]:
    return article_key(url), entry.facts.run or ""


def archive_files(paths: Iterable[Path]) -> list[Path]:
    """The WARC files among these, and in these folders, each once. Raises `FixArgument` where there are none."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            whole = [*path.rglob(f"*{SUFFIX}"), *path.rglob(f"*{SUFFIX}{OPEN}"), *path.rglob("*.warc")]
            found |= dict.fromkeys(sorted(whole))
        elif path.is_file():
            found[path] = None
        else:
            raise FixArgument("--warc", str(path), "there is no such file or folder", "Give the folder of an archive.")
    if not found:
        cure = "`newsbot crawl SITE --warc FOLDER` writes some."
        raise FixArgument("--warc", " ".join(map(str, paths)), "there are no WARC files in it", cure)
    return list(found)


def catalogue_of(files: Iterable[Path]) -> Catalogue:
    """What pages these files hold. One that ends in the middle, or is broken, is read as far as it can be."""
    made = Catalogue()
    for file in files:
        try:
            for entry, record in _entries(file, made):
                made.add(entry, record)
        except _BROKEN as error:
            made.broken.append(f"{file}: {str(error).strip() or type(error).__name__}")
            logger.warning("%s could not be read to its end: %s", file, error)
    made.entries.sort(key=lambda each: (each.at, each.url))
    return made


def _entries(file: Path, made: Catalogue) -> Iterator[tuple[Entry, str]]:
    """The pages of a file: an answer, and the facts that were written right after it."""
    last: _Answer | None = None
    with file.open("rb") as opened:
        records = ArchiveIterator(opened)
        for record in records:
            if record.rec_type in _ANSWERS:
                made.answers += 1
                last = _answer(record, Place(file, records.get_record_offset()))
            elif _are_facts(record, last) and last and (entry := _entry(record, last)):
                yield entry, last.record


def _are_facts(record: Any, answer: _Answer | None) -> bool:
    """Whether a record is newsbot's, of this answer."""
    tied = answer is not None and record.rec_headers.get_header("WARC-Concurrent-To") == answer.record
    return tied and record.rec_type == "metadata" and record.content_type == FACTS_TYPE


@dataclass(frozen=True, slots=True)
class _Answer:
    record: str  #: its id
    place: Place
    status: int
    payload: str | None


def _answer(record: Any, place: Place) -> _Answer:
    headers = record.rec_headers
    same = headers.get_header("WARC-Profile") == SAME_PAYLOAD
    status = int(record.http_headers.get_statuscode()) if record.http_headers else 0
    payload = headers.get_header("WARC-Refers-To") if same else None
    return _Answer(headers.get_header("WARC-Record-ID") or "", place, status, payload)


def _entry(record: Any, answer: _Answer) -> Entry | None:
    """The page of an answer and its facts; None where these are another program's."""
    try:
        plain = json.loads(record.raw_stream.read())
        at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date"))
    except (TypeError, ValueError):
        return None
    facts = Facts.read(plain)
    url = record.rec_headers.get_header("WARC-Target-URI")
    if facts is None or not url:
        return None
    shown = None
    if not answer.status:  # a page that a browser showed
        shown = {str(pair[0]).lower(): str(pair[1]) for pair in plain.get(HEADERS) or () if len(pair) == 2}  # noqa: PLR2004
    return Entry(
        url=url,
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
        place=answer.place,
        payload=answer.payload,
        facts=facts,
        status=answer.status or _status(plain.get(STATUS)),
        shown=shown,
    )


def _status(value: object) -> int:
    return value if isinstance(value, int) else 200


def _record_at(place: Place) -> tuple[dict[str, str], bytes] | None:
    """Headers and packed body of the record at a place; None where it cannot be read (any more)."""
    try:
        with place.file.open("rb") as opened:
            opened.seek(place.offset)
            record = next(iter(ArchiveIterator(opened)))
            http = record.http_headers
            headers: dict[str, str] = {}
            for name, value in http.headers if http else ():
                known = headers.get(name.lower())
                headers[name.lower()] = value if known is None else f"{known}, {value}"
            return headers, record.raw_stream.read()
    except (*_BROKEN, StopIteration):
        return None
