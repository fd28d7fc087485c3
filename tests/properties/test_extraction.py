"""Laws of reading: any bytes are a page or are refused, and every page can be read, safely and twice alike."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from lxml.html import fragment_fromstring

from newsbot.errors import NotAPage
from newsbot.extraction.dates import parse_date
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import Page, parse_page
from newsbot.urls import is_http

URL = "https://paper.example/news/a"
ALLOWED = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "td", "a", "em", "strong"}

WORDS = str.split
ANY_TEXT = st.text(st.characters(), max_size=60)
TAGS = st.sampled_from(
    WORDS(
        "p div span a em b i u h1 h2 h3 ul ol li table tr td th blockquote article main aside figure "
        "figcaption img picture source "
        "time br script style iframe svg math form input meta link noscript template video audio font section header "
        "footer nav pre code"
    )
)
VALUES = st.one_of(
    ANY_TEXT,
    st.sampled_from(
        [
            "javascript:alert(1)",
            "/x.jpg",
            "//evil",
            "http://[",
            "data:x",
            "https://p.example/a?b=<c>",
            "2026-03-01T10:00Z",
            "author",
        ]
    ),
)
NAMES = st.sampled_from(
    WORDS("href src class id rel itemprop datetime content name property onclick style srcset alt width lang title")
)


@st.composite
def elements(draw: st.DrawFn) -> str:
    """HTML of a few elements, some of them left open, with anything in them."""
    parts = []
    for _ in range(draw(st.integers(0, 12))):
        tag = draw(TAGS)
        attributes = "".join(
            f' {name}="{value}"' for name, value in draw(st.dictionaries(NAMES, VALUES, max_size=3)).items()
        )
        text = draw(
            st.one_of(ANY_TEXT, st.just("The council met on Monday, and voted to mend the bridge after all. " * 3))
        )
        parts.append(f"<{tag}{attributes}>{text}" + (f"</{tag}>" if draw(st.booleans()) else ""))
    return "".join(parts)


KEYS = st.sampled_from(
    WORDS(
        "@type @id @graph @value name headline author image url datePublished dateModified articleBody keywords "
        "publisher liveBlogUpdate "
        "itemListElement item position isAccessibleForFree wordCount video correction caption width inLanguage "
        "articleSection mainEntity"
    )
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), ANY_TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=12,
)


def node_of(properties: object) -> object:
    return {"@type": "NewsArticle", **properties} if isinstance(properties, dict) else properties


def page_of(html: str) -> Page | None:
    try:
        return parse_page(f"<html><body>{html}</body></html>", URL)
    except NotAPage:
        return None


RELAXED = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@RELAXED
@given(
    st.one_of(st.binary(max_size=400), ANY_TEXT.map(lambda text: text.encode("utf-8", "surrogatepass"))),
    st.none() | ANY_TEXT,
)
def test_any_bytes_are_a_page_or_are_refused(body: bytes, content_type: str | None) -> None:
    try:
        page = parse_page(body, URL, content_type=content_type)
    except NotAPage:
        return
    read_page(page)


@RELAXED
@given(elements())
def test_every_page_can_be_read_safely_and_the_tree_stays(html: str) -> None:
    page = page_of(html)
    if page is None:
        return
    before = etree.tostring(page.root)
    reading = read_page(page)
    assert etree.tostring(page.root) == before
    assert read_page(page) == reading
    assert_safe(reading.article.articleBodyHtml or "")
    for image in reading.article.images:
        assert is_http(image.url)
    json.dumps([reading.article.headline, reading.article.articleBody, reading.blocks]).encode("utf-8")


def assert_safe(html: str) -> None:
    if not html:
        return
    for element in fragment_fromstring(html, create_parent="section").iterdescendants():
        assert element.tag in ALLOWED
        assert set(element.keys()) <= {"href"}
        assert "href" not in element.attrib or is_http(element.get("href", ""))
    assert not re.search(r"<[^>]*\bon\w+=", html)


@RELAXED
@given(JSON.map(node_of))
def test_any_jsonld_can_be_read(value: object) -> None:
    script = json.dumps(value).replace("</", "<\\/")
    page = page_of(f'<script type="application/ld+json">{script}</script><p>text</p>')
    assert page is not None
    article = read_page(page).article
    assert article.datePublished is None or article.datePublished.tzinfo is UTC
    json.dumps([article.headline, article.keywords, article.description], ensure_ascii=False).encode("utf-8")


@RELAXED
@given(st.text(max_size=40), st.integers(0, 40), st.integers(1, 40))
def test_broken_jsonld_is_survived(junk: str, start: int, length: int) -> None:
    good = '{"@type": "NewsArticle", "headline": "A bridge", "author": [{"name": "Ann Lee"}]}'
    broken = (good[:start] + junk + good[start + length :]).replace("</", "")
    page = page_of(f'<script type="application/ld+json">{broken}</script><p>text</p>')
    if page is not None:
        read_page(page)


@given(
    st.datetimes(
        min_value=datetime.fromisoformat("1991-01-01T00:00"), max_value=datetime.fromisoformat("2098-01-01T00:00")
    )
)
def test_dates_come_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert parse_date(aware.isoformat()) == aware
    assert parse_date(aware.isoformat().replace("+00:00", "Z")) == aware


@given(ANY_TEXT)
def test_any_text_is_a_date_or_none(raw: str) -> None:
    moment = parse_date(raw)
    assert moment is None or moment.tzinfo is UTC


@pytest.mark.parametrize("text", ["<" * 5000, "&" * 5000, "<p" * 3000, "<a href='" * 2000, "<!--" * 3000, "</" * 3000])
def test_odd_repetitions_are_survived(text: str) -> None:
    page = page_of(text)
    if page is not None:
        read_page(page)
