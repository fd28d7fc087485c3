"""Who asks: the owner on this machine, somebody with a token, or nobody that is known.

A request from this machine is its owner's only where nothing speaks against it: not where a proxy passed it on, nor
where a page of another site made the owner's browser send it (by a name that was made to lead here, or across sites).
"""

from __future__ import annotations

import base64
import hmac
import ipaddress
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from newsbot.publish.api.desk import Desk, desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.publish.tokens import ALL, Scope

COOKIE = "newsbot_token"
_PROXIED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HOW = (
    "Send it as `Authorization: Bearer TOKEN`, or as the password of a feed reader; its owner makes one with "
    "`newsbot tokens add NAME`."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what that one may have."""

    name: str
    scopes: frozenset[Scope]

    @property
    def paid(self) -> bool:
        """Whether text that was paid for is given whole."""
        return Scope.PAID in self.scopes


OWNER = Caller("owner", ALL)


def host_name(header: str) -> str:
    """The name in a Host header, without its port."""
    name = header.strip().lower()
    return name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]


def is_loopback(address: str | None) -> bool:
    """Whether an address of a client is this machine's own."""
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False


def _is_across(request: Request) -> bool:
    """Whether a browser was made to send this by a page of another site."""
    headers = request.headers
    if headers.get("sec-fetch-site", "none") not in {"none", "same-origin"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host", "")


def _is_owner(request: Request, desk: Desk) -> bool:
    here = desk.trusts_loopback and request.client is not None and is_loopback(request.client.host)
    passed_on = any(name in request.headers for name in _PROXIED)
    return here and not passed_on and host_name(request.headers.get("host", "")) in _NAMES


def _given(request: Request) -> str | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return token.strip()
    if kind.lower() == "basic":  # what feed readers can send: the token is the password
        with suppress(ValueError):
            return base64.b64decode(token.strip(), validate=True).decode("utf-8", "replace").partition(":")[2]
        return "?"
    # A browser sends cookies by itself: they count for pages of ours only.
    return None if _is_across(request) else request.cookies.get(COOKIE)


def caller_of(request: Request) -> Caller:
    """Who asks. Raises `Refusal` (401, 403, 429), which says what to send."""
    desk = desk_of(request)
    token = _given(request)
    if token:
        found = desk.tokens.find(token)
        if found is None:
            _wait(desk, f"unknown {request.client.host if request.client else ''}")
            raise Refusal(401, "This token is not known.", _HOW)
        caller = Caller(found.name, frozenset(found.scopes))
        _wait(desk, f"token {found.name}")
        return caller
    if not _is_owner(request, desk):
        raise Refusal(401, "A token is needed.", _HOW)
    if _is_across(request) and request.method not in _SAFE:
        raise Refusal(403, "This comes from a page of another site.", "Send it from a program, or with a token.")
    return OWNER


def _wait(desk: Desk, caller: str) -> None:
    if seconds := desk.limits.wait(caller, time.monotonic()):
        what = f"These are more than {desk.limits.rate:g} requests a second."
        cure = f"Wait {seconds} s, and ask less often."
        raise Refusal(429, what, cure, {"Retry-After": str(seconds)})


def needs(scope: Scope) -> Callable[[Request], Awaitable[Caller]]:
    """A dependency of a route: the caller, who must have this scope."""

    async def allowed(request: Request) -> Caller:  # no thread for so little
        caller = caller_of(request)
        if scope not in caller.scopes:
            cure = f"Its owner makes another with `newsbot tokens add NAME --scope {scope.value}`."
            raise Refusal(403, f"This token may not do that: it has no scope {scope.value!r}.", cure)
        return caller

    return allowed


Reader = Annotated[Caller, Depends(needs(Scope.READ))]
Scraper = Annotated[Caller, Depends(needs(Scope.SCRAPE))]
Admin = Annotated[Caller, Depends(needs(Scope.ADMIN))]


def same(one: str, other: str) -> bool:
    """Whether two secrets are the same, without telling by the time it takes."""
    return hmac.compare_digest(one.encode(), other.encode())
