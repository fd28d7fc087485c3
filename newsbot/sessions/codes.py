"""Codes: one-time codes from a seed, by time (TOTP, RFC 6238). Pure: the time is given.

Sites hand out seeds of any length: of 16 letters (80 bits) most often, which some libraries refuse.
"""

from __future__ import annotations

import base64
import hmac
import struct
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from newsbot.errors import FixArgument
from newsbot.sessions.masking import MASK, Secret

_ALGORITHMS = {"SHA1": "sha1", "SHA256": "sha256", "SHA512": "sha512"}
_CURE = (
    "Give the seed as the site shows it beside its QR code (letters A to Z and digits 2 to 7), or the otpauth:// "
    "address in that code."
)
_DIGITS = range(6, 11)
_LONGEST_PERIOD = 3600


@dataclass(frozen=True, slots=True)
class Seed:
    """What codes are made of."""

    key: Secret  #: in hexadecimal digits
    algorithm: str = "sha1"
    digits: int = 6
    period: int = 30  #: seconds

    def code(self, at: float) -> str:
        """The code of a moment, in seconds since 1970."""
        counter = struct.pack(">Q", int(at) // self.period)
        digest = hmac.digest(bytes.fromhex(self.key.reveal()), counter, self.algorithm)
        start = digest[-1] & 0x0F
        number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def seconds_left(self, at: float) -> float:
        """For how long the code of this moment is good: who types it in its last second comes late."""
        return self.period - at % self.period


def one_time_code(seed: Secret, at: float) -> str:
    """The one-time code of a moment (seconds since 1970). Raises `FixArgument` where the seed is none."""
    return read_seed(seed).code(at)


def read_seed(seed: Secret) -> Seed:
    """A seed as sites give it: base32 of any length, in groups or not, or a whole otpauth://totp address.

    Raises `FixArgument`, which does not show it.
    """
    text = seed.reveal().strip()
    return _address(text) if text.lower().startswith("otpauth:") else Seed(_key(text))


def _address(text: str) -> Seed:
    try:
        parts = urlsplit(text)
        given = {name.lower(): values[-1] for name, values in parse_qs(parts.query, max_num_fields=50).items()}
    except ValueError:
        raise _no_seed("the otpauth:// address is broken") from None
    if parts.netloc.lower() != "totp":
        raise _no_seed("its codes are not made of the time (it is no otpauth://totp address)")
    if "secret" not in given:
        raise _no_seed("the otpauth:// address holds no secret")
    name = given.get("algorithm", "SHA1").upper().replace("-", "").removeprefix("HMAC")
    digits, period = _number(given.get("digits"), 6), _number(given.get("period"), 30)
    if name not in _ALGORITHMS or digits not in _DIGITS or not 1 <= period <= _LONGEST_PERIOD:
        raise _no_seed("the otpauth:// address asks for an algorithm, a length or a period that nobody uses")
    return Seed(_key(given["secret"]), _ALGORITHMS[name], digits, period)


def _number(value: str | None, default: int) -> int:
    if value is None:
        return default
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0  # noqa: PLR2004


def _key(text: str) -> Secret:
    """Base32 as people copy it: in any case, with spaces and dashes, with or without the padding."""
    letters = "".join(text.split()).replace("-", "").rstrip("=").upper()
    try:
        key = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        raise _no_seed("it is not written in base32") from None
    if not key:
        raise _no_seed("it is empty")
    return Secret(key.hex())


def _no_seed(why: str) -> FixArgument:
    return FixArgument("the seed of one-time codes", Secret(MASK), why, _CURE)
