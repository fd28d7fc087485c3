"""The demo newspaper's bad answers are as bad as they claim."""

import http.client
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from threading import Thread
from urllib.parse import urlsplit

import pytest

from newsbot.demo.faults import BOMB_MEGABYTES
from newsbot.demo.messages import Answer
from newsbot.demo.server import Demo, start_demo


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with start_demo() as served:
        yield served


def ask(demo: Demo, path: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection(urlsplit(demo.url).netloc, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_statuses_and_patience(demo):
    assert ask(demo, "/_demo/status/503")[0] == 503
    assert ask(demo, "/_demo/status/429?after=7")[1]["Retry-After"] == "7"
    assert "Retry-After" not in ask(demo, "/_demo/status/500")[1]
    moment = parsedate_to_datetime(ask(demo, "/_demo/status/503?after=90&dated=1")[1]["Retry-After"])
    assert timedelta(seconds=80) < moment - datetime.now(UTC) <= timedelta(seconds=91)
    assert ask(demo, "/_demo/status/200")[0] == 404


def test_a_slow_page_takes_its_time(demo):
    start = time.monotonic()
    assert ask(demo, "/_demo/slow?seconds=0.3")[0] == 200
    assert time.monotonic() - start >= 0.3


def test_closing_does_not_wait_for_slow_pages():
    demo, answers = start_demo(), []

    def wait() -> None:
        try:
            answers.append(ask(demo, "/_demo/slow?seconds=500"))
        except (OSError, http.client.HTTPException) as error:
            answers.append(error)

    waiting = Thread(target=wait)
    waiting.start()
    time.sleep(0.05)
    start = time.monotonic()
    demo.close()
    waiting.join(10)
    assert not waiting.is_alive()
    assert len(answers) == 1
    assert time.monotonic() - start < 5


def test_loops_lead_back(demo):
    assert ask(demo, "/_demo/loop")[1]["Location"] == "/_demo/loop?again"
    assert ask(demo, "/_demo/loop?again")[1]["Location"] == "/_demo/loop?again"
    assert ask(demo, ask(demo, "/_demo/loop-a")[1]["Location"])[1]["Location"] == "/_demo/loop-a"


def test_empty_and_binary(demo):
    assert ask(demo, "/_demo/empty")[2] == b""
    status, headers, body = ask(demo, "/_demo/binary")
    assert (status, headers["Content-Type"]) == (200, "application/octet-stream")
    assert b"\0" in body
    assert ask(demo, "/_demo/binary.html")[1]["Content-Type"].startswith("text/html")


def test_big_is_as_big_as_asked(demo):
    _, headers, body = ask(demo, "/_demo/big?mb=3")
    assert 3 * 1024 * 1024 < len(body) == int(headers["Content-Length"])
    assert body.endswith(b"</html>\n")


def test_the_bomb_is_small_and_becomes_large(demo):
    _, headers, body = ask(demo, "/_demo/bomb")
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 2_000_000
    inflate, size = zlib.decompressobj(zlib.MAX_WBITS | 16), 0
    rest = body
    while rest:
        size += len(inflate.decompress(rest, 4 * 1024 * 1024))
        rest = inflate.unconsumed_tail
    assert inflate.eof  # length and checksum hold
    assert size == BOMB_MEGABYTES * 1024 * 1024 > 200_000_000


def test_the_charset_is_a_lie(demo):
    _, headers, body = ask(demo, "/_demo/charset")
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Café" in body.decode("latin-1")
    with pytest.raises(UnicodeDecodeError):
        body.decode()


def test_feeds_that_are_none(demo):
    assert ask(demo, "/_demo/not-a-feed.xml")[2].startswith(b"<!DOCTYPE html>")
    evil = ask(demo, "/_demo/evil.xml")[2]
    assert b"file:///etc/passwd" in evil
    assert b"SYSTEM" in evil


def test_a_connection_that_breaks_off(demo):
    with pytest.raises((http.client.IncompleteRead, ConnectionResetError)):
        ask(demo, "/_demo/reset")
    assert ask(demo, "/_demo/nothing")[0] == 404


def test_a_page_answers_something_else_once_and_slowly(demo):
    path = demo.newspaper.articles[0].path
    demo.instead(path, Answer(500), Answer(503, headers=[("Retry-After", "1")]))
    assert [ask(demo, path)[0] for _ in range(3)] == [500, 503, 200]
    demo.slow("GET /feeds/", 0.3)
    start = time.monotonic()
    assert ask(demo, "/feeds/all.xml")[0] == 200
    assert time.monotonic() - start >= 0.3
