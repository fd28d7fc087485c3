"""Somebody who reads the demo newspaper over real HTTP: keeps cookies, fills forms, and runs no scripts."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from lxml import html

from newsbot.demo.readers import APP, PASSWORD, READER, STEPS
from newsbot.demo.server import Demo
from newsbot.demo.shapes import Kind, Piece


@dataclass
class Page:
    """An answer."""

    status: int
    path: str
    headers: http.client.HTTPMessage
    body: str

    @property
    def tree(self) -> html.HtmlElement:
        return html.document_fromstring(self.body)

    def has(self, css: str) -> bool:
        return bool(self.tree.cssselect(css))

    @property
    def title(self) -> str:
        return self.tree.findtext(".//h1") or ""


@dataclass
class Client:
    """A browser without scripts."""

    demo: Demo
    agent: str = "tester/1"
    cookies: dict[str, str] = field(default_factory=dict)
    bearer: str = ""

    def ask(self, path: str, body: bytes | None = None, *, follow: bool = True, **headers: str) -> Page:
        sent = {"User-Agent": self.agent} | {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.bearer:
            sent["Authorization"] = f"Bearer {self.bearer}"
        connection = http.client.HTTPConnection(urlsplit(self.demo.url).netloc, timeout=20)
        try:
            connection.request("GET" if body is None else "POST", path, body, sent)
            response = connection.getresponse()
            page = Page(response.status, path, response.headers, response.read().decode("utf-8", "replace"))
        finally:
            connection.close()
        for line in page.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies.pop(name, None)
                self.cookies |= {name: morsel.value} if morsel.value else {}
        if follow and page.status == 303:
            return self.ask(page.headers["Location"])
        return page

    def post(self, path: str, **fields: str) -> Page:
        return self.ask(path, urlencode(fields).encode(), content_type="application/x-www-form-urlencoded")

    def submit(self, page: Page, **fields: str) -> Page:
        """Fill the form of a page and send it."""
        form = page.tree.cssselect("form.form")[0]
        return self.post(form.get("action"), **{**form.fields, **fields})

    def sign_in(self, email: str = READER, password: str = PASSWORD) -> Page:
        return self.submit(self.ask("/login"), email=email, password=password)

    def send(self, path: str, data: object) -> Page:
        return self.ask(path, json.dumps(data).encode(), content_type="application/json")

    def order(self, what: str) -> Page:
        return self.ask(f"/_demo/{what}", b"")

    @property
    def signed_in(self) -> bool:
        return self.ask("/account").has("#account-email")

    def reads(self, piece: Piece) -> bool:
        """Whether the whole text comes; if not, there must be no more than its beginning, and a wall."""
        page = self.ask(piece.path)
        whole = piece.paragraphs[-1] in page.body
        assert whole is not page.has(".wall"), page.body
        assert whole or not any(text in page.body for text in piece.paragraphs[1:])
        return whole

    @property
    def logins(self) -> dict:
        return json.loads(self.ask("/_demo/logins").body)


def locked(demo: Demo) -> Piece:
    return demo.newspaper.of_kind(Kind.LOCKED)[0]


def token_of(client: Client, email: str = APP, password: str = PASSWORD) -> str:
    """A token from the API."""
    return json.loads(client.send("/api/session", {"email": email, "password": password}).body)["token"]


def through(client: Client, code: str, email: str = STEPS, password: str = PASSWORD) -> Page:
    """The page that signing in in steps ends at."""
    second = client.submit(client.ask("/login-steps"), email=email)
    assert second.path == "/login-steps/password"
    third = client.submit(second, password=password)
    return client.submit(third, otp=code) if third.path == "/login-steps/code" else third
