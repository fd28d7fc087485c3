"""The ladder: where a site's pages are asked for, by what they brought. Pure."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from newsbot.article import FetchMode
from newsbot.sessions.ladder import Ladder, begin, is_higher, next_rung, page_came, session_fails_outside

HTTP, BROWSER, RENDER = FetchMode.HTTP, FetchMode.BROWSER, FetchMode.RENDER
OWN = begin(HTTP, own=True)


def test_only_who_signs_in_or_whose_file_says_so_is_shown_in_a_browser() -> None:
    assert next_rung(OWN, HTTP) is RENDER
    assert next_rung(begin(BROWSER, own=False), BROWSER) is RENDER
    assert next_rung(begin(HTTP, own=False), HTTP) is None
    assert next_rung(Ladder(), HTTP) is None, "there is no browser"


def test_what_was_shown_already_is_not_shown_again() -> None:
    assert next_rung(OWN, RENDER) is None


def test_two_pages_that_it_helped_let_the_site_begin_there() -> None:
    once = page_came(OWN, RENDER, whole=True)
    assert once.rung is HTTP
    assert page_came(once, RENDER, whole=True).rung is RENDER


def test_two_pages_in_vain_end_it() -> None:
    once = page_came(OWN, RENDER, whole=False)
    assert next_rung(once, HTTP) is RENDER
    assert next_rung(page_came(once, RENDER, whole=False), HTTP) is None


def test_pages_that_come_as_all_others_teach_nothing() -> None:
    assert page_came(OWN, HTTP, whole=True) is OWN
    assert page_came(OWN, HTTP, whole=False) is OWN


def test_a_session_that_fails_outside_is_used_inside() -> None:
    inside = session_fails_outside(OWN)
    assert inside.rung is BROWSER
    assert session_fails_outside(inside) is inside, "there is no third place"
    assert session_fails_outside(Ladder()) == Ladder(), "without a browser there is no inside"


@given(
    fetch=st.sampled_from(FetchMode),
    own=st.booleans(),
    came=st.lists(st.tuples(st.sampled_from(FetchMode), st.booleans()), max_size=40),
)
def test_a_site_only_climbs_and_vain_tries_are_bounded(
    fetch: FetchMode, own: bool, came: list[tuple[FetchMode, bool]]
) -> None:
    ladder, tried = begin(fetch, own=own), 0
    for _, whole in came:
        before = ladder.rung
        trial = next_rung(ladder, before)
        if trial is not None:
            tried += not whole
            ladder = page_came(ladder, trial, whole=whole)
        assert ladder.rung is before or is_higher(ladder.rung, before)
    assert tried <= 2 * (1 + ladder.helped)
