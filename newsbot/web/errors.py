"""Errors as people see them: a page that says what happened, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from starlette.responses import RedirectResponse, Response

from newsbot.publish.api.errors import Problem
from newsbot.web.entry import way_in
from newsbot.web.pages import show

_FOR_PROGRAMS = ("/api", "/feeds")
_UNKNOWN, _TITLES = (
    401,
    {
        400: "That cannot be used",
        403: "Not for this token",
        404: "Nothing is here",
        405: "Not this way",
        422: "That is not understood",
        429: "Too many requests",
        503: "The store does not answer now",
    },
)


def tell_people(request: Request, status: int, problem: Problem, headers: Mapping[str, str]) -> Response | None:
    """The page of an error; None where it is a program that asked. Who needs a token is led to where one is given."""
    path = request.url.path
    is_program = any(path == each or path.startswith(f"{each}/") for each in _FOR_PROGRAMS)
    if is_program or "text/html" not in request.headers.get("accept", ""):
        return None
    if status == _UNKNOWN:
        answer: Response = RedirectResponse(way_in(request), 303, {"Cache-Control": "no-store"})
        return answer
    title = _TITLES.get(status, "Something broke" if status >= 500 else "That did not work")  # noqa: PLR2004 - HTTP's
    facts = {"title": title, "status": status, "problem": problem}
    page = show(request, "error.html", facts, caller=None, status=status)
    page.headers["Cache-Control"] = "no-store"
    page.headers.update({name: value for name, value in headers.items() if name.lower() != "www-authenticate"})
    return page
