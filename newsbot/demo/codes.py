"""One-time codes as the demo newspaper checks them (RFC 6238: SHA-1, six digits, thirty seconds)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct

STEP = 30  #: seconds
_DIGITS = 6


def one_time_code(seed: str, at: float) -> str:
    """The code of a base32 seed at a time, in seconds since 1970."""
    return _code(seed, int(at // STEP))


def counter_of(seed: str, code: str, at: float) -> int | None:
    """Which step a code belongs to: the one of this time, or a neighbour of it; None where it is none of theirs."""
    now = int(at // STEP)
    given = code.strip().encode()
    return next(
        (step for step in (now, now - 1, now + 1) if hmac.compare_digest(_code(seed, step).encode(), given)), None
    )


def _code(seed: str, step: int) -> str:
    key = base64.b32decode(seed + "=" * (-len(seed) % 8))
    digest = hmac.digest(key, struct.pack(">Q", max(step, 0)), hashlib.sha1)
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 10**_DIGITS:0{_DIGITS}}"
