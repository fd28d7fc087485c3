"""Live blogs: entries with their own time, headline, author and text; and nothing on pages that are none."""

import json
from datetime import UTC, datetime

import pytest

from newsbot.extraction.live import live_entries, read_updates
from newsbot.extraction.page import parse_page

URL = "https://paper.example/news/storm-live"
TEXT = "The storm has reached the harbour, and the last ferry has been tied to the quay for the night."


def page_of(body: str, head: str = ""):
    return parse_page(f"<html><head>{head}</head><body><article><h1>Storm</h1>{body}</article></body></html>", URL)


def entry(number: int, *, name: str = "live-blog-entry", time: str | None = None, more: str = "") -> str:
    time = time or f'<time datetime="2024-05-01T1{number}:00:00+02:00">1{number}.00</time>'
    return f'<div class="{name}" id="e{number}">{time}<h3>Gust number {number}</h3><p>{TEXT} ({number})</p>{more}</div>'


def entries(count: int = 4, **named) -> str:
    return "<div class='live-blog'>" + "".join(entry(n, **named) for n in range(count)) + "</div>"


def test_entries_are_read_from_the_page():
    page = page_of(f"<p>{TEXT}</p>" + entries(more='<p class="byline">By Ann Lee</p><button>Share</button>'))
    updates = read_updates(page, {})
    assert [each.headline for each in updates] == [f"Gust number {n}" for n in range(4)]
    assert [each.articleBody for each in updates] == [f"{TEXT} ({n})" for n in range(4)]
    assert [each.datePublished for each in updates] == [datetime(2024, 5, 1, 8 + n, tzinfo=UTC) for n in range(4)]
    assert [[author.name for author in each.authors] for each in updates] == [["Ann Lee"]] * 4
    assert updates[2].url == f"{URL}#e2"
    assert [each.get("id") for each in live_entries(page)] == ["e0", "e1", "e2", "e3"]


@pytest.mark.parametrize(
    "name",
    [
        "liveblog__post",
        "LiveEntry",
        "ticker-entry",
        "live-post",
        "timeline-item",
        "live_update",
        "minutebyminute-block",
    ],
)
def test_usual_names_are_known(name):
    page = page_of("<section>" + "".join(entry(n, name=name) for n in range(3)) + "</section>")
    assert len(live_entries(page)) == 3


def test_lists_and_microdata():
    items = "".join(
        '<li itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">'
        f'<time datetime="2024-05-01T1{n}:00Z">'
        f"1{n}:00</time><h2>Gust {n}</h2><p>{TEXT}</p></li>"
        for n in range(3)
    )
    assert [each.headline for each in read_updates(page_of(f"<ol>{items}</ol>"), {})] == ["Gust 0", "Gust 1", "Gust 2"]


def test_a_page_that_says_it_is_one_needs_no_names():
    data = {"@context": "https://schema.org", "@type": "LiveBlogPosting", "headline": "Storm"}
    head = f'<script type="application/ld+json">{json.dumps(data)}</script>'
    body = "".join(f'<div data-timestamp="17145576{n}0">{TEXT} {n}<p>{TEXT}</p></div>' for n in range(3))
    updates = read_updates(page_of(f"<section>{body}</section>", head), data)
    assert [each.datePublishedRaw for each in updates] == ["1714557600", "1714557610", "1714557620"]
    assert updates[0].datePublished == datetime(2024, 5, 1, 10, 0, tzinfo=UTC)
    assert live_entries(page_of(f"<section>{body}</section>")) == []


def test_json_ld_is_taken_where_the_page_shows_no_more():
    declared = [
        {"@type": "BlogPosting", "headline": f"Gust {n}", "datePublished": f"2024-05-01T1{n}:00:00Z",
         "articleBody": f"{TEXT} {TEXT}",
         "author": {"@type": "Person", "name": "Bo Ek"}, "url": f"{URL}#p{n}"}
        for n in range(5)
    ]  # fmt: skip
    data = {"@type": "LiveBlogPosting", "liveBlogUpdate": declared}
    updates = read_updates(page_of(entries(3)), data)
    assert [each.headline for each in updates] == [f"Gust {n}" for n in range(5)]
    assert updates[0].authors[0].name == "Bo Ek"
    bare = {"@type": "LiveBlogPosting", "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Gust"}]}
    assert len(read_updates(page_of(entries(4)), bare)) == 4


def test_a_line_before_the_headline_is_a_badge_or_a_name():
    time = "<time>14:05</time><p>Ann Lee</p><p>KEY EVENT</p>"
    update = read_updates(page_of(entries(3, time=time)), {})[0]
    assert update.articleBody == f"{TEXT} (0)"
    assert [author.name for author in update.authors] == ["Ann Lee"]
    assert (update.datePublishedRaw, update.datePublished) == ("14:05", None)


TEASERS = "".join(
    f'<div class="live-feed-item"><time datetime="2024-05-01">1 May</time>'
    f'<h3><a href="/n/{n}">A story of some length, number {n}</a></h3>'
    f"<p>{TEXT}</p></div>"
    for n in range(6)
)
COMMENTS = "".join(
    f'<div class="comment live-comment-item"><time datetime="2024-05-01T10:0{n}Z">now</time><p>{TEXT}</p></div>'
    for n in range(6)
)
LINKS = "".join(
    f'<li class="ticker-item"><time datetime="2024-05-01T10:0{n}Z">10:0{n}</time><a href="/n/{n}">{TEXT}</a></li>'
    for n in range(6)
)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{TEXT}</p>" * 5,
        entries(2),
        "<section>" + "".join(entry(n, name="card") for n in range(5)) + "</section>",
        f"<section>{TEASERS}</section>",
        f"<section>{COMMENTS}</section>",
        f"<ul>{LINKS}</ul>",
        f"<aside>{entries(4)}</aside>",
        "<div class=live-blog>" + '<div class="live-blog-entry"><time>10:00</time></div>' * 9 + "</div>",
        "",
    ],
)
def test_nothing_is_found_on_other_pages(body):
    page = page_of(body)
    assert live_entries(page) == []
    assert read_updates(page, {}) == []
