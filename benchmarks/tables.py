"""Tables: what the benchmark of reading found, for a terminal or as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measures import HIGH, LOW, RESTRICTED, Score, summary

Columns = Mapping[str, Mapping[str, Any]]
#: The measures in the order of the table: key, title, how many digits (None: a count).
ROWS: tuple[tuple[str, str, int | None], ...] = (
    ("bodyF1", "body F1, four-word runs", 3),
    ("bodyPrecision", "body precision", 3),
    ("bodyRecall", "body recall", 3),
    ("bodyLow", f"body pages under {LOW}", None),
    ("bodyHigh", f"body pages at {HIGH} or more", None),
    ("headline", "headline exact", 3),
    ("authors", "authors F1", 3),
    ("sameDay", "date, same day", 3),
    ("sameMinute", "date, same minute", 3),
    ("imagesPrecision", "images precision", 3),
    ("imagesRecall", "images recall", 3),
    ("captions", "captions right, of matched", 3),
    ("credits", "credits right, of matched", 3),
    ("restrictedPrecision", "restricted precision", 3),
    ("restrictedRecall", "restricted recall", 3),
    ("gate", "gate right, where known", 3),
    ("failed", "pages that could not be read", None),
    ("cpuMedian", "CPU ms a page, median", 1),
    ("cpuMean", "CPU ms a page, mean", 1),
    ("cpuP95", "CPU ms a page, p95", 1),
)
#: What to do about a library that is missing.
CURE = (
    "`make benchmark CORPUS=FOLDER` sets up all of them in a folder of their own; or, in an environment of yours:\n"
    "    python -m pip install --no-deps --require-hashes -r requirements-benchmarks.lock"
)
#: Under so many characters a page is often taken for a teaser.
SHORT = 600


def best_of(scores: Mapping[str, Sequence[Score]], own: str) -> dict[str, dict[str, Any]]:
    """The measures of text if every page were read by whoever reads it best: of the peers, and of all."""
    names = {"best of the peers": [name for name in scores if name != own], "best of all": [*scores]}
    return {title: _best([scores[name] for name in some]) for title, some in names.items() if len(some) > 1}


def _best(readers: Sequence[Sequence[Score]]) -> dict[str, Any]:
    best = [max(page, key=_f1) for page in zip(*readers, strict=True)]
    return {name: value for name, value in summary(best).items() if name.startswith("body")}


def _f1(score: Score) -> float:
    return score.body.f1 if score.body else -1.0


def simple_rules(
    pages: Sequence[Mapping[str, Any]], predictions: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, dict[str, Any]]:
    """What two rules of thumb find of the restricted pages: believe the publisher's word, or count the characters."""
    rules = {
        "declared not free (JSON-LD, meta)": [got.get("isAccessibleForFree") is False for got in predictions["newsbot"]]
    }
    for name, found in predictions.items():
        rules[f"under {SHORT} characters, as read by {name}"] = [
            len(got.get("articleBody") or "") < SHORT for got in found
        ]
    rows = {name: _verdict(pages, says) for name, says in rules.items()}
    own = summary([Score(restricted=pair) for pair in _judged(pages, predictions["newsbot"])])
    return {"newsbot's verdict": own, **rows} if own["restrictedRecall"] is not None else {}


def _judged(pages: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]) -> Iterable[tuple[bool, bool]]:
    for page, got in zip(pages, found, strict=True):
        if page.get("delivered") and "delivered" in got:
            yield page["delivered"] in RESTRICTED, got["delivered"] in RESTRICTED


def _verdict(pages: Sequence[Mapping[str, Any]], says: Sequence[bool]) -> dict[str, Any]:
    pairs = zip(pages, says, strict=True)
    return summary(
        [Score(restricted=(page["delivered"] in RESTRICTED, said)) for page, said in pairs if page.get("delivered")]
    )


@dataclass(frozen=True, slots=True)
class Worst:
    """A page whose text newsbot reads badly, beside who of the peers reads it best."""

    page: str
    f1: float
    precision: float
    recall: float
    peer: str
    peerF1: float | None


def worst(pages: Sequence[Mapping[str, Any]], scores: Mapping[str, Sequence[Score]], count: int) -> list[Worst]:
    """The pages that newsbot reads worst, the worst first."""
    found = []
    for number, page in enumerate(pages):
        own = scores["newsbot"][number].body
        if own is None:
            continue
        others = {name: _f1(each[number]) for name, each in scores.items() if name != "newsbot"}
        peer = max(others, key=lambda name: others[name], default="")
        found.append(Worst(str(page["id"]), own.f1, own.precision, own.recall, peer, others.get(peer)))
    return sorted(found, key=lambda each: (each.f1, each.page))[:count]


def shown(value: float | None, digits: int | None) -> str:
    """A figure of the table."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}" if digits is not None else str(value)


@dataclass(frozen=True, slots=True)
class Printer:
    """Prints tables in one of two ways."""

    console: Console
    markdown: bool = False

    def table(self, title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """One table; its first column holds words, the others figures."""
        if self.markdown:
            lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
            text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
            print(f"{title}\n\n{text}\n")
            return
        table = Table(title=title, title_justify="left")
        for number, name in enumerate(head):
            table.add_column(name, justify="right" if number else "left")
        for row in rows:
            table.add_row(*row)
        self.console.print(table)

    def measures(self, columns: Columns, best: Columns) -> None:
        """All readers, a column each; and what the best of them on each page would reach."""
        first = next(iter(columns.values()))
        title = f"Reading {first['pages']} pages, {first['bodyPages']} of them with a known text"
        rows = [[name, *(shown(each.get(key), digits) for each in columns.values())] for key, name, digits in ROWS]
        self.table(title, ["", *columns], rows)
        if best:
            head = [key for key, _, _ in ROWS if key.startswith("body")]
            names = [name for key, name, _ in ROWS if key in head]
            digits = {key: number for key, _, number in ROWS}
            lines = [[name, *(shown(each[key], digits[key]) for key in head)] for name, each in best.items()]
            self.table("If each page were read by whoever reads it best", ["", *names], lines)

    def verdicts(self, rules: Columns) -> None:
        """How restricted pages are told from others."""
        if not rules:
            return
        keys = ("restrictedPrecision", "restrictedRecall", "restrictedRight", "restrictedWrong", "restrictedMissed")
        rows = [
            [name, *(shown(each[k], None if n > 1 else 3) for n, k in enumerate(keys))] for name, each in rules.items()
        ]
        self.table("Restricted pages", ["", "precision", "recall", "right", "wrong", "missed"], rows)

    def stages(self, shares: Mapping[str, float], mean: float, samples: int) -> None:
        """Newsbot's stages."""
        rows = [[name, shown(100 * share, 1), shown(share * mean, 2)] for name, share in shares.items()]
        self.table(f"newsbot by stage, from {samples} samples", ["", "%", "CPU ms a page"], rows)

    def worst(self, pages: Sequence[Worst]) -> None:
        """The worst pages."""
        rows = [
            [each.page, *(shown(value, 3) for value in (each.f1, each.precision, each.recall, each.peerF1)), each.peer]
            for each in pages
        ]
        self.table("The worst texts", ["page", "F1", "precision", "recall", "best peer's F1", "best peer"], rows)
