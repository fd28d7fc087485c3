"""`newsbot login`: sign in to a site with its owner's own account, by its recipe or by hand, and save the session."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.markup import escape

from newsbot.cli.console import SOME_SITES_FAILED, err, say, say_error
from newsbot.cli.vaults import say_new_key
from newsbot.config import Config, read_config
from newsbot.errors import AwaitOther, BrowserGone, FixArgument, FixVault, SignInFailed, SignInRefused, TryLater
from newsbot.hosts import Reach, allowed_hosts
from newsbot.sessions.attempt import Manner, Patience
from newsbot.sessions.browser import BrowserManager, BrowserSettings, check_display
from newsbot.sessions.credentials import resolve
from newsbot.sessions.installed import need_browser
from newsbot.sessions.masking import Secret
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.signing import sign_in, sign_in_by_hand
from newsbot.sessions.turns import own_turn
from newsbot.sessions.vault import Vault, open_vault
from newsbot.sites.catalog import load_site
from newsbot.sites.login import Login
from newsbot.sites.model import Site

#: Seconds.
_STEP, _BY_HAND = 20.0, 600.0


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(login)


def login(
    site: Annotated[str, typer.Argument(metavar="SITE", help="The name or the address of a site, or a site file.")],
    headed: Annotated[
        bool, typer.Option("--headed", help="Open a window, and wait until you have signed in there by hand.")
    ] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Keep Playwright's recording. IT HOLDS YOUR PASSWORD; delete it after use.")
    ] = False,
    timeout: Annotated[
        float | None,
        typer.Option(
            "--timeout", min=1, max=3600, help="Seconds a step may take; by hand, all of it. [default: 20; 600 by hand]"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> int:
    """Sign in to a site with your own account, and save the session, encrypted, for crawls to come.

    The site file says how ([bold]login[/]); where your user name and password are kept, you say (docs/login.md). It is
    tried once: sites lock accounts after a few wrong passwords. What a failure left is kept in a folder, without
    secrets; crawls do not try the same again by themselves.

    Exit codes: 0 signed in · 1 wrong usage or configuration · 2 not signed in.
    """
    config = read_config()
    known = load_site(site, own=config.sites)
    if known.login is None:
        cure = "Add one, in a site file of your own (docs/login.md), or save a session with `newsbot sessions import`."
        raise FixArgument("SITE", site, "its site file does not say how to sign in (`login`)", cure)
    need_browser(os.environ, headed=headed)
    if headed:
        check_display(os.environ)
    if trace:
        say("[bold yellow]The recording will hold your password in clear. Delete it once you have looked at it.[/]")
    step = timeout or (_BY_HAND if headed else _STEP)
    manner = Manner(patience=Patience(step=step), trace=trace, tell=_progress if err.is_terminal else None)
    secrets = None if headed else resolve(known, known.login, config, ask=_ask if sys.stdin.isatty() else None)
    vault = open_vault(config)
    try:
        session = asyncio.run(_in_turn(known, known.login, config, vault, secrets, manner))
    except (SignInFailed, BrowserGone, TryLater, AwaitOther) as error:
        if as_json:
            _print({"site": known.slug, "signedIn": False, **_failure(error)})
        say_error(error)
        say_new_key(vault)
        return SOME_SITES_FAILED
    say_new_key(vault)
    _tell(known, session, as_json=as_json)
    return 0


Secrets = Mapping[str, Secret]


async def _in_turn(
    site: Site, recipe: Login, config: Config, vault: Vault, secrets: Secrets | None, manner: Manner
) -> SavedSession:
    """Sign in when no other newsbot does, and save the session; a failure is noted for crawls to come.

    What failed before is tried all the same: the owner asks for it. A sign-in by hand (no `secrets`) tries nothing that
    a crawl would try, and its failure is none of theirs.
    """
    refusals = Refusals(vault)
    async with own_turn(vault, site.slug, tell=_say_wait):
        tried = None if secrets is None else refusals.fingerprint(site.slug, recipe, secrets)
        try:
            session = await _sign_in(site, recipe, config, secrets, manner)
        except SignInFailed as failed:
            if secrets is not None:
                _note(refusals, site, failed, tried)
            raise
        vault.save(session)
        refusals.clear(site.slug)
    return session


def _note(refusals: Refusals, site: Site, failed: SignInFailed, tried: str | None) -> None:
    try:
        refusals.note(site.slug, failed, tried, datetime.now(UTC))
    except FixVault as error:
        say_error(error)


async def _sign_in(site: Site, recipe: Login, config: Config, secrets: Secrets | None, manner: Manner) -> SavedSession:
    reach = Reach(lambda: site.session_hosts, allowed_hosts(config.allow_hosts))
    headed = secrets is None
    if headed:
        wait = f"{manner.patience.step:g} s"
        say(f"Sign in in the window that opens; newsbot waits until it sees it ({wait}), and then closes it.")
    settings = BrowserSettings(headed=headed)
    async with BrowserManager(settings, allow=reach.allows, judge=reach.why_not_at) as manager:
        now = datetime.now(UTC)
        if secrets is None:
            return await sign_in_by_hand(manager, site, recipe, at=now, manner=manner)
        folder = config.data / "sign-ins"
        return await sign_in(manager, site, recipe, secrets, at=now, folder=folder, manner=manner)


def _say_wait(words: str) -> None:
    say(f"[yellow]{escape(words)}[/]")


def _progress(number: int, total: int, doing: str) -> None:
    err.print(f"[dim]{number:>2} of {total}[/]  {escape(doing)}", soft_wrap=True)


def _ask(what: str) -> str:
    return str(typer.prompt(what, hide_input=True, err=True))


def _failure(error: SignInFailed | BrowserGone | TryLater | AwaitOther) -> dict[str, Any]:
    if not isinstance(error, SignInFailed):
        return {"refused": False, "why": error.what}
    where = error.where
    return {
        "refused": isinstance(error, SignInRefused),
        "why": error.why,
        "step": where.step,
        "title": where.title,
        "url": where.url,
        "folder": where.folder,
    }


def _tell(site: Site, session: SavedSession, *, as_json: bool) -> None:
    first, last = session.expires.earliest, session.expires.latest
    if as_json:
        _print(
            {
                "site": site.slug,
                "signedIn": True,
                "proof": session.proof,
                "provedAt": session.provedAt.isoformat(timespec="seconds") if session.provedAt else None,
                "expires": {
                    "earliest": first.isoformat(timespec="seconds") if first else None,
                    "latest": last.isoformat(timespec="seconds") if last else None,
                },
            }
        )
        return
    say(f"[green]✓[/] signed in to {escape(site.name)}: {escape(session.proof or '')}")
    if first is None or last is None:
        ends = "it lasts as long as the site likes"
    else:
        ends = f"its cookies run out between {first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M} UTC"
    say(f"  saved, encrypted; {ends}. `newsbot sessions check {site.slug}` asks whether it still holds.")


def _print(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
