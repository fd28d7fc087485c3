"""Feeds of what newsbot read: the demo newspaper's articles, by HTTP, through a store."""

from __future__ import annotations

from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from newsbot.article import Article
from newsbot.demo.server import Demo, start_demo
from newsbot.discovery.feed import read_feed
from newsbot.publish.feed import entry
from newsbot.publish.feeds import Format, render
from newsbot.publish.safe_html import safe_html
from newsbot.reading import read_bytes
from newsbot.store.base import Query
from newsbot.store.opening import open_store
from tests.newsbot.publish.rules import check_atom, check_json, check_rss
from tests.newsbot.publish.samples import CHANNEL


def read_all(demo: Demo) -> list[Article]:
    """Every article that the newspaper's own feed names, as anybody gets it."""
    with urlopen(f"{demo.url}/feeds/all.xml") as answer:
        links = read_feed(answer.read(), f"{demo.url}/feeds/all.xml").links
    articles = []
    for link in links:
        try:
            with urlopen(link.url) as answer:
                articles.append(read_bytes(answer.read(), link.url, link=link).article)
        except HTTPError as refused:
            refused.close()
    return articles


def test_what_newsbot_read_is_given_on(tmp_path: Path) -> None:
    with start_demo() as demo:
        read = read_all(demo)
    with open_store(f"sqlite:///{tmp_path}/news.db") as store:
        store.save(read)
        kept = list(store.find(Query()))
    assert len(kept) >= 10
    teasers = 0
    for article in kept:
        body = article.articleBodyHtml or ""
        cleaned = safe_html(body).replace(' rel="noopener noreferrer nofollow"', "")
        assert cleaned.replace("<tbody>", "").replace("</tbody>", "") == body
        made = entry(article, full=True)
        assert bool(made.labels) == (not article.complete)
        teasers += "teaser" in made.labels
    assert teasers
    made_all = [entry(each, full=True) for each in kept]
    for kind, check in ((Format.ATOM, check_atom), (Format.RSS, check_rss), (Format.JSON, check_json)):
        body, content_type = render(kind, CHANNEL, made_all)
        check(body)
        assert {link.url for link in read_feed(body, CHANNEL.address, content_type).links} == {
            each.url for each in made_all
        }
