"""`newsbot crawl`, `newsbot archive` and `newsbot scrape`: the commands that ask the network."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from newsbot.article import Article
from newsbot.cli import display
from newsbot.cli.closing import exit_code, say_archive, say_idle, say_logins, tell_result
from newsbot.cli.console import SOME_SITES_FAILED, err, say_error
from newsbot.cli.demo import DemoSite
from newsbot.cli.planning import Plan, named_sites, open_and_try, plan_words, prepare, warc_folder, worker_commands
from newsbot.cli.workers import Workers, tell_end
from newsbot.config import Config
from newsbot.crawl.report import Report
from newsbot.crawl.running import kept, run_crawl
from newsbot.errors import FixArgument
from newsbot.lists import read_list
from newsbot.sites.catalog import load_site
from newsbot.store.database import MEMORY
from newsbot.store.documents import to_document, to_json

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="URI",
        help="sqlite:///path or mongodb://host/database. "
        "Default: NEWSBOT_STORE, or MONGO_URI, or a file in your data folder.",
    ),
]
WarcOption = Annotated[
    Path | None,
    typer.Option("--warc", metavar="FOLDER", help="Keep all that is fetched in WARC files there (docs/archive.md)."),
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
AllOption = Annotated[bool, typer.Option("--all", help="All sites that you have a site file for.")]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=1, max=64, help="So many processes: one for each core of this machine, say.")
]
#: How a worker is told which one it is: the name of the crawl, its number, and how many sites it takes at a time.
WorkerOption = Annotated[str | None, typer.Option("--as-worker", hidden=True)]
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
    everything: AllOption = False,
    workers: WorkersOption = 1,
    store: StoreOption = None,
    warc: WarcOption = None,
    limit: LimitOption = None,
    delay: DelayOption = None,
    due: Annotated[
        bool, typer.Option("--due", help="For cron: ask feeds, sitemaps and sections only when they are due.")
    ] = False,
    json_totals: JsonOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    as_worker: WorkerOption = None,
) -> int:
    """Find and store what is new on one or many sites.

    A site is known by the name of its site file ([bold]newsbot sites list[/]), by the path of one, or by any address:
    feeds, sitemaps and sections of an unknown site are found by themselves. [bold]newsbot crawl demo[/] crawls a small
    newspaper on this machine, signed in as one of its subscribers where there is a browser to sign in with.

    A crawl asks at once. One that runs again and again, by cron, had better say [bold]--due[/]: newsbot then asks each
    feed as often as it has learnt that something new appears there. [bold]newsbot why FEED_URL[/] tells when that is.
    [bold]newsbot run[/] needs no cron.

    A site belongs to one crawl at a time, on whatever machine: a second one leaves it out, and says who has it.

    Exit codes: 0 all well · 1 wrong usage or configuration · 2 some sites failed · 3 articles wait in the outbox.
    """
    config = prepare(verbose=verbose)
    names = named_sites(sites, file, config, everything=everything)
    archived = warc_folder(warc, config)
    plan = Plan(
        store=store or config.store,
        delay=delay,
        json_totals=json_totals,
        quiet=quiet,
        as_worker=as_worker,
        warc=archived,
    )
    with _named(names, config) as known:
        if workers > 1:
            words = [*(["--limit", str(limit)] if limit else []), *(["--due"] if due else [])]
            return _run_workers(workers, known, words, config, plan)
        arguments = {"site": known, "max_requests": limit, "only_due": due}
        return _run("site", arguments, config, plan)


def archive(
    sites: Annotated[
        list[str], typer.Argument(metavar="SITE|URL…", help="Names or addresses of sites, or site files.")
    ],
    since: Annotated[str, typer.Option(help="The first day: 2026-10-01, or 30d for thirty days ago.")],
    until: Annotated[str | None, typer.Option(help="The last moment, written alike. [default: now]")] = None,
    store: StoreOption = None,
    warc: WarcOption = None,
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
        folder = warc_folder(warc, config)
        plan = Plan(store=store or config.store, delay=delay, json_totals=json_totals, quiet=quiet, warc=folder)
        return _run("archive", arguments, config, plan)


def scrape(
    urls: Annotated[list[str] | None, typer.Argument(metavar="URL…", help="Addresses of articles.")] = None,
    file: FileOption = None,
    store: StoreOption = None,
    warc: WarcOption = None,
    delay: DelayOption = None,
    envelope: Annotated[
        bool, typer.Option("--envelope", help="Print one JSON object at the end, as scrapyrt answers: items, stats …")
    ] = False,
    public_only: Annotated[
        bool, typer.Option("--public-only", help="Refuse addresses inside your own network, though you give them.")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Keep them in your store (NEWSBOT_STORE).")] = False,
    verbose: VerboseOption = False,
) -> int:
    """Fetch articles and print them as JSON lines on stdout, nothing else there.

    They are kept only with [bold]--keep[/] or [bold]--store[/]. What could not be had is told on stderr, with why,
    and makes the exit code 2.
    """
    config = prepare(verbose=verbose)
    arguments = {"urls": [*(urls or []), *read_list(file, "--from")]}
    uri = store or (config.store if keep else "sqlite://")
    plan = Plan(store=uri, delay=delay, warc=warc_folder(warc, config), public_only=public_only)
    items: list[Any] = []

    def keep_item(item: Any) -> None:  # Scrapy gives it by this name
        items.append(item)

    hear = keep_item if envelope else _print_article
    report = run_crawl("article", arguments, plan.settings, lambda _: nullcontext(), {kept: hear})
    if envelope:
        _print_envelope(items, report)
    if (table := display.troubles(report)) is not None:
        err.print(table)
    say_idle(report, (), config)
    say_logins(report)
    say_archive(report)
    if report.trouble is not None:
        say_error(report.trouble)
    if report.totals().dropped:
        return SOME_SITES_FAILED
    return exit_code(report)


def _print_envelope(items: list[Any], report: Report) -> None:
    dropped = [
        {"url": tally.examples[reason], "reason": reason, "times": times}
        for tally in report.sites.values()
        for reason, times in tally.troubles.items()
    ]
    stats = report.crawler.stats.get_stats() if report.crawler.stats else {}
    told = {
        "status": "ok",
        "spider_name": "article",
        "items": [to_document(each) for each in items if isinstance(each, Article)],
        "items_dropped": dropped,
        "stats": {name: value for name, value in stats.items() if isinstance(value, str | int | float | datetime)},
    }
    sys.stdout.write(to_json(told).decode() + "\n")


def _print_article(item: Any) -> None:
    if isinstance(item, Article):
        sys.stdout.write(to_json(item).decode() + "\n")
        sys.stdout.flush()


def _run(spider: str, arguments: dict[str, Any], config: Config, plan: Plan) -> int:
    shown = open_and_try(config, plan.store)
    report = run_crawl(spider, arguments, plan.settings, plan.watch)
    if plan.as_worker is not None:
        tell_end(report)
        return exit_code(report)
    return tell_result(report, arguments["site"], config, shown, json_totals=plan.json_totals)


def _run_workers(number: int, names: list[str], words: list[str], config: Config, plan: Plan) -> int:
    """The same by several processes."""
    shown = open_and_try(config, plan.store)
    if shown.endswith(MEMORY):
        cure = "Give a file, or a MongoDB; or leave --workers out."
        raise FixArgument("--workers", number, "workers share a store, and this one is in memory", cure)
    with TemporaryDirectory(prefix="newsbot-") as folder:
        workers = Workers(worker_commands("crawl", number, names, [*words, *plan_words(plan)], Path(folder)))
        with plan.watch(workers.result):
            code = workers.wait()
    return max(code, tell_result(workers.result(), names, config, shown, json_totals=plan.json_totals))


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
