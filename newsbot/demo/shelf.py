"""The files in assets/, as bytes."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=8)
def asset(name: str) -> bytes:
    """The file of this name."""
    return files("newsbot.demo").joinpath("assets", name).read_bytes()
