"""Which parser: what it costs to parse the pages of a corpus, and then to look at every element from Python.

    python benchmarks/parsers.py --corpus FOLDER [--limit N] [--half even|odd] [--repeat 3] [--markdown]

A parser is chosen by the sum of both, not by the parse alone: a tree is of no use before somebody has looked at it.
Three things are timed after the parse, each in the quickest way that the library's own interface has:

  walk    of every element the tag, the class and all text in and behind it, in document order
  select  the elements with text, of ten tags, with nothing looked at
  free    letting go of the tree, which some libraries leave to the garbage collector

All parsers take turns on each page and get UTF-8, as bytes or as text, whichever they take in faster. What they saw is
counted too: a parser that sees less has less to do. CPU is process time; the least of --repeat for each page.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from lxml import etree, html
from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import corpus
from benchmarks.tables import CURE, Printer, shown
from newsbot.extraction.decode import decode
from newsbot.extraction.text import clean

TAGS = ("p", "h1", "h2", "h3", "h4", "li", "a", "img", "figure", "time")
Seen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Parser:
    """One way to a tree, and over it. `walk` gives how many elements and characters it saw, `select` how many."""

    name: str
    needs: str
    parse: Callable[[bytes, str], Any]
    walk: Callable[[Any], Seen]
    select: Callable[[Any], int]


def _lxml(data: bytes, _text: str) -> Any:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return html.document_fromstring(data, parser=parser)


def _lxml_plain(data: bytes, _text: str) -> Any:
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(data, parser=parser)


def _walk_lxml(root: Any) -> Seen:
    elements = characters = 0
    for element in root.iter():
        elements += 1
        _ = element.tag, element.get("class")
        text, tail = element.text, element.tail
        characters += (len(text) if text else 0) + (len(tail) if tail else 0)
    return elements, characters


def _select_lxml(root: Any) -> int:
    return sum(1 for _ in root.iter(*TAGS))


def _lexbor(data: bytes, _text: str) -> Any:
    return import_module("selectolax.lexbor").LexborHTMLParser(data)


def _walk_lexbor(tree: Any) -> Seen:
    elements = characters = 0
    for node in tree.root.traverse(include_text=True):
        if node.is_text_node:
            characters += len(node.text_content or "")
        elif node.is_element_node:
            elements += 1
            _ = node.tag, node.attrs.get("class")
    return elements, characters


def _select_lexbor(tree: Any) -> int:
    return len(tree.css(", ".join(TAGS)))


def _resiliparse(_data: bytes, text: str) -> Any:
    return import_module("resiliparse.parse.html").HTMLTree.parse(text)


def _walk_resiliparse(tree: Any) -> Seen:
    kinds = import_module("resiliparse.parse.html")
    element_class, text_class = kinds.ElementNode, kinds.TextNode  # asking a node for its type takes twice as long
    elements = characters = 0
    for node in tree.document:
        if isinstance(node, text_class):
            characters += len(node.value)
        elif isinstance(node, element_class):
            elements += 1
            _ = node.tag, node.class_name
    return elements, characters


def _select_resiliparse(tree: Any) -> int:
    return len(tree.document.query_selector_all(", ".join(TAGS)))


PARSERS = (
    Parser("lxml.html", "lxml", _lxml, _walk_lxml, _select_lxml),
    Parser("lxml.etree", "lxml", _lxml_plain, _walk_lxml, _select_lxml),
    Parser("selectolax (lexbor)", "selectolax.lexbor", _lexbor, _walk_lexbor, _select_lexbor),
    Parser("resiliparse (lexbor)", "resiliparse.parse.html", _resiliparse, _walk_resiliparse, _select_resiliparse),
)


@dataclass(slots=True)
class Times:
    """Milliseconds and counts of one parser, a page each."""

    parse: list[float] = field(default_factory=list)
    walk: list[float] = field(default_factory=list)
    select: list[float] = field(default_factory=list)
    free: list[float] = field(default_factory=list)
    elements: int = 0
    characters: int = 0
    selected: int = 0

    def row(self, name: str) -> list[str]:
        """A line of the table: means, the median of the sum that decides, and what was seen."""
        means = [statistics.fmean(each) for each in (self.parse, self.walk, self.free, self.select)]
        both = [sum(parts) for parts in zip(self.parse, self.walk, self.free, strict=True)]
        figures = [*means[:3], statistics.fmean(both), statistics.median(both), means[3]]
        counts = [count // len(both) for count in (self.elements, self.characters, self.selected)]
        return [name, *(shown(each, 2) for each in figures), *map(str, counts)]


def installed() -> list[Parser]:
    """The parsers that are there; says on stderr which are not."""
    found: list[Parser] = []
    missing: list[str] = []
    for parser in PARSERS:
        try:
            import_module(parser.needs)
        except ImportError:
            missing.append(parser.name)
        else:
            found.append(parser)
    if missing:
        print(f"Not installed, and left out: {', '.join(missing)}. To have them,\n{CURE}", file=sys.stderr)
    return found


def timed(work: Callable[..., Any], *what: Any) -> tuple[Any, float]:
    """What it gives, and how many milliseconds of CPU it takes."""
    started = time.process_time()
    given = work(*what)
    return given, (time.process_time() - started) * 1000


def once(parser: Parser, data: bytes, text: str) -> tuple[list[float], Seen, int]:
    """Parse, walk, select and let go of one page."""
    gc.collect()
    tree, parse = timed(parser.parse, data, text)
    seen, walk = timed(parser.walk, tree)
    selected, select = timed(parser.select, tree)
    started = time.process_time()
    del tree
    return [parse, walk, select, (time.process_time() - started) * 1000], seen, selected


def measure(parsers: Sequence[Parser], pages: Sequence[tuple[bytes, str]], repeat: int) -> list[Times]:
    """All parsers on all pages, in turns."""
    results = [Times() for _ in parsers]
    for number, (data, text) in enumerate(pages):
        order = [(number + step) % len(parsers) for step in range(len(parsers))]
        tries: list[dict[int, Any]] = [{at: once(parsers[at], data, text) for at in order} for _ in range(repeat)]
        for at, times in enumerate(results):
            least = [min(each[at][0][part] for each in tries) for part in range(4)]
            for name, value in zip(("parse", "walk", "select", "free"), least, strict=True):
                getattr(times, name).append(value)
            _, (elements, characters), selected = tries[0][at]
            times.elements += elements
            times.characters += characters
            times.selected += selected
    return results


def texts(options: argparse.Namespace) -> list[tuple[bytes, str]]:
    """The pages as newsbot decodes them: as UTF-8 and as text."""
    pages = corpus.expected(options.corpus, options.half, options.limit)
    decoded = [clean(decode(corpus.html(options.corpus, page), None)[0]) for page in pages]
    return [(text.encode("utf-8", "replace"), text) for text in decoded if "<" in text]


def main() -> int:
    """Run."""
    about = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--corpus", type=Path, required=True, help="folder with expected.jsonl and pages/")
    about.add_argument("--limit", type=int, metavar="N", help="only N pages, spread over the corpus")
    about.add_argument("--half", choices=sorted(corpus.HALVES), help="only this half of the publishers")
    about.add_argument("--repeat", type=int, default=3, metavar="N", help="each page N times, count the cheapest")
    about.add_argument("--markdown", action="store_true", help="print the table in Markdown, for docs/reading.md")
    options = about.parse_args()
    try:
        pages = texts(options)
    except (OSError, ValueError) as error:
        print(f"{options.corpus} is no corpus: {error}", file=sys.stderr)
        return 2
    parsers = installed()
    measure(parsers, pages[:3], 1)
    gc.freeze()  # what is loaded now stays: not to be looked through before every page
    results = measure(parsers, pages, max(options.repeat, 1))
    head = [
        "parser",
        "parse",
        "walk",
        "free",
        "sum, mean",
        "sum, median",
        "select",
        "elements",
        "characters",
        "selected",
    ]
    put = Printer(Console(width=None if sys.stdout.isatty() else 140), markdown=options.markdown)
    title = f"Parsing {len(pages)} pages: CPU ms a page, and what was seen on a page (means)"
    put.table(title, head, [times.row(parser.name) for parser, times in zip(parsers, results, strict=True)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
