"""Keys: what the vault is locked with. Given by NEWSBOT_VAULT_KEY, or else made once and kept in the data folder."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from pathlib import Path

from cryptography.fernet import Fernet

from newsbot.config import Config
from newsbot.errors import FixVault, UnlockVault
from newsbot.sessions.files import make_private_file, read_private_file
from newsbot.sessions.masking import MASK, Secret
from newsbot.sessions.sources import Surroundings, first_line, parse_reference, read_reference
from newsbot.sessions.unavailable import Unavailable

VARIABLE = "NEWSBOT_VAULT_KEY"
_BYTES = 32
_FINGERPRINTS = b"newsbot: fingerprints of sign-ins"
_HEX = re.compile(r"[0-9a-fA-F]{64}")
_HOW = "A key is 32 bytes in base64: `openssl rand -base64 32` prints one."
_REFERENCE = re.compile(r"(?:env|file|cmd|keyring|prompt):")


class VaultKey:
    """The key of a vault, looked for when it is first needed, and then only once."""

    def __init__(self, own_file: Path, given: str | None = None, environment: Mapping[str, str] | None = None) -> None:
        self._own_file = own_file
        self._given = Secret(given) if given else None
        self._environment = os.environ if environment is None else environment
        self._key: bytes | None = None
        self.was_made = False  #: whether it was made just now: its owner has to be told

    @classmethod
    def of(cls, config: Config, environment: Mapping[str, str] | None = None) -> VaultKey:
        """The key that the configuration names."""
        return cls(config.own_vault_key, config.vault_key, environment)

    def __repr__(self) -> str:
        return f"VaultKey({self.source})"

    @property
    def source(self) -> str:
        """Where it is kept, fit to be shown."""
        if self._given is None:
            return str(self._own_file)
        reference = parse_reference(self._given.reveal()) if _REFERENCE.match(self._given.reveal()) else MASK
        return VARIABLE if isinstance(reference, str) else f"{VARIABLE} ({reference})"

    @property
    def is_own(self) -> bool:
        """Whether it is the one that newsbot makes itself."""
        return self._given is None

    def fernet(self, *, make: bool) -> Fernet:
        """What encrypts. `make`: where there is no key at all, one may be made, since nothing is locked with another.

        Raises `UnlockVault` where the key cannot be had, `FixVault` where none can be written.
        """
        return Fernet(self._once(make=make))

    def fingerprint(self, data: bytes, *, make: bool) -> str:
        """What tells whether two texts are the same, and nothing of them to those who have not this key.

        Raises what `fernet` raises.
        """
        own = hmac.digest(self._once(make=make), _FINGERPRINTS, hashlib.sha256)  # nothing is locked with this one
        return hmac.new(own, data, hashlib.sha256).hexdigest()

    def _once(self, *, make: bool) -> bytes:
        if self._key is None:
            self._key = self._read(make=make)
        return self._key

    def _read(self, *, make: bool) -> bytes:
        if self._given is not None:
            return self._from_variable(self._given.reveal())
        if make and not self._own_file.exists():
            self._make()
        if not self._own_file.exists():
            cure = "Bring the file back, or forget these sessions (`newsbot sessions forget --all`) and sign in again."
            raise UnlockVault(self._own_file, "the file of their key is not there", cure)
        data = read_private_file(self._own_file)
        text = data if isinstance(data, Unavailable) else first_line(data)
        return self._parse(text)

    def _make(self) -> None:
        try:
            self._own_file.parent.mkdir(parents=True, exist_ok=True)
            # Of two processes that do so at the same time, one makes the key for both.
            self.was_made = make_private_file(self._own_file, Fernet.generate_key() + b"\n")
        except OSError as error:
            why = f"their key cannot be written ({(error.strerror or str(error)).lower()})"
            raise FixVault(self._own_file, why, "Set NEWSBOT_DATA to a folder of yours, with some space.") from error

    def _from_variable(self, given: str) -> bytes:
        if not _REFERENCE.match(given):
            return self._parse(given)
        reference = parse_reference(given)
        if isinstance(reference, str):
            return self._parse(Unavailable(reference, f"Correct {VARIABLE}."))
        around = Surroundings(environment=self._environment, folder=Path.cwd())
        value = read_reference(reference, "key of the vault", around)
        return self._parse(value if isinstance(value, Unavailable) else value.reveal())

    def _parse(self, text: str | Unavailable) -> bytes:
        if isinstance(text, Unavailable):
            raise UnlockVault(self.source, f"their key cannot be read: {text.why}", text.cure)
        key = parse_key(text)
        if key is None:
            raise UnlockVault(self.source, "what is given as their key is none", _HOW)
        return key


def parse_key(text: str) -> bytes | None:
    """A key as Fernet takes it, from 32 bytes in base64 of either alphabet or in hexadecimal; None where it is none."""
    text = text.strip()
    try:
        if _HEX.fullmatch(text):
            data = bytes.fromhex(text)
        else:
            letters = text.replace("-", "+").replace("_", "/").rstrip("=")
            data = base64.b64decode(letters + "=" * (-len(letters) % 4), validate=True)
    except (ValueError, binascii.Error):
        return None
    return base64.urlsafe_b64encode(data) if len(data) == _BYTES else None
