"""Publishers that do not exist: when they publish, what their feeds are like. Made by chance, the same every time."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

HOURS = 24
WEEK = 7
#: Of a hundred publishers so many, with so few to so many articles a day.
KINDS: tuple[tuple[str, int, float, float], ...] = (
    ("dead, or nearly", 10, 0.005, 0.1),
    ("weeklies, blogs", 15, 0.3, 5),
    ("local papers", 35, 5, 40),
    ("dailies", 30, 40, 150),
    ("big dailies, agencies", 10, 150, 400),
)
#: How much is published at an hour of the day, beside the mean.
_HOURLY = (3, 2, 1, 1, 2, 6, 12, 16, 18, 19, 19, 19, 18, 17, 17, 18, 18, 17, 14, 12, 11, 10, 7, 5)
RHYTHM = tuple(weight * HOURS / sum(_HOURLY) for weight in _HOURLY)
#: Articles of a burst: they appear within a minute.
BURST = 4
#: Shares of publishers: whose server never answers 304; whose server is down; whose habits change at half time.
UNCONDITIONAL, DOWN, CHANGING = 0.3, 0.02, 0.1


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher with one feed. Times are hours since the beginning."""

    kind: str
    published: list[float]
    rates: list[float]  #: articles that are to be expected, hour by hour
    entries: int  #: of its feed: what came before the last so many cannot be seen any more
    conditional: bool  #: whether it answers 304
    down: bool
    phase: float  #: 0 to 1: when it is asked first
    seed: int  #: of the failures of its server

    @property
    def feed_bytes(self) -> int:
        """Of its feed as it is sent, compressed."""
        return 1500 + 350 * self.entries


def make_publishers(number: int, days: int, seed: int) -> Iterator[Publisher]:
    """So many publishers, of all kinds by their shares, one after the other: ten thousand fill a memory."""
    chance = random.Random(seed)
    for _ in range(number):
        name, _, least, most = chance.choices(KINDS, [share for _, share, _, _ in KINDS])[0]
        yield _make(chance, name, least, most, days)


def _make(chance: random.Random, kind: str, least: float, most: float, days: int) -> Publisher:
    a_day = math.exp(chance.uniform(math.log(least), math.log(most)))
    shift, weekend = chance.choice((0, 0, 0, 1, 1, 2, 5, 8, -5, -8)), chance.uniform(0.3, 0.9)
    bursts = chance.uniform(0, 0.4)
    change = chance.choice((1 / 3, 3.0)) if chance.random() < CHANGING else 1.0
    published: list[float] = []
    rates: list[float] = []
    for hour in range(days * HOURS):
        expected = a_day / HOURS * RHYTHM[(hour + shift) % HOURS]
        expected *= weekend if hour // HOURS % WEEK >= 5 else 1.0
        expected *= change if hour >= days * HOURS / 2 else 1.0
        rates.append(expected)
        published += _hour(chance, hour, expected, bursts)
    return Publisher(
        kind=kind,
        published=sorted(published),
        rates=rates,
        entries=chance.randint(20, 50),
        conditional=chance.random() >= UNCONDITIONAL,
        down=chance.random() < DOWN,
        phase=chance.random(),
        seed=chance.randrange(2**32),
    )


def _hour(chance: random.Random, hour: int, expected: float, bursts: float) -> list[float]:
    """What is published in an hour: single articles, and bursts of some at once."""
    times = [hour + chance.random() for _ in range(_poisson(chance, expected * (1 - bursts)))]
    for _ in range(_poisson(chance, expected * bursts / BURST)):
        start = hour + chance.random()
        times += [start + chance.random() / 60 for _ in range(1 + _poisson(chance, BURST - 1))]
    return times


def _poisson(chance: random.Random, mean: float) -> int:
    """Knuth's way: quick enough, means are small here."""
    limit, number, product = math.exp(-mean), 0, chance.random()
    while product > limit:
        number += 1
        product *= chance.random()
    return number
