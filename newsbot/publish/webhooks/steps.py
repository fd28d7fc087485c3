"""What to do after a try: it is done, is tried again after a while, is given up, or the webhook pauses. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from http import HTTPStatus

from newsbot.pace import BUSY, retry_after

#: After so many tries an event is a dead letter, and the next one has its turn.
MOST_ATTEMPTS = 10
#: Seconds: the wait after the first try, and by how much each further one is longer, up to the longest.
_FIRST, _GROWTH, _LONGEST = 5.0, 4.0, 8 * 3600.0
_JITTER = 0.2  #: of a wait, to both sides: those who failed together are not tried again together
_LONGEST_HOLD = 24 * 3600.0  #: a Retry-After of more is not believed


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or the trouble there was in words."""

    status: int | None = None
    retryAfter: str | None = None  #: the header
    trouble: str = ""

    @property
    def words(self) -> str:
        """In words, fit to be shown: nothing that the receiver wrote is in them."""
        if self.status is None:
            return self.trouble or "there was no answer"
        if 300 <= self.status < 400:  # noqa: PLR2004 - by HTTP
            return f"it answered {self.status}, and redirects are not followed: give the address that it leads to"
        name = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "a status that HTTP does not know"
        return f"it answered {self.status} ({name})"


class Kind(Enum):
    """What to do."""

    DONE = "done"
    AGAIN = "again"
    DEAD = "dead"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, after how many seconds, and why."""

    kind: Kind
    wait: float = 0.0
    why: str = ""


def wait_after(attempts: int, chance: float) -> float:
    """Seconds to wait after so many failed tries. `chance` is a random number from 0 to 1.

    Ten tries take about a day: 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 6 h, 8 h, 8 h.
    """
    wait = min(_FIRST * _GROWTH ** (min(attempts, 20) - 1), _LONGEST)
    return wait * (1 + _JITTER * (2 * chance - 1))


def next_step(answer: Answer, attempts: int, chance: float, now: float) -> Step:
    """What to do after this answer to the try of this number (from 1), at this moment in seconds."""
    status = answer.status
    if status is not None and 200 <= status < 300:  # noqa: PLR2004 - by HTTP
        return Step(Kind.DONE)
    if status == HTTPStatus.GONE:
        return Step(Kind.PAUSE, why="its receiver answered 410 (Gone): it wants no more")
    if attempts >= MOST_ATTEMPTS:
        return Step(Kind.DEAD, why=answer.words)
    wait = wait_after(attempts, chance)
    if status in BUSY and (asked := retry_after(answer.retryAfter, datetime.fromtimestamp(now, UTC))):
        wait = max(wait, min(asked.total_seconds(), _LONGEST_HOLD))
    return Step(Kind.AGAIN, wait, answer.words)
