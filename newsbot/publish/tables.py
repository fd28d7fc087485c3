"""Tables: articles as an SQLite database for analysts. Its layout, rows for it, and articles from its rows. Pure.

This is not the layout of newsbot's own store, which holds documents: here every fact has a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from newsbot.article import Article, Image
from newsbot.publish.columns import SCALARS, moment_text, unflattened
from newsbot.store.documents import Document, clean_text

#: By these the file says of itself what it is (`PRAGMA application_id`: "nbex"), and which layout it has.
APPLICATION = 0x6E626578
LAYOUT = 1

_KINDS = {
    "wordCount": "INTEGER",
    "revision": "INTEGER",
    "isAccessibleForFree": "INTEGER",
    "tdmReservation": "INTEGER",
    "aiOptOut": "INTEGER",
}
#: The columns of the table `articles`; truths are 1, 0 and NULL, times ISO 8601 text in UTC, which sorts.
ARTICLE = (*SCALARS, "articleBodyHtml", "change")
_AUTHOR = ("name", "url", "email")
_IMAGE = ("url", "caption", "creditText", "description", "width", "height")
#: Tables of what an article has several of: their columns beside `articleKey` and `position`, which counts from 1.
#: At position 0 stands a main image that is none of the others.
CHILDREN: Mapping[str, tuple[str, ...]] = {
    "authors": _AUTHOR,
    "keywords": ("keyword",),
    "images": (*_IMAGE, "isMain"),
}

_COLUMNS = ",\n  ".join(
    f"{name} {_KINDS.get(name, 'TEXT')}{' PRIMARY KEY NOT NULL' if name == 'key' else ''}" for name in ARTICLE
)
_OVERVIEW = """CREATE VIEW IF NOT EXISTS overview AS
  SELECT a.key, a.site, a.datePublished, a.headline,
    (SELECT group_concat(name, '; ') FROM (SELECT name FROM authors WHERE articleKey = a.key ORDER BY position))
      AS authors,
    a.delivered, a.gate, a.declared, a.delivered IN ('full', 'full_with_notice') AS complete, a.wordCount, a.url
  FROM articles a"""
TABLES = (
    f"CREATE TABLE IF NOT EXISTS articles (\n  {_COLUMNS}\n)",
    *(
        f"CREATE TABLE IF NOT EXISTS {table} (articleKey TEXT NOT NULL REFERENCES articles (key), "
        f"position INTEGER NOT NULL, {', '.join(names)}, PRIMARY KEY (articleKey, position)) WITHOUT ROWID"
        for table, names in CHILDREN.items()
    ),
    _OVERVIEW,
)
#: Made when all rows are there: so each costs a sort, and not a search for every row.
INDEXES = (
    "CREATE INDEX IF NOT EXISTS articlesBySite ON articles (site, datePublished)",
    "CREATE INDEX IF NOT EXISTS articlesByDate ON articles (datePublished)",
    "CREATE INDEX IF NOT EXISTS articlesByDelivered ON articles (delivered, declared)",
    "CREATE INDEX IF NOT EXISTS authorsByName ON authors (name)",
    "CREATE INDEX IF NOT EXISTS keywordsByKeyword ON keywords (keyword)",
)
PUT_ARTICLE = f"INSERT OR REPLACE INTO articles VALUES ({', '.join('?' * len(ARTICLE))})"  # noqa: S608 - own names
DROP_CHILDREN = {table: f"DELETE FROM {table} WHERE articleKey = ?" for table in CHILDREN}  # noqa: S608 - own names
PUT_CHILD = {
    table: f"INSERT INTO {table} VALUES ({', '.join('?' * (len(names) + 2))})"  # noqa: S608 - own names
    for table, names in CHILDREN.items()
}
SELECT_ARTICLES = "SELECT * FROM articles ORDER BY rowid"
SELECT_CHILDREN = {
    table: f"SELECT position, {', '.join(names)} FROM {table} WHERE articleKey = ? ORDER BY position"  # noqa: S608 - own names
    for table, names in CHILDREN.items()
}


def article_row(article: Article, change: str | None = None) -> list[object]:
    """The row of an article in `articles`."""
    return [*(_value(get(article)) for get in SCALARS.values()), _value(article.articleBodyHtml), change]


def child_rows(article: Article) -> Iterator[tuple[str, list[object]]]:
    """The rows of an article in the other tables, each with its table."""
    key = article.key
    for position, author in enumerate(article.authors, 1):
        yield "authors", [key, position, *(_value(getattr(author, name)) for name in _AUTHOR)]
    for position, keyword in enumerate(article.keywords, 1):
        yield "keywords", [key, position, _value(keyword)]
    main = article.mainImage
    leading = article.images.index(main) + 1 if main in article.images else 0
    if main is not None and leading == 0:
        yield "images", [key, 0, *_image_values(main), 1]
    for position, image in enumerate(article.images, 1):
        yield "images", [key, position, *_image_values(image), int(position == leading)]


def article_of_rows(row: Mapping[str, Any], children: Mapping[str, Sequence[Sequence[Any]]]) -> Document:
    """The plain data of an article from its row of `articles`, and its rows of `CHILDREN`, each behind its position."""
    document = unflattened(row)
    if row.get("articleBodyHtml") is not None:
        document["articleBodyHtml"] = row["articleBodyHtml"]
    document["authors"] = [dict(zip(_AUTHOR, values[1:], strict=True)) for values in children["authors"]]
    document["keywords"] = [keyword for _, keyword in children["keywords"]]
    images = [(values, dict(zip(_IMAGE, values[1:-1], strict=True))) for values in children["images"]]
    document["images"] = [image for values, image in images if values[0] != 0]
    leading = [image for values, image in images if values[-1]]
    if leading:
        document["mainImage"] = leading[0]
    return document


def _image_values(image: Image) -> list[object]:
    return [_value(getattr(image, name)) for name in _IMAGE]


def _value(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, bool):
        return int(value)
    # Numbers beyond 64 bits are no numbers of SQLite's.
    return None if isinstance(value, int) and not -(2**63) <= value < 2**63 else value
