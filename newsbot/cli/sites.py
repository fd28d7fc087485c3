"""`newsbot sites`: the site files, bundled and own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import out, say
from newsbot.config import read_config
from newsbot.errors import FixArgument, FixSiteFile
from newsbot.sites.catalog import Entry, bundled, check_sites, load_entry, load_site, open_catalog, own_entries
from newsbot.sites.document import write_site

#: More would be a crawl.
MOST_PAGES = 100

sites_app = typer.Typer(no_args_is_help=True, help="List, show, check, add and import site files.")


def add_to(app: typer.Typer) -> typer.Typer:
    """Add these commands; their group, for those that stand in other modules."""
    app.add_typer(sites_app, name="sites")
    sites_app.command("list")(list_sites)
    sites_app.command()(show)
    sites_app.command()(check)
    return sites_app


def list_sites(
    country: Annotated[str | None, typer.Option(help="Only sites of this country, such as de.")] = None,
    language: Annotated[str | None, typer.Option(help="Only sites in this language, such as fr.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> None:
    """List the sites that newsbot knows by name: the bundled ones, and your own."""
    entries = [
        entry
        for entry in open_catalog(read_config().sites).entries
        if (not country or entry.site.country == country.lower()) and (not language or language in entry.site.languages)
    ]
    if as_json:
        rows = [
            {"site": e.site.slug, "name": e.site.name, "country": e.site.country, "url": e.site.url, "own": e.own}
            for e in entries
        ]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
        return
    table = Table()
    for column in ("site", "name", "country", "languages", "found by", "address"):
        table.add_column(column, overflow="fold")
    for entry in entries:
        site = entry.site
        sources = [
            ("feeds", site.feeds),
            ("news sitemaps", site.newsSitemaps),
            ("sitemaps", site.sitemaps),
            ("sections", site.sections),
        ]
        found_by = ", ".join(name for name, urls in sources if urls) or "exploring"
        style = "bold" if entry.own else ""
        table.add_row(
            site.slug, site.name, site.country or "", ", ".join(site.languages), found_by, Text(site.url), style=style
        )
    out.print(table)
    own = sum(entry.own for entry in entries)
    say(f"{len(entries)} sites" + (f", {own} of them your own (bold)" if own else ""))


def show(site: Annotated[str, typer.Argument(metavar="SITE|URL", help="A site's name, file or address.")]) -> None:
    """Show a site's file as newsbot reads it. For an address that no file knows: what would be taken for granted."""
    text = write_site(load_site(site, own=read_config().sites))
    if out.is_terminal:
        out.print(Syntax(text, "yaml", background_color="default"))
    else:
        sys.stdout.write(text)


def check(
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SITE|FILE]…", help="Sites or site files. [default: all of your own, and the bundled]"),
    ] = None,
    pages: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_PAGES, help="Ask each site for so many of its newest articles, to try them on."),
    ] = None,
    page: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE|URL", help="Try them on this page instead: a saved one (.gz too), or an address."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="With --pages or --page: print a JSON array, an object for each site.")
    ] = False,
) -> int:
    """Read site files and tell every fault of every file, with its line.

    With [bold]--pages[/] or [bold]--page[/], try their overrides too: what stands below selectors, and
    access.lockedWhen. Each line is told with what it gave, and with what newsbot reads without it. Without SITE,
    --pages tries all of your own files that have overrides. Nothing is stored.

    Exit code 1 where a file has a fault, or an override matches on no page.
    """
    # Not at the top: reading pages, and Scrapy, are nothing that a list of sites needs.
    from newsbot.cli.checking import check_pages  # noqa: PLC0415
    from newsbot.overrides import overrides_of  # noqa: PLC0415

    folder = read_config().sites
    _check_use(what or [], pages, page or [], as_json=as_json)
    files = [Path(each).expanduser() for each in what or () if _is_file(each)]
    faults = check_sites(folder, files)
    if faults:
        raise FixSiteFile(faults)
    named = [(each, load_entry(Path(each) if _is_file(each) else each, folder)) for each in what or ()]
    if pages or page:
        own = [(entry.file, entry) for entry in own_entries(folder) if overrides_of(entry.site)]
        if not named and not own:
            say("None of your own site files has overrides: nothing to match.")
        return check_pages(_each_once(named or own), pages, page or (), as_json=as_json)
    for _, entry in named:
        number = len(overrides_of(entry.site))
        more = f"; {number} override{'s' if number > 1 else ''}, to be tried with --pages 5" if number else ""
        say(f"[green]✓[/] {escape(entry.site.name)} ({escape(entry.file or 'no site file')}){more}")
    if not named:
        say(f"[green]✓[/] {len(bundled())} bundled site files, {len(own_entries(folder))} of your own in {folder}")
    return 0


def _check_use(what: list[str], pages: int | None, page: list[str], *, as_json: bool) -> None:
    """Raise `FixArgument` for options that do not go together."""
    if page and pages:
        raise FixArgument("--pages", pages, "the pages are given already", "Leave out --pages, or --page.")
    if page and len(what) != 1:
        raise FixArgument("--page", page[0], "it is not clear whose page it is", "Name its site: one, before --page.")
    if as_json and not (page or pages):
        raise FixArgument("--json", True, "there is nothing to tell without pages", "Add --pages 5, or --page FILE.")


def _is_file(what: str) -> bool:
    return what.endswith((".yml", ".yaml")) or Path(what).expanduser().is_file()


def _each_once(named: list[tuple[str, Entry]]) -> list[tuple[str, Entry]]:
    return list({entry.site.slug: (name, entry) for name, entry in named}.values())
