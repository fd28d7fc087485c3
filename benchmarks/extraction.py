"""How well pages are read, and at what cost: newsbot beside other readers, on the same pages, in one run.

    python benchmarks/extraction.py --corpus FOLDER                  everything that is installed here
    python benchmarks/extraction.py --corpus FOLDER --peers none     newsbot alone: quick, while you work on it
    python benchmarks/extraction.py --corpus FOLDER --peers none --out mine.jsonl --worst 10 --half even
    make benchmark CORPUS=FOLDER                                     sets up all peers first, apart from .venv

FOLDER holds `expected.jsonl` and `pages/ID.html.gz` (benchmarks/corpus.py says what is in them). The readers take turns
page by page, and every page starts with another one, so that neither a cold cache nor a busy machine is always the same
reader's. CPU is process time of this one process; --repeat N takes the least of N for each page and reader. A page that
a reader fails on counts as empty. What each measure is: benchmarks/measures.py.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import corpus, tables
from benchmarks.measures import Score, costs, score, summary
from benchmarks.peers import ASKS, NEWSBOT, PEERS, Prediction, Reader, hush
from benchmarks.stages import Samples, sampled

WARM_UP = 3
NONE, ALL = "none", "all"


@dataclass(slots=True)
class Result:
    """What one reader made of the pages, in their order."""

    reader: Reader
    predictions: list[Prediction] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    @property
    def milliseconds(self) -> list[float]:
        """CPU by page."""
        return [each["cpuMs"] for each in self.predictions]

    def table(self) -> dict[str, Any]:
        """The measures by name; None for what this reader does not give."""
        values = summary(self.scores)
        known = {name: value for name, value in values.items() if ASKS.get(name, "articleBody") in self.reader.gives}
        return {**dict.fromkeys(values), **known, **costs(self.milliseconds), "failed": self.failures.total()}


def reason(error: Exception) -> str:
    """Why a reader failed, in a line: some libraries begin theirs with rulers and blank lines."""
    said = (line.strip() for line in str(error).splitlines())
    return f"{type(error).__name__}: {next((line for line in said if any(map(str.isalnum, line))), '')}"[:100]


def attempt(reader: Reader, body: bytes, url: str) -> tuple[Prediction, float, str | None]:
    """What a reader finds, the milliseconds of CPU that it takes, and why it failed where it did."""
    gc.collect()  # or one reader would pay for what another one left behind
    started = time.process_time()
    why = None
    try:
        got = reader.read(body, url)
    except reader.fails as error:
        got, why = {}, reason(error)
    return got, (time.process_time() - started) * 1000, why


def run(folder: Path, pages: Sequence[dict[str, Any]], readers: Sequence[Reader], repeat: int) -> list[Result]:
    """Every reader on every page, back to back."""
    for page in pages[:WARM_UP]:
        for reader in readers:
            attempt(reader, corpus.html(folder, page), corpus.address(page))
    gc.collect()
    gc.freeze()  # what is loaded now stays; looking through it again before every page would only take time
    results = {reader.name: Result(reader) for reader in readers}
    console = Console(stderr=True)
    for number, page in enumerate(
        track(pages, "Reading pages", console=console, disable=not console.is_terminal, transient=True)
    ):
        body, first = corpus.html(folder, page), number % len(readers)
        turns = [*readers[first:], *readers[:first]]
        tries = [[attempt(reader, body, corpus.address(page)) for reader in turns] for _ in range(repeat)]
        for position, reader in enumerate(turns):
            got, _, why = tries[0][position]
            least = min(each[position][1] for each in tries)
            result = results[reader.name]
            result.failures.update([why] if why else [])
            result.predictions.append({"id": page["id"], **got, "cpuMs": round(least, 3)})
            result.scores.append(score(page, got))
    return list(results.values())


def stages(folder: Path, pages: Sequence[dict[str, Any]], repeat: int) -> Samples:
    """Where newsbot's CPU goes when it reads these pages so many times."""
    bodies = [(corpus.html(folder, page), corpus.address(page)) for page in pages]
    with sampled() as samples:
        for _ in range(repeat):
            for body, url in bodies:
                attempt(NEWSBOT, body, url)
    return samples


def chosen(names: str, peers: Sequence[Reader] = PEERS) -> list[Reader]:
    """The readers that are asked for, newsbot first; says on stderr which are missing. Exits where one is not known."""
    known = {peer.name: peer for peer in peers}
    asked = [*known] if names == ALL else [] if names == NONE else [name.strip() for name in names.split(",")]
    unknown = [name for name in asked if name not in known]
    if unknown:
        sys.exit(f"No such reader: {', '.join(unknown)}. There are: {', '.join(known)}, or {ALL}, or {NONE}.")
    missing = [name for name in asked if not known[name].installed]
    if missing:
        print(
            f"Not installed, and left out: {', '.join(missing)}. To have them beside newsbot,\n{tables.CURE}",
            file=sys.stderr,
        )
    return [NEWSBOT, *(known[name] for name in asked if name not in missing)]


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    names = ", ".join(peer.name for peer in PEERS)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with expected.jsonl and pages/")
    parser.add_argument("--peers", default=ALL, help=f"which, separated by commas: {names}; {NONE}; {ALL} (default)")
    parser.add_argument("--out", type=Path, help="write newsbot's predictions here, for the scorer of a corpus")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the whole table here, unrounded")
    parser.add_argument("--markdown", action="store_true", help="print the tables in Markdown, for docs/benchmarks.md")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="read each page N times, count the cheapest")
    parser.add_argument("--stages", action="store_true", help="also print which stage of newsbot the CPU goes into")
    parser.add_argument(
        "--half", choices=sorted(corpus.HALVES), help="only this half of the publishers: look at one, keep the other"
    )
    parser.add_argument("--limit", type=int, metavar="N", help="only N pages, spread over the corpus")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N texts newsbot reads worst")
    options = parser.parse_args(given)
    if min(options.repeat, 1 if options.limit is None else options.limit) < 1:
        parser.error("--repeat and --limit need a number of at least 1")
    return options


def report(options: argparse.Namespace, pages: Sequence[dict[str, Any]], results: Sequence[Result]) -> None:
    """Print everything that was asked for."""
    console = Console(width=None if sys.stdout.isatty() else 140)
    columns = {result.reader.name: result.table() for result in results}
    best = tables.best_of({result.reader.name: result.scores for result in results}, NEWSBOT.name)
    put = tables.Printer(console, markdown=options.markdown)
    put.measures(columns, best)
    put.verdicts(tables.simple_rules(pages, {result.reader.name: result.predictions for result in results}))
    shares: dict[str, float] = {}
    if options.stages:
        samples = stages(options.corpus, pages, max(options.repeat, 3))
        shares = samples.shares()
        put.stages(shares, columns[NEWSBOT.name]["cpuMean"], samples.points.total())
    if options.worst:
        put.worst(tables.worst(pages, {result.reader.name: result.scores for result in results}, options.worst))
    for result in results:
        for why, times in result.failures.most_common(5):
            console.print(f"{result.reader.name} could not read {times} page(s), counted as empty: {why}", markup=False)
    if options.json:
        whole = {"readers": columns, "bestPerPage": best, "stages": shares, "half": options.half, "pages": len(pages)}
        options.json.write_text(json.dumps(whole, indent=2) + "\n", "utf-8")


def main() -> int:
    """Run."""
    options = arguments()
    try:
        pages = corpus.expected(options.corpus, options.half, options.limit)
    except (OSError, ValueError) as error:
        print(f"{options.corpus} is no corpus: {error}", file=sys.stderr)
        return 2
    if not pages:
        print("No page is left to read.", file=sys.stderr)
        return 2
    hush()
    results = run(options.corpus, pages, chosen(options.peers), options.repeat)
    if options.out:
        lines = (json.dumps(got, ensure_ascii=False) for got in results[0].predictions)
        options.out.write_text("\n".join(lines) + "\n", "utf-8")
    report(options, pages, results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
