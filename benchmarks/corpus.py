"""Corpus: recorded pages with what is known of each.

A folder with `expected.jsonl` and `pages/ID.html.gz`. Each line of the former is one JSON object: `id`, `url` (may be
null), `publisher`, and, where known, `headline`, `authors`, `datePublished`, `summary`, `body`, `images`, `delivered`,
`gate`. What they mean: benchmarks/measures.py.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HALVES = {"even": 0, "odd": 1}
#: Where the corpus does not know a page's address.
NOWHERE = "https://unknown.example/article"


def in_half(page: Mapping[str, Any], half: str | None) -> bool:
    """Whether a page's publisher falls into a half, all of its pages together; without a half, always."""
    return half is None or zlib.crc32(str(page.get("publisher")).encode()) % 2 == HALVES[half]


def spread(pages: Sequence[dict[str, Any]], limit: int | None) -> list[dict[str, Any]]:
    """So many pages, from beginning to end at equal distances: a corpus is sorted, and its head is no sample."""
    if limit is None or limit >= len(pages):
        return list(pages)
    return [pages[number * len(pages) // limit] for number in range(limit)]


def expected(corpus: Path, half: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
    """What is known of each page. `OSError` or `ValueError` where the folder is no corpus."""
    lines = (corpus / "expected.jsonl").read_text("utf-8").splitlines()
    pages = [json.loads(line) for line in lines if line.strip()]
    return spread([page for page in pages if in_half(page, half)], limit)


def html(corpus: Path, page: Mapping[str, Any]) -> bytes:
    """The bytes that the server sent."""
    return gzip.decompress((corpus / "pages" / f"{page['id']}.html.gz").read_bytes())


def address(page: Mapping[str, Any]) -> str:
    """The page's address."""
    return page.get("url") or NOWHERE
