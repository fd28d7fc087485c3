"""Seeds: what the fuzzers begin with: pages of the demo newspaper, and small inputs that are odd in known ways.

The last bytes of an input choose among addresses, types and frames: libFuzzer's data provider takes numbers from there.
"""

from __future__ import annotations

from pathlib import Path

from newsbot.demo.desk import Desk
from newsbot.demo.messages import Request
from newsbot.demo.paper import make_newspaper
from newsbot.demo.shapes import Newspaper

_FOLDER = Path(__file__).resolve().parent / "seeds"
_BASE = "https://paper.example"
_FRAMES = range(12)
_LISTINGS = ("/", "/feed.xml", "/feed.atom", "/feed.json", "/sitemap.xml", "/sitemap-news.xml", "/robots.txt")


def seeds_of(target: str) -> list[bytes]:
    """The inputs to begin with for a target: every line of its text files, and its other files as they are."""
    found: list[bytes] = []
    for path in sorted(_FOLDER.glob(f"{target}*")):
        data = path.read_bytes()
        inputs = data.splitlines() if path.suffix == ".txt" else [data]
        found += [each.replace(b"\\n", b"\n") if target in {"urls", "pump"} else each for each in inputs]
    found += _printed(target)
    if target in {"state", "pictures", "pump", "listing"}:
        return [each + bytes([0, frame]) for each in found for frame in _FRAMES]
    return [each + b"\x01\x01\x01" for each in found]


def _printed(target: str) -> list[bytes]:
    """What the demo newspaper prints: an article of each kind, or its listings."""
    if target not in {"page", "listing"}:
        return []
    paper = make_newspaper(articles=26)
    desk = Desk(paper, _BASE)
    paths = _articles(paper) if target == "page" else _LISTINGS
    return [answer.body for answer in (desk.answer(Request("GET", path)) for path in paths) if answer.body]


def _articles(paper: Newspaper) -> list[str]:
    return [piece.path for piece in {(piece.kind, piece.layout): piece for piece in paper.articles}.values()]
