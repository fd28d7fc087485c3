"""Signatures of webhooks, as standardwebhooks.com has them, so that receivers have libraries for them. Pure.

What is signed is `id.timestamp.body`, by HMAC with SHA-256: a body that was changed, or that is sent again by somebody
else later, is told from ours.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable, Mapping

PREFIX = "whsec_"
_LEAST, _MOST = 24, 64  #: bytes of a secret
#: Seconds by which the clocks of both sides may differ.
TOLERANCE = 300


def secret_of(key: bytes) -> str:
    """A secret as it is shown, and given to those who verify."""
    return PREFIX + base64.b64encode(key).decode()


def key_of(secret: str) -> bytes | None:
    """The bytes of a secret, `whsec_` and 24 to 64 bytes in base64; None where it is none."""
    if not secret.startswith(PREFIX):
        return None
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        return None
    return key if _LEAST <= len(key) <= _MOST else None


def signature(key: bytes, message: str, timestamp: int, body: bytes) -> str:
    """One signature: its version, and what it is."""
    signed = b"%s.%d.%s" % (message.encode(), timestamp, body)
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def signed_headers(keys: Iterable[bytes], message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers by which a receiver verifies a body: one signature for each key, for secrets that are changed."""
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signature(key, message, timestamp, body) for key in keys),
    }


def is_ours(key: bytes, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """What a receiver asks: whether a body was signed with this key, within `TOLERANCE` seconds of now.

    `headers` by their names in small letters.
    """
    stamp = headers.get("webhook-timestamp", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 16):  # noqa: PLR2004 - digits of a moment
        return False
    if abs(now - int(stamp)) > TOLERANCE:
        return False
    own = signature(key, headers.get("webhook-id", ""), int(stamp), body).encode()
    given = headers.get("webhook-signature", "").encode(errors="replace").split(b" ")
    return any(hmac.compare_digest(own, each) for each in given)
