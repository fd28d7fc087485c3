"""Needles are sound: no line that a pattern matches is kept from it; and they are worth their while."""

import re

import pytest

from newsbot.access.needles import grams, needles
from newsbot.access.notices import PHRASES, find_notice, folded, rulebook
from tests.newsbot.access.lines import NOTICES, PROSE
from tests.newsbot.access.wallpages import WALLS

LINES = [
    *(text for each in NOTICES.values() for text, _ in each),
    *(text for each in PROSE.values() for text in each),
    *(text for wall in WALLS for text in re.findall(r">([^<>]{3,})<", wall.cut)),
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("subscribe", {"ribe"}),
        ("(?:login|join us)", {"ogin", "join"}),
        ("(?:login|in)", None),
        ("a.c", None),
        ("log(?:ged)? in now", {" now"}),
        ("abcd?", None),
        ("abcd+", {"abcd"}),
        ("(?:abcd){0,3}", None),
        ("(?:abcd){1,3}", {"abcd"}),
        ("[abcd]efgh", {"efgh"}),
        (r"^\W*read (?:these|those) now\b", {"read"}),
        ("(?!abcd)efgh", {"efgh"}),
        (r"wait\.\.\.", {"t..."}),
    ],
)
def test_what_every_match_holds(pattern, expected):
    assert needles(pattern, 4) == expected


@pytest.mark.parametrize("phrases", PHRASES, ids=lambda each: each.code)
def test_no_line_is_kept_from_a_rule_that_matches_it(phrases):
    book = rulebook(phrases)
    assert len(book.bare) < len(book.rules) / 2
    for line in map(folded, LINES):
        for rule in book.rules:
            if rule.needles is not None and rule.find(line):
                size = len(next(iter(rule.needles)))
                assert rule in book.worth_trying(grams(line, size)), (rule.kind, line)


def test_the_order_of_sets_does_not_matter():
    line = "Los comentarios en esta sección son exclusivos para suscriptores. Suscríbase aquí."
    assert find_notice(line).language == "es"
