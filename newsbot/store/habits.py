"""Habits: how often something new appears in a listing, learnt from looks at it. Pure arithmetic of floats.

Two numbers are all that is kept: how many new addresses were found, and in how many hours, both counting for half as
much after each `HALF_LIFE`. So a change of habit is followed within days, and nobody has to keep a history for it.
"""

from __future__ import annotations

import math

#: Hours after which what was seen counts for half.
HALF_LIFE = 24.0
_FADING = math.log(2) / HALF_LIFE


def after_look(news: float, watched: float, hours: float, found: int) -> tuple[float, float]:
    """What is known after a look that found so many new addresses, so many hours after the look before it.

    They are taken to have come evenly, so that hours long past, and what came in them, weigh less: however long nobody
    looked, `watched` stays below `HALF_LIFE` / ln 2.
    """
    if hours <= 0:
        return news, watched
    kept = math.exp(-_FADING * hours)
    weight = -math.expm1(-_FADING * hours) / _FADING
    return news * kept + found * (weight / hours), watched * kept + weight
