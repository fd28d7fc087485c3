"""A web server on a loopback address, for pages that the demo newspaper does not have."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True, slots=True)
class Page:
    """An answer."""

    body: str = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Loopback:
    """A server: its pages by path, and what was asked for. A page may be a function of how often it was asked for."""

    url: str
    name: str = ""  #: the same with a made-up name for its host, where a test has one
    pages: dict[str, Page | Callable[[int], Page]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  #: paths, in order
    at: list[float] = field(default_factory=list)  #: when, in seconds, for each of them

    def answer(self, path: str) -> Page:
        """The page at a path; 404 where there is none."""
        self.asked.append(path)
        self.at.append(time.monotonic())
        page = self.pages.get(path, Page("<h1>Not here</h1>", 404))
        return page if isinstance(page, Page) else page(self.asked.count(path))


def moved(to: str) -> Page:
    """A redirect."""
    return Page(status=302, headers=(("Location", to),))


def article(headline: str = "The ferry sails again", paragraphs: int = 5) -> Page:
    """A page that holds an article."""
    text = "".join(
        f"<p>In paragraph {number} we hear from the harbour master, who says that the old ferry will sail at noon every"
        " day of the week, and that nobody has to book a place on it before the summer comes.</p>"
        for number in range(paragraphs)
    )
    return Page(
        f'<!DOCTYPE html><html lang="en"><head><title>{headline}</title><meta property="og:type" content="article">'
        f'<meta property="article:published_time" content="2026-11-01T08:00:00+01:00"></head>'
        f"<body><article><h1>{headline}</h1>{text}</article></body></html>"
    )


def feed(*urls: str) -> Page:
    """An RSS feed that names these addresses."""
    items = "".join(f"<item><title>Item {i}</title><link>{url}</link></item>" for i, url in enumerate(urls))
    return Page(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>',
        type="application/rss+xml",
    )


@contextmanager
def loopback(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Loopback]:
    """Serve on a free port of a loopback address, with TLS where a context is given."""
    server = ThreadingHTTPServer((host, 0), _handler())
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web = Loopback(f"{'https' if context else 'http'}://{host}:{server.server_address[1]}")
    server.RequestHandlerClass.web = web  # type: ignore[attr-defined]
    # A client that does not trust the certificate hangs up: that is no fault of the test.
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _handler() -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        web: Loopback

        def do_GET(self) -> None:
            page = self.web.answer(self.path)
            body = page.body.encode()
            self.send_response(page.status)
            for name, value in (("Content-Type", page.type), ("Content-Length", str(len(body))), *page.headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
