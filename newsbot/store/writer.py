"""The writer: takes articles one by one from an event loop, and gives them to a store in batches, in threads.

asyncio only. The loop is never blocked; who is faster than the store waits in `put`. Nothing that was put is lost:
what the store does not take goes to the outbox, and only a process that is killed outright leaves articles behind,
whose visits are then not settled either, so that they are fetched again.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from newsbot.article import Article
from newsbot.errors import FixStore, NewsbotError, RetryStore
from newsbot.store.base import Outcome, Saved, Store
from newsbot.store.documents import check
from newsbot.store.outbox import Outbox
from newsbot.store.parcels import Delivery, Ending, Parcel, deliver

OnSaved = Callable[[Article, Saved], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """When the writer sends. Measured: more in a batch, or more batches at once, are not faster."""

    batch: int = 200  #: parcels
    batchBytes: int = 4 * 1024 * 1024
    wait: float = 0.02  #: seconds that a batch waits to be filled: what waits is fetched again after a kill -9
    inFlight: int = 2  #: batches that are being written
    queue: int = 400  #: parcels that wait before `put` waits
    retryAfter: float = 30.0  #: seconds before a store that did not answer is tried again


@dataclass(slots=True)
class _Flight:
    """A batch in its thread."""

    parcels: list[Parcel]
    last: int  #: the number of the last of them, as `Writer` counts what it is given
    landed: bool = False  #: the store has it, or the outbox: nobody else need keep it
    lock: threading.Lock = field(default_factory=threading.Lock)  #: held while `landed` is looked at and made true


class Writer:
    """Writes to `store`, and into `outbox` what it does not take. For one event loop.

    `on_saved` is called in the loop for every article that is safe in the store, after its visit is settled.
    `store_down` holds the error while the store does not take anything: a crawl should stop then.
    """

    def __init__(
        self, store: Store, outbox: Outbox, on_saved: OnSaved | None = None, *, pace: Pace | None = None
    ) -> None:
        self.store_down: NewsbotError | None = None
        self._store = store
        self._outbox = outbox
        self._on_saved = on_saved
        self._pace = pace or Pace()
        self._waiting: deque[Parcel] = deque()
        self._bytes = 0  # of what waits
        self._given = 0  # parcels, in all
        self._flights: dict[asyncio.Task[None], _Flight] = {}
        self._homeless: list[Parcel] = []  # neither the store nor the outbox took these
        self._room = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._due = False  # what waits is to be sent, though it fills no batch
        self._closed = False
        self._again_at = 0.0  # when a store that is down is tried again
        self._put_aside = False  # something went to the outbox
        self._bug: BaseException | None = None
        self._threads = ThreadPoolExecutor(self._pace.inFlight, thread_name_prefix="newsbot-store")

    # ── giving ──

    async def put(self, article: Article, ending: Ending | None = None) -> None:
        """Give an article, and how its visit ends; waits while the store is slower.

        `FixArgument` at once if a field holds what it may not, for such an article could not even be put aside.
        """
        check(article)
        await self._add(Parcel.of(article, ending))

    async def settle(self, outcome: Outcome) -> None:
        """Give the end of a visit that gave no article; waits while the store is slower."""
        await self._add(Parcel(outcome=outcome))

    async def _add(self, parcel: Parcel) -> None:
        while not self._closed and self._is_full():
            self._room.clear()
            await self._room.wait()
        self._waiting.append(parcel)
        self._given += 1
        self._bytes += parcel.size
        if self._closed:
            self.spill()
        else:
            self._pump()

    def _is_full(self) -> bool:
        return len(self._waiting) >= self._pace.queue or self._bytes >= 2 * self._pace.batchBytes

    # ── sending ──

    def _pump(self) -> None:
        """Send what fills a batch, or is due, as far as batches may be in flight."""
        while self._waiting and len(self._flights) < self._pace.inFlight and (self._due or self._fills_a_batch()):
            parcels = self._take()
            flight = _Flight(parcels, self._given - len(self._waiting))
            task = asyncio.get_running_loop().create_task(self._fly(flight))
            self._flights[task] = flight
            task.add_done_callback(self._arrived)
        if not self._waiting:
            self._due = False
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._pace.wait, self._ring)
        if not self._is_full():
            self._room.set()

    def _fills_a_batch(self) -> bool:
        return len(self._waiting) >= self._pace.batch or self._bytes >= self._pace.batchBytes

    def _take(self) -> list[Parcel]:
        batch: list[Parcel] = []
        size = 0
        while self._waiting and len(batch) < self._pace.batch and (not batch or size < self._pace.batchBytes):
            batch.append(self._waiting.popleft())
            size += batch[-1].size
        self._bytes -= size
        return batch

    def _ring(self) -> None:
        self._timer = None
        self._due = bool(self._waiting)
        self._pump()

    async def _fly(self, flight: _Flight) -> None:
        delivery = await asyncio.get_running_loop().run_in_executor(self._threads, self._write, flight)
        for parcel, answer in zip(flight.parcels, delivery.answers, strict=True):
            if self._on_saved is not None and parcel.article is not None and answer is not None:
                self._on_saved(parcel.article, answer)

    def _arrived(self, task: asyncio.Task[None]) -> None:
        flight = self._flights.pop(task)
        if not task.cancelled() and (bug := task.exception()) is not None:
            self._bug = self._bug or bug
            self._set_aside(flight, f"a bug of newsbot: {bug!r}")
        self._pump()

    # ── in a thread ──

    def _write(self, flight: _Flight) -> Delivery:
        """Give a batch to the store, or to the outbox."""
        down = self.store_down
        if down is not None and time.monotonic() < self._again_at:
            return self._set_aside(flight, str(down))
        try:
            delivery = deliver(self._store, flight.parcels)
        except (RetryStore, FixStore) as error:
            # What must be mended by hand is not tried again.
            wait = self._pace.retryAfter if isinstance(error, RetryStore) else float("inf")
            self._again_at = time.monotonic() + wait
            self.store_down = error
            return self._set_aside(flight, str(error))
        self.store_down = None
        refused = [flight.parcels[place] for place in delivery.refused]
        with flight.lock:
            if refused and not flight.landed:
                self._into_outbox(refused, next(iter(delivery.refused.values())))
            flight.landed = True
        return delivery

    def _set_aside(self, flight: _Flight, why: str) -> Delivery:
        with flight.lock:
            if not flight.landed:
                self._into_outbox(flight.parcels, why)
            flight.landed = True
        return Delivery([None] * len(flight.parcels))

    def _into_outbox(self, parcels: list[Parcel], why: str) -> None:
        try:
            self._outbox.put(self._store.uri, parcels, why)
        except (RetryStore, FixStore) as error:
            self._homeless += parcels
            self.store_down = error
            self._again_at = float("inf")
        else:
            self._put_aside = True

    # ── ending ──

    async def flush(self) -> None:
        """Wait until what was given by now is in the store, or in the outbox."""
        mark = self._given
        while not self._closed and (self._given - len(self._waiting) < mark or self._early(mark)):
            self._due = True
            self._pump()
            await asyncio.wait(self._flights, return_when=asyncio.FIRST_COMPLETED)

    def _early(self, number: int) -> bool:
        """Whether something up to this number is still in flight."""
        return any(flight.last - len(flight.parcels) < number for flight in self._flights.values())

    async def close(self) -> None:
        """Write all that waits.

        Raises `FixStore` or `RetryStore` if neither the store nor the outbox took it, and the bug, if one stopped a
        batch.
        """
        while self._waiting or self._flights:
            self._due = True
            self._pump()
            await asyncio.wait(self._flights)
        self._end()
        self._room.set()
        if self._homeless:
            await asyncio.to_thread(self._house)
        elif self._put_aside and self.store_down is None:
            await asyncio.to_thread(self._replay)  # the store was away only for a while
        self._threads.shutdown(wait=False)
        if self._bug is not None:
            raise self._bug

    def _end(self) -> None:
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _house(self) -> None:
        """Try once more: there may be space by now."""
        self._outbox.put(self._store.uri, self._homeless, str(self.store_down))
        self._homeless = []

    def _replay(self) -> None:
        try:
            self._outbox.replay(self._store)
        except (RetryStore, FixStore) as error:
            self.store_down = error

    def spill(self) -> int:
        """Put all that waits, and all that is in flight, into the outbox, at once; how many parcels that were.

        For a process that must end: needs no event loop, and does not wait for threads that a dead server holds. What
        is put later goes to the outbox at once. `FixStore` if that cannot be written.
        """
        self._end()
        parcels = [*self._homeless, *self._waiting]
        for flight in list(self._flights.values()):
            with flight.lock:  # a thread that puts its batch aside just now is waited for
                parcels += [] if flight.landed else flight.parcels
                flight.landed = True
        if parcels:
            self._outbox.put(self._store.uri, parcels, "the process ended before it was stored")
        self._homeless = []
        self._waiting.clear()
        self._bytes = 0
        return len(parcels)
