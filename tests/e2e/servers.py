"""A small real web server on a loopback address, for what the demo newspaper does not do.

Faults of every kind, TLS, and articles that are handed out one by one, so that a test knows how far a crawl has come.
"""

from __future__ import annotations

import socket
import ssl
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_PATIENCE = 60.0  #: seconds that a test waits for a condition; a busy machine may need a few

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `length` is how long it claims to be (-1: it does not say); `cut` ends the body with a reset."""

    body: bytes = b""
    type: str | None = "text/html; charset=utf-8"
    status: int = 200
    headers: Headers = ()
    length: int | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: `cookie` and `authorization` are its headers of these names."""

    path: str
    cookie: str = ""
    authorization: str = ""


Route = Reply | Callable[[Asked], Reply]
MISSING = Reply(b"<!DOCTYPE html><title>Not here</title><h1>Not here</h1>", status=404)


def to(location: str, *headers: tuple[str, str]) -> Reply:
    """A redirect."""
    return Reply(b"", status=302, headers=(("Location", location), *headers))


class Server:
    """Answers from a table of paths (queries included); every path below `held` waits for `let`, if that is given."""

    def __init__(
        self, routes: Mapping[str, Route] | None = None, *, tls: ssl.SSLContext | None = None, held: str | None = None
    ) -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.asked: list[str] = []
        self.requests: list[Asked] = []
        self.most_at_once = 0  #: how many requests were being answered at the same time, at most
        self._under_way = 0
        self.changed = threading.Condition()
        self._held = held
        self._free = 0
        self._closing = False
        self._tls = tls
        self._http = _Listener(self)
        self.port = self._http.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def answer(self, asked: Asked) -> Reply:
        """The answer to a request; it may wait until `let` allows it."""
        with self.changed:
            self.asked.append(asked.path)
            self.requests.append(asked)
            self.changed.notify_all()
            if self._held is not None and asked.path.startswith(self._held):
                self.changed.wait_for(lambda: self._free > 0 or self._closing)
                self._free -= 1
        route = self.routes.get(asked.path, MISSING)
        return route if isinstance(route, Reply) else route(asked)

    @contextmanager
    def answering(self) -> Iterator[None]:
        """The time from a request to the first byte of its answer."""
        with self.changed:
            self._under_way += 1
            self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            yield
        finally:
            with self.changed:
                self._under_way -= 1

    def let(self, number: int = 1_000_000) -> None:
        """Let so many more of the held requests through."""
        with self.changed:
            self._free += number
            self.changed.notify_all()

    def count(self, start: str) -> int:
        """How many requests came for paths that start so."""
        return sum(path.startswith(start) for path in self.asked)

    def wait_for(self, start: str, number: int) -> None:
        """Wait until that many requests for paths that start so have come (each may still be held)."""
        with self.changed:
            came = self.changed.wait_for(lambda: self.count(start) >= number, _PATIENCE)
        assert came, f"only {self.count(start)} of {number} requests came: {self.asked}"

    def wrap(self, connection: socket.socket) -> socket.socket:
        """The connection as it is to be spoken to."""
        return self._tls.wrap_socket(connection, server_side=True) if self._tls else connection

    def close(self) -> None:
        """Stop, and let go of all who wait."""
        with self.changed:
            self._closing = True
            self.changed.notify_all()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(5)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, server: Server) -> None:
        self.owner = server
        super().__init__(("127.0.0.1", 0), _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """The TLS handshake belongs into the connection's thread: one client must not keep the others waiting."""
        super().finish_request(self.owner.wrap(request), client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients may hang up, or not like our certificate; everything else is a bug of the test, and is printed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 90

    def do_GET(self) -> None:
        """Answer, and close the connection."""
        with self.server.owner.answering():
            headers = (self.headers.get(name, "") for name in ("Cookie", "Authorization"))
            reply = self.server.owner.answer(Asked(self.path, *headers))
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.type is not None:
            self.send_header("Content-Type", reply.type)
        if reply.length != -1:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        self.end_headers()
        self.wfile.write(reply.body)
        if reply.cut:
            self.wfile.flush()
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Say nothing: `Server.asked` is the record."""


# ── a small newspaper ──


def page(number: int, *, date: str = "2026-11-01T08:30:00+01:00", extra: str = "") -> str:
    """An article whose headline and text no other number has."""
    name = f"Ferry number {number} leaves the harbour of Saltmere"
    lines = "".join(
        f"<p>Paragraph {line} of report {number}: the ferry with the number {number} left the quay {line} minutes "
        f"late, and {number * 7 + line} passengers watched the gulls from its upper deck until the fog came.</p>"
        for line in range(1, 7)
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{name}</title>{extra}'
        f'<meta property="og:type" content="article"><meta property="article:published_time" content="{date}"></head>'
        f"<body><main><article><h1>{name}</h1>{lines}</article></main></body></html>"
    )


def news(number: int) -> Reply:
    """The page of an article, as an answer."""
    return Reply(page(number).encode())


def feed(addresses: list[str]) -> Reply:
    """An RSS feed of these addresses."""
    items = "".join(f"<item><title>{address}</title><link>{address}</link></item>" for address in addresses)
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'
    return Reply(text.encode(), "application/rss+xml")


def site_file(server: Server, name: str, **lists: list[str]) -> str:
    """The site file of a server, as in `site_file(server, "Gazette", feeds=["/feed.xml"])`."""
    named = "".join(f"{key}: [{', '.join(server.url + path for path in paths)}]\n" for key, paths in lists.items())
    return f"name: {name}\nurl: {server.url}/\n{named}"


@contextmanager
def held_paper(articles: int) -> Iterator[Server]:
    """A newspaper of so many articles, below /news/, each of which is handed out only when `let` allows it."""
    with Server(held="/news/") as server:
        paths = [f"/news/{number}" for number in range(articles)]
        server.routes |= {path: news(number) for number, path in enumerate(paths)}
        server.routes["/feed.xml"] = feed([server.url + path for path in paths])
        yield server
