"""Lately: what costs a store some work to answer, and is shown on every page, is asked at most every few seconds."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from fastapi import FastAPI

from newsbot.errors import FixArgument, FixVault
from newsbot.examination import Looked, looked_at
from newsbot.health import HISTORY
from newsbot.publish.api.desk import Desk
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.vault import Vault, open_vault
from newsbot.sites.catalog import Catalog, open_catalog
from newsbot.store.base import Counts
from newsbot.web.logins import NO_LOGIN, Login, locked, login

_KEPT = 15.0  #: seconds, at least
_PATIENCE = 20.0  #: and so many times as long as the look took: a large store is not kept busy by those who look on


@dataclass(frozen=True, slots=True)
class Seen:
    """All sites of a store at one time."""

    at: datetime
    counts: Counts
    looked: list[Looked]  #: the worst first
    catalog: Catalog
    logins: dict[str, Login]


@dataclass(slots=True)
class Lately:
    """What was seen last. Any thread may ask; one of them looks."""

    _seen: Seen | None = None
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def see(self, desk: Desk, clock: Callable[[], float] = time.monotonic) -> Seen:
        """All sites, as they were some seconds ago at most. Raises what stores raise, and `FixSiteFile`."""
        with self._lock:
            start = clock()
            if self._seen is None or start >= self._until:
                self._seen = _look(desk, datetime.now(UTC))
                self._until = clock() + max(_KEPT, _PATIENCE * (clock() - start))
            return self._seen


def lately_of(app: FastAPI) -> Lately:
    """What an app has seen lately."""
    if not hasattr(app.state, "lately"):
        app.state.lately = Lately()
    found: Lately = app.state.lately
    return found


def _look(desk: Desk, now: datetime) -> Seen:
    catalog = open_catalog(desk.config.sites)
    looked = looked_at(desk.store, None, now, HISTORY, desk.config)
    vault = open_vault(desk.config)
    names = {each.name for each in looked}
    with suppress(FixVault):  # a login may be lost before its site ever gave anything
        names |= {*vault.names(), *Refusals(vault).names()}
    logins = {name: _login(vault, catalog, name, now) for name in sorted(names)}
    return Seen(now, desk.store.counts(), looked, catalog, logins)


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
