"""When an address of an article is due again: a pure function of what is known of its visits.

After half the time that it has been known for, until it is old. So a young article is looked at often, an old one
rarely, and the number of requests grows with the logarithm of its age only. What failed waits longer each time.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from newsbot.store.base import OPEN, RECHECKED, Visit, VisitState

#: An address that fails again and again is asked for at the next crawl only after a wait that doubles.
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(days=7)
#: Nobody looks sooner than this after an article was found or looked at, where it is not a person who asks.
LEAST_WAIT = timedelta(minutes=10)
#: What has been known for so long is not asked for again.
OLD = timedelta(days=90)
#: A page that is not there (404) may be there again, but hardly so soon; of one that is gone for good (410) its server
#: says that it will not be.
_BACK = timedelta(days=1)
_FOR_GOOD = 410


def next_due(visit: Visit) -> datetime | None:
    """When an address is to be asked for again; None for never. An address that was never asked for is due at once."""
    if visit.lastVisit is None:
        return visit.firstSeen
    if visit.state in OPEN:
        if visit.attempts <= 1:
            return visit.lastVisit
        wait: timedelta = _FIRST_WAIT * 2 ** min(visit.attempts, 20)
        return visit.lastVisit + min(wait, _LONGEST_WAIT)
    known_for = visit.lastVisit - visit.firstSeen if visit.firstSeen else timedelta()
    gone = visit.state is VisitState.GONE and visit.status != _FOR_GOOD
    if not (gone or visit.state in RECHECKED) or known_for > OLD:
        return None
    return visit.lastVisit + max(known_for / 2, _BACK if gone else timedelta())


def is_due(visit: Visit, now: datetime, least: timedelta = timedelta()) -> bool:
    """Whether an address is to be asked for now; again not before `least` has passed since it was."""
    if visit.lastVisit is None:
        return True
    due = next_due(visit)
    return due is not None and max(due, visit.lastVisit + least) <= now
