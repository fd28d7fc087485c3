"""Withdrawals: what a visit of a page that is gone, or is there again, makes of its article. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from newsbot.store.base import Outcome, VisitState
from newsbot.store.documents import BACK, Document, Plan, fetched_at, moment, next_revision, part, withdrawn_at
from newsbot.urls import article_key

NOT_MODIFIED = 304  #: the page is there, and as it was
_BEGINNING = datetime.min.replace(tzinfo=UTC)


def tells_of_withdrawal(outcome: Outcome) -> bool:
    """Whether a visit shows, without any text, that a page was taken away (404, 410 …), or is there (304)."""
    return outcome.state is VisitState.GONE or outcome.status == NOT_MODIFIED


def _is_of(key: str, document: Mapping[str, Any], address: str) -> bool:
    """Whether the kept text comes from this address. A dead alias that once led there is no withdrawal."""
    urls = (document.get("url"), part(document, "crawl").get("requestedUrl"))
    return address == key or any(url and article_key(url) == address for url in urls)


def marked(old: Document, outcome: Outcome) -> Document | None:
    """The document that is marked as withdrawn, or no more so, after this visit; None where it stays as it is.

    A visit from before the last that is known of says nothing; so the same one again changes nothing.
    """
    since, changed = withdrawn_at(old), moment(part(old, "revision").get("changedAt"))
    gone = outcome.state is VisitState.GONE
    if outcome.at <= max(fetched_at(old), since or _BEGINNING, changed or _BEGINNING) or gone == (since is not None):
        return None
    facts = {"withdrawnAt": outcome.at, "withdrawnReason": outcome.reason} if gone else BACK
    return {**old, "revision": next_revision(old, outcome.at, ["withdrawn"], **facts)}


def withdrawals(olds: Mapping[str, Document], outcomes: Iterable[Outcome]) -> Plan:
    """What (tidied) outcomes change in these documents, by key: a mark each, and a version. Nothing is ever deleted."""
    made = Plan()
    present = dict(olds)
    for outcome in sorted(filter(tells_of_withdrawal, outcomes), key=lambda each: each.at):
        address = article_key(outcome.url)
        for key, old in present.items():
            after = marked(old, outcome) if _is_of(key, old, address) else None
            if after is not None:
                made.note(key, old, after)
                present[key] = after
    return made
