"""Saved sessions as values, and as the JSON of a browser's state."""

from __future__ import annotations

import copy
import json
import pickle
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.errors import FixArgument
from newsbot.sessions.masking import Scrubber
from newsbot.sessions.saved import Cookie, Expiry, SavedSession
from newsbot.sessions.states import LARGEST, playwright_state, read_state, site_of_state, write_state

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOSTS = frozenset({"paper.example"})


def cookie(name: str = "sid", value: str = "s3cr3t-cookie", domain: str = ".paper.example", **others: object) -> Cookie:
    return Cookie(name=name, value=value, domain=domain, **others)  # type: ignore[arg-type]


def session(*cookies: Cookie, **others: object) -> SavedSession:
    return SavedSession(site="paper", cookies=cookies, signedInAt=NOW, **others)  # type: ignore[arg-type]


def after(**span: float) -> float:
    return (NOW + timedelta(**span)).timestamp()


# ── values ──


def test_nothing_of_a_value_is_shown() -> None:
    whole = session(cookie(), storage={"https://paper.example": {"token": "s3cr3t-token"}}, userAgent="s3cr3t-agent")
    for text in (repr(whole), str(whole), f"{whole}", repr(whole.cookies), f"{[whole]}", repr({"a": whole.cookies[0]})):
        assert "s3cr3t" not in text
        assert "sid" in text or "1 cookies" in text


def test_neither_is_pickled_nor_copied() -> None:
    for each in (cookie(), session(cookie())):
        for write in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="vault only"):
                write(each)


def test_a_session_does_not_change() -> None:
    stored = {"https://paper.example": {"token": "a"}}
    whole = session(storage=stored)
    stored["https://paper.example"]["token"] = "b"
    assert whole.storage["https://paper.example"]["token"] == "a"
    with pytest.raises(TypeError):
        whole.storage["https://paper.example"]["token"] = "b"  # type: ignore[index]
    assert whole == session(storage={"https://paper.example": {"token": "a"}})
    assert whole.proved(NOW, "css:.account").provedAt == NOW


def test_when_it_expires() -> None:
    assert session().expires == session(cookie()).expires == Expiry()
    two = session(cookie("a", expires=after(days=1)), cookie("b", expires=after(days=30)), cookie("c"))
    assert two.expires == Expiry(NOW + timedelta(days=1), NOW + timedelta(days=30))
    assert session(cookie(expires=1e300)).expires.latest == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cookies", "storage", "stale"),
    [
        ((), {}, True),
        ((cookie(),), {}, False),
        ((cookie(expires=after(seconds=1)),), {}, False),
        ((cookie(expires=after(seconds=0)),), {}, True),
        ((cookie("a", expires=after(days=-1)), cookie("b", expires=after(days=1))), {}, False),
        ((cookie(expires=after(days=-1)),), {"https://paper.example": {"token": "t"}}, False),
        ((cookie(expires=after(days=-1)),), {"https://paper.example": {}}, True),
    ],
)
def test_when_it_is_stale(cookies: tuple[Cookie, ...], storage: dict[str, dict[str, str]], stale: bool) -> None:
    assert session(*cookies, storage=storage).is_stale(NOW) is stale


@pytest.mark.parametrize(
    ("domain", "own"),
    [
        ("paper.example", True),
        (".paper.example", True),
        ("WWW.Paper.Example", True),
        ("account.paper.example", True),
        (".example", True),  # no browser has such a cookie; it would go to the site
        ("example", False),
        ("notpaper.example", False),
        ("tracker.example", False),
        ("paper.example.evil", False),
    ],
)
def test_which_cookies_are_the_sites(domain: str, own: bool) -> None:
    assert cookie(domain=domain).is_for(HOSTS) is own


def test_what_belongs_to_other_sites_is_left_out() -> None:
    storage = {
        "https://www.paper.example": {"token": "a"},
        "https://ads.example": {"id": "b"},
        "http://127.0.0.1:8811": {"c": "d"},
    }
    whole = session(cookie(), cookie(domain=".ads.example"), cookie(domain="127.0.0.1"), storage=storage)
    own = whole.only_for(HOSTS)
    assert [each.domain for each in own.cookies] == [".paper.example"]
    assert list(own.storage) == ["https://www.paper.example"]
    local = whole.only_for(frozenset({"127.0.0.1:8811"}))
    assert ([each.domain for each in local.cookies], list(local.storage)) == (["127.0.0.1"], ["http://127.0.0.1:8811"])


def test_the_secrets_of_a_session() -> None:
    storage = {
        "https://paper.example": {
            "auth": json.dumps({"user": {"tokens": ["s3cr3t-token-in-json"]}, "n": 1}),
            "plain": "s3cr3t-token-itself",
            "cache": json.dumps({"headline": "The old ferry sails again at noon"}),
            "broken": "{s3cr3t-token-in-what-is-no-json",
        }
    }
    whole = session(cookie(), cookie("lang", "de"), cookie("long", "s3cr3t" * 2000), storage=storage)
    text = " ".join(each.value for each in whole.cookies) + json.dumps(dict(whole.storage["https://paper.example"]))
    cleaned = Scrubber(whole.secrets()).scrub(text)
    assert "s3cr3t" not in cleaned
    assert "The old ferry sails again at noon" in cleaned
    assert " de " in cleaned


# ── JSON ──

PLAYWRIGHT = {
    "cookies": [
        {
            "name": "sid",
            "value": "abc",
            "domain": ".paper.example",
            "path": "/",
            "expires": 1800000000.5,
            "httpOnly": True,
            "secure": True,
            "sameSite": "Lax",
        },
        {"name": "tmp", "value": "", "domain": "paper.example", "path": "/a", "expires": -1},
    ],
    "origins": [{"origin": "https://paper.example", "localStorage": [{"name": "token", "value": "t"}]}],
}


def test_a_state_that_playwright_wrote() -> None:
    read = read_state(json.dumps(PLAYWRIGHT), "paper", NOW)
    assert read.cookies == (
        Cookie(
            name="sid",
            value="abc",
            domain=".paper.example",
            expires=1800000000.5,
            secure=True,
            httpOnly=True,
            sameSite="Lax",
        ),
        Cookie(name="tmp", value="", domain="paper.example", path="/a"),
    )
    assert read.storage == {"https://paper.example": {"token": "t"}}
    assert (read.signedInAt, read.provedAt, read.userAgent, read.madeBy) == (NOW, None, None, "import")
    assert site_of_state(json.dumps(PLAYWRIGHT)) is None


def test_what_newsbot_writes_it_reads() -> None:
    whole = session(
        cookie(expires=after(days=3), httpOnly=True, sameSite="None"),
        storage={"https://paper.example": {"token": "\ud800\0é"}},
        userAgent="Mozilla/5.0",
        provedAt=NOW + timedelta(microseconds=1),
        proof="css:.account",
        madeBy="newsbot login",
    )
    assert read_state(write_state(whole), "paper", NOW + timedelta(days=9)) == whole
    assert site_of_state(write_state(whole)) == "paper"
    state = playwright_state(replace(whole, storage={}))
    assert set(state) == {"cookies", "origins"}
    assert state["cookies"][0]["sameSite"] == "None"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hunter2",
        b"[]",
        b"{}",
        b'"cookies"',
        b'{"cookies": 1}',
        b'{"cookies": [], "origins": {}}',
        b"\xff\xfe",
        b'{"log": {"entries": []}}',
        b"[" * 100000,
        b'{"cookies": [' * 9999,
        b" " * (LARGEST + 1),
    ],
)
def test_what_is_no_state(data: bytes) -> None:
    with pytest.raises(FixArgument) as caught:
        read_state(data, "paper", NOW)
    assert "hunter2" not in str(caught.value)
    assert "storage_state" in caught.value.cure


def test_what_is_broken_in_a_state_is_left_out() -> None:
    good = {"name": "sid", "value": "abc", "domain": "paper.example"}
    state = {
        "cookies": [
            None,
            7,
            {},
            {**good, "value": 1},
            {**good, "domain": None},
            {**good, "expires": "soon", "sameSite": ["Lax"], "secure": "yes"},
            {**good, "name": "nan", "expires": float("nan")},
            {**good, "name": "inf", "expires": float("inf")},
            {**good, "name": "big", "expires": 10**400},
            {**good, "name": "true", "expires": True},
        ],
        "origins": [
            1,
            {"origin": 5},
            {"origin": "nonsense", "localStorage": []},
            {"origin": "https://[broken", "localStorage": []},
            {"origin": "https://a.example", "localStorage": [3, {"name": "k"}, {"name": "k", "value": "v"}]},
            {"origin": "https://b.example", "localStorage": None},
        ],
        "newsbot": {"signedInAt": "yesterday", "provedAt": 5, "userAgent": {}, "site": 7},
    }
    read = read_state(json.dumps(state), "paper", NOW)
    assert [each.name for each in read.cookies] == ["sid", "nan", "inf", "big", "true"]
    assert {each.expires for each in read.cookies} == {None}
    assert (read.cookies[0].secure, read.cookies[0].sameSite) == (False, None)
    assert read.storage == {"https://a.example": {"k": "v"}, "https://b.example": {}}
    assert (read.signedInAt, read.provedAt, read.userAgent) == (NOW, None, None)
    assert site_of_state(json.dumps({**state, "newsbot": []})) is None
