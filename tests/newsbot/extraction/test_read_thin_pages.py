"""Thin pages: shells that scripts fill from the data beside them, read as far as the page shows its reader."""

from __future__ import annotations

import json

from newsbot.article import Delivered
from newsbot.reading import PageRead, read_bytes

URL = "https://paper.example/news/bridge"
TITLE = "The old bridge opens again after five years"
SENTENCES = [
    f"In week {number} the masons set another row of stones above the river, and the town watched from the quay."
    for number in range(1, 12)
]


def state(**more: object) -> str:
    paragraphs = [{"type": "paragraph", "content": sentence} for sentence in SENTENCES]
    article = {"headline": TITLE, "url": URL, "body": paragraphs, **more}
    return json.dumps({"props": {"pageProps": {"article": article}}})


def shell(body: str, data: str, head: str = "") -> PageRead:
    html = (
        f"<html lang=en><head><title>{TITLE}</title><meta property='og:title' content='{TITLE}'>"
        f"<meta property='og:type' content='article'>{head}</head><body><main><h1>{TITLE}</h1>{body}</main>"
        f'<script id="__NEXT_DATA__" type="application/json">{data}</script></body></html>'
    )
    return read_bytes(html, URL)


def test_a_shell_is_filled_from_its_state() -> None:
    read = shell("<div id=root></div>", state())
    assert read.reading.bodySource is not None
    assert read.reading.bodySource.startswith("data:")
    assert list(read.reading.blocks) == SENTENCES
    assert read.article.articleBody == "\n\n".join(SENTENCES)
    assert (read.article.articleBodyHtml or "").count("<p>") == len(SENTENCES)


def test_a_page_that_shows_its_text_is_not_read_from_its_state() -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    assert shell(text, state()).reading.bodySource == "dom"


def test_a_teaser_with_the_whole_text_in_its_state_stays_a_teaser() -> None:
    declared = {"@type": "NewsArticle", "headline": TITLE, "isAccessibleForFree": False}
    head = f'<script type="application/ld+json">{json.dumps(declared)}</script>'
    gate = "<div class=paywall><p>To read the whole article, subscribe now.</p><button>Subscribe</button></div>"
    read = shell(f"<p>{SENTENCES[0]}</p>{gate}", state(), head)
    assert read.article.access.delivered is Delivered.PARTIAL_TEASER
    assert read.article.articleBody == SENTENCES[0]
