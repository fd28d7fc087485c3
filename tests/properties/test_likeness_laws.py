"""Laws of likeness: for any texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsbot.likeness import Fingerprint, fingerprint, likeness, same_story
from newsbot.store.base import Copy
from newsbot.store.recent import Recent

VOCABULARY = "the ferry sailed at noon 24 1907 größe élan 日本語 ไทย a-b it's €5 \u00ad"
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.one_of(
    st.text(max_size=400), st.lists(WORDS, max_size=200).map(" ".join), st.lists(WORDS, max_size=60).map("".join)
)


@given(TEXTS, TEXTS)
def test_likeness_is_mutual_and_within_bounds(one: str, other: str) -> None:
    a, b = fingerprint(one), fingerprint(other)
    found = likeness(a, b)
    assert found == likeness(b, a)
    assert 0 <= found.alike <= found.contained <= 1
    assert found.figures is None or 0 <= found.figures <= 1
    for one_site in (False, True):
        assert same_story(a, b, one_site=one_site) == same_story(b, a, one_site=one_site)


@given(TEXTS, TEXTS)
def test_who_is_joined_on_one_site_is_joined_on_two(one: str, other: str) -> None:
    a, b = fingerprint(one), fingerprint(other)
    assert same_story(a, b) or not same_story(a, b, one_site=True)


@given(TEXTS)
def test_a_text_is_its_own_copy(text: str) -> None:
    found = fingerprint(text)
    itself = likeness(found, found)
    if found.runs:
        assert (itself.alike, itself.contained, itself.figures in {None, 1.0}) == (1, 1, True)
        assert same_story(found, found, one_site=True)
        assert 1 <= len(found.bands()) <= 16
    assert all(-(2**31) <= band < 2**31 for band in found.bands())


@given(TEXTS)
def test_packed_and_unpacked(text: str) -> None:
    found = fingerprint(text)
    packed = found.packed()
    assert len(packed) <= 640
    assert Fingerprint.unpacked(packed) == found
    assert Fingerprint.unpacked(packed).bands() == found.bands()


@given(st.lists(WORDS.filter(str.isascii), max_size=200))
def test_case_blanks_and_marks_say_nothing(words: list[str]) -> None:
    assert fingerprint(" ".join(words)) == fingerprint("\n\n " + " - ".join(words).upper() + "!")


@given(st.lists(st.text("ab ", min_size=3, max_size=30), min_size=2, max_size=12, unique=True), st.randoms())
def test_the_order_of_texts_that_are_far_apart_says_little(parts: list[str], chance: object) -> None:
    """A fingerprint is of a set of runs: only those over the seams know the order."""
    one = " ".join(f"begin {each} one two three four five six seven end" for each in parts)
    other = " ".join(f"begin {each} one two three four five six seven end" for each in reversed(parts))
    assert likeness(fingerprint(one), fingerprint(other)).alike > 0.2


@given(st.lists(st.tuples(st.integers(0, 12), st.sampled_from("xyz"), TEXTS), max_size=30), st.integers(1, 5))
def test_recent_texts_are_bounded_and_found(given_: list[tuple[int, str, str]], size: int) -> None:
    recent = Recent(size)
    for number, digest, text in given_:
        key = f"k{number}"
        recent.add(Copy(key=key, url=f"https://a.example/{key}", site="a"), digest, fingerprint(text))
        assert len(recent) <= size
        assert recent.get(key) is not None
        assert recent.copy(digest) is not None
        assert not fingerprint(text).bands() or key in [each.key for each in recent.alike(fingerprint(text))]
    kept = {each.key for _, _, text in given_ for each in recent.alike(fingerprint(text))}
    assert len(kept) <= size
    assert all(recent.get(key) for key in kept)
