"""The page of what happens now: what is being crawled, and what came in last. A script keeps it fresh, or a link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Query as Asked
from starlette.responses import Response

from newsbot.publish.api.callers import Reader
from newsbot.publish.api.desk import desk_of
from newsbot.publish.cursor import Cursor
from newsbot.web.pages import show
from newsbot.web.reading import happened

router = APIRouter(include_in_schema=False)
_LAST = 40
_MINUTES = 10
_SITE, _HOST = "site ", "host "


@router.get("/live")
def show_live(request: Request, caller: Reader, every: Annotated[int | None, Asked(ge=5, le=3600)] = None) -> Response:
    """The page; `every`: without a script it loads itself again after so many seconds."""
    store, now = desk_of(request).store, datetime.now(UTC)
    last = store.last_event()
    events = store.events(max(last - _LAST, 0), _LAST)
    found = store.by_keys([each.key for each in events])
    held = store.held(now)
    facts = {
        "now": now,
        "every": every,
        "cursor": str(Cursor(store.stream, events[-1].number if events else last)),
        "sites": [(each.name.removeprefix(_SITE), each) for each in held if each.name.startswith(_SITE)],
        "hosts": [(each.name.removeprefix(_HOST), each) for each in held if each.name.startswith(_HOST)],
        "events": [happened(each, found.get(each.key)) for each in reversed(events)],
        "lately": sum(each.at is not None and now - each.at < timedelta(minutes=_MINUTES) for each in events),
        "minutes": _MINUTES,
        "most": _LAST,
    }
    return show(request, "live.html", facts, caller=caller, live=True)
