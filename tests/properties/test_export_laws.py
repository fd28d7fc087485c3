"""Laws of exports: what goes out comes back, and text stays text."""

from __future__ import annotations

import csv
import sqlite3
from io import StringIO
from pathlib import PurePosixPath
from typing import Any

import pyarrow as pa
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from newsbot.article import Article
from newsbot.publish import tables
from newsbot.publish.arrow import arrow_schema, of_row, to_row
from newsbot.publish.columns import COLUMNS, armed, article_cells, csv_header, csv_record, disarmed
from newsbot.publish.markdown import body_of_html, body_of_text, escaped, lines_of, text_of_body
from newsbot.publish.notes import index_line, indexed, note_of, place_of, read_note
from newsbot.publish.records import json_line
from newsbot.store.documents import clean_text, to_article, to_document
from tests.newsbot.publish.hostile import LONG, TEXTS
from tests.properties.test_documents import articles, wild_articles

texts = st.text(st.characters(), max_size=30) | st.sampled_from(TEXTS)
RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def hostile(law: Any) -> Any:
    """Try a law of one text on all of the corpus as well."""
    for text in TEXTS:
        law = example(text)(law)
    return law


def as_kept(article: Article) -> Article:
    """As a store gives it: the key of an address that no store can hold is another one's."""
    return to_article({**to_document(article), "url": clean_text(article.url) or "x"}, "here")


def cells_of(record: str) -> dict[str, str]:
    rows = list(csv.reader(StringIO(csv_header() + record, newline="")))
    assert len(rows) == 2
    return dict(zip(rows[0], rows[1], strict=True))


# ── CSV ──


@hostile
@given(texts)
def test_disarming_is_undone_exactly(text: str) -> None:
    assert armed(disarmed(text)) == text
    assert disarmed(text) in {text, f"'{text}"}


@hostile
@given(texts)
def test_what_is_disarmed_is_no_formula(text: str) -> None:
    shown = disarmed(text)
    seen = shown.lstrip("".join(map(chr, range(0x21))) + '\u00a0\u200b\ufeff"')
    assert not seen.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    assert not shown.startswith(("\t", "\r", "\n"))


@given(wild_articles)
def test_csv_columns_come_back(article: Article) -> None:
    article = as_kept(article)
    first = csv_record(article)
    back = to_article(article_cells(cells_of(first)), "here")
    assert csv_record(back) == first


@given(texts)
def test_a_csv_has_one_record_an_article_whatever_is_in_it(text: str) -> None:
    cells = cells_of(csv_record(Article(url="https://e.org/a", headline=text, articleBody=text)))
    assert tuple(cells) == COLUMNS
    assert armed(cells["headline"]) == clean_text(text)


# ── Parquet, JSON, SQL ──


@given(articles)
def test_a_parquet_row_is_the_whole_article(article: Article) -> None:
    table = pa.Table.from_pylist([to_row(article)], schema=arrow_schema())
    assert to_article(of_row(table.to_pylist()[0]), "here") == article


@given(wild_articles)
def test_every_article_has_a_parquet_row_and_a_line(article: Article) -> None:
    table = pa.Table.from_pylist([to_row(article)], schema=arrow_schema())
    assert to_document(to_article(of_row(table.to_pylist()[0]), "here")) == to_document(article)
    line = json_line(article)
    assert line.count(b"\n") == 1
    assert b"\x00" not in line


@given(wild_articles)
def test_rows_come_back(article: Article) -> None:
    article = as_kept(article)
    with sqlite3.connect(":memory:") as connection:
        for each in tables.TABLES:
            connection.execute(each)
        connection.execute(tables.PUT_ARTICLE, tables.article_row(article))
        rows = list(tables.child_rows(article))
        for table, row in rows:
            connection.execute(tables.PUT_CHILD[table], row)
        connection.row_factory = sqlite3.Row
        kept = dict(connection.execute(tables.SELECT_ARTICLES).fetchone())
        children = {
            name: [tuple(each) for each in connection.execute(select, [article.key])]
            for name, select in tables.SELECT_CHILDREN.items()
        }
    connection.close()
    back = to_article(tables.article_of_rows(kept, children), "here")
    assert tables.article_row(back) == tables.article_row(article)
    assert list(tables.child_rows(back)) == rows


# ── Markdown ──


def shown(markdown: str) -> tuple[str, set[str]]:
    """What a reader of this Markdown sees, and the elements that it is made of; raw HTML would be among them."""
    rendered = RENDERER.render(markdown)
    if not rendered.strip():
        return "", set()
    root = lxml_html.fragment_fromstring(rendered, create_parent="main")
    return root.text_content(), {str(each.tag) for each in root.iterdescendants()}


@hostile
@given(texts)
def test_escaped_text_is_shown_as_it_is(text: str) -> None:
    for line in lines_of(text):
        said, elements = shown(escaped(line))
        assert said.strip() == line
        assert elements == {"p"}


@hostile
@given(texts)
def test_a_body_of_text_comes_back(text: str) -> None:
    assert text_of_body(body_of_text(text)) == "\n\n".join(lines_of(text))


@hostile
@given(texts)
def test_html_that_nobody_checked_becomes_harmless_markdown(text: str) -> None:
    body = body_of_html(f"<p>{text}</p>{text}<ul><li>{text}</li></ul><blockquote>{text}<p>{text}</blockquote>")
    _, elements = shown(body)
    assert elements <= {"p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "a", "br", "hr"}
    rendered = RENDERER.render(body).lower()
    assert 'href="javascript' not in rendered
    assert "<script" not in rendered
    assert "onerror=alert" not in "".join(part for part in rendered.split("<")[1:] if ">" not in part)


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:5])
def test_long_texts(text: str) -> None:
    assert text_of_body(body_of_text(text)) == "\n\n".join(lines_of(text))
    body_of_html(f"<p>{text}</p>")


@given(wild_articles)
def test_front_matter_is_yaml_and_comes_back(article: Article) -> None:
    article.articleBodyHtml = None
    note = note_of(article)
    front = note.split("\n---\n")[0].removeprefix("---\n")
    assert isinstance(yaml.safe_load(front), dict)
    back = to_article({**read_note(note), "url": article.url}, "here")
    again = note_of(back)
    assert again.split("\n---\n")[0] == note.split("\n---\n")[0]
    assert back.articleBody == ("\n\n".join(lines_of(article.articleBody or "")) or None)


@hostile
@given(texts)
def test_names_of_notes_are_safe_everywhere(text: str) -> None:
    article = Article(url="https://e.org/a", headline=text)
    article.crawl.site = text
    place = place_of(article)
    parts = PurePosixPath(place).parts
    assert place.isascii()
    assert len(parts) == 3  # "undated" stands for year and month
    assert len(place) < 180
    for part in parts:
        assert part.split(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}
        assert part.strip(". ") == part
        assert not set(part) & set('<>:"/\\|?*')
    line = index_line(article, place)
    assert line.count("\n") == 1
    assert indexed(line) == (article.key, place.partition("/")[2])
