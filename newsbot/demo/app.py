"""Sign-in to the demo newspaper by script: a page that keeps a token in local storage, and the API that it asks."""

from __future__ import annotations

import json
import re
from typing import Any

from newsbot.demo.articles import is_cut
from newsbot.demo.forms import PRIVATE
from newsbot.demo.frame import PLANS, View
from newsbot.demo.listings import plain_page
from newsbot.demo.messages import Answer, Request
from newsbot.demo.readers import Account, Readers, Refusal, Visit
from newsbot.demo.shelf import asset

_JSON = "application/json; charset=utf-8"
#: What the script shows. Neither template is part of the page before it does, though both stand in its HTML.
_TEMPLATES = (
    '<template id="app-signed-out"><form class="form" id="app-form">'
    '<p class="error" role="alert" hidden>Something went wrong.</p>'
    '<label>E-mail address <input type="email" id="app-email" autocomplete="username" required></label>'
    '<label>Password <input type="password" id="app-password" autocomplete="current-password" required></label>'
    '<button type="submit" id="app-submit">Sign in</button></form></template>'
    '<template id="app-signed-in"><div class="account"><p>Signed in as <b id="account-email"></b>.</p>'
    '<p>Plan: <b id="account-plan"></b></p><button type="button" id="app-logout">Sign out</button></div></template>'
)


def answer(request: Request, readers: Readers, visit: Visit, view: View) -> Answer | None:
    """The answer to a request for the page or the API; None for any other."""
    posted = request.method == "POST"
    match request.path:
        case "/login-app":
            return _page(view)
        case "/api/session":
            return _session(request, readers) if posted else _only_post()
        case "/api/session/end":
            return _end(readers, visit) if posted else _only_post()
        case "/api/account" if view.reader:
            return _told(200, {"email": view.reader, "plan": PLANS[view.plan]})
        case "/api/account":
            return _told(401, {"error": "Sign in first."})
    if found := re.fullmatch(r"/api/articles/(\d{1,9})", request.path, re.ASCII):
        return _article(int(found[1]), view)
    return None


def _page(view: View) -> Answer:
    script = asset("login-app.js").decode()
    text = (
        '<div id="app"><noscript><p class="notice">Signing in needs JavaScript.</p></noscript></div>'
        f"{_TEMPLATES}<script>\n{script}</script>"
    )
    return Answer(200, plain_page(view, "/login-app", "Sign in by app", text).encode(), headers=[PRIVATE])


def _session(request: Request, readers: Readers) -> Answer:
    """Sign in. Only JSON is taken, which no form of another site can send."""
    if not request.headers.get("content-type", "").lower().startswith("application/json"):
        return _told(415, {"error": "Send JSON."})
    try:
        given = json.loads(request.body)
    except (ValueError, RecursionError):
        return _told(400, {"error": "This is no JSON."})
    email, password = (given.get("email"), given.get("password")) if isinstance(given, dict) else (None, None)
    if not isinstance(email, str) or not isinstance(password, str):
        return _told(400, {"error": "Send an e-mail address and a password."})
    account = readers.check(email, password, bearer=True)
    if not isinstance(account, Account):
        return _told(403 if account is Refusal.LOCKED else 401, {"error": account})
    session = readers.sign_in(account, request, bearer=True)
    return _told(201, {"token": session.value, "email": account.email, "plan": PLANS[account.plan]})


def _end(readers: Readers, visit: Visit) -> Answer:
    readers.sign_out(visit)
    return Answer(204, headers=[PRIVATE])


def _article(number: int, view: View) -> Answer:
    """An article as JSON, for those who may read it."""
    piece = next((each for each in view.paper.all if each.number == number), None)
    if piece is None:
        return _told(404, {"error": "There is no such article."})
    if is_cut(piece, view.plan):
        if view.reader:
            return _told(403, {"error": "Your plan does not include this article."})
        return _told(401, {"error": "Sign in first."})
    return _told(
        200,
        {
            "url": view.base + piece.path,
            "headline": piece.headline,
            "reader": view.reader,
            "blocks": [{"kind": block.kind.value, "text": block.text} for block in piece.blocks],
        },
    )


def _only_post() -> Answer:
    return Answer(405, headers=[("Allow", "POST")])


def _told(status: int, data: dict[str, Any]) -> Answer:
    return Answer(status, json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"), _JSON, headers=[PRIVATE])
