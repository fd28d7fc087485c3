"""`newsbot run`: the service that crawls for months, each site when something of it is due."""

from __future__ import annotations

import json
import os
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.text import Text

from newsbot.cli.closing import exit_code, say_archive
from newsbot.cli.console import out, say, say_error
from newsbot.cli.crawling import (
    DelayOption,
    FileOption,
    QuietOption,
    StoreOption,
    VerboseOption,
    WarcOption,
    WorkerOption,
    WorkersOption,
)
from newsbot.cli.demo import DemoSite
from newsbot.cli.planning import Plan, named_sites, open_and_try, plan_words, prepare, warc_folder, worker_commands
from newsbot.cli.supervising import Supervisor
from newsbot.cli.workers import end_with_stdin
from newsbot.crawl.report import next_round
from newsbot.crawl.running import run_crawl
from newsbot.sites.catalog import load_site
from newsbot.tally import SiteTally, totals


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("run")(run)


def run(
    sites: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SITE|URL]…", help="Sites to crawl. [default: all that you have a site file for]"),
    ] = None,
    file: FileOption = None,
    workers: WorkersOption = 1,
    store: StoreOption = None,
    warc: WarcOption = None,
    delay: DelayOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON object for each round, a line each.")] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    as_worker: WorkerOption = None,
) -> int:
    """Crawl for months: each site when something of it is due, until it is told to stop.

    Feeds are asked as often as newsbot has learnt that something new appears there, articles often while they are
    young; schedule and politeness of the site files hold. Site files are read anew for each round; without SITE, new
    ones are found within a minute. A line on stdout tells of each round that asked for something.

    Ctrl-C or SIGTERM lets the requests under way end and stores what was read; a second one ends at once.
    docs/operations.md has a systemd unit and a container file.

    Exit codes: 0 told to stop · 1 wrong usage or configuration · 2 workers died · 3 articles wait in the outbox: start
    it again when the store answers.
    """
    config = prepare(verbose=verbose)
    own = not sites and file is None
    names = named_sites(sites, file, config, everything=own)
    archived = warc_folder(warc, config)
    plan = Plan(store=store or config.store, delay=delay, quiet=quiet, as_worker=as_worker, warc=archived)
    with DemoSite() if "demo" in names else nullcontext("") as demo_file:
        known = [demo_file if name == "demo" else name for name in names]
        for name in known:
            load_site(name, own=config.sites)
        shown = open_and_try(config, plan.store)
        if as_worker is None and not quiet:
            say(f"{len(known)} site{'' if len(known) == 1 else 's'}, kept in {shown}. Ctrl-C ends it.")
        if workers > 1:
            words = [*plan_words(plan), *(["--json"] if as_json else []), *(["--quiet"] if quiet else [])]
            with TemporaryDirectory(prefix="newsbot-") as folder:
                return Supervisor(worker_commands("run", workers, known, words, None if own else Path(folder))).run()
        if as_worker is not None:
            end_with_stdin()
        tell = _tell_json if as_json else _tell_line
        arguments = {"site": known, "own": own}
        report = run_crawl("service", arguments, plan.settings, lambda _: nullcontext(), {next_round: tell})
    say_archive(report)
    if report.trouble is not None:
        say_error(report.trouble)
    return exit_code(report)


def _tell_line(site: str, tally: SiteTally, due: datetime) -> None:
    counted = totals({site: tally})
    if not (tally.asked or tally.listings or tally.troubles or tally.refused):
        return
    line = Text(f"{datetime.now(UTC):%H:%M:%S}  {site}  ")
    for number, what, style in (
        (counted.new, "new", "green"),
        (counted.changed, "changed", "cyan"),
        (counted.same, "same", ""),
        (counted.teasers, "teasers", "yellow"),
        (counted.dropped, "dropped", ""),
        (counted.failed, "failed", "red"),
    ):
        if number:
            line.append(f"{number} {what}  ", style=style)
    for reason in (tally.refused, tally.anonymous, *tally.troubles):
        if reason:
            line.append(f"({reason})  ", style="yellow")
            break
    line.append(f"next {due:%H:%M}" if due.date() == datetime.now(UTC).date() else f"next {due:%Y-%m-%d %H:%M}")
    out.print(line, soft_wrap=True)


def _tell_json(site: str, tally: SiteTally, due: datetime) -> None:
    told = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "site": site,
        **totals({site: tally}).as_dict(),
        "listings": tally.listings,
        "troubles": dict(tally.troubles),
        "signedIn": bool(tally.own or tally.logins),
        "next": due.isoformat(timespec="seconds"),
        "worker": os.getpid(),
    }
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()
