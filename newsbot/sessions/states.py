"""States: sessions as JSON, in Playwright's form of a browser's state, as `newsbot sessions export` writes it.

What only newsbot knows of a session stands beside it below the key `newsbot`, which Playwright does not look at. The
vault keeps the same text, encrypted.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, cast
from urllib.parse import urlsplit

from newsbot.errors import FixArgument
from newsbot.sessions.saved import Cookie, SameSite, SavedSession

#: In bytes; what sites keep in a browser is far less.
LARGEST = 16 * 1024 * 1024
_VERSION: Final = 1
_SAME_SITE: dict[object, SameSite] = {"Strict": "Strict", "Lax": "Lax", "None": "None"}
_CURE = (
    "Give a file that Playwright's `context.storage_state(path=…)`, `playwright codegen --save-storage`, or "
    "`newsbot sessions export` has written."
)


def write_state(session: SavedSession) -> bytes:
    """A session as JSON: what Playwright's `storage_state` takes, and what newsbot knows beside it."""
    origins = [
        {"origin": origin, "localStorage": [{"name": name, "value": value} for name, value in values.items()]}
        for origin, values in session.storage.items()
    ]
    own = {
        "version": _VERSION,
        "site": session.site,
        "userAgent": session.userAgent,
        "signedInAt": session.signedInAt.isoformat(),
        "provedAt": session.provedAt.isoformat() if session.provedAt else None,
        "proof": session.proof,
        "madeBy": session.madeBy,
    }
    state = {"cookies": [_write_cookie(each) for each in session.cookies], "origins": origins, "newsbot": own}
    return json.dumps(state, indent=1).encode("ascii")


def playwright_state(session: SavedSession) -> dict[str, Any]:
    """What `browser.new_context(storage_state=…)` takes."""
    state = json.loads(write_state(session))
    return {"cookies": state["cookies"], "origins": state["origins"]}


def playwright_cookies(cookies: Iterable[Cookie]) -> list[dict[str, Any]]:
    """What `context.add_cookies` takes."""
    return [_write_cookie(each) for each in cookies]


def read_cookies(entries: list[Any]) -> tuple[Cookie, ...]:
    """What `context.cookies()` gave. What has no cookie's form is left out."""
    return tuple(_cookies(entries))


def _write_cookie(cookie: Cookie) -> dict[str, Any]:
    written = {
        "name": cookie.name,
        "value": cookie.value,
        "domain": cookie.domain,
        "path": cookie.path,
        "expires": -1 if cookie.expires is None else cookie.expires,
        "httpOnly": cookie.httpOnly,
        "secure": cookie.secure,
    }
    return {**written, "sameSite": cookie.sameSite} if cookie.sameSite else written


def read_state(data: bytes | str, site: str, now: datetime, made_by: str = "import") -> SavedSession:
    """The session of a site from a browser's state, as Playwright or `write_state` wrote it.

    `site` is a slug. What newsbot noted beside it is kept; else it counts as signed in at `now`, and as not proved.
    What has no cookie's form is left out. Raises `FixArgument` for what is no such state.
    """
    state = _parse(data)
    own = state.get("newsbot")
    noted: dict[str, Any] = own if isinstance(own, dict) else {}
    return SavedSession(
        site=site,
        cookies=tuple(_cookies(state.get("cookies", []))),
        storage=dict(_storage(state.get("origins", []))),
        userAgent=_text(noted.get("userAgent")),
        signedInAt=_when(noted.get("signedInAt")) or now,
        provedAt=_when(noted.get("provedAt")),
        proof=_text(noted.get("proof")),
        madeBy=_text(noted.get("madeBy")) or made_by,
    )


def site_of_state(data: bytes | str) -> str | None:
    """The slug of the site that an export of newsbot's is of; None for a state that somebody else wrote."""
    own = _parse(data).get("newsbot")
    return _text(own.get("site")) if isinstance(own, dict) else None


def _parse(data: bytes | str) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise _no_state(f"it has more than {LARGEST // 1024 // 1024} MB")
    try:
        state = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise _no_state("it is not JSON") from error
    if not isinstance(state, dict) or not ({"cookies", "origins"} & set(state)):
        raise _no_state("it holds neither `cookies` nor `origins`")
    for name in ("cookies", "origins"):
        if not isinstance(state.get(name, []), list):
            raise _no_state(f"`{name}` is no list")
    return state


def _no_state(why: str) -> FixArgument:
    return FixArgument("the state of a browser", "***", why, _CURE)


def _cookies(entries: list[Any]) -> Iterator[Cookie]:
    for entry in entries:
        if isinstance(entry, dict) and (cookie := _cookie(entry)):
            yield cookie


def _cookie(entry: Mapping[str, Any]) -> Cookie | None:
    name, value, domain = (entry.get(key) for key in ("name", "value", "domain"))
    path = entry.get("path", "/")
    if not all(isinstance(each, str) for each in (name, value, domain, path)):
        return None
    return Cookie(
        name=cast("str", name),
        value=cast("str", value),
        domain=cast("str", domain),
        path=path,
        expires=_seconds(entry.get("expires")),
        secure=entry.get("secure") is True,
        httpOnly=entry.get("httpOnly") is True,
        sameSite=_same_site(entry.get("sameSite")),
    )


def _same_site(value: object) -> SameSite | None:
    return _SAME_SITE.get(value) if isinstance(value, str) else None


def _seconds(value: object) -> float | None:
    """Playwright writes -1 for a cookie that lasts until the browser is closed."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        return None
    try:
        return float(value) if math.isfinite(value) else None
    except OverflowError:
        return None


def _storage(entries: list[Any]) -> Iterator[tuple[str, dict[str, str]]]:
    for entry in entries:
        if not isinstance(entry, dict) or not _is_origin(origin := entry.get("origin")):
            continue
        stored = entry.get("localStorage")
        pairs = [each for each in stored if isinstance(each, dict)] if isinstance(stored, list) else []
        values = {each.get("name"): each.get("value") for each in pairs}
        kept = {name: value for name, value in values.items() if isinstance(name, str) and isinstance(value, str)}
        yield cast("str", origin), kept


def _is_origin(value: object) -> bool:
    try:
        return isinstance(value, str) and urlsplit(value).scheme in {"http", "https"} and bool(urlsplit(value).hostname)
    except ValueError:
        return False


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _when(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
