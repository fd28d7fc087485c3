"""Stages: where newsbot's CPU goes, by the stage of reading: decode, parse, JSON-LD, facts, body, pictures, verdict.

By sampling: the operating system interrupts the reading after every ten milliseconds of CPU, and the stage that is then
at work gets a point. Nothing of newsbot is wrapped or slowed down, and nothing here knows its functions, only which
module belongs to which stage. Ten milliseconds are longer than nearly all single calls of C code, for whose end an
interrupt must wait: were they shorter, long calls would get too few points. A share that rests on a thousand points is
right to within three in a hundred: use --repeat.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

REST = "the rest: choosing sources, joining"


def _named(stage: str, *modules: str) -> dict[str, str]:
    return {f"newsbot.extraction.{module}": stage for module in modules}


#: Which stage a module starts. What it calls, in whatever module, belongs to that stage.
STAGES: Mapping[str, str] = {
    "newsbot.extraction.page": "parse",
    **_named("body", "blocks", "body", "furniture", "richtext"),
    **_named("pictures", "credit", "images", "media", "pictures"),
    **_named("facts", "authors", "bylines", "corrections", "dates", "facts", "headline", "language", "moments"),
    **_named("facts", "paging", "seen"),
}
#: These have an account of their own, whoever calls them: they are done when first needed.
_ANYWHERE: Mapping[str, str] = {
    **_named("outline: the one walk over the elements", "outline"),
    **_named("embedded state", "embedded", "flight", "literals"),
}
#: And these, within the stage "parse".
_WITHIN_PARSE: Mapping[str, str] = {
    **_named("decode, clean", "decode", "text"),
    **_named("JSON-LD", "jsonld"),
    **_named("meta elements", "meta"),
}
_VERDICT = "newsbot.access."
_READING = "newsbot.reading"
_SECONDS = 0.01
_DEEPEST = 500


def stage(modules: Sequence[str]) -> str | None:
    """The stage that a stack of modules, the outermost first, is in; None where no page is being read."""
    if _READING not in modules:
        return None
    own = next((_ANYWHERE[module] for module in modules if module in _ANYWHERE), None)
    if own is not None:
        return own
    for position, module in enumerate(modules):
        if module.startswith(_VERDICT):
            return "verdict"
        if STAGES.get(module) == "parse":
            return next((_WITHIN_PARSE[each] for each in modules[position:] if each in _WITHIN_PARSE), "parse")
        if module in STAGES:
            return STAGES[module]
    return REST


def _modules(frame: FrameType | None) -> list[str]:
    names: list[str] = []
    while frame is not None and len(names) < _DEEPEST:
        names.append(frame.f_globals.get("__name__", ""))
        frame = frame.f_back
    return names[::-1]


@dataclass(slots=True)
class Samples:
    """Points by stage."""

    points: Counter[str] = field(default_factory=Counter)

    def take(self, _signal: int, frame: FrameType | None) -> None:
        """One interrupt: a point for the stage at work."""
        at_work = stage(_modules(frame))
        if at_work is not None:
            self.points[at_work] += 1

    def shares(self) -> dict[str, float]:
        """Each stage's share of the CPU, the largest first."""
        return {name: points / self.points.total() for name, points in self.points.most_common()}


@contextmanager
def sampled() -> Iterator[Samples]:
    """Sample what is read in this block. For the main thread only, and not for Windows, which has no such timer."""
    samples = Samples()
    before = signal.signal(signal.SIGPROF, samples.take)
    signal.setitimer(signal.ITIMER_PROF, _SECONDS, _SECONDS)
    try:
        yield samples
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
