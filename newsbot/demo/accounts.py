"""Readers' accounts of the demo newspaper: sign-in by form with a CSRF token, registration, account page, sign-out.

Passwords here protect nothing: one is printed in the documentation, and all are forgotten when the server stops.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass, field
from threading import Lock

from newsbot.demo.frame import Plan, View, e
from newsbot.demo.listings import plain_page
from newsbot.demo.messages import Answer, Request, redirect

READER = "reader@demo.example"
PASSWORD = "demo"  # noqa: S105 (public on purpose)
SESSION_COOKIE = "courier_session"
_CSRF_COOKIE = "csrf"
_PRIVATE = ("Cache-Control", "no-store")


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in."""

    email: str
    password: str
    plan: Plan


@dataclass(slots=True)
class Accounts:
    """Who has an account, and who is signed in. Safe to use from many threads."""

    _accounts: dict[str, Account] = field(default_factory=lambda: {READER: Account(READER, PASSWORD, Plan.SUBSCRIBER)})
    _sessions: dict[str, Account] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def of(self, request: Request) -> Account | None:
        """Who sends this request."""
        return self._sessions.get(request.cookie(SESSION_COOKIE))

    def sign_in(self, email: str, password: str) -> str | None:
        """A new session's token, or None where the two do not belong together."""
        account = self._accounts.get(email.strip().lower())
        if account is None or not hmac.compare_digest(account.password.encode(), password.encode()):
            return None
        token = secrets.token_urlsafe(18)
        with self._lock:
            self._sessions[token] = account
        return token

    def register(self, email: str, password: str) -> bool:
        """Make an account without a subscription; False where there is one already, or the address is none."""
        email = email.strip().lower()
        with self._lock:
            if "@" not in email or not password or email in self._accounts:
                return False
            self._accounts[email] = Account(email, password, Plan.REGISTERED)
        return True

    def sign_out(self, request: Request) -> None:
        """End the session of this request."""
        with self._lock:
            self._sessions.pop(request.cookie(SESSION_COOKIE), None)


def answer(request: Request, accounts: Accounts, view: View) -> Answer | None:
    """The answer to a request for one of the pages about accounts; None for any other."""
    posted = request.method == "POST"
    match request.path:
        case "/login":
            return _login(request, accounts, view) if posted else _form_page(request, view)
        case "/register":
            return _register(request, accounts, view) if posted else _form_page(request, view)
        case "/logout":
            accounts.sign_out(request)
            gone = redirect(303, "/")
            gone.headers += [("Set-Cookie", f"{SESSION_COOKIE}=; Path=/; Max-Age=0"), _PRIVATE]
            return gone
        case "/account":
            return _account(view) if view.reader else redirect(303, "/login?next=/account")
    return None


def _login(request: Request, accounts: Accounts, view: View) -> Answer:
    if not _csrf_holds(request):
        return _form_page(request, view, "This form has expired. Please try again.", status=403)
    token = accounts.sign_in(request.form("email"), request.form("password"))
    if token is None:
        return _form_page(request, view, "E-mail address or password is wrong.")
    return _welcome(token, _local(request.form("next")))


def _register(request: Request, accounts: Accounts, view: View) -> Answer:
    if not _csrf_holds(request):
        return _form_page(request, view, "This form has expired. Please try again.", status=403)
    if not accounts.register(request.form("email"), request.form("password")):
        return _form_page(request, view, "There is an account with this address already, or the address is none.")
    token = accounts.sign_in(request.form("email"), request.form("password"))
    return _welcome(token or "", _local(request.form("next")))


def _welcome(token: str, then: str) -> Answer:
    answer = redirect(303, then)
    answer.headers += [("Set-Cookie", f"{SESSION_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax"), _PRIVATE]
    return answer


def _csrf_holds(request: Request) -> bool:
    """Whether the form's token is the one that the cookie holds."""
    token = request.cookie(_CSRF_COOKIE)
    return bool(token) and hmac.compare_digest(token.encode(), request.form("csrf").encode())


def _local(path: str) -> str:
    """Where to go after signing in: a path of this site, never another one."""
    safe = re.fullmatch(r"/(?:[\w.~?=&%-][\w.~?=&%/-]*)?", path, re.ASCII)
    return path if safe else "/account"


def _form_page(request: Request, view: View, error: str = "", *, status: int = 200) -> Answer:
    """The form to sign in or to register."""
    token = request.cookie(_CSRF_COOKIE) or secrets.token_urlsafe(12)
    title = "Sign in" if request.path == "/login" else "Register"
    other = (
        '<p>No account yet? <a href="/register">Register</a></p>'
        if request.path == "/login"
        else '<p>Have you got an account? <a href="/login">Sign in</a></p>'
    )
    then = _local(request.form("next") or request.query("next"))
    form = (
        (f'<p class="error" role="alert">{e(error)}</p>' if error else "")
        + f'<form class="form" id="{request.path[1:]}-form" method="post" action="{request.path}">'
        f'<input type="hidden" name="csrf" value="{e(token)}"><input type="hidden" name="next" value="{e(then)}">'
        f'<label>E-mail address <input type="email" name="email" autocomplete="username" required></label>'
        f'<label>Password <input type="password" name="password" autocomplete="current-password" required></label>'
        f'<button type="submit">{title}</button></form>{other}'
    )
    page = plain_page(view, request.path, title, form)
    cookie = ("Set-Cookie", f"{_CSRF_COOKIE}={token}; Path=/; HttpOnly; SameSite=Lax")
    return Answer(status, page.encode(), headers=[cookie, _PRIVATE])


def _account(view: View) -> Answer:
    plan = {Plan.REGISTERED: "Registered reader", Plan.SUBSCRIBER: "Courier+ subscriber"}[view.plan]
    who = f'<p>Signed in as <b id="account-email">{e(view.reader or "")}</b>.</p>'
    text = f'{who}<p>Plan: <b id="account-plan">{plan}</b></p>'
    page = plain_page(view, "/account", "My account", f'{text}<p><a href="/logout">Sign out</a></p>')
    return Answer(200, page.encode(), headers=[_PRIVATE])
