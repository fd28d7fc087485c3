"""The labelled set of near duplicates: the corpus' real articles, and what `edits` and `templates` make of them."""

from __future__ import annotations

import random
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from benchmarks import corpus
from benchmarks.edits import Pair, Stock, Text, copies, digest, follow_up, paragraphs_of, tickers
from benchmarks.templates import TEMPLATES, filled
from newsbot.reading import read_bytes
from newsbot.store.base import COPY_LENGTH

#: By a hash of a page's file name: what was tuned on one half is measured on the other.
HALVES = {"tuned": 0, "measured": 1}
_OF_A_TEMPLATE = 12
_LONG = 1500  #: characters of a text from which others may take half
DISTINCT = "distinct articles, two sites"
DISTINCT_ON_ONE_SITE = "distinct articles, one site"


def in_half(name: str, half: str) -> bool:
    """Whether a page, or a template, of this name falls into a half."""
    return zlib.crc32(name.encode()) % 2 == HALVES[half]


def texts(folder: Path, half: str) -> list[Text]:
    """The articles of a half that newsbot reads whole; the same text twice is one."""
    found: dict[str, Text] = {}
    for page in corpus.expected(folder):
        if in_half(page["id"], half):
            article = read_bytes(corpus.html(folder, page), corpus.address(page)).article
            if article.complete and len(body := article.articleBody or "") >= COPY_LENGTH:
                found.setdefault(body, Text(page["id"], f"{page.get('country')} {page.get('publisher')}", body))
    return list(found.values())


def pairs(given: Sequence[Text], half: str) -> Iterator[Pair]:
    """All pairs of a half: copies, and what is none."""
    neighbours = _neighbours(given)
    for text in given:
        near = neighbours[text.name]
        yield from copies(text, Stock([each for other in near for each in paragraphs_of(other.body)]), COPY_LENGTH)
        long = [each for each in near if len(each.body) >= _LONG]
        for share in (0.2, 0.3, 0.4):
            yield follow_up(text, long[0], share)
            yield from tickers(text, long[:2], share)
        for paragraphs in (1, 2):
            yield digest(text, near[:4], paragraphs)
    yield from _templates(half)
    for one, other in combinations(given, 2):
        one_site = one.publisher == other.publisher
        kind = DISTINCT_ON_ONE_SITE if one_site else DISTINCT
        yield Pair(kind=kind, one=one.body, other=other.body, same=False, one_site=one_site)


def _neighbours(given: Sequence[Text]) -> dict[str, list[Text]]:
    """For each text all others: those of its publisher first, then those of its country, else in an order of chance."""
    found: dict[str, list[Text]] = defaultdict(list)
    for text in given:
        others = [each for each in given if each is not text]
        random.Random(text.name).shuffle(others)
        near = {each.name: _distance(text, each) for each in others}
        found[text.name] = sorted(others, key=lambda each: near[each.name])
    return found


def _distance(one: Text, other: Text) -> int:
    if one.publisher == other.publisher:
        return 0
    return 1 if one.publisher.split()[0] == other.publisher.split()[0] else 2


def _templates(half: str) -> Iterator[Pair]:
    for name in TEMPLATES:
        if in_half(name, half):
            days = [filled(name, random.Random(f"{name} {day}")) for day in range(_OF_A_TEMPLATE)]
            for one, other in combinations(days, 2):
                for one_site in (True, False):
                    yield Pair(kind=f"template: {name}", one=one, other=other, same=False, one_site=one_site)
