"""Names that a test makes up, for Scrapy's setting TWISTED_DNS_RESOLVER: as a nameserver, without one.

FAKE_NAMES, in the environment, is a JSON object: each name's answers, one after the other, the last one for ever. What
is looked up is written to the file FAKE_NAMES_LOG.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Self

from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver
from zope.interface import implementer


@implementer(IHostnameResolver)
class FakeNames:
    """Knows the names that it was told, and asks nobody for others; addresses are themselves."""

    def __init__(self, reactor: Any) -> None:
        self.reactor = reactor
        self.answers: dict[str, list[list[str]]] = json.loads(os.environ["FAKE_NAMES"])

    @classmethod
    def from_crawler(cls, crawler: object, reactor: Any) -> Self:
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self.reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802
        self, receiver: Any, name: str, port: int = 0, types: object = None, transport: str = "TCP"
    ) -> object:
        with Path(os.environ["FAKE_NAMES_LOG"]).open("a", encoding="utf-8") as log:
            log.write(f"{name}\n")
        told = self.answers.get(name, [[name]] if name.replace(".", "").isdigit() else [[]])
        receiver.resolutionBegan(self)
        for address in told.pop(0) if len(told) > 1 else told[0]:
            receiver.addressResolved((IPv6Address if ":" in address else IPv4Address)("TCP", address, port))
        receiver.resolutionComplete()
        return self
