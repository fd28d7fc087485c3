"""The simulation of freshness: its rule is the one of a crawl, and what it shows holds for a few publishers, too."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.freshness import OURS, RULES, Adaptive, simulate, total
from benchmarks.publishers import make_publishers
from newsbot.schedule import next_look
from newsbot.sites.model import Schedule
from newsbot.store.base import Outcome, Visit, VisitState
from newsbot.store.visits import settled

T0 = datetime(2026, 11, 22, tzinfo=UTC)
URL = "https://www.example.com/feed"


@pytest.mark.parametrize("seed", range(5))
def test_the_simulated_rule_asks_when_a_crawl_would(seed: int) -> None:
    chance, rule, last = random.Random(seed), Adaptive(), 0.0
    visit = Visit(key="k", url=URL, site="e", firstSeen=T0)
    hours, busy = 0.0, chance.random() * 3
    for _ in range(300):
        found = None if chance.random() < 0.05 else int(chance.expovariate(1 / busy)) if chance.random() < 0.7 else 0
        at = T0 + timedelta(hours=hours)
        status = 503 if found is None else 200
        given = Outcome(url=URL, site="e", run="r", at=at, state=VisitState.LISTING, status=status, news=found)
        visit = settled(visit, given)
        wait = rule.wait(hours, hours - last, found)
        due = next_look(visit, Schedule())
        assert due is not None
        assert (due - at).total_seconds() / 3600 == pytest.approx(wait, rel=1e-6)
        last, hours = hours, hours + wait


def test_what_the_simulation_shows() -> None:
    results = {name: total(kinds.values()) for name, kinds in simulate(make_publishers(60, 6, 1), 6).items()}
    assert list(results) == list(RULES)
    quarter, ours = results["every 15 min"], results[OURS]
    assert ours.looks < 0.9 * quarter.looks
    assert ours.wasted / ours.looks < quarter.wasted / quarter.looks
    assert sum(ours.ages) / len(ours.ages) < sum(quarter.ages) / len(quarter.ages)
    assert results["every 15 min, unconditionally"].bytes > quarter.bytes > ours.bytes
    assert ours.missed == 0
    assert results == {n: total(k.values()) for n, k in simulate(make_publishers(60, 6, 1), 6).items()}
