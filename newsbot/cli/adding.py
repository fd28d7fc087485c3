"""`newsbot sites add URL`: find out how a site can be followed, show it on a handful of articles, write its file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from newsbot.article import Article
from newsbot.cli.console import err, out, say
from newsbot.config import read_config
from newsbot.crawl.report import Report
from newsbot.crawl.running import kept, run_crawl
from newsbot.errors import FixArgument, NoArticles
from newsbot.sites.catalog import load_site
from newsbot.sites.codes import COUNTRIES
from newsbot.sites.document import write_site
from newsbot.sites.model import Site

#: So many articles are read to see what the generic reading makes of the site.
HANDFUL = 8
_FIELDS = (
    "headline",
    "description",
    "articleBody",
    "datePublished",
    "authors",
    "articleSection",
    "mainImage",
    "inLanguage",
)


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(add)


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="The front page of the site.")],
    name: Annotated[str | None, typer.Option(help="The site's name. [default: as its pages say it]")] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Where to write the file. [default: in your folder of site files]"
        ),
    ] = None,
    dry: Annotated[bool, typer.Option("--dry-run", help="Show the file, write nothing.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
    delay: Annotated[
        float, typer.Option(min=0, help="Seconds between two requests, where robots.txt does not ask for more.")
    ] = 1.0,
) -> None:
    """Explore a site, show what newsbot finds and reads there, and write a site file for it.

    Feeds, sitemaps and sections are searched, and a handful of articles is read; nothing is stored.
    """
    config = read_config()
    known = load_site(url, own=config.sites)
    bare = Site(name=known.name, url=known.url if known.hosts else url)
    articles: list[Article] = []
    with err.status(f"looking at {bare.url} …"):
        report = run_crawl(
            "site",
            {"site": [bare.url], "max_requests": HANDFUL, "explore": True},
            {"NEWSBOT_STORE": "sqlite://", "DOWNLOAD_DELAY": delay},
            lambda _: nullcontext(),
            {kept: lambda item: articles.append(item) if isinstance(item, Article) else None},
        )
    site = draft(bare, report, articles, name)
    _show(site, report, articles)
    target = output or config.sites / (site.country or "") / f"{site.slug}.yml"
    if dry:
        return
    if target.exists() and not force:
        raise FixArgument(
            "--output", str(target), "there is a file already", "Give --force to write over it, or another --output."
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(write_site(site), "utf-8")
    except OSError as error:
        raise FixArgument(
            "--output", str(target), (error.strerror or str(error)).lower(), "Choose a file that can be written."
        ) from error
    say(f"[green]✓[/] written to {target}. Crawl it: newsbot crawl {site.slug}")


def draft(bare: Site, report: Report, articles: list[Article], name: str | None) -> Site:
    """The site file that a look at a site suggests: pure, from what its listings and a handful of articles gave."""
    found = [source for tally in report.sites.values() for source in tally.sources]
    named = {
        kind: tuple(each.url for each in found if each.kind == kind and each.links)
        for kind in ("feed", "newsSitemap", "sitemap", "section")
    }
    language = _most_common(article.inLanguage for article in articles)
    return Site(
        name=name or _most_common(article.publisher for article in articles) or bare.name,
        country=_country(bare),
        languages=(language,) if language else (),
        url=bare.url,
        feeds=named["feed"],
        newsSitemaps=named["newsSitemap"],
        sitemaps=named["sitemap"],
        sections=named["section"],
    )


def _most_common(values: Iterable[str | None]) -> str | None:
    ranked = Counter(value for value in values if value).most_common(1)
    return ranked[0][0] if ranked else None


def _country(site: Site) -> str | None:
    """The country that a two-letter top-level domain stands for."""
    ending = min(site.bare_hosts).rpartition(".")[2]
    return {"uk": "gb"}.get(ending, ending) if ending in COUNTRIES or ending == "uk" else None


def _show(site: Site, report: Report, articles: list[Article]) -> None:
    """What was found, and how well the generic reading does."""
    found = Table(title="Where articles are found", title_justify="left")
    for column in ("kind", "address", "links"):
        found.add_column(column, overflow="fold")
    for tally in report.sites.values():
        for source in tally.sources:
            found.add_row(source.kind, Text(source.url), str(source.links))
    out.print(found)
    if not articles:
        trouble = next(
            (reason for tally in report.sites.values() for reason in tally.troubles), "no page looked like an article"
        )
        raise NoArticles(site.url, trouble)
    read = Table(title=f"What {len(articles)} of its articles gave", title_justify="left")
    for column in ("headline", "words", "published", "access", "missing"):
        read.add_column(column, overflow="fold")
    for article in articles:
        missing = [name for name in _FIELDS if not getattr(article, name)]
        published = f"{article.datePublished:%Y-%m-%d %H:%M}" if article.datePublished else ""
        access = f"{article.access.delivered.value} / {article.access.gate.value}"
        read.add_row(
            Text(article.headline or ""),
            str(article.wordCount or 0),
            published,
            access,
            ", ".join(missing) or "nothing",
        )
    out.print(read)
    out.print("\n[bold]The site file[/]")
    out.print(Syntax(write_site(site), "yaml", background_color="default"))
