"""The owner's vault on the command line: what `newsbot sessions` and `newsbot login` share."""

from __future__ import annotations

from rich.markup import escape

from newsbot.cli.console import say
from newsbot.config import Config
from newsbot.errors import NewsbotError
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.vault import Vault
from newsbot.sites.catalog import load_site
from newsbot.sites.model import Site


def say_new_key(vault: Vault) -> None:
    """Tell the owner, once, where the key is that was made just now."""
    if vault.key.was_made:
        say(f"Saved sessions are encrypted with a key of its own, made just now: {escape(vault.key.source)}")
        say("Whoever has both can sign in as you. To keep the key elsewhere, set NEWSBOT_VAULT_KEY before signing in.")


def site_of(what: str, vault: Vault, config: Config) -> tuple[str, Site | NewsbotError]:
    """The slug of a site that was called by its name, its address or its file; and the site.

    One that has a session, or a note of a refusal, need not have a site file any more: then the slug comes with the
    error. Any other error is raised.
    """
    try:
        site = load_site(what, own=config.sites)
    except NewsbotError as error:
        if what in {*vault.names(), *Refusals(vault).names()}:
            return what, error
        raise
    return site.slug, site


def slug_of(what: str, vault: Vault, config: Config) -> str:
    """The slug of a site, as `site_of`."""
    return site_of(what, vault, config)[0]
