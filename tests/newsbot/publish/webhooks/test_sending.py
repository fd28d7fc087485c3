"""Webhooks that are sent over real HTTP: in order, once where all is well, and again where it is not."""

from __future__ import annotations

import asyncio
import socket
import stat
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from newsbot.publish.webhooks.book import HELD, Book
from newsbot.publish.webhooks.keys import Keys
from newsbot.publish.webhooks.model import Hook
from newsbot.publish.webhooks.sender import Sender
from newsbot.publish.webhooks.signing import key_of
from newsbot.publish.webhooks.steps import MOST_ATTEMPTS
from newsbot.store.events import EventKind
from tests.newsbot.publish.api.serving import PAID, article
from tests.newsbot.publish.webhooks.posts import Office
from tests.receiver import Receiver, Reply

ALL = [1, 2, 3, 4, 5, 6]


def test_all_that_happened_is_sent_in_order_and_signed(desk: Office, receiver: Receiver) -> None:
    key = desk.hook(receiver.url)
    sent = desk.send()
    assert (sent.delivered, sent.failed) == (6, 0)
    assert receiver.numbers == ALL
    assert [got.type for got in receiver.got] == [
        *["article.new"] * 4,
        "article.changed",
        "article.withdrawn",
    ]
    assert all(got.signed_with(key) for got in receiver.got)
    first = receiver.got[0]
    assert first.id == f"{desk.store.stream}-1" == first.data["cursor"]
    assert first.data["url"] == "https://www.example.com/a"
    assert "article" not in first.data
    assert first.headers["content-type"] == "application/json"
    assert first.headers["user-agent"].startswith("newsbot/")
    assert first.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert desk.send().delivered == 0, "nothing is sent twice"
    desk.store.save([article("e", 9)])
    assert desk.send().delivered == 1
    assert desk.book.get("desk").delivered == 7


def test_only_what_is_asked_for(desk: Office, receiver: Receiver) -> None:
    desk.hook(receiver.url, events=frozenset({EventKind.CHANGED, EventKind.WITHDRAWN}))
    desk.hook(receiver.url, "post", sites=frozenset({"post"}))
    desk.send()
    assert sorted(receiver.numbers) == [4, 5, 6, 6]
    assert [hook.cursor for hook in desk.book.all()] == [6, 6], "what was passed over is done with"


def test_what_was_paid_for_is_cut(desk: Office, receiver: Receiver) -> None:
    desk.hook(receiver.url, "cut", articles="all")
    desk.hook(receiver.url + "/paid", "paid", articles="all", paid=True)
    desk.send()
    cut, whole = (
        {got.data["url"][-1]: got.data["article"] for got in receiver.got if got.path == path}
        for path in ("/hook", "/hook/paid")
    )
    assert whole["b"]["articleBody"] == PAID
    assert "subscribers" not in str(cut["b"])
    assert cut["b"]["access"]["delivered"] == "partial_teaser"
    assert cut["b"]["access"]["declared"] == "not_free"
    assert cut["a"] == whole["a"]


def test_a_huge_article_goes_without_its_text(desk: Office, receiver: Receiver) -> None:
    desk.store.save([article("huge", 9, "A very long line. " * 100_000)])
    desk.hook(receiver.url, articles="all", cursor=6)
    desk.send()
    (got,) = receiver.got
    assert got.data["articles"] == "listed"
    assert "articleBody" not in got.data["article"]
    assert got.data["article"]["headline"] == "About huge"


def test_signs_that_steer_and_break(desk: Office, receiver: Receiver) -> None:
    odd = "a\0b\x1b[2J\ud800<script>\u2028"
    desk.store.save([article("odd", 9, headline=odd, authors=[], inLanguage=None)])
    desk.hook(receiver.url, articles="listed", cursor=6)
    assert desk.send().delivered == 1
    assert "<script>" in receiver.got[0].data["article"]["headline"]


# ── what is not taken ──


def test_an_event_that_fails_keeps_the_others_back(desk: Office, receiver: Receiver) -> None:
    receiver.reply = lambda got, before: 500 if before in {2, 3} else 204
    desk.hook(receiver.url)
    assert desk.send().failed == 1
    assert receiver.numbers == [1, 2, 3]
    hook = desk.book.get("desk")
    assert (hook.trying, hook.attempts, hook.cursor) == (3, 1, 2)
    assert hook.error == "it answered 500 (Internal Server Error)"
    assert 4 < hook.due - time.time() < 6
    assert desk.send().failed == 0, "it is not due"
    desk.due_now()
    assert desk.send().failed == 1
    assert 15 < desk.book.get("desk").due - time.time() < 21
    desk.due_now()
    desk.send()
    assert receiver.numbers == [1, 2, 3, 3, 3, 4, 5, 6]
    assert {got.id for got in receiver.got if got.number == 3} == {f"{desk.store.stream}-3"}
    hook = desk.book.get("desk")
    assert (hook.trying, hook.attempts, hook.error, hook.delivered) == (None, 0, None, 6)


def test_dead_letters_and_their_replay(desk: Office, receiver: Receiver) -> None:
    receiver.reply = lambda got, before: 400 if got.number == 2 else 200
    desk.hook(receiver.url, articles="listed")
    desk.send_until_dead()
    assert receiver.numbers == [1, *[2] * MOST_ATTEMPTS, 3, 4, 5, 6]
    (letter,) = desk.book.letters("desk")
    assert (letter.number, letter.kind, letter.attempts) == (2, "new", MOST_ATTEMPTS)
    assert letter.error == "it answered 400 (Bad Request)"
    receiver.got.clear()
    assert desk.book.replay("desk") == 1
    assert desk.send().failed == 1
    (letter,) = desk.book.letters("desk")
    assert (letter.attempts, letter.again) == (MOST_ATTEMPTS + 1, False)
    desk.store.save([article("b", 30, "It says something else now. " * 20, headline="Anew")])
    receiver.reply = lambda got, before: 200
    desk.book.replay("desk", [2])
    assert desk.send().delivered == 2
    assert receiver.numbers == [2, 2, 7], "dead letters go before what is new"
    assert receiver.got[1].id == f"{desk.store.stream}-2"
    assert receiver.got[1].data["article"]["headline"] == "Anew"
    assert desk.book.letters() == []


def test_an_event_that_is_skipped(desk: Office, receiver: Receiver) -> None:
    receiver.reply = lambda got, before: 400 if got.number == 2 else 200
    desk.hook(receiver.url)
    first, second, *_ = desk.store.events(0, 6)
    assert not desk.book.skip("desk", first), "nothing is being tried"
    desk.send()
    assert not desk.book.skip("desk", first)
    assert desk.book.skip("desk", second)
    assert desk.send().delivered == 4, "at once"
    assert [(each.number, each.attempts) for each in desk.book.letters()] == [(2, 1)]


def test_410_pauses(desk: Office, receiver: Receiver) -> None:
    receiver.reply = lambda got, before: 410 if before == 1 else 200
    desk.hook(receiver.url)
    desk.send()
    hook = desk.book.get("desk")
    assert "410" in (hook.paused or "")
    assert desk.send().delivered == 0
    desk.book.resume("desk")
    desk.send()
    assert receiver.numbers == [1, 2, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_obeyed(desk: Office, receiver: Receiver, status: int) -> None:
    receiver.reply = lambda got, before: (status, {"Retry-After": "1000"})
    desk.hook(receiver.url)
    desk.send()
    assert 990 < desk.book.get("desk").due - time.time() < 1001


def test_one_bad_receiver_keeps_no_other_back(desk: Office, receiver: Receiver) -> None:
    desk.hook("http://127.0.0.1:9/", "bad")
    desk.hook(receiver.url, "good")
    sent = desk.send()
    assert (sent.delivered, sent.failed) == (6, 1)
    assert "there is no connection" in (desk.book.get("bad").error or "")


# ── who sends ──


def test_a_webhook_that_another_holds_is_left_to_it(desk: Office, receiver: Receiver) -> None:
    desk.hook(receiver.url)
    assert desk.book.claim("desk", "another") is not None
    assert desk.send().delivered == 0
    desk.book._clock = lambda: time.time() + HELD + 1
    assert desk.send().delivered == 6, "it died: its time is over"
    assert not desk.book.done("desk", "another", 1), "what it writes counts no more"
    assert desk.book.get("desk").cursor == 6


def test_two_senders_at_once_send_each_event_once(desk: Office, receiver: Receiver) -> None:
    for number in range(30):
        desk.store.save([article(f"more{number}", 20 + number)])
    desk.hook(receiver.url)
    senders = [threading.Thread(target=desk.send) for _ in range(3)]
    for each in senders:
        each.start()
    for each in senders:
        each.join()
    assert receiver.numbers == list(range(1, 37))


def test_a_sender_whose_keys_came_too_late_sends_nothing(
    desk: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.hook(receiver.url)
    slow = desk.sender()
    given = slow._keys.of

    def late(hook: Hook, now: float) -> list[bytes]:
        with Book(desk.config.webhooks, clock=lambda: time.time() + HELD + 1) as later:
            asyncio.run(Sender(desk.store, later, desk.config).once())
        return given(hook, now)

    monkeypatch.setattr(slow._keys, "of", late)
    asyncio.run(slow.once())
    assert receiver.numbers == ALL


def test_a_sender_that_was_too_slow_lets_the_other_go_on(desk: Office, receiver: Receiver) -> None:
    """It was stopped for longer than it held the webhook; another went on, and ended. It sends nothing from then on."""
    desk.hook(receiver.url)
    slow = desk.sender()

    def reply(got: object, before: int) -> int:
        if before == 1:
            later = Book(desk.config.webhooks, clock=lambda: time.time() + HELD + 1)
            with later:
                asyncio.run(Sender(desk.store, later, desk.config).once())
        return 200

    receiver.reply = reply
    asyncio.run(slow.once())
    assert receiver.numbers == [1, 2, 2, 3, 4, 5, 6]
    assert desk.book.get("desk").cursor == 6


def test_a_beginning_anew_is_not_overwritten(desk: Office, receiver: Receiver) -> None:
    def reply(got: object, before: int) -> int:
        if before == 3:
            desk.book.resume("desk", 0, desk.store.stream)
        return 200

    receiver.reply = reply
    desk.hook(receiver.url)
    desk.send()
    assert receiver.numbers == [1, 2, 3, 4, *ALL]


def test_a_webhook_that_is_paused_stops_between_two_events(desk: Office, receiver: Receiver) -> None:
    def reply(got: object, before: int) -> int:
        if before == 1:
            desk.book.pause("desk", "enough")
        return 200

    receiver.reply = reply
    desk.hook(receiver.url)
    desk.send()
    assert receiver.numbers == [1, 2]
    assert desk.book.get("desk").cursor == 2


def test_a_webhook_that_is_removed_stops_too(desk: Office, receiver: Receiver) -> None:
    def reply(got: object, before: int) -> int:
        if before == 1:
            desk.book.remove("desk")
        return 200

    receiver.reply = reply
    desk.hook(receiver.url)
    desk.send()
    assert receiver.numbers == [1, 2]
    assert desk.book.all() == []


def test_another_store_or_an_older_copy_is_not_sent(desk: Office, receiver: Receiver) -> None:
    desk.hook(receiver.url, "ahead", cursor=100)
    desk.hook(receiver.url, "other")
    desk.book._change("other", "stream = ?", ["0123456789ab"])
    assert desk.send().delivered == 0
    assert [hook.state(desk.store.stream, 6).value for hook in desk.book.all()] == ["astray", "astray"]
    desk.book.resume("ahead", 5, desk.store.stream)
    desk.send()
    assert receiver.numbers == [6]


def test_secrets_are_rotated(desk: Office, receiver: Receiver) -> None:
    old = desk.hook(receiver.url)
    kept, shown = Keys(desk.config).make(first=False)
    new = key_of(shown) or b""
    desk.book.rotate("desk", kept)
    desk.send()
    assert all(got.signed_with(old) and got.signed_with(new) for got in receiver.got)
    desk.book._change("desk", "oldUntil = ?, cursor = 5", [time.time() - 1])
    desk.send()
    assert receiver.got[-1].signed_with(new)
    assert not receiver.got[-1].signed_with(old)


def test_the_file_is_its_owners_alone_and_holds_no_secret(desk: Office, receiver: Receiver) -> None:
    kept, shown = Keys(desk.config).make(first=True)
    desk.hook(receiver.url)
    folder = desk.config.webhooks.parent
    for file in folder.glob("webhooks.sqlite*"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
        assert b"whsec_" not in file.read_bytes()
    assert shown not in kept


# ── hostile receivers ──


def drip(handler: BaseHTTPRequestHandler) -> None:
    """One byte of a head at a time, for longer than anybody waits."""
    for letter in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 600:
        handler.wfile.write(bytes([letter]))
        handler.wfile.flush()
        time.sleep(0.05)


def drip_body(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(300):
        handler.wfile.write(b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def flood(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    for _ in range(10_000):
        handler.wfile.write(b"a" * 100_000)


def flood_head(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Big: ")
    for _ in range(10_000):
        handler.wfile.write(b"a" * 100_000)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def nonsense(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"\0\xff\x1b[2J this is no HTTP\r\n\r\n")


def interims(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(300):
        handler.wfile.write(b"HTTP/1.1 103 Early Hints\r\n\r\n")
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("receive", "taken"),
    [
        (drip, False),
        (drip_body, True),
        (flood, True),
        (flood_head, False),
        (hang_up, False),
        (nonsense, False),
        (interims, False),
    ],
)
def test_hostile_receivers(
    desk: Office, receiver: Receiver, receive: Callable[[BaseHTTPRequestHandler], None], taken: bool
) -> None:
    receiver.reply = lambda got, before: receive
    desk.hook(receiver.url, cursor=5)
    start = time.monotonic()
    desk.send()
    assert time.monotonic() - start < 13
    hook = desk.book.get("desk")
    assert (hook.cursor == 6) is taken, hook.error
    assert taken or hook.attempts == 1
    assert hook.error is None or hook.error.isprintable()


def test_redirects_are_not_followed(desk: Office, receiver: Receiver) -> None:
    reply: Reply = (307, {"Location": receiver.url + "/inside"})
    receiver.reply = lambda got, before: reply
    desk.hook(receiver.url, cursor=5)
    desk.send()
    assert [got.path for got in receiver.got] == ["/hook"]
    assert "redirects are not followed" in (desk.book.get("desk").error or "")
