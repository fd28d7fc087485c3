"""How a crawl has ended: what came in, what did not and why, and the exit code."""

from __future__ import annotations

import json
import shlex
import sys
from collections.abc import Sequence

from rich.markup import escape

from newsbot.cli import display
from newsbot.cli.console import IN_THE_OUTBOX, SOME_SITES_FAILED, err, out, say, say_error
from newsbot.config import Config
from newsbot.sites.catalog import load_site
from newsbot.tally import Result, SiteTally


def tell_result(report: Result, names: Sequence[str], config: Config, shown: str, *, json_totals: bool) -> int:
    """Tell how a crawl has ended; its exit code."""
    console = err if json_totals else out
    console.print(display.closing_table(report))
    if (table := display.troubles(report)) is not None:
        console.print(table)
    console.print(f"kept in {shown}", soft_wrap=True, markup=False)
    say_idle(report, names, config)
    say_logins(report)
    say_archive(report)
    if report.trouble is not None:
        say_error(report.trouble)
    if report.outbox:
        what = f"{report.outbox} entries wait in the outbox ({config.outbox})"
        say(f"[yellow]{what}; the next crawl into this store stores them first.[/]")
    if json_totals:
        sys.stdout.write(json.dumps(report.totals().as_dict()) + "\n")
    return exit_code(report)


def say_idle(report: Result, given: Sequence[str], config: Config) -> None:
    """Which lines of site files did nothing in this crawl. `given` is what the user called the sites."""
    idle = {slug: tally for slug, tally in sorted(report.sites.items()) if tally.idle}
    names = {load_site(name, own=config.sites).slug: name for name in given} if idle else {}
    for slug, tally in idle.items():
        pages = "1 page" if tally.tried == 1 else f"{tally.tried} pages"
        for where in tally.idle:
            cure = f"newsbot sites check {shlex.quote(names.get(slug, slug))} --pages 5"
            say(f"[yellow]{slug}: {where} matched 0 of {pages}: {escape(cure)}[/]")


def say_logins(report: Result) -> None:
    """As whom the sites with a login were read, and by what; a login that is lost is never lost silently."""
    for slug, tally in sorted(report.sites.items()):
        if tally.held:
            say(f"[yellow]{slug}: nothing was asked for:[/] {escape(tally.held)}")
        _say_browser(slug, tally)
        if tally.refused:
            say(f"[red]{slug}: signing in failed, and no more of its pages were asked for:[/] {escape(tally.refused)}")
        elif tally.anonymous:
            cut = f" {_count(tally.teasers, 'article')} came in as a teaser only." if tally.teasers else ""
            say(f"[yellow]{slug}: read as anyone may, not signed in.[/]{cut} {escape(tally.anonymous)}")
        elif tally.logins or tally.own:
            logins = _count(tally.logins, "login") if tally.logins else "by a saved session"
            say(f"[green]{slug}: signed in[/] ({logins}); {_count(tally.own, 'article')} read so")


def say_archive(report: Result) -> None:
    """What of the answers is in the raw archive, where one is written; what could not be written is never silent."""
    archived = report.archived
    if archived.kept or archived.omitted:
        omitted = f", {archived.omitted} left out" if archived.omitted else ""
        say(f"raw archive: {_count(archived.kept, 'answer')} written{omitted}")
    if archived.lost:
        lost = f"[red]raw archive: {_count(archived.lost, 'answer')} could not be written:[/]"
        say(f"{lost} {escape(archived.why)}. The articles are not touched by it.")


def _say_browser(slug: str, tally: SiteTally) -> None:
    """What a browser was needed for, beside signing in, and where there was none."""
    if tally.browserless:
        say(f"[yellow]{slug}: asked plainly, though a browser would have helped.[/] {escape(tally.browserless)}")
    if tally.browsed:
        saved = f"; `fetch: {tally.climbed}` in its site file spares the detour" if tally.climbed else ""
        say(f"{slug}: {_count(tally.browsed, 'page')} came by way of a browser{saved}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def exit_code(report: Result) -> int:
    """What a crawl that ended so tells the shell."""
    if report.outbox:
        return IN_THE_OUTBOX
    if report.trouble is not None:
        return 1
    lost = any(tally.refused or tally.held for tally in report.sites.values())
    return SOME_SITES_FAILED if report.failed_sites or lost else 0
