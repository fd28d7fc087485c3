"""HTML that somebody wrote, made safe: what stays, what goes, and in which order it is written."""

from __future__ import annotations

import random
import time

import pytest

from newsbot.extraction.blocks import blocks_in, render
from newsbot.publish.addresses import web_address
from newsbot.publish.safe_html import LIMIT, plain_html, safe_html
from tests.newsbot.publish.markup import assert_safe, soup
from tests.newsbot.publish.payloads import every

REL = 'rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize("markup", every(), ids=range(len(every())))
def test_a_payload_is_no_more_than_text(markup: str) -> None:
    for pictures in (True, False):
        safe = safe_html(markup, pictures=pictures)
        assert_safe(safe)
        assert safe_html(safe, pictures=pictures) == safe


def test_there_are_enough_payloads() -> None:
    assert len(set(every())) >= 150


@pytest.mark.parametrize(
    ("markup", "safe"),
    [
        ("<p>One &amp; <b>two</b> <i>three</i></p>", "<p>One &amp; <strong>two</strong> <em>three</em></p>"),
        ("a &lt;b&gt; c", "a &lt;b&gt; c"),
        ("<h1>A</h1><h4>B</h4>", "<h2>A</h2><h4>B</h4>"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ol><li>b</ol>c</ul>", "<ul><li>a<ol><li>b</li></ol>c</li></ul>"),
        ("<li>alone</li>", "<p>alone</p>"),
        ("<ul>loose<li>a</li></ul>", "loose<ul><li>a</li></ul>"),
        ("<dl><dt>a<dd>b</dl>", "<ul><li>a</li><li>b</li></ul>"),
        ("<table><tr><td>a<td></tr></table>", "<table><tbody><tr><td>a</td><td></td></tr></tbody></table>"),
        (
            "<table><caption>c</caption><tr><th rowspan=2 colspan=x>a</table>",
            '<table><caption>c</caption><tbody><tr><th rowspan="2">a</th></tr></tbody></table>',
        ),
        ("<td>alone</td>", "<p>alone</p>"),
        ("<div>a<p>b</p>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p><p>b</p>"),
        ("<em><p>a</p><p>b</p></em>", "<p><em>a</em></p><p><em>b</em></p>"),
        ("<em>a<em>b</em></em>", "<em>ab</em>"),
        ("<p>a<hr>b</p>", "<p>a</p><hr>b"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<p></p><p> </p><em></em>", ""),
        ("<pre>\n a\n\n  <code>b\n</code></pre>", "<pre> a\n\n  <code>b\n</code></pre>"),
        ("<figure><img src=x><figcaption>c</figcaption></figure>", "<figure><figcaption>c</figcaption></figure>"),
        ("<figcaption>alone</figcaption>", "<p>alone</p>"),
        ("<blockquote><p>a</p></blockquote>", "<blockquote><p>a</p></blockquote>"),
        ("<p>H<sub>2</sub>O <s>no</s></p>", "<p>H<sub>2</sub>O <del>no</del></p>"),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "漢"),
        ("<a href=http://x.example/?a=1&amp;b=2>l</a>", f'<a href="http://x.example/?a=1&amp;b=2" {REL}>l</a>'),
        ("<a href=/b rel=opener target=_top>l</a>", f'<a href="https://y.example/b" {REL}>l</a>'),
        ("<a name=x>l</a>", "l"),
        ("a\x00b\x0bc&#1;d\ud800\ufffe", "abcd"),
        ("a\r\nb\rc&#13;d", "a\nb\nc\nd"),
        ("a<!-- b -->c", "ac"),
        ("", ""),
        (" \n", ""),
    ],
)
def test_what_stays(markup: str, safe: str) -> None:
    assert safe_html(markup, base="https://y.example/a") == safe


def test_pictures_are_shown_where_they_are_asked_for() -> None:
    markup = (
        "<figure><img src=/a.jpg alt='A \"boat\"' width=640 height=x onload=ran()><figcaption>c</figcaption></figure>"
    )
    shown = safe_html(markup, pictures=True, base="https://x.example/b")
    assert '<figure><img src="https://x.example/a.jpg" alt="A &quot;boat&quot;" width="640" loading="lazy"' in shown
    assert "<img" not in safe_html(markup, base="https://x.example/b")


def test_what_newsbot_reads_from_a_page_stays_as_it_is() -> None:
    from lxml import html

    page = html.document_fromstring(
        "<article><h1>H</h1><p>One <b>two</b> <a href='/x'>three</a>.</p><ul><li>a<li>b</ul><ol><li>c</ol>"
        "<blockquote><p>q</p><p>r</p></blockquote><h3>S</h3><p>a &lt; b &amp; c</p></article>"
    )
    body = render(blocks_in(page, "https://x.example/"))
    assert safe_html(body).replace(f" {REL}", "") == body


def test_plain_text_as_html() -> None:
    assert (
        plain_html("One <b>\nstill & one\r\n\r\n\n Two\x00\ud800 \n")
        == "<p>One &lt;b&gt;<br>still &amp; one</p>\n<p>Two</p>"
    )
    assert plain_html(" \n\n ") == ""


@pytest.mark.slow
def test_nothing_that_is_huge_takes_long_or_grows() -> None:
    hostile = [
        "<div>" * 400_000,
        "<a href='https://x.example/" + "a" * 3000 + "'>" + "<p>x</p>" * 100_000,
        "<table>" * 50_000 + "x",
        "<ul><li>" * 50_000 + "x",
        "<b>" * 100_000 + "x",
        "<p " + "".join(f"a{i} " for i in range(200_000)) + ">x",
        "<p " + "".join(f"a{i}='>' " for i in range(150_000)) + ">x",
        "<" * 1_000_000,
        "&" * 1_000_000,
        "<p>x</p>" * 100_000,
        "x" * 3 * LIMIT,
    ]
    for markup in hostile:
        before = time.process_time()
        safe = safe_html(markup)
        assert len(safe) <= 5 * LIMIT  # where every character has to be escaped
        assert time.process_time() - before < 20, markup[:20]  # some take seconds; squares would take minutes


def test_any_soup_gives_what_stays_as_it_is() -> None:
    source = random.Random(11)
    for _ in range(5000):
        markup = soup(source)
        safe = safe_html(markup, pictures=True, base="https://y.example/")
        assert_safe(safe)
        assert safe_html(safe, pictures=True) == safe, markup


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://x.example/a b", "https://x.example/a%20b"),
        ("https://ada:secret@x.example:8080/a?b#c", "https://x.example:8080/a?b#c"),
        ("https://a@b@x.example/", "https://x.example/"),
        ("https://x.example/'\"<>`{}|^", "https://x.example/'%22%3C%3E%60%7B%7D%7C%5E"),
        ("https://x.example/é", "https://x.example/é"),
        ("https://good.example\\@x.example/", None),
        ("javascript:ran()", None),
        ("https:x.example", None),
        ("//x.example/a", None),
        ("/a", None),
        ("ftp://x.example/", None),
        ("https://[", None),
        ("https://x.example/" + "a" * 5000, None),
        ("", None),
        (None, None),
    ],
)
def test_addresses(given: str | None, address: str | None) -> None:
    assert web_address(given) == address
