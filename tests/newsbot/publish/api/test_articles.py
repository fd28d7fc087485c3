"""Articles, changes, stories and sites over HTTP, from both stores."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from newsbot.article import Article
from tests.newsbot.publish.api.serving import FREE, Served, article


def names(found: dict[str, Any]) -> list[str]:
    return [each["url"].rsplit("/", 1)[1] for each in found["articles"]]


def test_a_list_goes_from_the_newest_to_the_oldest(served: Served) -> None:
    first = served.json("/api/articles?limit=3")
    assert names(first) == ["d", "c", "b"]
    second = served.json(f"/api/articles?limit=3&after={first['next']}")
    assert (names(second), second["next"]) == (["a"], None)
    listed = first["articles"][2]
    assert "articleBody" not in listed
    assert (listed["site"], listed["authors"], listed["access"]["declared"]) == ("times", ["Ada Ash"], "not_free")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("site=post", "d"),
        ("section=Town", "a"),
        ("author=Ada+Ash", "dcba"),
        ("text=subscribers", "b"),
        ("text=council&site=times", "a"),
        ("delivered=partial_teaser", "c"),
        ("delivered=partial_teaser&delivered=none", "c"),
        ("language=en", "dcba"),
        ("language=de", ""),
        ("cameSince=2026-11-22T07:02:00Z", "dc"),
        ("cameUntil=2026-11-22T08:02:00%2B01:00", "ba"),
        ("publishedSince=2026-11-22", ""),
        ("site=&text=", "dcba"),
    ],
)
def test_conditions(served: Served, asked: str, expected: str) -> None:
    assert "".join(names(served.json(f"/api/articles?{asked}"))) == expected


def test_one_article_whole_by_key_and_by_address(served: Served) -> None:
    key = article("a").key
    found = served.json(f"/api/articles/{key}")
    assert found["key"] == key
    assert found["articleBody"] == FREE + "More."
    assert served.json("/api/article", params={"url": "http://example.com/a/?utm_source=x"}) == found
    assert set(found) == {"key", *Article.__dataclass_fields__}
    versions = served.json(f"/api/articles/{key}/revisions")["versions"]
    assert [each["revision"]["number"] for each in versions] == [1, 2]
    assert [each["articleBody"] for each in versions] == [FREE, FREE + "More."]


def test_what_is_withdrawn_is_told_so(served: Served) -> None:
    assert served.json(f"/api/articles/{article('d').key}")["revision"]["withdrawnReason"] is not None


def test_changes_since_a_cursor(served: Served) -> None:
    first = served.json("/api/changes?limit=3")
    assert first["more"]
    second = served.json(f"/api/changes?after={first['cursor']}&articles=all")
    told = [(each["kind"], each["url"][-1]) for each in first["events"] + second["events"]]
    assert told == [("new", "a"), ("new", "b"), ("new", "c"), ("new", "d"), ("changed", "a"), ("withdrawn", "d")]
    assert [each["number"] for each in first["events"] + second["events"]] == [1, 2, 3, 4, 5, 6]
    assert second["events"][1]["article"]["articleBody"] == FREE + "More."
    assert not second["more"]
    last = served.json(f"/api/changes?after={second['cursor']}")
    assert last == {"cursor": second["cursor"], "more": False, "events": []}
    assert served.json("/api/counts")["cursor"] == last["cursor"]


def test_changes_as_they_happen(served: Served) -> None:
    with served.client.stream("GET", "/api/changes/stream?articles=listed") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        lines = answer.iter_lines()
        assert next(lines) == "retry: 3000"
        begin = next(lines).removeprefix("id: ")
        served.store.save([article("e", 9), article("b", 10, FREE * 2)])
        told = following(lines, 2)
    assert [(each["event"], each["data"]["url"][-1], each["data"]["article"]["headline"]) for each in told] == [
        ("new", "e", "About e"),
        ("changed", "b", "About b"),
    ]
    again = {"Last-Event-ID": told[0]["id"]}
    with served.client.stream("GET", "/api/changes/stream", headers=again) as answer:
        assert [each["id"] for each in following(answer.iter_lines(), 1)] == [told[1]["id"]]
    with served.client.stream("GET", f"/api/changes/stream?after={begin}") as answer:
        assert [each["id"] for each in following(answer.iter_lines(), 2)] == [each["id"] for each in told]


def following(lines: Any, count: int) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    event: dict[str, Any] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line and name in {"id", "event", "data"}:
            event[name] = json.loads(value) if name == "data" else value
        elif not line and "data" in event:
            told.append(event)
            event = {}
            if len(told) == count:
                return told
        elif not line:
            event = {}
    raise AssertionError(told)


def test_a_story(served: Served) -> None:
    served.store.save([article("copy", 20, story=article("a").key, site="post")])
    for key in (article("a").key, article("copy").key):
        story = served.json(f"/api/stories/{key}")
        assert story["story"] == article("a").key
        assert names(story) == ["a", "copy"]


def test_sites_and_their_days(served: Served) -> None:
    found = served.json("/api/sites")["sites"]
    assert {each["name"]: each["articles"] for each in found} == {"times": 3, "post": 1}
    site = served.json("/api/sites/times")
    assert sum(day["articles"] for day in site["days"]) in {0, 3}  # the articles of these tests grow old
    assert served.json("/api/counts")["byDelivered"] == {"full": 3, "partial_teaser": 1}


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/api/articles?limit=0", 422, "limit"),
        ("/api/articles?limit=many", 422, "limit"),
        ("/api/articles?delivered=all", 422, "delivered"),
        ("/api/articles?publishedSince=yesterday", 422, "publishedSince"),
        ("/api/articles?fetchedSince=5", 422, "ISO 8601"),
        ("/api/articles?story=x", 422, "story"),
        ("/api/articles?after=x", 400, "Give `next` of the page before"),
        ("/api/changes?after=x", 400, "Begin anew"),
        ("/api/changes?after=000000000000-1", 400, "another store"),
        ("/api/changes/stream?after=x", 400, "Begin anew"),
        (f"/api/articles/{'0' * 32}", 404, "No article"),
        ("/api/articles/x", 422, "key"),
        (f"/api/articles/{'0' * 32}/revisions", 404, "No article"),
        ("/api/article?url=https://www.example.com/none", 404, "No article"),
        ("/api/article?url=javascript:alert(1)", 400, "no http(s) address"),
        ("/api/article", 422, "url"),
        ("/api/sites/nobody", 404, "GET /api/sites"),
        (f"/api/stories/{'0' * 32}", 404, "No story"),
        ("/api/nothing", 404, "GET /api lists"),
    ],
)
def test_what_cannot_be_answered_says_what_to_send(small: Served, path: str, status: int, says: str) -> None:
    answer = small.get(path)
    assert answer.status_code == status
    assert set(answer.json()) == {"what", "cure"}
    assert says in f"{answer.json()['what']} {answer.json()['cure']}"
    assert answer.json()["cure"]


def test_a_cursor_ahead_of_its_store_is_refused(small: Served) -> None:
    cursor = small.json("/api/counts")["cursor"]
    ahead = f"{cursor.partition('-')[0]}-{10**9}"
    assert "older copy" in small.get(f"/api/changes?after={ahead}").json()["what"]


def test_who_has_it_already_gets_304(served: Served) -> None:
    for path in ("/api/articles", f"/api/articles/{article('a').key}", "/api/changes", "/api/counts"):
        first = served.get(path)
        etag = first.headers["etag"]
        again = served.get(path, headers={"If-None-Match": f'"other", {etag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    served.store.save([article("f", 30)])
    assert served.get("/api/articles", headers={"If-None-Match": etag}).status_code == 200


def test_answers_are_packed_for_who_takes_that(small: Served) -> None:
    packed = small.get("/api/articles", headers={"Accept-Encoding": "gzip"})
    plain = small.get("/api/articles", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in small.get("/api/articles", headers={"Origin": "https://e.com"}).headers


@pytest.mark.parametrize("path", ["/api/articles", "/feeds/articles.atom", "/api", "/api/changes/stream", "/api/none"])
def test_head_is_answered_as_get_without_a_body(small: Served, path: str) -> None:
    head = small.client.head(path)
    assert head.content == b""
    if not path.endswith("stream"):
        whole = small.get(path)
        assert head.status_code == whole.status_code
        assert head.headers["content-type"] == whole.headers["content-type"]


def test_all_feeds_are_where_one_looks_for_them(small: Served) -> None:
    assert small.get("/feeds").headers["location"] == "/feeds/all.opml"


def test_the_list_of_routes(small: Served) -> None:
    routes = small.json("/api")["routes"]
    assert "GET /api/changes" in routes
    assert all(httpx.URL(each.split()[1]).path for each in routes)
