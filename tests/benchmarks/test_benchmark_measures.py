"""The benchmark's measures, on cases that were worked out by hand."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from benchmarks.measures import (
    Pictures,
    Score,
    costs,
    folded,
    moment,
    overlap,
    picture_name,
    runs,
    score,
    summary,
    truth,
)


def page(**values):
    return {"id": "one", "headline": None, "authors": None, "datePublished": None, "body": None, **values}


def test_folding_keeps_what_a_text_says():
    assert folded("  Who\u00a0SAID\n“no”,  and ‘why’? ") == "who said \"no\", and 'why'?"
    assert folded("ﬁve") == "five"
    assert folded(None) == ""


def test_runs_are_of_four_words_and_count_how_often():
    assert runs("a b c d e") == Counter({("a", "b", "c", "d"): 1, ("b", "c", "d", "e"): 1})
    assert runs("x x x x x") == Counter({("x", "x", "x", "x"): 2})
    assert runs("a b c d") == Counter({("a", "b", "c", "d"): 1})


def test_a_text_shorter_than_a_run_is_one_run():
    assert runs("Two words.") == Counter({("two", "words"): 1})
    assert runs(" – ") == Counter()
    assert runs(None) == Counter()


def test_scripts_without_spaces_count_by_the_character():
    assert runs("東京の空が") == Counter({("東", "京", "の", "空"): 1, ("京", "の", "空", "が"): 1})


def test_precision_recall_and_f1_of_a_body():
    known = page(summary=[], body=[{"p": "one two three four five"}, {"h": "six seven"}])
    # Known runs: 1234 2345 3456 4567. Found: 1234 2345 and 345x.
    body = score(known, {"articleBody": "one two three four five extra"}).body
    assert body.precision == pytest.approx(2 / 3)
    assert body.recall == pytest.approx(2 / 4)
    assert body.f1 == pytest.approx(4 / 7)


def test_a_text_that_says_everything_twice_is_not_perfect():
    found = overlap(runs("a b c d"), runs("a b c d a b c d"))
    assert (found.precision, found.recall) == (pytest.approx(1 / 5), 1.0)


def test_nothing_against_nothing_agrees_and_against_something_fails():
    assert overlap(Counter(), Counter()).f1 == 1.0
    assert overlap(Counter("a"), Counter()).f1 == 0.0
    assert overlap(Counter(), Counter("a")).f1 == 0.0


def test_the_summary_belongs_to_the_text():
    assert truth(page(summary=["Lead."], body=[{"p": "Text."}])) == "Lead.\nText."
    assert truth(page()) is None


def test_a_headline_is_right_but_for_case_quotes_and_space():
    assert score(page(headline="“It  Works”"), {"headline": '"it works"'}).headline is True
    assert score(page(headline="It works"), {"headline": "It works | The Paper"}).headline is False
    assert score(page(headline="It works"), {}).headline is False
    assert score(page(), {"headline": "It works"}).headline is None


def test_authors_are_a_set_of_names():
    known = page(authors=["Ada Byron", "Charles Babbage"])
    assert score(known, {"authors": ["charles babbage", "Ada Byron", "ADA BYRON"]}).authors == 1.0
    assert score(known, {"authors": ["Ada Byron"]}).authors == pytest.approx(2 / 3)
    assert score(known, {"authors": None}).authors == 0.0
    assert score(page(authors=[]), {"authors": ["Ada Byron"]}).authors is None


@pytest.mark.parametrize(
    ("got", "day", "minute"),
    [
        ("2024-03-01T23:30:59+00:00", True, True),
        ("2024-03-01T23:31:00+00:00", True, False),
        ("2024-03-02T00:30:10+01:00", True, True),
        ("2024-03-01T23:30:00", True, True),
        ("2024-03-01", True, False),
        ("2024-03-02", False, False),
        ("yesterday", False, False),
        (None, False, False),
    ],
)
def test_dates_are_compared_in_utc(got, day, minute):
    result = score(page(datePublished="2024-03-01 23:30:00+00:00"), {"datePublished": got})
    assert (result.sameDay, result.sameMinute) == (day, minute)


def test_a_moment_is_in_utc_or_none():
    assert moment("2024-03-01T10:00:00Z") == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert moment("0001-01-01T00:00:00+14:00") is None
    assert moment("") is None


def test_a_picture_is_the_same_in_every_size():
    assert picture_name("https://Img.example/a/B.jpg?w=300") == "img.example/a/b.jpg"
    resized = "https://resize.example/300x200/https%3A%2F%2Fimg.example%2Fa%2Fb.jpg"
    assert picture_name(resized) == "img.example/a/b.jpg"
    assert picture_name("https://cdn.example/r?url=https://img.example/a/b.jpg&w=9") == "img.example/a/b.jpg"
    assert picture_name("http://[broken") == ""


def test_pictures_captions_and_credits():
    known = page(
        images=[
            {"urls": ["https://i.example/1.jpg", "https://i.example/1-big.jpg"], "caption": "A dog", "credit": ["Ann"]},
            {"urls": ["https://i.example/2.jpg"], "caption": "A cat", "credit": ["Bob", "Agency"]},
            {"urls": ["https://i.example/3.jpg"], "caption": None, "credit": []},
        ]
    )
    got = [
        {"url": "https://i.example/1-big.jpg?w=9", "caption": "a  DOG", "creditText": "Photo: Ann"},
        {"url": "https://i.example/2.jpg", "caption": "A cow", "creditText": "Carol"},
        {"url": "https://i.example/logo.png", "caption": None, "creditText": None},
    ]
    assert score(known, {"images": got}).pictures == Pictures(
        found=2, missed=1, extra=1, captions=2, captionsRight=1, credits=2, creditsRight=1
    )
    assert score(page(images=None), {"images": got}).pictures is None


def test_two_versions_of_a_picture_are_one_right_and_one_too_many():
    known = page(images=[{"urls": ["https://i.example/1.jpg", "https://i.example/1-big.jpg"]}])
    got = [{"url": "https://i.example/1.jpg"}, {"url": "https://i.example/1-big.jpg"}]
    pictures = score(known, {"images": got}).pictures
    assert (pictures.found, pictures.missed, pictures.extra) == (1, 0, 1)


def test_a_verdict_is_compared_where_both_have_one():
    teaser = page(delivered="partial_teaser", gate="subscription")
    assert score(teaser, {"delivered": "none", "gate": "subscription"}).restricted == (True, True)
    assert score(teaser, {"delivered": "full", "gate": "none_seen"}).gate is False
    assert score(teaser, {}).restricted is None
    assert score(teaser, {}).gate is None
    assert score(page(delivered="full_with_notice"), {"delivered": "obfuscated"}).restricted == (False, True)


def test_means_over_pages():
    known = page(summary=[], body=[{"p": "one two three four"}])
    perfect, empty = score(known, {"articleBody": "one two three four"}), score(known, {})
    table = summary([perfect, empty, Score()])
    assert table["pages"] == 3
    assert table["bodyPages"] == 2
    assert (table["bodyF1"], table["bodyLow"], table["bodyHigh"]) == (0.5, 1, 1)
    assert table["headline"] is None


def test_shares_of_pictures_are_over_all_pages_and_not_means_of_pages():
    many = Score(pictures=Pictures(found=8, missed=2, captions=4, captionsRight=3))
    none = Score(pictures=Pictures(missed=2, extra=2))
    table = summary([many, none])
    assert table["imagesPrecision"] == pytest.approx(8 / 10)
    assert table["imagesRecall"] == pytest.approx(8 / 12)
    assert table["captions"] == pytest.approx(3 / 4)
    assert table["credits"] is None


def test_precision_and_recall_of_restricted_pages():
    pairs = [(True, True), (True, True), (True, False), (False, True), (False, False)]
    table = summary([Score(restricted=pair) for pair in pairs])
    assert table["restrictedPrecision"] == pytest.approx(2 / 3)
    assert table["restrictedRecall"] == pytest.approx(2 / 3)
    assert (table["restrictedRight"], table["restrictedWrong"], table["restrictedMissed"]) == (2, 1, 1)


def test_costs():
    assert costs(range(1, 101)) == {"cpuMedian": 50.5, "cpuMean": 50.5, "cpuP95": 96}
    assert costs([2.0]) == {"cpuMedian": 2.0, "cpuMean": 2.0, "cpuP95": 2.0}
    assert costs([])["cpuMean"] is None
