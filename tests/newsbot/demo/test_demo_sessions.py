"""Sessions of the demo newspaper, over real HTTP: how they end, whose they are, what is told; banner, archive."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import feedparser
import pytest

from newsbot.article import Delivered
from newsbot.demo.codes import one_time_code
from newsbot.demo.readers import (
    APP,
    BASIC,
    BOUND,
    DEVICES,
    PASSWORD,
    READER,
    ROTATING,
    SEED,
    SESSION_COOKIE,
)
from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.errors import FixArgument
from tests.demo_reader import Client, locked, through, token_of

NOON = 1_800_000_000.0  # the beginning of a step


@pytest.fixture
def demo() -> Iterator[Demo]:
    with start_demo(articles=26) as served:
        yield served


# ── sessions that end ──


def test_sessions_end_on_command(demo):
    reader, other, basic = Client(demo), Client(demo), Client(demo)
    for client, email in ((reader, READER), (other, READER), (basic, BASIC)):
        client.sign_in(email)
    assert [each["device"] for each in reader.logins["sessions"]] == [1, 2, 3]
    assert json.loads(basic.order("expire?device=1").body) == {"ended": 1}
    assert [client.signed_in for client in (reader, other, basic)] == [False, True, True]
    assert json.loads(basic.order(f"expire?account={READER}").body) == {"ended": 1}
    assert [client.signed_in for client in (reader, other, basic)] == [False, False, True]
    assert json.loads(basic.order("expire").body) == {"ended": 1}
    assert not basic.signed_in
    assert basic.logins["sessions"] == []
    assert basic.logins["logins"] == 3


@pytest.mark.parametrize("what", ["device=x", "after=-1", "at=1;2", "after=9999999999", "device=" + "9" * 5000])
def test_orders_that_make_no_sense(demo, what):
    assert Client(demo).order(f"expire?{what}").status == 400


def test_orders_are_posted_and_come_from_here(demo):
    client = Client(demo)
    client.sign_in()
    assert client.ask("/_demo/expire").status == 404
    assert client.ask("/_demo/expire", b"", origin="https://evil.example").status == 403
    assert client.signed_in
    assert client.ask("/_demo/expire", b"", origin=demo.url).status == 200
    assert not client.signed_in


def test_sessions_end_after_so_many_articles(demo):
    client, piece = Client(demo), locked(demo)
    client.order("expire?after=3")
    for _ in range(2):
        client.sign_in()
        assert [client.reads(piece) for _ in range(4)] == [True, True, True, False]
        assert not client.signed_in
    client.order("expire?after=0")
    client.sign_in()
    assert all(client.reads(piece) for _ in range(5))
    assert client.logins["articles"] == 11


def test_all_sessions_are_wiped_at_given_pages():
    with start_demo(articles=26, archive=30) as demo:
        client, signed = Client(demo), 1
        client.sign_in()
        client.order("expire?at=10,20")
        for piece in demo.newspaper.archive:
            client.ask("/account")  # is no article page
            if not client.reads(piece):
                client.sign_in()
                signed += 1
                assert client.reads(piece)
        assert (signed, client.logins["logins"], client.logins["articles"]) == (3, 3, 30)


# ── accounts that are special ──


def test_a_plan_that_is_not_enough(demo):
    client, piece = Client(demo), locked(demo)
    client.sign_in(BASIC)
    account = client.ask("/account")
    assert (account.has("#account-email"), "Courier Basic" in account.body) == (True, True)
    assert not client.reads(piece)
    page = client.ask(piece.path)
    assert "Your plan does not include this" in page.tree.cssselect(".wall-entitlement")[0].text_content()
    assert BASIC in page.body
    assert not page.has("a.login")
    assert client.reads(demo.newspaper.of_kind(Kind.REGISTRATION)[0])
    assert client.reads(demo.newspaper.of_kind(Kind.METERED)[0])


def test_a_session_bound_to_its_user_agent(demo):
    client, piece = Client(demo, agent="Browser/9"), locked(demo)
    client.sign_in(BOUND)
    assert client.reads(piece)
    client.agent = "newsbot/1"
    assert not client.reads(piece)
    assert not client.signed_in
    client.agent = "Browser/9"
    assert client.reads(piece)
    assert client.logins["sessions"][0]["agent"] == "Browser/9"


def test_a_rotating_cookie(demo):
    client, piece = Client(demo), locked(demo)
    client.sign_in(ROTATING)
    values = [client.cookies[SESSION_COOKIE]]
    for _ in range(3):
        assert client.signed_in  # the account page does not turn it
        assert client.cookies[SESSION_COOKIE] == values[-1]
        assert client.reads(piece)
        values.append(client.cookies[SESSION_COOKIE])
    assert len(set(values)) == 4
    assert not Client(demo, cookies={SESSION_COOKIE: values[0]}).signed_in
    late = Client(demo, cookies={SESSION_COOKIE: values[2]})
    assert late.reads(piece)  # one more request, which brings the newest value
    assert late.cookies[SESSION_COOKIE] == values[3]
    assert not Client(demo, cookies={SESSION_COOKIE: values[2]}).signed_in
    assert client.reads(piece)
    assert [client.logins["logins"], len(client.logins["sessions"])] == [1, 1]


def test_a_rotating_cookie_turns_with_304_too(demo):
    client, piece = Client(demo), locked(demo)
    client.sign_in(ROTATING)
    tag, before = client.ask(piece.path).headers["ETag"], client.cookies[SESSION_COOKIE]
    assert client.ask(piece.path, if_none_match=tag).status == 304
    assert client.cookies[SESSION_COOKIE] != before


def test_a_second_device_ends_the_first(demo):
    first, second, piece = Client(demo), Client(demo), locked(demo)
    first.sign_in(DEVICES)
    assert first.reads(piece)
    second.sign_in(DEVICES)
    assert second.reads(piece)
    for path in (piece.path, "/account", demo.newspaper.of_kind(Kind.FREE)[0].path):
        page = first.ask(path)
        assert page.title == "Your subscription is being used on another device"
        assert page.has(".device-limit")
        assert piece.paragraphs[0] not in page.body
    assert first.ask("/").status == 200
    first.sign_in(DEVICES)
    assert first.reads(piece)
    assert not second.signed_in
    assert [each["device"] for each in first.logins["sessions"]] == [3]


def test_an_expired_device_is_simply_signed_out(demo):
    client = Client(demo)
    client.sign_in(DEVICES)
    client.order("expire")
    assert client.ask("/account").path == "/login?next=/account"
    assert not client.reads(locked(demo))


# ── the banner ──


def test_a_banner_covers_every_page_until_it_is_accepted():
    with start_demo(articles=26, consent=True) as demo:
        client, piece = Client(demo), locked(demo)
        for path in ("/", "/login", "/login-app", "/login-steps", piece.path, "/nowhere"):
            page = client.ask(path)
            assert page.has("#consent #accept-all"), path
            assert page.has("body.behind"), path
        client.cookies["consent"] = "yes"
        for path in ("/", "/login", piece.path):
            assert not client.ask(path).has("#consent")
        assert Client(demo).order("consent/off").status == 204
        assert not Client(demo).ask("/").has("#consent")
        assert Client(demo, cookies={"consent": "ask"}).ask(piece.path).has("#consent")
        demo.consent = True
        assert Client(demo).ask("/").has("#consent")


def test_without_it_there_is_no_banner(demo):
    assert not Client(demo).ask("/").has("#consent")


# ── the archive ──


def test_an_archive_as_large_as_wanted():
    with start_demo(articles=26, archive=320) as demo:
        pieces, client = demo.newspaper.archive, Client(demo)
        assert len({piece.path for piece in pieces}) == 320
        assert len({piece.paragraphs[0] for piece in pieces}) == len({piece.body for piece in pieces}) == 320
        assert {piece.delivered for piece in pieces} == {Delivered.PARTIAL_TEASER}
        feed = feedparser.parse(client.ask("/feeds/archive.xml").body)
        assert [entry.id for entry in feed.entries] == [demo.url + piece.path for piece in pieces]
        assert not any(client.reads(piece) for piece in pieces[::20])
        client.sign_in()
        assert all(client.reads(piece) for piece in pieces[::20])
        assert client.ask("/archive/?page=27").status == 200
        assert client.ask("/archive/?page=28").status == client.ask("/archive/?page=" + "9" * 5000).status == 404
        for piece in pieces[:6]:
            links = client.ask(piece.path).tree.xpath("//a/@href")
            assert {client.ask(link).status for link in links if link.startswith("/") and link != "/logout"} == {200}


def test_the_archive_changes_nothing_else(demo):
    with start_demo(articles=26, archive=5) as larger:
        assert larger.newspaper.articles == demo.newspaper.articles
    with start_demo(articles=26, archive=5) as again:
        assert again.newspaper == larger.newspaper
    assert Client(demo).ask("/archive/").status == Client(demo).ask("/feeds/archive.xml").status == 404


@pytest.mark.parametrize("count", [-1, 5001])
def test_an_archive_that_cannot_be(count):
    with pytest.raises(FixArgument, match="5000"):
        start_demo(archive=count)


# ── what is told, and what is not ──


def test_the_log_tells_who_was_signed_in(demo):
    client = Client(demo)
    client.ask("/about")
    client.sign_in()
    client.ask(locked(demo).path)
    assert [(each.path, each.reader) for each in demo.log] == [
        ("/about", ""),
        ("/login", ""),
        ("/login", ""),
        ("/account", READER),
        (locked(demo).path, READER),
    ]
    assert client.logins == demo.readers.told()
    assert "/_demo/logins" not in {each.path for each in demo.log}


def test_the_counts_hold_no_secret(demo):
    demo.readers.clock = lambda: NOON
    form, app, turning, steps = Client(demo), Client(demo), Client(demo), Client(demo)
    form.sign_in()
    app.bearer = token_of(app)
    turning.sign_in(ROTATING)
    turning.ask(locked(demo).path)
    through(steps, one_time_code(SEED, NOON))
    known = demo.readers.secrets
    assert {PASSWORD, SEED, app.bearer} | {each.cookies[SESSION_COOKIE] for each in (form, turning, steps)} <= {*known}
    told = form.ask("/_demo/logins").body + form.ask("/_demo/log").body + repr(demo.readers) + repr(demo)
    assert not [secret for secret in known if secret != PASSWORD and secret in told]


def test_another_password_for_everybody():
    password = 'Möwe "7" & <Anker>+%'
    with start_demo(articles=26, password=password) as demo:
        assert "is wrong" in Client(demo).sign_in().body
        for email in (READER, BASIC, BOUND):
            assert Client(demo).sign_in(email, password).path == "/account"
        assert token_of(Client(demo), APP, password)
        assert password in demo.readers.secrets


def test_many_threads_at_once(demo):
    piece = locked(demo)

    def live(number: int) -> bool:
        client = Client(demo, agent=f"thread/{number}")
        client.sign_in((READER, BOUND, ROTATING)[number % 3])
        return sum(client.reads(piece) for _ in range(8)) == 8

    with ThreadPoolExecutor(12) as pool:
        assert all(pool.map(live, range(24)))
    told = demo.readers.told()
    assert (told["logins"], told["articles"], len(told["sessions"])) == (24, 192, 24)
    assert [each["device"] for each in told["sessions"]] == list(range(1, 25))


def test_two_requests_at_once_with_one_rotating_cookie(demo):
    client, piece = Client(demo), locked(demo)
    client.sign_in(ROTATING)
    value = client.cookies[SESSION_COOKIE]
    with ThreadPoolExecutor(2) as pool:
        twins = [Client(demo, cookies={SESSION_COOKIE: value}) for _ in range(2)]
        assert all(pool.map(lambda twin: twin.reads(piece), twins))
    assert twins[0].cookies == twins[1].cookies
    assert twins[0].signed_in


def test_two_newspapers_keep_to_themselves():
    with start_demo(articles=26) as one, start_demo(articles=26, host="127.0.0.2") as other:
        client = Client(one)
        client.sign_in()
        assert not Client(other, cookies=client.cookies).signed_in
        assert (one.readers.told()["logins"], other.readers.told()["logins"]) == (1, 0)
        assert urlsplit(one.url).hostname != urlsplit(other.url).hostname


@pytest.mark.parametrize("target", ["/%00", "/?a=%ff", "/account?" + "x=1&" * 5000, "/api/articles/" + "9" * 5000])
def test_hostile_targets_get_an_answer(demo, target):
    assert Client(demo).ask(target).status in {200, 404}


def test_a_target_that_is_no_address_gets_one_too(demo):
    with socket.create_connection((urlsplit(demo.url).hostname, urlsplit(demo.url).port), timeout=20) as connection:
        connection.sendall(b"GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 404 ")


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer " + "x" * 9000},
        {"Authorization": "Basic cmVhZGVy"},
        {"Cookie": "courier_session=; courier_step=;;; = ;csrf"},
        {"Cookie": '"' * 500},
        {"Cookie": "consent=ask; courier_session=\xff"},
        {"Cookie": 'consent="' + r"\a" * 30_000 + '"'},
    ],
)
def test_hostile_headers_sign_nobody_in(demo, headers):
    page = Client(demo).ask("/account", follow=False, **headers)
    assert page.status == 303
    assert Client(demo).ask(locked(demo).path, **headers).has(".wall")
