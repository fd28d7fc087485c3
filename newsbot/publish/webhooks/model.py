"""What a webhook is, and which events it is for. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from urllib.parse import urlsplit

from newsbot.errors import FixArgument
from newsbot.hosts import why_refused
from newsbot.sessions.masking import MASK
from newsbot.store.events import Event, EventKind
from newsbot.urls import is_http

Articles = Literal["none", "listed", "all"]
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_LONGEST_URL = 2000
#: A part of a path that is longer is taken for a secret: some receivers know their senders by nothing else.
_LONGEST_SHOWN = 16
ALL_KINDS = frozenset(EventKind)


class State(StrEnum):
    """What a webhook does."""

    RUNS = "runs"
    WAITS = "waits"  #: the last try failed; it is tried again
    PAUSED = "paused"  #: by its owner, or because its receiver answered 410
    ASTRAY = "astray"  #: it is for another store, or for a newer copy of this one


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """A webhook as it is kept. Neither `url` nor the secrets are to be shown: `shown_url` is."""

    name: str
    url: str
    secret: str  #: as `newsbot.publish.webhooks.keys` keeps it
    old_secret: str | None = None  #: the one before, while it still counts
    old_until: float = 0.0
    events: frozenset[EventKind] = ALL_KINDS
    sites: frozenset[str] = frozenset()  #: none: of all sites
    articles: Articles = "none"
    paid: bool = False
    stream: str  #: `Store.stream` of the store that it is for
    cursor: int = 0  #: the number of the last event that was dealt with
    made: datetime
    paused: str | None = None  #: why it is
    trying: int | None = None  #: the number of the event that failed last, and is tried again
    attempts: int = 0  #: how often that was tried
    since: float | None = None  #: when that was tried first, in seconds
    due: float = 0.0  #: when it is tried next
    error: str | None = None  #: why the last try failed
    delivered: int = 0
    delivered_at: datetime | None = None

    def wants(self, event: Event) -> bool:
        """Whether an event is sent to it."""
        return event.kind in self.events and (not self.sites or event.site in self.sites)

    def astray(self, stream: str, last: int) -> str | None:
        """Why it cannot go on with the store of this stream, whose last event has this number; None where it can."""
        if self.stream != stream:
            return "it was made for another store"
        if self.cursor > last:
            return f"it has told of event {self.cursor}, and the store has no more than {last}: an older copy"
        return None

    def state(self, stream: str, last: int) -> State:
        """What it does."""
        if self.paused is not None:
            return State.PAUSED
        if self.astray(stream, last):
            return State.ASTRAY
        return State.WAITS if self.trying is not None else State.RUNS


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A dead letter: an event that a webhook's receiver did not take, however often it was tried."""

    hook: str
    number: int  #: of the event
    kind: str
    url: str  #: of the article
    attempts: int
    since: datetime  #: when it was tried first
    failed: datetime  #: when it was tried last
    error: str  #: why that failed
    again: bool = False  #: whether it is to be sent again


def event_id(stream: str, number: int) -> str:
    """By what a receiver knows that it has had an event already. It is the cursor behind this event, too."""
    return f"{stream}-{number}"


def checked_name(name: str) -> str:
    """A name of a webhook. Raises `FixArgument`."""
    if not NAME.fullmatch(name):
        why = "it is not of 1 to 64 small letters, digits and hyphens between them"
        raise FixArgument("NAME", name[:80], why, "Such as: archive, team-chat.")
    return name


def name_from(url: str, taken: frozenset[str]) -> str:
    """A name for the webhook at this address, which no other has."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    plain = re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-")[:56].strip("-") or "webhook"
    return next(name for name in (plain, *(f"{plain}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def checked_url(url: str, allowed: frozenset[str]) -> str:
    """An address to which may be posted. `FixArgument`, which does not repeat its secrets, where it may not."""
    shown = shown_url(url)
    if len(url) > _LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url:
        cure = "Write what is not ASCII as %XX, and its host in its xn-- form."
        raise FixArgument("URL", shown[:80], f"it is not of at most {_LONGEST_URL} visible ASCII characters", cure)
    if not is_http(url):
        raise FixArgument("URL", shown, "it is no http(s) address", "Give it with https://.")
    parts = urlsplit(url)
    if "@" in parts.netloc:
        cure = "Who posts is known by the signature; a token may be part of the path or the query."
        raise FixArgument("URL", shown, "a user and a password in an address are not sent", cure)
    if parts.fragment:
        raise FixArgument("URL", shown, "what stands behind # is sent to nobody", "Leave it out.")
    if why := why_refused(url, frozenset(), allowed):
        cure = "Where you mean it: NEWSBOT_ALLOW_HOSTS=HOST, also for `newsbot serve`."
        raise FixArgument("URL", shown, why, cure)
    return url


def shown_url(url: str) -> str:
    """An address of a receiver, fit to be shown: without user, password, query, and long parts of its path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    host = parts.netloc.rpartition("@")[2]
    path = "/".join(each if len(each) < _LONGEST_SHOWN else MASK for each in parts.path.split("/"))
    before = f"{MASK}@" if "@" in parts.netloc else ""
    return f"{parts.scheme}://{before}{host}{path}" + (f"?{MASK}" if parts.query else "")
