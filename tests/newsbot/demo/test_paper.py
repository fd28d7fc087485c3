"""The demo newspaper as data: the same seed gives the same paper, and its text reads like text."""

import re
from collections import Counter
from datetime import date

import pytest

from newsbot.article import Declared, Delivered, Gate
from newsbot.demo.paper import SHARES, make_newspaper, slug
from newsbot.demo.shapes import BlockKind, Kind, Layout
from newsbot.demo.text import stories
from newsbot.errors import FixArgument

PAPER = make_newspaper()


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?”»])\s+", text) if part]


def test_the_same_seed_gives_the_same_newspaper():
    make_newspaper.cache_clear()
    again = make_newspaper()
    assert again is not PAPER
    assert again == PAPER


def test_another_seed_gives_another_newspaper():
    other = make_newspaper(seed=2)
    assert {piece.headline for piece in other.articles} != {piece.headline for piece in PAPER.articles}
    assert Counter(piece.kind for piece in other.articles) == Counter(piece.kind for piece in PAPER.articles)


def test_a_hundred_articles_with_every_kind_by_its_share():
    assert len(PAPER.articles) == 100
    assert Counter(piece.kind for piece in PAPER.articles) == SHARES
    assert set(SHARES) == set(Kind)
    assert {piece.layout for piece in PAPER.articles} == set(Layout)


@pytest.mark.parametrize("count", [26, 60, 333])
def test_other_sizes_have_every_kind_too(count):
    paper = make_newspaper(articles=count)
    assert len(paper.articles) == count
    assert {piece.kind for piece in paper.articles} == set(Kind)
    assert len({piece.path for piece in paper.articles}) == count


def test_too_small_a_newspaper_is_refused():
    with pytest.raises(FixArgument, match="26"):
        make_newspaper(articles=3)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_sentence_comes_twice_in_an_article(seed):
    for piece in make_newspaper(seed=seed, articles=200).articles:
        text = " ".join([*piece.paragraphs, *(update.text for update in piece.updates)])
        counts = Counter(sentences(text))
        assert max(counts.values()) == 1, (piece.path, counts.most_common(1))


def test_paragraphs_differ_between_articles():
    copies = {Kind.WIRE, Kind.WIRE_EDITED, Kind.WIRE_CANONICAL, Kind.WIRE_COPY}
    blocks = Counter(
        block.text
        for piece in PAPER.articles
        if piece.kind not in copies
        for block in piece.blocks
        if block.kind is BlockKind.PARAGRAPH
    )
    assert [text for text, count in blocks.items() if count > 1] == []


def test_no_brace_is_left_unfilled():
    for piece in PAPER.articles:
        captions = [picture.caption for picture in piece.pictures]
        entries = [update.text for update in piece.updates]
        assert not re.search(
            r"[{}|]", " ".join([piece.headline, piece.description, *piece.paragraphs, *captions, *entries])
        )


def test_every_line_of_the_story_files_can_be_told():
    for name in ("en", "common", "briefs", "opinion", "long", "de", "fr", "es", "ar"):
        for story in stories(name):
            assert story.section
            assert story.facts or story.entries
    assert all(len(story.openings) == len(story.headlines) == 2 for story in stories("en"))
    assert all(len(story.facts) == 8 and len(story.quotes) == 2 for story in stories("en"))


def test_times_go_back_and_have_a_zone():
    times = [piece.published for piece in PAPER.articles]
    assert times == sorted(times, reverse=True)
    assert all(at.utcoffset() is not None for at in times)
    assert times[0].date() == PAPER.today == date(2026, 11, 1)
    assert make_newspaper(today=date(2027, 3, 3)).articles[0].published.date() == date(2027, 3, 3)


def test_the_truth_about_access():
    truth = {piece.kind: (piece.delivered, piece.gate) for piece in PAPER.articles}
    assert truth[Kind.FREE] == (Delivered.FULL, Gate.NONE_SEEN)
    assert truth[Kind.NOTICE] == (Delivered.FULL_WITH_NOTICE, Gate.NONE_SEEN)
    assert truth[Kind.LOCKED] == truth[Kind.LOCKED_QUIET] == (Delivered.PARTIAL_TEASER, Gate.SUBSCRIPTION)
    assert truth[Kind.REGISTRATION] == (Delivered.PARTIAL_TEASER, Gate.REGISTRATION)
    assert {piece.declared for piece in PAPER.of_kind(Kind.LOCKED_QUIET)} == {Declared.ABSENT}
    assert all(len(piece.shown) == 1 < len(piece.paragraphs) for piece in PAPER.articles if piece.cut)
    assert all(piece.shown == piece.paragraphs for piece in PAPER.of_kind(Kind.DECLARED_PAID))


def test_the_agency_and_its_copies():
    (wire,) = PAPER.of_kind(Kind.WIRE)
    for piece in (*PAPER.of_kind(Kind.WIRE_CANONICAL), *PAPER.of_kind(Kind.WIRE_COPY)):
        assert (piece.headline, piece.body) == (wire.headline, wire.body)
        assert piece.copyOf == wire.path != piece.path
        assert piece.published > wire.published
    assert [piece.canonicalPath for piece in PAPER.of_kind(Kind.WIRE_CANONICAL)] == [wire.path]
    for piece in PAPER.of_kind(Kind.WIRE_EDITED):
        assert piece.headline != wire.headline
        changed = set(sentences(wire.body)) ^ set(sentences(piece.body))
        assert len(changed) == 2


def test_the_second_edition_differs_in_two_articles():
    second = PAPER.edition(2)
    changed = {
        before.kind: (before, after)
        for before, after in zip(PAPER.articles, second.articles, strict=True)
        if before != after
    }
    assert set(changed) == {Kind.CORRECTED, Kind.RETITLED}
    before, after = changed[Kind.CORRECTED]
    assert (before.correction, before.path) == (None, after.path)
    assert after.correction
    assert after.body != before.body
    assert after.modified is not None
    assert after.modified > (before.modified or before.published)
    before, after = changed[Kind.RETITLED]
    assert before.headline != after.headline
    assert before.body == after.body
    assert PAPER.edition(1) is PAPER


def test_a_brief_is_two_sentences_and_the_paged_article_is_long():
    assert all(len(sentences(piece.body)) == 2 for piece in PAPER.of_kind(Kind.BRIEF))
    (paged,) = PAPER.of_kind(Kind.PAGED)
    assert paged.pageBreak is not None
    assert len(paged.body.split()) > 200
    assert 0 < len(paged.shown) < len(paged.paragraphs)


def test_windows_1252_is_needed_and_enough():
    (piece,) = PAPER.of_kind(Kind.LEGACY_CHARSET)
    assert piece.body.encode(piece.charset).decode(piece.charset) == piece.body
    with pytest.raises(UnicodeEncodeError):
        piece.body.encode("latin-1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Über die Straße", "uber-die-strasse"), ("L’été, à 5 heures", "lete-a-5-heures"), ("سفينة", "")],
)
def test_slugs(text, expected):
    assert slug(text) == expected
