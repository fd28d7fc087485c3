"""Forms of the demo newspaper that are posted: their CSRF token, where they lead, and the cookie of a session."""

from __future__ import annotations

import hmac
import re
import secrets

from newsbot.demo.frame import View, e
from newsbot.demo.listings import plain_page
from newsbot.demo.messages import Answer, Request, redirect
from newsbot.demo.readers import SESSION_COOKIE, Refusal, Session

PRIVATE = ("Cache-Control", "no-store")
EXPIRED = "This form has expired. Please try again."
_CSRF_COOKIE = "csrf"
_DAY = 86_400  # seconds


def field(label: str, name: str, kind: str, purpose: str) -> str:
    """A labelled field. `kind` and `purpose` are HTML's `type` and `autocomplete`."""
    return f'<label>{label} <input type="{kind}" name="{name}" autocomplete="{purpose}" required></label>'


EMAIL = field("E-mail address", "email", "email", "username")
WORD = field("Password", "password", "password", "current-password")
CODE = field("Code", "otp", "text", "one-time-code")


def csrf_holds(request: Request) -> bool:
    """Whether the form's token is the one that the cookie holds."""
    token = _csrf(request)
    return bool(token) and hmac.compare_digest(token.encode(), request.form("csrf").encode("utf-8", "replace"))


def _csrf(request: Request) -> str:
    """The cookie's token; empty where it is none of ours: what stands there is sent back in a header."""
    token = request.cookie(_CSRF_COOKIE)
    return token if re.fullmatch(r"[\w-]{8,64}", token, re.ASCII) else ""


def local(path: str) -> str:
    """Where to go after signing in: a path of this site, never another one."""
    safe = re.fullmatch(r"/(?:[\w.~?=&%-][\w.~?=&%/-]*)?", path, re.ASCII)
    return path if safe else "/account"


def form_page(request: Request, view: View, title: str, fields: str, *, error: str = "", after: str = "") -> Answer:
    """A page with one form that is posted to its own address. `fields` and `after` are HTML, `error` is text."""
    token = _csrf(request) or secrets.token_urlsafe(12)
    name = request.path.strip("/").replace("/", "-")
    then = local(request.form("next") or request.query("next"))
    form = (
        (f'<p class="error" role="alert">{e(error)}</p>' if error else "")
        + f'<form class="form" id="{e(name)}-form" method="post" action="{e(request.path)}">'
        f'<input type="hidden" name="csrf" value="{e(token)}"><input type="hidden" name="next" value="{e(then)}">'
        f'{fields}<button type="submit">{e(title)}</button></form>{after}'
    )
    cookie = ("Set-Cookie", f"{_CSRF_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax")
    status = 403 if error in {EXPIRED, Refusal.LOCKED} else 200
    return Answer(status, plain_page(view, request.path, title, form).encode(), headers=[cookie, PRIVATE])


def welcome(session: Session, then: str) -> Answer:
    """Hand out a session's cookie, and go on."""
    answer = redirect(303, then)
    answer.headers += [session_cookie(session, session.value), PRIVATE]
    return answer


def session_cookie(session: Session, value: str) -> tuple[str, str]:
    """The header that sets a session's cookie; a rotating one also says how long it lasts."""
    lasting = f"; Max-Age={_DAY}" if session.account.rotating else ""
    return "Set-Cookie", f"{SESSION_COOKIE}={value}; Path=/{lasting}; HttpOnly; SameSite=Lax"


def farewell() -> Answer:
    """Take the cookie back."""
    answer = redirect(303, "/")
    answer.headers += [("Set-Cookie", f"{SESSION_COOKIE}=; Path=/; Max-Age=0"), PRIVATE]
    return answer
