"""Near duplicates: how many copies of a story are found, how many wrong ones are joined, and what it costs.

    python benchmarks/duplicates.py --corpus FOLDER [--half measured|tuned] [--peers all|none]
    python benchmarks/duplicates.py --corpus FOLDER --scale 10000 100000 1000000 [--store sqlite|mongo|both]

The labelled set is made of the corpus' articles: benchmarks/labelled.py. `newsbot.likeness` was tuned on one half of
them (by a hash of the file's name), and is measured on the other. With --scale nothing of that is done: what an article
costs is measured in stores that hold so many.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.duplicates_peers import METHODS, Method
from benchmarks.duplicates_scale import at_scale
from benchmarks.edits import Pair
from benchmarks.labelled import HALVES, pairs, texts

NOT_JOINED_OF_ONE_SITE = " (one site)"


@dataclass(slots=True)
class Result:
    """What a method said of the labelled set."""

    method: Method
    milliseconds: float = 0.0  #: of CPU for the fingerprint of a text of 5,000 characters
    pairs: Counter[tuple[bool, str]] = field(default_factory=Counter)  #: by label and kind
    joined: Counter[tuple[bool, str]] = field(default_factory=Counter)
    found: Counter[tuple[bool, str]] = field(default_factory=Counter)  #: that the look-up finds, joined or not

    def total(self, counter: Counter[tuple[bool, str]], *, same: bool) -> int:
        """Of all kinds."""
        return sum(count for (label, _), count in counter.items() if label is same)

    @property
    def precision(self) -> float:
        """Of the joined pairs those that are copies."""
        right = self.total(self.joined, same=True)
        return right / max(1, right + self.total(self.joined, same=False))

    @property
    def recall(self) -> float:
        """Of the copies those that are joined."""
        return self.total(self.joined, same=True) / max(1, self.total(self.pairs, same=True))


def kind_of(pair: Pair) -> str:
    """The row of a pair."""
    return pair.kind + (NOT_JOINED_OF_ONE_SITE if pair.same and pair.one_site else "")


def judge(method: Method, given: Sequence[Pair]) -> Result:
    """Ask a method about every pair."""
    result = Result(method)
    bodies = list({each: None for pair in given for each in (pair.one, pair.other)})
    start = time.process_time()
    prints = {each: method.fingerprint(each) for each in bodies}
    result.milliseconds = (time.process_time() - start) / sum(map(len, bodies)) * 5000 * 1000
    for pair in given:
        one, other, row = prints[pair.one], prints[pair.other], (pair.same, kind_of(pair))
        result.pairs[row] += 1
        if method.findable(one, other):
            result.found[row] += 1
            result.joined[row] += method.same(one, other, pair.one_site)
    return result


def table_of(results: Sequence[Result]) -> tuple[list[str], list[list[str]]]:
    """Titles and rows: the share of copies that are joined, and how many of the others are."""
    titles = ["pairs", "", *(result.method.name for result in results)]
    rows = []
    for same in (True, False):
        for (label, kind), count in results[0].pairs.items():
            if label is same:
                cells = [result.joined[label, kind] for result in results]
                shown = [f"{cell / count:.3f}" if same else str(cell) for cell in cells]
                rows.append([("copies: " if same else "") + kind, f"{count:,}", *shown])
    for name, values in {
        "recall, all copies": [f"{each.recall:.3f}" for each in results],
        "wrong joins, all": [str(each.total(each.joined, same=False)) for each in results],
        "precision": [f"{each.precision:.4f}" for each in results],
        "CPU ms for the fingerprint of 5,000 characters": [f"{each.milliseconds:.2f}" for each in results],
    }.items():
        rows.append([name, "", *values])
    return titles, rows


def show(titles: Sequence[str], rows: Sequence[Sequence[str]], *, markdown: bool) -> None:
    """Print a table."""
    if markdown:
        print(f"| {' | '.join(titles)} |\n|{' --- |' * len(titles)}")
        print("\n".join(f"| {' | '.join(row)} |" for row in rows))
        return
    table = Table()
    for place, title in enumerate(titles):
        table.add_column(title, justify="right" if place else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True, help="folder with expected.jsonl and pages/")
    parser.add_argument("--half", choices=sorted(HALVES), default="measured")
    parser.add_argument("--peers", choices=["all", "none"], default="all")
    parser.add_argument("--scale", type=int, nargs="+", default=[], metavar="N", help="so many articles are stored")
    parser.add_argument("--store", choices=["sqlite", "mongo", "both"], default="sqlite", help="with --scale")
    parser.add_argument("--markdown", action="store_true", help="print Markdown, for docs/benchmarks.md")
    return parser.parse_args(given)


def main() -> int:
    """Run."""
    options = arguments()
    try:
        given = texts(options.corpus, options.half)
    except (OSError, ValueError) as error:
        print(f"{options.corpus} is no corpus: {error}", file=sys.stderr)
        return 2
    if options.scale:
        show(*at_scale([each.body for each in given], options.scale, options.store), markdown=options.markdown)
        return 0
    labelled = list(pairs(given, options.half))
    wanted = [each for each in METHODS if each.installed and (options.peers == "all" or each is METHODS[0])]
    missing: list[Any] = [each.name for each in METHODS if not each.installed]
    if missing and options.peers == "all":
        print(f"Not installed, and left out: {', '.join(missing)}.", file=sys.stderr)
    show(*table_of([judge(each, labelled) for each in wanted]), markdown=options.markdown)
    return 0


if __name__ == "__main__":
    sys.exit(main())
