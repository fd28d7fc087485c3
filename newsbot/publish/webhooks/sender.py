"""The sender: gives each webhook its events, one after the other; the next only when the one before is dealt with.

An event is written down as done after its receiver took it. Whoever dies in between leaves it to the next sender, which
sends it again by the same id: at least once, and never out of order.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import secrets
import ssl
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from newsbot.config import Config
from newsbot.errors import NewsbotError
from newsbot.hosts import Reach, allowed_hosts
from newsbot.publish.webhooks.book import Book
from newsbot.publish.webhooks.keys import Keys
from newsbot.publish.webhooks.line import Line, Post, trusted
from newsbot.publish.webhooks.model import Hook, Letter, event_id
from newsbot.publish.webhooks.signing import signed_headers
from newsbot.publish.webhooks.steps import Answer, Kind, Step, next_step
from newsbot.publish.webhooks.telling import bodies, ping
from newsbot.sessions.proxy import LookUp, look_up
from newsbot.store.base import Store
from newsbot.store.events import Event

logger = logging.getLogger(__name__)
_LOOK = 1.0  #: seconds between two looks for what is to be sent
_REST = 30.0  #: seconds for which a webhook is left alone after something that is no fault of its receiver
_READ = 200  #: events that are read at once
_MADE = 10  #: bodies that are made at once: they are as new as that
_AT_ONCE = 64  #: webhooks that are sent by at the same time
_SURE = 3.0  #: seconds for which a webhook is known to be held: less than it is held for without a try


@dataclass(slots=True)
class Sent:
    """What a sender did."""

    delivered: int = 0
    failed: int = 0  #: tries that did not work
    dead: int = 0
    waiting: int = 0  #: webhooks that something else kept from being sent by: it is logged


@dataclass(frozen=True, slots=True)
class _To:
    """To whom is sent."""

    hook: Hook
    keys: list[bytes]
    line: Line


class Sender:
    """Sends what a store has for the webhooks of a book. One a process."""

    def __init__(
        self,
        store: Store,
        book: Book,
        config: Config,
        *,
        names: LookUp = look_up,
        context: ssl.SSLContext | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.sent = Sent()
        self._store = store
        self._book = book
        self._config = config
        self._keys = Keys(config)
        self._reach = Reach(frozenset, allowed_hosts(config.allow_hosts))
        self._names = names
        self._context = context or trusted()
        self._chance = chance
        self._holder = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._resting: dict[str, float] = {}
        self._renewed: dict[str, float] = {}
        self._free = asyncio.Semaphore(_AT_ONCE)

    async def run(self) -> None:
        """Send until this is cancelled."""
        try:
            while True:
                try:
                    await self._begin()
                except NewsbotError as error:
                    logger.warning("webhooks wait: %s", error)
                    await asyncio.sleep(_REST)
                except Exception:
                    # The edge: nothing else would tell that nothing is sent any more.
                    logger.exception("webhooks wait: this is a bug in newsbot")
                    await asyncio.sleep(_REST)
                await asyncio.sleep(_LOOK)
        finally:
            await self._end()

    async def once(self) -> Sent:
        """Send all that is due now. Raises `NewsbotError` where the store or the book does not answer."""
        try:
            while await self._begin():
                await asyncio.wait(self._under_way.values())
        finally:
            await self._end()
        return self.sent

    async def replay(self, name: str) -> Sent:
        """Send the dead letters of one webhook that are to be sent again, and nothing else.

        Nothing is done where another sender has it just now: that one sends them.
        """
        if hook := await asyncio.to_thread(self._book.claim, name, self._holder):
            try:
                await self._send_by(hook, letters_only=True)
            finally:
                self._book.release(name, self._holder)
        return self.sent

    async def test(self, hook: Hook) -> Answer:
        """Send a ping, once."""
        keys = await asyncio.to_thread(self._keys.of, hook, time.time())
        async with self._line() as line:
            return await self._post(_To(hook, keys, line), f"ping-{secrets.token_hex(8)}", ping(hook))

    # ── which webhooks have something to send ──

    async def _begin(self) -> bool:
        """Begin with all that have something to send; whether there are any, or others are under way."""
        for name in [name for name, task in self._under_way.items() if task.done()]:
            del self._under_way[name]
        for name in await asyncio.to_thread(self._ready):
            if name not in self._under_way:
                self._under_way[name] = asyncio.create_task(self._serve(name))
        return bool(self._under_way)

    def _ready(self) -> list[str]:
        hooks = self._book.all()
        if not hooks:
            return []
        stream, last, now = self._store.stream, self._store.last_event(), time.time()
        wanted = self._book.replaying()
        return [
            hook.name
            for hook in hooks
            if hook.paused is None
            and self._resting.get(hook.name, 0) <= time.monotonic()
            and not hook.astray(stream, last)
            and ((hook.cursor < last and hook.due <= now) or hook.name in wanted)
        ]

    async def _serve(self, name: str) -> None:
        """Send all that one webhook has; what goes wrong with it concerns no other."""
        async with self._free:
            try:
                if hook := await asyncio.to_thread(self._book.claim, name, self._holder):
                    await self._send_by(hook)
                else:
                    self._resting[name] = time.monotonic() + _LOOK  # another sender has it
            except NewsbotError as error:
                self._rest(name)
                logger.warning("the webhook %s waits: %s", name, error)
            except Exception:
                # The edge: a bug must not keep the other webhooks from being sent by.
                self._rest(name)
                logger.exception("the webhook %s waits: this is a bug in newsbot", name)
            finally:
                with suppress(NewsbotError):
                    self._book.release(name, self._holder)

    def _rest(self, name: str) -> None:
        self.sent.waiting += 1
        self._resting[name] = time.monotonic() + _REST

    async def _end(self) -> None:
        for task in self._under_way.values():
            task.cancel()
        if self._under_way:
            await asyncio.wait(self._under_way.values())

    def _line(self) -> Line:
        return Line(self._reach, names=self._names, context=self._context)

    # ── one webhook ──

    async def _send_by(self, hook: Hook, *, letters_only: bool = False) -> None:
        keys = await asyncio.to_thread(self._keys.of, hook, time.time())
        self._renewed.pop(hook.name, None)  # keys may be told by a program that takes its time
        async with self._line() as line:
            to = _To(hook, keys, line)
            if await self._letters(to) and not letters_only and hook.due <= time.time():
                await self._events(to)

    async def _letters(self, to: _To) -> bool:
        """Send dead letters again, each once. Whether to go on."""
        hook = to.hook
        while letters := await asyncio.to_thread(self._book.letters, hook.name, _MADE, again=True):
            for letter in letters:
                if not await self._is_ours(hook.name):
                    return False
                error = await self._again(to, letter)
                if not await asyncio.to_thread(self._book.replayed, hook.name, letter.number, self._holder, error):
                    return False
        return True

    async def _again(self, to: _To, letter: Letter) -> str | None:
        """Send one dead letter; why that failed."""
        events = await asyncio.to_thread(self._store.events, letter.number - 1, 1)
        if not events or events[0].number != letter.number:
            return "the store does not have this event any more"
        body = (await asyncio.to_thread(bodies, self._store, to.hook, events))[0]
        answer = await self._post(to, event_id(to.hook.stream, letter.number), body)
        if next_step(answer, 1, 0.5, time.time()).kind is Kind.DONE:
            self.sent.delivered += 1
            return None
        self.sent.failed += 1
        return answer.words

    async def _events(self, to: _To) -> None:
        hook = to.hook
        cursor = hook.cursor
        while events := await asyncio.to_thread(self._store.events, cursor, _READ):
            wanted = [event for event in events if hook.wants(event)]
            for first in range(0, len(wanted), _MADE):
                some = wanted[first : first + _MADE]
                for event, body in zip(some, await asyncio.to_thread(bodies, self._store, hook, some), strict=True):
                    if not await self._event(to, event, body):
                        return
            cursor = events[-1].number
            dealt_with = wanted[-1].number if wanted else 0
            if dealt_with < cursor and not await asyncio.to_thread(self._book.passed, hook.name, self._holder, cursor):
                return

    async def _event(self, to: _To, event: Event, body: bytes) -> bool:
        """Try one event. Whether to go on with the next."""
        hook = to.hook
        if not await self._is_ours(hook.name):
            return False
        number = hook.attempts + 1 if hook.trying == event.number else 1
        answer = await self._post(to, event_id(hook.stream, event.number), body)
        step = next_step(answer, number, self._chance(), time.time())
        if step.kind is Kind.DONE:
            self.sent.delivered += 1
        else:
            self.sent.failed += 1
            self.sent.dead += step.kind is Kind.DEAD
            logger.warning("the webhook %s, event %d, try %d: %s", hook.name, event.number, number, step.why)
        at = time.monotonic()
        go_on = await asyncio.to_thread(self._write, hook.name, event, step)
        self._renewed[hook.name] = at
        return go_on

    async def _is_ours(self, name: str) -> bool:
        """Whether a webhook is held for as long as a try can take, so that nobody else sends by it meanwhile."""
        at = time.monotonic()
        if at - self._renewed.get(name, -_SURE) < _SURE:
            return True
        self._renewed[name] = at
        return await asyncio.to_thread(self._book.renew, name, self._holder)

    def _write(self, name: str, event: Event, step: Step) -> bool:
        if step.kind is Kind.DONE:
            return self._book.done(name, self._holder, event.number)
        if step.kind is Kind.DEAD:
            return self._book.bury(name, self._holder, event, step.why)
        if step.kind is Kind.PAUSE:
            self._book.stop(name, self._holder, step.why)
        else:
            self._book.failed(name, self._holder, event.number, step.wait, step.why)
        return False

    async def _post(self, to: _To, message: str, body: bytes) -> Answer:
        headers = {
            "Content-Type": "application/json",
            "User-Agent": self._config.user_agent,
            **signed_headers(to.keys, message, int(time.time()), body),
        }
        return await to.line.send(Post(url=to.hook.url, body=body, headers=headers))


async def send_for_ever(store: Store, config: Config, path: Path) -> None:
    """Send by the webhooks of a book, from when there is one, until this is cancelled."""
    while not path.exists():  # nobody tells when the first webhook is added
        await asyncio.sleep(_LOOK)
    while True:
        try:
            book = await asyncio.to_thread(Book, path)
            break
        except NewsbotError as error:
            logger.warning("webhooks wait: %s", error)
            await asyncio.sleep(_REST)
    with book:
        await Sender(store, book, config).run()
