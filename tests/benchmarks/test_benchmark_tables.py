"""The benchmark's tables: the best on each page, the worst pages, two rules of thumb, stages."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from benchmarks.measures import Overlap, Score
from benchmarks.stages import REST, stage
from benchmarks.tables import Printer, best_of, simple_rules, worst


def body(*values):
    return [Score(body=Overlap(value, value)) for value in values]


def test_best_of_takes_each_page_from_whoever_reads_it_best():
    best = best_of({"newsbot": body(0.9, 0.6), "peer": body(0.5, 0.7), "other": body(0.8, 0.4)}, "newsbot")
    assert [each["bodyF1"] for each in best.values()] == [pytest.approx(0.75), pytest.approx(0.8)]


def test_a_single_reader_has_nobody_to_be_best_of():
    assert best_of({"newsbot": body(0.9)}, "newsbot") == {}


def test_worst_pages_come_first_beside_the_best_peer():
    pages = [{"id": "a"}, {"id": "b"}, {"id": "unknown"}]
    scores = {"newsbot": [*body(0.9, 0.2), Score()], "peer": [*body(0.1, 0.3), Score()]}
    found = worst(pages, scores, 5)
    assert [(each.page, each.f1, each.peer, each.peerF1) for each in found] == [
        ("b", pytest.approx(0.2), "peer", pytest.approx(0.3)),
        ("a", pytest.approx(0.9), "peer", pytest.approx(0.1)),
    ]
    assert len(worst(pages, scores, 1)) == 1
    assert worst(pages, {"newsbot": scores["newsbot"]}, 1)[0].peerF1 is None


def test_rules_of_thumb_are_scored_like_the_verdict():
    pages = [{"delivered": "none"}, {"delivered": "full"}, {"delivered": "full"}, {}]
    own = [
        {"delivered": "none", "articleBody": "", "isAccessibleForFree": None},
        {"delivered": "full", "articleBody": "x" * 900, "isAccessibleForFree": False},
        {"delivered": "full", "articleBody": "short", "isAccessibleForFree": None},
        {"delivered": "none", "articleBody": "", "isAccessibleForFree": False},
    ]
    rules = simple_rules(pages, {"newsbot": own, "peer": [{}] * 4})
    verdict, declared, short, peer = rules.values()
    assert (verdict["restrictedPrecision"], verdict["restrictedRecall"]) == (1.0, 1.0)
    assert (declared["restrictedRight"], declared["restrictedWrong"], declared["restrictedMissed"]) == (0, 1, 1)
    assert (short["restrictedRight"], short["restrictedWrong"]) == (1, 1)
    assert (peer["restrictedRight"], peer["restrictedWrong"]) == (1, 2)


def test_no_verdicts_without_pages_that_are_known_to_be_restricted():
    assert simple_rules([{}], {"newsbot": [{"delivered": "full"}]}) == {}


def test_markdown(capsys):
    Printer(Console(file=io.StringIO()), markdown=True).table("Title", ["", "a"], [["row", "1"]])
    assert capsys.readouterr().out == "Title\n\n|  | a |\n| --- | ---: |\n| row | 1 |\n\n"


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        (["__main__", "signal"], None),
        (["newsbot.reading", "newsbot.extraction.page", "lxml.html"], "parse"),
        (["newsbot.reading", "newsbot.extraction.page", "newsbot.extraction.jsonld"], "JSON-LD"),
        (
            ["newsbot.reading", "newsbot.extraction.merge", "newsbot.extraction.facts", "newsbot.extraction.jsonld"],
            "facts",
        ),
        (
            ["newsbot.reading", "newsbot.extraction.merge", "newsbot.extraction.furniture", "newsbot.access.notices"],
            "body",
        ),
        (["newsbot.reading", "newsbot.access.signals", "newsbot.extraction.text"], "verdict"),
        (["newsbot.reading", "newsbot.extraction.merge", "newsbot.extraction.text"], REST),
    ],
)
def test_a_stage_is_the_first_module_that_starts_one(modules, expected):
    assert stage(modules) == expected
