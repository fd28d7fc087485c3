"""Sign-in to the demo newspaper in two steps: address, password on a second page, and a one-time code on a third."""

from __future__ import annotations

from newsbot.demo.forms import CODE, EMAIL, EXPIRED, PRIVATE, WORD, csrf_holds, form_page, welcome
from newsbot.demo.frame import View, e
from newsbot.demo.messages import Answer, Request, redirect
from newsbot.demo.readers import Account, Readers, Step

STEP_COOKIE = "courier_step"
_FIRST, _SECOND, _THIRD = "/login-steps", "/login-steps/password", "/login-steps/code"
_ASK_FOR_CODE = "<p>Open your authenticator and type the six digits that it shows for the Courier.</p>"


def answer(request: Request, readers: Readers, view: View) -> Answer | None:
    """The answer to a request for one of the three pages; None for any other."""
    if request.path not in {_FIRST, _SECOND, _THIRD}:
        return None
    step = readers.step(request.cookie(STEP_COOKIE))
    if request.path != _FIRST and (step is None or (request.path == _THIRD and step.account is None)):
        return redirect(303, _FIRST)
    if request.method != "POST":
        return _page(request, view, step)
    if not csrf_holds(request):
        return _page(request, view, step, EXPIRED)
    if request.path == _FIRST or step is None:
        return _go_on(_SECOND, readers.begin_steps(request.form("email")))
    if request.path == _SECOND:
        return _password(request, readers, view, step)
    return _code(request, readers, view, step)


def to_code(value: str) -> Answer:
    """On to the one-time code, for a login that began elsewhere."""
    return _go_on(_THIRD, value)


def _go_on(path: str, value: str) -> Answer:
    answer = redirect(303, path)
    answer.headers += [("Set-Cookie", f"{STEP_COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax"), PRIVATE]
    return answer


def _password(request: Request, readers: Readers, view: View, step: Step) -> Answer:
    account = readers.check(step.email, request.form("password"))
    if not isinstance(account, Account):
        return _page(request, view, step, account)
    if not account.seed:
        return _through(request, readers, account)
    readers.pass_step(request.cookie(STEP_COOKIE), account)
    return redirect(303, _THIRD)


def _code(request: Request, readers: Readers, view: View, step: Step) -> Answer:
    if step.account is None:
        return redirect(303, _FIRST)
    refusal = readers.check_code(step.account, request.form("otp"))
    if refusal is not None:
        return _page(request, view, step, refusal)
    return _through(request, readers, step.account)


def _through(request: Request, readers: Readers, account: Account) -> Answer:
    readers.pass_step(request.cookie(STEP_COOKIE), None)
    answer = welcome(readers.sign_in(account, request), "/account")
    answer.headers.append(("Set-Cookie", f"{STEP_COOKIE}=; Path=/; Max-Age=0"))
    return answer


def _page(request: Request, view: View, step: Step | None, error: str = "") -> Answer:
    if request.path == _FIRST or step is None:
        return form_page(request, view, "Next", EMAIL, error=error)
    if request.path == _SECOND:
        who = f'<p class="who">{e(step.email)} <a href="{_FIRST}">Not you?</a></p>'
        return form_page(request, view, "Sign in", who + WORD, error=error)
    return form_page(request, view, "Confirm", _ASK_FOR_CODE + CODE, error=error)
