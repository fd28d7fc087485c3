"""`newsbot sites import-ftr FOLDER`: ftr-site-config files become site files, and what they cannot say is told."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import err, out, say
from newsbot.config import read_config
from newsbot.errors import FixArgument
from newsbot.sites.catalog import Entry, bundled, own_entries
from newsbot.sites.document import MAX_SIZE, write_site
from newsbot.sites.ftr import Carried, carry, comment_of, host_of_file
from newsbot.sites.ftr_lines import Note
from newsbot.sites.model import Site

#: Some sites failed, as for a crawl.
EXIT_SOME = 2


class State(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    WOULD_BE = "would be written"
    NOTHING = "nothing to carry over"
    EXISTS = "exists"
    TAKEN = "taken"
    FAILED = "failed"

    @property
    def is_well(self) -> bool:
        """Whether nothing is left to do."""
        return self in {State.WRITTEN, State.WOULD_BE, State.NOTHING}


@dataclass(frozen=True, slots=True)
class _Outcome:
    source: Path
    carried: Carried
    state: State
    target: Path | None = None
    why: str = ""

    def row(self) -> dict[str, Any]:
        """For --json."""
        notes = [{"line": note.line, "directive": note.directive, "why": note.why} for note in self.carried.notes]
        return {
            "file": str(self.source),
            "host": self.carried.host,
            "site": self.carried.site.slug if self.carried.site else None,
            "state": self.state.value,
            "target": str(self.target) if self.target else None,
            "why": self.why or None,
            "carried": list(self.carried.keys),
            "notCarried": notes,
        }


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command("import-ftr")(import_ftr)


def import_ftr(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of ftr-site-config files: host.txt.")],
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FOLDER", help="Where to write. [default: your folder of site files]"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over existing files.")] = False,
    logins: Annotated[bool, typer.Option("--logins", help="Only the files that give a login.")] = False,
    dry: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done, write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array, an object for each file.")] = False,
) -> int:
    """Make site files of ftr-site-config files: their selectors, what they strip, and how one signs in.

    What cannot be carried over is told, and stands as a comment in each site file. Where newsbot knows the site, what
    it knows is taken along, and goes before. Try each file before you rely on it: newsbot sites check SITE --pages 5.

    Exit code 2 where a file could not be read, or its site file was there already.
    """
    target = to or read_config().sites
    outcomes = list(_import(_sources(folder), _Place(target, force=force, dry=dry), logins=logins))
    if as_json:
        sys.stdout.write(json.dumps([each.row() for each in outcomes], ensure_ascii=False) + "\n")
    else:
        out.print(_table(outcomes))
    written = sum(each.state in {State.WRITTEN, State.WOULD_BE} for each in outcomes)
    notes = sum(len(each.carried.notes) for each in outcomes)
    done = "would be written" if dry else "written"
    say(f"{written} of {len(outcomes)} files {done} to {target}; {notes} remarks stand in the table, and in each file")
    for each in outcomes:
        if not each.state.is_well:
            err.print(Text.assemble((f"{each.source.name}: ", "bold red"), each.why), soft_wrap=True)
    return 0 if all(each.state.is_well for each in outcomes) else EXIT_SOME


def _sources(folder: Path) -> list[Path]:
    folder = folder.expanduser()
    try:
        files = sorted(path for path in folder.iterdir() if path.name.endswith(".txt"))
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FixArgument("FOLDER", str(folder), why, "Name the folder that holds the files.") from error
    sources = [path for path in files if host_of_file(path.name)]
    if not sources:
        why = "it holds no file that is called for a host, such as example.com.txt"
        raise FixArgument("FOLDER", str(folder), why, "Name the folder that holds the files.")
    # The site itself goes before the hosts below it: `.example.com.txt` finds its place taken.
    return sorted(sources, key=lambda path: (path.name.startswith("."), path.name))


def _import(sources: list[Path], place: _Place, *, logins: bool) -> Iterator[_Outcome]:
    for source in sources:
        outcome = _read(source, place)
        if not logins or "login" in outcome.carried.keys or outcome.state is State.FAILED:
            yield place.write(outcome) if outcome.state is State.WRITTEN else outcome


def _read(source: Path, place: _Place) -> _Outcome:
    host = host_of_file(source.name)
    try:
        with source.open("rb") as stream:
            data = stream.read(MAX_SIZE + 1)
    except OSError as error:
        return _Outcome(source, _nothing(host), State.FAILED, None, f"cannot be read: {error.strerror or error}")
    if len(data) > MAX_SIZE:
        return _Outcome(source, _nothing(host), State.FAILED, None, f"it has more than {MAX_SIZE:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _Outcome(source, _nothing(host), State.FAILED, None, f"byte {error.start} is not UTF-8")
    known = place.known(host)
    carried = carry(source.name, text, known.site if known else None)
    return _Outcome(source, carried, State.WRITTEN if carried.site else State.NOTHING)


def _nothing(host: str) -> Carried:
    return Carried(host=host, site=None, keys=(), notes=())


class _Place:
    """The folder that is written to, and which names and hosts are taken there."""

    def __init__(self, folder: Path, *, force: bool, dry: bool) -> None:
        self.folder = folder.expanduser()
        self.force = force
        self.dry = dry
        self.taken = {name: Path(entry.file) for entry in own_entries(self.folder) for name in _names(entry.site)}
        self.written: set[Path] = set()  #: in this run: --force does not concern these

    @staticmethod
    def known(host: str) -> Entry | None:
        """The bundled site of exactly this host: a file for a part of a site says nothing of the whole."""
        entry = bundled().at(f"https://{host}/")
        return entry if entry and host in entry.site.bare_hosts else None

    def write(self, outcome: _Outcome) -> _Outcome:
        """Write a site file, if its place is free."""
        site, source = outcome.carried.site, outcome.source
        assert site is not None  # noqa: S101 (only those that carry something are written)
        target = self.folder / (site.country or "") / f"{site.slug}.yml"
        if target in self.written:
            why = f"{target} was made from another file of this folder just now; carry over by hand what you want of it"
            return _Outcome(source, outcome.carried, State.TAKEN, target, why)
        others = {self.taken[name] for name in _names(site) if name in self.taken} - {target}
        if others:
            why = f"{min(others)} speaks of this site already; carry over by hand what you want of it"
            return _Outcome(source, outcome.carried, State.TAKEN, min(others), why)
        if target.exists() and not self.force:
            return _Outcome(source, outcome.carried, State.EXISTS, target, f"{target} exists; --force writes over it")
        why = "" if self.dry else self._write(target, self._text(outcome, site))
        if why:
            return _Outcome(source, outcome.carried, State.FAILED, target, why)
        self.taken |= dict.fromkeys(_names(site), target)
        self.written.add(target)
        return _Outcome(source, outcome.carried, State.WOULD_BE if self.dry else State.WRITTEN, target)

    def _text(self, outcome: _Outcome, site: Site) -> str:
        notes = list(outcome.carried.notes)
        known = self.known(outcome.carried.host)
        if known:
            notes.insert(0, Note(0, "site", f"newsbot knew it: this file takes the place of {known.file}"))
        return write_site(site, comment_of(outcome.source.name, notes))

    def _write(self, target: Path, text: str) -> str:
        """Write the file; why it could not be."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("w" if self.force else "x", encoding="utf-8") as stream:
                stream.write(text)
        except OSError as error:
            return f"{target} cannot be written: {(error.strerror or str(error)).lower()}"
        return ""


def _names(site: Site) -> set[str]:
    return {f"the name {site.slug}", *(f"the host {host}" for host in site.bare_hosts)}


def _table(outcomes: list[_Outcome]) -> Table:
    table = Table()
    for column in ("file", "site", "carried over", "not carried over, or not as it stands", ""):
        table.add_column(column, overflow="fold")
    for each in outcomes:
        notes = "\n".join(map(str, each.carried.notes))
        site = each.carried.site.slug if each.carried.site else ""
        keys = ", ".join(key.removeprefix("selectors.") for key in each.carried.keys)
        style = "" if each.state.is_well else "red"
        table.add_row(each.source.name, site, keys, Text(notes), Text(each.state.value, style=style))
    return table
