"""Keeper: whether a site's own login still holds, and what is to be done next. Pure: it decides, others act.

A page that shows no more than a teaser is believed only after the session was proved once more: it may be the first
that came signed out. After a login that was refused nothing is tried again: accounts are locked after a few attempts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from newsbot.article import Session


class Standing(StrEnum):
    """What is known of a session."""

    UNPROVEN = "unproven"  #: saved earlier; it may be over
    PROVEN = "proven"
    DOUBTED = "doubted"  #: a page looked as if nobody were signed in
    LOST = "lost"  #: there is none, or it is over
    REFUSED = "refused"  #: signing in failed; it is not tried again in this crawl


class Need(StrEnum):
    """What has to happen before the next page of the site."""

    NOTHING = "nothing"
    PROOF = "proof"
    SIGN_IN = "sign_in"
    STOP = "stop"


class Sign(StrEnum):
    """What a page says about the session that it was asked for with."""

    FULL = "full"  #: the whole text, or nothing that tells otherwise
    TEASER = "teaser"
    SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How often a session is proved."""

    pagesBetweenProofs: int = 50
    #: So many logins may follow each other without a single page in full between them.
    fruitlessLogins: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The session of one site in one crawl."""

    standing: Standing
    policy: Policy = Policy()
    sinceProof: int = 0  #: pages
    teasers: int = 0  #: since the last page in full
    believed: int = 0  #: so many of these came from a session that was proved afterwards
    logins: int = 0  #: in this crawl, with those that another process made for it
    fruitless: int = 0  #: logins since the last page in full
    provable: bool = True  #: whether the recipe says how a session is proved

    @property
    def need(self) -> Need:
        """What the next page has to wait for."""
        match self.standing:
            case Standing.REFUSED:
                return Need.STOP
            case Standing.LOST:
                return Need.SIGN_IN
            case Standing.UNPROVEN | Standing.DOUBTED:
                return Need.PROOF if self.provable else Need.NOTHING
            case Standing.PROVEN:
                due = self.provable and self.sinceProof >= self.policy.pagesBetweenProofs
                return Need.PROOF if due else Need.NOTHING

    @property
    def session(self) -> Session:
        """What is said of pages that are asked for now."""
        match self.standing:
            case Standing.PROVEN:
                return Session.OWN_LOGIN_CONFIRMED
            case Standing.REFUSED:
                return Session.OWN_LOGIN_FAILED
            case Standing.LOST:
                return Session.EXPIRED
            case Standing.UNPROVEN | Standing.DOUBTED:
                return Session.OWN_LOGIN_UNCONFIRMED


def begin(*, saved: bool, provable: bool, policy: Policy = Policy()) -> State:
    """The state before the first page: with a `saved` session, or with none."""
    return State(standing=Standing.UNPROVEN if saved else Standing.LOST, provable=provable, policy=policy)


def page_came(state: State, sign: Sign) -> State:
    """After a page that was asked for with the session."""
    if state.standing is Standing.REFUSED:
        return state
    state = replace(state, sinceProof=state.sinceProof + 1)
    if sign is Sign.FULL:
        return replace(state, teasers=0, believed=0, fruitless=0)
    if sign is Sign.SIGNED_OUT:
        return replace(state, standing=Standing.DOUBTED if state.provable else Standing.LOST)
    teasers = state.teasers + 1
    # Proofs become rarer as teasers go on: at the 1st, 3rd, 7th, 15th … of a plan that is too small.
    doubted = state.provable and teasers > 2 * state.believed and state.standing is Standing.PROVEN
    return replace(state, teasers=teasers, standing=Standing.DOUBTED if doubted else state.standing)


def proof_came(state: State, *, signed_in: bool | None) -> State:
    """After the site was asked whether somebody is signed in; None where its answer told nothing (it may be busy)."""
    if signed_in is None:
        return replace(state, sinceProof=0)
    if not signed_in:
        return replace(state, standing=Standing.LOST)
    return replace(state, standing=Standing.PROVEN, sinceProof=0, believed=state.teasers)


def signed_in(state: State) -> State:
    """After a login that the recipe found successful."""
    return replace(
        state,
        standing=Standing.PROVEN,
        sinceProof=0,
        teasers=0,
        believed=0,
        logins=state.logins + 1,
        fruitless=state.fruitless + 1,
    )


def taken_over(state: State) -> State:
    """After a session was found that another process signed in for meanwhile. It is another one, and not proved yet."""
    return replace(state, standing=Standing.UNPROVEN, sinceProof=0, teasers=0, believed=0, logins=state.logins + 1)


def refused(state: State) -> State:
    """After a login that failed: wrong password, a CAPTCHA, a page that the recipe does not know."""
    return replace(state, standing=Standing.REFUSED)


def is_fresh(state: State) -> bool:
    """Whether the last login of this crawl has not brought one page in full yet."""
    return state.fruitless > 0


def may_sign_in(state: State) -> bool:
    """Whether another login is worth it: not where the last ones brought not one page in full."""
    return state.standing is Standing.LOST and state.fruitless < state.policy.fruitlessLogins
