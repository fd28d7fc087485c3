"""Webhooks of the API: what they are, what could not be delivered, and having that sent again. For admins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi import Query as Asked
from starlette.responses import Response

from newsbot.publish.api.answers import answer, json_to
from newsbot.publish.api.callers import Admin
from newsbot.publish.api.desk import Desk, desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.publish.api.shapes import NOT_MODIFIED, NOT_THERE, PROBLEMS, Again, Letters, Replay, Webhooks
from newsbot.publish.webhooks.book import Book
from newsbot.publish.webhooks.model import Hook
from newsbot.publish.webhooks.showing import hook_facts, letter_facts

router = APIRouter(prefix="/api", tags=["webhooks"], responses=PROBLEMS)
MOST = 1000
Name = Annotated[str, Path(max_length=200)]


@router.get("/webhooks", responses={200: {"model": Webhooks}, **NOT_MODIFIED})
def list_webhooks(request: Request, caller: Admin) -> Response:  # noqa: ARG001 - who asks is checked by its type
    """All webhooks: how far each is, and what keeps it. Their secrets are never told."""
    desk = desk_of(request)
    if not desk.config.webhooks.exists():
        return json_to(request, {"webhooks": []})
    with Book(desk.config.webhooks) as book:
        hooks, dead = book.all(), book.dead()
    stream, last = desk.store.stream, desk.store.last_event()
    return json_to(request, {"webhooks": [hook_facts(each, stream, last, dead.get(each.name, 0)) for each in hooks]})


@router.get("/webhooks/{name}/failed", responses={200: {"model": Letters}, **NOT_MODIFIED, **NOT_THERE})
def list_failed(
    request: Request,
    caller: Admin,  # noqa: ARG001 - as above
    name: Name,
    limit: Annotated[int, Asked(ge=1, le=MOST)] = 100,
) -> Response:
    """The dead letters of a webhook: events that its receiver did not take, the oldest first."""
    with _book_with(desk_of(request), name) as (book, hook):
        letters = book.letters(name, limit + 1)
    told = [letter_facts(each, hook.stream) for each in letters[:limit]]
    return json_to(request, {"failed": told, "more": len(letters) > limit})


@router.post("/webhooks/{name}/replay", responses={200: {"model": Again}, **NOT_THERE})
def replay(request: Request, caller: Admin, name: Name, wanted: Replay) -> Response:  # noqa: ARG001 - as above
    """Have dead letters sent again: those of these numbers, or all. This server does so, each once, in order."""
    with _book_with(desk_of(request), name) as (book, _):
        count = book.replay(name, wanted.numbers)
    return answer({"again": count})


@contextmanager
def _book_with(desk: Desk, name: str) -> Iterator[tuple[Book, Hook]]:
    """The book, and the webhook of this name in it. Raises `Refusal` where there is none."""
    if desk.config.webhooks.exists():
        with Book(desk.config.webhooks) as book:
            if hook := next((each for each in book.all() if each.name == name), None):
                yield book, hook
                return
    raise Refusal(404, f"There is no webhook {name!r}.", "GET /api/webhooks lists all.")
