"""Selectors of site files find what they say, and say what is wrong with them."""

import re
from contextlib import suppress

import pytest
from lxml import html

from newsbot.sites.selectors import compile_selector, matches, select

PAGE = html.document_fromstring(
    """<html><body><h1 class="title">Rain</h1><p class=by><a>Ann</a> and <a>Bob</a></p>
    <time datetime="2026-11-22T07:00Z">today</time><div hidden id=wall></div></body></html>"""
)


def test_css_and_xpath_find_elements_in_order() -> None:
    assert [each.text for each in select(PAGE, "css:.by a, h1")] == ["Rain", "Ann", "Bob"]  # type: ignore[union-attr]
    assert [each.text for each in select(PAGE, "xpath://p/a")] == ["Ann", "Bob"]  # type: ignore[union-attr]


def test_xpath_finds_attributes_and_texts() -> None:
    assert select(PAGE, "xpath://time/@datetime") == ["2026-11-22T07:00Z"]
    assert select(PAGE, "xpath:string(//h1)") == ["Rain"]
    assert select(PAGE, "xpath:string(//h6)") == []
    assert select(PAGE, "xpath:count(//a)") == []


@pytest.mark.parametrize("selector", ["xpath://time/@datetime", "xpath://h1/text()", "xpath:string(//h1)", "xpath:'x'"])
def test_what_it_finds_are_plain_strings(selector: str) -> None:
    """Lxml's own strings know their elements: no store can hold them."""
    assert {type(each) for each in select(PAGE, selector)} == {str}


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("css:#wall", True),
        ("css:#gate", False),
        ("xpath:count(//a) > 1", True),
        ("xpath:not(//h1)", False),
        ("css: h1", True),
    ],
)
def test_matches(selector: str, expected: bool) -> None:
    assert matches(PAGE, selector) is expected


@pytest.mark.parametrize(
    ("selector", "fault"),
    [
        ("h1", "css:… or xpath:…"),
        ("CSS:h1", "css:… or xpath:…"),
        ("css::h1", "css:… or xpath:…"),
        ("css:", "1 to 500 characters"),
        ("css:" + "a" * 501, "1 to 500 characters"),
        ("css:p[", "not a CSS selector"),
        ("css:p:nth-child(x y)", "not a CSS selector"),
        ("css:h1::text", "leave it out"),
        ("css:time::attr(datetime)", "xpath:…/@name"),
        ("css:p::first-line", "xpath:…/@name"),
        ("xpath://[", "not an XPath expression"),
        ("xpath://p[sum-of-it()]", "not an XPath expression"),
        ("xpath://foo:p", "not an XPath expression"),
        ("xpath://p[.='\x01']", "XML compatible"),
        ("xpath://article[has-class('lead')]", "no function has-class()"),
        ("xpath://article[re:test(., 'x')]", "no function re:test()"),
        ("xpath://article[svg:title]", "no prefixes here, such as svg:"),
        ("xpath://article[$lead]", "no variables here"),
    ],
)
def test_what_is_no_selector(selector: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        compile_selector(selector)


@pytest.mark.parametrize(
    "selector",
    [
        "xpath://article[contains(., 'has-class(x)')]/p[1]",
        "xpath://p[@a or(@b)]/ancestor-or-self::div/child::text()",
        'xpath://meta[@name="dc:title" and not(@x = "$5")]/@content',
        "xpath:normalize-space(//h1)",
        "xpath://*[local-name() = 'title' and position() mod(2) = 1]/descendant::node()",
        "css:a[href^='https://a.example/f(x)']:not(.b)",
    ],
)
def test_what_only_looks_like_a_fault_is_none(selector: str) -> None:
    compile_selector(selector)


@pytest.mark.parametrize("selector", ["css:" + ":not(" * 80 + "p" + ")" * 80, "xpath:" + "(" * 240 + "1" + ")" * 240])
def test_deep_selectors_are_sound_or_refused(selector: str) -> None:
    with suppress(ValueError):
        compile_selector(selector)
