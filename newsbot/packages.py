"""Packages of general names: are `spiders` and `pipelines` really newsbot's? Pure but for the look at `sys.path`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from newsbot.errors import FixConfiguration

_ROOT = Path(__file__).resolve().parent.parent


def check_package(name: str) -> None:
    """Refuse to run with another distribution's `spiders` or `pipelines`: Scrapy would silently find nothing.

    Raises `FixConfiguration` with the path of the stranger.
    """
    spec = find_spec(name)
    origin = spec.origin if spec else None
    if origin is None or not Path(origin).resolve().is_relative_to(_ROOT):
        raise FixConfiguration(
            f"package {name!r}",
            f"comes from {origin or 'nowhere'}, not from {_ROOT}",
            f"Uninstall the other package named {name!r}, or run `python -m newsbot` from newsbot's folder.",
        )
