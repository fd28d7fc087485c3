"""Webhooks in a folder of a test's own, sent by in this process."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsbot.config import Config, read_config
from newsbot.publish.webhooks.book import Book
from newsbot.publish.webhooks.keys import Keys
from newsbot.publish.webhooks.model import Hook
from newsbot.publish.webhooks.sender import Sender, Sent
from newsbot.publish.webhooks.signing import key_of
from newsbot.store.base import Store

PUBLIC = "93.184.216.34"  #: somebody's address; nothing connects to it


@dataclass(slots=True)
class Office:
    """A store, a book, and what they are sent by."""

    store: Store
    book: Book
    config: Config
    now: float = 0.0

    def hook(self, url: str, name: str = "desk", **facts: Any) -> bytes:
        """A new webhook from the beginning on; its key."""
        kept, shown = Keys(self.config).make(first=not self.book.any_sealed())
        hook = Hook(
            name=name, url=url, secret=kept, stream=self.store.stream, made=datetime(2026, 11, 22, tzinfo=UTC), **facts
        )
        self.book.add(hook)
        key = key_of(shown)
        assert key is not None
        return key

    def sender(self, **options: Any) -> Sender:
        return Sender(self.store, self.book, self.config, chance=lambda: 0.5, **options)

    def send(self, **options: Any) -> Sent:
        """Send what is due now."""
        return asyncio.run(self.sender(**options).once())

    def due_now(self, name: str = "desk") -> None:
        """Let what waits be due."""
        self.book._change(name, "due = ?", [0.0])

    def send_until_dead(self, tries: int = 10, name: str = "desk") -> None:
        for _ in range(tries):
            self.due_now(name)
            self.send()


def office(store: Store, tmp_path: Path, allow: Sequence[str] = ("127.0.0.1",)) -> Office:
    config = replace(read_config({"NEWSBOT_DATA": str(tmp_path / "data")}), allow_hosts=frozenset(allow))
    return Office(store, Book(config.webhooks), config)
