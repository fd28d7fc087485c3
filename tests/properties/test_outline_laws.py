"""Laws of the outline and of blocks: every visible word once and in order, ranges that nest, HTML that says it too."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import fragment_fromstring

from newsbot.extraction.blocks import blocks_of, render
from newsbot.extraction.body import Clues, choose_passages, dom_body
from newsbot.extraction.furniture import Known, without_furniture
from newsbot.extraction.merge import read_page
from newsbot.extraction.outline import Outline
from newsbot.extraction.page import parse_page
from newsbot.extraction.prose import OUTSIDE, mass_of, weigh
from newsbot.extraction.regions import flags_of_names

WORDS = str.split
URL = "https://paper.example/news/a"
SAFE = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "td", "a", "em", "strong", "section"}
BLOCKS = WORDS(
    "p div section article main header aside ul ol li dl dd blockquote h1 h2 h3 table tr td figure form x-part"
)
INLINE = WORDS("a b i em strong span u time small font")
NAMES = WORDS("article-body related comments newsletter hidden disclaimer teaser byline has-ads standfirst caption x1")
LONG = "The council met on Monday evening and, after two hours of quiet talk, voted to mend the bridge. "

RELAXED = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def markup(draw: st.DrawFn) -> str:
    """HTML with numbered words: w0, w1 and so on, in elements that are nested, unclosed or closed too often."""
    parts: list[str] = []
    opened: list[str] = []
    for number in range(draw(st.integers(1, 25))):
        step = draw(st.integers(0, 9))
        if step <= 4:
            tag = draw(st.sampled_from(BLOCKS + INLINE))
            name = draw(st.sampled_from(["", "", *NAMES]))
            href = f' href="/{number}"' if tag == "a" else ""
            parts.append(f'<{tag}{href} class="{name}">' if name else f"<{tag}{href}>")
            opened.append(tag)
        elif step <= 6 and opened:
            parts.append(f"</{opened.pop(draw(st.integers(0, len(opened) - 1)))}>")
        else:
            parts.append(draw(st.sampled_from(["<br>", "<img src=/i.jpg>", "<script>s()</script>", "&amp;", "", LONG])))
        parts.append(f" w{number} ")
    return "".join(parts)


def outline_of(html: str) -> Outline:
    return parse_page(f"<html><body>{html}</body></html>", URL).outline


def words(text: str) -> list[str]:
    return re.findall(r"\bw\d+\b", text)


@RELAXED
@given(markup())
def test_every_word_that_is_shown_stands_in_one_passage_in_order(html: str) -> None:
    page = parse_page(f"<html><body>{html}</body></html>", URL)
    spans = [each for each in page.root.iter(*INLINE) if each.get("class") == "hidden"]
    hidden = {w for each in spans if next(each.iter("img"), None) is None for w in words(each.text_content())}
    shown = [word for word in words(" ".join(page.root.find("body").itertext())) if word not in hidden]
    assert [word for passage in page.outline.passages for word in words(passage.text)] == shown


@RELAXED
@given(markup())
def test_ranges_of_spots_nest_and_hold_their_passages(html: str) -> None:
    outline = outline_of(html)
    for index, spot in enumerate(outline.spots):
        assert spot.index == index
        assert 0 <= spot.start <= spot.end <= len(outline.passages)
        assert spot.flags & spot.own == spot.own
        if spot.parent is not None:
            assert spot.parent.start <= spot.start
            assert spot.end <= spot.parent.end
            assert spot.flags == spot.parent.flags | spot.own
            assert spot.parent.index < index
    for before, after in zip(outline.spots, outline.spots[1:], strict=False):
        assert before.start <= after.start
        assert after.end <= before.end or before.end <= after.start  # nested, or apart


@RELAXED
@given(markup())
def test_passages_pictures_and_times_know_their_place(html: str) -> None:
    outline = outline_of(html)
    for place, passage in enumerate(outline.passages):
        assert passage.place == place
        assert passage.text == " ".join(passage.text.split()) != ""
        assert 0 <= passage.linked <= len(passage.text)
        assert all(spot.start <= place < spot.end for spot in passage.spot.up())
    places = [picture.place for picture in outline.pictures]
    assert places == sorted(places)
    assert all(picture.spot.start <= picture.place <= picture.spot.end for picture in outline.pictures)
    assert all(spot.start <= place <= spot.end for _, spot, place in outline.times)


@RELAXED
@given(markup())
def test_pieces_say_the_same_as_the_text_and_close_what_they_open(html: str) -> None:
    for passage in outline_of(html).passages:
        assert " ".join("".join(p for p in passage.pieces if isinstance(p, str)).split()) == passage.text
        depth = 0
        for piece in passage.pieces:
            depth += 0 if isinstance(piece, str) else -1 if piece is None else 1
            assert depth >= 0


@RELAXED
@given(markup(), st.lists(st.sampled_from([LONG, "w1 w2", "", "w3"]), max_size=2), st.integers(-1, 5))
def test_weights_add_up(html: str, titles: list[str], headline: int) -> None:
    outline = outline_of(html)
    weights = weigh(outline, headline)
    assert weights.mass == [mass_of(passage) for passage in outline.passages]
    assert weights.held[0] == sum(weights.mass)
    assert weights.total >= 1
    for spot, outside in zip(outline.spots, weights.outside, strict=True):
        assert outside & ~OUTSIDE == 0
        assert spot.parent is None or outside & weights.outside[spot.parent.index] == weights.outside[spot.parent.index]
    above, text = choose_passages(outline, Clues(titles=titles, descriptions=titles))
    chosen = [passage.place for passage in above] + [passage.place for passage in text]
    assert len(chosen) == len(set(chosen))
    assert [passage.place for passage in text] == sorted(passage.place for passage in text)


def texts_of_html(safe: str) -> list[str]:
    """The text of each line of safe HTML: of its paragraphs, headings and items, and of each row of a table."""
    found = []
    for element in fragment_fromstring(safe, create_parent="section").iter("p", "h2", "h3", "h4", "li", "tr"):
        cells = list(element.iterchildren("td")) or [element]
        found.append(" | ".join(" ".join("".join(cell.itertext()).split()) for cell in cells))
    return found


@RELAXED
@given(markup())
def test_html_says_the_same_as_text_and_is_safe(html: str) -> None:
    blocks = dom_body(outline_of(html), URL).blocks
    safe = render(blocks)
    assert texts_of_html(safe) == [block.text for block in blocks]
    for element in fragment_fromstring(safe, create_parent="section").iter():
        assert element.tag in SAFE
        assert set(element.keys()) <= ({"href"} if element.tag == "a" else set())


@RELAXED
@given(markup())
def test_an_article_that_is_read_again_from_its_own_html_is_the_same(html: str) -> None:
    article = read_page(parse_page(f"<html><body>{html}{LONG * 3}</body></html>", URL)).article
    if not article.articleBody or not article.articleBodyHtml:
        return
    assert texts_of_html(article.articleBodyHtml) == article.articleBody.split("\n\n")
    again = blocks_of(outline_of(f"<article>{article.articleBodyHtml}</article>").passages, URL)
    assert [block.text for block in again] == article.articleBody.split("\n\n")
    assert render(again) == article.articleBodyHtml


@RELAXED
@given(markup(), st.text(max_size=20))
def test_furniture_is_parted_from_text_and_nothing_is_lost(html: str, known: str) -> None:
    blocks = dom_body(outline_of(html), URL).blocks
    kept, removed = without_furniture(blocks, Known(headlines=(known,), authors=("w1",), captions=(known,)))
    assert sorted([*(each.text for each in kept), *(each.text for each in removed)]) == sorted(b.text for b in blocks)
    assert [block for block in blocks if block in kept] == kept
    assert without_furniture(blocks, Known(headlines=(known,), authors=("w1",), captions=(known,))) == (kept, removed)


@given(st.text(max_size=80), st.lists(st.sampled_from(NAMES), max_size=4))
def test_any_names_can_be_read_and_order_says_nothing(noise: str, names: list[str]) -> None:
    assert flags_of_names(noise) >= 0
    assert flags_of_names(" ".join(names)) == flags_of_names(" ".join(reversed(names)))
    assert flags_of_names(" ".join(names)) == flags_of_names("\n ".join([*names, *names]))
