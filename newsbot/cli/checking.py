"""`newsbot sites check --pages N` and `--page FILE|URL`: site files' overrides, tried on pages of their sites."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin

from rich.markup import escape
from rich.table import Table
from rich.text import Text

from newsbot.cli import display
from newsbot.cli.console import INTERRUPTED, err, out, say, say_error
from newsbot.cli.planning import prepare
from newsbot.cli.reading import page_bytes
from newsbot.crawl.outcomes import of_page
from newsbot.crawl.paces import LEAST_DELAY
from newsbot.crawl.report import Report, page_read
from newsbot.crawl.running import run_crawl
from newsbot.errors import Fault, FixArgument, GivePage, MendOverrides, NotAPage
from newsbot.overrides import Trial, Tried, Verdict, overrides_of, tried_on, try_on
from newsbot.reading import PageRead, hints_of, read_bytes, read_parsed
from newsbot.sites.catalog import Entry, line_of
from newsbot.sites.model import Site
from newsbot.urls import is_http

#: Nothing of what is read here is kept.
_NOWHERE: Mapping[str, Any] = {"NEWSBOT_STORE": "sqlite://", "NEWSBOT_TDMREP": ""}
_SHOWN = 70  # characters of a value
_STYLES = {Verdict.MATCHES: "green", Verdict.SOME: "yellow", Verdict.NEVER: "bold red", Verdict.NOT_DUE: "dim"}
_COLUMNS = ("override", "line", "matched", "gave", "without it", "verdict")


@dataclass(slots=True)
class _Tries:
    """What trying gave: of each site, by its slug, every page with its trials; and why there are not more pages."""

    pages: dict[str, list[tuple[str, tuple[Trial, ...]]]] = field(default_factory=lambda: defaultdict(list))
    why: dict[str, str] = field(default_factory=dict)
    interrupted: bool = False


def check_pages(named: Sequence[tuple[str, Entry]], pages: int | None, given: Sequence[str], *, as_json: bool) -> int:
    """Try the overrides of these sites on their newest `pages` articles, or those of one site on the `given` pages.

    `named` are the sites' entries, each with what the user called it. Raises `MendOverrides` where an override matches
    on none of a site's pages, `GivePage` where a site has no page to try them on. The exit code is 130 after Ctrl-C.
    """
    tested = [(name, entry) for name, entry in named if overrides_of(entry.site)]
    for _, entry in named:
        if not overrides_of(entry.site):
            say(f"{escape(entry.site.name)} has no overrides: nothing to match")
    tries = _Tries()
    if tested and given:
        tries = _try_given(tested[0][1].site, given)
    elif tested:
        tries = _try_newest(tested, pages or 1)
    results = [(entry, _sum_up(entry, tries.pages[entry.site.slug])) for _, entry in tested]
    if as_json:
        rows = [_row(entry, tried) for entry, tried in results]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        for entry, tried in results:
            if tried[0].pages:
                out.print(_table(entry, tried))
    if tries.interrupted:
        return INTERRUPTED
    _complain(results, tries)
    return 0


def _sum_up(entry: Entry, pages: Sequence[tuple[str, Sequence[Trial]]]) -> list[Tried]:
    lines = [line_of(entry, each.place) for each in overrides_of(entry.site)]
    return tried_on(entry.site, lines, pages)


# ── pages ──


def _try_newest(tested: Sequence[tuple[str, Entry]], pages: int) -> _Tries:
    """Ask the sites for their newest articles, as a crawl does, and try the overrides on each as it comes."""
    tries, sites, names = _Tries(), {entry.site.slug: entry.site for _, entry in tested}, []
    for name, entry in tested:
        quiet = entry.site.schedule
        if quiet.is_quiet(datetime.now(UTC)):
            tries.why[entry.site.slug] = f"it wants quiet now ({quiet.quiet} {quiet.timezone or 'UTC'})"
        else:
            names.append(name)
    if names:
        _crawl("site", {"site": names, "max_requests": pages}, _NOWHERE, sites, tries)
    return tries


def _try_given(site: Site, given: Sequence[str]) -> _Tries:
    """Read saved pages, and ask for those that are given by their address."""
    tries = _Tries()
    addresses = [each for each in given if is_http(each)]
    for url in addresses:
        if not site.covers(url):
            hosts = ", ".join(sorted(site.bare_hosts))
            cure = "Give a page of the site, or add its host to `hosts` in the site file."
            raise FixArgument("--page", url, f"it is not on the site's hosts ({hosts})", cure)
    for each in given:
        if each not in addresses:
            _try_saved(site, each, tries)
    if addresses:
        settings = dict(_NOWHERE)
        if site.politeness.delay is not None:  # the spider of single pages knows no site's pace
            settings["DOWNLOAD_DELAY"] = max(site.politeness.delay, LEAST_DELAY)
        # The site that the spider finds for an address may be another file's: here it is the one that was named.
        _crawl("article", {"urls": addresses}, settings, {site.slug: site}, tries, only=site)
    return tries


def _try_saved(site: Site, file: str, tries: _Tries) -> None:
    hints = hints_of(site)
    url = urljoin(site.url, "saved.html")  # some page of the site, and not its front page
    try:
        read = read_bytes(page_bytes(file, "--page"), url, hints=hints)
    except NotAPage as error:
        raise NotAPage(file, error.why) from error
    own = read.article.canonicalUrl
    if own and site.covers(own):
        read = read_parsed(replace(read.page, url=own, requestedUrl=own), hints=hints)
    if ending := of_page(read.kind, read.article.access):
        tries.why[site.slug] = f"{file}: {ending[1]}"
        say(f"[yellow]{escape(file)} was left out: {escape(ending[1])}[/]")
        return
    tries.pages[site.slug].append((file, try_on(read.page, site)))


def _crawl(
    spider: str,
    arguments: dict[str, Any],
    settings: Mapping[str, Any],
    sites: Mapping[str, Site],
    tries: _Tries,
    only: Site | None = None,
) -> None:
    def on_read(site: Site, read: PageRead) -> None:
        meant = only or sites.get(site.slug)
        if meant is not None:
            tries.pages[meant.slug].append((read.page.url, try_on(read.page, meant)))

    prepare(verbose=False)
    report = run_crawl(spider, arguments, settings, _watch, {page_read: on_read})
    tries.interrupted = report.reason == "shutdown"
    if (table := display.troubles(report)) is not None:
        err.print(table)
    for slug, tally in report.sites.items():
        reason = next(iter(tally.troubles), "none of its listings names an article")
        tries.why.setdefault(only.slug if only else slug, reason)


def _watch(get_report: Callable[[], Report | None]) -> AbstractContextManager[None]:
    return display.watch(err, get_report)


# ── what they gave ──


def _complain(results: Sequence[tuple[Entry, Sequence[Tried]]], tries: _Tries) -> None:
    """Raise for what needs the owner's hand; where several sites do, all are told, and the last is raised."""
    faults = [_fault(entry, each) for entry, tried in results for each in tried if each.verdict is Verdict.NEVER]
    errors: list[GivePage | MendOverrides] = [
        GivePage(entry.site.name, tries.why.get(entry.site.slug, "no article was read"))
        for entry, tried in results
        if not tried[0].pages
    ]
    errors += [MendOverrides(faults)] if faults else []
    for error in errors[:-1]:
        say_error(error)
    if errors:
        raise errors[-1]


def _fault(entry: Entry, tried: Tried) -> Fault:
    override = tried.override
    found = f"finds “{_short(tried.gave)}”, which is no {override.field}," if tried.gave else "finds nothing"
    pages = f"on {tried.missedOn}" if tried.pages == 1 else f"on any of {tried.pages} pages, such as {tried.missedOn}"
    without = f"; without it newsbot reads “{_short(tried.without)}”" if override.field and tried.without else ""
    return Fault(entry.file, tried.line, override.where, f"{override.selector} {found} {pages}{without}")


def _table(entry: Entry, tried: Sequence[Tried]) -> Table:
    number = tried[0].pages
    title = f"{entry.site.name}: its overrides on {'1 page' if number == 1 else f'{number} pages'}"
    table = Table(title=Text(title), title_justify="left", caption=Text(entry.file), caption_justify="left")
    for column in _COLUMNS:
        table.add_column(column, overflow="fold", justify="right" if column in {"line", "matched"} else "left")
    for each in tried:
        without = "the same" if each.needless else _short(each.without) or "nothing"
        cells = (_short(each.gave) or "nothing", without, _words(each))
        place = (each.override.where, str(each.line), f"{each.matched} of {each.pages}")
        table.add_row(*place, Text(cells[0]), Text(cells[1]), Text(cells[2], style=_STYLES[each.verdict]))
    return table


def _words(tried: Tried) -> str:
    if tried.needless:
        return f"{tried.verdict.value}; same as without: can go"
    if tried.whole:
        return f"{tried.verdict.value}; {tried.whole} of these pages look whole without it: say more"
    if tried.gave and not tried.matched and tried.override.field:
        return f"{tried.verdict.value}: what it finds is no {tried.override.field}"
    return tried.verdict.value


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1].rstrip()}…"


def _row(entry: Entry, tried: Sequence[Tried]) -> dict[str, Any]:
    """A site, for machines; values are whole."""
    overrides = [
        {
            "where": each.override.where,
            "line": each.line,
            "selector": each.override.selector,
            "matched": each.matched,
            "gave": each.gave,
            "without": each.without,
            "needless": each.needless,
            "wholeWithout": each.whole,
            "missedOn": each.missedOn,
            "verdict": each.verdict.name.lower() if each.pages else "not tried",
        }
        for each in tried
    ]
    return {
        "site": entry.site.slug,
        "name": entry.site.name,
        "file": entry.file,
        "pages": tried[0].pages,
        "overrides": overrides,
    }
