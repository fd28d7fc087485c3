"""Keys of webhooks: their secrets, encrypted with the key of the vault; or where they are kept, read at each use."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping

from cryptography.fernet import InvalidToken

from newsbot.config import Config
from newsbot.errors import FixArgument, FixConfiguration
from newsbot.publish.webhooks.model import Hook
from newsbot.publish.webhooks.signing import key_of, secret_of
from newsbot.sessions.sources import Surroundings, parse_reference, read_reference
from newsbot.sessions.unavailable import Unavailable
from newsbot.sessions.vault import open_vault

_SEALED = "sealed:"
_BYTES = 32
_HOW = "A secret is whsec_ and 24 to 64 bytes in base64: `echo whsec_$(openssl rand -base64 32)` prints one."


class Keys:
    """Makes secrets, and reads them. Every method may raise `UnlockVault` or `FixVault`: of the vault's key."""

    def __init__(self, config: Config, environment: Mapping[str, str] | None = None) -> None:
        self._vault = open_vault(config, environment)
        self._around = Surroundings(environment=os.environ if environment is None else environment, folder=config.data)

    @property
    def own_file(self) -> str | None:
        """The file of the vault's key, where it was made just now: its owner has to be told."""
        return self._vault.key.source if self._vault.key.was_made else None

    def make(self, *, first: bool) -> tuple[str, str]:
        """A new secret: as it is kept, and as it is shown once. `first`: no webhook has one that is sealed."""
        secret = secret_of(secrets.token_bytes(_BYTES))
        fernet = self._vault.key.fernet(make=first and not self._vault.names())
        return _SEALED + fernet.encrypt(secret.encode()).decode(), secret

    def refer(self, reference: str) -> str:
        """A secret that is kept elsewhere, as it is kept here: the reference. `FixArgument` where nothing is there."""
        parsed = parse_reference(reference)
        if isinstance(parsed, str):
            raise FixArgument("--secret", "***", parsed)
        if parsed.kind == "prompt":
            raise FixArgument("--secret", reference, "nobody is there to be asked when something is sent")
        kept = f"{parsed.kind}:{parsed.where}"
        self._read(kept)
        return kept

    def of(self, hook: Hook, now: float) -> list[bytes]:
        """The keys to sign with: the present one, and the one before while it still counts.

        Raises `FixConfiguration` where one cannot be read.
        """
        kept = [hook.secret]
        if hook.old_secret is not None and now < hook.old_until:
            kept.append(hook.old_secret)
        return [self._read(each, hook.name) for each in kept]

    def _read(self, kept: str, name: str = "") -> bytes:
        secret = self._unsealed(kept, name) if kept.startswith(_SEALED) else self._looked_up(kept, name)
        key = key_of(secret)
        if key is None:
            raise FixConfiguration(f"the secret of the webhook {name}".strip(), "it is no secret of a webhook", _HOW)
        return key

    def _unsealed(self, kept: str, name: str) -> str:
        try:
            return self._vault.key.fernet(make=False).decrypt(kept.removeprefix(_SEALED)).decode()
        except InvalidToken:
            why = "it was encrypted with another key than the vault has now"
            cure = f"Give that key again, or make a new secret: `newsbot webhooks rotate {name}`."
            raise FixConfiguration(f"the secret of the webhook {name}", why, cure) from None

    def _looked_up(self, kept: str, name: str) -> str:
        setting, reference = f"the secret of the webhook {name}".strip(), parse_reference(kept)
        if isinstance(reference, str):
            raise FixConfiguration(setting, reference, "Give another place with `newsbot webhooks rotate`.")
        value = read_reference(reference, f"secret of {name}", self._around)
        if isinstance(value, Unavailable):
            raise FixConfiguration(setting, f"it cannot be had from {reference}: {value.why}", value.cure)
        return value.reveal()


def is_sealed(kept: str) -> bool:
    """Whether a secret is kept here, encrypted, and not elsewhere."""
    return kept.startswith(_SEALED)
