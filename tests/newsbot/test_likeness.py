"""Likeness: what is a copy of a story, and what only looks like one."""

from __future__ import annotations

import random

import pytest

from newsbot.likeness import NOTHING, Fingerprint, fingerprint, likeness, same_story

VOCABULARY = """
    harbour council ferry engine island winter mayor budget bridge school north river market signal doctor garden
    railway harvest engineer village minister court train storm printer letter answer colour window station"""
WORDS = VOCABULARY.split()


def prose(seed: int, paragraphs: int = 10) -> list[str]:
    """Paragraphs of an own vocabulary, with a figure each."""
    chance = random.Random(seed)
    return [
        " ".join(chance.choices(WORDS, k=50)).capitalize() + f" in {chance.randint(1000, 9000)}."
        for _ in range(paragraphs)
    ]


def text(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def same(one: str, other: str, *, one_site: bool = False) -> bool:
    return same_story(fingerprint(one), fingerprint(other), one_site=one_site)


def findable(one: str, other: str) -> bool:
    return not set(fingerprint(one).bands()).isdisjoint(fingerprint(other).bands())


STORY = prose(1)
FURNITURE = ["Sign up for our newsletter.", "Reporting by A. Baker; editing by C. Duval.", "All rights reserved."]


@pytest.mark.parametrize(
    ("copy", "one_site"),
    [
        ([f"(Agency) - {STORY[0]}", *STORY[1:], *FURNITURE], True),
        ([prose(7, 1)[0], *STORY, prose(8, 1)[0]], True),
        (STORY[:6], True),
        (STORY[:4], False),
        ([*STORY[:2], *STORY[4:]], True),
        (["Correction: a date was wrong.", *STORY], True),
        ([*prose(7, 1), *STORY[:6]], False),
    ],
    ids=[
        "agency's line",
        "own paragraphs",
        "six of ten",
        "four of ten",
        "two taken out",
        "correction",
        "cut and begun",
    ],
)
def test_edited_copies_are_one_story(copy: list[str], one_site: bool) -> None:
    assert same(text(STORY), text(copy), one_site=one_site)
    assert same(text(copy), text(STORY), one_site=one_site)
    assert findable(text(STORY), text(copy))


def test_typography_makes_no_difference() -> None:
    plain = 'He said: "It\'s cafe time" - and left... Straße ' + text(STORY)
    set_anew = "HE SAID: „It’s cafe time“ — and\u00a0left… Stra\u00adße " + text(STORY).replace(" ", "\u2009")
    assert fingerprint(plain) == fingerprint(set_anew)
    assert fingerprint("Ünder the caf\u00e9 " * 9) == fingerprint("U\u0308nder the cafe\u0301 " * 9)


@pytest.mark.parametrize("share", [2, 3, 4])
def test_a_follow_up_that_quotes_the_former_is_another_story(share: int) -> None:
    news = [*prose(2, 10 - share)[:2], *STORY[:share], *prose(2, 10 - share)[2:]]
    assert not same(text(STORY), text(news))


def test_a_digest_that_holds_a_whole_short_article_is_another_story() -> None:
    digest = [*STORY[:2], *prose(3, 3), *prose(4, 3), *prose(5, 3)]
    assert likeness(fingerprint(text(STORY[:2])), fingerprint(text(digest))).contained > 0.9
    assert not same(text(STORY[:2]), text(digest))


def test_days_of_a_ticker_are_stories_of_their_own() -> None:
    background = prose(6, 6)
    monday, tuesday = [*prose(2, 4), *background], [*prose(3, 4), *background]
    assert not same(text(monday), text(tuesday), one_site=True)


QUAKE = """A magnitude {} earthquake struck {} miles from the town on Monday, according to the survey, at a depth of {}
miles. In the last ten days there have been no earthquakes of magnitude 3.0 or greater centred nearby. An average of {}
earthquakes occur each year in the region. Did you feel it? Consider reporting what you felt. This story was generated
by a computer program from data of the survey, and an editor has reviewed it before it was published on this page."""


def test_two_texts_of_one_template_are_two_stories() -> None:
    one, other = QUAKE.format(4.21, 17, 11, 234), QUAKE.format(3.55, 62, 28, 117)
    found = likeness(fingerprint(one), fingerprint(other))
    assert found.contained > 0.6
    assert found.figures is not None
    assert found.figures < 0.5
    assert not same(one, other)
    assert not same(one, other, one_site=True)


def test_a_copy_that_corrects_a_figure_is_the_same_story() -> None:
    one = text(STORY)
    figure = next(word for word in one.split() if word.strip(".").isdigit())
    assert same(one, one.replace(figure, "31415."), one_site=True)


def test_texts_of_one_site_are_joined_only_where_they_are_nearly_the_same() -> None:
    copy = [*prose(7, 2), *STORY[:6]]
    assert same(text(STORY), text(copy))
    assert not same(text(STORY), text(copy), one_site=True)


@pytest.mark.parametrize(
    "sentence",
    [
        "日本の首相は月曜日に新しい橋の建設を発表し、費用は三百億円になる見通しだと述べた。",
        "นายกรัฐมนตรีประกาศเมื่อวันจันทร์ว่าจะสร้างสะพานแห่งใหม่ข้ามแม่น้ำในปีหน้า",
        "市长星期一宣布将在明年修建一座新的跨河大桥，预计费用为三亿元。",
    ],
)
def test_scripts_without_blanks(sentence: str) -> None:
    marks = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙洪荒"
    chance = random.Random(1)
    paragraphs = ["".join(chance.sample(sentence, len(sentence))) + chance.choice(marks) for _ in range(12)]
    others = ["".join(chance.sample(sentence, len(sentence))) + chance.choice(marks) for _ in range(12)]
    assert fingerprint(text(paragraphs)).runs > 200
    assert same(text(paragraphs), text(paragraphs[:7]))
    assert not same(text(paragraphs), text(others))


def test_nothing_is_like_nothing() -> None:
    empty = fingerprint("")
    assert empty.runs == 0
    assert empty.bands() == ()
    assert likeness(empty, empty) == NOTHING
    assert not same_story(empty, empty)
    assert fingerprint("Two words").runs == 2


def test_of_a_text_without_end_a_hundred_thousand_characters_are_looked_at() -> None:
    endless = " ".join(f"word{number}" for number in range(20_000))
    assert fingerprint(endless) == fingerprint(endless[:100_000])
    assert fingerprint(endless) != fingerprint(endless[:99_000])


def test_bytes_that_are_no_fingerprint() -> None:
    packed = fingerprint(text(STORY)).packed()
    for wrong in (b"", packed[:-1], packed + b"x"):
        with pytest.raises(ValueError, match="no fingerprint"):
            Fingerprint.unpacked(wrong)


def test_a_fingerprint_stays_what_it_is() -> None:
    """Stores hold them for years: who changes how they are made must say how old ones are made anew."""
    found = fingerprint("The ferry sails at noon on 24 June, and at 16.30 on every other day of the week in summer.")
    assert (found.runs, found.figures) == (18, (18275, 32980, 45627))
    assert found.bands()[:3] == (1462626636, -145120035, -1625943260)
