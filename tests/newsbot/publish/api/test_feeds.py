"""Feeds over HTTP: what is in them, for whom, and what readers make of them."""

from __future__ import annotations

import feedparser
import pytest
from lxml import etree

from newsbot.publish.tokens import Scope
from tests.newsbot.publish.api.serving import FREE, Served, article


def titles(served: Served, path: str, **options: object) -> list[str]:
    answer = served.get(path, **options)
    assert answer.status_code == 200, answer.text
    return [each["title"] for each in feedparser.parse(answer.content).entries]


@pytest.mark.parametrize("kind", ["atom", "rss"])
def test_what_came_in_or_changed_last_comes_first(served: Served, kind: str) -> None:
    assert titles(served, f"/feeds/articles.{kind}") == ["About d", "About a", "About c", "About b"]
    assert titles(served, f"/feeds/articles.{kind}?limit=2") == ["About d", "About a"]
    assert titles(served, f"/feeds/sites/post.{kind}") == ["About d"]
    assert titles(served, f"/feeds/articles.{kind}?text=subscribers") == ["About b"]
    assert titles(served, f"/feeds/articles.{kind}?site=times&section=Town") == ["About a"]
    served.store.save([article("copy", 20, story=article("b").key, site="post")])
    assert titles(served, f"/feeds/stories/{article('b').key}.{kind}") == ["About copy", "About b"]


def test_json_feed_and_the_text_or_a_summary(served: Served) -> None:
    feed = served.json("/feeds/articles.json?site=times")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].startswith(served.url)
    assert "content_html" in feed["items"][0]
    assert "content_html" not in served.json("/feeds/articles.json?full=false")["items"][0]


def test_a_feed_that_has_not_changed_is_not_sent_again(served: Served) -> None:
    first = served.get("/feeds/articles.atom")
    etag = {"If-None-Match": first.headers["etag"]}
    assert served.get("/feeds/articles.atom", headers=etag).status_code == 304
    served.store.save([article("a", 500, FREE + "More.", articleSection="Town")])  # seen again, the same
    assert served.get("/feeds/articles.atom", headers=etag).status_code == 304
    served.store.save([article("b", 501, FREE + "Even more.")])
    again = served.get("/feeds/articles.atom", headers=etag)
    assert again.status_code == 200
    assert feedparser.parse(again.content).entries[0].title == "About b"


def test_a_feed_reader_gives_its_token_as_a_password_and_gets_no_paid_text(served: Served) -> None:
    token = served.tokens.add("reader", [Scope.READ])
    away = {"X-Forwarded-For": "203.0.113.9"}
    assert served.get("/feeds/articles.atom", headers=away).status_code == 401
    assert served.get("/feeds/articles.atom", headers=away, auth=("me", "nb_wrong")).status_code == 401
    assert served.get("/feeds/articles.atom", headers={**away, "Authorization": "Basic %"}).status_code == 401
    for kind in ("atom", "rss", "json"):
        answer = served.get(f"/feeds/articles.{kind}", headers=away, auth=("me", token))
        assert answer.status_code == 200
        assert "This is what subscribers pay for" not in answer.text
        assert "This is what subscribers pay for" in served.get(f"/feeds/articles.{kind}").text


def test_all_feeds_as_opml(served: Served) -> None:
    answer = served.get("/feeds/all.opml?kind=rss")
    addresses = [each.get("xmlUrl") for each in etree.fromstring(answer.content).iter("outline")]
    assert len(addresses) == 4
    for address in addresses:
        assert feedparser.parse(served.get(address).content).entries, address


@pytest.mark.parametrize(
    "path",
    [
        "/feeds/articles.pdf",
        "/feeds/sites/nobody.atom",
        f"/feeds/stories/{'0' * 32}.rss",
        "/feeds/stories/x.rss",
        "/feeds/articles.atom?limit=1000",
    ],
)
def test_feeds_that_are_none(small: Served, path: str) -> None:
    answer = small.get(path)
    assert answer.status_code in {404, 422}
    assert answer.json()["cure"]
