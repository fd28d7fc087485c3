"""Charts: they show what they are given, to scale, and hold nothing that could run."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newsbot.web.chart import Part, bar, columns, shares

NUMBERS = st.lists(st.floats(0, 1e9), max_size=8)


def test_a_bar_is_as_long_as_its_share() -> None:
    assert shares([Part("full", 30), Part("teaser", 10)], 80) == [("full", 0.0, 37.5), ("teaser", 37.5, 12.5)]


def test_nothing_is_drawn_of_nothing() -> None:
    assert shares([Part("full", 0)], 10) == shares([Part("full", 3)], 0) == []
    assert "rect" not in columns([])
    assert "rect" not in bar([], 0)


def test_what_is_small_can_be_seen() -> None:
    (_, _, whole), (_, _, one) = shares([Part("full", 100_000), Part("none", 1)], 100_001)
    assert one > 1
    assert whole + one == pytest.approx(100)


@given(NUMBERS)
def test_parts_follow_each_other_within_the_bar(values: list[float]) -> None:
    placed = shares([Part("full", value) for value in values], sum(values))
    end = 0.0
    for _, start, length in placed:
        assert start == pytest.approx(end)
        assert length > 0
        end = start + length
    assert end <= 100.001


@given(st.lists(NUMBERS, max_size=5))
def test_charts_are_svg_without_texts_styles_or_scripts(stacks: list[list[float]]) -> None:
    tree = etree.fromstring(columns([[Part("full", value) for value in stack] for stack in stacks]))
    assert {each.tag for each in tree.iter()} <= {"svg", "rect"}
    assert {name for each in tree.iter() for name in each.attrib} <= {
        *("class", "viewBox", "preserveAspectRatio", "aria-hidden", "focusable", "x", "y", "width", "height"),
    }


def test_a_colour_is_a_word() -> None:
    with pytest.raises(ValueError, match="names no colour"):
        bar([Part('"/><script>', 1)], 1)
