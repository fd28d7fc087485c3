"""How a crawl looks: while it runs, and when it has ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from threading import Event, Thread

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from newsbot.article import Delivered
from newsbot.store.base import Saved, VisitState
from newsbot.tally import Result, SiteTally, Totals

GetReport = Callable[[], Result | None]
#: More sites than this are summed up in one row.
MOST_ROWS = 25
_PLAIN_INTERVAL = 15.0  # seconds between status lines where there is no terminal


@contextmanager
def watch(console: Console, get_report: GetReport) -> Iterator[None]:
    """Show a crawl while it runs: a moving display on a terminal, a line now and then elsewhere."""
    started = time.monotonic()
    if console.is_terminal:
        with Live(
            console=console, refresh_per_second=4, transient=True, get_renderable=lambda: _moving(get_report(), started)
        ):
            yield
        return
    ended = Event()
    thread = Thread(target=_lines, args=(console, get_report, started, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _lines(console: Console, get_report: GetReport, started: float, ended: Event) -> None:
    while not ended.wait(_PLAIN_INTERVAL):
        console.print(_status(get_report(), started))


def _status(report: Result | None, started: float) -> Text:
    totals = report.totals() if report else Totals()
    minutes, seconds = divmod(int(time.monotonic() - started), 60)
    sites = "1 site" if totals.sites == 1 else f"{totals.sites} sites"
    text = Text(f"{minutes:02}:{seconds:02}  {sites}  {totals.fetched} pages  ")
    text.append(f"{totals.new} new  ", style="green")
    text.append(f"{totals.changed} changed  {totals.same} same  ")
    text.append(f"{totals.teasers} teasers  ", style="yellow" if totals.teasers else "")
    text.append(f"{totals.failed} failed", style="red" if totals.failed else "")
    return text


def _moving(report: Result | None, started: float) -> RenderableType:
    if report is None:
        return Text("starting …")
    asked = sum(tally.asked for tally in report.sites.values())
    totals = report.totals()
    done = totals.fetched + totals.failed
    bar = ProgressBar(total=max(asked, 1), completed=min(done, asked), width=40)
    line = Table.grid(padding=(0, 2))
    line.add_row(bar, Text(f"{done} of {asked} pages that are known so far"))
    return Group(line, _status(report, started))


def _table(title: str) -> Table:
    return Table(title=title, title_justify="left", caption_justify="left", box=SIMPLE_HEAD, pad_edge=False)


def closing_table(report: Result) -> Table:
    """What was stored, in which access state, by site."""
    table = _table("What came in")
    table.padding = (0, 0, 0, 1)
    table.add_column("site", overflow="fold", min_width=12)
    for name in ("new", "changed", "same", "full", "notice", "teaser", "other", "dropped", "failed"):
        table.add_column(name, justify="right", no_wrap=True)
    ordered = sorted(report.sites.items(), key=lambda pair: (-_kept(pair[1]), pair[0]))
    for site, tally in ordered[:MOST_ROWS]:
        table.add_row(_site_cell(site, tally), *_cells(tally))
    if rest := ordered[MOST_ROWS:]:
        table.add_row(f"… {len(rest)} more", *_cells(_sum([tally for _, tally in rest])), style="dim")
    if len(ordered) > 1:
        table.add_section()
        table.add_row(f"all {len(ordered)}", *_cells(_sum(list(report.sites.values()))), style="bold")
    table.caption = "full (with a notice), teaser, other: the access state of what is new or changed"
    return table


def _site_cell(site: str, tally: SiteTally) -> Text:
    """The site, and below it as whom it was read, where its site file tells how to sign in."""
    cell = Text(site)
    if tally.refused:
        cell.append("\nsign-in failed", style="red")
    elif tally.anonymous:
        cell.append("\nnot signed in", style="yellow")
    elif tally.own or tally.logins:
        cell.append("\nsigned in", style="green")
    return cell


def _kept(tally: SiteTally) -> int:
    return sum(tally.saved.values())


def _sum(tallies: list[SiteTally]) -> SiteTally:
    return reduce(SiteTally.plus, tallies, SiteTally())


def _cells(tally: SiteTally) -> list[Text]:
    delivered = tally.delivered
    other = sum(delivered.values()) - sum(
        delivered[each] for each in (Delivered.FULL, Delivered.FULL_WITH_NOTICE, Delivered.PARTIAL_TEASER)
    )
    dropped = sum(n for state, n in tally.ended.items() if state not in {VisitState.FAILED, VisitState.UNCHANGED})
    numbers = [
        (tally.saved[Saved.NEW], "green"),
        (tally.saved[Saved.CHANGED], "cyan"),
        (tally.saved[Saved.SAME] + tally.ended[VisitState.UNCHANGED], ""),
        (delivered[Delivered.FULL], ""),
        (delivered[Delivered.FULL_WITH_NOTICE], ""),
        (delivered[Delivered.PARTIAL_TEASER], "yellow"),
        (other, "yellow"),
        (dropped, ""),
        (tally.ended[VisitState.FAILED], "red"),
    ]
    return [Text(str(number), style=style) if number else Text("·", style="dim") for number, style in numbers]


def troubles(report: Result) -> Table | None:
    """What went wrong, each reason with a number and an example; None where nothing did."""
    rows = [
        (site, reason, count, tally.examples[reason])
        for site, tally in sorted(report.sites.items())
        for reason, count in tally.troubles.most_common()
    ]
    if not rows:
        return None
    table = _table("What did not come in")
    table.add_column("site", overflow="fold")
    table.add_column("times", justify="right")
    table.add_column("why", overflow="fold")
    table.add_column("for example", overflow="fold", style="dim")
    for site, reason, count, example in rows[:MOST_ROWS]:
        table.add_row(site, str(count), reason, Text(example))
    if len(rows) > MOST_ROWS:
        table.add_row(f"… {len(rows) - MOST_ROWS} more", "", "", "", style="dim")
    return table
