"""Signing in with a token, and out again. From the machine itself nobody has to."""

from __future__ import annotations

import re
import time
from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Request
from fastapi import Query as Asked
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from newsbot.publish.api.callers import COOKIE, caller_of, is_across
from newsbot.publish.api.desk import desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.web.pages import show

router = APIRouter(include_in_schema=False)
SIGN_IN = "/sign-in"
_KEPT = 30 * 86_400  #: seconds for which a browser keeps the token
#: A path of ours. `//host` and `/\\host` are addresses of others, and browsers drop tabs and line ends.
_OURS = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_LONGEST = 2000
_LARGEST = 10_000  #: bytes of a form


def ours(to: str | None) -> str:
    """Where somebody goes after signing in: a page of ours, whatever was asked for."""
    fits = to is not None and len(to) <= _LONGEST and _OURS.fullmatch(to) and not to.startswith(SIGN_IN)
    return to if fits and to is not None else "/"


def way_in(request: Request) -> str:
    """The address of the page on which to sign in, which then leads to what was asked for."""
    query = f"?{request.url.query}" if request.url.query else ""
    to = ours(request.url.path + query) if request.method == "GET" else "/"
    return SIGN_IN + (f"?{urlencode({'to': to})}" if to != "/" else "")


@router.get(SIGN_IN)
def ask_for_token(request: Request, to: Annotated[str | None, Asked(max_length=_LONGEST)] = None) -> Response:
    """The page on which a token is given."""
    return _page(request, ours(to))


def _page(request: Request, to: str, problem: str = "", status: int = 200) -> Response:
    try:
        caller = caller_of(request)
    except Refusal:
        caller = None
    return show(request, "sign-in.html", {"to": to, "problem": problem, "known": caller}, caller=None, status=status)


@router.post(SIGN_IN)
async def sign_in(request: Request) -> Response:
    """Keep a token in this browser. Only this server gets to see it, no script does, and no page of another site."""
    desk = desk_of(request)
    _refuse_across(request)
    asker = f"sign-in {request.client.host if request.client else ''}"
    if seconds := desk.limits.wait(asker, time.monotonic()):
        raise Refusal(429, "These are too many tries.", f"Wait {seconds} s.", {"Retry-After": str(seconds)})
    given = await _form(request)
    token, to = given.get("token", "").strip(), given.get("to")
    if not desk.tokens.find(token):
        return await run_in_threadpool(_page, request, ours(to), "This token is not known. Was all of it copied?", 403)
    answer = RedirectResponse(ours(to), 303, {"Cache-Control": "no-store"})
    # Before this server another one may speak TLS: it says so.
    secure = "https" in {request.url.scheme, request.headers.get("x-forwarded-proto", "").lower()}
    answer.set_cookie(COOKIE, token, _KEPT, path="/", secure=secure, httponly=True, samesite="strict")
    return answer


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """Forget the token of this browser. It stays good elsewhere until its owner takes it away."""
    _refuse_across(request)
    answer = RedirectResponse(SIGN_IN, 303, {"Cache-Control": "no-store", "Clear-Site-Data": '"cache"'})
    answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")
    return answer


def _refuse_across(request: Request) -> None:
    if is_across(request):
        raise Refusal(403, "This was sent by a page of another site.", "Do it on this page.")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form as browsers send them. `Refusal` for one that is larger than ours can be."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            raise Refusal(413, "This is more than a token.", "Give a token as `newsbot tokens add` shows it.")
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=10))
    except ValueError as error:
        raise Refusal(400, "This is no form of this page.", "Give a token as `newsbot tokens add` shows it.") from error
