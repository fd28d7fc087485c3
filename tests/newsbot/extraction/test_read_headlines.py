"""Headlines: which of a page's names for an article is the article's."""

from __future__ import annotations

import json

import pytest

from newsbot.article import Article, Provenance
from newsbot.extraction.headline import heading_of, normalise_headline
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.seen import Heading

TEXT = "<p>The council met and voted on the bridge after a long and quiet debate.</p>" * 4
EDITORS = "Five years of waiting: the old bridge opens"
SEARCHED = "When does the bridge in Oldtown open?"
LATEST = f"{EDITORS} - latest"
THIRD = "A town gets its bridge back at last"


def article(*, data: str = "", shared: str = "", h1: str = "", title: str = "") -> Article:
    node = {"@type": "NewsArticle", **({"headline": data} if data else {})}
    head = f'<title>{title}</title><script type="application/ld+json">{json.dumps(node)}</script>'
    head += f'<meta property="og:title" content="{shared}">' if shared else ""
    body = f"<article>{f'<h1>{h1}</h1>' if h1 else ''}{TEXT}</article>"
    page = parse_page(f"<html><head>{head}</head><body>{body}</body></html>", "https://www.paper.example/a")
    return read_page(page).article


@pytest.mark.parametrize(
    ("names", "headline", "source"),
    [
        ({"data": EDITORS, "shared": EDITORS, "h1": SEARCHED}, EDITORS, "jsonld:headline"),
        ({"data": SEARCHED, "shared": EDITORS, "h1": EDITORS}, EDITORS, "meta:og:title"),
        # The one that repeats the <title> is written for search engines.
        ({"data": SEARCHED, "shared": EDITORS, "title": f"{SEARCHED} | Paper"}, EDITORS, "meta:og:title"),
        ({"data": EDITORS, "shared": SEARCHED, "title": f"{SEARCHED} | Paper"}, EDITORS, "jsonld:headline"),
        ({"data": SEARCHED, "shared": THIRD, "h1": EDITORS, "title": SEARCHED}, EDITORS, "h1"),
        ({"data": EDITORS, "shared": SEARCHED, "title": "Something else"}, EDITORS, "jsonld:headline"),
        # A topic before the headline is a part of the h1 only.
        ({"shared": EDITORS, "h1": f"Oldtown - {EDITORS}"}, EDITORS, "meta:og:title"),
        ({"data": f"«Oldtown»: {EDITORS}", "shared": EDITORS, "h1": EDITORS}, EDITORS, "meta:og:title"),
        # JSON-LD cut at the length that search engines once asked for.
        ({"data": (EDITORS * 4)[:110], "shared": EDITORS * 4}, EDITORS * 4, "meta:og:title"),
        ({"data": (EDITORS * 4)[:110], "h1": EDITORS * 4}, EDITORS * 4, "h1"),
        ({"shared": f"{EDITORS[:20]}…", "h1": EDITORS}, EDITORS, "meta:og:title"),
        # The part behind the headline is the site's, or the section's.
        ({"data": EDITORS, "shared": f"{EDITORS} - Business | Paper"}, EDITORS, "jsonld:headline"),
        ({"h1": EDITORS, "shared": f"{EDITORS} – Die Zeitung für alle"}, EDITORS, "meta:og:title"),
        ({"title": f"{EDITORS} | Paper Online"}, EDITORS, "title"),
        ({"data": LATEST, "shared": LATEST, "h1": EDITORS}, LATEST, "jsonld:headline"),
    ],
)  # fmt: skip
def test_the_headline_is_elected(names: dict[str, str], headline: str, source: str) -> None:
    found = article(**names)
    assert (found.headline, found.provenance["headline"].source) == (headline, source)


def test_the_name_that_lost_is_told() -> None:
    found = article(data=SEARCHED, shared=EDITORS, title=SEARCHED)
    assert found.provenance["headline"] == Provenance(
        source="meta:og:title", runnerUp=SEARCHED, runnerUpSource="jsonld:headline"
    )
    assert found.alternativeHeadline == SEARCHED
    assert article(data=EDITORS, shared=EDITORS.upper()).provenance["headline"] == Provenance(source="jsonld:headline")


def test_pieces_of_an_h1_are_joined_as_they_are_read() -> None:
    h1 = "<span class='kicker'>Oldtown</span><span>The <b>bridge</b>, at last, </span><i>opens</i>"
    found = article(h1=h1)
    assert found.headline == "The bridge, at last, opens"


def test_an_h1_of_the_site_or_of_its_path_is_none_of_the_article() -> None:
    body = f"<nav><h1>News</h1></nav><ol class='breadcrumb'><li><h1>Home</h1></li></ol><h1>{EDITORS}</h1>{TEXT}"
    page = parse_page(f"<html><body>{body}</body></html>", "https://paper.example/a")
    assert read_page(page).article.headline == EDITORS


def test_the_h1_that_the_data_know_is_taken() -> None:
    headings = [Heading("Breaking news", "Breaking news", True), Heading(EDITORS, EDITORS, False)]
    assert heading_of(headings, [EDITORS]) == EDITORS
    assert heading_of(headings, []) == "Breaking news"
    assert heading_of([], [EDITORS]) == ""


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("\u200fBridge opens\u200e", "Bridge opens"),
        ("Bri\u00addge op\u200bens", "Bridge opens"),
        ("Bridge opens today｜Paper", "Bridge opens today"),
        ("橋が開通：Paper", "橋が開通：Paper"),
        ("&lt;b&gt;Bridge&lt;/b&gt; opens", "Bridge opens"),
        ("\u200e", None),
    ],
)
def test_a_headline_is_one_clean_line(raw: str, expected: str | None) -> None:
    assert normalise_headline(raw, url="https://www.paper.example/a") == expected
