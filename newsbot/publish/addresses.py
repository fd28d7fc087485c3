"""Addresses in what newsbot gives on: absolute, http or https, without a user's name or password. Pure."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

from newsbot.extraction.pictures import absolute

_LONGEST = 4000
#: What no address may hold as it is (RFC 3987), and what ends an attribute or a header where somebody escapes badly.
_UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f\"<>\\^`{|}]")


def web_address(value: str | None, base: str = "") -> str | None:
    """The absolute http(s) address that this is, relative to `base`; None where it is none, or leads on by a trick.

    What stands before an `@` in front of the host is left out: it is a password, or makes one host look like another.
    """
    found = absolute(value, base)
    if found is None or len(found) > _LONGEST:
        return None
    parts = urlsplit(found)
    if "\\" in parts.netloc:  # browsers and Python disagree about where the host ends
        return None
    plain = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    return _UNFIT.sub(lambda each: quote(each[0]), plain)
