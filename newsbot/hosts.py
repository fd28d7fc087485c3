"""Hosts: which of them are public, and which a request may be sent to. Pure: what stands in the address decides.

It sees schemes, IP addresses in all their spellings, `localhost` and names without a dot. It does not see a public name
whose DNS answer is a private address.
"""

from __future__ import annotations

import ipaddress
import socket

from newsbot.urls import bare_host, is_http, on_hosts

_LOCAL_SUFFIXES = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet", ".corp")


def why_private(host: str) -> str | None:
    """Why this host is not a public one; None where nothing speaks against it. `host` may carry a port."""
    name = without_port(host)
    address = _address(name)
    if address is not None:
        mapped = getattr(address, "ipv4_mapped", None)
        return None if (mapped or address).is_global and not address.is_multicast else f"{name} is not a public address"
    if name == "localhost" or "." not in name or name.endswith(_LOCAL_SUFFIXES):
        return f"{name} is a name of a local network"
    return None


def why_refused(url: str, named: frozenset[str]) -> str | None:
    """Why a request to this address must not be sent; None where it may.

    `named` are the hosts that the owner named, bare (no `www.`); those with a port are named for that port only.
    """
    if not is_http(url):
        return "only http and https are fetched"
    host = bare_host(url)
    why = why_private(host)
    if why is None or on_hosts(url, named):
        return None
    whole = without_port(host)
    return None if any(whole == each or whole.endswith(f".{each}") for each in named) else why


def without_port(host: str) -> str:
    """A host without its port and brackets."""
    return host.rpartition(":")[0] if host.count(":") == 1 else host.partition("]")[0].lstrip("[")


def is_this_computer(host: str) -> bool:
    """Whether a host's name means the machine itself. `host` has no port."""
    name = host.rstrip(".").lower().strip("[]")
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The IP address a host is, also in the short, octal and hexadecimal spellings that C libraries take."""
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        pass
    if not name or not name[0].isdigit():
        return None
    try:
        return ipaddress.IPv4Address(socket.inet_aton(name))
    except (OSError, UnicodeError):
        return None
