"""Merge: which source wins, what the site's selectors override, and that readers leave the tree alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from lxml import etree

from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import FixArgument
from newsbot.extraction.merge import read_page
from newsbot.extraction.page import parse_page
from newsbot.extraction.reading import Reading

URL = "https://www.paper.example/news/a"
SENTENCE = "The council met on Monday evening and, after two hours of quiet talk, voted to mend the bridge. "
JSONLD = {
    "@context": "https://schema.org",
    "@graph": [
        {
            "@type": "LiveBlogPosting",
            "headline": "Bridge opens",
            "alternativeHeadline": "A town in two halves is whole again",
            "description": "A summary &amp; more",
            "datePublished": "2026-03-01T10:20:00+01:00",
            "dateModified": "2026-03-01T12:00:00+01:00",
            "author": {"@id": "#ann"},
            "publisher": {"@type": "Organization", "name": "The Paper"},
            "articleSection": ["Town", "Bridges"],
            "keywords": "bridge, town,bridge",
            "inLanguage": "en_gb",
            "isAccessibleForFree": "False",
            "wordCount": "1,234",
            "video": {"@type": "VideoObject", "contentUrl": "/v/1.mp4"},
            "liveBlogUpdate": [
                {
                    "headline": "It is open",
                    "articleBody": "Cars roll.",
                    "datePublished": "2026-03-01T11:00:00Z",
                    "url": "#1",
                    "author": "Bo Ek",
                }
            ],
        },
        {"@type": "Person", "@id": "#ann", "name": "Ann Lee", "url": "https://www.paper.example/ann"},
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"position": 2, "name": "Town", "item": "/town"},
                {"position": 1, "item": {"@id": "/", "name": "Home"}},
            ],
        },
    ],
}


def page_html(head: str = "", body: str = "", *, jsonld: bool = True) -> str:
    script = f'<script type="application/ld+json">{json.dumps(JSONLD)}</script>' if jsonld else ""
    text = "".join(f"<p>{n}. {SENTENCE * 2}</p>" for n in range(4))
    article = f"<article><h1>An h1 of its own</h1>{text}{body}</article>"
    return f"<html lang=de><head>{script}{head}</head><body>{article}</body></html>"


def read(html: str, **more: object) -> Reading:
    return read_page(parse_page(html, URL), **more)  # type: ignore[arg-type]


def test_jsonld_comes_first_and_every_field_tells_its_source() -> None:
    reading = read(page_html('<meta property="og:title" content="From meta"><meta name="author" content="Meta Name">'))
    article = reading.article
    assert article.headline == "Bridge opens"
    assert article.alternativeHeadline == "A town in two halves is whole again"
    assert article.description == "A summary & more"
    assert [(a.name, a.url) for a in article.authors] == [("Ann Lee", "https://www.paper.example/ann")]
    assert article.datePublished == datetime(2026, 3, 1, 9, 20, tzinfo=UTC)
    assert article.dateModified == datetime(2026, 3, 1, 11, 0, tzinfo=UTC)
    assert (article.publisher, article.articleSection, article.inLanguage) == ("The Paper", "Town", "en-GB")
    assert article.keywords == ["bridge", "town"]
    assert article.isAccessibleForFree is False
    assert [(crumb.name, crumb.url) for crumb in article.breadcrumbs] == [
        ("Home", "https://www.paper.example/"),
        ("Town", "https://www.paper.example/town"),
    ]
    assert [video.url for video in article.videos] == ["https://www.paper.example/v/1.mp4"]
    (update,) = article.liveBlogUpdate
    assert (update.headline, update.articleBody, update.authors[0].name) == ("It is open", "Cars roll.", "Bo Ek")
    assert reading.declaredWordCount == 1234
    assert {"LiveBlogPosting", "Person"} <= reading.jsonldTypes
    sources = {field: told.source for field, told in article.provenance.items()}
    assert sources["headline"] == "jsonld:headline"
    assert sources["authors"] == "jsonld:author"
    assert sources["articleBody"] == "dom"


def test_meta_then_h1_then_the_finders_hints() -> None:
    meta = read(
        page_html(
            '<meta property="og:title" content="From meta - The Paper">'
            '<meta property="og:site_name" content="The Paper">',
            jsonld=False,
        )
    )
    assert (meta.article.headline, meta.article.provenance["headline"].source) == ("From meta", "meta:og:title")
    h1 = read(page_html(jsonld=False)).article
    assert (h1.headline, h1.provenance["headline"].source, h1.inLanguage) == ("An h1 of its own", "h1", "de")
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    link = Link(
        url=URL, foundBy=FoundBy.FEED, foundOn="https://www.paper.example/feed", title="From feed", published=moment
    )
    bare = read("<html><body><p>x</p></body></html>", link=link).article
    assert (bare.headline, bare.datePublished) == ("From feed", moment)
    assert bare.provenance["datePublished"].source == "feed"


def test_nothing_known_is_none() -> None:
    article = read("<html><body><p>x</p></body></html>").article
    assert (article.headline, article.datePublished, article.publisher, article.isAccessibleForFree) == (
        None,
        None,
        None,
        None,
    )
    assert (article.authors, article.images, article.keywords) == ([], [], [])
    assert article.url == URL


def test_selectors_of_the_site_come_first() -> None:
    body = (
        "<div class=kicker>Own words</div><time class=t datetime='2026-04-01T00:00:00Z'>x</time>"
        "<div class=txt><p>Own text.</p><p>More.</p></div>"
    )
    selectors = {
        "headline": "css:.kicker",
        "datePublished": "xpath://time[@class='t']/@datetime",
        "authors": "css:.nobody",
        "articleBody": "css:.txt",
    }
    reading = read(page_html(body=body), selectors=selectors)
    assert reading.article.headline == "Own words"
    assert reading.article.provenance["headline"].source == "site:selector"
    assert reading.article.datePublished == datetime(2026, 4, 1, tzinfo=UTC)
    assert [author.name for author in reading.article.authors] == ["Ann Lee"]
    assert reading.blocks == ("Own text.", "More.")
    assert reading.bodySource == "site:articleBody"


@pytest.mark.parametrize("selector", ["h1", "css:", "css:h1[", "xpath://h1[", "xpath:nope()"])
def test_a_wrong_selector_is_named(selector: str) -> None:
    with pytest.raises(FixArgument, match="selector"):
        read(page_html(), selectors={"headline": selector})


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<link rel="canonical" href="/news/own">', "https://www.paper.example/news/own"),
        (
            '<link rel="canonical" href="javascript:x"><meta property="og:url" content="https://paper.example/og">',
            "https://paper.example/og",
        ),
        ('<link rel="canonical" href="http://[::bad">', None),
    ],
)
def test_canonical_urls_are_absolute_http(head: str, expected: str | None) -> None:
    assert read(page_html(head, jsonld=False)).article.canonicalUrl == expected


@pytest.mark.parametrize(
    ("current", "link", "expected"),
    [
        ("https://p.example/a.html", "<a href='/a.html?page=2'>Next</a>", "https://p.example/a.html?page=2"),
        ("https://p.example/a", "<a href='/a/2' rel=next>2</a>", "https://p.example/a/2"),
        (
            "https://p.example/a-123",
            "<div class=pagination><a href='/a-123/seite-2'>2</a></div>",
            "https://p.example/a-123/seite-2",
        ),
        (
            "https://p.example/a?page=2",
            "<a href='/a?page=3'>Weiter</a><a href='/a?page=1'>zurück</a>",
            "https://p.example/a?page=3",
        ),
        ("https://p.example/a?id=7", "<a href='/a?id=7&page=2'>Next page »</a>", "https://p.example/a?id=7&page=2"),
        ("https://p.example/a?id=7", "<a href='/a?id=8&page=2'>Next</a>", None),
        ("https://p.example/a", "<a href='/b' rel=next>Next story</a>", None),
        ("https://p.example/a", "<a href='https://q.example/a/2' rel=next>Next</a>", None),
        ("https://p.example/a", "<a href='/a/3' rel=next>Next</a>", None),
    ],
)
def test_the_next_page_of_the_same_article(current: str, link: str, expected: str | None) -> None:
    html = page_html('<meta property="og:type" content="article">', link, jsonld=False)
    assert read_page(parse_page(html, current)).nextPage == expected


def test_a_list_has_no_next_page() -> None:
    html = page_html(body="<a href='/news/a?page=2' rel=next>Next</a>", jsonld=False)
    assert read(html).nextPage is None


def test_corrections_are_told() -> None:
    note = "<p>Correction, 2 March: an earlier version of this article gave the wrong length of the bridge.</p>"
    article = read(page_html(body=note)).article
    assert article.correction is not None
    assert article.correction.startswith("Correction, 2 March")


def test_readers_leave_the_tree_alone_and_agree_with_themselves() -> None:
    page = parse_page(page_html(body="<figure><img src='/x-445566.jpg'><figcaption>c</figcaption></figure>"), URL)
    before = etree.tostring(page.root)
    first = read_page(page)
    assert etree.tostring(page.root) == before
    assert read_page(page) == first
