"""The pages of sites: how each is against its own history, when it is looked at next, and as whom it is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from newsbot.health import HISTORY
from newsbot.publish.api.callers import Reader
from newsbot.publish.api.desk import desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.sites.model import Schedule
from newsbot.store.base import VisitState
from newsbot.web.health import ended, line, looks, pictures, stretch
from newsbot.web.lately import lately_of
from newsbot.web.logins import NO_LOGIN
from newsbot.web.pages import show

router = APIRouter(include_in_schema=False)
_LAST = 30  #: visits that are shown
_LOOKS = 300  #: looks at listings, among which the last of each listing is


@router.get("/sites")
def show_sites(request: Request, caller: Reader) -> Response:
    """All sites of the store, the worst first."""
    seen = lately_of(request.app).must_see(desk_of(request))
    lines = []
    for each in seen.looked:
        entry = seen.catalog.named(each.name)
        site = entry.site if entry else None
        shown = line(each, site, seen.counts.bySite.get(each.name, 0), seen.at.date())
        lines.append((shown, seen.logins.get(each.name, NO_LOGIN)))
    return show(request, "sites.html", {"sites": lines}, caller=caller)


@router.get("/sites/{name:path}")
def show_site(request: Request, caller: Reader, name: Annotated[str, Path(max_length=200)]) -> Response:
    """One site."""
    desk = desk_of(request)
    seen = lately_of(request.app).must_see(desk)
    looked = next((each for each in seen.looked if each.name == name), None)
    if looked is None:
        raise Refusal(404, "The store holds nothing of a site of this name.", "The page of sites shows all of them.")
    entry = seen.catalog.named(name)
    schedule = entry.site.schedule if entry else Schedule()
    listings = desk.store.outcomes(name, _LOOKS, VisitState.LISTING)
    visits = desk.store.visits(list({each.url for each in listings}))
    last = [each for each in desk.store.outcomes(name, 4 * _LAST) if each.state is not VisitState.LISTING]
    today = seen.at.date()
    facts = {
        "site": line(looked, entry.site if entry else None, seen.counts.bySite.get(name, 0), today),
        "home": entry.site.url if entry else None,
        "login": seen.logins.get(name, NO_LOGIN),
        "pictures": pictures(stretch(looked.days, today, HISTORY)),
        "days": looked.days[::-1],
        "history": HISTORY,
        "looks": looks(listings, visits, schedule),
        "next_page": desk.store.next_due(name),
        "now": datetime.now(UTC),
        "visits": ended(last[:_LAST]),
    }
    return show(request, "site.html", facts, caller=caller)
