"""Outline: every passage once and in order, with what stands around it."""

from __future__ import annotations

import time

import pytest

from newsbot.extraction import regions
from newsbot.extraction.outline import Outline, Passage
from newsbot.extraction.page import parse_page
from tests.newspages import URL, fragment_outline, lines, outline_of


def passage(outline: Outline, text: str) -> Passage:
    (found,) = (each for each in outline.passages if each.text == text)
    return found


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one</p><p>two</p>", ["one", "two"]),
        ("before<p>one</p>between<p>two</p>after", ["before", "one", "between", "two", "after"]),
        ("<div>a<div>b</div>c<p>d</p>e</div>f", ["a", "b", "c", "d", "e", "f"]),
        ("<p>one <b>two</b> three</p>", ["one two three"]),
        ("<p>  one\n\t two&nbsp;three </p>", ["one two three"]),
        ("<p> </p><p>&nbsp;</p><div>\n</div>", []),
        ("<p>one<br>two<br/><br/>three</p>", ["one", "two", "three"]),
        ("<b>one<br>two</b> three", ["one", "two three"]),
        ("<p>un<span>brok</span>en</p>", ["unbroken"]),
        ("<p>soft<wbr>ened</p>", ["softened"]),
        ("<ul><li>one<li>two</ul>three", ["one", "two", "three"]),
        ("<dl><dt>one<dd>two</dl>", ["one", "two"]),
        ("<table><tr><td>one<td>two<tr><td>three</table>", ["one", "two", "three"]),
        ("<details><summary>one</summary>two</details>", ["one", "two"]),
        ("<news-body>one<news-line>two</news-line></news-body>", ["one", "two"]),
        ("<p>a<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>b</p>", ["a漢b"]),
        ("<p>one<picture><source srcset=x><img src=y></picture>two</p>", ["onetwo"]),
        ("<p>one<div>two<p>three", ["one", "two", "three"]),
        ("<b><p>one</b> two</p>three", ["one two", "three"]),
        ("<p><i>one <b>two</i> three</b> four</p>", ["one two three four"]),
        ("</div></p>one</section>", ["one"]),
    ],
)
def test_passages_in_order(html: str, expected: list[str]) -> None:
    assert lines(outline_of(html)) == expected


@pytest.mark.parametrize(
    "tag", ["script", "style", "template", "svg", "math", "iframe", "object", "select", "textarea", "video", "audio"]
)
def test_what_is_no_text_is_skipped_and_its_tail_is_not(tag: str) -> None:
    assert lines(outline_of(f"<p>one <{tag}>hidden</{tag}>two</p>three")) == ["one two", "three"]


@pytest.mark.parametrize(
    "attribute",
    ['class="sr-only"', 'class="visually-hidden"', 'class="tooltip"', "hidden", 'style="color:red; display: none"'],
)
def test_hidden_words_in_a_line_are_dropped_and_their_tail_is_not(attribute: str) -> None:
    assert lines(outline_of(f"<p>one <span {attribute}>opens <b>in</b> a new window</span>two</p>")) == ["one two"]
    assert lines(outline_of(f"<p>one <a href=/x {attribute}>share</a>two</p>")) == ["one two"]


def test_words_that_only_screen_readers_skip_are_shown() -> None:
    assert lines(outline_of("<p>one <span aria-hidden=true>two</span> three</p>")) == ["one two three"]


@pytest.mark.parametrize("tag", ["span", "em", "small"])
@pytest.mark.parametrize("names", ["caption", "photo-credit", "img_desc"])
def test_a_caption_within_a_line_is_a_passage_of_its_own(tag: str, names: str) -> None:
    outline = outline_of(f"<p>one <img src=/i.jpg><{tag} class='{names}'>two <b>three</b></{tag}> four</p>")
    assert lines(outline) == ["one", "two three", "four"]
    assert [bool(each.spot.flags & regions.CAPTION) for each in outline.passages] == [False, True, False]
    assert lines(outline_of("<p>one <a class=credit href=/x>two</a> four</p>")) == ["one two four"]
    assert lines(outline_of("<p>one <span class=gallery><img src=/i.jpg>two</span> four</p>")) == ["one two four"]


def test_a_link_to_a_lightbox_is_a_picture() -> None:
    outline = outline_of('<a class="lightbox" href="/big.jpg"><img src="/small.jpg"></a>')
    assert [each.link is not None for each in outline.pictures] == [True]


@pytest.mark.parametrize(
    ("html", "linked"),
    [
        ("<p>no link</p>", 0),
        ("<p>see <a href=/x>this</a> and <a href=/y>that</a>.</p>", 8),
        ("<p><a href=/x>all of it</a></p>", 9),
        ("<p><a href=/x><em>all</em></a></p>", 3),
        ("<a href=/x><div>all</div></a>", 3),
        ("<p><a href=/x> padded  </a>no</p>", 6),
        ("<p><a href=/x>a</a></p>", 1),
        ("<p><a href=/x>a\n        b</a></p>", 3),
    ],
)
def test_links_are_counted(html: str, linked: int) -> None:
    (found,) = outline_of(html).passages
    assert found.linked == linked
    assert found.linked <= len(found.text)


def test_a_link_goes_on_after_a_line_break_and_ends() -> None:
    outline = outline_of("<p><a href=/x>one<br>two</a> three<br>four</p>")
    assert [(each.text, each.linked) for each in outline.passages] == [("one", 3), ("two three", 3), ("four", 0)]


@pytest.mark.parametrize(
    ("html", "flag"),
    [
        ("<main><nav><p>text</p></nav></main>", regions.CHROME),
        ("<article><footer><div><p>text</p></div></footer></article>", regions.FOOTER),
        ("<div role=contentinfo class=site-footer><p>text</p></div>", regions.FOOTER),
        ("<aside>text</aside>", regions.ASIDE),
        ("<figure><figcaption>text</figcaption></figure>", regions.FIGURE | regions.CAPTION),
        ("<noscript><p>text</p></noscript>", regions.HIDDEN),
        ("<dialog>text</dialog>", regions.HIDDEN),
        ("<form><p>text</p></form>", regions.FORM),
        ("<button>text</button>", regions.BUTTON),
        ("<main><article><p>text</p></article></main>", regions.MAIN | regions.ARTICLE),
        ("<blockquote><p>text</p></blockquote>", regions.QUOTE),
        ("<ul><li>text</ul>", regions.LIST),
        ("<div hidden>text</div>", regions.HIDDEN),
        ("<div aria-hidden=true>text</div>", regions.HIDDEN),
        ("<div style='DISPLAY : none'>text</div>", regions.HIDDEN),
        ("<div style='visibility:hidden'>text</div>", regions.HIDDEN),
        ("<div class='newsletter'><div><p>text</p></div></div>", regions.OTHER),
        ("<div role=navigation><p>text</p></div>", regions.CHROME),
        ("<div itemprop=articleBody>text</div>", regions.BODY),
        ("<div data-testid=related-stories>text</div>", regions.OTHER),
        ("<div data-component=CommentList>text</div>", regions.COMMENTS),
        ("<div aria-label='Newsletter signup'>text</div>", regions.OTHER),
        ("<div data-block=newsletter>text</div>", regions.OTHER),
        ("<div data-gtm=newsletter>text</div>", regions.OTHER),
        ("<div data-area=comments>text</div>", regions.COMMENTS),
    ],
)
def test_what_stands_around_is_told_by_flags(html: str, flag: int) -> None:
    outline = outline_of(f"<p>before</p>{html}<p>after</p>")
    assert passage(outline, "text").spot.flags & flag == flag
    assert not passage(outline, "before").spot.flags & flag
    assert not passage(outline, "after").spot.flags & flag


@pytest.mark.parametrize("attribute", ["aria-hidden=false", "hidden=until-found", "style='overflow:hidden'"])
def test_what_is_shown_is_not_hidden(attribute: str) -> None:
    assert not passage(outline_of(f"<div {attribute}>text</div>"), "text").spot.flags & regions.HIDDEN


MENU = "<ul><li><a href=/a>menu</a></ul>"


@pytest.mark.parametrize(
    "box",
    [
        f"<nav>{MENU}</nav>",
        f"<footer>{MENU}<p>Imprint</p></footer>",
        f"<div class=menu>{MENU}</div>",
        f"<div role=navigation><div>{MENU}</div></div>",
        f"<div id=site-footer>{MENU}</div>",
    ],
)
def test_the_sites_own_menus_are_passed_over_and_what_follows_is_not(box: str) -> None:
    long = outline_of(f"<p>one</p>{box}two" + "<p>three</p>" * 40)
    assert lines(long) == ["one", "two", *["three"] * 40]
    short = lines(outline_of(f"<p>one</p>{box}two"))  # a page that holds little else is judged by its menus
    assert (short[:2], short[-1]) == (["one", "menu"], "two")


@pytest.mark.parametrize("tag", ["nav", "footer", "div class=sidebar"])
@pytest.mark.parametrize("left_open", ["h1", "article", "main"])
def test_a_menu_that_nobody_closes_does_not_hide_an_article(tag: str, left_open: str) -> None:
    html = f"<ul>{'<li>x' * 40}</ul><{tag}>menu<{left_open}>one</{left_open}><div>two</div>"
    assert lines(outline_of(html))[40:] == ["menu", "one", "two"]


@pytest.mark.parametrize("text", ["<p>one</p><p>two</p>", "<div>one<br><br>two</div>"])
@pytest.mark.parametrize("tag", ["nav", "div class=menu-layout", "div id=sidebar"])
def test_a_text_in_a_box_that_is_called_a_menu_is_seen(tag: str, text: str) -> None:
    assert lines(outline_of(f"<ul>{'<li>x' * 40}</ul><{tag}>{text}"))[40:] == ["one", "two"]


def test_what_an_article_says_at_its_end_is_seen() -> None:
    html = f"<ul>{'<li>x' * 40}</ul><article>one<footer><p>two</p></footer></article>"
    assert lines(outline_of(html))[40:] == ["one", "two"]


@pytest.mark.parametrize(
    "html",
    [
        "<html><body></body><body class=x><p>one</p><p>two</p></body></html>",
        "<html><body><p>one</p></body><p>two</p></html>",
        "<html><body><p>one</p></body><body class='modal hidden'><p>two</p></body></html>",
        "<html><head><title>no</title></head><body></body><div>one</div>two</html>",
        "<html class=no-js><body class='newsletter hidden'><p>one</p><p>two</p></body></html>",
        "<p>one<p>two",
        "<title>no</title>one<p>two",
    ],
)
def test_a_body_may_end_too_early_or_be_missing(html: str) -> None:
    outline = parse_page(html, URL).outline
    assert lines(outline) == ["one", "two"]
    assert not any(each.spot.flags for each in outline.passages)


def test_own_flags_are_not_those_around() -> None:
    spot = passage(outline_of("<aside class=newsletter><p class=caption>text</p></aside>"), "text").spot
    assert spot.own == regions.CAPTION
    assert [each.tag for each in spot.up()] == ["p", "aside", "body"]
    assert spot.flags == regions.CAPTION | regions.ASIDE | regions.OTHER


def test_spots_hold_ranges_of_passages() -> None:
    outline = outline_of("<div>a<section><p>b</p><p>c</p></section>d</div><p>e</p>")
    ranges = {spot.tag: lines(outline)[spot.start : spot.end] for spot in outline.spots}
    assert ranges == {"body": [*"abcde"], "div": [*"abcd"], "section": [*"bc"], "p": ["e"]}
    assert [spot.index for spot in outline.spots] == list(range(len(outline.spots)))
    assert [each.place for each in outline.passages] == [*range(5)]


def test_pictures_stand_between_passages() -> None:
    outline = outline_of(
        "<img id=a><p>one</p><figure><img id=b></figure><p>two <a href=/x><img id=c></a></p><amp-img id=d></amp-img>"
    )
    found = [(each.element.get("id"), each.place, each.spot.tag) for each in outline.pictures]
    assert found == [("a", 0, "body"), ("b", 1, "figure"), ("c", 1, "p"), ("d", 2, "body")]
    assert [each.link is not None for each in outline.pictures] == [False, False, True, False]


def test_times_are_found_wherever_they_stand() -> None:
    outline = outline_of("<p>one</p><p>on <time datetime=2026-03-01>1 March</time></p><time>2 March</time>")
    assert [(each.text, spot.tag, place) for each, spot, place in outline.times] == [
        ("1 March", "p", 1),
        ("2 March", "body", 2),
    ]
    assert lines(outline) == ["one", "on 1 March", "2 March"]


def test_an_element_alone_has_an_outline() -> None:
    outline = fragment_outline("<p>before</p><section>one<p>two</p></section>tail", "section")
    assert lines(outline) == ["one", "two"]
    assert (outline.spots[0].tag, outline.spots[0].start, outline.spots[0].end) == ("section", 0, 2)


def test_a_page_without_text_has_an_empty_outline() -> None:
    outline = outline_of("<div></div>")
    assert (outline.passages, outline.pictures, outline.times) == ([], [], [])
    assert outline.spots[0].tag == "body"


def test_emphasis_that_is_open_goes_on_in_the_next_passage() -> None:
    outline = outline_of("<p>a <em>b<br>c</em> d</p>")
    kinds = [[each if isinstance(each, str | None) else each.tag for each in p.pieces] for p in outline.passages]
    assert kinds == [["a ", "em", "b"], ["em", "c", None, " d"]]


def test_text_is_read_at_any_depth() -> None:
    for levels in (50, 300, 1500):
        html = "<div>" * levels + "<p>one</p><p>two</p>three" + "</div>" * levels + "<p>four</p>"
        assert lines(outline_of(html)) == ["one", "two", "three", "four"]


def test_tags_that_nobody_closes_cost_little() -> None:
    started = time.process_time()
    outline = outline_of("<i>" * 1500 + "x<br>" * 3000)
    assert len(outline.passages) == 3000
    assert sum(len(each.pieces) for each in outline.passages) < 200_000
    assert max(sum(1 for _ in each.spot.up()) for each in outline_of("<div>" * 1500 + "x").passages) < 500
    assert time.process_time() - started < 5


def test_very_long_pages_are_cut() -> None:
    outline = outline_of("<p>x</p>" * 210_000)
    assert 190_000 < len(outline.passages) <= 201_000
    assert outline.spots[0].end == len(outline.passages)
