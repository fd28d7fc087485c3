"""Addresses found by the thousand: made canonical as `newsbot.urls` does it, with a short cut for plain ones."""

from __future__ import annotations

import re

from newsbot.urls import canonical, is_http

#: An address that is canonical as it stands: to know this is ten times faster than to make it so.
_PLAIN = re.compile(r"https?://(?!-)[a-z0-9-]+(?:\.[a-z0-9-]+)+/(?:[A-Za-z0-9_~,=-][A-Za-z0-9_.~,=/-]*)?")
_ORIGIN = re.compile(r"https?://[^/?#]+", re.IGNORECASE)


def resolved(text: str | None, base: str) -> str | None:
    """The absolute, canonical form of an address as it was found; None where it is none of http(s).

    White space within, and an ampersand that was escaped twice, are mended.
    """
    address = "".join(text.split()).replace("&amp;", "&") if text else ""
    if not address:
        return None
    origin = _ORIGIN.match(base) if address.startswith("/") and not address.startswith("//") else None
    joined = origin[0] + address if origin else address
    if "/." not in joined and _PLAIN.fullmatch(joined):
        return joined
    absolute = canonical(address, base)
    return absolute if is_http(absolute) else None


def folded(address: str) -> str:
    """Equal for two canonical addresses exactly if their article keys are, and much cheaper."""
    path, mark, query = address.partition("://")[2].partition("?")
    return f"{path.removeprefix('www.').rstrip('/')}{mark}{query}"
