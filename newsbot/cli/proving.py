"""`newsbot sessions check`: ask the sites of saved sessions who is signed in."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from newsbot.cli import display
from newsbot.cli.console import INTERRUPTED, SOME_SITES_FAILED, err, out, say, say_error
from newsbot.cli.planning import prepare
from newsbot.cli.vaults import site_of
from newsbot.config import read_config
from newsbot.crawl.proving import Proof, prove_all
from newsbot.crawl.report import Report
from newsbot.errors import FixArgument, FixVault, NewsbotError
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.vault import Vault, open_vault
from newsbot.sites.model import Site

SitesArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[SITE]…", help="Names or addresses of sites, or site files. [default: all saved ones]"),
]
_WORDS = {True: "[green]signed in[/]", False: "[red]signed out[/]", None: "[yellow]cannot tell[/]"}


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(check)


def check(
    sites: SitesArgument = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> int:
    """Ask each site who is signed in: the address of [bold]verify[/] in its site file, with the session's cookies.

    One page a site, by plain HTTP and without a browser; nobody is signed in anew. What is seen is noted, and cookies
    that the server renews are kept.

    Exit codes: 0 all are signed in · 1 wrong usage or configuration · 2 one is not, or it cannot be told.
    """
    config = read_config()
    vault = open_vault(config)
    named = dict(site_of(each, vault, config) for each in sites or vault.names())
    if not named:
        say("No session is saved: nothing to check. Sign in at a site: newsbot login SITE")
        return 0
    asked, untold = _to_ask(named, vault)
    proofs = _ask(asked) if asked else []
    _keep(proofs, asked, vault)
    answers = untold + [_answer(each.site, signed_in=each.signedIn, why=each.why) for each in proofs]
    told = {each["site"] for each in answers}
    answers += [
        _answer(site.slug, signed_in=None, why="it was not asked") for site, _ in asked if site.slug not in told
    ]
    _show(answers, as_json=as_json)
    if len(proofs) < len(asked):
        return INTERRUPTED
    return 0 if all(each["signedIn"] for each in answers) else SOME_SITES_FAILED


def _answer(site: str, *, signed_in: bool | None, why: str) -> dict[str, Any]:
    return {"site": site, "signedIn": signed_in, "why": why}


def _to_ask(
    named: Mapping[str, Site | NewsbotError], vault: Vault
) -> tuple[list[tuple[Site, SavedSession]], list[dict[str, Any]]]:
    """The sites that can be asked, each with its session; and the answers for those that cannot."""
    asked, untold = [], []
    for slug, site in named.items():
        try:
            if isinstance(site, NewsbotError):
                raise site
            session = vault.load(slug)
        except (FixArgument, FixVault) as error:
            say_error(error)
            untold.append(_answer(slug, signed_in=None, why=error.what))
            continue
        if session is None:
            why = f"no session of it is saved; newsbot login {slug}"
            untold.append(_answer(slug, signed_in=False, why=why))
        elif site.login is None or site.login.verify is None:
            untold.append(_answer(slug, signed_in=None, why="its site file names no page to ask (login.verify)"))
        else:
            asked.append((site, session))
    return asked, untold


def _ask(asked: Sequence[tuple[Site, SavedSession]]) -> list[Proof]:
    prepare(verbose=False)
    return prove_all(asked, _watch)


def _keep(proofs: Sequence[Proof], asked: Sequence[tuple[Site, SavedSession]], vault: Vault) -> None:
    """Save what was seen, and what servers changed, also where nobody is signed in: they expect it from now on.

    A session that somebody else saved meanwhile is newer, and stays.
    """
    before = {session.site: session for _, session in asked}
    for proof in proofs:
        if proof.session != before[proof.site] == vault.load(proof.site):
            vault.save(proof.session)


def _watch(get_report: Callable[[], Report | None]) -> AbstractContextManager[None]:
    return display.watch(err, get_report)


def _show(answers: Sequence[dict[str, Any]], *, as_json: bool) -> None:
    ordered = sorted(answers, key=lambda each: str(each["site"]))
    if as_json:
        sys.stdout.write(json.dumps(ordered, ensure_ascii=False) + "\n")
        return
    table = Table()
    for column in ("site", "session", "why"):
        table.add_column(column, overflow="fold")
    for each in ordered:
        table.add_row(each["site"], _WORDS[each["signedIn"]], Text(each["why"]))
    out.print(table)
    if any(each["signedIn"] is False for each in ordered):
        say("[green]fix:[/] sign in anew: newsbot login SITE")
