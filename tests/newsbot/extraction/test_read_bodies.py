"""Bodies: the text in order, as text and as safe HTML, and nothing that is none."""

from __future__ import annotations

import json

import pytest

from newsbot.extraction.blocks import Block, Kind, blocks_in, plain_block, render
from newsbot.extraction.body import Body, choose_body, jsonld_body
from newsbot.extraction.furniture import Known, texts, without_furniture
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.reading import Position, Reading
from newsbot.extraction.text import count_words

URL = "https://paper.example/news/a"
SENTENCE = "The council met on Monday evening and, after two hours of quiet talk, voted to mend the bridge. "


def read(body: str, head: str = "") -> Reading:
    return read_page(parse_page(f"<html><head>{head}</head><body><article>{body}</article></body></html>", URL))


def paragraph(word: str) -> str:
    return f"<p>{word}: {SENTENCE * 2}</p>"


def test_lists_quotes_subheadings_and_tables_stay_in_order() -> None:
    html = (
        f"<h1>Bridge</h1>{paragraph('One')}<h2>What it costs</h2>{paragraph('Two')}"
        "<ul><li>Stone and mortar for the two piers</li><li>Wages of the eleven masons</li></ul>"
        f"<blockquote><p>“It is a good bridge,” the mayor said of it.</p></blockquote>{paragraph('Three')}"
        f"<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2025</td><td>4 million</td></tr></table>{paragraph('Four')}"
    )
    reading = read(html)
    starts = [block.split()[0].strip("“:") for block in reading.blocks]
    assert starts == ["One", "What", "Two", "Stone", "Wages", "It", "Three", "Year", "2025", "Four"]
    html_body = reading.article.articleBodyHtml or ""
    assert "<h2>What it costs</h2>" in html_body
    assert "<ul><li>Stone and mortar for the two piers</li><li>" in html_body
    assert "<blockquote><p>“It is a good bridge,” the mayor said of it.</p></blockquote>" in html_body
    assert "<table><tr><td>Year</td><td>Cost</td></tr><tr>" in html_body
    assert reading.bodySource == "dom"
    assert reading.article.articleBody == "\n\n".join(reading.blocks)


def test_html_is_safe() -> None:
    html = (
        f"{paragraph('One')}<p onclick='x()'>Before <a href='javascript:alert(1)'>bad</a>, "
        "<a href='/rel?a=1&b=2' onmouseover=x>good</a> &lt;b&gt; "
        f"<em>so</em> <strong>strong</strong> {SENTENCE}</p><script>alert(1)</script><style>p{{}}</style>"
        f"{paragraph('Two')}"
    )
    safe = read(html).article.articleBodyHtml or ""
    assert 'Before bad, <a href="https://paper.example/rel?a=1&amp;b=2">good</a> &lt;b&gt; ' in safe
    assert "<em>so</em> <strong>strong</strong>" in safe
    for danger in ("javascript", "onclick", "onmouseover", "<script", "<style", "alert"):
        assert danger not in safe


def blocks_from(html: str) -> list[Block]:
    return blocks_in(parse_page(html, URL).root, URL)


def test_line_breaks_split_paragraphs_and_keep_tags_whole() -> None:
    blocks = blocks_from("<p>one <em>two<br>three</em> four<script>x</script> five</p>")
    assert [block.html for block in blocks] == ["one <em>two</em>", "<em>three</em> four five"]
    assert render(blocks) == "<p>one <em>two</em></p>\n<p><em>three</em> four five</p>"


def test_links_are_measured() -> None:
    (block,) = blocks_from("<p>four <a href='/x'>five</a></p>")
    assert block.linked == pytest.approx(4 / 9)


KNOWN = Known(
    headlines=("The bridge opens",),
    authors=("Ann Lee",),
    captions=("The bridge at dawn",),
    publisher="The Paper",
    sections=("World", "Towns"),
)
PROSE = [plain_block(f"{word} {SENTENCE}") for word in ("First", "Second", "Third")]


@pytest.mark.parametrize(
    "line",
    [
        "The Bridge Opens",
        "WORLD",
        "By Ann Lee, Political Editor",
        "1 March 2026, 10:20",
        "Updated: 1 March 2026",
        "Stand: 01.03.2026, 10:20 Uhr",
        "The bridge at dawn",
        "Read more: Why the bridge was closed",
        "Lesen Sie auch: Warum die Brücke zu war",
        "Lire aussi : Pourquoi le pont était fermé",
        "Photo: Bo Ek",
        "© dpa-infocom, dpa:260301",
        "Advertisement",
        "Share this article",
        "***",
        "Skip to main content",
        "Already a subscriber? Log in to continue reading.",
        "Sign up for our newsletter",
    ],
)
def test_lines_that_are_no_text(line: str) -> None:
    for place in range(len(PROSE) + 1):
        blocks = [*PROSE[:place], plain_block(line), *PROSE[place:]]
        kept, removed = without_furniture(blocks, KNOWN)
        assert texts(kept) == texts(PROSE)
        expected = Position.BEFORE if place == 0 else Position.AFTER if place == len(PROSE) else Position.INSIDE
        assert [each.position for each in removed] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "The bridge opens again on Monday, the mayor said.",
        "“Read more books,” Ann Lee told the pupils of the school by the river.",
        "By then Ann Lee had left the town, and nobody knew where she had gone to live.",
        "In 2026 the town will have two bridges.",
        "He subscribed to the newspaper for forty years, and he read every word of it.",
        "Photo albums lay on the table.",
    ],
)
def test_lines_that_are_text(line: str) -> None:
    kept, _ = without_furniture([PROSE[0], plain_block(line), *PROSE[1:]], KNOWN)
    assert line in texts(kept)


def link(text: str, kind: Kind = Kind.ITEM) -> Block:
    return Block(kind=kind, text=text, html=text, linked=1.0)


def test_a_list_of_other_stories_goes_with_its_heading() -> None:
    heading = plain_block("More on the bridge", Kind.SUBHEADING)
    stories = [link("Why it was closed"), link("What it cost")]
    assert texts(without_furniture([PROSE[0], heading, *stories], KNOWN)[0]) == texts(PROSE[:1])
    kept = without_furniture([PROSE[0], heading, PROSE[1]], KNOWN)[0]
    assert texts(kept) == texts([PROSE[0], heading, PROSE[1]])


def test_a_heading_at_the_end_heads_nothing() -> None:
    blocks = [*PROSE, plain_block("What happens next", Kind.HEADING), plain_block("Sign up for our newsletter")]
    assert texts(without_furniture(blocks, KNOWN)[0]) == texts(PROSE)


def test_jsonld_body_fills_in_where_the_page_holds_less() -> None:
    whole = "\n".join(f"Part {n}. {SENTENCE * 2}" for n in range(6))
    head = f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "articleBody": whole})}</script>'
    reading = read(paragraph("Teaser"), head)
    assert reading.bodySource == "jsonld:articleBody"
    assert len(reading.blocks) == 6
    assert read("".join(map(paragraph, "abcdef")), head).bodySource == "dom"


def test_jsonld_bodies_may_be_html() -> None:
    body = jsonld_body({"articleBody": "<p>One &amp; <b>two</b></p><p>three</p>"}, URL)
    assert [block.text for block in body.blocks] == ["One & two", "three"]
    assert jsonld_body({"articleBody": ["a", "b"]}, URL).length == 2
    assert jsonld_body({"articleBody": 5}, URL).blocks == []


def test_short_text_on_the_page_wins_over_nothing() -> None:
    dom = Body([plain_block("short")], "dom")
    assert choose_body(dom, Body([], "jsonld:articleBody")) is dom


def told(**properties: object) -> str:
    """A head with the JSON-LD of an article."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **properties})}</script>'


def body_of_lines(*lines: str, source: str = "dom") -> Body:
    return Body([plain_block(line) for line in lines], source)


SIX = [f"Part {n}. {SENTENCE * 2}" for n in range(6)]
OTHERS = [
    f"Quite another story of harvests, number {n}, in which no bridge is ever built at all. " * 3 for n in range(6)
]


@pytest.mark.parametrize(
    ("shown", "data", "expected"),
    [
        (SIX, SIX, "dom"),  # the same: the page's own has markup
        (SIX, SIX[:5], "dom"),  # less
        (SIX[:4], SIX, "dom"),  # a little longer: captions, boxes
        (SIX[:3], SIX, "data"),  # much longer
        (SIX[:1], SIX, "data"),
        ([], SIX, "data"),
        (SIX, [], "dom"),
        ([], [], "dom"),
        (SIX, OTHERS, "data"),  # another text: what the page shows is something else
        (SIX, [*SIX[:3], *OTHERS[:2]], "dom"),  # half of it is shown
        (["Short."], ["Short, and then a little longer than that."], "data"),
        ([SENTENCE * 3], [SENTENCE * 5], "dom"),  # both are short
        ([SENTENCE], [SENTENCE * 5], "data"),  # one is hardly a text
        (SIX, [" ".join(SIX)], "dom"),  # the same in one line
        (SIX, [" ".join(SIX).upper()], "dom"),
    ],
)
def test_the_pages_own_text_wins_unless_its_data_holds_more_or_other(
    shown: list[str], data: list[str], expected: str
) -> None:
    assert choose_body(body_of_lines(*shown), body_of_lines(*data, source="data")).source == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\n\ntwo\n \nthree", ["one", "two", "three"]),
        ("one line &amp; no more", ["one line & no more"]),
        ("<p>one <b>x</b></p><p>two</p>", ["one x", "two"]),
        ("one<br>two<br/>three", ["one", "two", "three"]),
        ("<div>one<div>two</div></div>", ["one", "two"]),
        ("&lt;p&gt;one&lt;/p&gt; two", ["one two"]),
        ("<p>one<script>alert(1)</script></p><ul><li>two</ul>", ["one", "two"]),
        ("<p>open <b>and <i>never closed", ["open and never closed"]),
        ("", []),
        (" \n ", []),
        ("<p>", []),
        (
            "## Costs\none **two** [three](https://x.example/y) four\n+++ image 5\n![x](y)",
            ["Costs", "one two three four"],
        ),
        ("a * b and # 5 are no marks", ["a * b and # 5 are no marks"]),
        ("2 < 3 and 5 > 4", ["2 < 3 and 5 > 4"]),
    ],
)
def test_text_of_data_is_lines_or_html_or_markdown(text: str, expected: list[str]) -> None:
    assert [block.text for block in jsonld_body({"articleBody": text}, URL).blocks] == expected


def test_html_in_data_is_as_safe_as_that_of_the_page() -> None:
    html = "<p>a <a href='javascript:x()'>b</a> <a href='/c' onclick=x>d</a></p><h2 style=x>e</h2><img src=x onerror=y>"
    safe = render(jsonld_body({"articleBody": html}, URL).blocks)
    assert safe == '<p>a b <a href="https://paper.example/c">d</a></p>\n<h2>e</h2>'


def test_the_second_key_for_a_text_is_read_where_the_first_is_empty() -> None:
    assert jsonld_body({"articleBody": " ", "text": "one"}, URL).source == "jsonld:text"
    assert jsonld_body({"articleBody": "one", "text": "two"}, URL).source == "jsonld:articleBody"


@pytest.mark.parametrize("value", [None, 5, {}, {"@value": "x"}, [1, None], True, [["x"]]])
def test_data_that_is_no_text_is_none(value: object) -> None:
    assert jsonld_body({"articleBody": value}, URL).blocks == []


def test_a_text_in_data_that_is_much_longer_is_read_from_there() -> None:
    reading = read(paragraph("Teaser"), told(articleBody="".join(f"<p>{each}</p>" for each in SIX)))
    assert (reading.bodySource, len(reading.blocks), reading.places) == ("jsonld:articleBody", 6, ())
    assert read("".join(map(paragraph, "abcd"))).places == (0, 1, 2, 3)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>a<li>b</ul><ul><li>c</ul>", "<ul><li>a</li><li>b</li></ul>\n<ul><li>c</li></ul>"),
        ("<ol><li>a<li>b</ol>x<ol><li>c</ol>", "<ol><li>a</li><li>b</li></ol>\n<p>x</p>\n<ol><li>c</li></ol>"),
        ("<dl><dt>a<dd>b</dl>", "<ul><li>a</li><li>b</li></ul>"),
        ("<ul><li>a<ol><li>b</ol></ul>", "<ul><li>a</li></ul>\n<ol><li>b</li></ol>"),
        (
            "<blockquote>a<p>b</p></blockquote><blockquote>c</blockquote>",
            "<blockquote><p>a</p><p>b</p></blockquote>\n<blockquote><p>c</p></blockquote>",
        ),
        (
            "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h6>e</h6>",
            "<h2>a</h2>\n<h2>b</h2>\n<h3>c</h3>\n<h4>d</h4>\n<h4>e</h4>",
        ),
        ("<ul><li><h3>a</h3>b</ul>", "<h3>a</h3>\n<ul><li>b</li></ul>"),
        (
            "<table><tr><th>a<td>b<tr><td>c<td>d</table>",
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        ),
        (
            "<table><tr><td>a</table><table><tr><td>b</table>",
            "<table><tr><td>a</td></tr></table>\n<table><tr><td>b</td></tr></table>",
        ),
        ("<table><tr><td><p>a</p><p>b</p><td>c</table>", "<table><tr><td>a b</td><td>c</td></tr></table>"),
        ("<p>a &lt;b&gt; &amp; &quot;c&quot;</p>", '<p>a &lt;b&gt; &amp; "c"</p>'),
        ("<p><b>a</b><i>b</i><u>c</u></p>", "<p><strong>a</strong><em>b</em>c</p>"),
        ("<p>a<em> </em>b<strong></strong></p>", "<p>a b</p>"),
        ("<p><em><strong></strong></em>a</p>", "<p>a</p>"),
        ("<p><a href='x.html#y'>a</a></p>", '<p><a href="https://paper.example/news/x.html#y">a</a></p>'),
        (
            "<p><a href='//other.example/?a=1&amp;b=\"2'>a</a></p>",
            '<p><a href="https://other.example/?a=1&amp;b=&quot;2">a</a></p>',
        ),
        (
            (
                "<p><a href='data:x'>a</a> <a href='vbscript:x'>b</a> "
                "<a href='http://['>c</a> <a>d</a> <a href=''>e</a></p>"
            ),
            "<p>a b c d e</p>",
        ),
        (
            "<p><a href=' JavaScript:x'>a</a> <a href='java\nscript:x'>b</a> <a href='mailto:x@y.z'>c</a></p>",
            "<p>a b c</p>",
        ),
        ("<p>a <b>b<br>c</b> d</p>", "<p>a <strong>b</strong></p>\n<p><strong>c</strong> d</p>"),
        (
            "<p><a href=/x>a<br>b</a></p>",
            '<p><a href="https://paper.example/x">a</a></p>\n<p><a href="https://paper.example/x">b</a></p>',
        ),
    ],
)
def test_blocks_as_html(html: str, expected: str) -> None:
    assert render(blocks_from(html)) == expected


def test_a_table_that_lays_out_a_page_is_paragraphs() -> None:
    long = SENTENCE * 4
    assert {block.kind for block in blocks_from(f"<table><tr><td>{long}<td>b</table>")} == {Kind.PARAGRAPH}
    parts = "".join(f"<p>{SENTENCE}</p>" for _ in range(4))
    assert {block.kind for block in blocks_from(f"<table><tr><td>x<td>{parts}</table>")} == {Kind.PARAGRAPH}
    lines = "".join(f"<p>line {n}</p>" for n in range(5))
    assert [block.kind for block in blocks_from(f"<table><tr><td>{lines}</table>")] == [Kind.PARAGRAPH] * 5


def test_blocks_know_their_passage() -> None:
    blocks = blocks_from("<p>a</p><p> </p><table><tr><td>b<td>c</table><p>d</p>")
    assert [(block.text, block.place) for block in blocks] == [("a", 0), ("b | c", 1), ("d", 3)]
    assert plain_block("x").place == -1


def test_invisible_characters_are_no_text() -> None:
    assert [block.text for block in blocks_from("<p>\u200b</p><p>brid\u00adges</p>")] == ["bridges"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (None, 0),
        ("It isn't 3.5 km.", 4),
        ("東京は雨", 4),
        ("สวัสดีชาวโลก", 3),
        ("नमस्ते दुनिया", 2),
        ("well-known", 1),
    ],
)
def test_words_are_counted(text: str | None, count: int) -> None:
    assert count_words(text) == count
