"""What it costs to find articles soon: feeds of made-up publishers, asked by several rules under a virtual clock.

    python benchmarks/freshness.py [--publishers N …] [--days N] [--markdown]

Nothing is asked, and no time passes: each publisher's looks are events of a clock of its own, since publishers do not
wait for each other. The rule of newsbot is the one of `newsbot.schedule`, fed by `newsbot.store.habits`.
The first days are for learning and are not counted.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.publishers import HOURS, KINDS, Publisher, make_publishers
from benchmarks.tables import Printer
from newsbot.schedule import CEILING, FLOOR, HOURS_AT_ONE_AN_HOUR, hours_between_looks
from newsbot.store.habits import after_look

LEARNING = 4  #: days
FAILING = 0.01  #: the share of requests that a server which is up fails to answer
NOT_MODIFIED = ERROR = 300  #: bytes of an answer without a feed
LEAST, MOST = FLOOR.total_seconds() / 3600, CEILING.total_seconds() / 3600
SHARES = ("wasted", "age, mean min", "median", "p95", "missed")
OURS = "newsbot, adaptive"


class Rule(Protocol):
    """Decides when one publisher is asked again."""

    conditional: bool  #: whether it says what it has already, so that a server can answer 304
    first: float  #: hours from the beginning to the first look, at most

    def wait(self, now: float, elapsed: float, found: int | None) -> float:
        """Hours to the next look, after one that found so many new articles; None for one that failed."""
        ...


class Fixed:
    """The same time between any two looks."""

    def __init__(self, hours: float, *, conditional: bool = True) -> None:
        self.first, self.conditional = hours, conditional

    def wait(self, now: float, elapsed: float, found: int | None) -> float:  # noqa: ARG002
        """Always the same."""
        return self.first


class Adaptive:
    """newsbot's."""

    conditional = True
    first = 0.25

    def __init__(self) -> None:
        self._news = self._watched = self._last_new = 0.0
        self._failures = 0
        self._looked = False

    def wait(self, now: float, elapsed: float, found: int | None) -> float:
        """As `newsbot.store.visits.settled` and `newsbot.schedule.next_look` do it."""
        never_worked = not self._looked or (self._failures > 0 and not self._last_new and not self._watched)
        if found is None:
            self._failures += 1
        else:
            self._failures = 0
            if not never_worked:
                self._news, self._watched = after_look(self._news, self._watched, elapsed, found)
            self._last_new = now if found else self._last_new
        self._looked = True
        hours = hours_between_looks(self._news, self._watched, now - self._last_new)
        hours = min(max(hours, LEAST), MOST)
        return max(hours, min(LEAST * 2 ** min(self._failures, 20), MOST)) if self._failures else hours


class Knowing:
    """A bound for whoever learns: knows how much is to be expected in each hour of each publisher, and no more."""

    conditional = True
    first = 0.25

    def __init__(self, rates: Sequence[float]) -> None:
        self._rates = rates

    def wait(self, now: float, elapsed: float, found: int | None) -> float:  # noqa: ARG002
        """By the square root, of what is true in this hour."""
        expected = self._rates[min(int(now), len(self._rates) - 1)]
        return min(max(HOURS_AT_ONE_AN_HOUR / max(expected, 1e-6) ** 0.5, LEAST), MOST)


class Oracle:
    """A bound for everybody: knows the moment of each article, and asks then; but no sooner than newsbot ever asks."""

    conditional = True
    first = LEAST

    def __init__(self, published: Sequence[float]) -> None:
        self._published = published

    def wait(self, now: float, elapsed: float, found: int | None) -> float:  # noqa: ARG002
        """Until the next article is there."""
        place = bisect_right(self._published, now)
        due = self._published[place] if place < len(self._published) else now + MOST
        return max(due - now, LEAST)


RULES: dict[str, Callable[[Publisher], Rule]] = {
    "every 15 min, unconditionally": lambda _: Fixed(0.25, conditional=False),
    "every 15 min": lambda _: Fixed(0.25),
    "every 22.5 min": lambda _: Fixed(0.375),  # makes as many requests as newsbot
    "every 60 min": lambda _: Fixed(1.0),
    OURS: lambda _: Adaptive(),
    "bound: knows each hour's rate": lambda publisher: Knowing(publisher.rates),
    "bound: knows each moment": lambda publisher: Oracle(publisher.published),
}


@dataclass(slots=True)
class Result:
    """What a rule cost, and what it brought."""

    publishers: int = 0
    looks: int = 0
    wasted: int = 0  #: looks that brought nothing new, failures among them
    bytes: int = 0
    missed: int = 0  #: articles that had left the feed before anybody looked
    ages: array[float] = field(default_factory=lambda: array("d"))  #: minutes, of articles as they were found

    def add(self, other: Result) -> None:
        """Count another one too."""
        for name in ("publishers", "looks", "wasted", "bytes", "missed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.ages.extend(other.ages)

    def cells(self, days: int) -> list[str]:
        """As cells of the table of rules."""
        return [f"{self.looks / days:,.0f}", f"{self.bytes / days / 1e6:,.0f}", *self._shares()]

    def each(self, days: int) -> list[str]:
        """As cells of the table of kinds: what one publisher costs."""
        looks, sent = self.looks / days / self.publishers, self.bytes / days / self.publishers
        return [f"{self.publishers:,}", f"{looks:,.1f}", f"{sent / 1e3:,.0f}", *self._shares()]

    def _shares(self) -> list[str]:
        ages = sorted(self.ages) or [0.0]
        return [
            f"{self.wasted / max(self.looks, 1):.1%}",
            f"{sum(ages) / len(ages):.1f}",
            f"{ages[len(ages) // 2]:.1f}",
            f"{ages[int(len(ages) * 0.95)]:.1f}",
            f"{self.missed / max(self.missed + len(self.ages), 1):.2%}",
        ]


def watch(publisher: Publisher, rule: Rule, days: int, result: Result) -> None:
    """One publisher from the first day to the last, asked when the rule says so."""
    chance = random.Random(publisher.seed)
    now, last = publisher.phase * rule.first, 0.0
    seen = bisect_right(publisher.published, 0.0)  # by place: what was there before it
    while now < days * HOURS:
        there = bisect_right(publisher.published, now, seen)
        failed = publisher.down or chance.random() < FAILING
        found = None if failed else there - seen
        if now >= LEARNING * HOURS:
            result.looks += 1
            result.wasted += not found
            result.bytes += _answer_bytes(publisher, rule, found)
            if found:
                result.missed += max(found - publisher.entries, 0)
                visible = publisher.published[max(seen, there - publisher.entries) : there]
                result.ages.extend((now - each) * 60 for each in visible)
        elapsed, last = now - last, now
        seen = seen if failed else there
        now += rule.wait(now, elapsed, found)


def _answer_bytes(publisher: Publisher, rule: Rule, found: int | None) -> int:
    if found is None:
        return ERROR
    whole = found or not (publisher.conditional and rule.conditional)
    return publisher.feed_bytes if whole else NOT_MODIFIED


def simulate(publishers: Iterable[Publisher], days: int) -> dict[str, dict[str, Result]]:
    """All publishers under all rules: what came of it, by rule and kind of publisher."""
    results: dict[str, dict[str, Result]] = {name: {} for name in RULES}
    for publisher in publishers:
        for name, make in RULES.items():
            result = results[name].setdefault(publisher.kind, Result())
            result.publishers += 1
            watch(publisher, make(publisher), days, result)
    return results


def total(results: Iterable[Result]) -> Result:
    """All of them together."""
    together = Result()
    for each in results:
        together.add(each)
    return together


def main() -> None:
    """Simulate, and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--publishers", type=int, nargs="+", default=[1000, 10_000], help="how many, for each table")
    parser.add_argument("--days", type=int, default=11, help=f"how many, the first {LEARNING} for learning")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--markdown", action="store_true")
    given = parser.parse_args()
    if given.days <= LEARNING:
        parser.error(f"--days: more than the {LEARNING} for learning, please")
    printer = Printer(Console(width=120), given.markdown)
    start, days = time.process_time(), given.days - LEARNING
    for number in given.publishers:
        results = simulate(make_publishers(number, given.days, given.seed), given.days)
        rows = [[name, *total(kinds.values()).cells(days)] for name, kinds in results.items()]
        printer.table(f"{number:,} publishers, {days} days", ["rule", "requests a day", "MB a day", *SHARES], rows)
    kinds = [[name, *results[OURS][name].each(days)] for name, *_ in KINDS if name in results[OURS]]
    head = ["kind", "publishers", "requests a day", "kB a day", *SHARES]
    printer.table(f"{OURS}: each of these {number:,} publishers", head, kinds)
    print(f"CPU: {time.process_time() - start:.0f} s")


if __name__ == "__main__":
    main()
