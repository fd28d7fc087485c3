"""What a webhook is told: an event as `GET /api/changes` tells it, in the frame of standardwebhooks.com."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson

from newsbot.publish.api.callers import Caller
from newsbot.publish.api.changes import tell
from newsbot.publish.tokens import Scope
from newsbot.publish.webhooks.model import Hook
from newsbot.store.base import Store
from newsbot.store.events import Event

#: Bytes of a body. An article that would make a longer one is told without its text, or not at all.
MOST = 1_000_000
_LESS = {"all": "listed", "listed": "none"}


def bodies(store: Store, hook: Hook, events: Sequence[Event]) -> list[bytes]:
    """The bodies of these events, with the articles as they are now. Paid text only where its owner granted it."""
    caller = Caller(hook.name, frozenset({Scope.READ, Scope.PAID} if hook.paid else {Scope.READ}))
    made = [_body(each, hook.articles) for each in tell(store, events, hook.stream, hook.articles, caller)]
    for place, event in enumerate(events):
        shown: str = hook.articles
        while len(made[place]) > MOST and shown in _LESS:
            shown = _LESS[shown]
            made[place] = _body(tell(store, [event], hook.stream, shown, caller)[0], shown)
    return made


def _body(data: dict[str, Any], shown: str) -> bytes:
    told = {"type": f"article.{data['kind']}", "timestamp": data["at"], "data": {**data, "articles": shown}}
    return orjson.dumps(told, option=orjson.OPT_UTC_Z)


def ping(hook: Hook) -> bytes:
    """The body of a test, which tells of nothing."""
    told = {"type": "newsbot.ping", "timestamp": datetime.now(UTC), "data": {"webhook": hook.name}}
    return orjson.dumps(told, option=orjson.OPT_UTC_Z)
