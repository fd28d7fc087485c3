"""Lately: how all sites are. In a large store that takes seconds to find out, so nobody waits for it who need not.

One look runs at a time, beside the pages; meanwhile they show what the look before brought.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI

from newsbot.errors import FixArgument, FixVault
from newsbot.examination import Looked, looked_at
from newsbot.health import HISTORY
from newsbot.publish.api.desk import Desk
from newsbot.publish.api.errors import Refusal
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.vault import Vault, open_vault
from newsbot.sites.catalog import Catalog, open_catalog
from newsbot.store.base import Counts
from newsbot.web.logins import NO_LOGIN, Login, locked, login

_LEAST = 10.0  #: seconds between two looks
_REST = 20.0  #: and so many times as long as a look took: a store is not kept busy by those who look on
_OLD = timedelta(minutes=3)  #: what was seen so long ago is not shown any more
_PATIENCE = 1.5  #: seconds for which a page waits that can be shown without
_LONG_PATIENCE = 60.0  #: and one that cannot


@dataclass(frozen=True, slots=True)
class Seen:
    """All sites of a store at one time."""

    at: datetime
    took: float  #: seconds
    counts: Counts
    looked: list[Looked]  #: the worst first
    catalog: Catalog
    logins: dict[str, Login]


class Lately:
    """What was seen last. Any thread may ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, "newsbot-health")
        self._looking: Future[Seen] | None = None
        self._seen: Seen | None = None
        self._next = 0.0

    def see(self, desk: Desk, patience: float = _PATIENCE) -> Seen | None:
        """All sites, as they were lately; None where that is not known after so many seconds.

        Raises what stores raise, and `FixSiteFile`.
        """
        with self._lock:
            self._take_over()
            if self._looking is None and time.monotonic() >= self._next:
                self._looking = self._worker.submit(_look, desk)
            seen, looking = self._seen, self._looking
        if looking is None or (seen is not None and datetime.now(UTC) - seen.at < _OLD):
            return seen
        try:
            return looking.result(patience)
        except TimeoutError:
            return None

    def must_see(self, desk: Desk) -> Seen:
        """The same for a page that is about nothing else. `Refusal` where it takes too long."""
        seen = self.see(desk, _LONG_PATIENCE)
        if seen is None:
            raise Refusal(503, "The sites are still being looked at: there is much to count.", "Come back in a minute.")
        return seen

    def _take_over(self) -> None:
        """What a look brought that has ended. One that failed is made again; whoever waited for it was told why."""
        if self._looking is None or not self._looking.done():
            return
        ended, self._looking = self._looking, None
        if ended.exception() is None:
            self._seen = ended.result()
            self._next = time.monotonic() + max(_LEAST, _REST * self._seen.took)


def lately_of(app: FastAPI) -> Lately:
    """What an app has seen lately."""
    if not hasattr(app.state, "lately"):
        app.state.lately = Lately()
    found: Lately = app.state.lately
    return found


def _look(desk: Desk) -> Seen:
    now, start = datetime.now(UTC), time.monotonic()
    catalog = open_catalog(desk.config.sites)
    looked = looked_at(desk.store, None, now, HISTORY, desk.config)
    vault = open_vault(desk.config)
    names = {each.name for each in looked}
    with suppress(FixVault):  # a login may be lost before its site ever gave anything
        names |= {*vault.names(), *Refusals(vault).names()}
    logins = {name: _login(vault, catalog, name, now) for name in sorted(names)}
    return Seen(now, time.monotonic() - start, desk.store.counts(), looked, catalog, logins)


def _login(vault: Vault, catalog: Catalog, name: str, now: datetime) -> Login:
    entry = catalog.named(name)
    wanted = entry is not None and entry.site.login is not None
    with suppress(FixArgument):  # what is no slug has no session
        try:
            refusal = Refusals(vault).read(name)
            return login(name, vault.load(name), refusal, now, wanted=wanted)
        except FixVault:
            return locked(name)
    return NO_LOGIN
