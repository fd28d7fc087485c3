"""Authors and headlines: names without what stands around them."""

from __future__ import annotations

import json

import pytest

from newsbot.article import Author
from newsbot.extraction.authors import authors_of_jsonld, is_agency, split_names, without_publisher
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
        ("dpa/AFP", ["dpa", "AFP"]),
        ("田中太郎 記者", ["田中太郎"]),
        ("김혜진 기자", ["김혜진"]),
        ("ann.lee@paper.example Ann Lee", ["Ann Lee"]),
        ("<a href='/x'>Ann &amp; Bo</a>", ["Ann", "Bo"]),
        ("김혜진·이상현 기자", ["김혜진", "이상현"]),
        ("本报记者 张三 李四", ["张三", "李四"]),
        ("记者张三、李四", ["张三", "李四"]),
        ("كتب: أحمد علي ومحمد حسن", ["أحمد علي", "محمد حسن"]),
        ("محمد علي وليد حسن", ["محمد علي وليد حسن"]),
        ("מאת יוסי כהן ודנה לוי", ["יוסי כהן", "דנה לוי"]),
        ("Автор: Иван Петров и Анна Иванова", ["Иван Петров", "Анна Иванова"]),
        ("Jan Novák a Petr Malý", ["Jan Novák", "Petr Malý"]),
        ("Jean E Smith", ["Jean E Smith"]),
        ("ANN LEE AND BO EK", ["ANN LEE", "BO EK"]),
        ("AFP, MANILA", ["AFP"]),
        ("Ann Lee, Berlin", ["Ann Lee"]),
        ("Ann Lee, New York", ["Ann Lee"]),
        ("Felix Ott und Jörg Sold, dpa", ["Felix Ott", "Jörg Sold", "dpa"]),
        ("Ann Lee / Journalist", ["Ann Lee"]),
        ("Ann Lee For Dailypaper.Com", ["Ann Lee"]),
        ("Ann Lee Political Editor", ["Ann Lee"]),
        ("Senior Reporter Ann Lee", ["Ann Lee"]),
        ("Letters To The Editor", ["Letters To The Editor"]),
        ("Redacción EC", ["Redacción EC"]),
        ("Science & Tech Desk", ["Science & Tech Desk"]),
        ("paper.example, Frankfurt, Germany", ["paper.example"]),
        ("Berg und Tal, Münster, Germany", []),
        ("Juan Muñoz C.", ["Juan Muñoz C."]),
        ("Isabel Caro, Rocío Vega y José Gil Hace 13 horas", ["Isabel Caro", "Rocío Vega", "José Gil"]),
        ("By Ann Lee, photos by Bo Ek", ["Ann Lee"]),
        ("Por", []),
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


ORGANISATION = {
    "@type": "NewsArticle",
    "headline": "A bridge",
    "author": {"@type": "Organization", "name": "The Paper"},
}
PAPER = '<meta property="og:site_name" content="The Paper"><script type="application/ld+json">'
PAPER += f"{json.dumps(ORGANISATION)}</script>"
STORY = "<p>The council met and voted on the bridge after a long and quiet debate.</p>" * 4


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("<span rel='author'>Ann Lee</span>", ["Ann Lee"]),
        ("<span itemprop='author'><b itemprop='name'>Ann Lee</b>, born in a small town</span>", ["Ann Lee"]),
        ("<div class='article-author'>Ann Lee</div><div class='author-bio'>Ann Lee was born.</div>", ["Ann Lee"]),
        ("<p class='small'>By Ann Lee, in News · 31 Jan 2025</p>", ["Ann Lee"]),
        ("<p class='byline'>News - 10. marts 2020 kl. 20:00 Af Ann Lee</p>", ["Ann Lee"]),
        ("<span class='comment-author-link'>Bo Ek</span>", ["The Paper"]),
        ("<nav><a rel='author'>Bo Ek</a></nav>", ["The Paper"]),
        ("<p class='byline'>The Paper</p>", ["The Paper"]),
    ],
)
def test_a_person_in_the_page_counts_more_than_the_publisher_in_its_data(body: str, names: list[str]) -> None:
    assert names_of(f"<html><head>{PAPER}</head><body><h1>A bridge is mended</h1>{body}{STORY}</body></html>") == names


@pytest.mark.parametrize(
    ("last", "names"), [("<p><em>Ann Lee</em></p>", ["Ann Lee"]), ("<p><b>Read More</b> of it</p>", [])]
)
def test_a_signature_below_the_text(last: str, names: list[str]) -> None:
    assert names_of(f"<html><body><article>{STORY}{last}</article></body></html>") == names


def test_authors_of_other_stories_are_left_out() -> None:
    other = "<article><a rel='author'>Bo Ek</a></article>"
    own = "<article><a rel='author'>Ann Lee</a> <a rel='author'>Cy Wu</a></article>"
    assert names_of(f"<html><body>{own}{other}</body></html>") == ["Ann Lee", "Cy Wu"]


def test_data_with_the_first_author_only_are_filled_up_from_those_with_all() -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ann Lee"}}</script>'
        '<meta name="author" content="Ann Lee and Bo Ek">'
    )
    assert names_of(f"<html><head>{head}</head><body>{STORY}</body></html>") == ["Ann Lee", "Bo Ek"]


def test_names_of_catalogues_are_turned() -> None:
    head = '<meta name="citation_author" content="Lee, Ann"><meta name="citation_author" content="Ek, Bo">'
    assert names_of(f"<html><head>{head}</head><body>{STORY}</body></html>") == ["Ann Lee", "Bo Ek"]


@pytest.mark.parametrize(
    ("name", "known"), [("dpa", True), ("dpa/AFP", True), ("Reuters", True), ("Ann Lee", False), ("", False)]
)
def test_agencies(name: str, known: bool) -> None:
    assert is_agency(name) is known
