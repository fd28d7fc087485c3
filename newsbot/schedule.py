"""What is due at a moment: pure functions of what is known of a visit.

A simple, true version: an address is asked for again after half the time that it has been known for. So a young article
is looked at often, an old one rarely, and the number of requests grows with the logarithm of its age only.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from newsbot.store.base import OPEN, RECHECKED, Visit

#: An address that fails again and again is asked for at the next crawl only after a wait that doubles.
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=7)


def next_due(visit: Visit) -> datetime | None:
    """When an address is to be asked for again; None for never. An address that was never asked for is due at once."""
    if visit.lastVisit is None:
        return visit.firstSeen
    if visit.state in OPEN:
        if visit.attempts <= 1:
            return visit.lastVisit
        wait: timedelta = _FIRST_WAIT * 2 ** min(visit.attempts, 20)
        return visit.lastVisit + min(wait, _LONGEST_WAIT)
    if visit.state not in RECHECKED:
        return None
    known_for = visit.lastVisit - visit.firstSeen if visit.firstSeen else timedelta()
    return visit.lastVisit + max(known_for, timedelta()) / 2


def is_due(visit: Visit, now: datetime) -> bool:
    """Whether an address is to be asked for now."""
    if visit.lastVisit is None:
        return True
    due = next_due(visit)
    return due is not None and due <= now


def is_due_listing(last_visit: datetime | None, every: timedelta | None, now: datetime) -> bool:
    """Whether a feed, sitemap or section is to be asked for now; `every` is the shortest time between two looks."""
    return last_visit is None or every is None or now - last_visit >= every
