"""The app of `newsbot serve`: its routes, and what holds for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from fastapi import APIRouter, FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response

from newsbot.publish.api import articles, changes, feeds, hooks, scrape, sites
from newsbot.publish.api.answers import answer
from newsbot.publish.api.desk import Desk
from newsbot.publish.api.errors import Teller, handle_errors
from newsbot.version import __version__

_ABOUT = """What newsbot has read, for other programs.

Lists go from what came in last to what came in first, and on behind `next`. `GET /api/changes` tells what happened
since a cursor, and misses nothing. From this machine no token is needed; from elsewhere `Authorization: Bearer TOKEN`.
Text that its publisher does not give away is cut to its beginning, unless the token has the scope `paid`.
"""
_LEAST_TO_PACK = 1024
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


def make_app(desk: Desk, more: Sequence[APIRouter] = (), tell_people: Teller | None = None) -> FastAPI:
    """The app for this desk.

    Args:
        desk: what all routes work with.
        more: routes of others, such as those of the dashboard.
        tell_people: how an error is told where it is a person who asked.
    """
    app = FastAPI(
        title="newsbot",
        version=__version__,
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.desk = desk
    app.state.feeds = feeds.Rendered()
    app.state.scraping = asyncio.Semaphore(scrape.AT_ONCE)
    handle_errors(app, tell_people)
    for each in (articles, changes, feeds, sites, scrape, hooks):
        app.include_router(each.router)
    for router in more:
        app.include_router(router)
    app.get("/api", include_in_schema=False)(list_routes)
    app.get("/feeds", include_in_schema=False)(lambda: RedirectResponse("/feeds/all.opml"))
    app.add_middleware(GZipMiddleware, minimum_size=_LEAST_TO_PACK, compresslevel=6)
    app.add_middleware(SafeHeaders)
    return app


def list_routes(request: Request) -> Response:
    """What there is, in a line each."""
    paths = request.app.openapi()["paths"]
    told = {
        f"{method.upper()} {path}": facts.get("summary", "")
        for path, each in paths.items()
        for method, facts in each.items()
    }
    return answer({"newsbot": __version__, "routes": told, "openapi": "/api/openapi.json"})


class SafeHeaders:
    """Headers that keep a browser from taking an answer for what it is not. No CORS: no other site may read any."""

    def __init__(self, app: object) -> None:
        self.app = app

    async def __call__(self, scope: dict[str, object], receive: object, send: object) -> None:
        """Pass it on, with these headers in the answer."""

        async def with_headers(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS]  # type: ignore[misc]
            await send(message)  # type: ignore[operator]

        # To HEAD is answered what GET would be; the server leaves out the body.
        asked = {**scope, "method": "GET"} if scope.get("method") == "HEAD" else scope
        await self.app(asked, receive, with_headers)  # type: ignore[operator]
