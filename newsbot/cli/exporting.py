"""`newsbot export`: stored articles as files for other tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from newsbot.article import Article, Delivered
from newsbot.cli.console import err, say
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.cli.progress import counted, counting
from newsbot.errors import FixArgument
from newsbot.publish.files import may_write
from newsbot.publish.forms import TEXTS, Form, form_of
from newsbot.publish.sharing import shareable
from newsbot.publish.writing import Lines, Sink, need_parquet, writing
from newsbot.store.base import Query, Store

_DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(export)


@dataclass(slots=True)
class Count:
    """What an export has written."""

    articles: int = 0
    incomplete: int = 0


def export(
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            "-f",
            help="jsonl and parquet hold everything; csv is for spreadsheets, sqlite for analysts, markdown for "
            "readers. [default: as the name after --to tells, or jsonl]",
        ),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to",
            "--output",
            "-o",
            metavar="PATH",
            help="The file to write, or the folder for markdown; .gz packs it. [default: stdout]",
        ),
    ] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace an export that is there.")] = False,
    is_shared: Annotated[
        bool, typer.Option("--shareable", help="Cut what the publisher declares as not free: fit to be given on.")
    ] = False,
    site: Annotated[
        str | None, typer.Option(help="Only articles of this site (its slug, as in the closing table).")
    ] = None,
    since: Annotated[datetime | None, typer.Option(formats=_DATES, help="Published then or later (UTC).")] = None,
    until: Annotated[datetime | None, typer.Option(formats=_DATES, help="Published before then (UTC).")] = None,
    delivered: Annotated[
        list[Delivered] | None, typer.Option(help="Only articles in this access state; may be given more than once.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Only articles in this language, such as de.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many.")] = None,
    store: StoreOption = None,
) -> None:
    """Write stored articles as JSON lines, CSV, Parquet, SQLite or Markdown, in the order of their first fetch.

    A file appears under its name when it is whole. Only complete texts: [bold]newsbot export --delivered full
    --delivered full_with_notice[/]. Back in: [bold]newsbot import[/].
    """
    query = Query(
        site=site,
        delivered=frozenset(delivered or ()),
        publishedSince=since.replace(tzinfo=UTC) if since else None,
        publishedUntil=until.replace(tzinfo=UTC) if until else None,
        language=language,
        limit=limit,
    )
    chosen = _chosen(form, to)
    if to is not None:
        may_write(to, option="--to", overwrite=overwrite)
    with open_existing(store) as opened:
        count = Count()
        with _sink(to, chosen) as sink, counting(err, "exporting", how_many(opened, query)) as advance:
            for article in counted(opened.find(query), advance):
                _add(sink, count, shareable(article, paid=False) if is_shared else article)
    say(_summary(count, to))


def _chosen(form: Form | None, to: Path | None) -> Form:
    """As what to write. Raises `FixArgument` where that cannot be."""
    chosen = form or (Form.JSONL if to is None else form_of(to, folder=_is_folder(to), option="--to"))
    if to is None and chosen not in TEXTS:
        raise FixArgument("--format", chosen.value, "it cannot go to standard output", "Say where: --to PATH.")
    if chosen is Form.PARQUET:
        need_parquet("--format")
    if to is not None and to.is_dir() != (chosen is Form.MARKDOWN) and to.exists():
        what = "a folder" if to.is_dir() else "a file"
        raise FixArgument("--to", str(to), f"it is {what}", "Markdown is written to a folder, all else to a file.")
    return chosen


def _is_folder(to: Path) -> bool:
    return to.is_dir() or not to.suffix


def _add(sink: Sink, count: Count, article: Article) -> None:
    sink.add(article)
    count.articles += 1
    count.incomplete += not article.complete


@contextmanager
def _sink(to: Path | None, form: Form) -> Iterator[Sink]:
    if to is None:
        sys.stdout.flush()
        yield Lines(lambda line: sys.stdout.write(line.decode()), form)
        return
    with writing(to, form) as sink:
        yield sink


def how_many(store: Store, query: Query) -> int | None:
    """How many articles there will be, as far as it is known without looking at them."""
    if any((query.delivered, query.publishedSince, query.publishedUntil, query.fetchedSince, query.language)):
        return None
    counts = store.counts()
    total = counts.articles if query.site is None else counts.bySite.get(query.site, 0)
    return total if query.limit is None else min(total, query.limit)


def _summary(count: Count, to: Path | None) -> str:
    said = f"{counted_words(count.articles, 'article')} exported" + (f" to {escape(str(to))}" if to else "")
    notes = [f"{count.incomplete} of them not known to be whole"] if count.incomplete else []
    if to is not None and to.is_file():
        notes.append(f"{size_words(to.stat().st_size)}")
    return said + (f" ({', '.join(notes)})" if notes else "")


def counted_words(number: int, what: str) -> str:
    """So many of them, in words."""
    return f"1 {what}" if number == 1 else f"{number} {what}s"


def size_words(size: int) -> str:
    """A number of bytes for people."""
    number = float(size)
    for unit in ("bytes", "kB", "MB"):
        if number < 1000:  # noqa: PLR2004 - kilo
            return f"{number:.0f} {unit}" if unit == "bytes" else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"
