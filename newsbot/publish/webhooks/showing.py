"""Webhooks and dead letters as plain data, fit to be shown: for the command line and the API. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from newsbot.publish.cursor import Cursor
from newsbot.publish.webhooks.model import Hook, Letter, event_id, shown_url


def hook_facts(hook: Hook, stream: str, last: int, dead: int) -> dict[str, Any]:
    """A webhook, beside the last event of the store that is asked. `behind`: events that it has not dealt with."""
    astray = hook.astray(stream, last)
    waits = hook.trying is not None
    return {
        "name": hook.name,
        "url": shown_url(hook.url),
        "state": hook.state(stream, last).value,
        "why": hook.paused or astray or hook.error,
        "events": sorted(kind.value for kind in hook.events),
        "sites": sorted(hook.sites),
        "articles": hook.articles,
        "paid": hook.paid,
        "made": hook.made,
        "cursor": str(Cursor(hook.stream, hook.cursor)),
        "behind": None if astray else last - hook.cursor,
        "delivered": hook.delivered,
        "deliveredAt": hook.delivered_at,
        "trying": hook.trying,
        "attempts": hook.attempts,
        "due": datetime.fromtimestamp(hook.due, UTC) if waits else None,
        "dead": dead,
    }


def letter_facts(letter: Letter, stream: str) -> dict[str, Any]:
    """A dead letter of a webhook for this stream."""
    return {
        "webhook": letter.hook,
        "number": letter.number,
        "id": event_id(stream, letter.number),
        "kind": letter.kind,
        "url": letter.url,
        "attempts": letter.attempts,
        "since": letter.since,
        "failed": letter.failed,
        "error": letter.error,
        "again": letter.again,
    }
