"""The keeper: what is done about a session, step by step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.article import Session
from newsbot.sessions import keeper
from newsbot.sessions.keeper import Need, Policy, Sign, Standing, State

PROVEN = State(standing=Standing.PROVEN)


def test_a_saved_session_is_proved_before_the_first_page() -> None:
    state = keeper.begin(saved=True, provable=True)
    assert state.need is Need.PROOF
    assert state.session is Session.OWN_LOGIN_UNCONFIRMED
    proved = keeper.proof_came(state, signed_in=True)
    assert proved.need is Need.NOTHING
    assert proved.session is Session.OWN_LOGIN_CONFIRMED


def test_without_one_the_first_page_waits_for_a_login() -> None:
    state = keeper.begin(saved=False, provable=True)
    assert state.need is Need.SIGN_IN
    assert keeper.signed_in(state).need is Need.NOTHING
    assert keeper.signed_in(state).logins == 1


def test_a_session_is_proved_again_after_so_many_pages() -> None:
    state = replace(PROVEN, policy=Policy(pagesBetweenProofs=3))
    for _ in range(3):
        assert state.need is Need.NOTHING
        state = keeper.page_came(state, Sign.FULL)
    assert state.need is Need.PROOF
    assert keeper.proof_came(state, signed_in=True).need is Need.NOTHING


def test_a_page_signed_out_is_believed_when_the_proof_fails() -> None:
    doubted = keeper.page_came(PROVEN, Sign.SIGNED_OUT)
    assert doubted.need is Need.PROOF
    assert doubted.session is Session.OWN_LOGIN_UNCONFIRMED
    assert keeper.proof_came(doubted, signed_in=False).need is Need.SIGN_IN
    assert keeper.proof_came(doubted, signed_in=True).need is Need.NOTHING


def test_what_cannot_be_proved_is_lost_at_once() -> None:
    assert keeper.page_came(replace(PROVEN, provable=False), Sign.SIGNED_OUT).need is Need.SIGN_IN


def test_a_plan_that_is_too_small_costs_few_proofs_and_no_login() -> None:
    state, proofs = PROVEN, 0
    for _ in range(30):
        state = keeper.page_came(state, Sign.TEASER)
        if state.need is Need.PROOF:
            proofs += 1
            state = keeper.proof_came(state, signed_in=True)
        assert state.need is Need.NOTHING
    assert proofs == 4  # the 1st, 3rd, 7th and 15th
    assert state.logins == 0


def test_a_page_in_full_makes_the_next_teaser_suspicious_again() -> None:
    state = keeper.proof_came(keeper.page_came(PROVEN, Sign.TEASER), signed_in=True)
    assert keeper.page_came(state, Sign.TEASER).need is Need.NOTHING
    state = keeper.page_came(state, Sign.FULL)
    assert keeper.page_came(state, Sign.TEASER).need is Need.PROOF


def test_logins_that_bring_nothing_come_to_an_end() -> None:
    state = keeper.begin(saved=False, provable=True)
    for _ in range(2):
        assert keeper.may_sign_in(state)
        state = keeper.signed_in(state)
        state = keeper.proof_came(keeper.page_came(state, Sign.SIGNED_OUT), signed_in=False)
    assert not keeper.may_sign_in(state)
    assert keeper.may_sign_in(replace(state, fruitless=0))


def test_an_answer_that_tells_nothing_ends_no_session() -> None:
    doubted = keeper.page_came(PROVEN, Sign.SIGNED_OUT)
    assert keeper.proof_came(doubted, signed_in=None).standing is Standing.DOUBTED


@pytest.mark.parametrize(("provable", "need"), [(True, Need.PROOF), (False, Need.NOTHING)])
def test_a_session_that_another_process_made_is_another_one_and_not_proved_yet(provable: bool, need: Need) -> None:
    lost = replace(keeper.begin(saved=False, provable=provable), fruitless=1)
    state = keeper.taken_over(lost)
    assert (state.standing, state.need, state.logins, state.fruitless) == (Standing.UNPROVEN, need, 1, 1)


EVENTS = st.one_of(
    st.sampled_from(Sign).map(lambda sign: lambda state: keeper.page_came(state, sign)),
    st.sampled_from([True, False, None]).map(lambda told: lambda state: keeper.proof_came(state, signed_in=told)),
    st.just(keeper.signed_in),
)


@given(st.booleans(), st.booleans(), st.lists(EVENTS, max_size=30))
def test_a_refusal_stands(saved: bool, provable: bool, events: list[object]) -> None:
    state = keeper.refused(keeper.begin(saved=saved, provable=provable))
    for event in events:
        if event is not keeper.signed_in:
            assert keeper.page_came(state, Sign.SIGNED_OUT).need is Need.STOP
    assert state.session is Session.OWN_LOGIN_FAILED
    assert not keeper.may_sign_in(state)


@given(st.booleans(), st.lists(EVENTS, max_size=40))
def test_a_session_is_confirmed_by_a_proof_or_a_login_only(saved: bool, events: list[object]) -> None:
    state = keeper.begin(saved=saved, provable=True)
    shown = False
    for event in events:
        before = state
        state = event(state)  # type: ignore[operator]
        shown = shown or (state.standing is Standing.PROVEN and before.standing is not Standing.PROVEN)
        assert (state.session is Session.OWN_LOGIN_CONFIRMED) <= shown
        assert state.believed <= state.teasers or state.teasers == 0


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_a_need_and_a_session(standing: Standing) -> None:
    for provable in (True, False):
        state = State(standing=standing, provable=provable)
        assert isinstance(state.need, Need)
        assert isinstance(state.session, Session)
