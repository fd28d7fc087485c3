"""Days: what a site gave on each of them, in numbers. `newsbot.health` judges them. Pure: knows no store.

Days are those of UTC. An article belongs to the day on which it was first fetched, with what is kept of it now. What
was published two weeks and more before that is backlog (of an archive crawl, say): it is counted, and tells nothing
more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Any

#: The fields whose absence is counted, as `expect.filled` of a site file names them.
FIELDS = (
    "headline",
    "description",
    "articleBody",
    "datePublished",
    "dateModified",
    "authors",
    "articleSection",
    "keywords",
    "mainImage",
    "inLanguage",
)
#: Of these a list is kept.
LISTS = frozenset({"authors", "keywords"})
#: What was published so long before it was found is backlog.
BACKLOG = timedelta(days=14)
_DAY_ZERO = date(1970, 1, 1)
_MILLISECONDS_AN_HOUR = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of one site. A day on which nothing was asked for, and nothing found, has none."""

    site: str
    date: date
    articles: int = 0  #: found on this day, without the backlog
    backlog: int = 0
    cut: int = 0  #: of `articles`, those whose text is not complete
    missing: Mapping[str, int] = field(default_factory=dict)  #: of `articles`, by field, those that lack it
    sessions: Mapping[str, int] = field(default_factory=dict)  #: of `articles`, as whom they were read
    words: float | None = None  #: the median of those of complete texts
    texts: int = 0  #: how many these are
    age: float | None = None  #: the median of the hours from publication until it was found
    dated: int = 0  #: how many of `articles` say when they were published
    visits: Mapping[str, int] = field(default_factory=dict)  #: of pages, by how they ended
    looks: int = 0  #: at listings
    failedLooks: int = 0  #: those to which the server gave nothing, or an error
    looked: datetime | None = None  #: the last of these looks
    requests: int = 0  #: that were answered
    bytes: int = 0  #: of the answers, as they are unpacked

    @property
    def pages(self) -> int:
        """How many visits of pages ended."""
        return sum(self.visits.values())


@dataclass(frozen=True, slots=True)
class Arrivals:
    """How many articles of a site came in on a day, of those of which so much was delivered."""

    day: date
    site: str  #: "" where it is not known
    delivered: str  #: as it is now: a value of `newsbot.article.Delivered`, or ""
    articles: int


class Shows(StrEnum):
    """What an example is to show."""

    MISSING = "missing"  #: an article without the field `Flaw.name`
    CUT = "cut"  #: an article whose text is not complete
    WHOLE = "whole"  #: one whose text is
    NOT_OWN = "not own"  #: an article that was not read as its subscriber
    ENDED = "ended"  #: a page whose visit ended in the state `Flaw.name`
    LOOK = "look"  #: a listing
    FAILED_LOOK = "failed look"  #: a listing to which the server gave nothing, or an error


@dataclass(frozen=True, slots=True)
class Flaw:
    """What an example is wanted of."""

    shows: Shows
    name: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An address that shows it, and for visits the reason that was noted."""

    url: str
    why: str = ""


def number_of_day(day: date) -> int:
    """Days since 1970, as stores group by them."""
    return (day - _DAY_ZERO).days


def day_of_number(number: int) -> date:
    """The other way round."""
    return _DAY_ZERO + timedelta(days=number)


def span_of(since: date, until: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to that of the other."""
    start, end = (datetime(each.year, each.month, each.day, tzinfo=UTC) for each in (since, until))
    return start, end


# ── what stores aggregated, brought together ────────────────────────────────────────────────────────────────────────

Row = Mapping[str, Any]


def median_of(values: Iterable[float | None]) -> tuple[float | None, int]:
    """The median of those that are known, and how many these are."""
    known = [value for value in values if value is not None]
    return (float(median(known)) if known else None), len(known)


def article_facts(row: Row) -> dict[str, Any]:
    """Fields of a `Day`, of what a store counted among the articles of a site and a day.

    The row has `articles`, `cut`, `missing:FIELD`, `session:NAME`, and the lists `words` and `ages` (milliseconds).
    """
    words, texts = median_of(row.get("words") or ())
    age, dated = median_of(row.get("ages") or ())
    return {
        "articles": row["articles"],
        "cut": row["cut"],
        "missing": _counted(row, "missing:"),
        "sessions": _counted(row, "session:"),
        "words": words,
        "texts": texts,
        "age": None if age is None else max(age, 0.0) / _MILLISECONDS_AN_HOUR,
        "dated": dated,
    }


def _counted(row: Row, prefix: str) -> dict[str, int]:
    return {name.removeprefix(prefix): count for name, count in row.items() if name.startswith(prefix) and count}


def visit_facts(rows: Sequence[Row], listing: str) -> dict[str, Any]:
    """Fields of a `Day`, of what a store counted among the outcomes of a site and a day: a row for each state.

    A row has `state`, `visits`, `failed` (without an answer, or with an error), `requests`, `bytes`, `last`.
    """
    facts: dict[str, Any] = {"visits": {}, "requests": 0, "bytes": 0}
    for row in rows:
        facts["requests"] += row["requests"]
        facts["bytes"] += row["bytes"]
        if row["state"] == listing:
            facts |= {"looks": row["visits"], "failedLooks": row["failed"], "looked": row["last"]}
        else:
            facts["visits"][row["state"]] = row["visits"]
    return facts


def days_of(facts: Mapping[tuple[str, date], Mapping[str, Any]]) -> list[Day]:
    """The days of these fields, sorted by site and date."""
    return [Day(site=site, date=day, **facts[site, day]) for site, day in sorted(facts)]
