"""`newsbot export`: stored articles as files for other tools."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import current_thread, main_thread
from typing import Annotated

import typer
from rich.markup import escape

from newsbot.article import Article, Delivered
from newsbot.cli.console import err, say
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.cli.progress import counted, counting
from newsbot.errors import FixArgument
from newsbot.publish.changed import change_of, changed_articles, matches
from newsbot.publish.cursor import Cursor
from newsbot.publish.files import is_export, may_write, whole_file
from newsbot.publish.forms import TEXTS, Form, form_of
from newsbot.publish.writing import UPDATED, Change, Lines, Sink, need_parquet, writing
from newsbot.sharing import shareable
from newsbot.store.base import Query, Store

_DATES = ["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(export)


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
    cursor: Annotated[
        str | None,
        typer.Option("--since-cursor", metavar="CURSOR", help="Only what changed since then: an export tells its end."),
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option("--state", metavar="FILE", help="The same, with the cursor in a file: all of it the first time."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write stored articles as JSON lines, CSV, Parquet, SQLite or Markdown, in the order of their first fetch.

    A file appears under its name when it is whole. Only complete texts: [bold]newsbot export --delivered full
    --delivered full_with_notice[/]. Only what changed: [bold]--state FILE[/]. Back in: [bold]newsbot import[/].
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
    steps = cursor is not None or state is not None
    update = steps and not overwrite and chosen in UPDATED
    if to is not None and not (update and is_export(to)):
        may_write(to, option="--to", overwrite=overwrite)
    task = Task(query, shared=is_shared, update=update)
    with open_existing(store) as opened:
        begin = _begin(opened, cursor, state) if steps else None
        with ended_cleanly(), _sink(to, chosen, update=update) as sink:
            end = _write_changes(opened, sink, task, begin) if begin else _write_all(opened, sink, task)
    if state is not None:
        sys.stdout.flush()
        _write_state(state, end)
    say(_summary(task, to))
    say(f"cursor: {end}")


@dataclass(slots=True)
class Task:
    """What is to be exported, and what has been."""

    query: Query
    shared: bool
    update: bool
    articles: int = 0
    incomplete: int = 0

    def add(self, sink: Sink, article: Article, change: Change | None = None) -> None:
        """Write one more."""
        given = shareable(article, paid=False) if self.shared else article
        sink.add(given, change)
        self.articles += 1
        self.incomplete += not given.complete


def _begin(store: Store, cursor: str | None, state: Path | None) -> Cursor:
    """Behind which event to go on. Raises `FixArgument`."""
    if cursor is not None and state is not None:
        raise FixArgument("--since-cursor", cursor, "--state has a cursor already", "Give one of the two.")
    text = cursor
    if state is not None and state.exists():
        try:
            text = state.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise FixArgument("--state", str(state), f"it cannot be read: {error}", "Give another file.") from error
    if text is None:
        return Cursor(store.stream)
    return Cursor.parse(text).checked(store.stream, store.last_event())


def _write_all(store: Store, sink: Sink, task: Task) -> Cursor:
    # Taken before: what comes in meanwhile is told again to whoever goes on from here, and never missed.
    end = Cursor(store.stream, store.last_event())
    with counting(err, "exporting", how_many(store, task.query)) as advance:
        for article in counted(store.find(task.query), advance):
            task.add(sink, article)
    return end


def _write_changes(store: Store, sink: Sink, task: Task, begin: Cursor) -> Cursor:
    last = store.last_event()
    dealt_with = begin.number
    with counting(err, "exporting", last - begin.number) as advance:
        for event, article in changed_articles(store, begin.number, last):
            if task.query.limit is not None and task.articles >= task.query.limit:
                return Cursor(begin.stream, dealt_with)
            if matches(task.query, article):
                task.add(sink, article, change_of(event))
            advance(event.number - dealt_with)
            dealt_with = event.number
    return Cursor(begin.stream, last)


def _write_state(state: Path, end: Cursor) -> None:
    try:
        with whole_file(state) as part:
            part.write_text(f"{end}\n", "utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        cure = f"The export is whole; its end is the cursor {end}. Choose a file that can be written."
        raise FixArgument("--state", str(state), why, cure) from error


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


@contextmanager
def ended_cleanly() -> Iterator[None]:
    """Let SIGTERM, by which services and time limits end a process, do what Ctrl-C does: else it would leave a part."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _sink(to: Path | None, form: Form, *, update: bool) -> Iterator[Sink]:
    if to is None:
        sys.stdout.flush()
        yield Lines(lambda line: sys.stdout.write(line.decode()), form)
        return
    with writing(to, form, update=update) as sink:
        yield sink


def how_many(store: Store, query: Query) -> int | None:
    """How many articles there will be, as far as it is known without looking at them."""
    if any((query.delivered, query.publishedSince, query.publishedUntil, query.fetchedSince, query.language)):
        return None
    counts = store.counts()
    total = counts.articles if query.site is None else counts.bySite.get(query.site, 0)
    return total if query.limit is None else min(total, query.limit)


def _summary(task: Task, to: Path | None) -> str:
    said = f"{counted_words(task.articles, 'article')} exported" + (f" to {escape(str(to))}" if to else "")
    notes = [f"{task.incomplete} of them not known to be whole"] if task.incomplete else []
    if to is not None and to.is_file():
        notes.append(size_words(to.stat().st_size))
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
