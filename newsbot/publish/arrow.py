"""Arrow: the schema of a Parquet export, made from the classes of an article, rows for it, and articles from its rows.

Lists and parts are real nested types; a text by name (`provenance`) is a map. The one file that imports pyarrow, with
the writer and the reader of Parquet.
"""

from __future__ import annotations

import dataclasses
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Self

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from newsbot.article import Article
from newsbot.store.documents import Document, to_document

#: A row group holds no more rows, and no more bytes of JSON: memory hangs on the bytes, and on nothing else.
MOST_ROWS = 5_000
MOST_BYTES = 16_000_000
_READ_AT_ONCE = 100
#: What reading a file raises that is broken, or holds what Python has no value for.
UNREADABLE = (pa.ArrowException, OverflowError, UnicodeDecodeError)
#: Columns of which few values are many: kept as numbers into a list of them.
_REPEATED = (
    *("inLanguage", "publisher", "articleSection", "crawl.site", "crawl.run", "crawl.foundBy", "crawl.foundOn"),
    *("access.delivered", "access.gate", "access.declared", "access.session", "access.confidence"),
)
#: Columns by whose least and greatest value readers pass over row groups. Of long texts that would be long itself.
_BOUNDED = (
    *("key", "datePublished", "dateModified", "inLanguage", "crawl.site", "crawl.fetchedAt", "access.delivered"),
    "change.number",
)
_PLAIN: Mapping[type, pa.DataType] = {
    str: pa.string(),
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    datetime: pa.timestamp("ms", tz="UTC"),
}
_CHANGE = pa.struct(
    [("number", pa.int64()), ("kind", pa.string()), ("at", pa.timestamp("ms", tz="UTC")), ("version", pa.int64())]
)


@cache
def article_fields() -> Mapping[str, pa.DataType]:
    """The columns that are an article's fields."""
    return {name: _type_of(hint) for name, hint in typing.get_type_hints(Article).items()}


@cache
def arrow_schema() -> pa.Schema:
    """All columns: the key, the article's fields as docs/article.schema.json has them, and what changed."""
    return pa.schema([("key", pa.string()), *article_fields().items(), ("change", _CHANGE)])


def to_row(article: Article, change: Mapping[str, Any] | None = None) -> Document:
    """A row of that schema."""
    document = to_document(article)
    return {"key": article.key, **document, "change": None if change is None else dict(change)}


def of_row(row: Mapping[str, Any]) -> Document:
    """The plain data of an article from a row. Columns that are missing, or unknown, are passed over."""
    return {name: _unmapped(row[name], kind) for name, kind in article_fields().items() if row.get(name) is not None}


class ParquetFile:
    """A Parquet file that is being written, a row group at a time."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(
            path,
            arrow_schema(),
            compression="zstd",
            use_dictionary=list(_REPEATED),
            write_statistics=list(_BOUNDED),
        )
        self._rows: list[Document] = []
        self._bytes = 0

    def add(self, row: Document) -> None:
        """Write one more row, sooner or later."""
        self._rows.append(row)
        self._bytes += len(orjson.dumps(row))
        if len(self._rows) >= MOST_ROWS or self._bytes >= MOST_BYTES:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(pa.Table.from_pylist(self._rows, schema=arrow_schema()))
        self._rows, self._bytes = [], 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *exc: object) -> None:
        """Write what is left, and the end of the file; after an error, only let go of it."""
        if kind is None:
            self._flush()
            self._writer.close()
        else:
            with suppress(OSError, pa.ArrowException):
                self._writer.close()


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, some at a time; of its columns those that are known."""
    with pq.ParquetFile(path, pre_buffer=False) as file:
        names = [name for name in file.schema_arrow.names if name in article_fields()]
        for batch in file.iter_batches(batch_size=_READ_AT_ONCE, columns=names):
            yield from batch.to_pylist()


def schema_text() -> str:
    """The schema as docs/article.arrow.txt holds it: a line a column, its parts below it."""
    lines = [line for each in arrow_schema() for line in _told(each, 0)]
    return "\n".join(lines) + "\n"


def _told(field: pa.Field, depth: int) -> Iterator[str]:
    """A field and its parts, each a step further to the right."""
    kind, lists = field.type, ""
    while pa.types.is_list(kind) or pa.types.is_map(kind):
        lists += "list of " if pa.types.is_list(kind) else "map of text to "
        kind = kind.value_type if pa.types.is_list(kind) else kind.item_type
    parts = list(kind) if pa.types.is_struct(kind) else []
    yield f"{'  ' * depth}{field.name}: {lists}{'struct' if parts else kind}"
    for each in parts:
        yield from _told(each, depth + 1)


def _type_of(hint: Any) -> pa.DataType:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {types.UnionType, typing.Union}:
        return _type_of(next(each for each in arguments if each is not type(None)))
    if origin is list:
        return pa.list_(_type_of(arguments[0]))
    if origin is dict:
        return pa.map_(pa.string(), _type_of(arguments[1]))
    if dataclasses.is_dataclass(hint):
        return pa.struct([(name, _type_of(each)) for name, each in typing.get_type_hints(hint).items()])
    return pa.string() if issubclass(hint, Enum) else _PLAIN[hint]


def _unmapped(value: Any, kind: pa.DataType) -> Any:
    """Plain data from what pyarrow reads: a map comes as pairs."""
    if value is None:
        return None
    if pa.types.is_map(kind):
        return {name: _unmapped(each, kind.item_type) for name, each in value}
    if pa.types.is_struct(kind) and isinstance(value, dict):
        # What is null in a part is left out: the class knows what stands for it.
        return {each.name: _unmapped(value[each.name], each.type) for each in kind if value.get(each.name) is not None}
    if pa.types.is_list(kind) and isinstance(value, list):
        return [_unmapped(each, kind.value_type) for each in value]
    return value


if __name__ == "__main__":
    sys.stdout.write(schema_text())
