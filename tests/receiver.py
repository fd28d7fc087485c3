"""A receiver of webhooks on a loopback address: writes down what is posted, and answers as a test likes."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from newsbot.publish.webhooks.signing import is_ours

#: What is answered to a request: a status, with headers; or something that writes to the connection by itself.
Reply = int | tuple[int, dict[str, str]] | Callable[[BaseHTTPRequestHandler], None]


@dataclass(frozen=True, slots=True)
class Got:
    """A request."""

    path: str
    headers: dict[str, str]  #: by their names in small letters
    body: bytes
    sender: tuple[str, int]  #: the address and port that it came from

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def number(self) -> int:
        """Of the event."""
        return int(self.id.rpartition("-")[2])

    @property
    def data(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)["data"]
        return told

    @property
    def type(self) -> str:
        return str(json.loads(self.body)["type"])

    def signed_with(self, key: bytes) -> bool:
        return is_ours(key, self.headers, self.body, int(self.headers["webhook-timestamp"]))


@dataclass(slots=True)
class Receiver:
    """What came, in order; `reply` says what is answered, from how many came before."""

    url: str
    port: int
    reply: Callable[[Got, int], Reply] = lambda _got, _before: 204
    got: list[Got] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, got: Got) -> Reply:
        with self.changed:
            before = len(self.got)
            self.got.append(got)
            self.changed.notify_all()
        return self.reply(got, before)

    def wait_for(self, count: int, seconds: float = 60) -> None:
        """Until so many requests have come."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.got) >= count, seconds), f"only {len(self.got)} came"

    @property
    def numbers(self) -> list[int]:
        return [got.number for got in self.got]


@contextmanager
def receiving(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver for the time of a block."""
    server = ThreadingHTTPServer((host, 0), _Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who sends may hang up
    port = int(server.server_address[1])
    receiver = Receiver(f"{'https' if context else 'http'}://{host}:{port}/hook", port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"receiver": receiver})
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # so that connections are kept
    receiver: Receiver
    timeout = 60

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.receiver.take(Got(self.path, headers, body, self.client_address[:2]))
        if callable(reply):
            self.close_connection = True
            reply(self)
            return
        status, more = reply if isinstance(reply, tuple) else (reply, {})
        self.send_response(status)
        for name, value in {"Content-Length": "0", **more}.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_POST

    def log_message(self, *_: object) -> None:
        pass
