"""SavedSession: what a browser knew when its owner was signed in. Pure values, which hide what they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Literal, NoReturn, cast
from urllib.parse import urlsplit

from newsbot.sessions.masking import Secret

SameSite = Literal["Strict", "Lax", "None"]
Storage = Mapping[str, Mapping[str, str]]

#: Shorter values (a language, a consent, `1`) are no secrets: to mask them would spoil every text.
SHORTEST_SECRET = 8
#: In storage there are many texts that are no secrets, such as headlines; tokens are long, and have no blanks.
_SHORTEST_TOKEN = 16
_PIECE, _MOST_PIECES = 4096, 200
_LATEST = 253_402_300_799  # seconds; the end of the year 9999, beyond which no datetime goes


class _Hidden:
    """Not to be pickled: a queue on disk would keep it in clear."""

    __slots__ = ()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is kept in the vault only: it cannot be pickled or copied")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Cookie(_Hidden):
    """A cookie as browsers keep it."""

    name: str
    value: str
    domain: str  #: with a leading dot where it is for all hosts below, too
    path: str = "/"
    expires: float | None = None  #: seconds since 1970; None: until the browser is closed
    secure: bool = False
    httpOnly: bool = False
    sameSite: SameSite | None = None

    def __repr__(self) -> str:
        return f"Cookie({self.name!r}, ***, domain={self.domain!r})"

    def is_expired(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires is not None and self.expires <= now.timestamp()

    def is_for(self, hosts: frozenset[str]) -> bool:
        """Whether it would be sent to one of these hosts (bare, as `Site.bare_hosts`), or to one below."""
        domain = self.domain.lower().removeprefix(".").removeprefix("www.")
        bare = {host_without_port(host) for host in hosts}
        if any(domain == host or domain.endswith(f".{host}") for host in bare):
            return True
        return self.domain.startswith(".") and any(host.endswith(f".{domain}") for host in bare)


@dataclass(frozen=True, slots=True)
class Expiry:
    """When the first and the last of a session's cookies run out; which of them matters only the site knows.

    Both are None where all last until the browser is closed.
    """

    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SavedSession(_Hidden):
    """A session of one site."""

    site: str  #: the site's slug
    cookies: tuple[Cookie, ...] = ()
    storage: Storage = field(default_factory=dict)  #: local storage, by origin such as https://paper.example
    userAgent: str | None = None  #: of the browser that signed in, where the site binds the session to it
    signedInAt: datetime
    provedAt: datetime | None = None  #: when it was last seen that somebody is signed in
    proof: str | None = None  #: what showed it, in words
    madeBy: str = ""  #: `newsbot login`, `import` …

    def __post_init__(self) -> None:
        frozen = {origin: MappingProxyType(dict(values)) for origin, values in self.storage.items()}
        object.__setattr__(self, "storage", MappingProxyType(frozen))
        object.__setattr__(self, "cookies", tuple(self.cookies))

    def __repr__(self) -> str:
        return (
            f"SavedSession({self.site!r}, {len(self.cookies)} cookies, storage of {len(self.storage)} origins, "
            f"signedInAt={self.signedInAt:%Y-%m-%dT%H:%M:%SZ})"
        )

    @property
    def expires(self) -> Expiry:
        """When its cookies run out."""
        ends = sorted(each.expires for each in self.cookies if each.expires is not None)
        return Expiry(_moment(ends[0]), _moment(ends[-1])) if ends else Expiry()

    def is_stale(self, now: datetime) -> bool:
        """Whether nothing in it can still show that somebody is signed in: every cookie ran out, nothing is stored."""
        return all(cookie.is_expired(now) for cookie in self.cookies) and not any(self.storage.values())

    def proved(self, at: datetime, proof: str) -> SavedSession:
        """The same session, seen to be signed in."""
        return replace(self, provedAt=at, proof=proof)

    def only_for(self, hosts: frozenset[str]) -> SavedSession:
        """What of it belongs to these hosts (bare, as `Site.bare_hosts`): a browser gathers cookies of many others."""
        bare = {host_without_port(host) for host in hosts}
        storage = {
            origin: values for origin, values in self.storage.items() if _below(urlsplit(origin).hostname or "", bare)
        }
        return replace(self, cookies=tuple(each for each in self.cookies if each.is_for(hosts)), storage=storage)

    def secrets(self) -> tuple[Secret, ...]:
        """What must not be seen of it, for a `Scrubber`: values of cookies, and the tokens in its storage.

        What is long comes in pieces; the whole is bounded, since sites keep megabytes in a browser.
        """
        values = [cookie.value for cookie in self.cookies if len(cookie.value) >= SHORTEST_SECRET]
        stored = (value for values in self.storage.values() for value in values.values())
        values += [text for value in stored for text in _strings_in(value) if _looks_like_token(text)]
        pieces = [value[at : at + _PIECE] for value in dict.fromkeys(values) for at in range(0, len(value), _PIECE)]
        return tuple(Secret(piece) for piece in pieces[:_MOST_PIECES] if len(piece) >= SHORTEST_SECRET)


def host_without_port(host: str) -> str:
    """`127.0.0.1:8811` without `:8811`; cookies know no ports."""
    if host.startswith("["):
        return host.partition("]")[0].lstrip("[")
    return host.partition(":")[0] if host.count(":") == 1 else host


def _below(host: str, hosts: set[str]) -> bool:
    bare = host.lower().removeprefix("www.")
    return any(bare == each or bare.endswith(f".{each}") for each in hosts)


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(min(max(seconds, 0), _LATEST), UTC)


def _looks_like_token(text: str) -> bool:
    return len(text) >= _SHORTEST_TOKEN and not any(character.isspace() for character in text)


def _strings_in(value: str) -> Iterator[str]:
    """The texts in a JSON document; the value itself where it is none."""
    waiting: list[object] = [value]
    if value[:1] in {"{", "[", '"'}:
        with suppress(ValueError, RecursionError):
            waiting = [json.loads(value)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            waiting += cast("dict[str, object]", each).values()
        elif isinstance(each, list):
            waiting += each
