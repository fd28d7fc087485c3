"""Each site's health, out of its store: what `newsbot health`, the API and the dashboard tell."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from newsbot.config import Config
from newsbot.errors import FixArgument, FixVault
from newsbot.health import Finding, Severity, Wanted, examine
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.vault import open_vault
from newsbot.sites.catalog import load_entry, open_catalog
from newsbot.sites.model import Site
from newsbot.store.base import Store
from newsbot.store.days import Day


@dataclass(frozen=True, slots=True)
class Looked:
    """A site that was looked at."""

    name: str
    days: list[Day]
    findings: list[Finding]

    @property
    def worst(self) -> Severity | None:
        """How bad it is; None where all is well."""
        return self.findings[0].severity if self.findings else None


@dataclass(frozen=True, slots=True)
class Meant:
    """A site that is to be looked at, with its file, if there is one."""

    name: str
    site: Site | None
    days: list[Day]


def first_day(now: datetime, since: int) -> date:
    """The day from which on one looks back, `since` days ago."""
    return now.date() - timedelta(days=since)


def looked_at(store: Store, sites: Sequence[str] | None, now: datetime, since: int, config: Config) -> list[Looked]:
    """These sites, or all of the store, the worst first. `FixArgument` for one that the store knows nothing of."""
    looked = [look_at(store, each, now, since, config) for each in _meant(store, sites, now, since, config.sites)]
    order = list(Severity)
    return sorted(looked, key=lambda each: (order.index(each.worst) if each.worst else len(order), each.name))


def _meant(store: Store, sites: Sequence[str] | None, now: datetime, since: int, own: Path) -> list[Meant]:
    start, end = first_day(now, since), now.date() + timedelta(days=1)
    if sites:
        known = store.counts().bySite
        found = [_named(each, known, own) for each in dict.fromkeys(sites)]
        meant = [Meant(name, site, store.days(name, start, end)) for name, site in found]
        for each, asked in zip(meant, dict.fromkeys(sites), strict=True):
            if not each.days and each.name not in known:
                cure = "Without a name, all sites of the store are shown. `newsbot crawl SITE` brings a new one."
                raise FixArgument("SITE", asked, "the store holds nothing of it", cure)
        return meant
    days: dict[str, list[Day]] = {name: [] for name in store.counts().bySite if name}
    for day in store.days(None, start, end):
        days.setdefault(day.site, []).append(day)
    catalog = open_catalog(own)
    entries = {name: catalog.named(name) for name in days}
    return [Meant(name, entry.site if (entry := entries[name]) else None, days[name]) for name in days if name]


def _named(what: str, known: Mapping[str, int], own: Path) -> tuple[str, Site | None]:
    """A site's name in the store, and its file."""
    try:
        site = load_entry(what, own).site
    except FixArgument:
        if what not in known:
            raise
        return what, None
    return site.slug, site


def look_at(store: Store, meant: Meant, now: datetime, since: int, config: Config) -> Looked:
    """Examine a site, and find an example of each thing that is wrong."""
    found = []
    for finding in examine(meant.days, now, _wanted(meant.site, config)):
        example = None
        if finding.flaw is not None:
            first = finding.since or first_day(now, since)
            last = (finding.until or now.date()) + timedelta(days=1)
            example = store.example(meant.name, finding.flaw, first, last)
        url = example.url if example else "URL"
        cure = finding.cure.format(site=shlex.quote(meant.name), url=shlex.quote(url))
        found.append(replace(finding, example=example, cure=cure))
    return Looked(meant.name, meant.days, found)


def _wanted(site: Site | None, config: Config) -> Wanted:
    if site is None:
        return Wanted()
    wanted = Wanted(expect=site.expect, login=site.login is not None)
    if wanted.login:
        with suppress(FixVault):  # `newsbot doctor` tells what is wrong with it
            if refusal := Refusals(open_vault(config)).read(site.slug):
                day = refusal.at.astimezone(UTC).date() if refusal.at else None
                return replace(wanted, refused=str(refusal), refusedOn=day)
    return wanted


def as_data(looked: Looked) -> dict[str, Any]:
    """A site for machines. `next` is the command that looks closer, or mends it."""
    names = ("what", "severity", "why", "since", "until", "now", "usual", "unit", "example")
    return {
        "site": looked.name,
        "worst": looked.worst,
        "findings": [
            {**{name: getattr(each, name) for name in names}, "next": each.cure or None} for each in looked.findings
        ],
        "days": [{name: value for name, value in asdict(day).items() if name != "site"} for day in looked.days],
    }
