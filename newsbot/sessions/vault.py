"""Vault: saved sessions in a folder, one encrypted file a site.

Encrypted and signed by Fernet (AES-128 and HMAC-SHA-256). The folder is its owner's alone, files are replaced as a
whole, and nothing is ever written over what cannot be opened: another key would lose what was saved with the first.
"""

from __future__ import annotations

import os
import re
import shlex
import stat
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography.fernet import InvalidToken

from newsbot.config import Config
from newsbot.errors import FixArgument, FixVault, UnlockVault
from newsbot.sessions.files import sweep, write_private_file
from newsbot.sessions.keys import VARIABLE, VaultKey
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.states import read_state, site_of_state, write_state

_SUFFIX = ".session"
_SITE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,198}[a-z0-9])?")
_FORGET = "`newsbot sessions forget {0}` takes it away; then sign in again: `newsbot login {0}`."


class Vault:
    """Saved sessions by their sites' slugs. Any number of processes may read and write them at the same time."""

    def __init__(self, folder: Path, key: VaultKey) -> None:
        self.folder = folder
        self.key = key

    def __repr__(self) -> str:
        return f"Vault({str(self.folder)!r}, {self.key!r})"

    def names(self, suffix: str = _SUFFIX) -> list[str]:
        """The sites that have a saved session, sorted; or another file here, that ends so.

        Raises `FixVault` where the folder cannot be read.
        """
        try:
            found = [path.name.removesuffix(suffix) for path in self.folder.iterdir() if path.name.endswith(suffix)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self.unusable(error) from error
        return sorted(name for name in found if _SITE.fullmatch(name))

    def load(self, site: str) -> SavedSession | None:
        """The session of a site; None where none is saved.

        Raises `UnlockVault` where it cannot be opened, `FixVault` where it cannot be read.
        """
        try:
            locked = self.place(site).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.unusable(error) from error
        return self._open(site, locked)

    def save(self, session: SavedSession) -> None:
        """Keep a session in the place of the one before. The first ever makes the folder, and a key if none is given.

        Raises `UnlockVault` where what is there cannot be opened with this key, `FixVault` where nothing can be
        written: then the old one stands as it was.
        """
        path = self.place(session.site)
        self.make_folder()
        saved = self.names()
        fernet = self.key.fernet(make=not saved)
        self._check_key(session.site, saved)
        try:
            sweep(self.folder)
            write_private_file(path, fernet.encrypt(write_state(session)))
        except OSError as error:
            raise self.unusable(error) from error

    def forget(self, site: str) -> bool:
        """Take a session away; whether there was one. It needs no key. Raises `FixVault`."""
        try:
            self.place(site).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self.unusable(error) from error
        return True

    def import_state(self, site: str, state: bytes | str, hosts: frozenset[str], now: datetime) -> SavedSession:
        """Save what belongs to a site's `hosts` of a browser's state (Playwright's JSON, or an export of newsbot's).

        Raises `FixArgument` where it is no such state or holds nothing for these hosts, and what `save` raises.
        """
        whole = read_state(state, site, now)
        own = whole.only_for(hosts)
        if not own.cookies and not any(own.storage.values()):
            others = sorted({cookie.domain.removeprefix(".") for cookie in whole.cookies})
            holds = f"; it has cookies of {', '.join(others[:5])}{' …' if others[5:] else ''}" if others else ""
            cure = "Sign in there in a browser, and save its state again; name the site that it belongs to."
            why = f"it holds nothing for {', '.join(sorted(hosts))}{holds}"
            raise FixArgument("the state of a browser for", site, why, cure)
        self.save(own)
        return own

    def export(self, site: str) -> bytes:
        """A session in clear, as Playwright's `storage_state` takes it: a key to the account.

        Raises `FixArgument` where none is saved, and what `load` raises.
        """
        session = self.load(site)
        if session is None:
            raise self.unknown(site)
        return write_state(session)

    def unknown(self, site: str) -> FixArgument:
        """The error for a site that has no saved session."""
        names = ", ".join(self.names()) or "none at all"
        return FixArgument(
            "SITE", site, f"no session of it is saved; there are: {names}", f"Sign in: `newsbot login {site}`."
        )

    def place(self, site: str, suffix: str = _SUFFIX) -> Path:
        """The file of a site's session, or another one of the site. Raises `FixArgument` where it is no slug."""
        if not _SITE.fullmatch(site):
            raise FixArgument("the name of a site", site, "it is no slug", "`newsbot sites list` shows the slugs.")
        return self.folder / f"{site}{suffix}"

    def make_folder(self) -> None:
        """See to it that the folder is there, and its owner's alone. Raises `FixVault`."""
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileExistsError):
                self.folder.mkdir(mode=0o700)
            found = self.folder.stat()
            if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
                cure = "Set NEWSBOT_VAULT to a folder of your own."
                raise FixVault(self.folder, "this is no folder that belongs to you", cure)
            if found.st_mode & 0o077:
                self.folder.chmod(0o700)
        except OSError as error:
            raise self.unusable(error) from error

    def _check_key(self, site: str, saved: list[str]) -> None:
        """Raise `UnlockVault` where this key is not the one that the sessions were saved with."""
        if site in saved:
            self.load(site)
        elif saved and not any(self._opens(name) for name in saved):
            raise self._other_key(self.folder, saved[0], "they were saved with another key")

    def _open(self, site: str, locked: bytes) -> SavedSession:
        path = self.place(site)
        try:
            state = self.key.fernet(make=False).decrypt(locked)
        except InvalidToken:
            raise self._unopened(site, path) from None
        try:
            if (named := site_of_state(state)) != site:
                raise self._locked(path, site, f"the file of {site} holds the session of {named}")
            return read_state(state, site, datetime.now(UTC))
        except FixArgument as error:
            raise self._locked(path, site, "another program wrote into the file") from error

    def _unopened(self, site: str, path: Path) -> UnlockVault:
        """The error for a file that does not open; the others tell whether it is the key or the file."""
        others = [name for name in self.names() if name != site]
        if any(self._opens(name) for name in others):
            return self._locked(path, site, "the file was damaged, or changed by somebody else")
        if others:
            return self._other_key(path, site, "they were saved with another key")
        return self._other_key(path, site, "it was saved with another key, or the file was damaged")

    def _opens(self, site: str) -> bool:
        try:
            self.key.fernet(make=False).decrypt(self.place(site).read_bytes())
        except (InvalidToken, OSError):
            return False
        return True

    def _locked(self, place: Path, site: str, why: str) -> UnlockVault:
        return UnlockVault(place, why, _FORGET.format(shlex.quote(site)))

    def _other_key(self, place: Path, site: str, why: str) -> UnlockVault:
        where = f"{VARIABLE} or {self.key.source}" if self.key.is_own else VARIABLE
        cure = f"Give the key that was used then, in {where}. If it is lost: {_FORGET.format(shlex.quote(site))}"
        return UnlockVault(place, why, cure)

    def unusable(self, error: OSError) -> FixVault:
        """The error for a folder or file that the system refuses."""
        why = (error.strerror or str(error)).lower()
        return FixVault(self.folder, why, "Set NEWSBOT_VAULT to a folder of yours, on a disk with some space.")


def open_vault(config: Config, environment: Mapping[str, str] | None = None) -> Vault:
    """The vault that the configuration names. Nothing is read or written yet."""
    return Vault(config.vault, VaultKey.of(config, environment))
