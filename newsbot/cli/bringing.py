"""`newsbot import`: articles of an export into a store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from newsbot.cli.console import SOME_SITES_FAILED, err, harmless, say
from newsbot.cli.exporting import counted_words
from newsbot.cli.looking import StoreOption
from newsbot.cli.progress import counting
from newsbot.config import read_config
from newsbot.errors import FixArgument
from newsbot.publish.forms import TEXTS, Form, form_of
from newsbot.publish.intake import Taken, take_in
from newsbot.publish.taking import Bad, take_from
from newsbot.publish.writing import need_parquet
from newsbot.store.base import Saved, Store
from newsbot.store.opening import open_store

#: Of what could not be read so much is told line by line; the rest is counted.
_MOST_TOLD = 20
_WHOLE = frozenset({Form.JSONL, Form.PARQUET})


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("import")(import_)


class Complaints:
    """Tells what could not be read: the first of it in full."""

    def __init__(self) -> None:
        self.count = 0

    def tell(self, bad: Bad) -> None:
        """One more."""
        self.count += 1
        if self.count <= _MOST_TOLD:
            say(f"[yellow]{escape(harmless(bad.place))}:[/] {escape(harmless(bad.why))}")
        elif self.count == _MOST_TOLD + 1:
            say("[yellow]…[/] more of this kind is counted, and not told.")


def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="What `newsbot export` wrote; - is standard input.")
    ],
    form: Annotated[
        Form | None, typer.Option("--format", "-f", help="What it is. [default: as its name tells; jsonl for -]")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Keep nothing: only say what would become of it.")] = False,
    store: StoreOption = None,
) -> int:
    """Put exported articles into a store, by the store's own rules: a second time there is nothing new.

    JSON lines and Parquet bring all of an article back; the others what they have columns for. A file is believed: also
    where it says that a text is whole. Exit code 2 where something in it was no article; all else is kept.
    """
    config = read_config()
    forms = [_form(path, form) for path in paths]
    complaints = Complaints()
    total = Taken()
    uri = store or config.store
    with open_store(uri, database=config.mongo_database) as opened, counting(err, "importing", None) as advance:
        for path, each in zip(paths, forms, strict=True):
            before = 0
            for taken in take_in(
                take_from(path, each), opened, tell=complaints.tell, lossy=each not in _WHOLE, dry_run=dry_run
            ):
                done = taken.saved.total() + taken.bad
                advance(done - before)
                before = done
                last = taken
            if before:
                _sum(total, last)
        _say_totals(total, opened, dry_run=dry_run)
    return SOME_SITES_FAILED if total.bad else 0


def _form(path: Path, form: Form | None) -> Form:
    if str(path) == "-":
        chosen = form or Form.JSONL
        if chosen not in TEXTS:
            raise FixArgument("--format", chosen.value, "it cannot come from standard input", "Give its file.")
        return chosen
    if not path.exists():
        raise FixArgument("PATH", str(path), "there is no such file", "Give a file that `newsbot export` wrote.")
    chosen = form or form_of(path, folder=path.is_dir(), option="PATH")
    if chosen is Form.PARQUET:
        need_parquet("PATH")
    if path.is_dir() and chosen is not Form.MARKDOWN:
        raise FixArgument("PATH", str(path), "it is a folder", "Only Markdown is read from a folder.")
    return chosen


def _sum(total: Taken, more: Taken) -> None:
    total.saved += more.saved
    total.bad += more.bad
    total.incomplete += more.incomplete


def _say_totals(total: Taken, store: Store, *, dry_run: bool) -> None:
    saved = total.saved
    new = counted_words(saved[Saved.NEW], "article")
    whole = f" ({total.incomplete} of what is new or changed not known to be whole)" if total.incomplete else ""
    would = "would be kept" if dry_run else "kept"
    counts = f"{new} new, {saved[Saved.CHANGED]} changed, {saved[Saved.SAME]} known already"
    say(f"{counts}: {would} in {escape(store.uri)}{whole}")
    if total.bad:
        say(f"[yellow]{counted_words(total.bad, 'record')} could not be read.[/]")
