"""Hostile texts through every form: to a file, back again, and nothing more than text on the way."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import orjson
import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from newsbot.publish.columns import csv_record
from newsbot.publish.markdown import lines_of
from newsbot.store.documents import clean_text, to_article, to_document
from tests.newsbot.publish.exported import LOSSLESS, NAMES, take, write
from tests.newsbot.publish.hostile import LONG, TEXTS, hostile_articles

CLEAN = [to_article(to_document(article), "here") for article in hostile_articles()]


@pytest.mark.parametrize("name", NAMES)
def test_every_hostile_article_comes_back(name: str, tmp_path: Path) -> None:
    good, bad = take(write(tmp_path / name, hostile_articles()))
    assert bad == []
    assert {article.url for article in good} == {article.url for article in CLEAN}
    assert len(good) == len(CLEAN)
    if name in LOSSLESS:
        assert good == CLEAN
    if name.startswith("news."):
        back = {article.url: article for article in good}
        assert [csv_record(back[each.url]) for each in CLEAN] == [csv_record(each) for each in CLEAN]


@pytest.mark.parametrize("name", NAMES)
def test_a_teaser_stays_one(name: str, tmp_path: Path) -> None:
    good, _ = take(write(tmp_path / name, hostile_articles(long=False)))
    assert {(each.access.delivered, each.access.gate, each.access.declared) for each in good} == {
        ("partial_teaser", "subscription", "not_free")
    }


def test_jsonl_has_one_line_an_article(tmp_path: Path) -> None:
    lines = write(tmp_path / "a.jsonl", hostile_articles()).read_bytes().removesuffix(b"\n").split(b"\n")
    assert [orjson.loads(line)["headline"] for line in lines] == [clean_text(text) for text in [*TEXTS, *LONG]]


def test_notes_show_hostile_texts_as_they_are(tmp_path: Path) -> None:
    plain = [
        dataclasses.replace(article, articleBodyHtml=None) for article in CLEAN if len(article.headline or "") < 999
    ]
    folder = write(tmp_path / "notes", plain)
    renderer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    notes = {path.stem[-32:]: path for path in folder.rglob("*.md") if path.name != "index.md"}
    assert len(notes) == len(plain)
    for article in plain:
        text = notes[article.key].read_bytes().decode()
        body = re.sub(r"\A---\n.*?\n---\n", "", text, count=1, flags=re.DOTALL)
        root = lxml_html.fragment_fromstring(renderer.render(body), create_parent="main")
        assert {str(each.tag) for each in root.iterdescendants()} <= {"h1", "blockquote", "p", "strong"}
        [remark] = root.findall("blockquote")
        assert "not known to be the whole article" in remark.text_content()
        assert "delivered: partial_teaser" in remark.text_content()
        assert [each.text_content() for each in root.findall("p")] == lines_of(article.articleBody or "")
    for path in [*folder.rglob("*")]:
        assert path.resolve().is_relative_to(folder)
        assert len(path.name) < 120


def test_lists_of_notes_lead_to_them(tmp_path: Path) -> None:
    folder = write(tmp_path / "notes", hostile_articles())
    led = set()
    for index in folder.rglob("index.md"):
        root = lxml_html.document_fromstring(MarkdownIt("commonmark", {"html": True}).render(index.read_text()))
        assert {str(each.tag) for each in root.iterdescendants()} <= {"body", "h1", "ul", "li", "a", "p"}
        led |= {(index.parent / href).resolve() for href in root.xpath("//a/@href")}
    assert led == {path for path in folder.resolve().rglob("*.md") if path.name != "index.md"}
