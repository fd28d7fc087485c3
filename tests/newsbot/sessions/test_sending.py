"""What of a session goes along with a request, through Scrapy's own cookie jar; and what comes back of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.http.cookies import CookieJar

from newsbot.hosts import is_this_computer
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.sending import carries, headers_for, jar_cookies, over_tls, with_jar
from newsbot.sites.login import Login
from newsbot.sites.model import Site

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAPER = Site(name="Paper", url="https://www.paper.example/")
LATER = datetime(2099, 1, 1, tzinfo=UTC).timestamp()


def session(*cookies: Cookie, **others: object) -> SavedSession:
    return SavedSession(site="paper", cookies=cookies, signedInAt=NOW, **others)  # type: ignore[arg-type]


def cookie(name: str, domain: str = ".paper.example", **others: object) -> Cookie:
    return Cookie(name=name, value=f"value-of-{name}", domain=domain, **others)  # type: ignore[arg-type]


def jar_of(saved: SavedSession) -> CookieJar:
    jar = CookieJar()
    for each in jar_cookies(saved):
        jar.set_cookie(each)
    return jar


def sent(saved: SavedSession, url: str) -> set[str]:
    request = Request(url)
    jar_of(saved).add_cookie_header(request)
    header = (request.headers.get("Cookie") or b"").decode()
    return {pair.partition("=")[0] for pair in header.split("; ") if pair}


# ── where it may go ──


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://paper.example/account", True),
        ("https://www.paper.example/", True),
        ("HTTPS://account.paper.example/", True),
        ("https://paper.example:8443/", False),
        ("http://paper.example/account", False),
        ("https://evil.example/paper.example", False),
        ("https://paper.example.evil.example/", False),
        ("https://paper.example@evil.example/", False),
        ("ftp://paper.example/", False),
        ("https://[broken", False),
    ],
)
def test_a_session_goes_to_its_own_hosts_over_tls(url: str, may: bool) -> None:
    assert carries(PAPER, url) is may


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", True),
        ("a.localhost.", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost.evil.example", False),
        ("128.0.0.1", False),
        ("10.0.0.1", False),
        ("", False),
        ("127.0.0.1.nip.io", False),
    ],
)
def test_this_computer(host: str, own: bool) -> None:
    assert is_this_computer(host) is own


def test_or_in_clear_on_this_computer() -> None:
    assert carries(Site(name="Demo", url="http://127.0.0.1:8811/"), "http://127.0.0.1:8811/account")
    assert not carries(Site(name="Demo", url="http://10.0.0.1/"), "http://10.0.0.1/account")


# ── cookies ──


def test_cookies_go_where_a_browser_would_send_them() -> None:
    saved = session(
        cookie("all"),
        cookie("host", "www.paper.example"),
        cookie("other", "account.paper.example"),
        cookie("path", path="/account"),
        cookie("secure", secure=True),
        cookie("past", expires=1.0),
        cookie("later", expires=LATER),
        cookie("away", ".elsewhere.example"),
    )
    assert sent(saved, "https://www.paper.example/") == {"all", "host", "secure", "later"}
    assert sent(saved, "https://www.paper.example/account/") == {"all", "host", "secure", "later", "path"}
    assert sent(saved, "http://www.paper.example/") == set(), "nothing goes in clear, whatever the cookie says"
    assert sent(saved, "https://evil.example/") == set()


def test_a_browser_is_told_to_send_them_over_tls_only() -> None:
    assert over_tls(cookie("plain")).secure
    assert not over_tls(cookie("plain", "127.0.0.1")).secure
    assert not over_tls(cookie("plain", ".localhost")).secure


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_cookies_of_this_computer(host: str) -> None:
    """Browsers send secure ones there without TLS."""
    saved = session(cookie("plain", host), cookie("secure", host, secure=True))
    assert sent(saved, f"http://{host}:8811/") == {"plain", "secure"}


def test_what_would_break_a_header_is_not_sent() -> None:
    bad = [
        replace(cookie("bad"), name=name, value=value)
        for name, value in (("a\r\nX", "1"), ("b", "1\n2"), ("c", "1;d=2"))
    ]
    saved = session(cookie("good"), *bad)
    assert sent(saved, "https://paper.example/") == {"good"}
    assert with_jar(saved, jar_of(saved)) == saved, "and it is not lost"


def answered(saved: SavedSession, *headers: str, url: str = "https://www.paper.example/") -> SavedSession:
    """The session after an answer with these Set-Cookie headers."""
    jar = jar_of(saved)
    jar.extract_cookies(Response(url, headers={"Set-Cookie": list(headers)}), Request(url))
    return with_jar(saved, jar)


def test_nothing_changed_is_the_same_session() -> None:
    saved = session(cookie("sid", httpOnly=True, sameSite="Lax"), cookie("two", expires=LATER + 0.5))
    assert answered(saved) is saved
    assert answered(saved, "sid=value-of-sid; Domain=paper.example; Path=/; HttpOnly") is saved


def test_a_renewed_cookie_keeps_what_the_header_does_not_say() -> None:
    saved = session(cookie("sid", secure=True, httpOnly=True, sameSite="Strict"), cookie("lang", "www.paper.example"))
    renewed = answered(saved, "sid=fresh; Domain=.paper.example; Path=/; Max-Age=60")
    sid, lang = renewed.cookies if renewed.cookies[0].name == "sid" else renewed.cookies[::-1]
    assert (sid.value, sid.secure, sid.httpOnly, sid.sameSite) == ("fresh", True, True, "Strict")
    assert sid.expires is not None
    assert lang == saved.cookies[1]


def test_new_and_deleted_cookies() -> None:
    saved = session(cookie("sid"), cookie("old", expires=LATER))
    changed = answered(
        saved, "old=; Domain=paper.example; Path=/; Max-Age=0", "new=1; Path=/a; Secure; HttpOnly", "sid=value-of-sid"
    )
    found = {(each.name, each.domain): each for each in changed.cookies}
    assert set(found) == {("sid", ".paper.example"), ("new", "www.paper.example"), ("sid", "www.paper.example")}
    assert (found["new", "www.paper.example"].secure, found["new", "www.paper.example"].httpOnly) == (True, True)
    assert found["new", "www.paper.example"].path == "/a"


def test_cookies_of_this_computer_come_back_as_they_were() -> None:
    saved = session(cookie("sid", "localhost", secure=True))
    assert with_jar(saved, jar_of(saved)) is saved
    changed = answered(saved, "sid=fresh; Path=/", "new=1; Path=/", url="http://localhost:8811/")
    assert {(each.name, each.value, each.domain) for each in changed.cookies} == {
        ("sid", "fresh", "localhost"),
        ("new", "1", "localhost"),
    }


# ── headers ──


def bearer(**token: object) -> Login:
    said = {"storage": "auth.token", **token}
    return Login.model_validate(
        {"success": ["css:.account"], "session": {"kind": "bearer", "token": said, "userAgent": True}}
    )


STORAGE = {
    "https://ads.example": {"other": "x"},
    "https://www.paper.example": {"auth": '{"token": "t0ken"}'},
    "https://old.paper.example": {"auth": '{"token": "older"}'},
}


def test_a_token_goes_to_the_named_paths() -> None:
    saved = session(storage=STORAGE, userAgent="Mozilla/5.0")
    login = bearer(paths=["/api/", "/account"])
    assert headers_for(PAPER, login, saved, "https://www.paper.example/api/me") == {
        "User-Agent": "Mozilla/5.0",
        "Authorization": "Bearer t0ken",
    }
    assert headers_for(PAPER, login, saved, "https://old.paper.example/account")["Authorization"] == "Bearer older"
    assert headers_for(PAPER, login, saved, "https://account.paper.example/account")["Authorization"] == "Bearer t0ken"
    assert set(headers_for(PAPER, login, saved, "https://www.paper.example/apiary")) == {"User-Agent"}
    own = bearer(header="X-Token", prefix="")
    assert headers_for(PAPER, own, saved, "https://www.paper.example")["X-Token"] == "t0ken"


@pytest.mark.parametrize("url", ["http://www.paper.example/api/", "https://evil.example/api/", "https://[", ""])
def test_no_header_goes_elsewhere_or_in_clear(url: str) -> None:
    assert headers_for(PAPER, bearer(), session(storage=STORAGE, userAgent="Mozilla/5.0"), url) == {}


def test_headers_that_nothing_is_known_for() -> None:
    login = Login.model_validate({"success": ["css:.account"]})
    assert headers_for(PAPER, login, session(storage=STORAGE, userAgent="Mozilla"), "https://paper.example/") == {}
    for storage in ({}, {"https://paper.example": {"auth": '{"token": 7}'}}, {"https://paper.example": {"auth": "{"}}):
        assert headers_for(PAPER, bearer(), session(storage=storage), "https://paper.example/") == {}
    for value in ("a\\nb", "ä"):
        saved = session(storage={"https://paper.example": {"auth": f'{{"token": "{value}"}}'}}, userAgent="a\nb")
        assert headers_for(PAPER, bearer(), saved, "https://paper.example/") == {}
