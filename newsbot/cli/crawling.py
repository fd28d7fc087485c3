"""`newsbot crawl`, `newsbot archive` and `newsbot scrape`: the commands that ask the network."""

from __future__ import annotations

import json
import logging
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from newsbot.article import Article
from newsbot.cli import display
from newsbot.cli.console import IN_THE_OUTBOX, SOME_SITES_FAILED, err, out, say, say_error
from newsbot.cli.demo import DemoSite
from newsbot.config import Config, read_config
from newsbot.crawl.paces import LEAST_DELAY
from newsbot.crawl.report import Report
from newsbot.crawl.running import run_crawl
from newsbot.errors import FixArgument, FixConfiguration
from newsbot.lists import read_list
from newsbot.sites.catalog import load_site
from newsbot.store.documents import to_json
from newsbot.store.opening import open_store
from newsbot.tally import SiteTally

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URI",
        help="sqlite:///path or mongodb://host/database. "
        "Default: NEWSBOT_STORE, or MONGO_URI, or a file in your data folder.",
    ),
]
LimitOption = Annotated[int | None, typer.Option("--limit", min=1, help="At most so many article pages a site.")]
DelayOption = Annotated[
    float | None,
    typer.Option(
        "--delay",
        min=0,
        help="Seconds between two requests to a host, where neither robots.txt nor a site file says it. [default: 1]",
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="End stdout with one JSON object of totals; tables go to stderr.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress display.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Show the log on stderr, too.")]
FileOption = Annotated[
    Path | None,
    typer.Option("--from", metavar="FILE", help="A file with more of them, one a line; lines with # are left out."),
]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(crawl)
    app.command()(archive)
    app.command()(scrape)


def crawl(
    sites: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SITE|URL]…", help="Names or addresses of sites, site files, or `demo`."),
    ] = None,
    file: FileOption = None,
    store: StoreOption = None,
    limit: LimitOption = None,
    delay: DelayOption = None,
    due: Annotated[
        bool, typer.Option("--due", help="For cron: ask feeds, sitemaps and sections only when they are due.")
    ] = False,
    json_totals: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Find and store what is new on one or many sites.

    A site is known by the name of its site file ([bold]newsbot sites list[/]), by the path of one, or by any address:
    feeds, sitemaps and sections of an unknown site are found by themselves. [bold]newsbot crawl demo[/] crawls a small
    newspaper on this machine, signed in as one of its subscribers where there is a browser to sign in with.

    A crawl asks at once. One that runs again and again, by cron, had better say [bold]--due[/]: newsbot then asks each
    feed as often as it has learnt that something new appears there. [bold]newsbot why FEED_URL[/] tells when that is.

    Exit codes: 0 all well · 1 wrong usage or configuration · 2 some sites failed · 3 articles wait in the outbox.
    """
    names = [*(sites or []), *read_list(file, "--from")]
    if not names:
        raise FixArgument("SITE", "", "no site was given", "Try `newsbot crawl demo`, or give the address of a site.")
    config = prepare(verbose=verbose)
    with _named(names, config) as known:
        arguments = {"site": known, "max_requests": limit, "only_due": due}
        return _run("site", arguments, config, store, delay, json_totals=json_totals, quiet=quiet)


def archive(
    sites: Annotated[
        list[str], typer.Argument(metavar="SITE|URL…", help="Names or addresses of sites, or site files.")
    ],
    since: Annotated[str, typer.Option(help="The first day: 2026-10-01, or 30d for thirty days ago.")],
    until: Annotated[str | None, typer.Option(help="The last moment, written alike. [default: now]")] = None,
    store: StoreOption = None,
    limit: LimitOption = None,
    delay: DelayOption = None,
    json_totals: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> int:
    """Store the articles of a span of time, through the sites' sitemaps."""
    config = prepare(verbose=verbose)
    with _named(sites, config) as known:
        arguments = {"site": known, "since": since, "until": until, "max_requests": limit}
        return _run("archive", arguments, config, store, delay, json_totals=json_totals, quiet=quiet)


def scrape(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL…", help="Addresses of articles.")] = None,
    file: FileOption = None,
    store: StoreOption = None,
    delay: DelayOption = None,
    verbose: VerboseOption = False,
) -> int:
    """Fetch articles and print them as JSON lines on stdout, nothing else there.

    They are kept only if [bold]--store[/] is given. What could not be had is told on stderr, with the reason, and makes
    the exit code 2.
    """
    config = prepare(verbose=verbose)
    arguments = {"urls": [*(urls or []), *read_list(file, "--from")]}
    overrides = _overrides(store or "sqlite://", delay)
    report = run_crawl("article", arguments, overrides, lambda _: nullcontext(), _print_article)
    if (table := display.troubles(report)) is not None:
        err.print(table)
    _say_idle(report, (), config)
    _say_logins(report)
    if report.trouble is not None:
        say_error(report.trouble)
    if report.totals().dropped:
        return SOME_SITES_FAILED
    return _exit_code(report)


def _print_article(item: Any) -> None:
    if isinstance(item, Article):
        sys.stdout.write(to_json(item).decode() + "\n")
        sys.stdout.flush()


def _run(
    spider: str,
    arguments: dict[str, Any],
    config: Config,
    store: str | None,
    delay: float | None,
    *,
    json_totals: bool,
    quiet: bool,
) -> int:
    uri = store or config.store
    if uri.startswith("sqlite:///") and not store:
        config.data.mkdir(parents=True, exist_ok=True)
    # A store that cannot be used is told before anything is asked.
    with open_store(uri, database=config.mongo_database) as opened:
        opened.ready()
        shown = opened.uri
    watch = _no_watch if quiet else _watch
    report = run_crawl(spider, arguments, _overrides(uri, delay), watch)
    console = err if json_totals else out
    console.print(display.closing_table(report))
    if (table := display.troubles(report)) is not None:
        console.print(table)
    console.print(f"kept in {shown}", soft_wrap=True, markup=False)
    _say_idle(report, arguments["site"], config)
    _say_logins(report)
    if report.trouble is not None:
        say_error(report.trouble)
    if report.outbox:
        what = f"{report.outbox} entries wait in the outbox ({config.outbox})"
        say(f"[yellow]{what}; the next crawl into this store stores them first.[/]")
    if json_totals:
        sys.stdout.write(json.dumps(report.totals().as_dict()) + "\n")
    return _exit_code(report)


def _say_idle(report: Report, given: Sequence[str], config: Config) -> None:
    """Which lines of site files did nothing in this crawl. `given` is what the user called the sites."""
    idle = {slug: tally for slug, tally in sorted(report.sites.items()) if tally.idle}
    names = {load_site(name, own=config.sites).slug: name for name in given} if idle else {}
    for slug, tally in idle.items():
        pages = "1 page" if tally.tried == 1 else f"{tally.tried} pages"
        for where in tally.idle:
            cure = f"newsbot sites check {shlex.quote(names.get(slug, slug))} --pages 5"
            say(f"[yellow]{slug}: {where} matched 0 of {pages}: {escape(cure)}[/]")


def _say_logins(report: Report) -> None:
    """As whom the sites with a login were read, and by what; a login that is lost is never lost silently."""
    for slug, tally in sorted(report.sites.items()):
        _say_browser(slug, tally)
        if tally.refused:
            say(f"[red]{slug}: signing in failed, and no more of its pages were asked for:[/] {escape(tally.refused)}")
        elif tally.anonymous:
            cut = f" {_count(tally.teasers, 'article')} came in as a teaser only." if tally.teasers else ""
            say(f"[yellow]{slug}: read as anyone may, not signed in.[/]{cut} {escape(tally.anonymous)}")
        elif tally.logins or tally.own:
            logins = _count(tally.logins, "login") if tally.logins else "by a saved session"
            say(f"[green]{slug}: signed in[/] ({logins}); {_count(tally.own, 'article')} read so")


def _say_browser(slug: str, tally: SiteTally) -> None:
    """What a browser was needed for, beside signing in, and where there was none."""
    if tally.browserless:
        say(f"[yellow]{slug}: asked plainly, though a browser would have helped.[/] {escape(tally.browserless)}")
    if tally.browsed:
        saved = f"; `fetch: {tally.climbed}` in its site file spares the detour" if tally.climbed else ""
        say(f"{slug}: {_count(tally.browsed, 'page')} came by way of a browser{saved}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _exit_code(report: Report) -> int:
    if report.outbox:
        return IN_THE_OUTBOX
    if report.trouble is not None:
        return 1
    lost = any(tally.refused for tally in report.sites.values())
    return SOME_SITES_FAILED if report.failed_sites or lost else 0


def _watch(get_report: Callable[[], Report | None]) -> AbstractContextManager[None]:
    return display.watch(err, get_report)


def _no_watch(_: Callable[[], Report | None]) -> AbstractContextManager[None]:
    return nullcontext()


def _overrides(uri: str, delay: float | None) -> dict[str, Any]:
    overrides: dict[str, Any] = {"NEWSBOT_STORE": uri}
    if delay is not None:
        overrides["DOWNLOAD_DELAY"] = max(delay, LEAST_DELAY)
    return overrides


@contextmanager
def _named(names: list[str], config: Config) -> Iterator[list[str]]:
    """The sites that are meant, the demo newspaper by its site file, which is served while the block runs.

    All that is wrong with a name or a site file is told before anything is asked.
    """
    with DemoSite() if "demo" in names else nullcontext("") as demo_file:
        known = [demo_file if name == "demo" else name for name in names]
        for name in known:
            load_site(name, own=config.sites)
        yield known


def prepare(*, verbose: bool) -> Config:
    """Read the configuration and send the log to its file (and to stderr, where that is wanted)."""
    config = read_config()
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        handlers: list[logging.Handler] = [
            RotatingFileHandler(config.log, maxBytes=5_000_000, backupCount=2, encoding="utf-8", delay=False)
        ]
    except OSError as error:
        raise FixConfiguration(
            "NEWSBOT_DATA",
            f"{config.data} cannot be written ({(error.strerror or str(error)).lower()})",
            "Set NEWSBOT_DATA to a folder of yours.",
        ) from error
    if verbose:
        handlers.append(logging.StreamHandler())
    logging.raiseExceptions = False  # a log that cannot be written (a full disk) is no reason to say so at every line
    logging.basicConfig(
        level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    return config
