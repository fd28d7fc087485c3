"""Tally: what a crawl did, in numbers, by site and in all. Pure counting; nothing here asks or writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from typing import Any

from newsbot.article import COMPLETE, Access, Delivered, Session
from newsbot.errors import NewsbotError
from newsbot.store.base import Saved, VisitState

#: Visits that ended without an answer that could be read.
FAILURES = frozenset({VisitState.FAILED})
#: Pages that answered, and are not kept: no articles, copies, walls.
DROPS = frozenset(
    {
        VisitState.NOT_ARTICLE,
        VisitState.DUPLICATE,
        VisitState.BLOCKED,
        VisitState.GONE,
        VisitState.ROBOTS,
        VisitState.REFUSED,
    }
)


#: Endings that nobody needs to look into; each bears the address of another page, or is what was hoped for.
_UNREMARKABLE = frozenset({VisitState.UNCHANGED, VisitState.DUPLICATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The numbers of a whole crawl: `newsbot crawl --json` prints them.

    Every article page that was asked for is counted once: `fetched` = `new` + `changed` + `same` + `dropped`, and what
    could not be fetched is `failed`. `teasers` are those of new and changed whose text is not complete.
    """

    sites: int = 0
    fetched: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    teasers: int = 0
    dropped: int = 0
    failed: int = 0

    def as_dict(self) -> dict[str, int]:
        """The numbers by name, in order."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True)
class ReadListing:
    """A feed, sitemap or section that was read."""

    kind: str  #: as in newsbot.listing.Source
    url: str
    links: int  #: to articles of the site


@dataclass(slots=True)
class SiteTally:
    """What happened on one site."""

    saved: Counter[Saved] = field(default_factory=Counter)
    delivered: Counter[Delivered] = field(default_factory=Counter)  #: of new and changed articles
    ended: Counter[VisitState] = field(default_factory=Counter)  #: visits that ended without a saved article
    sources: list[ReadListing] = field(default_factory=list)
    listings: int = 0  #: feeds, sitemaps and sections that answered
    asked: int = 0  #: article pages
    troubles: Counter[str] = field(default_factory=Counter)  #: reasons, and how often
    examples: dict[str, str] = field(default_factory=dict)  #: for each reason an address
    tried: int = 0  #: articles that were read with the site file's overrides
    missed: Counter[str] = field(default_factory=Counter)  #: overrides, and on how many of these they found nothing

    own: int = 0  #: articles that were read as their subscriber, signed in
    browsed: int = 0  #: pages that were had by a browser
    climbed: str = ""  #: how its pages came to be asked for, where plain HTTP did not bring their text
    browserless: str = ""  #: why its pages were asked for plainly, though its site file asks for a browser
    logins: int = 0  #: how often its owner was signed in
    refused: str = ""  #: why its owner could not be signed in, so that no more of its pages were asked for
    anonymous: str = ""  #: why it was read as anyone may, though its site file tells how to sign in

    held: str = ""  #: who else is crawling it, so that nothing of it was asked for

    def signed_in(self, logins: int) -> None:
        """Its owner was signed in, so many times by now in this crawl."""
        self.logins = logins

    def login_refused(self, why: str) -> None:
        """Its owner could not be signed in."""
        self.refused = why

    def plus(self, other: SiteTally) -> SiteTally:
        """Both together: what several workers did on one site. Of words, those of the first that has any."""
        values: dict[str, Any] = {}
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            if isinstance(mine, Counter | int | list):
                values[each.name] = mine + theirs
            else:
                values[each.name] = {**theirs, **mine} if isinstance(mine, dict) else mine or theirs
        return SiteTally(**values)

    def count_saved(self, saved: Saved, access: Access) -> None:
        """An article was given to the store."""
        self.saved[saved] += 1
        self.own += access.session is Session.OWN_LOGIN_CONFIRMED
        if saved is not Saved.SAME:
            self.delivered[access.delivered] += 1

    def count_ended(self, state: VisitState, reason: str, url: str) -> None:
        """A visit ended, and no article was saved."""
        self.ended[state] += 1
        if state not in _UNREMARKABLE:
            self.count_trouble(reason, url)

    def count_trouble(self, reason: str, url: str) -> None:
        """Something went wrong that the owner may want to know."""
        self.troubles[reason] += 1
        self.examples.setdefault(reason, url)

    def count_read(self, missed: Iterable[str]) -> None:
        """An article was read with the site file's overrides; these found nothing on its page."""
        self.tried += 1
        self.missed.update(missed)

    @property
    def idle(self) -> list[str]:
        """The overrides that found nothing on any page."""
        return [where for where, pages in self.missed.items() if pages == self.tried]

    @property
    def teasers(self) -> int:
        """New and changed articles whose text is not complete."""
        return sum(number for delivered, number in self.delivered.items() if delivered not in COMPLETE)

    @property
    def failed(self) -> bool:
        """Whether nothing at all of the site could be read, though it was tried."""
        answered = (
            self.listings
            + sum(self.saved.values())
            + sum(n for state, n in self.ended.items() if state not in FAILURES)
        )
        return not answered and bool(self.troubles)


@dataclass(slots=True, kw_only=True)
class Archived:
    """What became of answers in the raw archive."""

    kept: int = 0
    omitted: int = 0  #: on purpose: it could not be made sure that no secret is in them, or the owner wants it so
    lost: int = 0  #: they could not be written
    why: str = ""  #: the first reason

    def plus(self, other: Archived) -> Archived:
        """Both together."""
        return Archived(
            kept=self.kept + other.kept,
            omitted=self.omitted + other.omitted,
            lost=self.lost + other.lost,
            why=self.why or other.why,
        )


@dataclass(slots=True)
class Result:
    """What a crawl has done, or has done so far, by site."""

    sites: dict[str, SiteTally] = field(default_factory=dict)
    outbox: int = 0  #: articles and outcomes that wait in the outbox when the crawl has ended
    trouble: NewsbotError | None = None  #: what stopped the crawl as a whole
    archived: Archived = field(default_factory=Archived)

    def totals(self) -> Totals:
        """The numbers of all sites together."""
        return totals(self.sites)

    @property
    def failed_sites(self) -> list[str]:
        """The sites of which nothing could be read."""
        return sorted(site for site, tally in self.sites.items() if tally.failed)


def totals(sites: dict[str, SiteTally]) -> Totals:
    """The numbers of all sites together."""
    tallies = sites.values()
    saved: Counter[Saved] = sum((tally.saved for tally in tallies), Counter())
    ended: Counter[VisitState] = sum((tally.ended for tally in tallies), Counter())
    same = saved[Saved.SAME] + ended[VisitState.UNCHANGED]
    dropped = sum(ended[state] for state in DROPS)
    return Totals(
        sites=len(sites),
        fetched=saved[Saved.NEW] + saved[Saved.CHANGED] + same + dropped,
        new=saved[Saved.NEW],
        changed=saved[Saved.CHANGED],
        same=same,
        teasers=sum(tally.teasers for tally in tallies),
        dropped=dropped,
        failed=sum(ended[state] for state in FAILURES),
    )
