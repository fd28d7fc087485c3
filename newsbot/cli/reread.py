"""`newsbot reread`: the pages of the raw archive, read again with today's code, without the network."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import SOME_SITES_FAILED, err, harmless, out, say
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.config import Config, read_config
from newsbot.errors import FixArgument
from newsbot.sites.catalog import load_site, site_for_url
from newsbot.sites.model import Site
from newsbot.warc.again import Rereader, Tally, Wishes
from newsbot.warc.reading import Catalogue, Entry, archive_files, catalogue_of
from newsbot.warc.rereading import Verdict

_WORDS = {
    Verdict.BETTER: "differ, and lack nothing that the store has",
    Verdict.SAME: "nothing differs",
    Verdict.WORSE: "lack something that the store has: kept as it was",
    Verdict.LATER: "the store has another fetch that counts for more",
    Verdict.NEW: "not in the store",
    Verdict.NOT_ARTICLE: "no article is seen on them",
    Verdict.UNREADABLE: "they, or a further page of theirs, are not whole in the archive",
}
_STYLES = {Verdict.BETTER: "green", Verdict.WORSE: "yellow", Verdict.UNREADABLE: "red"}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(reread)


def reread(
    warc: Annotated[
        list[Path] | None,
        typer.Option("--warc", metavar="FOLDER|FILE", help="The raw archive, or files of it. [default: NEWSBOT_WARC]"),
    ] = None,
    site: Annotated[
        list[str] | None,
        typer.Option("--site", metavar="NAME|FILE", help="Only pages of this site, read by this site file."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="Only pages fetched since then, UTC."),
    ] = None,
    store: StoreOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing; tell what would be.")] = False,
    add: Annotated[bool, typer.Option("--add", help="Store articles, too, that the store does not have.")] = False,
    losses: Annotated[
        bool, typer.Option("--losses", help="Store a reading, too, that lacks a field which the store has.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress display.")] = False,
) -> int:
    """Read the pages of the raw archive again, with today's code and site files, and store what became better.

    Nothing is asked of the network. What differs from the store becomes a version of its own (`newsbot history`); a
    teaser never replaces a full text, and an article of which the store has a later fetch is left alone.

    Exit codes: 0 all well · 1 wrong usage or configuration · 2 a file could not be read to its end
    """
    config = read_config()
    paths = [each.expanduser() for each in warc or ([config.warc] if config.warc else [])]
    if not paths:
        cure = "Give --warc FOLDER, or set NEWSBOT_WARC."
        raise FixArgument("--warc", "", "no raw archive was given", cure)
    given = [load_site(each, own=config.sites) for each in site or []]
    with open_existing(store) as opened:
        if not dry_run:
            opened.ready()
        catalogue = catalogue_of(archive_files(paths))
        entries = chosen(catalogue, {each.slug for each in given}, since.replace(tzinfo=UTC) if since else None)
        wishes = Wishes(dry_run=dry_run, add=add, losses=losses, gated_text=config.gated_text)
        rereader = Rereader(catalogue, opened, _sites(given, config), wishes)
        with Progress(console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
            for _ in progress.track(rereader.run(entries), total=len(entries), description="reading again"):
                pass
    if as_json:
        sys.stdout.write(json.dumps(_plain(rereader.tally, catalogue, dry_run=dry_run)) + "\n")
    else:
        _tell(out, rereader.tally, dry_run=dry_run)
    for broken in catalogue.broken:
        say(f"[red]could not be read to its end:[/] {harmless(broken)}")
    return SOME_SITES_FAILED if catalogue.broken else 0


def chosen(catalogue: Catalogue, slugs: Iterable[str], since: datetime | None) -> list[Entry]:
    """The first pages of articles, of these sites (of all, where none is named), fetched since then."""
    wanted = set(slugs)
    return [
        entry
        for entry in catalogue.entries
        if entry.is_page and (not wanted or entry.facts.site in wanted) and (since is None or entry.at >= since)
    ]


def _sites(given: Iterable[Site], config: Config) -> Callable[[Entry], Site]:
    """Finds the site of a page: the one that was given, that of its name, or else of its address."""
    known = {each.slug: each for each in given}

    def site_of(entry: Entry) -> Site:
        slug = entry.facts.site
        if slug not in known:
            known[slug] = _named(slug, entry.url, config)
        return known[slug]

    return site_of


def _named(slug: str, url: str, config: Config) -> Site:
    try:
        return load_site(slug, own=config.sites)
    except FixArgument:  # it was crawled by its address, or by a file that lies elsewhere
        return site_for_url(url, config.sites)


def _plain(tally: Tally, catalogue: Catalogue, *, dry_run: bool) -> dict[str, Any]:
    return {
        "answers": catalogue.answers,
        "read": tally.verdicts.total(),
        **{_key(verdict): tally.verdicts[verdict] for verdict in Verdict},
        "stored": tally.stored,
        "dryRun": dry_run,
        "fields": dict(tally.fields.most_common()),
        "lost": dict(tally.lost.most_common()),
        "examples": tally.examples,
        "broken": catalogue.broken,
    }


def _key(verdict: Verdict) -> str:
    return "notArticle" if verdict is Verdict.NOT_ARTICLE else verdict.value


def _tell(console: Console, tally: Tally, *, dry_run: bool) -> None:
    table = _table("Read again" + (" (nothing was stored)" if dry_run else ""), "pages", "", "what they are")
    for verdict in Verdict:
        if number := tally.verdicts[verdict]:
            style = _STYLES.get(verdict, "")
            table.add_row(str(number), Text(verdict.value, style=style), _WORDS[verdict])
    table.add_section()
    table.add_row(str(tally.verdicts.total()), "all", f"{tally.stored} stored", style="bold")
    console.print(table)
    for title, counted in (("What differs", tally.fields), ("What would be lost", tally.lost)):
        if counted:
            shown = _table(title, "pages", "field", "for example")
            for name, number in counted.most_common():
                example = next(iter(tally.examples.get(name) or tally.examples.get(Verdict.WORSE.value) or ()), "")
                shown.add_row(str(number), name, Text(harmless(example), style="dim", overflow="fold"))
            console.print(shown)


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for place, name in enumerate(columns):
        table.add_column(name, justify="left" if place else "right", overflow="fold")
    return table
