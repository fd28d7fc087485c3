"""Laws of the facts: names, headlines and dates, of any text and of any JSON value."""

from __future__ import annotations

import json
from datetime import UTC, timedelta, timezone

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsbot.errors import NotAPage
from newsbot.extraction.authors import authors_of_jsonld, is_agency, split_names, turned
from newsbot.extraction.corrections import correction_of
from newsbot.extraction.dates import has_time, parse_date, read_date, zone_of
from newsbot.extraction.headline import normalise_headline
from newsbot.extraction.language import bcp47
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.told import same_text

URL = "https://www.paper.example/news/2024/05/03/a"
#: Pieces of bylines, titles and dates: put together in any order, far more are nearly right than of random letters.
PIECES = st.sampled_from(
    [
        "By ",
        "von ",
        "Par ",
        " and ",
        " und ",
        " y ",
        ", ",
        " / ",
        "/",
        " - ",
        " ",
        " ",
        "·",
        "、",
        ";",
        "Ann Lee",
        "Bo Ek",
        "Jr.",
        "Political Editor",
        "Senior Reporter ",
        "記者",
        "기자",
        "김혜진",
        "张三 李四",
        " و",
        "أحمد علي",
        "dpa",
        "AFP",
        "New York",
        "Berlin",
        "Germany",
        "(",
        ")",
        "@",
        ".",
        "ann@p.example",
        "for ",
        "in ",
        "Photo: ",
        "Paper",
        "The ",
        "C.",
        "2024",
        "3 May 2024",
        "10:20",
        "Z",
        "+02:00",
        "T",
        "May ",
        "오후 ",
        "年",
        "月",
        "日",
        "\u200b",
        "\xad",
        "&amp;",
        "<b>",
        "…",
        ": ",
        ": ",
    ]
)
LINES = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=9).map("".join))
KEYS = st.sampled_from(
    [
        "@type",
        "@id",
        "@value",
        "name",
        "headline",
        "alternativeHeadline",
        "author",
        "creator",
        "givenName",
        "familyName",
        "email",
        "url",
        "datePublished",
        "dateModified",
        "dateCreated",
        "description",
        "keywords",
        "publisher",
        "inLanguage",
        "articleSection",
        "itemListElement",
        "item",
        "position",
        "correction",
        "mainEntityOfPage",
    ]
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), LINES),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=14,
)
RELAXED = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@settings(deadline=None, max_examples=300)
@given(LINES)
def test_names_are_bounded_and_split_no_further(raw: str) -> None:
    for name in split_names(raw):
        assert 0 < len(name) <= 90
        assert name == name.strip()
        assert split_names(name) == [name]


@given(LINES)
def test_names_of_one_byline_are_total(raw: str) -> None:
    assert isinstance(is_agency(raw), bool)
    assert isinstance(turned(raw), str)


@given(JSON)
def test_authors_of_any_value_have_names(value: object) -> None:
    authors = authors_of_jsonld(value)
    assert all(author.name.strip() for author in authors)
    assert len(authors) <= 40


@settings(deadline=None, max_examples=300)
@given(LINES, st.none() | LINES, st.lists(LINES, max_size=2))
def test_a_normal_headline_is_normal(raw: str, heading: str | None, publishers: list[str]) -> None:
    once = normalise_headline(raw, url=URL, publishers=publishers, heading=heading)
    assert once is None or (0 < len(once) <= 500 and once == once.strip())
    assert normalise_headline(once, url=URL, publishers=publishers, heading=heading) == once


@settings(deadline=None, max_examples=300)
@given(LINES, st.integers(-14, 14))
def test_any_text_is_an_aware_date_or_none(raw: str, hours: int) -> None:
    moment = parse_date(raw, zone=timezone(timedelta(hours=hours)))
    assert moment is None or (moment.tzinfo is UTC and 1990 <= moment.year < 2100)
    assert isinstance(has_time(raw), bool)
    zone_of(raw)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(LINES, st.sampled_from([None, "de", "en-GB", "xx", ""]))
def test_any_words_are_an_aware_date_or_none(raw: str, language: str | None) -> None:
    moment = read_date(raw, language)
    assert moment is None or moment.tzinfo is UTC


@given(LINES, LINES)
def test_sameness_is_mutual(one: str, other: str) -> None:
    assert same_text(one, one)
    assert same_text(one, other) == same_text(other, one)


@given(LINES)
def test_a_language_tag_is_a_fixed_point(raw: str) -> None:
    tag = bcp47(raw)
    assert tag is None or bcp47(tag) == tag


@given(st.dictionaries(KEYS, JSON, max_size=5), st.lists(LINES, max_size=5))
def test_corrections_are_total(data: dict[str, object], blocks: list[str]) -> None:
    found = correction_of(data, blocks)
    assert found is None or (found[0] and found[1])


@RELAXED
@given(st.dictionaries(KEYS, JSON, max_size=8), LINES, LINES)
def test_any_page_has_lawful_facts(data: dict[str, object], content: str, text: str) -> None:
    node = json.dumps({**data, "@type": "NewsArticle"}).replace("</", "<\\/")
    html = (
        f'<html><head><title>{text}</title><meta name="author" content="{content}"><meta name="date" content="{text}">'
        f'<script type="application/ld+json">{node}</script></head><body><h1>{content}</h1>'
        f'<p class="byline date">{text}</p>'
        f'<nav class="breadcrumb"><a href="/">{text}</a><a href="/b">{content}</a></nav>'
        f"</body></html>"
    )
    try:
        article = read_page(parse_page(html, URL)).article
    except NotAPage:
        return
    for moment in (article.datePublished, article.dateModified):
        assert moment is None or moment.tzinfo is UTC
    assert all(author.name for author in article.authors)
    for told in article.provenance.values():
        assert (told.runnerUp is None) == (told.runnerUpSource is None)
