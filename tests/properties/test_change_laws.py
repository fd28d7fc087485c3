"""Laws of changes: nothing changes by trivia, and a difference holds both texts to the letter."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from newsbot.article import Article, content_hash
from newsbot.changes import what_changed
from newsbot.difference import after_of, before_of, difference
from newsbot.trivia import gist, same_words
from tests.properties.test_documents import articles, wild_articles

words = st.sampled_from(
    ["the", "council", "met", "“so”", "don't", "–", "a", "3", "hours", "ago", "1,200", "comments", "…"]
)
prose = st.lists(st.lists(words, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=6).map("\n\n".join)
any_texts = st.text(max_size=60) | prose
#: Edits that say nothing, each of them of a whole text.
edits = st.sampled_from(
    [
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "  \t"),
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("'", "’"),
        lambda text: text.replace("–", "—"),
        lambda text: text.replace("…", "..."),
        lambda text: f"\n{text}\n\n",
        lambda text: f"{text}\n\n1,234 comments",
        lambda text: f"Updated 3 hours ago\n\n{text}",
        lambda text: f"vor 5 Minuten\n{text}",
        lambda text: text.replace("t", "t\u00ad"),
    ]
)


@given(wild_articles)
def test_nothing_changed_in_what_is_the_same(article: Article) -> None:
    assert what_changed(article, article) == []


@given(articles, prose, st.lists(edits, max_size=4))
def test_trivial_edits_are_no_change(article: Article, text: str, made: list) -> None:
    before = replace(article, articleBody=text)
    for edit in made:
        text = edit(text)
    after = replace(before, articleBody=text)
    assert what_changed(before, after) == []
    assert content_hash(before) == content_hash(after)


@given(articles, articles)
def test_what_changed_forth_changed_back(one: Article, other: Article) -> None:
    def undone(kind: str) -> str:
        return {"returned": "withdrawn", "withdrawn": "returned"}.get(kind, kind)

    if one.revision.withdrawnAt is None or other.revision.withdrawnAt is None:
        forth, back = what_changed(one, other), what_changed(other, one)
        assert [each.kind for each in forth] == [undone(each.kind) for each in back]


@given(articles, articles)
def test_the_same_fingerprint_means_that_no_words_changed(one: Article, other: Article) -> None:
    spoken = {"headline", "body", "correction", "live"}
    changed = {each.kind.value for each in what_changed(one, other)} & spoken
    assert bool(changed) == (content_hash(one) != content_hash(other))


@given(any_texts, any_texts)
def test_a_difference_holds_both_texts_to_the_letter(before: str, after: str) -> None:
    told = difference(before, after)
    assert before_of(told) == before
    assert after_of(told) == after
    assert any(each.changed for each in told) == (before != after)
    assert all(piece.text for each in told for piece in each.pieces)


@given(any_texts)
def test_the_gist_of_a_text_says_the_same_as_the_text(text: str) -> None:
    assert same_words(text, text.upper().lower() if text.isascii() else text)
    assert "\n" not in gist(text)
