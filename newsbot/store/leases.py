"""Leases: a site, or a host, belongs to one worker at a time. Pure: what a claim makes of what is kept.

A lease ends by itself, so a worker that dies holds nobody up for long. Its number grows whenever it passes on to
another holder, and every later write names it: who was away for too long (a laptop that slept, a process that was
stopped) finds another number, and has lost it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from newsbot.store.base import Lease
from newsbot.store.documents import clean_text, instant


def claimed(old: Lease | None, name: str, holder: str, at: datetime, until: datetime) -> Lease:
    """The lease after `holder` asked for it at `at`: theirs until then, or as it was where another one holds it."""
    at, until, name, holder = instant(at), instant(until), clean_text(name), clean_text(holder)
    if old is None:
        return Lease(name=name, holder=holder, number=1, since=at, until=until)
    if old.until <= at:
        return replace(old, holder=holder, number=old.number + 1, since=at, until=until)
    return replace(old, until=max(until, old.until)) if old.holder == holder else old


def renewed(old: Lease | None, given: Lease) -> Lease | None:
    """The lease after its holder wrote it anew, with another end or memo; as it was where it is no longer theirs."""
    ours = old is not None and (old.holder, old.number) == (given.holder, given.number)
    return replace(given, until=instant(given.until)) if ours else old
