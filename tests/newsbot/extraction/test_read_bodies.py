"""Bodies: the text in order, as text and as safe HTML, and nothing that is none."""

from __future__ import annotations

import json

import pytest

from newsbot.extraction.blocks import Block, Kind, blocks_of_paragraphs, plain_block, render
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
    assert reading.bodySource == "dom:trafilatura"
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
    return blocks_of_paragraphs(parse_page(html, URL).root.iter("p"), URL)


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
    assert read("".join(map(paragraph, "abcdef")), head).bodySource == "dom:trafilatura"


def test_jsonld_bodies_may_be_html() -> None:
    body = jsonld_body({"articleBody": "<p>One &amp; <b>two</b></p><p>three</p>"}, URL)
    assert [block.text for block in body.blocks] == ["One & two", "three"]
    assert jsonld_body({"articleBody": ["a", "b"]}, URL).length == 2
    assert jsonld_body({"articleBody": 5}, URL).blocks == []


def test_short_text_on_the_page_wins_over_nothing() -> None:
    dom = Body([plain_block("short")], "dom:trafilatura")
    assert choose_body(dom, Body([], "jsonld:articleBody")) is dom


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
