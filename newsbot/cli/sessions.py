"""`newsbot sessions`: the saved sessions of the owner's logins: looked at, proved, taken away, carried elsewhere."""

from __future__ import annotations

import json
import os
import shlex
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import out, say, say_error
from newsbot.cli.vaults import say_new_key, slug_of
from newsbot.config import read_config
from newsbot.errors import FixArgument, FixVault
from newsbot.sessions.files import write_private_file
from newsbot.sessions.refusals import Refusal, Refusals
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.states import LARGEST, site_of_state
from newsbot.sessions.vault import Vault, open_vault
from newsbot.sites.catalog import load_site

SiteArgument = Annotated[str, typer.Argument(metavar="SITE", help="The name or the address of a site, or a site file.")]

sessions_app = typer.Typer(
    no_args_is_help=True, help="List, prove, forget, export and import the saved sessions of your logins."
)


def add_to(app: typer.Typer) -> typer.Typer:
    """Add these commands; their group, for those that stand in other modules."""
    app.add_typer(sessions_app, name="sessions")
    sessions_app.command("list")(list_sessions)
    sessions_app.command()(forget)
    sessions_app.command("export")(export)
    sessions_app.command("import")(import_state)
    return sessions_app


# ── list ──


@dataclass(frozen=True, slots=True)
class _Row:
    """A saved session, or why it cannot be opened; and how signing in to the site failed the last time."""

    site: str
    session: SavedSession | None
    refusal: Refusal | None
    error: FixVault | None = None


def _rows(vault: Vault) -> Iterator[_Row]:
    refusals = Refusals(vault)
    for site in sorted({*vault.names(), *refusals.names()}):
        refusal = refusals.read(site)
        try:
            session = vault.load(site)
        except FixVault as error:
            yield _Row(site, None, refusal, error)
        else:
            if session is not None or refusal is not None:  # else it was forgotten meanwhile
                yield _Row(site, session, refusal)


def list_sessions(
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> int:
    """List the saved sessions: how old they are, when they run out, when they were last proved. Never a value of them.

    Sites where signing in failed are listed, too: crawls do not try the same again by themselves. Exit code 1 where a
    session cannot be opened.
    """
    vault = open_vault(read_config())
    rows, now = list(_rows(vault)), datetime.now(UTC)
    if as_json:
        sys.stdout.write(json.dumps([_as_json(row, now) for row in rows], ensure_ascii=False) + "\n")
    elif rows:
        out.print(_table(rows, now))
    else:
        say(f"No session is saved in {escape(str(vault.folder))}. Sign in at a site: newsbot login SITE")
    for row in rows:
        if row.error is not None:
            say_error(row.error)
        if row.refusal is not None and not as_json:
            say(f"[yellow]{row.site}: {escape(str(row.refusal))}; {escape(row.refusal.cure(row.site))}[/]")
    return 1 if any(row.error for row in rows) else 0


def _as_json(row: _Row, now: datetime) -> dict[str, Any]:
    session = row.session
    refused = _refused_as_json(row.refusal)
    if session is None:
        return {"site": row.site, "problem": row.error.why if row.error else "no session is saved", "refused": refused}
    ends = session.expires
    return {
        "site": row.site,
        "problem": None,
        "signedInAt": _iso(session.signedInAt),
        "age": int((now - session.signedInAt).total_seconds()),
        "expires": {"earliest": _iso(ends.earliest), "latest": _iso(ends.latest)},
        "stale": session.is_stale(now),
        "provedAt": _iso(session.provedAt),
        "proof": session.proof,
        "madeBy": session.madeBy,
        "userAgentBound": session.userAgent is not None,
        "cookies": len(session.cookies),
        "storage": len(session.storage),
        "refused": refused,
    }


def _refused_as_json(refusal: Refusal | None) -> dict[str, Any] | None:
    if refusal is None:
        return None
    return {
        "kind": refusal.kind,
        "at": _iso(refusal.at),
        "times": refusal.times,
        "why": refusal.why,
        "nextTry": _iso(refusal.next_try),
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _table(rows: Sequence[_Row], now: datetime) -> Table:
    table = Table()
    for column in ("site", "signed in (UTC)", "age", "runs out", "last proof", "made by", "browser's user agent"):
        table.add_column(column, overflow="fold")
    for row in rows:
        session = row.session
        if session is None:
            table.add_row(row.site, Text("cannot be opened" if row.error else "not signed in", style="red"))
            continue
        table.add_row(
            row.site,
            f"{session.signedInAt:%Y-%m-%d %H:%M}",
            span(now - session.signedInAt),
            Text("has run out", style="red") if session.is_stale(now) else _ends(session, now),
            Text(f"{span(now - session.provedAt)} ago: {session.proof or ''}".rstrip(": ") if session.provedAt else ""),
            Text(session.madeBy),
            "bound to it" if session.userAgent else "",
        )
    return table


def _ends(session: SavedSession, now: datetime) -> str:
    """When its cookies run out: the first and the last, since only the site knows which of them matters."""
    first, last = session.expires.earliest, session.expires.latest
    if first is None or last is None:
        return "as the site likes"
    words = [f"in {span(each - now)}" if each > now else f"{span(now - each)} ago" for each in (first, last)]
    return words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"


def span(time: timedelta) -> str:
    """A span of time in its largest unit."""
    seconds = max(int(time.total_seconds()), 0)
    for unit, length in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if (number := seconds // length) > 0:
            return f"{number} {unit}{'s' if number > 1 else ''}"
    return "less than a minute"


# ── forget ──


def forget(
    sites: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE]…", help="Names or addresses of sites, or site files.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All saved sessions.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
) -> int:
    """Take saved sessions away from this machine. The sites are not told: sign out there, too, if others had them.

    That signing in failed is forgotten with them: the next crawl tries it.
    """
    config = read_config()
    vault = open_vault(config)
    if everything == bool(sites):
        raise FixArgument(
            "SITE", " ".join(sites or ()), "give either sites or --all", "`newsbot sessions list` shows all."
        )
    refusals = Refusals(vault)
    saved = sorted({*vault.names(), *refusals.names()})
    named = saved if everything else list(dict.fromkeys(slug_of(each, vault, config) for each in sites or ()))
    for slug in named:
        if slug not in saved:
            raise vault.unknown(slug)
    if not named:
        say("No session is saved: nothing to forget.")
        return 0
    if not yes:
        _confirm(named)
    for slug in named:
        vault.forget(slug)
        refusals.clear(slug)
        say(f"[green]✓[/] forgotten: {slug}")
    return 0


def _confirm(named: Sequence[str]) -> None:
    if not sys.stdin.isatty():
        raise FixArgument("forget", " ".join(named), "there is no terminal to ask on", "Add --yes, if you mean it.")
    if not typer.confirm(f"Forget the saved sessions of {', '.join(named)}?", err=True):
        raise typer.Abort


# ── export and import ──


def export(
    site: SiteArgument,
    file: Annotated[str, typer.Argument(metavar="FILE", help="The file to write, or - for a pipe.")],
    force: Annotated[bool, typer.Option("--force", help="Write over an existing file.")] = False,
) -> int:
    """Write a session in clear, as Playwright reads it (storage_state), to be used elsewhere.

    [bold]The file is a key to your account:[/] whoever has it is signed in as you.
    """
    config = read_config()
    vault = open_vault(config)
    slug = slug_of(site, vault, config)
    state = vault.export(slug)
    if file == "-":
        _pipe(state)
        return 0
    path = Path(file).expanduser()
    if path.exists() and not force:
        raise FixArgument("FILE", file, "there is a file already", "Give --force to write over it, or another FILE.")
    try:
        write_private_file(path, state)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FixArgument("FILE", file, why, "Choose a file that can be written.") from error
    say(f"[green]✓[/] the session of {slug} is written to {escape(file)} (mode 0600)")
    say("[bold yellow]It is a key to your account: whoever has this file is signed in as you. Delete it after use.[/]")
    return 0


def _pipe(state: bytes) -> None:
    if sys.stdout.isatty():
        cure = "Give a FILE, or send it on: newsbot sessions export SITE - | ssh HOST newsbot sessions import SITE -"
        raise FixArgument("FILE", "-", "a session is not shown on a terminal", cure)
    sys.stdout.write(state.decode() + "\n")


def import_state(
    site: SiteArgument,
    file: Annotated[str, typer.Argument(metavar="FILE", help="A browser's state as JSON, or - for stdin.")],
) -> int:
    """Save the session that a browser elsewhere signed in with: Playwright's storage_state, or an export of newsbot's.

    Only what belongs to the site's hosts, and to those its login names, is kept.
    """
    config = read_config()
    vault = open_vault(config)
    known = load_site(site, own=config.sites)
    state = _read_state(file)
    if (named := site_of_state(state)) not in {None, known.slug}:
        raise FixArgument("FILE", file, f"it is the session of {named}, not of {known.slug}", f"Import it as {named}.")
    session = vault.import_state(known.slug, state, known.session_hosts, datetime.now(UTC))
    Refusals(vault).clear(known.slug)
    say_new_key(vault)
    cookies = "1 cookie" if len(session.cookies) == 1 else f"{len(session.cookies)} cookies"
    stored = sum(len(values) for values in session.storage.values())
    say(f"[green]✓[/] saved for {known.slug}: {cookies}, {stored} stored values. What is of other sites was left out.")
    if session.is_stale(datetime.now(UTC)):
        say("[yellow]All of it has run out: sign in again, and save the browser's state right after.[/]")
    say(f"Prove it: newsbot sessions check {known.slug}")
    return 0


def _read_state(file: str) -> bytes:
    try:
        if file == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        path = Path(file).expanduser()
        with path.open("rb") as stream:
            mode = os.fstat(stream.fileno()).st_mode
            state = stream.read(LARGEST + 1)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise FixArgument("FILE", file, why, "Give a browser's state as JSON, or - to read it from stdin.") from error
    if stat.S_ISREG(mode) and mode & 0o077:
        say(f"[yellow]Others can read {escape(file)}, a key to your account: chmod 600 {escape(shlex.quote(file))}[/]")
    return state
