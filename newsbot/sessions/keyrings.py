"""Keyrings: the system's store of passwords, through the package `keyring`, which is optional.

Where no desktop runs, `keyring` may silently fall back to a plain file, or to nothing: such backends are refused.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from threading import Thread
from typing import TYPE_CHECKING, Any

from newsbot.sessions.unavailable import Unavailable

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

#: Seconds; the system may ask its owner to unlock the keyring.
PATIENCE = 60.0
_CHAIN = "keyring.backends.chainer."
_CURE = (
    "Use one that encrypts (GNOME Keyring, KWallet, macOS, Windows), or on a server without a desktop cmd:COMMAND with "
    "`pass` or another password manager, or a file: with mode 0600."
)


def ask_keyring(service: str, name: str, patience: float = PATIENCE) -> str | Unavailable:
    """The password of a service and a name. Waits at most `patience` seconds for the keyring to be unlocked."""
    if find_spec("keyring") is None:
        return Unavailable("the package keyring is not installed", "Install it: python -m pip install keyring.")
    answers: list[str | Unavailable] = []
    # A keyring that asks somebody who is not there has no time-out of its own.
    thread = Thread(target=lambda: answers.append(_ask(service, name)), daemon=True, name="keyring")
    thread.start()
    thread.join(patience)
    if not answers:
        return Unavailable("the keyring does not answer", "Unlock it, and try again.")
    return answers[0]


def _ask(service: str, name: str) -> str | Unavailable:
    # Only here: it takes a tenth of a second, which every start of newsbot would pay.
    import keyring  # noqa: PLC0415
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        backends = _members(keyring.get_keyring())
        safe = [each for each in backends if why_unsafe(each) is None]
        if not safe:
            return Unavailable(why_unsafe(backends[0]) or "", _CURE)
        found = (each.get_password(service, name) for each in safe)
        password = next((each for each in found if each is not None), None)
    except _failures(KeyringError) as error:
        return Unavailable(f"the keyring cannot be read ({type(error).__name__})", f"Unlock it, and try again. {_CURE}")
    if password is None:
        cure = f"Put it there: keyring set {service} {name}"
        return Unavailable(f"the keyring has nothing for {service}/{name}", cure)
    return password


def _members(backend: KeyringBackend) -> list[KeyringBackend]:
    """A keyring, or those that a chain of them would ask in turn."""
    return list(getattr(backend, "backends", ())) or [backend] if _is(backend, _CHAIN) else [backend]


def why_unsafe(backend: KeyringBackend) -> str | None:
    """Why a backend of `keyring` is not used; None for one that keeps secrets."""
    if any("plaintext" in name.lower() for name in _names(backend)):
        return "this machine's keyring writes passwords in plain text"
    if _is(backend, "keyring.backends.fail.") or _is(backend, "keyring.backends.null.") or _is(backend, _CHAIN):
        return "this machine has no keyring"
    return None


def _is(backend: KeyringBackend, module: str) -> bool:
    return any(name.startswith(module) for name in _names(backend))


def _names(backend: KeyringBackend) -> list[str]:
    """The full names of its class, and of those it is made of."""
    return [f"{each.__module__}.{each.__qualname__}" for each in type(backend).__mro__]


def _failures(usual: type[Exception]) -> tuple[type[Exception], ...]:
    """What backends raise besides the package's own errors. That of Linux passes errors of its library through."""
    secretstorage: Any = sys.modules.get("secretstorage")
    own = (secretstorage.SecretStorageException,) if secretstorage else ()
    return (usual, OSError, RuntimeError, ValueError, ImportError, AttributeError, *own)
