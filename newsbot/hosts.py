"""Hosts: which of them are public, and which a request may be sent to. Pure: who looks names up brings the answer here.

Two looks, by one rule. `Reach.why_not` sees what stands in an address: schemes, IP addresses in all the spellings that
C libraries and browsers take, names of local networks. `Reach.why_not_at` sees what a name was answered with, and is
asked between that answer and the connection: newsbot.crawl.resolver does so for Scrapy, newsbot.sessions.proxy for the
browser.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import unquote

from newsbot.urls import bare_host, is_http, on_hosts

_LOCAL_SUFFIXES = (
    ".localhost",
    ".localdomain",
    ".local",
    ".internal",
    ".private",
    ".lan",
    ".home",
    ".home.arpa",
    ".intranet",
    ".corp",
)

# IANA's registries of special-purpose addresses, with their names. Written down here because the tables of Python's
# ipaddress are those of the day that it was released. Those few that can be reached from everywhere are in it, too:
# they are for machinery of networks (AS112, AMT, anycasts), and no page is at them.
_IPV4 = tuple(
    (IPv4Network(network), name)
    for network, name in (
        ("0.0.0.0/8", "this network"),
        ("10.0.0.0/8", "private use"),
        ("100.64.0.0/10", "shared address space"),
        ("127.0.0.0/8", "loopback"),
        ("169.254.0.0/16", "link local"),
        ("172.16.0.0/12", "private use"),
        ("192.0.0.0/24", "IETF protocol assignments"),
        ("192.0.2.0/24", "documentation, TEST-NET-1"),
        ("192.31.196.0/24", "AS112"),
        ("192.52.193.0/24", "AMT"),
        ("192.88.99.0/24", "deprecated 6to4 relay anycast"),
        ("192.168.0.0/16", "private use"),
        ("192.175.48.0/24", "direct delegation AS112 service"),
        ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation, TEST-NET-2"),
        ("203.0.113.0/24", "documentation, TEST-NET-3"),
        ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved, limited broadcast"),
        # In no registry: Azure has its machines' own services there.
        ("168.63.129.16/32", "services of the cloud it runs in"),
    )
)
_IPV6 = tuple(
    (IPv6Network(network), name)
    for network, name in (
        ("::/128", "unspecified address"),
        ("::1/128", "loopback"),
        ("64:ff9b:1::/48", "IPv4-IPv6 translation, local use"),
        ("100::/64", "discard-only"),
        ("100:0:0:1::/64", "dummy prefix"),
        ("2001::/23", "IETF protocol assignments"),  # Teredo, benchmarking, ORCHID, AMT and the rest of them
        ("2001:db8::/32", "documentation"),
        ("2620:4f:8000::/48", "direct delegation AS112 service"),
        ("3fff::/20", "documentation"),
        ("5f00::/16", "segment routing"),
        ("fc00::/7", "unique local"),
        ("fe80::/10", "link local"),
        ("fec0::/10", "site local"),
        ("ff00::/8", "multicast"),
    )
)
#: All that IANA gives out for use on the public Internet; what else there is means something inside of a network.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
#: Where an IPv4 address stands in an IPv6 one, by the number of bits after it. Whoever translates them goes there.
_HOLDS_IPV4 = (
    (IPv6Network("::ffff:0:0/96"), 0),  # IPv4-mapped
    (IPv6Network("64:ff9b::/96"), 0),  # IPv4-IPv6 translation (NAT64)
    (IPv6Network("2002::/16"), 80),  # 6to4
)
_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+")
#: What is left out of names by browsers, and not seen by readers.
_UNSEEN = re.compile("[\u00ad\u034f\u180b-\u180f\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff]")
#: What ends a host for somebody, or is none of a name's letters: the web's standard of URLs forbids these.
_NO_NAME = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_DOTS = str.maketrans(dict.fromkeys("。．｡", "."))
#: Where browsers take the host to end, and Python does not; what they skip, or take for something else. Escapes are
#: such, too: naming a host must not help one that only looks as if it were below it.
_TWO_READINGS = re.compile(r"[\\\s\x00-\x1f]")
_AUTHORITY = re.compile(r"[a-z]+:/*([^/?#]*)", re.IGNORECASE)
_REMEMBERED = 4096

Address = IPv4Address | IPv6Address


@lru_cache(maxsize=_REMEMBERED)
def why_private(host: str) -> str | None:
    """Why this host is not a public one; None where nothing speaks against it. `host` may carry a port."""
    name = _plain(without_port(host))
    try:
        address = _address(name)
    except ValueError:
        return f"{name} is neither a name nor an address"
    if address is not None:
        return _why_special(address)
    if name == "localhost" or "." not in name or name.endswith(_LOCAL_SUFFIXES):
        return f"{name} is a name of a local network"
    return None


def why_not_public(addresses: Iterable[str]) -> str | None:
    """Why these addresses, all that a name was answered with, are not public ones; None where all are.

    One is enough: who mixes them wants one of them to be tried.
    """
    for text in addresses:
        try:
            why = _why_special(ip_address(text))
        except ValueError:
            why = f"{text} is no address"
        if why is not None:
            return why
    return None


def why_refused(url: str, named: frozenset[str], allowed: frozenset[str] = frozenset()) -> str | None:
    """Why a request to this address must not be sent; None where it may.

    Both are hosts that the owner named, bare (no `www.`). `named`, those of sites, are named for the port in them, or
    their scheme's own: who reads a paper on a machine does not mean all that runs there. `allowed`, by the setting,
    are so, too, but for those without a port, which are allowed on all.
    """
    if not is_http(url):
        return "only http and https are fetched"
    host = bare_host(url)
    if "%" in host or ((authority := _AUTHORITY.match(url.strip())) and _TWO_READINGS.search(authority[1])):
        return "its host can be read in two ways"
    why = why_private(host)
    return why if why and _entry(url, named) is None and not _is_allowed(url, allowed) else None


@dataclass(slots=True)
class Reach:
    """Where requests may be sent to: public hosts, and those that the owner allowed or named."""

    named: Callable[[], frozenset[str]]  #: the hosts of sites; asked anew each time, for a crawl's come late
    allowed: frozenset[str] = frozenset()  #: the hosts of the setting
    #: Those of `named` that were answered with public addresses.
    public: set[str] = field(default_factory=set)

    def why_not(self, url: str) -> str | None:
        """Why an address must not be asked; None where it may be."""
        return why_refused(url, self.named(), self.allowed)

    def allows(self, url: str) -> bool:
        """Whether an address may be asked."""
        return self.why_not(url) is None

    def why_not_at(self, url: str, addresses: Iterable[str]) -> str | None:
        """Why an address must not be asked at these IP addresses, which its host was answered with.

        What the owner named may be anywhere, once and for all: a site that was public stays so. Else any site could
        have its name answered with an address inside, later, and for all the names below it.
        """
        why = self.why_not(url)
        if why is not None or _is_allowed(url, self.allowed):
            return why
        inside = why_not_public(addresses)
        entry = _entry(url, self.named())
        if entry is None:
            return inside and f"its name leads to an address inside: {inside}"
        if inside is None:
            self.public.add(entry)
        elif entry in self.public:
            return f"its name leads inside, and did not before: {inside}; NEWSBOT_ALLOW_HOSTS={entry} would let it"
        return None


def allowed_hosts(setting: Iterable[str]) -> frozenset[str]:
    """The hosts of NEWSBOT_ALLOW_HOSTS as `Reach` takes them."""
    return frozenset(bare for host in setting if (bare := host.strip().lower().removeprefix("www.")))


def without_port(host: str) -> str:
    """A host without its port and brackets."""
    return host.rpartition(":")[0] if host.count(":") == 1 else host.partition("]")[0].lstrip("[")


def is_this_computer(host: str) -> bool:
    """Whether a host's name means the machine itself. `host` has no port."""
    name = host.rstrip(".").lower().strip("[]")
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")


def _entry(url: str, named: frozenset[str]) -> str | None:
    """Which of the named hosts an address is on, or below: the nearest."""
    return max((each for each in named if on_hosts(url, {each})), key=len, default=None)


def _is_allowed(url: str, allowed: frozenset[str]) -> bool:
    whole = without_port(bare_host(url))
    return on_hosts(url, allowed) or any(whole == each or whole.endswith(f".{each}") for each in allowed)


def _plain(name: str) -> str:
    """A host as browsers read it: unescaped, in plain digits and letters, without the points that may end it."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", unquote(name)).translate(_DOTS)).lower().rstrip(".")


def _address(name: str) -> Address | None:
    """The IP address a host is; None where it is a name. Raises `ValueError` for what can be neither.

    That is the web's standard of URLs: whatever ends in a number is an IPv4 address, or not to be asked; each part may
    be decimal, octal or hexadecimal, and the last one fills what is left out before it.
    """
    if ":" in name:
        return IPv6Address(name)
    *before, last = name.split(".")
    if not _NUMBER.fullmatch(last):
        if not name or _NO_NAME.search(name):
            raise ValueError(name)
        return None
    numbers = [_number(part) for part in before]
    if len(numbers) > 3 or any(number > 255 for number in numbers):  # noqa: PLR2004 (four bytes)
        raise ValueError(name)
    rest = _number(last)
    if rest >= 256 ** (4 - len(numbers)):
        raise ValueError(name)
    return IPv4Address(sum(number << (24 - 8 * place) for place, number in enumerate(numbers)) + rest)


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part) or len(part) > 24:  # noqa: PLR2004 (no address has so many digits)
        raise ValueError(part)
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    return int(part, 8 if part.startswith("0") else 10)


def _why_special(address: Address) -> str | None:
    """Why an address is not public, in the words of IANA's registries."""
    what = _special(address)
    return what and f"{address} is not a public address ({what})"


def _special(address: Address) -> str | None:
    if isinstance(address, IPv4Address):
        return next((name for network, name in _IPV4 if address in network), None)
    if address.scope_id is not None:
        return "of one network only"
    for network, after in _HOLDS_IPV4:
        if address in network:
            return _special(IPv4Address(int(address) >> after & 0xFFFFFFFF))
    for network, name in _IPV6:
        if address in network:
            return name
    return None if address in _GLOBAL_UNICAST else "not global unicast"
