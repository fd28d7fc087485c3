"""The browser's proxy, spoken to as a browser would, and as others on the machine might. All of it on loopback."""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from newsbot.sessions.proxy import Proxy, judge_names

SERVER, INSIDE = "127.0.0.1", "127.0.0.2"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=5\r\nX-Note: yes\r\n\r\nhi"


def judge(url: str, addresses: Sequence[str]) -> str | None:
    """Here the one address of loopback counts as public, and all others as inside."""
    return None if set(addresses) <= {SERVER} else "it is inside"


class Names:
    """A nameserver whose answers change; the last one stays."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not answer:
            raise OSError("nobody knows it")
        return answer


class World:
    """A proxy, and servers on the same port of two addresses, which answer everything alike."""

    def __init__(self, *answers: list[str], allow: Callable[[str], bool] = lambda url: True) -> None:
        self.names = Names(*(answers or ([SERVER],)))
        self.proxy = Proxy(allow, judge, self.names)
        self.answer = ANSWER
        self.got: dict[str, bytes] = {SERVER: b"", INSIDE: b""}
        self.ended = asyncio.Event()
        self.servers: list[asyncio.Server] = []
        self.port = 0

    async def __aenter__(self) -> World:
        for host in self.got:
            self.servers.append(await asyncio.start_server(self._serve, host, self.port))
            self.port = self.servers[0].sockets[0].getsockname()[1]
        await self.proxy.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.proxy.close()
        for server in self.servers:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        self.got[host] += b"<"
        while piece := await reader.read(65536):
            if b"\r\n\r\n" in (new := self.got[host] + piece) and b"\r\n\r\n" not in self.got[host]:
                writer.write(self.answer)
            self.got[host] = new
        writer.close()
        self.ended.set()

    def known(self) -> bytes:
        """The header that shows who is asking."""
        return b"Proxy-Authorization: Basic " + b64encode(f"{self.proxy.user}:{self.proxy.password}".encode())

    async def open(self, first: str, *lines: bytes, body: bytes = b"", known: bool = True) -> Ends:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy.port)
        given = [*lines, *([self.known()] if known else [])]
        head = b"".join(line + b"\r\n" for line in (first.replace("PORT", str(self.port)).encode("latin-1"), *given))
        writer.write(head + b"\r\n" + body)
        return reader, writer

    async def ask(self, first: str, *lines: bytes, body: bytes = b"", known: bool = True) -> bytes:
        """Send a request, and wait for all of the answer, until the proxy hangs up or its length came."""
        reader, writer = await self.open(first, *lines, body=body, known=known)
        answer = b""
        while not answer.endswith(b"\r\n\r\nhi") and (piece := await _read(reader)):
            answer += piece
        writer.close()
        return answer


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]
PLAIN = "GET http://paper.example:PORT/a?b=c HTTP/1.1"
TUNNEL = "CONNECT paper.example:PORT HTTP/1.1"


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(65536)
    except ConnectionError:
        return b""


def run(doing: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await doing

    asyncio.run(bounded())


def test_a_request_in_clear_goes_to_its_server_without_what_is_the_proxys() -> None:
    async def go() -> None:
        async with World() as world:
            more = (b"Host: paper.example", b"Proxy-Connection: keep-alive", b"Upgrade: websocket", b"Cookie: a=b")
            answer = await world.ask(PLAIN, *more)
            assert answer == b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-Note: yes\r\nConnection: close\r\n\r\nhi"
            await world.ended.wait()
            sent = b"<GET /a?b=c HTTP/1.1\r\nHost: paper.example\r\nCookie: a=b\r\nConnection: close\r\n\r\n"
            assert world.got == {SERVER: sent, INSIDE: b""}

    run(go())


def test_a_tunnel_brings_all_bytes_both_ways() -> None:
    async def go() -> None:
        async with World() as world:
            reader, writer = await world.open(TUNNEL)
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 200 Connected\r\n\r\n"
            writer.write(b"\x16\x03\x00 hello\r\n\r\n")
            assert await reader.readexactly(len(ANSWER)) == ANSWER
            writer.close()
            await world.ended.wait()
            assert world.got[SERVER] == b"<\x16\x03\x00 hello\r\n\r\n"

    run(go())


@pytest.mark.parametrize("first", [PLAIN, TUNNEL])
@pytest.mark.parametrize("known", [b"", b"Basic bmV3c2JvdDo=", b"Bearer x"])
def test_others_on_the_machine_get_nothing(first: str, known: bytes) -> None:
    async def go() -> None:
        async with World() as world:
            lines = (b"Proxy-Authorization: " + known,) if known else ()
            assert (await world.ask(first, *lines, known=False)).startswith(b"HTTP/1.1 407 ")
            assert world.names.asked == []
            assert world.got == {SERVER: b"", INSIDE: b""}

    run(go())


@pytest.mark.parametrize("first", [PLAIN, TUNNEL])
@pytest.mark.parametrize("answer", [[INSIDE], [SERVER, INSIDE], [INSIDE, SERVER], []])
def test_a_name_that_leads_inside_is_not_connected_to(first: str, answer: list[str]) -> None:
    async def go() -> None:
        async with World(answer) as world:
            assert await world.ask(first) == b""
            assert world.got == {SERVER: b"", INSIDE: b""}
            assert (await world.proxy.why_not(f"http://paper.example:{world.port}/") is None) is (answer == [])
            assert (await world.proxy.why_not(f"https://u@paper.example:{world.port}?x") is None) is (answer == [])

    run(go())


def test_what_is_connected_to_is_what_was_judged() -> None:
    """One look-up for the judging and for the connection: the next answer would be another."""

    async def go() -> None:
        async with World([SERVER], [INSIDE]) as world:
            assert await world.proxy.why_not(f"http://paper.example:{world.port}/a") is None
            assert (await world.ask(PLAIN)).endswith(b"hi")
            assert world.names.asked == ["paper.example"]
            world.proxy._answers.clear()  # as time does
            assert await world.ask(PLAIN) == b""
            assert await world.ask(TUNNEL) == b""
            assert world.got[INSIDE] == b""

    run(go())


def test_addresses_are_held_to_what_is_allowed_here_too() -> None:
    async def go() -> None:
        async with World(allow=lambda url: url.endswith("/fine")) as world:
            assert await world.ask(PLAIN) == b""
            assert await world.ask(TUNNEL) == b""
            assert world.names.asked == []
            assert (await world.ask("GET http://paper.example:PORT/fine HTTP/1.1")).endswith(b"hi")

    run(go())


@pytest.mark.parametrize(
    "first",
    [
        "GET / HTTP/1.1",
        "GET ftp://paper.example/ HTTP/1.1",
        "GET https://paper.example/ HTTP/1.1",
        "GET http:///x HTTP/1.1",
        "GET http://a@paper.example:PORT/ HTTP/1.1",
        "GET http://paper.example:99999/ HTTP/1.1",
        "GET http://paper.example:0/ HTTP/1.1",
        "GET http://paper.example\\@127.0.0.2:PORT/ HTTP/1.1",
        "GET http://paper.example:PORT/ x HTTP/1.1",
        "GET http://paper.example:PORT/ HTTP/2",
        "CONNECT http://paper.example:PORT HTTP/1.1",
        "CONNECT a@paper.example:PORT HTTP/1.1",
        "CONNECT paper.example:PORT/x HTTP/1.1",
        "CONNECT [paper.example]:PORT HTTP/1.1",
        "CONNECT : HTTP/1.1",
        "nonsense",
        "\xff\xfe",
    ],
)
def test_what_is_no_request_gets_no_answer(first: str) -> None:
    async def go() -> None:
        async with World() as world:
            assert await world.ask(first) == b""
            assert world.got == {SERVER: b"", INSIDE: b""}

    run(go())


@pytest.mark.parametrize(
    "lines",
    [
        (b"Transfer-Encoding: chunked",),
        (b"Content-Length: 5", b"Content-Length: 6"),
        (b"Content-Length: -5",),
        (b"Content-Length: +5",),
        (b"X: " + b"y" * 70_000,),
    ],
)
def test_a_request_whose_end_is_not_sure_is_not_sent(lines: tuple[bytes, ...]) -> None:
    async def go() -> None:
        async with World() as world:
            assert await world.ask(PLAIN, *lines) == b""
            assert world.got == {SERVER: b"", INSIDE: b""}

    run(go())


def test_a_second_request_does_not_ride_along_to_the_first_ones_server() -> None:
    async def go() -> None:
        async with World() as world:
            second = b"GET http://other.example/secret HTTP/1.1\r\n\r\n"
            post = PLAIN.replace("GET", "POST")
            assert (await world.ask(post, b"Content-Length: 5", body=b"12345" + second)).endswith(b"hi")
            await world.ended.wait()
            assert world.got[SERVER].endswith(b"\r\n\r\n12345")

    run(go())


@pytest.mark.parametrize("answer", [b"HTTP/1.1 103 Early\r\nLink: x\r\n\r\n" + ANSWER, ANSWER.replace(b"\r\n", b"\n")])
def test_odd_answers_come_through(answer: bytes) -> None:
    async def go() -> None:
        async with World() as world:
            world.answer = answer
            told = await world.ask(PLAIN)
            assert told.startswith(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n")
            assert told.endswith(b"Connection: close\r\n\r\nhi")

    run(go())


def test_an_answer_whose_head_never_ends_is_given_up() -> None:
    async def go() -> None:
        async with World() as world:
            world.answer = b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000
            assert await world.ask(PLAIN) == b""

    run(go())


def test_closing_it_ends_everything() -> None:
    async def go() -> None:
        async with World() as world:
            tunnel, idle = await world.open(TUNNEL), await asyncio.open_connection("127.0.0.1", world.proxy.port)
            await tunnel[0].readuntil(b"\r\n\r\n")
            await world.proxy.close()
            assert await _read(tunnel[0]) == b""
            assert await _read(idle[0]) == b""
            await world.ended.wait()
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", world.proxy.port)
            assert world.proxy._tasks == set()
            for _, writer in (tunnel, idle):
                writer.close()
                await writer.wait_closed()

    run(go())


def test_where_nobody_says_otherwise_what_looks_public_has_to_be_so() -> None:
    assert judge_names("https://paper.example/", ["8.8.8.8", "127.0.0.1"])
    assert judge_names("https://paper.example/", ["8.8.8.8"]) is None
    assert judge_names("http://localhost:80/", ["127.0.0.1"]) is None, "the URL was judged, and allowed"
