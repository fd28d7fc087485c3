"""The proxy: what a browser connects through, so that newsbot looks up the names, and connects to what it judged.

On loopback, for one browser, as long as that lives. It reads no more than the head of what is sent in clear, and
nothing of what is sent by TLS; it writes no log.
"""

from __future__ import annotations

import asyncio
import re
import socket
from base64 import b64encode
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hmac import compare_digest
from secrets import token_hex
from typing import Any

from newsbot.hosts import why_not_public, why_private
from newsbot.sessions.traffic import Allow
from newsbot.urls import bare_host

#: Why an address must not be asked at the IP addresses that its host was answered with; None where it may be.
JudgeAnswer = Callable[[str, Sequence[str]], str | None]
#: The IP addresses of a host's name. Raises `OSError`.
LookUp = Callable[[str], Awaitable[Sequence[str]]]

#: Bytes.
_HEAD, _ANSWER_HEAD, _PIECE = 64 * 1024, 256 * 1024, 64 * 1024
#: Seconds.
_LOOK_UP, _CONNECT, _ASKING, _IDLE, _BELIEVED = 15.0, 10.0, 60.0, 300.0, 60.0
_MOST_CONNECTIONS, _MOST_ADDRESSES, _MOST_NAMES = 256, 4, 4096
_PLACE = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:@/?#\[\]\\]+))(?::(?P<port>\d{1,5}))?")
_PLAIN = re.compile(r"http://(?P<place>[^/?#\s]+)(?P<rest>[^\s#]*)", re.IGNORECASE)
_INTERIM = re.compile(rb"HTTP/1\.\d 1\d\d\b")
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
#: Headers that are between the browser and its proxy, or between a proxy and a server.
_OF_THE_HOP = frozenset(
    {b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"proxy-connection", b"upgrade"}
)
_WHO = (
    b'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="newsbot"\r\n'
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)


def judge_names(url: str, addresses: Sequence[str]) -> str | None:
    """How answers are judged where nobody says otherwise: a name that looks public has to be so.

    Of a host that shows what it is, `localhost` or an IP address, it was said already that it may be asked.
    """
    return None if why_private(bare_host(url)) else why_not_public(addresses)


async def look_up(name: str) -> Sequence[str]:
    """Ask the system."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a request wants to go."""

    url: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a name was answered with, and until when that is believed."""

    addresses: tuple[str, ...]
    until: float


class Refusal(Exception):
    """Nothing is sent there. Its words are shown to nobody: the browser is told that it failed."""


class Proxy:
    """A forward proxy for http (absolute form) and https (CONNECT)."""

    def __init__(self, allow: Allow, judge: JudgeAnswer | None = None, names: LookUp | None = None) -> None:
        self.user, self.password = "newsbot", token_hex(24)
        self.port = 0
        self._allow = allow
        self._judge = judge or judge_names
        self._names = names or look_up
        self._server: asyncio.Server | None = None
        self._answers: dict[str, _Answer] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """Listen, on a port of loopback that the system chooses."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=_HEAD)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """End all that goes on, at once."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        for writer in self._writers:
            writer.transport.abort()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=1)

    async def why_not(self, url: str) -> str | None:
        """Why an address is not asked, by what its name is answered with; None where it may be, or is not known."""
        try:
            place = _plain_place(url) if url[:5].lower() == "http:" else _tunnel_place(_authority(url))
            return self._judge(url, await self._addresses(place.host))
        except (OSError, ValueError, Refusal):  # connecting will fail in the same way
            return None

    # ── one connection of the browser's ──

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None, "asyncio runs this in one"  # noqa: S101
        self._tasks.add(task)
        self._writers.add(writer)
        try:
            # What is broken, refused, or too slow ends by hanging up: an answer of ours would be taken for a page.
            with suppress(OSError, EOFError, ValueError, Refusal, asyncio.LimitOverrunError):
                if len(self._tasks) <= _MOST_CONNECTIONS:
                    await self._answer(reader, writer)
        except asyncio.CancelledError:
            pass  # the browser is closed; asyncio would log it
        finally:
            writer.close()
            self._tasks.discard(task)
            self._writers.discard(writer)

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async with asyncio.timeout(_ASKING):
            head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head[:-4].split(b"\r\n")
        method, target, version = _request_line(first)
        if not self._is_known(lines):
            writer.write(_WHO)
            await writer.drain()
            return
        if method == "CONNECT":
            server, to_server = await self._connect(_tunnel_place(target))
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            doings = (_pump(reader, to_server), _pump(server, writer))
        else:
            place, length = _plain_place(target), _length(lines)
            server, to_server = await self._connect(place)
            to_server.write(_head(f"{method} {_path(target)} {version}".encode("latin-1"), lines))
            doings = (_send_body(reader, to_server, length), _bring_answer(server, writer))
        try:
            await _either(*doings)
        finally:
            to_server.close()
            self._writers.discard(to_server)

    def _is_known(self, lines: Sequence[bytes]) -> bool:
        """Whether the request is the browser's: others on this machine do not know the password."""
        expected = b"Basic " + b64encode(f"{self.user}:{self.password}".encode())
        given = (_field(line)[1] for line in lines if _field(line)[0] == b"proxy-authorization")
        return any(compare_digest(each, expected) for each in given)

    async def _connect(self, place: _Place) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Connect to one of the addresses that were judged. Raises `Refusal`, `OSError`."""
        if not self._allow(place.url):
            raise Refusal("its address must not be asked")
        addresses = await self._addresses(place.host)
        if (why := self._judge(place.url, addresses)) is not None:
            raise Refusal(why)
        failed: OSError = OSError("it has no address")
        for address in addresses[:_MOST_ADDRESSES]:
            try:
                async with asyncio.timeout(_CONNECT):
                    upstream = await asyncio.open_connection(address, place.port, limit=_PIECE)
            except OSError as error:  # a time-out is one, too
                failed = error
                continue
            self._writers.add(upstream[1])
            return upstream
        raise failed

    async def _addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of a host: looked up once, for the judging before a request and the connection after it."""
        now = asyncio.get_running_loop().time()
        known = self._answers.get(host)
        if known is None or known.until < now:
            async with asyncio.timeout(_LOOK_UP):
                known = _Answer(tuple(await self._names(host)), now + _BELIEVED)
            if len(self._answers) >= _MOST_NAMES:
                self._answers.clear()
            self._answers[host] = known
        return known.addresses


# ── what is sent ──


def _request_line(line: bytes) -> tuple[str, str, str]:
    parts = line.decode("latin-1").split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):  # noqa: PLR2004 (method, target, version)
        raise Refusal("that is no request")
    return parts[0], parts[1], parts[2]


def _tunnel_place(authority: str) -> _Place:
    return _place("https", authority, 443)


def _plain_place(target: str) -> _Place:
    found = _PLAIN.fullmatch(target.partition("#")[0])
    if found is None:
        raise Refusal("only http is sent in clear")
    place = _place("http", found["place"], 80)
    return _Place(target, place.host, place.port)


def _path(target: str) -> str:
    found = _PLAIN.fullmatch(target.partition("#")[0])
    path = found["rest"] if found else ""
    return path if path.startswith("/") else f"/{path}"


def _place(scheme: str, authority: str, port: int) -> _Place:
    found = _PLACE.fullmatch(authority)
    number = int(found["port"] or port) if found else 0
    if found is None or not 0 < number < 65536:  # noqa: PLR2004 (ports have 16 bits)
        raise Refusal("that is no host")
    return _Place(f"{scheme}://{authority}/", found["six"] or found["name"], number)


def _authority(url: str) -> str:
    """The host and port of an https address."""
    return url.partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0].rpartition("@")[2]


def _field(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.strip().lower(), value.strip()


def _length(lines: Sequence[bytes]) -> int:
    """How many bytes follow the head of a request. Raises `Refusal` where that cannot be known for sure."""
    fields = [_field(line) for line in lines]
    lengths = {value for name, value in fields if name == b"content-length"}
    if len(lengths) > 1 or any(name == b"transfer-encoding" for name, _ in fields):
        raise Refusal("where it ends cannot be known")
    length = lengths.pop() if lengths else b"0"
    if not length.isdigit():
        raise Refusal("where it ends cannot be known")
    return int(length)


def _head(first: bytes, lines: Sequence[bytes]) -> bytes:
    """A head for the other side: one exchange a connection, so that no second one goes to a host that none judged."""
    kept = [line for line in lines if _field(line)[0] not in _OF_THE_HOP]
    return b"\r\n".join((first, *kept, b"Connection: close", b"", b""))


async def _either(*doings: Coroutine[Any, Any, None]) -> None:
    """Do things until one of them ends: then the other side has nothing more to say, or nobody listens."""
    tasks = [asyncio.ensure_future(doing) for doing in doings]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _read(reader: asyncio.StreamReader, most: int = _PIECE) -> bytes:
    async with asyncio.timeout(_IDLE):
        return await reader.read(most)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on all that comes, no faster than it is taken."""
    while piece := await _read(reader):
        writer.write(piece)
        await writer.drain()


async def _send_body(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: int) -> None:
    """Hand on the body of a request; then wait until the browser hangs up. What else it says is for nobody."""
    while length > 0 and (piece := await _read(reader, min(length, _PIECE))):
        writer.write(piece)
        await writer.drain()
        length -= len(piece)
    while await _read(reader):
        pass


async def _bring_answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on an answer, without what holds for the hop only."""
    raw, end = b"", None
    while end is None:
        piece = await _read(reader)
        if not piece or len(raw) > _ANSWER_HEAD:
            raise Refusal("that is no answer")
        raw += piece
        while (end := _END_OF_HEAD.search(raw)) and _INTERIM.match(raw):
            raw = raw[end.end() :]
    first, *lines = re.split(rb"\r?\n", raw[: end.start()])
    writer.write(_head(first, lines) + raw[end.end() :])
    await _pump(reader, writer)
