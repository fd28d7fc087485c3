"""Readers' own pages of the demo newspaper: sign-in by form, registration, account page, sign-out, and odd ones."""

from __future__ import annotations

from newsbot.demo import app, steps
from newsbot.demo.forms import (
    EMAIL,
    EXPIRED,
    PRIVATE,
    WORD,
    csrf_holds,
    farewell,
    form_page,
    local,
    welcome,
)
from newsbot.demo.frame import PLANS, View, e
from newsbot.demo.listings import plain_page
from newsbot.demo.messages import Answer, Request, redirect
from newsbot.demo.readers import Account, Readers, Visit

_TO_REGISTER = (
    '<p>No account yet? <a href="/register">Register</a></p>'
    '<p class="small">Other ways in: <a href="/login-app">our app</a>, <a href="/login-steps">in two steps</a></p>'
)
_TO_LOGIN = '<p>Have you got an account? <a href="/login">Sign in</a></p>'
_TAKEN = "There is an account with this address already, or the address is none."
_ELSEWHERE = (
    "<p>You can read the Courier on one device at a time, and somebody has signed in on another one since. If it was "
    'not you, change your password.</p><p><a class="button" href="/login">Continue on this device</a></p>'
)
_CAPTCHA = (
    "<p>We have seen many requests from your network. Before you sign in, please show that you are a person.</p>"
    '<div class="g-recaptcha captcha" id="captcha" data-sitekey="demo" role="group" aria-label="reCAPTCHA">'
    "<p>Select all squares with schooners</p>"
    + "".join(f'<button type="button" aria-label="Square {number}">?</button>' for number in range(1, 10))
    + "</div>"
)
_CHANGED = (
    '<label>Reader’s number <input type="text" name="reader-no" id="reader-no" required></label>'
    '<label>Secret word <input type="password" name="secret-word" id="secret-word" required></label>'
)


def answer(request: Request, readers: Readers, visit: Visit, view: View) -> Answer | None:
    """The answer to a request for one of the pages about accounts; None for any other."""
    posted = request.method == "POST"
    match request.path:
        case "/login":
            return _login(request, readers, view) if posted else _login_page(request, view)
        case "/register":
            return _register(request, readers, view) if posted else _register_page(request, view)
        case "/logout":
            readers.sign_out(visit)
            return farewell()
        case "/account" if visit.elsewhere:
            return another_device(request, view)
        case "/account":
            return _account(view) if view.reader else redirect(303, "/login?next=/account")
        case "/login-captcha" | "/login-changed":
            return _odd(request, view)
    return steps.answer(request, readers, view) or app.answer(request, readers, visit, view)


def _login(request: Request, readers: Readers, view: View) -> Answer:
    if not csrf_holds(request):
        return _login_page(request, view, EXPIRED)
    account = readers.check(request.form("email"), request.form("password"))
    if not isinstance(account, Account):
        return _login_page(request, view, account)
    if account.seed:
        return steps.to_code(readers.begin_steps(account.email, account))
    return welcome(readers.sign_in(account, request), local(request.form("next")))


def _login_page(request: Request, view: View, error: str = "") -> Answer:
    return form_page(request, view, "Sign in", EMAIL + WORD, error=error, after=_TO_REGISTER)


def _register(request: Request, readers: Readers, view: View) -> Answer:
    if not csrf_holds(request):
        return _register_page(request, view, EXPIRED)
    account = readers.register(request.form("email"), request.form("password"))
    if account is None:
        return _register_page(request, view, _TAKEN)
    return welcome(readers.sign_in(account, request), local(request.form("next")))


def _register_page(request: Request, view: View, error: str = "") -> Answer:
    return form_page(request, view, "Register", EMAIL + WORD, error=error, after=_TO_LOGIN)


def _account(view: View) -> Answer:
    who = f'<p>Signed in as <b id="account-email">{e(view.reader or "")}</b>.</p>'
    text = f'{who}<p>Plan: <b id="account-plan">{PLANS[view.plan]}</b></p>'
    page = plain_page(view, "/account", "My account", f'{text}<p><a href="/logout">Sign out</a></p>')
    return Answer(200, page.encode(), headers=[PRIVATE])


def another_device(request: Request, view: View) -> Answer:
    """What stands in the place of an article, and of the account, where the session was ended by another one."""
    title = "Your subscription is being used on another device"
    text = f'<div class="device-limit">{_ELSEWHERE}</div>'
    return Answer(200, plain_page(view, request.path, title, text).encode(), headers=[PRIVATE])


def _odd(request: Request, view: View) -> Answer:
    """Sign-in pages that no recipe gets through: a riddle, and a form that has changed."""
    if request.path == "/login-captcha":
        page = plain_page(view, request.path, "Are you a person?", _CAPTCHA)
        return Answer(200, page.encode(), headers=[PRIVATE])
    error = "We do not know this reader’s number." if request.method == "POST" else ""
    return form_page(request, view, "Enter", _CHANGED, error=error)
