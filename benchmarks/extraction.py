"""How well pages are read, and at what cost: predictions for every page of a corpus, beside trafilatura alone.

    python benchmarks/extraction.py --corpus FOLDER --out predictions.jsonl [--peers]

FOLDER holds `pages/ID.html.gz` and `expected.jsonl`: one JSON object a line with `id`, `url` and, if known, `body`. The
predictions are one JSON object a line, for the scorer that comes with a corpus. CPU is process time, of one process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import trafilatura
from rich.console import Console
from rich.table import Table

from newsbot.article import Article
from newsbot.errors import NotAPage
from newsbot.reading import read_bytes

#: Where the corpus does not know a page's address.
NOWHERE = "https://unknown.example/article"


def pages(corpus: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Each expected page with its bytes."""
    for line in (corpus / "expected.jsonl").read_text("utf-8").splitlines():
        expected = json.loads(line)
        yield expected, gzip.decompress((corpus / "pages" / f"{expected['id']}.html.gz").read_bytes())


def prediction(article: Article) -> dict[str, Any]:
    """What a scorer wants to know of an article."""
    images = [{"url": i.url, "caption": i.caption, "creditText": i.creditText} for i in article.images]
    return {
        "headline": article.headline,
        "authors": [author.name for author in article.authors],
        "datePublished": article.datePublished.isoformat() if article.datePublished else None,
        "articleBody": article.articleBody,
        "images": images,
        "delivered": article.access.delivered,
        "gate": article.access.gate,
    }


def by_newsbot(expected: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Everything read and judged."""
    try:
        return prediction(read_bytes(body, expected.get("url") or NOWHERE).article)
    except NotAPage as error:
        print(error, file=sys.stderr)
        return {}


def by_trafilatura(expected: dict[str, Any], body: bytes) -> dict[str, Any]:
    """Trafilatura alone, with its metadata."""
    found = trafilatura.bare_extraction(body, url=expected.get("url"), include_comments=False, with_metadata=True)
    values = found.as_dict() if found is not None and not isinstance(found, dict) else {}
    authors = [name.strip() for name in (values.get("author") or "").split(";") if name.strip()]
    return {
        "headline": values.get("title"),
        "authors": authors,
        "datePublished": values.get("date"),
        "articleBody": values.get("text"),
        "images": [{"url": values["image"]}] if values.get("image") else [],
    }


READERS: dict[str, Callable[[dict[str, Any], bytes], dict[str, Any]]] = {
    "newsbot": by_newsbot,
    "trafilatura": by_trafilatura,
}


def words(text: str | None) -> Counter[str]:
    """The multiset of a text's words, for a quick look; the scorer of the corpus does it properly."""
    return Counter((text or "").casefold().split())


def overlap(expected: dict[str, Any], got: dict[str, Any]) -> float | None:
    """F1 of the words of the text; None where the corpus does not know the text."""
    if expected.get("body") is None:
        return None
    parts = [*expected.get("summary", []), *(next(iter(part.values())) for part in expected["body"])]
    want, have = words("\n".join(parts)), words(got.get("articleBody"))
    total = want.total() + have.total()
    return 2 * (want & have).total() / total if total else 1.0


def run(corpus: Path, names: list[str]) -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
    """Every reader on every page, back to back, so that the machine's load falls on all of them alike."""
    results: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = {name: [] for name in names}
    for expected, body in pages(corpus):
        for name in names:
            started = time.process_time()
            got = READERS[name](expected, body)
            milliseconds = (time.process_time() - started) * 1000
            results[name].append((expected, {"id": expected["id"], **got, "cpuMs": round(milliseconds, 3)}))
    return results


def row(name: str, pairs: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[str]:
    """One reader's line of the table."""
    cpu = sorted(got["cpuMs"] for _, got in pairs)
    scores = [score for score in (overlap(*pair) for pair in pairs) if score is not None]
    shares = [sum(bool(got.get(key)) for _, got in pairs) for key in ("headline", "authors", "datePublished", "images")]
    percent = [f"{100 * share / len(pairs):.0f} %" for share in shares]
    figures = [statistics.median(cpu), statistics.fmean(cpu), cpu[int(len(cpu) * 0.95)]]
    return [
        name,
        str(len(pairs)),
        f"{statistics.fmean(scores):.4f}",
        *percent,
        *(f"{figure:.1f}" for figure in figures),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with expected.jsonl and pages/")
    parser.add_argument("--out", type=Path, required=True, help="where to write newsbot's predictions")
    parser.add_argument("--peers", action="store_true", help="run trafilatura alone beside newsbot, page by page")
    options = parser.parse_args()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns of every page that is no article
    results = run(options.corpus, list(READERS) if options.peers else ["newsbot"])
    lines = (json.dumps(got, ensure_ascii=False) for _, got in results["newsbot"])
    options.out.write_text("\n".join(lines) + "\n", "utf-8")
    table = Table(title="Reading pages (word F1 where the text is known; found; CPU ms a page)")
    for column in ("reader", "pages", "word F1", "headline", "authors", "date", "images", "median", "mean", "p95"):
        table.add_column(column, justify="left" if column == "reader" else "right")
    for name, pairs in results.items():
        table.add_row(*row(name, pairs))
    Console(width=110).print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
