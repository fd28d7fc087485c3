"""What storing costs: CPU milliseconds of our process an article, in batches of 200, for SQLite and a real MongoDB.

    python benchmarks/store.py [--articles N] [--store sqlite|mongo|both]

CPU time says what a crawl pays; the wall time beside it hangs on the disk, and on who else uses the machine.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from newsbot.article import Access, Article, Author, Crawl, Delivered, Evidence, Image, Provenance
from newsbot.store.base import Query, Saved, Store
from newsbot.store.opening import open_store
from tests.mongod_server import MongodServer

BATCH = 200
TARGETS = {"SQLite": 0.4, "MongoDB": 0.8}
T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
VOCABULARY = """
    the a of to and council vote city minister river school match price report study court train storm opened closed
    said found decided rose fell won lost asked built today yesterday never always near Grüße Zürich élection señal"""
WORDS = VOCABULARY.split()
FIELDS = ["headline", "articleBody", "datePublished", "authors", "images", "description", "keywords", "inLanguage"]


def make_article(number: int, chance: random.Random) -> Article:
    """An article as a crawl reads it: 4 to 6 KB of text, and the same again as HTML."""
    paragraphs = [" ".join(chance.choices(WORDS, k=chance.randint(60, 110))) + "." for _ in range(10)]
    url = f"https://www.example-{number % 50}.com/news/2026/11/22/a-decision-{number}.html"
    image = Image(
        url=f"https://img.example.com/{number}.jpg", caption=paragraphs[0][:120], creditText="A. Photographer"
    )
    return Article(
        url=url,
        canonicalUrl=url,
        headline=" ".join(chance.choices(WORDS, k=9)),
        description=paragraphs[1][:160],
        articleBody="\n\n".join(paragraphs),
        articleBodyHtml="".join(f"<p>{each}</p>" for each in paragraphs),
        datePublished=T0 - timedelta(minutes=number),
        datePublishedRaw="2026-11-22T08:00:00+01:00",
        authors=[Author(name="A. Writer", url="https://www.example.com/a"), Author(name="B. Writer")],
        keywords=chance.choices(WORDS, k=6),
        inLanguage="en",
        mainImage=image,
        images=[image] * 3,
        wordCount=850,
        access=Access(
            delivered=Delivered.FULL,
            evidence=[Evidence(kind="notice", value=paragraphs[2][:80], where="after", rule="r7")] * 2,
        ),
        crawl=Crawl(site=f"site-{number % 50}", run="r1", requestedUrl=url, fetchedAt=T0, status=200, bytes=180_000),
        provenance={name: Provenance(source=f"jsonld:{name}") for name in FIELDS},
    )


def seen_again(articles: list[Article], minutes: int, more: str = "") -> list[Article]:
    """The same articles, fetched later; with more text, if some is given."""
    later = deepcopy(articles)
    for each in later:
        each.crawl.fetchedAt = T0 + timedelta(minutes=minutes)
        each.articleBody = f"{each.articleBody}{more}"
    return later


def measure(work: Callable[[], object], count: int) -> tuple[float, float]:
    """CPU and wall milliseconds an article."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return (time.process_time() - cpu) / count * 1000, (time.perf_counter() - wall) / count * 1000


def write(store: Store, articles: list[Article], expected: Saved) -> None:
    """Store all of them, in batches."""
    for start in range(0, len(articles), BATCH):
        answers = store.save(articles[start : start + BATCH])
        assert set(answers) == {expected}, set(answers)


def run(name: str, store: Store, articles: list[Article], table: Table) -> None:
    """One store, all steps."""
    rounds = {
        "new": (articles, Saved.NEW),
        "same": (seen_again(articles, 1), Saved.SAME),
        "changed": (seen_again(articles, 2, "\n\nAn addition."), Saved.CHANGED),
    }
    for step, (batch, expected) in rounds.items():
        cpu, wall = measure(lambda batch=batch, expected=expected: write(store, batch, expected), len(articles))
        target = TARGETS[name] if step == "new" else None
        cost = f"{cpu:.3f}" if target is None else f"[{'green' if cpu <= target else 'red'}]{cpu:.3f}[/]"
        table.add_row(name, step, cost, f"{target or ''}", f"{wall:.3f}", f"{1000 / wall:,.0f}")
    cpu, wall = measure(lambda: sum(1 for _ in store.find(Query())), len(articles))
    table.add_row(name, "find all", f"{cpu:.3f}", "", f"{wall:.3f}", f"{1000 / wall:,.0f}", end_section=True)


@contextmanager
def stores(which: str) -> Iterator[list[tuple[str, Store]]]:
    """The stores that were asked for, empty."""
    with tempfile.TemporaryDirectory(prefix="nb-") as folder:
        opened: list[tuple[str, Store]] = []
        if which in {"sqlite", "both"}:
            opened.append(("SQLite", open_store(f"sqlite:///{folder}/news.db")))
        if which == "sqlite":
            yield opened
        else:
            with MongodServer() as server:
                opened.append(("MongoDB", open_store(server.uri("benchmark"))))
                yield opened
        for _, store in opened:
            store.close()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=4000, help="how many (default: 4000)")
    parser.add_argument("--store", choices=["sqlite", "mongo", "both"], default="both")
    given = parser.parse_args()
    chance = random.Random(7)
    articles = [make_article(number, chance) for number in range(given.articles)]
    size = len(articles[0].articleBody or "") / 1000
    table = Table(title=f"{given.articles} articles of about {size:.1f} KB, batches of {BATCH}")
    for title in ("store", "step"):
        table.add_column(title)
    for title in ("CPU ms/article", "target", "wall ms/article", "articles/s"):
        table.add_column(title, justify="right")
    with stores(given.store) as opened:
        for name, store in opened:
            run(name, store, articles, table)
    Console().print(table)


if __name__ == "__main__":
    main()
