"""Tokens: who may have what from `newsbot serve`. Only their hashes are kept, in a file that its owner alone may read.

A token is 32 random bytes, so a plain SHA-256 is enough: there is nothing to guess, as there is with passwords.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import orjson
from pydantic import TypeAdapter, ValidationError

from newsbot.errors import FixArgument, FixConfiguration

_PREFIX = "nb_"


class Scope(StrEnum):
    """What a token is good for."""

    READ = "read"  #: articles, stories, changes, sites; text that is not given away is cut to its beginning
    PAID = "paid"  #: such text whole as well
    SCRAPE = "scrape"  #: have pages fetched
    ADMIN = "admin"  #: webhooks and their dead letters


ALL = frozenset(Scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token, without itself: what it is called, and what it is good for."""

    name: str
    hash: str  #: SHA-256 of the token, in hex
    scopes: list[Scope]
    made: datetime


_TOKENS = TypeAdapter(list[Token])


def hash_of(token: str) -> str:
    """By what a token is known again."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


class Tokens:
    """The file of tokens. It is read again when it has changed, so that a token that is taken away counts no more."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._known: Mapping[str, Token] = {}

    def all(self) -> list[Token]:
        """All of them, by name. `FixConfiguration` where the file is no file of tokens."""
        return sorted(self._read().values(), key=lambda each: each.name)

    def find(self, token: str) -> Token | None:
        """The token that this is; None for none."""
        asked = hash_of(token)
        return next((each for each in self._read().values() if hmac.compare_digest(each.hash, asked)), None)

    def add(self, name: str, scopes: Sequence[Scope]) -> str:
        """A new token, which nobody can show again. `FixArgument` for a name that is taken."""
        known = self._read()
        if name in known:
            cure = f"Give another name, or take it away first: `newsbot tokens remove {name}`."
            raise FixArgument("NAME", name, "there is a token of this name", cure)
        token = _PREFIX + secrets.token_urlsafe(32)
        added = Token(name=name, hash=hash_of(token), scopes=list(scopes), made=datetime.now(UTC))
        self._write([*known.values(), added])
        return token

    def remove(self, name: str) -> None:
        """Take a token away. `FixArgument` where there is none of that name."""
        known = dict(self._read())
        if known.pop(name, None) is None:
            names = ", ".join(known) or "none"
            raise FixArgument("NAME", name, "there is no token of this name", f"There are: {names}.")
        self._write(list(known.values()))

    def _read(self) -> Mapping[str, Token]:
        try:
            stat = self._path.stat()
        except FileNotFoundError:
            self._known, self._seen = {}, None
            return self._known
        if (stat.st_mtime_ns, stat.st_ino) != self._seen:
            try:
                tokens = _TOKENS.validate_json(self._path.read_bytes())
            except (OSError, ValidationError, ValueError) as error:
                why = f"the file {self._path} cannot be read as tokens ({type(error).__name__})"
                cure = "Move it away, and make new tokens with `newsbot tokens add`."
                raise FixConfiguration("tokens", why, cure) from None
            self._known = {each.name: each for each in tokens}
            self._seen = (stat.st_mtime_ns, stat.st_ino)
        return self._known

    def _write(self, tokens: Sequence[Token]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = orjson.dumps([asdict(each) for each in tokens], option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".tokens-")  # readable by its owner alone
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(name).replace(self._path)
        except OSError as error:
            with suppress(OSError):
                Path(name).unlink()
            why = f"the file {self._path} cannot be written ({error.strerror})"
            raise FixConfiguration("tokens", why, "Free some space, or mend its folder's rights.") from error
