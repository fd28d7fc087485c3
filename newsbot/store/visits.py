"""Visits: what a new link or the end of a visit makes of what is known of a URL. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from newsbot.discovery.link import Link
from newsbot.store.base import OPEN, Outcome, Saved, Visit, VisitState
from newsbot.store.documents import clean_text, instant
from newsbot.store.due import next_due
from newsbot.store.habits import after_look
from newsbot.urls import article_key

#: What bears no date (a link of a section page) comes after the articles of so long a time: these are news for sure.
_UNDATED = timedelta(days=30)
_AFTER = {Saved.NEW: VisitState.STORED, Saved.CHANGED: VisitState.CHANGED, Saved.SAME: VisitState.UNCHANGED}


def _clean(text: str | None) -> str | None:
    return None if text is None else clean_text(text)


def offered(link: Link, site: str, at: datetime) -> Visit:
    """A visit that nobody has made yet."""
    visit = Visit(
        key=article_key(link.url),
        url=clean_text(link.url),
        site=clean_text(site),
        foundBy=link.foundBy.value,
        foundOn=clean_text(link.foundOn),
        title=_clean(link.title),
        published=None if link.published is None else instant(link.published),
        firstSeen=instant(at),
    )
    return _with_due(visit)


def tidied(outcome: Outcome) -> Outcome:
    """The outcome as every store can keep it: text that can be written, its time to the millisecond."""
    return replace(
        outcome,
        url=clean_text(outcome.url),
        site=clean_text(outcome.site),
        run=clean_text(outcome.run),
        at=instant(outcome.at),
        reason=clean_text(outcome.reason),
        etag=_clean(outcome.etag),
        lastModified=_clean(outcome.lastModified),
    )


def outcome_after(saved: Saved, outcome: Outcome) -> Outcome:
    """How the visit ended, now that the store has answered.

    "stored" means: as the store says (stored, changed or unchanged). Every other state stays as its giver judged it.
    """
    return replace(outcome, state=_AFTER[saved]) if outcome.state is VisitState.STORED else outcome


def settled(visit: Visit | None, outcome: Outcome) -> Visit:
    """What is known of a URL after this visit of it. `outcome` is tidied.

    An outcome that arrives late, after that of a later visit, changes nothing; nor does the same one again. What the
    server gave to ask with (`etag`, `lastModified`) is kept until a page is delivered anew.
    """
    if visit is None:
        visit = Visit(key=article_key(outcome.url), url=outcome.url, site=outcome.site, firstSeen=outcome.at)
    if visit.lastVisit is not None and outcome.at < visit.lastVisit:
        return visit
    again = visit.lastVisit == outcome.at and visit.state is outcome.state
    failures = visit.attempts if again or not outcome.tried else visit.attempts + 1
    delivered = outcome.status is not None and outcome.status // 100 == 2  # noqa: PLR2004 - the class of success
    after = replace(
        visit,
        state=outcome.state,
        reason=outcome.reason,
        lastVisit=outcome.at,
        attempts=failures if _failed(outcome) else 0,
        status=outcome.status,
        etag=outcome.etag if delivered else outcome.etag or visit.etag,
        lastModified=outcome.lastModified if delivered else outcome.lastModified or visit.lastModified,
        **({} if again else _learnt(visit, outcome)),
    )
    return _with_due(after)


def _failed(outcome: Outcome) -> bool:
    """Whether a visit counts among the failures: of a listing, that the server gave it is what counts."""
    if outcome.state is not VisitState.LISTING:
        return outcome.state is VisitState.FAILED
    return outcome.status is None or not (outcome.status // 100 == 2 or outcome.status == 304)  # noqa: PLR2004


def _learnt(visit: Visit, outcome: Outcome) -> dict[str, Any]:
    """What a look at a listing tells of its habits. The first that worked tells nothing: all that it names is new."""
    if outcome.news is None:
        return {}
    last_new = outcome.at if outcome.news > 0 else visit.lastNew
    never_worked = visit.attempts > 0 and visit.lastNew is None and not visit.watched
    if visit.lastVisit is None or never_worked:
        return {"lastNew": last_new}
    hours = (outcome.at - visit.lastVisit).total_seconds() / 3600
    news, watched = after_look(visit.news, visit.watched, hours, outcome.news)
    return {"news": news, "watched": watched, "lastNew": last_new}


def settled_all(known: Mapping[str, Visit], outcomes: Sequence[Outcome]) -> dict[str, Visit]:
    """The visits that these (tidied) outcomes change, by key; what is known of the others stays."""
    after: dict[str, Visit] = {}
    for outcome in outcomes:
        key = article_key(outcome.url)
        after[key] = settled(after.get(key) or known.get(key), outcome)
    return {key: visit for key, visit in after.items() if visit != known.get(key)}


def turn(visit: Visit) -> int | None:
    """In which group `take` gives it; None in none."""
    if visit.due is None:
        return None
    if visit.state in OPEN:
        return 0 if visit.lastVisit is None else 1
    return 2


def _with_due(visit: Visit) -> Visit:
    """The visit with its time: among those never made, the order of `take` is that of their publication."""
    due = next_due(visit)
    if due is not None and visit.lastVisit is None:
        due = min(visit.published or due - _UNDATED, due)
    return replace(visit, due=None if due is None else instant(due))
