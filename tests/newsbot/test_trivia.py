"""Trivia: what differs at every visit, and says nothing."""

from __future__ import annotations

import time

import pytest

from newsbot.article import Article, content_hash
from newsbot.trivia import gist, same_words

TRIVIAL = [
    ("Updated 2 hours ago", "Updated 3 hours ago"),
    ("2 hours ago", "1 day ago"),
    ("an hour ago", "5 min ago"),
    ("Fire broke out 2 hours ago in Kiel.", "Fire broke out 3 hours ago in Kiel."),
    ("Der Brand brach vor einer Stunde aus.", "Der Brand brach vor 4 Stunden aus."),
    ("La crise a éclaté il y a 2 heures.", "La crise a éclaté il y a 3 heures."),
    ("hace 3 horas", "hace 4 horas"),
    ("há 2 horas", "há 3 horas"),
    ("2 ore fa", "3 ore fa"),
    ("3 uur geleden", "4 uur geleden"),
    ("för 2 timmar sedan", "för 3 timmar sedan"),
    ("3 godziny temu", "5 godzin temu"),
    ("3 часа назад", "5 часов назад"),
    ("2 saat önce", "3 saat önce"),
    ("منذ 3 ساعات", "منذ 4 ساعات"),
    ("3小时前", "5小时前"),
    ("3時間前", "20分前"),
    ("3시간 전", "4시간 전"),
    ("A text.\n\n1,234 comments", "A text.\n\n1,301 comments"),
    ("A text.\n\n12K views · 3 shares", "A text."),
    ("Ein Text.\n\n123 Kommentare", "Ein Text.\n\n124 Kommentare"),
    ("“Hi” — he said…", '"Hi" - he said...'),
    ("« Non ! » dit-il", '"Non!" dit-il'),
    ("„Nein“, sagt sie", "»Nein«, sagt sie"),
    ("don’t", "don't"),
    ("1990–95", "1990-95"),
    ("a\u00a0b\u202fc", "a b  c"),
    ("co\u00adoperate", "cooperate"),
    ("see https://a.example/x?utm_source=a&id=2.", "see https://a.example/x?id=2."),
]
FACTS = [
    ("He bought 3,000 shares of it.", "He bought 30,000 shares of it."),
    ("He died 20 years ago", "He died 30 years ago"),
    ("The trial began 3 days ago in Kiel.", "The trial began 4 days ago in Kiel."),
    ("3 dead", "4 dead"),
    ("It takes 3 hours.", "It takes 4 hours."),
    ("-5 degrees", "5 degrees"),
    ("At 10:30", "At 10:31"),
    ("see https://a.example/x?id=1", "see https://a.example/x?id=2"),
    ("He did say it", "He did not say it"),
    ("No comment", "No, comment"),
    ("x", ""),
]


@pytest.mark.parametrize(("one", "other"), TRIVIAL)
def test_trivia_are_the_same_words(one: str, other: str) -> None:
    assert gist(one) == gist(other)
    given = [Article(url="https://e.org/a", headline="A", articleBody=each) for each in (one, other)]
    assert content_hash(given[0]) == content_hash(given[1])


@pytest.mark.parametrize(("one", "other"), FACTS)
def test_facts_are_not(one: str, other: str) -> None:
    assert not same_words(one, other)


@pytest.mark.parametrize(
    "unit", ["3 hours ago ", "9 ", "hours ago ", "a ", "' ", "http://", "…", "ago\n", "- ' ", "1,"]
)
def test_long_texts_take_no_longer_than_their_length(unit: str) -> None:
    before = time.process_time()
    gist(unit * (1_000_000 // len(unit)))
    assert time.process_time() - before < 10
