"""Days: what came in on one of them, and on those before, as the first page shows it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from newsbot.article import COMPLETE
from newsbot.store.days import Arrivals
from newsbot.web.chart import Part, bar, columns
from newsbot.web.states import ACCESS, Label, access

SHOWN = 14  #: days of the chart


@dataclass(frozen=True, slots=True)
class Counted:
    """How many articles are in a state."""

    label: Label
    articles: int
    share: float  #: of all, 0 … 1


@dataclass(frozen=True, slots=True)
class Line:
    """A site, or a day: how many articles came in from it, or on it."""

    name: str
    articles: int
    complete: int
    states: list[Counted]
    chart: Markup

    @property
    def told(self) -> str:
        """In words, for whoever does not see the chart."""
        return ", ".join(f"{each.articles} {each.label.word.lower()}" for each in self.states) or "none"


@dataclass(frozen=True, slots=True)
class Column:
    """A day of the chart."""

    day: date
    line: Line
    chosen: bool


@dataclass(frozen=True, slots=True)
class Today:
    """A day and those before it."""

    day: date
    all: Line
    sites: list[Line]  #: those that gave most first
    columns: list[Column]  #: the oldest first
    most: int  #: articles of the busiest day

    @property
    def legend(self) -> list[Label]:
        """The states that are in the chart."""
        there = {each.label.value for column in self.columns for each in column.line.states}
        return [label for value, label in ACCESS.items() if value in there]

    @property
    def before(self) -> date | None:
        """The day before; None where the calendar begins."""
        return self.day - timedelta(days=1) if self.day > date.min else None


def today(arrivals: Iterable[Arrivals], day: date, last: date) -> Today:
    """What came in on `day`, within the days of the chart that end with `last`."""
    found = list(arrivals)
    here = [each for each in found if each.day == day]
    by_site: dict[str, list[Arrivals]] = {}
    for each in here:
        by_site.setdefault(each.site, []).append(each)
    most_of_site = max((_sum(each) for each in by_site.values()), default=0)
    sites = [_line(name, each, most_of_site) for name, each in by_site.items()]
    days = [last - timedelta(days=number) for number in reversed(range(SHOWN))]
    by_day = {each: [one for one in found if one.day == each] for each in days}
    most = max((_sum(each) for each in by_day.values()), default=0)
    shown = [
        Column(each, _line(each.isoformat(), rows, most, upright=True), each == day) for each, rows in by_day.items()
    ]
    total = _line(day.isoformat(), here, _sum(here))
    return Today(day, total, sorted(sites, key=lambda each: (-each.articles, each.name)), shown, most)


def days_of(day: date, now: date) -> date:
    """The last day of the chart: today while the day is in sight, else a week after the day."""
    if now - timedelta(days=SHOWN) < day <= now:
        return now
    return min(day + timedelta(days=SHOWN // 2), now) if day < now else day


def counted(numbers: Counter[str]) -> list[Counted]:
    """Numbers by state, in the order of the states; what is no state counts as unknown."""
    known: Counter[str] = Counter()
    for value, number in numbers.items():
        known[access(value).value] += number
    total = known.total()
    return [Counted(label, known[value], known[value] / total) for value, label in ACCESS.items() if known[value]]


def _sum(arrivals: Sequence[Arrivals]) -> int:
    return sum(each.articles for each in arrivals)


def _line(name: str, arrivals: Sequence[Arrivals], top: int, *, upright: bool = False) -> Line:
    numbers: Counter[str] = Counter()
    for each in arrivals:
        numbers[each.delivered] += each.articles
    states = counted(numbers)
    parts = [Part(each.label.kind, each.articles) for each in states]
    complete = sum(each.articles for each in states if each.label.value in COMPLETE)
    chart = columns([parts], top) if upright else bar(parts, top)
    return Line(name, numbers.total(), complete, states, chart)
