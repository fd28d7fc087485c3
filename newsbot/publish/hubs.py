"""Hubs of WebSub: they are told that feeds have changed, so that those who subscribed need not ask for them.

At most one ping a minute and hub, however much comes in. A hub that does not answer is told later, ever less often, and
it concerns nobody else: whoever asks for the feeds themselves misses nothing.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from newsbot.config import Config
from newsbot.errors import NewsbotError
from newsbot.hosts import Reach, allowed_hosts
from newsbot.publish.feeds import Format
from newsbot.publish.webhooks.line import Line, Post, trusted
from newsbot.publish.webhooks.model import shown_url
from newsbot.publish.websub import CONTENT_TYPE, publish_ping
from newsbot.sessions.proxy import LookUp, look_up
from newsbot.store.base import Store

logger = logging.getLogger(__name__)
PAUSE = 60.0  #: seconds between two pings of a hub, at least
_MOST_DOUBLED = 6  #: a hub that fails is told about once an hour
_LOOK = 1.0
_EVENTS = 1000  #: where more happened, all feeds have changed


@dataclass(frozen=True, slots=True)
class Told:
    """What a hub was told, and when."""

    number: int = 0  #: of the last event that it was told of
    at: float | None = None  #: seconds, of a clock that does not go back; None: nothing was sent yet
    failures: int = 0  #: in a row

    def is_due(self, last: int, now: float) -> bool:
        """Whether to tell it now, where the last event has this number."""
        pause = PAUSE * 2 ** min(self.failures, _MOST_DOUBLED)
        return last > self.number and (self.at is None or now - self.at >= pause)

    def after(self, number: int, now: float, *, taken: bool) -> Told:
        """After it was told of all up to this number, and took it or not."""
        return Told(number, now) if taken else Told(self.number, now, self.failures + 1)


def topics(base: str, sites: Collection[str]) -> list[str]:
    """The addresses of the feeds that change with these sites, where those of the server begin with `base`."""
    names = ["articles", *(f"sites/{quote(site, safe='')}" for site in sorted(sites))]
    return [f"{base.rstrip('/')}/feeds/{name}.{kind.value}" for name in names for kind in Format]


class Hubs:
    """Tells hubs of what comes into a store."""

    def __init__(
        self,
        store: Store,
        config: Config,
        hubs: Sequence[str],
        base: str,
        *,
        names: LookUp = look_up,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._store = store
        self._agent = config.user_agent
        self._base = base
        self._told = dict.fromkeys(hubs, Told())
        self._reach = Reach(frozenset, allowed_hosts(config.allow_hosts))
        self._names = names
        self._context = context or trusted()

    async def run(self) -> None:
        """Tell them until this is cancelled."""
        while self._told:
            try:
                await self.look(time.monotonic())
            except NewsbotError as error:
                logger.warning("hubs are told later: %s", error)
            await asyncio.sleep(_LOOK)

    async def look(self, now: float) -> None:
        """Tell those that are due."""
        last = await asyncio.to_thread(self._store.last_event)
        due = [hub for hub, told in self._told.items() if told.is_due(last, now)]
        await asyncio.gather(*(self._tell(hub, last, now) for hub in due))

    async def _tell(self, hub: str, last: int, now: float) -> None:
        told = self._told[hub]
        sites = await asyncio.to_thread(self._sites, told.number)
        body = publish_ping(topics(self._base, sites))
        headers = {"Content-Type": CONTENT_TYPE, "User-Agent": self._agent}
        async with Line(self._reach, names=self._names, context=self._context) as line:
            answer = await line.send(Post(url=hub, body=body, headers=headers))
        taken = answer.status is not None and 200 <= answer.status < 300  # noqa: PLR2004 - by HTTP
        if not taken:
            logger.warning("the hub %s was not told: %s", shown_url(hub), answer.words)
        self._told[hub] = told.after(last, now, taken=taken)

    def _sites(self, after: int) -> set[str]:
        """The sites to which something happened after this event."""
        events = self._store.events(after, _EVENTS) if after else []
        if not after or len(events) == _EVENTS:
            return set(filter(None, self._store.counts().bySite))
        return {event.site for event in events if event.site}
