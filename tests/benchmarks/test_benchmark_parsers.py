"""The benchmark of parsers: every parser that is installed must see the same page."""

from __future__ import annotations

import pytest

from benchmarks.parsers import PARSERS, Times, installed, measure, once

BODY = "<p>One <b>two</b> three</p><!-- no --><ul><li>é</li></ul>"
HTML = f"<html><head><title>T</title></head><body class='a'>{BODY}</body></html>"


@pytest.mark.parametrize("parser", installed(), ids=lambda parser: parser.name)
def test_a_walk_sees_every_element_and_all_text(parser):
    times, (elements, characters), selected = once(parser, HTML.encode(), HTML)
    assert elements == 8
    assert characters == len("T" + "One two three" + "é")
    assert selected == 2
    assert min(times) >= 0


def test_results_are_in_the_order_of_the_parsers_and_cover_every_page():
    parsers = PARSERS[:2]
    results = measure(parsers, [(HTML.encode(), HTML)] * 3, 2)
    assert [len(times.parse) for times in results] == [3, 3]
    assert [times.elements for times in results] == [24, 24]


def test_a_row_holds_means_the_median_of_the_sum_and_counts_by_page():
    times = Times(parse=[1, 3], walk=[2, 2], free=[0, 1], select=[1, 1], elements=20, characters=200, selected=4)
    assert times.row("x") == ["x", "2.00", "2.00", "0.50", "4.50", "4.50", "1.00", "10", "100", "2"]
