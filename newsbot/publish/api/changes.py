"""Changes of the API: what happened since a cursor, as pages and as a stream that does not end (server-sent events)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Header, Request
from fastapi import Query as Asked
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response, StreamingResponse

from newsbot.publish.api.answers import json_to, listed, whole
from newsbot.publish.api.callers import Caller, Reader
from newsbot.publish.api.desk import Desk, desk_of
from newsbot.publish.api.shapes import NOT_MODIFIED, PROBLEMS, Changes
from newsbot.publish.cursor import Cursor
from newsbot.store.base import Store
from newsbot.store.documents import Document, to_document
from newsbot.store.events import Event

router = APIRouter(prefix="/api", tags=["changes"], responses={**PROBLEMS, **NOT_MODIFIED})
MOST = 1000
_LOOK = 1.0  #: seconds between two looks for something new
_BEAT = 15.0  #: seconds after which a silent stream says that it is there: proxies close what is silent
_AT_ONCE = 100
Shown = Annotated[
    Literal["none", "listed", "all"], Asked(description="With each event, its article as it is now: not, listed, whole")
]
Position = Annotated[
    str | None, Asked(max_length=100, description="`cursor` of an answer before; without one, from the beginning")
]
_FACTS = ("number", "kind", "key", "url", "site", "version", "at", "changed")
_STREAMED = {"content": {"text/event-stream": {}}, "description": "`id` is the cursor, `data` as in /api/changes"}


@router.get("/changes", responses={200: {"model": Changes}})
def get_changes(
    request: Request,
    caller: Reader,
    after: Position = None,
    limit: Annotated[int, Asked(ge=1, le=MOST)] = 100,
    articles: Shown = "none",
) -> Response:
    """What happened since a cursor, in order. Keep `cursor` when all of it is dealt with, and ask with it again.

    So nothing is missed and nothing is told twice, whoever is restarted meanwhile.
    """
    store = desk_of(request).store
    cursor = checked(store, after)
    events = store.events(cursor.number, limit + 1)
    told = tell(store, events[:limit], cursor.stream, articles, caller)
    last = events[:limit][-1].number if events else cursor.number
    return json_to(request, {"cursor": str(Cursor(cursor.stream, last)), "more": len(events) > limit, "events": told})


def checked(store: Store, given: str | None) -> Cursor:
    """The cursor that was given, if it is one of this store's; the beginning without one. Raises `FixArgument`."""
    stream = store.stream
    return Cursor.parse(given).checked(stream, store.last_event()) if given else Cursor(stream)


def tell(store: Store, events: Sequence[Event], stream: str, articles: str, caller: Caller) -> list[Document]:
    """Events as they are told, with their articles where they are asked for."""
    found = store.by_keys([each.key for each in events]) if articles != "none" else {}
    show = whole if articles == "all" else listed
    told = []
    for event in events:
        facts: Document = {
            "cursor": str(Cursor(stream, event.number)),
            **{name: getattr(event, name) for name in _FACTS},
        }
        if (article := found.get(event.key)) is not None:
            facts["article"] = show({**to_document(article), "_id": event.key}, paid=caller.paid)
        told.append(facts)
    return told


@router.get("/changes/stream", response_class=StreamingResponse, responses={200: _STREAMED})
async def stream_changes(
    request: Request,
    caller: Reader,
    after: Position = None,
    articles: Shown = "none",
    last_event_id: Annotated[str | None, Header(max_length=100)] = None,
) -> Response:
    """What happens from now on, or since a cursor, as it happens. A browser's EventSource goes on by itself."""
    desk = desk_of(request)
    cursor = await run_in_threadpool(_from_now_or, desk.store, last_event_id or after)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    told = _stream(request, desk, caller, cursor, articles)
    return StreamingResponse(told, media_type="text/event-stream", headers=headers)


def _from_now_or(store: Store, given: str | None) -> Cursor:
    return checked(store, given) if given else Cursor(store.stream, store.last_event())


async def _stream(request: Request, desk: Desk, caller: Caller, cursor: Cursor, articles: str) -> AsyncIterator[bytes]:
    yield f"retry: 3000\nid: {cursor}\n: {cursor}\n\n".encode()
    number, silent = cursor.number, 0.0
    while not desk.ended() and not await request.is_disconnected():
        events = await run_in_threadpool(desk.store.events, number, _AT_ONCE)
        if events:
            told = await run_in_threadpool(tell, desk.store, events, cursor.stream, articles, caller)
            for event in told:
                data = orjson.dumps(event, option=orjson.OPT_UTC_Z)
                yield b"id: %s\nevent: %s\ndata: %s\n\n" % (event["cursor"].encode(), event["kind"].encode(), data)
            number, silent = events[-1].number, 0.0
        else:
            await asyncio.sleep(_LOOK)
            silent += _LOOK
            if silent >= _BEAT:
                silent = 0.0
                yield b": still here\n\n"
