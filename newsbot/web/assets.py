"""Assets: the style sheet, the script and the mark, under names with their hashes, so that browsers may keep them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

router = APIRouter(include_in_schema=False)
PREFIX = "/static"
_KINDS = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the dashboard."""

    body: bytes
    kind: str
    address: str


@cache
def assets() -> Mapping[str, Asset]:
    """All of them, by their plain names."""
    folder = resources.files("newsbot.web") / "static"
    found = {}
    for name, kind in _KINDS.items():
        body = (folder / name).read_bytes()
        stem, _, suffix = name.rpartition(".")
        found[name] = Asset(body, kind, f"{PREFIX}/{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{suffix}")
    return found


@router.get(PREFIX + "/{name}")
def get_asset(name: str) -> Response:
    """One of them, by its name with its hash. No token is needed: the page on which one is given needs them."""
    for each in assets().values():
        if each.address == f"{PREFIX}/{name}":
            return Response(each.body, media_type=each.kind, headers={"Cache-Control": _FOR_GOOD})
    raise HTTPException(404, "Not Found")
