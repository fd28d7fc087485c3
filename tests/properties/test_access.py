"""Laws of the access verdict: never an error, never free without a word of it, never complete when unsure."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.access.declared import declarations, summed_up
from newsbot.access.explain import explain
from newsbot.access.needles import grams, needles
from newsbot.access.notices import find_notice, find_state
from newsbot.access.verdict import judge, page_kind
from newsbot.article import COMPLETE, RESTRICTED, Article, Confidence, Declared, Delivered, Session
from newsbot.errors import NotAPage
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.reading import Reading

URL = "https://news.example/2026/03/story-1"
SENTENCE = "The council of the old harbour town voted on Monday evening for plan number {} that has divided its people."
PARAGRAPHS = st.integers(0, 14).map(
    lambda n: "".join(f"<p>{SENTENCE.format(at)} {SENTENCE.format(at + 50)}</p>" for at in range(n))
)
NOTICES = st.sampled_from(
    [
        "",
        "<p>To read the full story, please subscribe or sign in.</p>",
        "<p>Already a subscriber? Log in</p>",
        "<p>Il vous reste 57.09% de cet article à lire.</p>",
        "<p>Create a free account to continue reading</p>",
        "<div hidden><p>This article is for subscribers only.</p></div>",
        "<p>You have 2 free articles left this month</p>",
        "<form><input type='password'></form>",
        "<script>window._cf_chl_opt={}</script>",
    ]
)
MARKS = st.sampled_from(
    [
        "",
        '<script type="application/ld+json">'
        '{"@type":"NewsArticle","datePublished":"2026-03-01","isAccessibleForFree":false}</script>',
        '<script type="application/ld+json">'
        '{"@type":"NewsArticle","datePublished":"2026-03-01","wordCount":2000}</script>',
        '<meta property="og:type" content="website"><title>Page not found</title>',
        "<title>Just a moment...</title>",
        '<meta property="article:content_tier" content="metered">',
    ]
)
SOUP = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(["<p>", "</p>", "<div hidden>", "<h1>", "<template>", "<input type=password>"]),
    ),
    max_size=25,
)
PAGES = st.builds(
    lambda mark, before, body, after, soup: (
        f"<html><head>{mark}</head><body>{before}{body}{after}{''.join(soup)}</body></html>"
    ),
    MARKS,
    NOTICES,
    PARAGRAPHS,
    NOTICES,
    st.one_of(st.just([]), SOUP),
)


def read(html, status=200):
    page = parse_page(html, URL, status=status)
    return page, read_page(page)


@settings(max_examples=60, deadline=None)
@given(PAGES, st.sampled_from([200, 203, 401, 402, 403, 404, 410, 429, 451, 500, 503]), st.sampled_from(list(Session)))
def test_every_page_gets_a_verdict_that_holds_together(html, status, session):
    try:
        page, reading = read(html, status)
    except NotAPage:
        return
    access = judge(page, reading, session=session)
    told = summed_up(declarations(page))[0]
    assert access.declared is told
    assert all(len(each.value) <= 200 for each in access.evidence)
    assert not (access.delivered in COMPLETE and not reading.article.articleBody)
    assert not (access.delivered in COMPLETE and access.confidence is Confidence.CERTAIN)
    if access.delivered in RESTRICTED:
        assert access.evidence
    lines = explain(access)
    assert lines
    if access.confidence in {Confidence.WEAK, Confidence.UNKNOWN}:
        assert not any("Complete" in line for line in lines)
    assert page_kind(page, reading)


@settings(max_examples=40, deadline=None)
@given(PARAGRAPHS, NOTICES)
def test_absent_evidence_is_never_free(body, notice):
    page, reading = read(
        f"<html><head><title>Story</title></head><body><article>{body}{notice}</article></body></html>"
    )
    assert judge(page, reading).declared is Declared.ABSENT


@settings(max_examples=30, deadline=None)
@given(st.integers(4, 14), st.integers(0, 14))
def test_one_more_paragraph_does_not_restrict_a_whole_text(count, place):
    parts = [f"<p>{SENTENCE.format(at)} {SENTENCE.format(at + 50)}</p>" for at in range(count)]
    data = '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-03-01T10:00:00Z"}</script>'
    extra = "<p>A spokeswoman for the harbour office said on Tuesday that the work would begin after the storms.</p>"
    for paragraphs in (parts, [*parts[: place % count], extra, *parts[place % count :]]):
        page, reading = read(f"<html><head>{data}</head><body><article>{''.join(paragraphs)}</article></body></html>")
        assert judge(page, reading).delivered is Delivered.FULL


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_judging_changes_nothing(html):
    try:
        page, reading = read(html)
    except NotAPage:
        return
    first = judge(page, reading)
    assert judge(page, reading) == first
    assert judge(*read(html)) == first


@settings(max_examples=40, deadline=None)
@given(PAGES)
def test_no_text_is_never_a_whole_text(html):
    try:
        page, reading = read(html)
    except NotAPage:
        return
    empty = Reading(article=type(reading.article)(url=URL))
    assert judge(page, empty).delivered not in COMPLETE


READINGS = st.builds(
    lambda blocks, places, source, words, types: Reading(
        article=Article(url=URL, articleBody="\n\n".join(blocks) or None),
        blocks=tuple(blocks),
        places=tuple(places),
        bodySource=source,
        declaredWordCount=words,
        jsonldTypes=frozenset(types),
    ),
    st.lists(st.one_of(st.text(max_size=200), st.integers(0, 60).map(SENTENCE.format)), max_size=8),
    st.lists(st.integers(-3, 60), max_size=8),
    st.sampled_from([None, "dom", "jsonld:articleBody", "site:articleBody"]),
    st.one_of(st.none(), st.integers(1, 5000)),
    st.lists(st.sampled_from(["NewsArticle", "LiveBlogPosting", "CollectionPage"]), max_size=2),
)


@settings(max_examples=60, deadline=None)
@given(PAGES, READINGS, st.sampled_from([200, 403, 503]))
def test_any_reading_of_any_page_can_be_judged(html, reading, status):
    try:
        page, _ = read(html, status)
    except NotAPage:
        return
    access = judge(page, reading)
    assert access.declared is summed_up(declarations(page))[0]
    assert not (access.delivered in COMPLETE and access.confidence is Confidence.CERTAIN)
    assert not (access.delivered in COMPLETE and not reading.article.articleBody)
    assert access.delivered not in RESTRICTED or access.evidence


@settings(max_examples=150, deadline=None)
@given(st.text("abcd ()|?*+{}]\\.^$:!12,", max_size=14))
def test_needles_of_any_pattern(pattern):
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError):
        return
    found = needles(pattern, 2)
    for text in ("", "abcd", "dcba abcd", pattern):
        if found is not None and compiled.search(text):
            assert found & grams(text, 2)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=500))
def test_any_line_can_be_asked(text):
    for ask in (find_notice, find_state):
        notice = ask(text)
        assert notice is None or (len(notice.phrase) <= 200 and notice.language)
