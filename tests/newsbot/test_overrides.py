"""Overrides: what each line of a site file does on a page, and how they are summed up."""

from __future__ import annotations

import json

import pytest

from newsbot.extraction.page import Page, parse_page
from newsbot.overrides import Override, Verdict, expected, missed, overrides_of, tried_on, try_on
from newsbot.reading import hints_of, read_parsed
from newsbot.sites.model import Site

URL = "https://www.paper.example/news/2026/11/ferry"
SENTENCES = [
    f"Paragraph {number} of the report says that the ferry left {number} minutes late, and that its passengers "
    "saw the gulls from its upper deck until the fog had come in from the sea."
    for number in range(1, 7)
]
LD = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "The ferry leaves late",
    "description": "A late ferry, and many gulls.",
    "author": {"@type": "Person", "name": "Ann Lee"},
    "publisher": {"@type": "Organization", "name": "The Paper"},
    "articleSection": "Harbour",
    "keywords": "ferry, gulls",
    "inLanguage": "en",
    "datePublished": "2026-11-01T08:00:00Z",
    "dateModified": "2026-11-01T09:00:00Z",
}


def page(extra: str = "", *, text: str | None = None) -> Page:
    body = text if text is not None else "".join(f"<p>{each}</p>" for each in SENTENCES)
    return parse_page(
        f"<!DOCTYPE html><html lang=en><head><title>The ferry leaves late</title>"
        f"<script type='application/ld+json'>{json.dumps(LD)}</script></head>"
        f"<body><main><article><h1>The ferry leaves late</h1><div>{body}</div></article>{extra}</main></body>",
        URL,
    )


def site(**parts: object) -> Site:
    return Site.model_validate({"name": "Paper", "url": "https://www.paper.example/", **parts})


def fields(**selectors: str) -> Site:
    return site(selectors=selectors)


#: For every field that a site file can name: what stands on the page, a selector for it, and what the article then has.
OWN = {
    "headline": ("<p class=own>Own headline</p>", "css:.own", "Own headline"),
    "alternativeHeadline": ("<p class=own>Own kicker</p>", "css:.own", "Own kicker"),
    "description": ("<p class=own>Own lead.</p>", "css:.own", "Own lead."),
    "articleBody": (
        "<div class=own><p>Own words of the ferry's captain.</p></div>",
        "css:.own",
        "Own words of the fer",
    ),
    "datePublished": ("<time class=own datetime=2025-01-02T03:04Z>x</time>", "css:.own", "2025-01-02 03:04:00+00:00"),
    "dateModified": ("<i data-own=2025-01-02T03:04Z>x</i>", "xpath://i/@data-own", "2025-01-02 03:04:00+00:00"),
    "authors": ("<b class=own>Bo Berg</b><b class=own>Cy Cole</b>", "css:.own", "Bo Berg, Cy Cole"),
    "articleSection": ("<meta name=own content='Own section'>", "css:[name=own]", "Own section"),
    "keywords": ("<b class=own>eel</b><b class=own>oar</b>", "css:.own", "['eel', 'oar']"),
    "inLanguage": ("<i lang=de_AT>x</i>", "xpath://i/@lang", "de-AT"),
    "publisher": ("<p class=own>Own Press</p>", "css:.own", "Own Press"),
    "correction": ("<p class=own>Ten minutes, not nine.</p>", "css:.own", "Ten minutes, not nine."),
}


def test_every_field_of_a_site_file_is_tried_here() -> None:
    known = set(type(site().selectors).model_fields) - {"remove"}
    assert known == set(OWN)


@pytest.mark.parametrize("name", OWN)
def test_one_line_of_a_site_file_overrides_a_field(name: str) -> None:
    markup, selector, value = OWN[name]
    mine, there = fields(**{name: selector}), page(markup)
    article = read_parsed(there, hints=hints_of(mine)).article
    got = getattr(article, name)
    shown = ", ".join(author.name for author in article.authors) if name == "authors" else str(got)
    assert shown.startswith(value)
    assert article.provenance[name].source.startswith("site:")
    (trial,) = try_on(there, mine)
    assert (trial.matched, trial.same) == (True, False)
    assert trial.gave != trial.without


@pytest.mark.parametrize("name", OWN)
def test_a_line_that_finds_nothing_leaves_the_field_to_the_general_reading(name: str) -> None:
    there, mine = page(), fields(**{name: "css:.gone"})
    general = read_parsed(there).article
    read = read_parsed(there, hints=hints_of(mine))
    assert getattr(read.article, name) == getattr(general, name)
    assert missed(mine, read) == ([] if name == "correction" else [f"selectors.{name}"])
    (trial,) = try_on(there, mine)
    assert (trial.matched, trial.gave, trial.same) == (False, "", False)


def test_a_selector_that_finds_what_is_no_value_had_no_effect() -> None:
    there, mine = page("<p class=when>some day or other</p>"), fields(datePublished="css:.when")
    read = read_parsed(there, hints=hints_of(mine))
    assert read.article.datePublished == read_parsed(there).article.datePublished
    assert missed(mine, read) == ["selectors.datePublished"]
    (trial,) = try_on(there, mine)
    assert (trial.matched, trial.gave, trial.without) == (
        False,
        "some day or other",
        "2026-11-01T08:00:00+00:00",
    )


def test_an_override_that_changes_nothing_is_needless() -> None:
    (trial,) = try_on(page(), fields(headline="css:h1"))
    assert (trial.matched, trial.same, trial.gave, trial.without) == (
        True,
        True,
        "The ferry leaves late",
        "The ferry leaves late",
    )


def test_removes_tell_what_they_take_out_and_what_would_stay() -> None:
    box = "<p class=box>The harbour office asks its passengers to bring a warm coat for the upper deck at night.</p>"
    text = f"<p>{SENTENCES[0]}</p>{box}" + "".join(f"<p>{each}</p>" for each in SENTENCES[1:])
    mine = site(selectors={"remove": ["css:.box", "css:.gone", "css:footer"]})
    there = page("<footer>All rights</footer>", text=text)
    took, gone, needless = try_on(there, mine)
    assert (took.matched, took.same) == (True, False)
    assert took.gave == took.without
    assert took.gave.startswith("The harbour office asks")
    assert (gone.matched, gone.same) == (False, False)
    assert (needless.matched, needless.same) == (True, True)
    assert missed(mine, read_parsed(there, hints=hints_of(mine))) == ["selectors.remove #2"]


@pytest.mark.parametrize("selector", ["css:.wall", "xpath:count(//div[@class='wall']) = 1", "xpath://div/@data-wall"])
def test_what_proves_a_cut_is_told_beside_the_general_verdict(selector: str) -> None:
    mine = site(access={"lockedWhen": [selector]})
    (trial,) = try_on(page("<div class=wall data-wall=on></div>"), mine)
    assert (trial.matched, trial.whole, trial.same) == (True, True, False)
    assert trial.gave.startswith("partial_teaser")
    assert trial.without.startswith("full")
    (open_one,) = try_on(page(), mine)
    assert (open_one.matched, open_one.due) == (False, False)


def test_what_need_not_be_there_is_not_missed() -> None:
    mine = site(selectors={"correction": "css:.fix"}, access={"lockedWhen": ["css:.wall"]})
    assert expected(mine) == ()
    assert missed(mine, read_parsed(page(), hints=hints_of(mine))) == []
    tried = tried_on(mine, [4, 7], [("a", try_on(page(), mine))])
    assert [each.verdict for each in tried] == [Verdict.NOT_DUE, Verdict.NOT_DUE]


def test_a_correction_that_the_general_reading_finds_should_be_found() -> None:
    note = "<p>Correction: an earlier version of this article said that the ferry left nine minutes late.</p>"
    text = "".join(f"<p>{each}</p>" for each in SENTENCES) + note
    mine = fields(correction="css:.fix")
    (tried,) = tried_on(mine, [4], [("a", try_on(page(text=text), mine))])
    assert (tried.verdict, tried.missedOn) == (Verdict.NEVER, "a")
    assert "nine minutes" in tried.without


def test_all_overrides_and_their_places() -> None:
    mine = site(selectors={"remove": ["css:a", "css:b"], "headline": "css:h1"}, access={"lockedWhen": ["css:c"]})
    assert overrides_of(mine) == (
        Override(("selectors", "headline"), "css:h1"),
        Override(("selectors", "remove", 0), "css:a"),
        Override(("selectors", "remove", 1), "css:b"),
        Override(("access", "lockedWhen", 0), "css:c"),
    )
    assert [each.where for each in overrides_of(mine)] == [
        "selectors.headline",
        "selectors.remove #1",
        "selectors.remove #2",
        "access.lockedWhen #1",
    ]


def test_pages_are_summed_up() -> None:
    mine = fields(headline="css:h1, .own", description="css:.gone", articleSection="css:.own")
    own = page("<p class=own>Own</p>")
    headline, description, section = tried_on(
        mine, [3, 4, 5], [("a", try_on(page(), mine)), ("b", try_on(own, mine)), ("c", try_on(page(), mine))]
    )
    assert (headline.verdict, headline.matched, headline.pages, headline.needless) == (Verdict.MATCHES, 3, 3, True)
    assert (description.verdict, description.missedOn, description.line) == (Verdict.NEVER, "a", 4)
    assert description.without == "A late ferry, and many gulls."
    assert (section.verdict, section.matched, section.gave, section.without) == (Verdict.SOME, 1, "Own", "Harbour")
    assert (section.missedOn, section.needless) == ("a", False)
    assert headline.missedOn is None


def test_without_pages_nothing_is_said_to_be_broken() -> None:
    (tried,) = tried_on(fields(headline="css:h1"), [3], [])
    assert (tried.verdict, tried.needless) == (Verdict.NOT_DUE, False)


def test_an_xpath_that_fails_on_a_page_finds_nothing() -> None:
    """Which of its types do not fit shows itself only where the XPath comes that far; the page is read all the same."""
    selector = "xpath://article[count('x') > 1]"
    mine = site(selectors={"headline": selector, "remove": [selector]}, access={"lockedWhen": [selector]})
    there = page()
    assert [trial.matched for trial in try_on(there, mine)] == [False, False, False]
    assert read_parsed(there, hints=hints_of(mine)).article.headline == "The ferry leaves late"
