"""The owner's vault on the command line: what `newsbot sessions` and `newsbot login` share."""

from __future__ import annotations

from rich.markup import escape

from newsbot.cli.console import say
from newsbot.config import Config
from newsbot.errors import NewsbotError
from newsbot.sessions.vault import Vault
from newsbot.sites.catalog import load_site


def say_new_key(vault: Vault) -> None:
    """Tell the owner, once, where the key is that was made just now."""
    if vault.key.was_made:
        say(f"Saved sessions are encrypted with a key of its own, made just now: {escape(vault.key.source)}")
        say("Whoever has both can sign in as you. To keep the key elsewhere, set NEWSBOT_VAULT_KEY before signing in.")


def slug_of(what: str, vault: Vault, config: Config) -> str:
    """The slug of a site, as it was called; one that has a session need not have a site file any more."""
    try:
        return load_site(what, own=config.sites).slug
    except NewsbotError:
        if what in vault.names():
            return what
        raise
