"""Health: a site as its pages show it: findings, days as charts, visits, when it is looked at next. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from newsbot.examination import Looked
from newsbot.health import Finding
from newsbot.publish.addresses import web_address
from newsbot.schedule import next_look, why_then
from newsbot.sites.model import Schedule, Site
from newsbot.store.base import Outcome, Visit, VisitState
from newsbot.store.days import Day
from newsbot.web import states
from newsbot.web.chart import Part, columns
from newsbot.web.rows import in_utc
from newsbot.web.states import Label

SHORT = 14  #: days of the small chart of a list
_READ, _UNREAD = Label("read", "read", "good"), Label("failed", "failed", "bad")
_ANSWERED = frozenset({*range(200, 300), 304})
_LOST = (VisitState.FAILED, VisitState.BLOCKED, VisitState.REFUSED, VisitState.GONE)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A finding as it is shown."""

    what: str
    label: Label
    why: str
    since: date | None
    until: date | None
    example: str  #: an address that shows it, or ""
    link: str | None  #: the same, if it is fit to be followed
    reason: str  #: that was noted of the example
    next: str  #: the command that looks closer, or mends it


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site in a list."""

    name: str
    title: str
    articles: int  #: in the store
    label: Label
    troubles: list[Trouble]
    chart: Markup
    lately: int  #: articles of the days of the chart


@dataclass(frozen=True, slots=True)
class Picture:
    """What was measured on each day, as a chart and in words."""

    title: str
    chart: Markup
    told: str
    legend: list[tuple[str, str]]  #: a colour, and what it stands for


@dataclass(frozen=True, slots=True)
class Look:
    """A listing, and when it is looked at next."""

    url: str
    link: str | None
    at: datetime | None
    ended: Label
    reason: str
    next: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Ended:
    """How a visit ended, as it is shown."""

    at: datetime
    url: str
    link: str | None
    label: Label
    status: int | None
    reason: str
    run: str


def line(looked: Looked, site: Site | None, articles: int, today: date) -> SiteLine:
    """A site in a list."""
    days = stretch(looked.days, today, SHORT)
    lately = sum(day.articles + day.backlog for day in days if day)
    chart = columns([_whole_and_cut(day) for day in days])
    label = states.severity(looked.worst.value if looked.worst else None)
    title = site.name if site else looked.name
    return SiteLine(looked.name, title, articles, label, troubles(looked.findings), chart, lately)


def troubles(findings: Iterable[Finding]) -> list[Trouble]:
    """Findings as they are shown, in their order: the worst first."""
    return [
        Trouble(
            what=each.what,
            label=states.severity(each.severity.value),
            why=each.why,
            since=each.since,
            until=each.until,
            example=each.example.url if each.example else "",
            link=web_address(each.example.url) if each.example else None,
            reason=each.example.why if each.example else "",
            next=each.cure,
        )
        for each in findings
    ]


def stretch(days: Iterable[Day], today: date, length: int) -> list[Day | None]:
    """The last days up to today, the oldest first; None for each of which nothing is known."""
    known = {each.date: each for each in days}
    return [known.get(today - timedelta(days=number)) for number in reversed(range(length))]


def pictures(days: Sequence[Day | None]) -> list[Picture]:
    """The health of a site in four charts."""
    there = [each for each in days if each]
    articles = sum(each.articles + each.backlog for each in there)
    cut = sum(each.cut for each in there)
    pages = sum(each.pages for each in there)
    lost = sum(_lost(each) for each in there)
    return [
        Picture(
            "Articles",
            columns([_whole_and_cut(day) for day in days]),
            f"{articles} in {len(days)} days, {cut} of them not complete",
            [("full", "complete"), ("teaser", "not complete"), ("unknown", "published long before")],
        ),
        _levels("Words", days, lambda day: day.words, "words of a complete text (median)"),
        _levels("Age", days, lambda day: day.age, "hours from publication until it was found (median)"),
        Picture(
            "Visits of pages",
            columns([_visits(day) for day in days]),
            f"{pages}; {lost} failed, were blocked, refused or gone",
            [("notice", "answered"), ("none", "failed, blocked, refused or gone")],
        ),
    ]


def _levels(title: str, days: Sequence[Day | None], level: Callable[[Day], float | None], unit: str) -> Picture:
    values = [level(day) if day else None for day in days]
    known = [each for each in values if each is not None]
    number = f"{known[-1]:.0f}" if known and known[-1] >= 10 else f"{known[-1]:.1f}" if known else ""  # noqa: PLR2004 - short
    told = f"{number} {unit} on the last day of which it is known" if known else "nothing is known yet"
    return Picture(title, columns([[Part("notice", value or 0)] for value in values]), told, [])


def _whole_and_cut(day: Day | None) -> list[Part]:
    if day is None:
        return []
    return [Part("full", day.articles - day.cut), Part("teaser", day.cut), Part("unknown", day.backlog)]


def _visits(day: Day | None) -> list[Part]:
    return [Part("notice", day.pages - _lost(day)), Part("none", _lost(day))] if day else []


def _lost(day: Day) -> int:
    return sum(day.visits.get(state, 0) for state in _LOST)


# ── visits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def ended(outcomes: Iterable[Outcome]) -> list[Ended]:
    """How visits ended, in their order. A reason that is an address stays a text."""
    return [
        Ended(each.at, each.url, web_address(each.url), states.visit(each.state), each.status, each.reason, each.run)
        for each in outcomes
    ]


def looks(outcomes: Iterable[Outcome], visits: Mapping[str, Visit], schedule: Schedule) -> list[Look]:
    """The listings of a site by the last look at each, those that are due first at the beginning."""
    last: dict[str, Outcome] = {}
    for each in outcomes:  # the newest first
        last.setdefault(each.url, each)
    by_url = {each.url: each for each in visits.values()}
    found = []
    for url, outcome in last.items():
        visit = by_url.get(url)
        due = in_utc(next_look(visit, schedule)) if visit else None
        why = why_then(visit, schedule) if visit else ""
        label = _READ if outcome.status in _ANSWERED else _UNREAD
        found.append(Look(url, web_address(url), outcome.at, label, outcome.reason, due, why))
    return sorted(found, key=lambda each: (each.next is None, each.next or each.at, each.url))
