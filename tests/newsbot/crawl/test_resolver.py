"""Names are judged by what they are answered with; nobody connects to anything else, nor leaves this process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from scrapy import Request
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.endpoints import HostnameEndpoint
from twisted.internet.error import DNSLookupError
from twisted.internet.interfaces import IHostnameResolver
from twisted.internet.protocol import Factory, Protocol
from twisted.internet.testing import MemoryReactorClock
from twisted.web.client import Agent, HTTPConnectionPool
from zope.interface import implementer

from newsbot.crawl.resolver import Resolver, visiting
from newsbot.hosts import Reach

PUBLIC, OTHER, INSIDE = "93.184.216.34", "2606:4700::1111", "192.168.0.1"


@implementer(IHostnameResolver)
class Names:
    """A nameserver whose answers change: the first is given first, the last for ever."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def resolveHostName(  # noqa: N802
        self, receiver: Any, name: str, port: int = 0, types: object = None, transport: str = "TCP"
    ) -> object:
        self.asked.append(name)
        told = self.answers[name.partition(".")[0]]
        receiver.resolutionBegan(self)
        for address in told.pop(0) if len(told) > 1 else told[0]:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()
        return self


class World:
    """A reactor that connects to nobody, and says where it would have; names are answered as told."""

    def __init__(self, named: Sequence[str] = (), **answers: list[list[str]]) -> None:
        self.names = Names(**answers)
        self.reactor = MemoryReactorClock()
        self.reactor.nameResolver = Resolver(self.names)
        self.reach = Reach(lambda: frozenset(named))

    def visit(self, host: str, url: str = "", **meta: Any) -> tuple[str | None, list[BaseException]]:
        """Connect as for a request: why it was refused, and how it failed."""
        with visiting(Request(url or f"https://{host}/", meta=meta), self.reach) as visit:
            failures = self.plainly(host)
            return visit.refused, failures

    def plainly(self, host: str, port: int = 443) -> list[BaseException]:
        """Connect, in nobody's name."""
        failures: list[BaseException] = []
        endpoint = HostnameEndpoint(self.reactor, host.encode("idna"), port)
        endpoint.connect(Factory.forProtocol(Protocol)).addErrback(lambda failure: failures.append(failure.value))
        self.reactor.advance(0)
        return failures

    @property
    def reached(self) -> list[str]:
        return [host for host, *_ in self.reactor.tcpClients]


def test_a_public_answer_is_connected_to() -> None:
    world = World(paper=[[PUBLIC]])
    assert world.visit("paper.example") == (None, [])
    assert world.reached == [PUBLIC]
    assert world.names.asked == ["paper.example"]


@pytest.mark.parametrize(
    "answer", [[INSIDE], [PUBLIC, INSIDE], [INSIDE, PUBLIC], [OTHER, "fd00::1"], ["::ffff:10.0.0.1"]]
)
def test_an_answer_that_holds_an_address_inside_is_none(answer: list[str]) -> None:
    world = World(paper=[answer])
    why, failures = world.visit("paper.example")
    assert "not a public address" in (why or "")
    assert isinstance(failures[0], DNSLookupError)
    assert world.reached == []


def test_what_is_connected_to_is_what_was_judged() -> None:
    """A name whose next answer would lead inside is not asked for that."""
    world = World(paper=[[PUBLIC], [INSIDE]])
    assert world.visit("paper.example") == (None, [])
    assert world.names.asked == ["paper.example"], "one look-up for one connection"
    assert world.reached == [PUBLIC]
    why, failures = world.visit("paper.example")
    assert why
    assert failures
    assert world.reached == [PUBLIC]


def test_what_the_owner_named_may_be_inside_but_not_after_it_was_public() -> None:
    world = World(named=["lan.example", "paper.example"], lan=[[INSIDE]], paper=[[PUBLIC], [INSIDE]], news=[[INSIDE]])
    assert world.visit("lan.example") == (None, [])
    assert world.visit("news.lan.example") == (None, [])
    assert world.visit("paper.example") == (None, [])
    assert "did not before" in (world.visit("paper.example")[0] or "")
    assert "did not before" in (world.visit("news.paper.example")[0] or "")
    assert world.reached == [INSIDE, INSIDE, PUBLIC]


def test_the_owners_proxy_may_be_inside() -> None:
    world = World(proxy=[[INSIDE]], paper=[[INSIDE]])
    assert world.visit("proxy.example", "https://paper.example/", proxy="http://u:p@proxy.example:3128") == (None, [])
    assert world.visit("proxy.example", "https://paper.example/", proxy="proxy.example:3128") == (None, [])
    assert world.visit("paper.example", proxy="http://proxy.example:3128")[0]
    assert world.reached == [INSIDE, INSIDE]


def test_names_in_other_letters_are_the_same_names() -> None:
    world = World(named=["xn--mnchen-3ya.example"], münchen=[[INSIDE]])
    assert world.visit("münchen.example", "https://xn--mnchen-3ya.example/") == (None, [])
    assert world.visit("münchen.example", "https://MÜNCHEN.example./") == (None, [])
    assert world.reached == [INSIDE, INSIDE]


def test_connections_that_twisted_makes_anew_are_judged() -> None:
    """They are begun in no request's context. Others in this process are left alone."""
    world = World(paper=[[PUBLIC], [INSIDE]], mine=[[INSIDE]])
    assert world.visit("paper.example") == (None, [])
    assert isinstance(world.plainly("paper.example")[0], DNSLookupError)
    assert world.plainly("mine.example") == []
    assert world.reached == [PUBLIC, INSIDE]


def test_twisteds_agent_asks_in_the_context_of_its_request() -> None:
    world = World(paper=[[INSIDE]])
    agent = Agent(world.reactor, pool=HTTPConnectionPool(world.reactor))
    failures: list[Any] = []
    with visiting(Request("http://paper.example/"), world.reach) as visit:
        agent.request(b"GET", b"http://paper.example/").addErrback(failures.append)
    assert visit.refused
    assert failures
    assert world.reached == []


def test_visits_side_by_side_do_not_mix() -> None:
    lenient, strict = World(named=["paper.example"], paper=[[INSIDE]]), World(paper=[[INSIDE]])

    async def go(world: World) -> str | None:
        with visiting(Request("https://paper.example/"), world.reach) as visit:
            await asyncio.sleep(0)
            world.plainly("paper.example")
            await asyncio.sleep(0)
            return visit.refused

    async def both() -> list[str | None]:
        return await asyncio.gather(go(lenient), go(strict), go(lenient))

    told = asyncio.run(both())
    assert told[0] is None
    assert told[1]
    assert told[2] is None
