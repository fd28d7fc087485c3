"""Sites of the API: what the store holds of each, and how it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from newsbot.examination import Looked, as_data, looked_at
from newsbot.health import HISTORY
from newsbot.publish.api.answers import json_to
from newsbot.publish.api.callers import Reader
from newsbot.publish.api.desk import Desk, desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.publish.api.shapes import NOT_MODIFIED, NOT_THERE, PROBLEMS, Counted, SiteHealth, Sites
from newsbot.publish.cursor import Cursor
from newsbot.sites.catalog import open_catalog

router = APIRouter(prefix="/api", tags=["sites"], responses={**PROBLEMS, **NOT_MODIFIED})


@router.get("/sites", responses={200: {"model": Sites}})
def list_sites(request: Request, caller: Reader) -> Response:  # noqa: ARG001 - who asks is checked by its type
    """All sites of the store, those that are worst first."""
    desk = desk_of(request)
    counts = desk.store.counts().bySite
    looked = looked_at(desk.store, None, datetime.now(UTC), HISTORY, desk.config)
    return json_to(request, {"sites": [_told(desk, each, counts.get(each.name, 0)) for each in looked]})


@router.get("/sites/{name}", responses={200: {"model": SiteHealth}, **NOT_THERE})
def get_site(request: Request, caller: Reader, name: Annotated[str, Path(max_length=200)]) -> Response:  # noqa: ARG001
    """One site, with what it gave on each day."""
    desk = desk_of(request)
    counts = desk.store.counts().bySite
    if name not in counts:
        raise Refusal(404, f"The store holds nothing of a site {name!r}.", "GET /api/sites lists all that it holds.")
    looked = looked_at(desk.store, [name], datetime.now(UTC), HISTORY, desk.config)[0]
    return json_to(request, {**_told(desk, looked, counts[name]), "days": as_data(looked)["days"]})


def _told(desk: Desk, looked: Looked, articles: int) -> dict[str, Any]:
    entry = open_catalog(desk.config.sites).named(looked.name)
    return {
        "name": looked.name,
        "title": entry.site.name if entry else looked.name,
        "url": entry.site.url if entry else None,
        "articles": articles,
        "worst": looked.worst,
        "findings": as_data(looked)["findings"],
    }


@router.get("/counts", responses={200: {"model": Counted}})
def get_counts(request: Request, caller: Reader) -> Response:  # noqa: ARG001 - as above
    """How much the store holds, and the cursor of what happened last."""
    store = desk_of(request).store
    counts = store.counts()
    return json_to(
        request,
        {
            "articles": counts.articles,
            "byDelivered": dict(counts.byDelivered),
            "bySite": dict(counts.bySite),
            "visits": dict(counts.visits),
            "cursor": str(Cursor(store.stream, store.last_event())),
        },
    )
