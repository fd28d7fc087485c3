"""Resolver: what a host's name is answered with is judged before anybody connects to it.

Twisted asks the reactor for addresses once a connection, and connects to those that it is given: so judging them in
between leaves no gap in which the answer could become another. There is one such resolver a reactor, around the one
that the project chose by its settings; and as many crawls as there are. Which of them asks is known by the context of
the call.

Not by the setting TWISTED_DNS_RESOLVER (or DNS_RESOLVER): Scrapy reads it from the process, where add-ons change
nothing, and a project of its own could leave the judging out without knowing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from newsbot.hosts import Reach, why_not_public
from newsbot.urls import bare_host


class Visit:
    """One request on its way to its server; `refused` says why its host's addresses were."""

    def __init__(self, request: Request, reach: Reach) -> None:
        self.refused: str | None = None
        self._url = request.url
        self._reach = reach
        proxy = request.meta.get("proxy")
        self._proxy = _host(str(proxy)) if proxy else None

    def why_not_at(self, name: str, addresses: Sequence[str]) -> str | None:
        """Why there must be no connection to these addresses, which a name was answered with."""
        if self._proxy is not None and _ascii(name) == self._proxy:
            return None  # the owner's own; it is what looks up the names that are asked for through it
        # Twisted's spelling of an odd name may be another than ours: then nothing speaks for it.
        if _ascii(name) != _host(self._url):
            return why_not_public(addresses)
        self.refused = self._reach.why_not_at(self._url, addresses)
        return self.refused


_VISIT: ContextVar[Visit | None] = ContextVar("newsbot_visit", default=None)


@contextmanager
def visiting(request: Request, reach: Reach) -> Iterator[Visit]:
    """Judge by this reach all connections that are begun in here."""
    visit = Visit(request, reach)
    _VISIT.set(visit)
    try:
        yield visit
    finally:
        _VISIT.set(None)


def guard_names() -> None:
    """See to it that the answers to Twisted's look-ups are judged. Cheap: it is asked before each request."""
    from twisted.internet import reactor as installed  # noqa: PLC0415 (importing it installs one)

    reactor: Any = installed
    if not isinstance(reactor.nameResolver, Resolver):
        reactor.installNameResolver(Resolver(reactor.nameResolver))


@implementer(IHostnameResolver)
class Resolver:
    """Hands on what another resolver answers, all of it or nothing."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        #: What visits asked for. Twisted may connect once more on its own account, when a connection that was kept
        #: turns out to be closed; in whose context, nobody knows. Then only public addresses are good enough.
        self._asked: set[tuple[str, int]] = set()

    def resolveHostName(  # noqa: N802 (Twisted's name)
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[Any]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        """Look up a name; see Twisted's interface. An answer that is refused comes as none."""
        visit = _VISIT.get()
        place = (hostName, portNumber)
        if visit is not None:
            self._asked.add(place)
        receiver: Any = resolutionReceiver
        if visit is not None or place in self._asked:  # others in this process are none of ours
            receiver = _Judging(resolutionReceiver, hostName, visit)
        return self.inner.resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


@implementer(IResolutionReceiver)
class _Judging:
    """Keeps addresses back until all of them are there and judged."""

    def __init__(self, receiver: Any, name: str, visit: Visit | None) -> None:
        self._receiver = receiver
        self._name = name
        self._visit = visit
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:  # noqa: N802
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        hosts = [str(getattr(address, "host", address)) for address in self._addresses]
        why = self._visit.why_not_at(self._name, hosts) if self._visit else why_not_public(hosts)
        for address in self._addresses if why is None else ():
            self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


def _host(url: str) -> str:
    """The host of an address, without its port, in ASCII."""
    try:
        return _ascii(urlsplit(url if "//" in url else f"//{url}").hostname or "")
    except ValueError:
        return ""


def _ascii(name: str) -> str:
    return bare_host(f"http://[{name}]/" if ":" in name else f"http://{name}/").strip("[]")
