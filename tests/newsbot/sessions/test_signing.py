"""Signing in: recipes on pages that are made to be hard, in one real Chromium."""

from __future__ import annotations

import asyncio
import json
import stat
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from newsbot.errors import FixArgument, NewsbotError, SignInRefused, SignInUnclear, TryLater
from newsbot.sessions.attempt import Manner, Patience
from newsbot.sessions.browser import BrowserManager, BrowserSettings
from newsbot.sessions.masking import Secret
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.signing import sign_in
from newsbot.sites.model import Site
from tests.chromium import need_chromium

pytestmark = pytest.mark.browser

NAME, PASSWORD = "ada@paper.example", "horse battery & staple"
SECRETS = {"username": Secret(NAME), "password": Secret(PASSWORD)}
FORM = "<form method=post action=ACTION><input name=email><input name=password type=password><button>Go</button></form>"
STEPS: list[dict[str, str]] = [
    {"fill": "css:input[name=email]", "with": "username"},
    {"fill": "css:input[name=password]", "with": "password"},
    {"click": "css:button"},
]
ACCOUNT = "<p class=account>Signed  in\n as <b>Ada</b></p>"
#: Every page of the server: what stands in it. A path that begins with /in- signs in, one with /no- refuses.
PAGES = {
    "/plain": FORM.replace("ACTION", "/in-plain"),
    "/templates": "<style>.error{display:none}</style><div class=error>Wrong</div>"
    "<template><i class=error>x</i></template>"
    "<div style='opacity:1;visibility:hidden' class=error>Wrong</div>" + FORM.replace("ACTION", "/in-templates"),
    "/framed": "<iframe src='http://localhost:PORT/plain-inner' width=400 height=200></iframe>",
    "/plain-inner": FORM.replace("ACTION", "http://127.0.0.1:PORT/in-framed").replace("<form ", "<form target=_top "),
    "/covered": FORM.replace("ACTION", "/in-covered")
    + "<div id=cover style='position:fixed;inset:0;background:#fff'><button id=ok "
    "onclick='cover.remove()'>Accept all</button></div>",
    "/late": "<div id=here></div><script>setTimeout(() => here.innerHTML = `"
    + FORM.replace("ACTION", "/in-late")
    + "`, 700)"
    "</script>",
    "/shadow": "<x-form></x-form><script>customElements.define('x-form', class extends HTMLElement {"
    "connectedCallback() {this.attachShadow({mode: 'open'}).innerHTML = `"
    + FORM.replace("ACTION", "/in-shadow")
    + "`}})</script>",
    "/keys": "<form method=post action=/in-keys><select name=country><option value=at>Austria<option value=de>Germany"
    "</select><input name=email><input name=password type=password><button hidden>Go</button></form>",
    "/remembered": FORM.replace("ACTION", "/in-remembered"),
    "/wrong": FORM.replace("ACTION", "/no-wrong"),
    "/echo": FORM.replace("ACTION", "/no-echo"),
    "/captcha": FORM.replace("ACTION", "/captcha-page"),
    "/captcha-page": "<h1>One moment</h1><div class='g-recaptcha' style='width:300px;height:80px'>I am no robot</div>",
    "/empty": "<h1>Closed for repair</h1>",
    "/nowhere": FORM.replace("ACTION", "/lost"),
    "/lost": "<h1>Something else</h1>",
    "/account": ACCOUNT,
}
ECHO = (
    "<p class=error>Ada (NAME), <b title='PASS'>PASS</b> is wrong.</p><input name=password value='PASS'>"
    "<script>var p='PASS'</script>"
)


@dataclass(slots=True)
class Paper:
    """The server, and the forms that were sent to it."""

    url: str = ""
    port: int = 0
    sent: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def page(self, path: str, signed_in: bool) -> tuple[int, str]:
        path = path.partition("?")[0]
        if path.startswith("/in-"):
            return 200, ACCOUNT
        if path == "/no-echo":
            return 401, ECHO.replace("NAME", NAME).replace("PASS", PASSWORD.replace("&", "&amp;"))
        if path.startswith("/no-"):
            return 401, "<p class=error>Wrong.</p>"
        if path == "/account" and not signed_in:
            return 403, "<h1>Sign in first</h1>"
        return (503 if path == "/empty" else 200 if path in PAGES else 404), PAGES.get(path, "nothing")


def _handler(paper: Paper) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            if self.command == "POST":
                paper.sent.append((self.path, dict(parse_qsl(self.rfile.read(length).decode()))))
            status, body = paper.page(self.path, "sid=" in self.headers.get("Cookie", ""))
            data = f"<!doctype html><title>{self.path.partition('?')[0]}</title>{body}".replace(
                "PORT", str(paper.port)
            ).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            if self.path.startswith("/in-"):
                self.send_header("Set-Cookie", "sid=0123456789abcdef; Path=/; HttpOnly")
            self.end_headers()
            self.wfile.write(data)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def recipe(paper: Paper, page: str, **changes: Any) -> Site:
    login = {
        "credentials": ["username", "password"],
        "consent": ["css:#ok"],
        "steps": [{"goto": f"{paper.url}/{page}?ticket=geheim"}, *STEPS],
        "success": ["css:.account"],
        "failure": ["css:.error"],
        "verify": {"url": f"{paper.url}/account", "shows": ["text:signed in as ada"]},
    }
    return Site.model_validate({"name": "Paper", "url": f"{paper.url}/", "login": {**login, **changes}})


@dataclass(slots=True)
class Result:
    """What came of one attempt."""

    got: SavedSession | NewsbotError
    seconds: float
    sent: list[tuple[str, dict[str, str]]]
    told: list[str]

    @property
    def session(self) -> SavedSession:
        assert isinstance(self.got, SavedSession), self.got
        return self.got


def cases(paper: Paper) -> dict[str, Site]:
    """A site for every page; its name is that of the case."""
    plain = (
        "plain",
        "templates",
        "framed",
        "covered",
        "late",
        "shadow",
        "wrong",
        "echo",
        "captcha",
        "empty",
        "nowhere",
    )
    sites = {name: recipe(paper, name) for name in plain}
    keys: list[Any] = [
        {"goto": f"{paper.url}/keys"},
        {"select": "css:select", "option": "Germany"},
        *STEPS[:2],
        {"press": "Enter", "on": "css:input[name=password]"},
    ]
    code = [{"goto": f"{paper.url}/remembered"}, *STEPS, {"wait": "css:input[name=otp]"}, {"click": "css:#confirm"}]
    return {
        **sites,
        "keys": recipe(paper, "keys", steps=keys),
        "remembered": recipe(paper, "remembered", steps=code),
        "unproved": recipe(paper, "plain", verify={"url": f"{paper.url}/plain", "shows": ["css:.nobody"]}),
        "proof only": recipe(paper, "plain", success=[]),
        "unreachable": recipe(paper, "x", steps=[{"goto": "https://127.0.0.1:9/"}, *STEPS]),
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("failures")


class Attempts:
    """The cases, each tried once, when it is first asked for; all in one browser."""

    def __init__(self, folder: Path) -> None:
        self.paper = Paper()
        self.folder = folder
        self.done: dict[str, Result] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.paper))
        self.server.daemon_threads = True
        self.paper.port = self.server.server_address[1]
        self.paper.url = f"http://127.0.0.1:{self.paper.port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.runner = asyncio.Runner()
        self.manager = self.runner.run(self._start())

    def __getitem__(self, name: str) -> Result:
        if name not in self.done:
            self.done[name] = self.runner.run(self._attempt(name, cases(self.paper)[name]))
        return self.done[name]

    async def _start(self) -> BrowserManager:
        manager = BrowserManager(BrowserSettings(), allow=lambda _: True)
        async with manager.sheet():  # it is started: times are of signing in alone
            return manager

    async def _attempt(self, name: str, site: Site) -> Result:
        assert site.login is not None
        told: list[str] = []
        began, before = time.monotonic(), len(self.paper.sent)
        patience = Patience(step=3, proof=1.5, captcha=1, early=0.5)
        manner = Manner(patience=patience, tell=lambda number, total, doing: told.append(doing))
        try:
            got: Any = await sign_in(
                self.manager, site, site.login, SECRETS, at=datetime.now(UTC), folder=self.folder / name, manner=manner
            )
        except NewsbotError as error:
            got = error
        return Result(got, time.monotonic() - began, self.paper.sent[before:], told)

    def close(self) -> None:
        self.runner.run(self.manager.close())
        self.runner.close()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="module")
def results(folder: Path) -> Iterator[Attempts]:
    need_chromium()
    attempts = Attempts(folder)
    yield attempts
    attempts.close()


@pytest.mark.parametrize(
    "case", ["plain", "templates", "framed", "covered", "late", "shadow", "keys", "remembered", "proof only"]
)
def test_signs_in_once(case: str, results: Attempts) -> None:
    result = results[case]
    session = result.session
    assert [cookie.value for cookie in session.cookies] == ["0123456789abcdef"]
    assert session.proof is not None
    assert "text:signed in as ada" in session.proof
    assert session.provedAt is not None
    assert session.userAgent is None, "it is kept only where the recipe asks for it"
    ((_, form),) = result.sent
    assert (form["email"], form["password"]) == (NAME, PASSWORD)
    assert form.get("country") == ("de" if case == "keys" else None)


def test_a_refusal_is_believed_at_once(results: Attempts, folder: Path) -> None:
    result = results["wrong"]
    assert isinstance(result.got, SignInRefused)
    assert len(result.sent) == 1, "exactly one attempt"
    assert result.seconds < 3
    where = result.got.where
    assert "css:.error says “Wrong.”" in result.got.what
    assert where.url.endswith("/no-wrong")
    assert where.folder is not None
    kept = Path(where.folder)
    assert kept.parent == folder / "wrong"
    assert {path.name for path in kept.iterdir()} == {"page.html", "page.png", "steps.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in kept.iterdir()} == {0o600}
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert (kept / "page.png").read_bytes().startswith(b"\x89PNG")
    steps = json.loads((kept / "steps.json").read_text())
    assert [step["what"].split()[0] for step in steps["steps"]] == ["goto", "fill", "fill", "click", "success"]
    assert "until" in steps["steps"][-1]


def test_what_is_kept_holds_no_secret(results: Attempts, folder: Path) -> None:
    """The site's answer repeats name and password: as text, in attributes, in a field, in a script."""
    result = results["echo"]
    assert isinstance(result.got, SignInRefused)
    html = next((folder / "echo").rglob("page.html")).read_text()
    assert "is wrong." in html
    assert "***" in html
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        text = path.read_bytes().decode("utf-8", "replace")
        for secret in (NAME, PASSWORD, PASSWORD.replace("&", "&amp;"), "battery", "geheim", "0123456789abcdef"):
            assert secret not in text, (path, secret)
    shown = f"{result.got} {result.got!r} {result.told} {result.got.__cause__} {result.got.__context__}"
    assert "horse" not in shown
    assert NAME not in shown


@pytest.mark.parametrize(
    ("case", "step", "says"),
    [
        ("captcha", "the end (success)", "CAPTCHA"),
        ("empty", "step 2 of 4 (fill css:input[name=email] with username)", "HTTP status 503"),
        ("nowhere", "the end (success)", "css:.account did not show within 3 seconds"),
        ("unproved", "the end (verify", "the proof is missing"),
    ],
)
def test_what_the_recipe_does_not_know_stops_it(case: str, step: str, says: str, results: Attempts) -> None:
    result = results[case]
    assert isinstance(result.got, SignInUnclear), result.got
    assert says in result.got.what
    assert result.got.where.step.startswith(step)
    assert "?" not in result.got.where.url
    assert len(result.sent) == (0 if case == "empty" else 1)
    assert result.got.where.folder is not None
    assert (Path(result.got.where.folder) / "page.png").exists()


def test_a_site_that_cannot_be_reached_has_refused_nothing(results: Attempts, folder: Path) -> None:
    assert isinstance(results["unreachable"].got, TryLater)
    assert not (folder / "unreachable").exists()


def test_every_step_is_told(results: Attempts) -> None:
    assert [doing.split()[0] for doing in results["plain"].told] == [
        "goto",
        "fill",
        "fill",
        "click",
        "success",
        "verify",
    ]


def test_a_recipe_without_steps_is_for_hands(folder: Path) -> None:
    site = Site.model_validate(
        {"name": "Paper", "url": "http://127.0.0.1/", "login": {"success": ["css:.account"], "steps": []}}
    )
    assert site.login is not None

    async def go() -> None:
        async with BrowserManager(allow=lambda _: True) as manager:
            assert site.login is not None
            await sign_in(manager, site, site.login, {}, at=datetime.now(UTC), folder=folder)

    with pytest.raises(FixArgument, match="no steps"):
        asyncio.run(go())
