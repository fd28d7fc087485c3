"""Requests and answers of the demo newspaper as data, apart from any socket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, parse_qs, urlsplit

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. Names of headers are in lower case."""

    method: str
    target: str  #: path and query as they were sent
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path alone."""
        return _parts(self.target).path or "/"

    def query(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        return parse_qs(_parts(self.target).query).get(name, [default])[0]

    def form(self, name: str) -> str:
        """The first value of a form field; empty where there is none."""
        return parse_qs(self.body.decode("utf-8", "replace")).get(name, [""])[0]

    def cookie(self, name: str) -> str:
        """The value of a cookie, which is never unescaped: ours need no quotes. Empty where there is none."""
        for pair in self.headers.get("cookie", "").split(";"):
            key, _, value = pair.partition("=")
            if key.strip() == name:
                return value.strip().strip('"')
        return ""


def _parts(target: str) -> SplitResult:
    """A target taken apart; one that cannot be is a path that nothing is at."""
    try:
        return urlsplit(target)
    except ValueError:
        return SplitResult("", "", "/?", "", "")


@dataclass(slots=True)
class Answer:
    """What is sent back. `stream` takes the place of `body` for what is too large to hold, and needs a `length`."""

    status: int = 200
    body: bytes = b""
    type: str = HTML
    headers: list[tuple[str, str]] = field(default_factory=list)
    modified: datetime | None = None
    stream: Iterable[bytes] | None = None
    length: int | None = None  #: said in Content-Length, where it differs from what `body` holds
    breakOff: bool = False  #: close the connection hard after the body
    reader: str = ""  #: the address of the reader who was signed in, for the record; it is not sent


def redirect(status: int, location: str) -> Answer:
    """An answer that sends the reader elsewhere."""
    return Answer(status, b"", headers=[("Location", location)])
