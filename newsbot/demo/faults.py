"""Bad answers on purpose, below /_demo/: for tests of what a crawl does when a server misbehaves."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache
from threading import Event

from newsbot.demo.messages import Answer, Request, redirect

_MEGABYTE = 1024 * 1024
_MOST_MEGABYTES = 2000
_LONGEST_WAIT = 600.0
BOMB_MEGABYTES = 220
#: Said to be UTF-8 (the type that every page has), and is not.
_LATIN = "<!DOCTYPE html><title>Café</title><h1>Café Müller - crème brûlée</h1>".encode("latin-1")


def answer(request: Request, closing: Event) -> Answer | None:
    """The answer to an address below /_demo/ that misbehaves; None for any other. `closing`: the server is to stop."""
    name = request.path.removeprefix("/_demo/")
    if name.startswith("status/"):
        return _status(name.removeprefix("status/"), request.query("after", "1"), dated=request.query("dated") == "1")
    if name == "slow":
        return _slow(min(_number(request.query("seconds", "2")), _LONGEST_WAIT), closing)
    if name == "big":
        return _big(int(min(_number(request.query("mb", "50")), _MOST_MEGABYTES)))
    maker = _FAULTS.get(name)
    return maker() if maker else None


def _number(text: str) -> float:
    try:
        return max(0.0, float(text))
    except ValueError:
        return 0.0


def _page(title: str, text: str) -> bytes:
    return f"<!DOCTYPE html>\n<html lang=en><title>{title}</title><h1>{title}</h1><p>{text}</p></html>\n".encode()


def _status(code: str, after: str, *, dated: bool) -> Answer | None:
    """Any status from 400 to 599; those that ask for patience say for how many seconds (`?after=`).

    With `?dated=1` they say until when, as an HTTP date: those are whole seconds, so it is up to one more.
    """
    if not code.isdecimal() or not 400 <= int(code) <= 599:  # noqa: PLR2004
        return None
    if dated:
        after = format_datetime(
            datetime.now(UTC) + timedelta(seconds=min(_number(after), _LONGEST_WAIT) + 1), usegmt=True
        )
    headers = [("Retry-After", after)] if code in {"429", "503"} else []
    return Answer(int(code), _page(f"Status {code}", "As you asked for."), headers=headers)


def _slow(seconds: float, closing: Event) -> Answer:
    closing.wait(seconds)
    return Answer(200, _page("At last", f"This took {seconds:g} seconds."))


def _big(megabytes: int) -> Answer:
    """HTML of so many megabytes, made while it is sent."""
    start, end = b"<!DOCTYPE html>\n<html lang=en><title>Big</title>\n", b"</html>\n"
    line = b"<p>The tide comes in, the tide goes out, and the page goes on.</p>\n"
    block = (line * (_MEGABYTE // len(line) + 1))[:_MEGABYTE]

    def parts() -> Iterator[bytes]:
        yield start
        for _ in range(megabytes):
            yield block
        yield end

    return Answer(200, stream=parts(), length=len(start) + megabytes * _MEGABYTE + len(end))


@lru_cache(maxsize=1)
def _bomb_bytes() -> bytes:
    """A gzip file of some 200 kB that holds 220 MB: one packed megabyte, flushed so that it can be repeated."""
    block = (b"<p>boom</p>" * (_MEGABYTE // 11 + 1))[:_MEGABYTE]
    press = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = press.compress(block) + press.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    check = 0
    for _ in range(BOMB_MEGABYTES):
        check = zlib.crc32(block, check)
    size = BOMB_MEGABYTES * _MEGABYTE
    return (
        b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + packed * BOMB_MEGABYTES + end + struct.pack("<II", check, size & 0xFFFFFFFF)
    )


def _evil() -> Answer:
    """A feed with nested entities, a file and an external DTD."""
    entities = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">\n' for level in range(1, 10))
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/evil.dtd" [\n<!ENTITY a0 "ha">\n'
        f'{entities}<!ENTITY secret SYSTEM "file:///etc/passwd">\n]>\n'
        '<rss version="2.0"><channel><title>&a9;</title><item><title>&secret;</title><link>http://127.0.0.1:9/</link></item></channel></rss>\n'
    )
    return Answer(200, text.encode(), "application/rss+xml; charset=utf-8")


_FAULTS: dict[str, Callable[[], Answer]] = {
    "loop": lambda: redirect(302, "/_demo/loop?again"),
    "loop-a": lambda: redirect(302, "/_demo/loop-b"),
    "loop-b": lambda: redirect(302, "/_demo/loop-a"),
    "empty": lambda: Answer(200, b""),
    "binary": lambda: Answer(200, bytes(range(256)) * 64, "application/octet-stream"),
    "binary.html": lambda: Answer(200, bytes(range(256)) * 64),
    "bomb": lambda: Answer(200, _bomb_bytes(), headers=[("Content-Encoding", "gzip")]),
    "charset": lambda: Answer(200, _LATIN),
    "not-a-feed.xml": lambda: Answer(
        200, _page("Our feeds have moved", "Look at the front page."), "application/rss+xml"
    ),
    "evil.xml": _evil,
    "reset": lambda: Answer(200, _page("Half", "The rest of this"), length=10_000, breakOff=True),
}
