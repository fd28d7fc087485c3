"""`newsbot sites`: the site files, bundled and own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from newsbot.cli import adding
from newsbot.cli.console import out, say
from newsbot.config import read_config
from newsbot.errors import FixSiteFile
from newsbot.sites.catalog import bundled, check_sites, load_site, open_catalog, own_entries, read_site_file
from newsbot.sites.document import write_site

sites_app = typer.Typer(no_args_is_help=True, help="List, show, check and add site files.")


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(sites_app, name="sites")
    sites_app.command("list")(list_sites)
    sites_app.command()(show)
    sites_app.command()(check)
    adding.add_to(sites_app)


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
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]…", help="Site files. [default: all of your own, and the bundled ones]"),
    ] = None,
) -> None:
    """Read site files and tell every fault of every file, with its line."""
    folder = read_config().sites
    faults = check_sites(folder, files or ())
    if faults:
        raise FixSiteFile(faults)
    if files:
        say("\n".join(f"[green]✓[/] {read_site_file(file).site.name} ({file})" for file in files))
        return
    say(f"[green]✓[/] {len(bundled())} bundled site files, {len(own_entries(folder))} of your own in {folder}")
