"""The first page: what came in on a day, from where and in which state; and what is broken, lost logins first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Query as Asked
from starlette.responses import Response

from newsbot.health import Severity
from newsbot.publish.api.callers import Caller, Reader
from newsbot.publish.api.desk import desk_of
from newsbot.store.base import Query, Store
from newsbot.store.days import span_of
from newsbot.store.events import EventKind
from newsbot.web.days import SHOWN, days_of, today
from newsbot.web.health import SiteLine, line
from newsbot.web.lately import Seen, lately_of
from newsbot.web.pages import show
from newsbot.web.reading import Happened, happened
from newsbot.web.rows import Row
from newsbot.web.told import rows_of

router = APIRouter(include_in_schema=False)
_LATEST = 12
_EVENTS = 200  #: of the last ones, those that are no new articles are told
_CHANGES = 8


@router.get("/")
def show_today(
    request: Request, caller: Reader, day: Annotated[date | None, Asked(description="Of UTC; today without one")] = None
) -> Response:
    """The page of a day."""
    desk = desk_of(request)
    now = datetime.now(UTC).date()
    chosen = min(max(day or now, date(1970, 1, 2)), now)
    last = days_of(chosen, now)
    arrivals = desk.store.arrivals(min(chosen, last - timedelta(days=SHOWN)), last + timedelta(days=1))
    seen = lately_of(request.app).see(desk)
    lines = [_line(seen, each.name) for each in seen.looked] if seen else []
    facts = {
        "today": today(arrivals, chosen, last),
        "now": now,
        "next_day": chosen + timedelta(days=1) if chosen < now else None,
        "latest": _latest(desk.store, chosen, caller),
        "changes": _changes(desk.store, chosen),
        "lost": [each for each in lines if each.label.value == Severity.LOST],
        "logins": _silent_logins(seen) if seen else [],
        "broken": [each for each in lines if each.label.value == Severity.BROKEN],
        "odd": sum(each.label.value == Severity.ODD for each in lines),
        "sites": len(lines),
        "is_empty": not arrivals and not lines and not desk.store.counts().articles,
        "is_looked_at": seen is not None,
    }
    return show(request, "today.html", facts, caller=caller)


def _line(seen: Seen, name: str) -> SiteLine:
    looked = next(each for each in seen.looked if each.name == name)
    entry = seen.catalog.named(name)
    return line(looked, entry.site if entry else None, seen.counts.bySite.get(name, 0), seen.at.date())


def _silent_logins(seen: Seen) -> list[tuple[str, object]]:
    """Logins that are over, of sites whose articles do not show it yet."""
    told = {each.name for each in seen.looked if each.worst == Severity.LOST}
    return [(name, each) for name, each in seen.logins.items() if each.label.kind == "bad" and name not in told]


def _latest(store: Store, day: date, caller: Caller) -> list[Row]:
    start, end = span_of(day, day + timedelta(days=1))
    return rows_of(store.page(Query(cameSince=start, cameUntil=end), _LATEST), caller)


def _changes(store: Store, day: date) -> list[Happened]:
    """What changed on this day, the newest first, as far as it is among the last events."""
    events = store.events(max(store.last_event() - _EVENTS, 0), _EVENTS)
    told = [each for each in reversed(events) if each.kind is not EventKind.NEW and each.at and each.at.date() == day]
    found = store.by_keys([each.key for each in told[:_CHANGES]])
    return [happened(each, found.get(each.key)) for each in told[:_CHANGES]]
