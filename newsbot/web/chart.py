"""Charts: numbers as SVG, drawn on the server. Pure.

There are no texts in them, and no styles: the page tells the numbers in words beside each, and its style sheet gives
the colours by class. So they are hidden from screen readers, and stretch to whatever room they are given.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

_LEAST = 1.5  #: of a hundred: what is there at all can be seen
_GAP = 0.22  #: between two columns, of one
_KIND = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar."""

    kind: str  #: of `newsbot.web.states.Label`; letters only
    value: float


def shares(parts: Sequence[Part], top: float) -> list[tuple[str, float, float]]:
    """Where each part begins, and how long it is, of a hundred that stand for `top`; those of nothing are left out.

    A part that is too small to be seen is drawn larger, and all of them smaller where they would not fit.
    """
    if top <= 0:
        return []
    given = [(each.kind, max(each.value / top * 100, _LEAST)) for each in parts if each.value > 0]
    total = sum(length for _, length in given)
    scale = min(1.0, 100 / total) if total else 1.0
    placed, start = [], 0.0
    for kind, length in given:
        placed.append((kind, start, length * scale))
        start += length * scale
    return placed


def bar(parts: Sequence[Part], top: float) -> Markup:
    """A bar from left to right, of which the whole width is `top`."""
    drawn = (
        f'<rect class="fill-{_checked(kind)}" x="{start:.2f}" y="0" width="{length:.2f}" height="10"/>'
        for kind, start, length in shares(parts, top)
    )
    return _svg("bar", 100, 10, "".join(drawn))


def columns(stacks: Sequence[Sequence[Part]], top: float | None = None) -> Markup:
    """A column for each of these stacks, from the bottom up; the highest fills the height, or `top` does."""
    most = max((sum(each.value for each in stack) for stack in stacks), default=0) if top is None else top
    drawn = (
        f'<rect class="fill-{_checked(kind)}" x="{place + _GAP / 2:.2f}" y="{100 - start - length:.2f}" '
        f'width="{1 - _GAP:.2f}" height="{length:.2f}"/>'
        for place, stack in enumerate(stacks)
        for kind, start, length in shares(stack, most)
    )
    return _svg("columns", max(len(stacks), 1), 100, "".join(drawn))


def _svg(name: str, width: int, height: int, inside: str) -> Markup:
    box = f'viewBox="0 0 {width} {height}" preserveAspectRatio="none" aria-hidden="true" focusable="false"'
    return Markup(f'<svg class="{name}" {box}>{inside}</svg>')  # noqa: S704 - numbers and checked words only


def _checked(kind: str) -> str:
    if not _KIND.fullmatch(kind):
        raise ValueError(f"{kind!r} names no colour")
    return kind
