"""Rate limits: a bucket for each caller, which fills again at a steady rate. Pure: the time is given."""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass

_MOST_CALLERS = 10_000


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many requests a caller has left, and when that was counted, in seconds."""

    left: float
    at: float


def taken(bucket: Bucket | None, now: float, *, rate: float, burst: float) -> tuple[Bucket, float]:
    """One request is taken out: what is left, and for how many seconds to wait where there was none (else 0).

    Args:
        bucket: the caller's; None for one who asks for the first time.
        now: seconds, of a clock that does not go back.
        rate: requests a second that the bucket gains.
        burst: the most that it holds.
    """
    left = burst if bucket is None else min(burst, bucket.left + max(now - bucket.at, 0.0) * rate)
    if left < 1:
        return Bucket(left, now), (1 - left) / rate
    return Bucket(left - 1, now), 0.0


class Limits:
    """The buckets of all callers. Of those who have not asked for longest, nothing is remembered."""

    def __init__(self, rate: float, burst: float | None = None) -> None:
        self.rate = rate
        self._burst = max(burst or 2 * rate, 1.0)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def wait(self, caller: str, now: float) -> int:
        """Whole seconds that this caller has to wait; 0 where the request may go on."""
        bucket, wait = taken(self._buckets.get(caller), now, rate=self.rate, burst=self._burst)
        self._buckets[caller] = bucket
        self._buckets.move_to_end(caller)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return math.ceil(wait)
