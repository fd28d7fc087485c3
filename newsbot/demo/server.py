"""The demo newspaper on a loopback address: threads, sockets, and a record of what was asked for.

with start_demo() as demo:
print(demo.url)
"""

from __future__ import annotations

import errno
import json
import re
import socket
import struct
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from threading import Condition, Event, Thread
from time import monotonic
from typing import Any, Self

from newsbot.demo.archive import with_archive
from newsbot.demo.desk import Desk
from newsbot.demo.messages import Answer, Request
from newsbot.demo.orders import Switches
from newsbot.demo.paper import TODAY, make_newspaper
from newsbot.demo.readers import PASSWORD, Readers
from newsbot.demo.shapes import Newspaper
from newsbot.errors import FixArgument

_LARGEST_FORM = 64 * 1024
_UNRECORDED = {"/_demo/log", "/_demo/logins"}


@dataclass(frozen=True, slots=True)
class Served:
    """One request that was answered."""

    method: str
    path: str  #: with its query
    status: int
    agent: str
    at: float  #: seconds since the server started, when the request had been read
    conditional: bool  #: whether it came with If-None-Match or If-Modified-Since
    reader: str = ""  #: the address of the reader who was signed in


class _Server(ThreadingHTTPServer):
    """Knows its open connections, so that it can be stopped while clients hold them."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int]) -> None:
        self.connections: set[socket.socket] = set()
        self.changed = Condition()
        self.started = monotonic()
        self.log: list[Served] = []
        self.desk: Desk | None = None
        super().__init__(address, _Handler)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serve one connection."""
        with self.changed:
            self.connections.add(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self.changed:
                self.connections.discard(request)
                self.changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up at any time; everything else is a bug and is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def hang_up(self, seconds: float = 5.0) -> None:
        """Close every connection and wait until their threads are through."""
        with self.changed:
            for connection in self.connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
            self.changed.wait_for(lambda: not self.connections, seconds)


class _Handler(BaseHTTPRequestHandler):
    """Turns HTTP into requests for the desk, and its answers into HTTP."""

    protocol_version = "HTTP/1.1"
    server_version = "SaltmereCourier/1.0"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 60  # an idle connection is closed after so many seconds
    server: _Server

    def do_GET(self) -> None:
        """Answer GET."""
        self._answer(b"")

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """Answer POST, whose body is a form."""
        length = self.headers.get("Content-Length", "0")
        if not re.fullmatch("[0-9]{1,9}", length) or int(length) > _LARGEST_FORM:
            self.close_connection = True
            self._send(Answer(413), head=False)
            return
        self._answer(self.rfile.read(int(length)))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Say nothing: the record is in `Demo.log`."""

    def _answer(self, body: bytes) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        at = monotonic() - self.server.started
        assert self.server.desk is not None  # noqa: S101 (set before the first connection is taken)
        path = self.path.partition("?")[0]
        if path == "/_demo/log":
            answer = Answer(
                200, json.dumps([asdict(served) for served in self.server.log]).encode(), "application/json"
            )
        else:
            answer = self.server.desk.answer(Request(self.command, self.path, headers, body))
        conditional = "if-none-match" in headers or "if-modified-since" in headers
        if path not in _UNRECORDED:
            agent = headers.get("user-agent", "")
            self.server.log.append(
                Served(self.command, self.path, answer.status, agent, at, conditional, answer.reader)
            )
        self._send(answer, head=self.command == "HEAD")

    def _send(self, answer: Answer, *, head: bool) -> None:
        """Status line, headers and body in one write, so that small answers are one packet."""
        self.send_response(answer.status)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status not in {204, 304}:
            if answer.type:
                self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body) if answer.length is None else answer.length))
        if self.close_connection:
            self.send_header("Connection", "close")
        start = b"".join(getattr(self, "_headers_buffer", [])) + b"\r\n"
        self._headers_buffer: list[bytes] = []
        parts: Iterable[bytes] = () if head or answer.stream is None else answer.stream
        self.wfile.write(start + (b"" if head else answer.body))
        for part in parts:
            self.wfile.write(part)
        if answer.breakOff:
            self._break_off()

    def _break_off(self) -> None:
        """Close the connection so that the client sees a reset in the middle of the body."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@dataclass(slots=True)
class Demo:
    """A demo newspaper that is being served. Close it, or use it as a context manager."""

    url: str  #: such as http://127.0.0.1:40123, without a slash at its end
    newspaper: Newspaper  #: the truth about every article, in its first edition
    _server: _Server
    _desk: Desk
    _thread: Thread
    _closed: Event = field(default_factory=Event)

    @property
    def log(self) -> list[Served]:
        """The requests that were answered so far, in order, those for the log left out."""
        return list(self._server.log)

    @property
    def started(self) -> float:
        """When it was started, by the clock that `time.monotonic` tells: `Served.at` counts from then."""
        return self._server.started

    @property
    def edition(self) -> int:
        """Which edition everybody gets: 1 means the second only for those who show the first."""
        return self._desk.switches.edition

    @edition.setter
    def edition(self, number: int) -> None:
        self._desk.switches.edition = number

    @property
    def consent(self) -> bool:
        """Whether a banner covers every page until it is accepted."""
        return self._desk.switches.consent

    @consent.setter
    def consent(self, shown: bool) -> None:
        self._desk.switches.consent = shown

    @property
    def reserved(self) -> bool:
        """Whether it reserves mining and training, in a file and in a header."""
        return self._desk.switches.reserved

    @reserved.setter
    def reserved(self, said: bool) -> None:
        self._desk.switches.reserved = said

    def slow(self, pattern: str, seconds: float) -> None:
        """Let requests whose method and path match (as in `POST /login`) wait so long before they are looked at."""
        self._desk.switches.slow[pattern] = seconds

    def instead(self, path: str, *answers: Answer) -> None:
        """Answer so in the place of the page at a path, in turn, each once; then with the page itself."""
        self._desk.switches.instead[path] = list(answers)

    @property
    def readers(self) -> Readers:
        """Accounts and sessions: `told()` counts them, `expire()` ends them, `secrets` nobody may learn."""
        return self._desk.readers

    def close(self) -> None:
        """Stop serving and let go of the port. Closing twice is allowed."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._desk.closing.set()
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join(5)

    def wait(self) -> None:
        """Wait until it is closed, by another thread or a signal."""
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def start_demo(  # noqa: PLR0913 (all but the first are names with a default)
    port: int = 0,
    *,
    seed: int = 1,
    articles: int = 100,
    crawl_delay: float = 0.05,
    host: str = "127.0.0.1",
    edition: int = 1,
    today: date = TODAY,
    archive: int = 0,
    consent: bool = False,
    password: str = PASSWORD,
    request_rate: str = "",
) -> Demo:
    """Serve the newspaper of a seed from a thread of this process.

    `port` 0 takes a free one. `host` must be a loopback address: this server lets anybody sign in. Its robots.txt asks
    for `crawl_delay` in seconds, and for `request_rate`, such as 1/5 or 10/1m, if that is given. Raises `FixArgument`
    where something given cannot be used.
    """
    newspaper = with_archive(make_newspaper(seed, articles, today), archive)
    server = _listen(host, port)
    base = f"http://{host}:{server.server_address[1]}"
    desk = Desk(newspaper, base, crawl_delay, Switches(edition, consent), Readers(password), requestRate=request_rate)
    server.desk = desk
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name=f"demo {base}", daemon=True)
    thread.start()
    return Demo(base, newspaper, server, desk, thread)


def _listen(host: str, port: int) -> _Server:
    try:
        loopback = ip_address(host).is_loopback and ":" not in host
    except ValueError:
        loopback = False
    if not loopback:
        raise FixArgument(
            "host",
            host,
            "the demo newspaper stays on this machine",
            "Use 127.0.0.1, or another address of 127.0.0.0/8.",
        )
    try:
        return _Server((host, port))
    except (OSError, OverflowError) as error:
        why = "it is in use" if getattr(error, "errno", None) == errno.EADDRINUSE else str(error)
        raise FixArgument("port", port, why, "Name another one, or 0 for any that is free.") from error


def run_demo(
    port: int = 8000, *, archive: int = 0, consent: bool = False, ready: Callable[[Demo], object] = id
) -> None:
    """Serve until Ctrl-C, for the command line. `ready` is called once the address is known."""
    with suppress(KeyboardInterrupt), start_demo(port, archive=archive, consent=consent) as demo:
        ready(demo)
        demo.wait()
