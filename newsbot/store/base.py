"""What a store does, in the words of the domain. Two stores keep this promise: SQLite and MongoDB.

What is to be written is decided by pure functions (`newsbot.store.documents`, `newsbot.store.visits`); the stores only
carry it out. So both decide alike, and the rules can be tested without either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, Self

from newsbot.article import Article, Delivered, Gate
from newsbot.discovery.link import Link
from newsbot.likeness import Fingerprint
from newsbot.store.days import Day, Example, Flaw
from newsbot.store.events import Event
from newsbot.urls import without_secrets

if TYPE_CHECKING:  # pages are made of what is below
    from newsbot.store.pages import Page


class Saved(StrEnum):
    """What became of an article that was given to the store."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


class VisitState(StrEnum):
    """How a URL ended: every URL that was ever found is in one of these states, with a reason."""

    FOUND = "found"  #: known, not yet asked for
    STORED = "stored"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    TEASER = "teaser"  #: kept, and labelled: the whole text was not delivered
    DUPLICATE = "duplicate-of"
    NOT_ARTICLE = "not-article"
    LISTING = "listing"  #: a feed, sitemap or section that was read
    ROBOTS = "robots"
    REFUSED = "refused"
    BLOCKED = "blocked"
    GONE = "gone"
    FAILED = "failed"  #: asked again at the next crawl


#: States that are asked for again as soon as there is a crawl.
OPEN = frozenset({VisitState.FOUND, VisitState.FAILED})
#: Settled, but the page may say something else later: when to look again, `newsbot.schedule` decides.
RECHECKED = frozenset(
    {
        VisitState.STORED,
        VisitState.CHANGED,
        VisitState.UNCHANGED,
        VisitState.TEASER,
        VisitState.ROBOTS,
        VisitState.REFUSED,
        VisitState.BLOCKED,
    }
)
#: Of the texts that may be copies of one, so many are told: more only share what many texts share.
MOST_CANDIDATES = 16
#: Shorter texts ("This article is being updated") are equal by chance: they are nobody's copy.
COPY_LENGTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What is known of a URL: how it was found, how the last visit ended, what to send with the next."""

    key: str  #: newsbot.urls.article_key(url)
    url: str
    site: str
    state: VisitState = VisitState.FOUND
    reason: str = ""
    foundBy: str = ""
    foundOn: str = ""
    title: str | None = None
    published: datetime | None = None
    firstSeen: datetime | None = None
    lastVisit: datetime | None = None  #: None: never asked for
    attempts: int = 0  #: failed ones since the last that worked
    due: datetime | None = None  #: when a crawl asks for it next (`newsbot.store.due`); None: never, or it is a listing
    status: int | None = None
    etag: str | None = None
    lastModified: str | None = None
    # Of a listing only, for `newsbot.schedule`: what looks at it found, as `newsbot.store.habits` has it.
    news: float = 0.0  #: new addresses, those of long ago counting for less
    watched: float = 0.0  #: the hours in which they came, alike
    lastNew: datetime | None = None  #: the last look that found something new


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one visit ended."""

    url: str
    site: str
    run: str
    at: datetime
    state: VisitState
    reason: str = ""
    status: int | None = None
    etag: str | None = None
    lastModified: str | None = None
    bytes: int | None = None  #: of the answer, as it is unpacked
    tried: bool = True  #: whether anything was asked: not where its host was to be left alone
    news: int | None = None  #: of a listing, how many new addresses it named; None: this look teaches nothing


@dataclass(frozen=True, slots=True)
class Spent:
    """What a site was asked for in some time."""

    requests: int = 0  #: that were answered
    bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """To whom a site, or a host, belongs for a while."""

    name: str  #: "site courier", "host www.courier.example"
    holder: str  #: a worker, in words that its owner understands; no two workers have the same
    number: int  #: grows with every change of the holder: the fence
    since: datetime
    until: datetime  #: from then on it may be taken by anybody
    memo: Mapping[str, Any] = field(default_factory=dict)  #: plain data that a holder leaves to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Which articles; all conditions hold together, an empty one holds always. Since is inclusive, until is not."""

    site: str | None = None
    delivered: frozenset[Delivered] = frozenset()
    publishedSince: datetime | None = None
    publishedUntil: datetime | None = None
    fetchedSince: datetime | None = None  #: of the text that is kept (`crawl.fetchedAt`)
    cameSince: datetime | None = None  #: first fetched then or later (`revision.firstFetchedAt`)
    cameUntil: datetime | None = None
    gates: frozenset[Gate] = frozenset()
    story: str | None = None  #: the key of a story: the articles that are in it
    section: str | None = None  #: just as it is written in `articleSection`
    author: str | None = None  #: just as one of the authors' names is written
    text: str | None = None  #: words, "phrases" and -excluded words; `newsbot.store.pages.terms`
    language: str | None = None  #: "de" means "de-CH" too
    limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where a text is kept already."""

    key: str
    url: str
    site: str | None
    story: str | None = None  #: as `Article.story`


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article whose text may be a copy of another: `newsbot.likeness` tells whether it is."""

    key: str
    site: str | None
    story: str | None  #: as `Article.story`
    fingerprint: Fingerprint


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds."""

    articles: int = 0
    byDelivered: Mapping[str, int] = field(default_factory=dict)
    bySite: Mapping[str, int] = field(default_factory=dict)
    visits: Mapping[str, int] = field(default_factory=dict)  #: by state


class Store(Protocol):
    """Keeps articles, their revisions, and visits.

    Every method may be called from any thread, and may raise `RetryStore` (send the same again) or `FixStore`.
    Every write may be sent twice: the second time changes nothing. Datetimes are kept to the millisecond.
    """

    @property
    def uri(self) -> str:
        """Where this store is, fit to be shown: without secrets."""
        ...

    def save(self, articles: Sequence[Article]) -> list[Saved]:
        """Keep these articles; one answer for each, in order. The rules are those of `newsbot.store.documents.decide`.

        `SetAside` says that some can never be kept (too large, say); the others of the batch are.
        """
        ...

    def get(self, url: str) -> Article | None:
        """The article at this address, in any of its spellings: canonical, answering, or asked for."""
        ...

    def find(self, query: Query) -> Iterator[Article]:
        """Articles in the order in which they were first fetched, streamed."""
        ...

    def page(self, query: Query, limit: int, after: str | None = None, *, heads: bool = False) -> Page:
        """Up to `limit` articles that came in last (`Query.limit` is not looked at), behind the end of another page.

        With `heads` their heads as JSON only, which is much quicker (`newsbot.store.heads`).

        Where words are looked for, those that were just written may not be found yet: `Page.behind`.
        `FixArgument` for a place that is none.
        """
        ...

    def search_on(self, limit: int) -> int:
        """Let the search for words know up to so many events more; how many are left. Each search does some."""
        ...

    def by_keys(self, keys: Sequence[str]) -> dict[str, Article]:
        """Articles by their keys; those that are not kept are left out."""
        ...

    def revisions(self, url: str) -> list[Article]:
        """All versions of an article, the oldest first, the present one last."""
        ...

    def copies(self, hashes: Sequence[str]) -> dict[str, Copy]:
        """Of these content hashes those whose text is kept complete already, with the first that has it.

        Only texts of at least `COPY_LENGTH` characters count.
        """
        ...

    def alike(self, fingerprints: Sequence[Fingerprint]) -> list[list[Candidate]]:
        """For each of these texts, kept ones that may be its copies, itself among them: `MOST_CANDIDATES` at most.

        They share one band or more, those that share most stand first. Found are complete texts of at least
        `COPY_LENGTH` characters that were written since this is looked for, as they are now.
        """
        ...

    def story(self, url: str) -> list[Article]:
        """All that is kept of the story of the article at this address, in the order in which it was first fetched.

        That is the article alone where it has no copies; nothing where it is not kept.
        """
        ...

    @property
    def stream(self) -> str:
        """By what this store's order of events is told from that of any other. It stays the same for good."""
        ...

    def events(self, after: int, limit: int) -> list[Event]:
        """What happened to articles after the event of this number (0: from the beginning), in order."""
        ...

    def last_event(self) -> int:
        """The number of what happened last; 0 where nothing has."""
        ...

    def offer(self, links: Sequence[Link], site: str, at: datetime) -> list[Visit]:
        """Note that these addresses exist; what is known of each, in order. Known ones stay as they are."""
        ...

    def visits(self, urls: Sequence[str]) -> dict[str, Visit]:
        """What is known of these addresses, by key; unknown ones are left out."""
        ...

    def take(
        self, site: str, limit: int, *, at: datetime, after: Visit | None = None, again: bool = True
    ) -> list[Visit]:
        """Visits of a site that are due at this time: those never made, those that failed, then, with `again`, others.

        Each group begins with what came due last, which are the newest. `after` goes on behind a visit taken before.
        """
        ...

    def next_due(self, site: str) -> datetime | None:
        """When the first visit of a site that is not a listing is due; None where none will be."""
        ...

    def settle(self, outcomes: Sequence[Outcome]) -> None:
        """Write down how visits ended; the rules are those of `newsbot.store.visits.settled`.

        An article whose page is gone is marked as withdrawn, in a version of its own, and never deleted; a later 304
        takes the mark away. The rules are those of `newsbot.store.withdrawals`.
        """
        ...

    def history(self, url: str) -> list[Outcome]:
        """Every visit of an address, the oldest first."""
        ...

    def spent_since(self, site: str, since: datetime) -> Spent:
        """How many requests of a site were answered since then, and with how many bytes: for its daily budget."""
        ...

    def lease(self, names: Sequence[str], holder: str, at: datetime, until: datetime) -> dict[str, Lease]:
        """Ask for these leases: what each is now, by name. Those that nobody else holds at `at` are the asker's.

        All workers on a store must agree on the time to within some seconds. Rules: `newsbot.store.leases`.
        """
        ...

    def renew(self, leases: Sequence[Lease]) -> dict[str, Lease]:
        """Write one's leases anew, with another end or memo: what each is now. A lost one stays another's.

        With an end that is past, it is given back.
        """
        ...

    def counts(self) -> Counts:
        """How much is kept."""
        ...

    def days(self, site: str | None, since: date, until: date) -> list[Day]:
        """What a site, or every one, gave on each day from the one to before the other, sorted by site and date.

        Days on which nothing was asked for, and nothing found, are left out.
        """
        ...

    def example(self, site: str, flaw: Flaw, since: date, until: date) -> Example | None:
        """The newest address of a site that shows something, in the days from the one to before the other."""
        ...

    def ready(self) -> None:
        """See whether anything can be written: a crawl asks before it fetches. Raises as every method does."""
        ...

    def close(self) -> None:
        """Let go of files and connections. Closing twice is allowed."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...


def shown(uri: str) -> str:
    """A store's URI without secrets: no user, no password, no options (some of them are secrets as well)."""
    return without_secrets(uri).partition("?")[0] if "://" in uri else uri
