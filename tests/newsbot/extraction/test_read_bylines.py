"""Authors and headlines: names without what stands around them."""

from __future__ import annotations

import pytest

from newsbot.article import Author
from newsbot.extraction.authors import authors_of_jsonld, split_names, without_publisher
from newsbot.extraction.headline import normalise_headline
from newsbot.extraction.language import bcp47
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Ann Lee", ["Ann Lee"]),
        ("By Ann Lee", ["Ann Lee"]),
        ("By Ann Lee and Bo Ek, Political Editor", ["Ann Lee", "Bo Ek"]),
        ("Von Anna Groß und Jörg Weiß", ["Anna Groß", "Jörg Weiß"]),
        ("Por María Paz, Juan Gil y Eva Sol", ["María Paz", "Juan Gil", "Eva Sol"]),
        ("Par Luc Petit (avec AFP)", ["Luc Petit"]),
        ("di Piero Neri", ["Piero Neri"]),
        ("Door Jan de Boer", ["Jan de Boer"]),
        ("De Niro", ["De Niro"]),
        ("Di Maio", ["Di Maio"]),
        ("Di Marco Rossi", ["Marco Rossi"]),
        ("Von Miller", ["Von Miller"]),
        ("Ann Lee; Bo Ek | Cy Wu", ["Ann Lee", "Bo Ek", "Cy Wu"]),
        ("Martin King, Jr.", ["Martin King, Jr"]),
        ("Reuters", ["Reuters"]),
        ("dpa/AFP", ["dpa/AFP"]),
        ("田中太郎 記者", ["田中太郎"]),
        ("김혜진 기자", ["김혜진"]),
        ("ann.lee@paper.example Ann Lee", ["Ann Lee"]),
        ("<a href='/x'>Ann &amp; Bo</a>", ["Ann", "Bo"]),
        ("https://facebook.example/annlee", []),
        ("admin", []),
        ("", []),
    ],
)
def test_names_of_a_byline(raw: str, names: list[str]) -> None:
    assert split_names(raw) == names


def test_authors_of_jsonld() -> None:
    value = [
        {"@type": "Person", "name": "By Ann Lee", "url": "https://p.example/ann"},
        "Bo Ek, Cy Wu",
        {"name": ["ANN LEE", "Mo Ox"]},
        {"givenName": "Ed", "familyName": "Fox"},
        None,
        7,
    ]
    authors = authors_of_jsonld(value)
    assert [author.name for author in authors] == ["Ann Lee", "Bo Ek", "Cy Wu", "Mo Ox", "Ed Fox"]
    assert authors[0].url == "https://p.example/ann"
    assert authors[0].nameRaw == "By Ann Lee"


def test_the_publisher_signs_only_where_nobody_else_did() -> None:
    ann, paper = Author(name="Ann Lee"), Author(name="The Paper")
    assert without_publisher([paper, ann], ["the paper"]) == [ann]
    assert without_publisher([paper], ["the paper"]) == [paper]


@pytest.mark.parametrize(
    ("raw", "heading", "expected"),
    [
        ("Bridge opens - The Paper", None, "Bridge opens"),
        ("Bridge opens | News | thepaper.example", None, "Bridge opens | News"),
        ("Bridge opens at last - Business | The Paper", "Bridge opens at last", "Bridge opens at last"),
        ("Bridge – and what comes next", None, "Bridge – and what comes next"),
        ("Storm: The Paper explains", None, "Storm: The Paper explains"),
        ("Tea &amp; cake &#8211; Paper", None, "Tea & cake"),
        ("The Paper", None, "The Paper"),
        ("  ", None, None),
    ],
)
def test_the_sites_name_is_cut(raw: str, heading: str | None, expected: str | None) -> None:
    assert (
        normalise_headline(raw, url="https://www.paper.example/a", publishers=["The Paper"], heading=heading)
        == expected
    )


@pytest.mark.parametrize(
    ("raw", "tag"),
    [("de", "de"), ("de_DE.UTF-8", "de-DE"), ("EN-gb", "en-GB"),
     ("zh-hans-cn", "zh-Hans-CN"), ("en, fr", "en"), ("German", "de"),
     ("jp", "ja"), ("x-default", None), ("", None), ("und", None), ("text/html", None)],
)  # fmt: skip
def test_language_tags(raw: str, tag: str | None) -> None:
    assert bcp47(raw) == tag


def names_of(html: str) -> list[str]:
    return [author.name for author in read_page(parse_page(html, "https://paper.example/a")).article.authors]


def test_a_byline_that_readers_see_is_the_last_resort() -> None:
    byline = "<p class='byline'>By Ann Lee</p><aside><p class='author'>Bo Ek</p></aside>"
    assert names_of(f"<html><body>{byline}<p>text</p></body></html>") == ["Ann Lee"]
    assert names_of(f"<html><head><meta name=author content='Cy Wu'></head><body>{byline}</body></html>") == ["Cy Wu"]
    assert names_of("<html><body><p class='author'>3 Min</p><p class='author'>capital</p></body></html>") == []
