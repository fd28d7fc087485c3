"""Pages: templates made into answers, with headers by which nothing in them can run or be loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

from newsbot.publish.api.callers import COOKIE, OWNER, Caller
from newsbot.publish.tokens import Scope
from newsbot.version import __version__
from newsbot.web.assets import assets

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:{pictures}; connect-src {connect}; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@cache
def templates() -> Environment:
    """The templates. Everything is escaped; what is not given is an error, and not an empty place."""
    made = Environment(
        loader=PackageLoader("newsbot.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"number": _number, "day": _day, "percent": _percent}
    return made


def show(
    request: Request,
    template: str,
    facts: Mapping[str, Any],
    *,
    caller: Caller | None,
    status: int = 200,
    live: bool = False,
    pictures: bool = False,
) -> Response:
    """A page. `live`: it may ask this server for more; `pictures`: it may load pictures from anywhere."""
    known = assets()
    html = (
        templates()
        .get_template(template)
        .render(
            css=known["desk.css"].address,
            js=known["desk.js"].address,
            mark=known["mark.svg"].address,
            version=__version__,
            caller=caller,
            has_cookie=COOKIE in request.cookies,
            is_admin=caller is not None and Scope.ADMIN in caller.scopes,
            path=request.url.path,
            **facts,
        )
    )
    policy = _POLICY.format(pictures=" https: http:" if pictures else "", connect="'self'" if live else "'none'")
    # What a token let somebody see is not left behind in a browser that others may use.
    headers = {
        "Content-Security-Policy": policy,
        "Cache-Control": "private, no-cache" if caller == OWNER else "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    body = html.replace("\x00", "\ufffd").encode("utf-8", "replace")  # as browsers would read it
    return Response(body, status, headers, media_type="text/html; charset=utf-8")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}".replace(",", "\u202f")


def _day(value: date | datetime) -> str:
    return f"{value:%A} {value.day} {value:%B} {value.year}"


def _percent(value: float) -> str:
    return f"{value:.0%}"
