"""The page that taught this project its name for `full_with_notice`: a notice, then the whole text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.reading import Position, Reading

HTML = (Path(__file__).parent / "data" / "notice_then_full.html").read_text("utf-8")
URL = "https://www.quaycourier.example/news/harbour-pilots-stop-work"
NOTICE = re.search(r"<p>Already a subscriber\?.*?</p>", HTML)[0]
PARAGRAPHS = re.findall(r"<p>(?!Already|Keep|©).*?</p>", HTML)


def read(html: str) -> Reading:
    return read_page(parse_page(html, URL))


def body_without(html: str) -> str:
    body = read(html).article.articleBody
    assert body is not None
    for line in ("Already a subscriber", "up-to-date", "Skip to main content", "Keep up to date", "JANE DOE", "©"):
        assert line not in body
    return body


def test_the_text_is_whole_and_nothing_else() -> None:
    body = body_without(HTML)
    assert body.startswith("The pilots who guide ships")
    assert body.endswith("winter timetable.")
    assert "More on the crane:" in body.split("\n\n")
    assert len(body.split("\n\n")) == len(PARAGRAPHS) + 1


def test_what_was_left_out_is_told_with_its_place() -> None:
    removed = {each.text.split()[0]: each for each in read(HTML).removed}
    assert removed["Already"].position is Position.BEFORE
    assert removed["Already"].kind in {"login", "account"}
    assert removed["Keep"].position is Position.AFTER
    assert removed["Keep"].kind == "newsletter"


def test_the_credit_is_the_pictures() -> None:
    article = read(HTML).article
    assert [image.creditText for image in article.images] == ["JANE DOE"]
    assert article.images[0].caption == "Workers look at the fallen crane beside the grain silo"
    assert article.mainImage == article.images[0]
    assert article.images[0].representativeOfPage
    assert article.images[0].description == "A crane lies across a berth"


def test_the_facts() -> None:
    article = read(HTML).article
    assert article.headline == "Harbour pilots stop work after crane falls"
    assert article.publisher == "The Quay Courier"
    assert article.inLanguage == "en-GB"
    assert article.datePublished is not None
    assert article.datePublished.isoformat() == "2026-02-11T16:42:00+00:00"
    assert article.datePublishedRaw == "2026-02-11T17:42:00+01:00"
    assert article.provenance["datePublished"].source == "meta:article:published_time"


def test_twin_notice_in_the_middle() -> None:
    moved = HTML.replace(NOTICE, "").replace(PARAGRAPHS[2], PARAGRAPHS[2] + NOTICE)
    assert len(body_without(moved).split("\n\n")) == len(PARAGRAPHS) + 1
    assert [each.position for each in read(moved).removed if each.text.startswith("Already")] == [Position.INSIDE]


def test_twin_notice_twice() -> None:
    twice = HTML.replace(PARAGRAPHS[-1], PARAGRAPHS[-1] + NOTICE)
    body_without(twice)
    positions = [each.position for each in read(twice).removed if each.text.startswith("Already")]
    assert positions == [Position.BEFORE, Position.AFTER]


@pytest.mark.parametrize("wrapped", ["<p>Image credit: JANE DOE</p>", "<p><em>Image credit: JANE DOE</em></p>"])
def test_twin_credit_in_a_paragraph(wrapped: str) -> None:
    inside = HTML.replace("<span>Image credit: JANE DOE</span>", wrapped)
    body_without(inside)
    assert read(inside).article.images[0].creditText == "JANE DOE"
    beside = HTML.replace("<span>Image credit: JANE DOE</span>", "").replace("</figcaption>", f"</figcaption>{wrapped}")
    body_without(beside)
    assert read(beside).article.images[0].creditText == "JANE DOE"


def test_twin_body_of_two_paragraphs() -> None:
    short = HTML
    for paragraph in PARAGRAPHS[2:]:
        short = short.replace(paragraph, "")
    short = short.replace("<h3>More on the crane:</h3>", "")
    assert len(body_without(short).split("\n\n")) == 2
