"""The list of articles: searched, filtered, page by page."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response

from newsbot.article import Gate
from newsbot.publish.api.asked import After, Wanted
from newsbot.publish.api.callers import Reader
from newsbot.publish.api.desk import desk_of
from newsbot.web import states
from newsbot.web.filters import chips, given, one
from newsbot.web.lately import lately_of
from newsbot.web.pages import show
from newsbot.web.told import rows_of

_PAGE = 30
_GATES = [each.value for each in Gate if each not in {Gate.NONE_SEEN, Gate.UNKNOWN}]
Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class WithoutEmpty(APIRoute):
    """A form sends all of its fields. Those that are empty are left out of the address before anybody reads it."""

    def get_route_handler(self) -> Handler:
        """As routes answer, but for addresses with empty parameters: those lead to the same without them."""
        handle = super().get_route_handler()

        async def without_empty(request: Request) -> Response:
            pairs = request.query_params.multi_items()
            kept = given(pairs)
            if len(kept) == len(pairs):
                return await handle(request)
            return RedirectResponse(_address(kept), 303)

        return without_empty


router = APIRouter(include_in_schema=False, route_class=WithoutEmpty)


def _address(pairs: Sequence[tuple[str, str]]) -> str:
    return "/articles" + _asked(pairs)


def _asked(pairs: Sequence[tuple[str, str]]) -> str:
    return f"?{urlencode(pairs)}" if pairs else ""


@router.get("/articles")
def show_articles(request: Request, caller: Reader, query: Wanted, after: After = None) -> Response:
    """A page of the list."""
    desk = desk_of(request)
    page = desk.store.page(query, _PAGE, after)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "after"]
    seen = lately_of(request.app).see(desk, 0)
    counts = seen.counts if seen else desk.store.counts()
    facts = {
        "rows": rows_of(page, caller),
        "next": _address([*pairs, ("after", page.next)]) if page.next else None,
        "first": _address(pairs) if after else None,
        "behind": page.behind,
        "chips": [(each.name, each.value, _address(each.without)) for each in chips(pairs)],
        "asked": one(pairs),
        "delivered": {each.value for each in query.delivered},
        "sites": sorted(name for name in counts.bySite if name),
        "states": list(states.ACCESS.values()),
        "gates": [(value, states.gate(value)) for value in _GATES],
        "feed": "/feeds/articles.atom" + _asked(pairs),
        "is_filtered": bool(pairs),
    }
    return show(request, "articles.html", facts, caller=caller)
