"""The benchmark of near duplicates: its pairs are what their labels say, and its methods can be asked."""

from __future__ import annotations

import random

import pytest

from benchmarks.duplicates import judge, table_of
from benchmarks.duplicates_peers import METHODS
from benchmarks.duplicates_scale import at_scale, synthetic
from benchmarks.edits import COPIES, Pair, Stock, Text, copies, digest, follow_up, paragraphs_of, shortened, tickers
from benchmarks.labelled import in_half
from benchmarks.templates import TEMPLATES, filled

VOCABULARY = "ferry harbour council island winter mayor bridge school river market doctor engine garden 1907 24 16"
WORDS = VOCABULARY.split()


def text(name: str) -> Text:
    chance = random.Random(name)
    sentences = [" ".join(chance.choices(WORDS, k=12)).capitalize() + "." for _ in range(60)]
    return Text(name, "a paper", "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, 60, 4)))


ONE, *OTHERS = (text(name) for name in "abcdef")
STOCK = Stock(paragraphs_of(OTHERS[0].body))


def test_every_edit_changes_a_text_and_is_the_same_each_time() -> None:
    made = list(copies(ONE, STOCK, 200))
    assert {each.kind for each in made} == set(COPIES)
    assert all(each.same and each.one != each.other for each in made)
    assert made == list(copies(ONE, STOCK, 200))


@pytest.mark.parametrize("share", [0.8, 0.5, 0.3])
def test_a_shortened_text_is_a_beginning_of_about_that_share(share: float) -> None:
    cut = shortened(share)(ONE.body, STOCK, random.Random(1))
    assert ONE.body.startswith(cut)
    assert share - 0.1 < len(cut) / len(ONE.body) <= share


def test_what_is_no_copy_quotes_no_more_than_it_says() -> None:
    for pair in (follow_up(ONE, OTHERS[0], 0.4), digest(ONE, OTHERS[:4], 2), *tickers(ONE, OTHERS[:2], 0.3)):
        shared = [each for each in paragraphs_of(pair.other) if each in paragraphs_of(pair.one)]
        assert shared
        assert not pair.same
        assert sum(map(len, shared)) <= 0.42 * min(len(pair.one), len(pair.other))


@pytest.mark.parametrize("name", TEMPLATES)
def test_templates_are_filled_in_anew_each_time(name: str) -> None:
    one, other = (filled(name, random.Random(day)) for day in range(2))
    assert one != other
    assert not set("[]#@|") & set(one)
    assert in_half(name, "tuned") is not in_half(name, "measured")


def test_methods_are_asked_about_every_pair() -> None:
    given = [*copies(ONE, STOCK, 200), Pair(kind="distinct", one=ONE.body, other=OTHERS[0].body, same=False)]
    ours, exact = (judge(method, given) for method in METHODS[:2])
    assert ours.precision == 1
    assert ours.recall > 0.7 > exact.recall
    titles, rows = table_of([ours, exact])
    assert titles == ["pairs", "", "newsbot", "exact hash"]
    assert ["distinct", "1", "0", "0"] in rows


def test_the_cost_at_scale() -> None:
    assert len({each.bands() for _, each in synthetic(60)}) == 60
    titles, rows = at_scale([each.body for each in (ONE, *OTHERS)], [200], "sqlite")
    assert [row[:2] for row in rows] == [["SQLite", "200"]]
    assert len(rows[0]) == len(titles)
