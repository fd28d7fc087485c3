"""The difference of two texts, as people read it, and what it may cost."""

from __future__ import annotations

import random
import time

import pytest

from newsbot.difference import Op, Passage, Piece, after_of, before_of, difference


def test_an_addition_is_told_as_one() -> None:
    told = difference("One.\n\nTwo.", "One.\n\nTwo. And more.")
    assert told == [
        Passage(changed=False, pieces=(Piece(Op.SAME, "One."),)),
        Passage(changed=True, pieces=(Piece(Op.SAME, "\n\nTwo."), Piece(Op.ADDED, " And more."))),
    ]


def test_words_are_told_within_their_paragraph() -> None:
    told = difference("It was on the first of May, they said.", "It was on the tenth of May, they said.")
    assert [(piece.op, piece.text) for piece in told[0].pieces] == [
        ("same", "It was on the"),
        ("removed", " first"),
        ("added", " tenth"),
        ("same", " of May, they said."),
    ]


def test_another_text_is_told_whole() -> None:
    assert [len(each.pieces) for each in difference("a b c d e f", "u v w x y f")] == [2]


def test_a_new_paragraph_leaves_its_neighbours_alone() -> None:
    told = difference("A.\n\nB.\n\nC.", "A.\n\nNew.\n\nB.\n\nC.")
    assert [(each.changed, "".join(piece.text for piece in each.pieces)) for each in told] == [
        (False, "A."),
        (True, "\n\nNew."),
        (False, "\n\nB.\n\nC."),
    ]


def test_nothing_is_no_difference() -> None:
    assert difference("", "") == []
    assert [each.changed for each in difference("same", "same")] == [False]


@pytest.mark.parametrize("joint", [" ", "\n\n"])
def test_hard_texts_are_told_in_time(joint: str) -> None:
    dice = random.Random(7)
    texts = [joint.join(dice.choice("abcdef") for _ in range(size)) for size in (1999, 1990, 200_000, 199_000)]
    for before, after in ((texts[0], texts[1]), (texts[2], texts[3])):
        start = time.process_time()
        told = difference(before, after)
        assert time.process_time() - start < 10
        assert (before_of(told), after_of(told)) == (before, after)
