"""Ladder: how a site's pages are asked for. Plainly first; by the browser only where what came asks for that. Pure.

Three rungs: plain HTTP, a few milliseconds a page; a fetch inside of the browser, for sites whose sessions hold only
there; and the page as the browser shows it, half a second, for text that scripts put in. A site climbs as a whole once
climbing has helped some of its pages; where it does not help it is given up.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from newsbot.article import FetchMode

_ORDER: Final = {FetchMode.HTTP: 0, FetchMode.BROWSER: 1, FetchMode.RENDER: 2}
#: So many pages must have come whole by climbing before all others begin there.
_CONVINCED = 2
#: So many may be tried in vain before climbing is given up; each that it helped allows as many again.
_IN_VAIN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Where one site stands in one crawl."""

    rung: FetchMode = FetchMode.HTTP  #: how its pages are asked for now
    climbs: bool = False  #: whether it may climb: there is a browser, and its owner lets the site's scripts run
    helped: int = 0  #: pages that came whole one rung higher, and not before
    inVain: int = 0  #: pages that did not


def begin(fetch: FetchMode, *, own: bool) -> Ladder:
    """The ladder before the first page, where there is a browser; where there is none, `Ladder()` never climbs.

    `fetch` is what the site file says, `own` whether its owner signs in there. Sites that are read as anyone may, and
    whose file says nothing, stay with plain HTTP: nobody asked for their scripts to be run.
    """
    return Ladder(rung=fetch, climbs=own or fetch is not FetchMode.HTTP)


def is_higher(one: FetchMode, other: FetchMode) -> bool:
    """Whether a rung is above another one."""
    return _ORDER[one] > _ORDER[other]


def is_hopeful(ladder: Ladder) -> bool:
    """Whether to ask for a page in another way is still worth it."""
    return ladder.climbs and ladder.inVain < _IN_VAIN * (1 + ladder.helped)


def next_rung(ladder: Ladder, at: FetchMode) -> FetchMode | None:
    """How to ask once more for a page whose text was not in what came; None where that is not worth it."""
    return FetchMode.RENDER if is_hopeful(ladder) and is_higher(FetchMode.RENDER, at) else None


def page_came(ladder: Ladder, at: FetchMode, *, whole: bool) -> Ladder:
    """After a page that was asked for at this rung. Only what came above the site's own rung teaches anything."""
    if not is_higher(at, ladder.rung):
        return ladder
    if not whole:
        return replace(ladder, inVain=ladder.inVain + 1)
    helped = ladder.helped + 1
    return replace(ladder, helped=helped, rung=at if helped >= _CONVINCED else ladder.rung)


def session_fails_outside(ladder: Ladder) -> Ladder:
    """After a sign-in that worked in the browser, and is not known to the site outside of it."""
    if not ladder.climbs or ladder.rung is not FetchMode.HTTP:
        return ladder
    return replace(ladder, rung=FetchMode.BROWSER)
