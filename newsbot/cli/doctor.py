"""`newsbot doctor`: what is installed, reachable and configured, what is not, and the cure."""

from __future__ import annotations

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import out
from newsbot.config import VARIABLES, Config, read_config
from newsbot.errors import FixVault, NewsbotError
from newsbot.packages import check_package
from newsbot.sessions.installed import CURE_BROWSER, CURE_PACKAGE, find_browser
from newsbot.sessions.keys import VARIABLE as VAULT_KEY
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.vault import open_vault
from newsbot.sites.catalog import bundled, own_entries
from newsbot.store.opening import open_store
from newsbot.store.outbox import Outbox
from newsbot.urls import without_secrets
from newsbot.version import __version__

_LIBRARIES = ("scrapy", "twisted", "lxml", "pydantic", "pymongo")
_LEAST_FREE = 500 * 1024 * 1024  # bytes
_MARKS = {"ok": "[green]✓[/]", "note": "[yellow]•[/]", "wrong": "[red]✗[/]"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    state: str  #: ok, note, wrong
    saw: str
    cure: str = ""


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(doctor)


def doctor(
    store: Annotated[
        str | None, typer.Option("--store", metavar="URI", help="The store to look at, as for crawl.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON array.")] = False,
) -> int:
    """Look at everything that newsbot needs, and tell the cure for what is wrong. Exit code 1 where something is."""
    findings = list(examine(read_config(), store))
    if as_json:
        rows = [{"what": f.what, "state": f.state, "saw": f.saw, "cure": f.cure} for f in findings]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False) + "\n")
    else:
        table = Table(show_header=False, box=None, padding=(0, 1))
        for finding in findings:
            table.add_row(_MARKS[finding.state], finding.what, Text(finding.saw, overflow="fold"))
            if finding.cure:
                table.add_row("", "", Text(f"→ {finding.cure}", style="green", overflow="fold"))
        out.print(table)
    return 1 if any(finding.state == "wrong" for finding in findings) else 0


def examine(config: Config, store: str | None) -> Iterator[Finding]:
    """Everything that is looked at, in order."""
    yield _python()
    yield from _libraries()
    yield _checked("packages spiders and pipelines", _packages)
    yield _folder(config)
    yield _checked("store", lambda: _store(store or config.store, config))
    yield _checked("outbox", lambda: _outbox(config))
    yield _checked("bundled site files", lambda: f"{len(bundled())}")
    yield _checked("your own site files", lambda: f"{len(own_entries(config.sites))} in {config.sites}")
    yield _checked("saved sessions", lambda: _sessions(config))
    yield from _refused(config)
    yield _browser()
    yield _contact(config)
    for name, purpose in VARIABLES.items():
        if name in os.environ:
            # The key itself may stand there.
            value = "is set" if name == VAULT_KEY else without_secrets(os.environ[name])
            yield Finding(name, "ok", f"{value}  ({purpose})")


def _python() -> Finding:
    saw = f"newsbot {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    return Finding("newsbot", "ok", saw)


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield Finding(name, "ok", version(name))
        except PackageNotFoundError:
            yield Finding(name, "wrong", "is not installed", "Run `make setup` in newsbot's folder.")


def _checked(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "ok", look())
    except NewsbotError as error:
        return Finding(what, "wrong", error.what, error.cure)


def _packages() -> str:
    check_package("spiders")
    check_package("pipelines")
    return "ours"


def _folder(config: Config) -> Finding:
    existing = next(path for path in (config.data, *config.data.parents) if path.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK):
        return Finding(
            "data folder", "wrong", f"{config.data} cannot be written", "Set NEWSBOT_DATA to a folder of yours."
        )
    free = shutil.disk_usage(existing).free
    saw = f"{config.data} ({free / 1e9:.1f} GB free)"
    if free < _LEAST_FREE:
        return Finding("data folder", "wrong", saw, "Free some space: what cannot be stored is lost to the crawl.")
    return Finding("data folder", "ok", saw)


def _store(uri: str, config: Config) -> str:
    path = uri.removeprefix("sqlite:///") if uri.startswith("sqlite:///") else None
    if path and not Path(path).expanduser().exists():
        return f"{uri} (not made yet: the first crawl makes it)"
    with open_store(uri, database=config.mongo_database) as store:
        return f"{store.uri} holds {store.counts().articles} articles"


def _outbox(config: Config) -> str:
    if not config.outbox.exists():
        return "empty"
    outbox = Outbox(config.outbox)
    try:
        waiting = outbox.count()
    finally:
        outbox.close()
    return "empty" if not waiting else f"{waiting} entries wait: the next crawl into their store stores them"


def _sessions(config: Config) -> str:
    """Where the vault is, what its key comes from, and whether everything in it opens."""
    vault = open_vault(config)
    names = vault.names()
    if not names:
        if not vault.key.is_own:
            vault.key.fernet(make=False)
        return f"none yet in {vault.folder}"
    for name in names:
        vault.load(name)
    return f"{len(names)} in {vault.folder}, locked with the key of {vault.key.source}"


def _refused(config: Config) -> Iterator[Finding]:
    """Sites that crawls do not sign in to. A vault that cannot be read was told of already."""
    refusals = Refusals(open_vault(config))
    with suppress(FixVault):
        for site in refusals.names():
            if (refusal := refusals.read(site)) is not None:
                yield Finding(f"sign-in to {site}", "note", str(refusal), refusal.cure(site))


def _browser() -> Finding:
    """Only sign-ins, and pages that are nothing without scripts, need one: its absence is no fault."""
    try:
        found = find_browser(os.environ)
    except NewsbotError as error:
        return Finding("browser", "wrong", error.what, error.cure)
    saw = f"{found.path}, {found.version or 'which does not tell its version'} ({found.how})" if found else "none found"
    driver = find_spec("playwright") is not None
    cures = ([] if driver else [CURE_PACKAGE]) + ([] if found else [CURE_BROWSER])
    if cures:
        saw = saw if driver else f"{saw}; playwright, which drives it, is not installed"
        return Finding("browser", "note", saw, "To sign in to sites: " + ". ".join(cures))
    return Finding("browser", "ok", f"{saw}, driven by playwright {version('playwright')}")


def _contact(config: Config) -> Finding:
    if config.contact:
        return Finding("user agent", "ok", config.user_agent)
    cure = "Set NEWSBOT_CONTACT to your address or page, so that publishers can reach you."
    return Finding("user agent", "note", f"{config.user_agent}, without a contact", cure)
