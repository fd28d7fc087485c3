"""Laws of feeds: whatever an article holds, its feeds keep the rules of their formats, and nothing in them can run."""

from __future__ import annotations

from dataclasses import replace

import feedparser
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot.article import COMPLETE, Article
from newsbot.publish import opml
from newsbot.publish.feed import Channel, entry
from newsbot.publish.feeds import Format, render
from newsbot.publish.safe_html import plain_html, safe_html
from tests.newsbot.publish.markup import assert_safe
from tests.newsbot.publish.payloads import every
from tests.newsbot.publish.rules import check_atom, check_json, check_opml, check_rss
from tests.newsbot.publish.samples import CHANNEL
from tests.properties.test_documents import any_texts, wild_articles

hostile = st.lists(st.sampled_from(every()) | any_texts | st.sampled_from("<>&'\"/= \n"), max_size=5).map("".join)
urls = st.sampled_from(
    ["https://x.example/a", "http://é.example/b c", "file:///x", "", "https://[", "https://u:p@x.example"]
)


@given(hostile, st.booleans())
def test_what_is_safe_stays_as_it_is(markup: str, pictures: bool) -> None:
    safe = safe_html(markup, pictures=pictures, base="https://y.example/")
    assert_safe(safe)
    assert safe_html(safe, pictures=pictures) == safe


@given(any_texts)
def test_plain_text_is_safe_html(text: str) -> None:
    assert_safe(plain_html(text))
    assert safe_html(plain_html(text)) == plain_html(text)


@settings(max_examples=60)
@given(st.lists(wild_articles, max_size=2), hostile, hostile, urls, st.booleans())
def test_any_article_makes_feeds_that_keep_the_rules(
    articles: list[Article], text: str, headline: str, url: str, full: bool
) -> None:
    articles = [*articles, *(replace(each, url=url, headline=headline, articleBodyHtml=text) for each in articles[:1])]
    made = [entry(each, full=full, copies=articles, pictures=True) for each in articles]
    atom = check_atom(render(Format.ATOM, CHANNEL, made)[0])
    check_rss(render(Format.RSS, CHANNEL, made)[0])
    check_json(render(Format.JSON, CHANNEL, made)[0])
    for each, article in zip(made, articles, strict=True):
        assert bool(each.labels.keys() - {"withdrawn"}) == (article.access.delivered not in COMPLETE)
        assert_safe(each.labelled_html or "")
        assert_safe(each.labelled_summary_html)
    assert atom is not None


@given(any_texts, any_texts, any_texts)
def test_any_channel_is_well_formed(title: str, description: str, language: str) -> None:
    channel: Channel = replace(CHANNEL, title=title, description=description, language=language)
    for kind in (Format.ATOM, Format.RSS):
        body, _ = render(kind, channel, [])
        assert not feedparser.parse(body).bozo
    check_json(render(Format.JSON, channel, [])[0])
    check_opml(opml.render(title, [channel]))
