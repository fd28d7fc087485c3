"""Webhooks over the API: for admins only, and without a secret."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.config import read_config
from newsbot.publish.tokens import Scope
from newsbot.publish.webhooks.book import Book
from newsbot.publish.webhooks.model import Hook
from tests.newsbot.publish.api.serving import T0, Served

URL = "https://hooks.example.org/services/T0KEN-T0KEN-T0KEN/x?key=hunter2"


@pytest.fixture
def book(small: Served, tmp_path: Path) -> Iterator[Book]:
    with Book(read_config({"NEWSBOT_DATA": str(tmp_path)}).webhooks) as opened:
        opened.add(Hook(name="desk", url=URL, secret="sealed:S3CRET", stream=small.store.stream, made=T0))
        (first, second, *_) = small.store.events(0, 2)
        held = opened.claim("desk", "me")
        assert held is not None
        for event in (first, second):
            opened.failed("desk", "me", event.number, 0, "it answered 500")
            opened.bury("desk", "me", event, "it answered 500")
        opened.release("desk", "me")
        yield opened


def test_where_there_are_none(small: Served) -> None:
    assert small.json("/api/webhooks") == {"webhooks": []}
    assert small.get("/api/webhooks/desk/failed").status_code == 404


def test_what_there_is(small: Served, book: Book) -> None:
    answer = small.get("/api/webhooks")
    (told,) = answer.json()["webhooks"]
    assert (told["name"], told["state"], told["behind"], told["dead"]) == ("desk", "runs", 4, 2)
    assert told["cursor"] == f"{small.store.stream}-2"
    assert not any(secret in answer.text for secret in ("hunter2", "S3CRET", "T0KEN"))


def test_dead_letters_are_sent_again(small: Served, book: Book) -> None:
    told = small.json("/api/webhooks/desk/failed", params={"limit": 1})
    assert told["more"] is True
    (letter,) = told["failed"]
    assert (letter["number"], letter["attempts"], letter["again"]) == (1, 2, False)
    assert letter["id"] == f"{small.store.stream}-1"
    answer = small.client.post("/api/webhooks/desk/replay", json={"numbers": [2]})
    assert (answer.status_code, answer.json()) == (200, {"again": 1})
    assert [each["again"] for each in small.json("/api/webhooks/desk/failed")["failed"]] == [False, True]
    assert small.client.post("/api/webhooks/desk/replay", json={}).json() == {"again": 2}


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("nobody", {}, 404),
        ("desk", {"numbers": [99]}, 400),
        ("desk", {"numbers": [0]}, 422),
        ("desk", {"numbers": ["x"]}, 422),
        ("desk", [], 422),
        ("desk", {"numbers": list(range(1, 20_000))}, 422),
    ],
)
def test_what_cannot_be_sent_again(small: Served, book: Book, name: str, body: object, status: int) -> None:
    answer = small.client.post(f"/api/webhooks/{name}/replay", json=body)
    assert answer.status_code == status
    assert set(answer.json()) == {"what", "cure"}


def test_a_webhook_that_is_paused_replays_nothing(small: Served, book: Book) -> None:
    book.pause("desk", "enough")
    assert small.client.post("/api/webhooks/desk/replay", json={}).status_code == 400


@pytest.mark.parametrize("scope", [Scope.READ, Scope.PAID, Scope.SCRAPE])
def test_admins_only(small: Served, book: Book, scope: Scope) -> None:
    headers = {"Authorization": f"Bearer {small.tokens.add(scope.value, [scope])}"}
    assert small.get("/api/webhooks", headers=headers).status_code == 403
    assert small.get("/api/webhooks/desk/failed", headers=headers).status_code == 403
    assert small.client.post("/api/webhooks/desk/replay", json={}, headers=headers).status_code == 403
    admin = {"Authorization": f"Bearer {small.tokens.add('admin', [Scope.ADMIN])}"}
    assert small.get("/api/webhooks", headers=admin).status_code == 200


def test_the_answers_are_as_they_are_described(small: Served, book: Book) -> None:
    from newsbot.publish.api import shapes

    shapes.Webhooks.model_validate(small.json("/api/webhooks"))
    shapes.Letters.model_validate(small.json("/api/webhooks/desk/failed"))
    paths = small.json("/api/openapi.json")["paths"]
    assert {"/api/webhooks", "/api/webhooks/{name}/failed", "/api/webhooks/{name}/replay"} <= set(paths)
