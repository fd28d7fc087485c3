"""Exports opened by the tools that they are for: pandas, polars and DuckDB, with hostile texts in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from newsbot.article import Access, Article, Author, Crawl, Delivered, Image, LiveUpdate, Provenance
from newsbot.publish.arrow import arrow_schema, schema_text
from newsbot.publish.columns import COLUMNS, disarmed
from newsbot.store.documents import to_article, to_document
from tests.newsbot.publish.exported import write
from tests.newsbot.publish.hostile import hostile_articles

T0 = datetime(2026, 11, 22, 7, 0, 0, 123000, tzinfo=UTC)
FRIENDLY = Article(
    url="https://www.example.org/friendly",
    headline="Grüße aus Zürich",
    articleBody="One.\n\nTwo, “quoted”.",
    datePublished=T0,
    authors=[Author(name="A. Writer"), Author(name="B. Writer", url="https://www.example.org/b")],
    keywords=["one", "two"],
    images=[Image(url="https://www.example.org/1.jpg", width=640)],
    liveBlogUpdate=[LiveUpdate(headline="Now", datePublished=T0)],
    wordCount=3,
    isAccessibleForFree=True,
    access=Access(delivered=Delivered.FULL),
    crawl=Crawl(site="example", fetchedAt=T0),
    provenance={"headline": Provenance(source="jsonld:headline")},
)
ARTICLES = [to_article(to_document(article), "here") for article in [FRIENDLY, *hostile_articles(long=False)]]
URLS = [article.url for article in ARTICLES]
HEADLINES = [article.headline for article in ARTICLES]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All forms, with the same articles."""
    made = tmp_path_factory.mktemp("exports")
    for name in ("news.jsonl", "news.csv", "news.parquet", "news.sqlite", "news.jsonl.gz"):
        write(made / name, ARTICLES)
    return made


# ── Parquet ──


def test_the_schema_is_the_documented_one() -> None:
    documented = Path(__file__).parents[3] / "docs" / "article.arrow.txt"
    assert documented.read_text("utf-8") == schema_text(), "run `make schema`, and tell it in docs/exports.md"


def test_the_file_has_the_schema(folder: Path) -> None:
    assert pq.read_schema(folder / "news.parquet").equals(arrow_schema())


def parquet_by_pandas(path: Path) -> list[dict[str, Any]]:
    return pd.read_parquet(path).to_dict("records")


def parquet_by_polars(path: Path) -> list[dict[str, Any]]:
    return pl.read_parquet(path).to_dicts()


def parquet_by_duckdb(path: Path) -> list[dict[str, Any]]:
    table = duckdb.sql(f"SET TimeZone = 'UTC'; FROM read_parquet('{path}')").arrow()
    read = table.read_all() if hasattr(table, "read_all") else table
    rows: list[dict[str, Any]] = read.to_pylist()
    return rows


@pytest.mark.parametrize("read", [parquet_by_pandas, parquet_by_polars, parquet_by_duckdb])
def test_parquet(folder: Path, read: Callable[[Path], list[dict[str, Any]]]) -> None:
    rows = read(folder / "news.parquet")
    assert [row["url"] for row in rows] == URLS
    assert [row["headline"] for row in rows] == HEADLINES
    assert [row["key"] for row in rows] == [article.key for article in ARTICLES]
    first = rows[0]
    assert first["datePublished"] == T0
    assert [author["name"] for author in first["authors"]] == ["A. Writer", "B. Writer"]
    assert list(first["keywords"]) == ["one", "two"]
    assert first["images"][0]["width"] == 640
    assert first["liveBlogUpdate"][0]["headline"] == "Now"
    assert first["access"]["delivered"] == "full"
    assert first["isAccessibleForFree"] is True
    assert {row["access"]["delivered"] for row in rows[1:]} == {"partial_teaser"}


def test_nested_columns_can_be_asked_in_sql(folder: Path) -> None:
    sql = f"""SELECT author.name FROM (SELECT unnest(authors) AS author FROM '{folder}/news.parquet'
              WHERE access.delivered = 'full')"""
    assert duckdb.sql(sql).fetchall() == [("A. Writer",), ("B. Writer",)]
    source = f"SELECT provenance['headline'].source FROM '{folder}/news.parquet' LIMIT 1"
    assert duckdb.sql(source).fetchall() == [("jsonld:headline",)]


# ── CSV ──


def csv_by_pandas(path: Path) -> list[dict[str, Any]]:
    return pd.read_csv(path, keep_default_na=False, dtype=str).to_dict("records")


def csv_by_polars(path: Path) -> list[dict[str, Any]]:
    return pl.read_csv(path, infer_schema=False).fill_null("").to_dicts()


def csv_by_duckdb(path: Path) -> list[dict[str, Any]]:
    sql = f"FROM read_csv('{path}', header=true, all_varchar=true, delim=',', quote='\"', escape='\"', new_line='\\n')"
    relation = duckdb.sql(sql)
    return [
        {name: value or "" for name, value in zip(relation.columns, row, strict=True)} for row in relation.fetchall()
    ]


@pytest.mark.parametrize("read", [csv_by_pandas, csv_by_polars, csv_by_duckdb])
def test_csv(folder: Path, read: Callable[[Path], list[dict[str, Any]]]) -> None:
    rows = read(folder / "news.csv")
    assert tuple(rows[0]) == COLUMNS
    assert [row["url"] for row in rows] == URLS
    assert [row["headline"] for row in rows] == [disarmed(headline or "") for headline in HEADLINES]
    assert rows[0]["authors"] == "A. Writer; B. Writer"
    assert rows[0]["articleBody"] == "One.\n\nTwo, “quoted”."
    assert {row["delivered"] for row in rows[1:]} == {"partial_teaser"}


def test_csv_has_types_that_are_guessed_right(folder: Path) -> None:
    table = pd.read_csv(folder / "news.csv", parse_dates=["datePublished"])
    assert table["datePublished"][0] == pd.Timestamp(T0)
    assert table["wordCount"][0] == 3
    assert table["isAccessibleForFree"][0] in {True, "true"}


# ── JSON lines ──


@pytest.mark.parametrize("name", ["news.jsonl", "news.jsonl.gz"])
def test_jsonl(folder: Path, name: str) -> None:
    by_pandas = pd.read_json(folder / name, lines=True, dtype=False)
    assert list(by_pandas["headline"]) == HEADLINES
    by_duckdb = duckdb.sql(f"SELECT url, headline, access.delivered FROM read_json('{folder / name}')").fetchall()
    assert by_duckdb == [(a.url, a.headline, a.access.delivered.value) for a in ARTICLES]
    if name == "news.jsonl":
        by_polars = pl.read_ndjson(folder / name, infer_schema_length=None)
        assert by_polars["headline"].to_list() == HEADLINES
        assert by_polars["access"].struct.field("delivered")[0] == "full"


# ── SQLite ──


def test_sqlite_by_pandas(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "news.sqlite")) as connection:
        table = pd.read_sql("SELECT * FROM articles ORDER BY rowid", connection, parse_dates=["datePublished"])
        names = pd.read_sql("SELECT authors, complete FROM overview WHERE site = 'example'", connection)
        plan = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM articles WHERE site = 'x'").fetchall()
    assert list(table["url"]) == URLS
    assert list(table["headline"]) == HEADLINES
    assert table["datePublished"][0] == pd.Timestamp(T0)
    assert names.to_dict("records") == [{"authors": "A. Writer; B. Writer", "complete": 1}]
    assert "articlesBySite" in plan[0][-1]
