"""Taking exports in again: articles from files of any form, each with its place; what is no article says why."""

from __future__ import annotations

import csv
import gzip
import io
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from newsbot.article import Article
from newsbot.errors import FixArgument
from newsbot.publish import tables
from newsbot.publish.columns import article_cells
from newsbot.publish.forms import Form, is_packed
from newsbot.publish.notes import INDEX, read_note
from newsbot.publish.records import BadRecordError, read_line, read_record

#: One article is never longer; what is, was made to fill the memory, or is no such file at all.
LONGEST = 32_000_000
_GOES_ON = 1 << 16
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Found:
    """An article, and where it stands: a line, a row, a file."""

    place: str
    article: Article


@dataclass(frozen=True, slots=True)
class Bad:
    """Something that is no article, where it stands, and why."""

    place: str
    why: str


def take_from(path: Path, form: Form) -> Iterator[Found | Bad]:
    """The articles of a file, or of a folder of notes; "-" is standard input. Memory does not grow with it.

    Raises `FixArgument` where it cannot be read at all.
    """
    ways: Mapping[Form, Callable[[Path], Iterator[Found | Bad]]] = {
        Form.JSONL: _from_jsonl,
        Form.CSV: _from_csv,
        Form.PARQUET: _from_parquet,
        Form.MARKDOWN: _from_notes,
        Form.SQLITE: _from_sqlite,
    }
    try:
        yield from ways[form](path)
    except (OSError, sqlite3.Error) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise FixArgument("PATH", str(path), why, "Give a file that `newsbot export` wrote.") from error


def _judged(place: str, read: Callable[[], Article]) -> Found | Bad:
    try:
        return Found(place, read())
    except BadRecordError as error:
        return Bad(place, str(error))


# ── text ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def _bytes_of(path: Path) -> Iterator[IO[bytes]]:
    if str(path) == "-":
        with open(0, "rb", closefd=False) as file:
            yield file
    elif is_packed(path):
        with gzip.open(path, "rb") as packed:
            yield packed  # type: ignore[misc]  # it is one, but for the name of its class
    else:
        with path.open("rb") as file:
            yield file


def _from_jsonl(path: Path) -> Iterator[Found | Bad]:
    number = 0
    with _bytes_of(path) as file:
        try:
            while line := file.readline(LONGEST):
                number += 1
                place = f"{path}:{number}"
                if len(line) == LONGEST and not line.endswith(b"\n"):
                    yield Bad(place, f"the line has more than {LONGEST:,} bytes")
                    _skip_line(file)
                elif line := line.removeprefix(_BOM).strip():
                    yield _judged(place, lambda line=line: read_line(line))  # type: ignore[misc]
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield Bad(f"{path}:{number + 1}", f"what is packed is broken from here on: {error}")


def _skip_line(file: IO[bytes]) -> None:
    while (rest := file.readline(_GOES_ON)) and not rest.endswith(b"\n"):
        pass


def _from_csv(path: Path) -> Iterator[Found | Bad]:
    csv.field_size_limit(LONGEST)  # the whole process's; its own 131,072 are less than many articles have
    with _bytes_of(path) as file:
        text = io.TextIOWrapper(file, "utf-8-sig", errors="replace", newline="")
        lines = csv.reader(text)
        header: list[str] | None = None
        while True:
            place = f"{path}:{lines.line_num + 1}"
            try:
                cells = next(lines)
            except StopIteration:
                return
            except csv.Error as error:
                yield Bad(place, str(error))
                continue
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                yield Bad(place, f"what is packed is broken from here on: {error}")
                return
            if header is None:
                header = _header(path, cells)
            elif cells:
                yield _judged(place, lambda cells=cells, header=header: _of_cells(header, cells))  # type: ignore[misc]


def _header(path: Path, cells: list[str]) -> list[str]:
    if "url" not in cells:
        cure = "The first line of a CSV names its columns: `url`, and any others of docs/exports.md."
        raise FixArgument("PATH", str(path), "it has no column named url", cure)
    return cells


def _of_cells(header: list[str], cells: list[str]) -> Article:
    if len(cells) != len(header):
        raise BadRecordError(f"it has {len(cells)} cells, and the header {len(header)}")
    return read_record(article_cells(dict(zip(header, cells, strict=True))))


# ── the others ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_parquet(path: Path) -> Iterator[Found | Bad]:
    # Here, because loading it takes half a second that other imports need not wait.
    from newsbot.publish.arrow import UNREADABLE, of_row, read_rows  # noqa: PLC0415

    number = 0
    try:
        for number, row in enumerate(read_rows(path), 1):
            yield _judged(f"{path}: row {number}", lambda row=row: read_record(of_row(row)))  # type: ignore[misc]
    except UNREADABLE as error:
        if number == 0:
            why = " ".join(str(error).split())[:200]
            raise FixArgument("PATH", str(path), why, "Give a file that `newsbot export` wrote.") from error
        yield Bad(f"{path}: row {number + 1}", f"it cannot be read from here on: {error}")


def _from_sqlite(path: Path) -> Iterator[Found | Bad]:
    uri = f"file:{quote(str(path.absolute()))}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        # A file may come from anybody: nothing in it that runs (views, triggers, functions) is trusted.
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        if connection.execute("PRAGMA application_id").fetchone()[0] != tables.APPLICATION:
            cure = "Give a file of `newsbot export --format sqlite`; a store is named with --store of `newsbot export`."
            raise FixArgument("PATH", str(path), "it is no export of newsbot", cure)
        rows = connection.execute(tables.SELECT_ARTICLES)
        for number, row in enumerate(rows, 1):
            values = dict(row)
            yield _judged(f"{path}: row {number}", lambda values=values: _of_rows(connection, values))  # type: ignore[misc]


def _of_rows(connection: sqlite3.Connection, values: dict[str, Any]) -> Article:
    children = {
        table: [tuple(each) for each in connection.execute(select, [values.get("key")])]
        for table, select in tables.SELECT_CHILDREN.items()
    }
    return read_record(tables.article_of_rows(values, children))


def _from_notes(path: Path) -> Iterator[Found | Bad]:
    if path.is_file():
        yield _judged(str(path), lambda: _of_note(path))
        return
    for folder, folders, names in os.walk(path, onerror=_raise):
        folders.sort()
        for name in sorted(names):
            if name.endswith(".md") and name != INDEX:
                place = Path(folder) / name
                yield _judged(str(place), lambda place=place: _of_note(place))  # type: ignore[misc]


def _raise(error: OSError) -> None:
    raise error


def _of_note(path: Path) -> Article:
    try:
        if path.stat().st_size > LONGEST:
            raise BadRecordError(f"it has more than {LONGEST:,} bytes")
        return read_record(read_note(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRecordError(f"it cannot be read: {error}") from error
