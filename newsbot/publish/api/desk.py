"""What all routes of `newsbot serve` work with: the store, the settings, who may ask for what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from fastapi import FastAPI, Request

from newsbot.config import Config
from newsbot.publish.limits import Limits
from newsbot.publish.tokens import Tokens
from newsbot.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One server's things. A store may be asked from any thread."""

    store: Store
    config: Config
    tokens: Tokens
    limits: Limits
    hubs: tuple[str, ...] = ()  #: WebSub: where the changes of its feeds can be subscribed to
    trusts_loopback: bool = True  #: whether who asks from this machine is its owner
    ended: Callable[[], bool] = lambda: False  #: whether the server is ending: long answers end then

    @property
    def store_uri(self) -> str:
        """The store's address, with its password: for a process of ours, never to be shown."""
        return self.config.store


def desk_of(request: Request) -> Desk:
    """The desk of the app that answers this request."""
    return cast("Desk", cast("FastAPI", request.app).state.desk)
