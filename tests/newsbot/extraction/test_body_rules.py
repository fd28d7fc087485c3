"""Body: each rule by which a passage is text or none, at its edge: one case on either side."""

from __future__ import annotations

import pytest

from newsbot.extraction.body import Clues
from tests.newspages import SENTENCE, body_of, paragraph, paragraphs, prose, read

TEXT = paragraphs("One Two Three Four")
WORDS = "One Two Three Four"
LINE = "<p>Of the town and of all who live in it, by night</p>"
LINK = "<div><a href=/x>One more of the stories of the town</a> x</div>"


@pytest.mark.parametrize(
    ("between", "last"),
    [
        (f"<aside>{paragraphs('A B C D E F G H')}</aside>", prose("Imprint")),
        (LINK * 25, SENTENCE),
        ("".join(LINE.replace("town", f"town {n}") for n in range(45)), SENTENCE),
    ],
)
def test_what_is_far_from_the_text_is_none_of_it(between: str, last: str) -> None:
    """Other things, links and lines between make a paragraph another one's; without them it is the last one."""
    assert body_of(f"<div><div>{TEXT}</div>{between}<div><p>{last}</p></div></div>") == WORDS
    assert body_of(f"<div><div>{TEXT}</div><div><p>{last}</p></div></div>") != WORDS


def test_of_elements_called_the_article_a_smaller_one_must_hold_as_much() -> None:
    inner = f"<div class=article-text>{paragraphs('Two Three Four Five Six Seven Eight Nine Ten')}</div>"
    assert body_of(f"<article>{paragraph('One')}{inner}</article>").startswith("One Two")
    assert body_of(f"<article><p>Read on.</p>{inner}</article>").startswith("Two")


def test_only_an_article_with_a_headline_of_its_own_is_another() -> None:
    first = f"<article><h1>Bridge</h1>{paragraphs('One Two Three')}</article>"
    assert body_of(f"{first}<article>{paragraphs('Four Five')}</article>") == "One Two Three Four Five"
    assert body_of(f"{first}<article><h1>Tower</h1>{paragraphs('Four Five')}</article>") == "One Two Three"


TITLE = "<h3><a href=/x>Why the tower was closed</a></h3>"


@pytest.mark.parametrize(
    ("box", "is_text"),
    [
        (f"<b>Towns</b><br>{TITLE}<time>1 March</time><p>Tale: {SENTENCE}</p><span>Ann Lee</span>", False),
        (f"{TITLE}<p>Tale: {SENTENCE * 6}</p>", True),
        (f"{TITLE}<p>Tale: {SENTENCE}</p><p>{SENTENCE}</p>", True),
        (f"<h3><a href=/x>The tower</a></h3><p>Tale: {SENTENCE}</p>", True),
        (f"<h3><a href=/x>Why the tower</a> was closed in spring</h3><p>Tale: {SENTENCE}</p>", True),
        (TITLE + "".join(f"<p>Tale: line {n}</p>" for n in range(8)), True),
    ],
)
def test_a_teaser_is_a_linked_title_with_little_text(box: str, is_text: bool) -> None:
    found = body_of(f"<article>{paragraphs('One Two')}<div>{box}</div>{paragraphs('Three Four')}</article>")
    assert ("Tale" in found) == is_text
    assert found.startswith("One Two")
    assert found.endswith("Three Four")


@pytest.mark.parametrize(
    ("box", "is_text"),
    [
        (f"<div>Tale: {SENTENCE}</div>", False),
        (f"<div>Tale: {SENTENCE * 6}</div>", True),
        ("Tale: one<br>two<br>three<br>four", False),
        ("Tale: one<br>two<br>three<br>four<br>five", True),
        (f"<p>Tale: {SENTENCE}</p>", True),
    ],
)
def test_a_picture_has_a_box_of_its_own_only_if_little_stands_in_it(box: str, is_text: bool) -> None:
    html = f"<article>{paragraphs('One Two')}<div><img src=/i.jpg>{box}</div>{paragraphs('Three Four')}</article>"
    assert ("Tale" in body_of(html)) == is_text


def test_short_lines_may_stand_again_and_again() -> None:
    assert (
        body_of(f"<article>{paragraph('One')}{'<p>Yes.</p>' * 4}{paragraph('Two')}</article>")
        == "One Yes Yes Yes Yes Two"
    )


def test_a_paragraph_that_is_one_link_is_text_if_it_is_long() -> None:
    linked = f"<p><a href=/x>{prose('Link', 4)}</a></p>"
    assert body_of(f"<article>{paragraph('One')}{linked}{paragraph('Two')}</article>") == "One Link Two"
    short = f"<p><a href=/x>{prose('Link', 1)}</a></p>"
    assert body_of(f"<article>{paragraph('One')}{short}{paragraph('Two')}</article>") == "One Two"


SUMMARY = "Stones: the old bridge opens again on Monday after two years of work."
LEAD = "<p class=lead>Lead: all that you have to know of the bridge and of its stones.</p>"
BODY = f"<div class=article-body>{TEXT}</div>"


def test_what_repeats_the_description_goes_before_what_is_called_a_standfirst() -> None:
    html = f"<main><h1>Bridge</h1><p>{SUMMARY}</p>{LEAD}{BODY}</main>"
    assert body_of(html, Clues(descriptions=[SUMMARY])) == f"Stones {WORDS}"
    assert body_of(html) == f"Lead {WORDS}"


@pytest.mark.parametrize(("levels", "found"), [(2, True), (3, False)])
def test_the_name_of_a_standfirst_is_near_it(levels: int, found: bool) -> None:
    above = f"<div class=lead>{'<div>' * (levels - 1)}<p>{SUMMARY}</p>{'</div>' * (levels - 1)}</div>"
    assert body_of(f"<main><h1>Bridge</h1>{above}{BODY}</main>").startswith("Stones") == found


@pytest.mark.parametrize(("lines", "found"), [(10, True), (40, False)])
def test_without_a_headline_a_standfirst_is_near_the_text(lines: int, found: bool) -> None:
    between = "".join(f"<div>x{n}</div>" for n in range(lines))
    assert body_of(f"<main>{LEAD}{between}{BODY}</main>").startswith("Lead") == found


def test_a_short_standfirst_within_the_text_comes_once_and_as_a_paragraph() -> None:
    short = "Stones: the bridge opens again on Monday"
    clues = Clues(descriptions=[short])
    assert body_of(f"<article><p>{short}</p>{TEXT}</article>", clues) == f"Stones {WORDS}"
    head = f'<meta name="description" content="{SUMMARY}">'
    html = read(f"<article><h1>Bridge</h1><h2>{SUMMARY}</h2>{TEXT}</article>", head).article.articleBodyHtml or ""
    assert html.startswith("<p>Stones")
