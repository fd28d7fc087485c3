"""Made histories: the days of a site that is asked around the clock, as stores count them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from newsbot.store.days import Day

#: A Sunday.
LAST = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 23, 58, tzinfo=UTC)
Change = Callable[[Day], Day]


def day(number: int, articles: int = 40, **fields: object) -> Day:
    """A healthy day; number 0 is the last one, 1 the one before."""
    when = LAST - timedelta(days=number)
    facts = {
        "articles": articles,
        "cut": round(articles * 0.2),
        "missing": {"authors": round(articles * 0.1)} if articles else {},
        "sessions": {"anonymous": articles} if articles else {},
        "words": 400.0 if articles else None,
        "texts": articles - round(articles * 0.2),
        "age": 1.0 if articles else None,
        "dated": articles,
        "visits": {"stored": articles, "unchanged": 3 * articles, "failed": 1},
        "looks": 48,
        "failedLooks": 0,
        "looked": datetime.combine(when, time(23, 50), UTC),
        "requests": 4 * articles + 49,
    }
    return Day(site="times", date=when, **{**facts, **fields})  # type: ignore[arg-type]


def history(length: int = 43, articles: int = 40) -> list[Day]:
    """So many equal days."""
    return [day(number, articles) for number in reversed(range(length))]


def changed(days: Sequence[Day], change: Change, since: int, until: int = 0) -> list[Day]:
    """The same with the days from one number to another changed."""
    first, last = LAST - timedelta(days=since), LAST - timedelta(days=until)
    return [change(each) if first <= each.date <= last else each for each in days]


def without(days: Sequence[Day], since: int, until: int = 0) -> list[Day]:
    """The same without the days from one number to another: nobody asked."""
    first, last = LAST - timedelta(days=since), LAST - timedelta(days=until)
    return [each for each in days if not first <= each.date <= last]


# ── by chance ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _poisson(rng: random.Random, mean: float) -> int:
    if mean > 50:
        return max(round(rng.gauss(mean, math.sqrt(mean))), 0)
    count, product, end = 0, rng.random(), math.exp(-mean)
    while product > end:
        count += 1
        product *= rng.random()
    return count


def _of(rng: random.Random, number: int, share: float) -> int:
    return sum(rng.random() < share for _ in range(number))


def by_chance(rng: random.Random, length: int = 43) -> list[Day]:
    """A healthy site: its size, its quiet weekends, its shares and lengths are its own; each day varies by chance."""
    mean, swing = 10 ** rng.uniform(-0.5, 2.3), rng.uniform(0.0, 0.2)
    weekend = rng.uniform(0.25, 1.0)
    shares = {name: rng.choice([0.0, 0.02, rng.random()]) for name in ("cut", "authors", "mainImage", "keywords")}
    words, failing, gone = rng.uniform(150, 900), rng.uniform(0, 0.05), rng.uniform(0, 0.05)
    cut_at_weekends = rng.choice([1.0, 1.0, 1.5])
    made = []
    for number in reversed(range(length)):
        when = LAST - timedelta(days=number)
        quiet = when.weekday() >= 5
        articles = _poisson(rng, mean * (weekend if quiet else 1.0) * math.exp(rng.gauss(0, swing)))
        cut = _of(rng, articles, min(shares["cut"] * (cut_at_weekends if quiet else 1), 1))
        pages = articles * 3 + 2
        failed, lost, looks = _of(rng, pages, failing), _of(rng, pages, gone), 24
        lengths = sorted(words * math.exp(rng.gauss(0, 0.6)) for _ in range(articles - cut))
        ages = sorted(math.exp(rng.gauss(0, 1.0)) for _ in range(articles))
        made.append(
            replace(
                day(number, articles),
                cut=cut,
                missing={name: _of(rng, articles, shares[name]) for name in shares if name != "cut"},
                texts=len(lengths),
                words=lengths[len(lengths) // 2] if lengths else None,
                age=ages[len(ages) // 2] if ages else None,
                visits={"failed": failed, "gone": lost, "stored": max(pages - failed - lost, 0)},
                looks=looks,
                failedLooks=_of(rng, looks, 0.01),
            )
        )
    return made
