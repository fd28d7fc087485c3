"""Sending: what of a saved session goes along with a request, and what an answer changed in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from http.cookiejar import Cookie as JarCookie
from urllib.parse import urlsplit

from newsbot.hosts import is_this_computer
from newsbot.sessions.recipe import token_in
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sites.login import Login
from newsbot.sites.model import Site

#: What no header may hold, and what would end a cookie's value there.
_NOT_SENT = re.compile(r"[\x00-\x1f\x7f;]")
#: Python's cookie jar gives names without a point this ending.
_LOCAL = ".local"


def carries(site: Site, url: str) -> bool:
    """Whether a session may go to this address: to the site's own hosts, over TLS or on this computer."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return site.covers(url) and (parts.scheme.lower() == "https" or is_this_computer(parts.hostname or ""))


def over_tls(cookie: Cookie) -> Cookie:
    """The cookie marked never to be sent in clear; those of this computer, which is as safe, stay as they are."""
    return cookie if is_this_computer(cookie.domain.removeprefix(".")) else replace(cookie, secure=True)


def jar_cookies(session: SavedSession) -> list[JarCookie]:
    """Its cookies for a cookie jar. All but those of this computer are marked as secure: never to be sent in clear."""
    return [_jar_cookie(cookie) for cookie in session.cookies if not _NOT_SENT.search(cookie.name + cookie.value)]


def _jar_cookie(cookie: Cookie) -> JarCookie:
    dotted = cookie.domain.startswith(".")
    return JarCookie(
        version=0,
        name=cookie.name,
        value=cookie.value,
        port=None,
        port_specified=False,
        domain=_jar_domain(cookie.domain),
        domain_specified=dotted,
        domain_initial_dot=dotted,
        path=cookie.path or "/",
        path_specified=True,
        # A browser takes its own computer for as safe as TLS; the jar does not.
        secure=not is_this_computer(cookie.domain.removeprefix(".")),
        expires=None if cookie.expires is None else int(cookie.expires),
        discard=cookie.expires is None,
        comment=None,
        comment_url=None,
        rest={"HttpOnly": ""} if cookie.httpOnly else {},
    )


def _jar_domain(domain: str) -> str:
    lowered = domain.lower()
    return lowered if "." in lowered or ":" in lowered else lowered + _LOCAL


def with_jar(session: SavedSession, jar: Iterable[JarCookie]) -> SavedSession:
    """The session as a cookie jar has it after some answers: with what the server changed, added and took away.

    The same session comes back where nothing did.
    """
    known = {(_jar_domain(each.domain), each.path or "/", each.name): each for each in session.cookies}
    now: dict[tuple[str, str, str], Cookie] = {}
    for cookie in jar:
        key = (cookie.domain, cookie.path, cookie.name)
        now[key] = _changed(known.get(key), cookie)
    unsent = [cookie for cookie in session.cookies if _NOT_SENT.search(cookie.name + cookie.value)]
    cookies = (*now.values(), *unsent)
    return session if set(cookies) == set(session.cookies) else replace(session, cookies=cookies)


def _changed(before: Cookie | None, cookie: JarCookie) -> Cookie:
    value = cookie.value or ""
    if before is not None:
        same = cookie.expires is None or before.expires is None or int(before.expires) == cookie.expires
        expires = before.expires if same and (cookie.expires is None) == (before.expires is None) else cookie.expires
        return replace(before, value=value, expires=expires)
    return Cookie(
        name=cookie.name,
        value=value,
        domain=cookie.domain.removesuffix(_LOCAL) if cookie.domain.count(".") == 1 else cookie.domain,
        path=cookie.path,
        expires=cookie.expires,
        secure=cookie.secure,
        httpOnly=any(cookie.has_nonstandard_attr(name) for name in ("HttpOnly", "httponly", "HTTPOnly")),
    )


def headers_for(site: Site, login: Login, session: SavedSession, url: str) -> dict[str, str]:
    """The headers that a request carries besides its cookies: a token, and the user agent where the site binds to it.

    None at all where `carries` says no.
    """
    if not carries(site, url):
        return {}
    headers = {}
    if (
        login.session.userAgent
        and session.userAgent
        and session.userAgent.isascii()
        and session.userAgent.isprintable()
    ):
        headers["User-Agent"] = session.userAgent
    return headers | _token_header(login, session, url)


def _token_header(login: Login, session: SavedSession, url: str) -> dict[str, str]:
    token = login.session.token
    if token is None or not (urlsplit(url).path or "/").startswith(token.paths):
        return {}
    parts = urlsplit(url)
    own = session.storage.get(f"{parts.scheme}://{parts.netloc}")
    stores = [own] if own is not None else []
    stores += list(session.storage.values())
    value = next((found for store in stores if (found := token_in(token, store))), None)
    if value is None or not value.isascii() or not value.isprintable():
        return {}
    return {token.header: f"{token.prefix}{value}"}
