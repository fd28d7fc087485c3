"""Unavailable: why a secret cannot be had from where it is kept, and the cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unavailable:
    """In words that hold nothing of the secret."""

    why: str
    cure: str
