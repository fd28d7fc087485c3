"""States as people read them: a word, a meaning, and the class by which the style sheet gives a colour. Pure.

A colour never stands alone: wherever a class is used, the word is beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from newsbot.article import Declared, Delivered, Gate, Session
from newsbot.health import Severity
from newsbot.store.base import VisitState
from newsbot.store.events import EventKind


@dataclass(frozen=True, slots=True)
class Label:
    """A state for people."""

    value: str  #: as it is kept
    word: str
    kind: str  #: names its colour: a class of the style sheet
    meaning: str = ""


#: How much was delivered, from all to nothing: the order of every chart.
ACCESS: Mapping[str, Label] = {
    each.value: each
    for each in (
        Label(Delivered.FULL.value, "Complete", "full", "The whole text is there."),
        Label(Delivered.FULL_WITH_NOTICE.value, "Complete, with a notice", "notice", "The text, beside a notice."),
        Label(Delivered.PARTIAL_OTHER.value, "Partial", "partial", "A part: the text goes on elsewhere."),
        Label(Delivered.PARTIAL_TEASER.value, "Teaser only", "teaser", "Only the beginning of the article."),
        Label(Delivered.OBFUSCATED.value, "Scrambled", "scrambled", "The letters of the text were scrambled."),
        Label(Delivered.NONE.value, "Nothing", "none", "No text of the article."),
        Label(Delivered.UNKNOWN.value, "Unknown", "unknown", "It is not known whether this is the whole text."),
    )
}
_SEVERITIES = {
    Severity.LOST.value: Label(Severity.LOST.value, "Login lost", "bad"),
    Severity.BROKEN.value: Label(Severity.BROKEN.value, "Broken", "bad"),
    Severity.ODD.value: Label(Severity.ODD.value, "Not as usual", "odd"),
    Severity.NOTE.value: Label(Severity.NOTE.value, "Too little history", "quiet"),
}
_WELL = Label("", "As usual", "good")
_SESSIONS = {
    Session.ANONYMOUS.value: "not signed in",
    Session.OWN_LOGIN_CONFIRMED.value: "signed in with the own account",
    Session.OWN_LOGIN_UNCONFIRMED.value: "with the own account; not confirmed that it was signed in",
    Session.OWN_LOGIN_FAILED.value: "signing in had failed",
    Session.EXPIRED.value: "the own session was over",
}
_BAD = frozenset({VisitState.FAILED, VisitState.BLOCKED, VisitState.REFUSED})
_ODD = frozenset({VisitState.TEASER, VisitState.GONE, VisitState.ROBOTS})
_GOOD = frozenset({VisitState.STORED, VisitState.CHANGED, VisitState.LISTING, VisitState.UNCHANGED})
_EVENTS = {
    EventKind.NEW: "new",
    EventKind.CHANGED: "changed",
    EventKind.UPGRADED: "whole text now",
    EventKind.WITHDRAWN: "withdrawn",
    EventKind.RESTORED: "there again",
}


def access(value: str | None) -> Label:
    """How much was delivered; what is no such value is unknown, and never complete."""
    return ACCESS.get(value or "", ACCESS[Delivered.UNKNOWN.value])


def severity(value: str | None) -> Label:
    """How a site is; None: all is well."""
    return _SEVERITIES.get(value or "", _WELL)


def gate(value: str | None) -> str:
    """Who stands in the way; empty where nobody was seen, or nothing is known."""
    return "" if value in {None, Gate.NONE_SEEN, Gate.UNKNOWN} else _spaced(value)


def declared(value: str | None) -> str:
    """What the publisher says; empty where it says nothing."""
    return "" if value in {None, Declared.ABSENT} else _spaced(value)


def session(value: str | None) -> str:
    """As whom the page was asked for."""
    return _SESSIONS.get(value or "", _spaced(value))


def visit(value: VisitState) -> Label:
    """How a visit ended."""
    kind = "bad" if value in _BAD else "odd" if value in _ODD else "good" if value in _GOOD else "quiet"
    return Label(value.value, _spaced(value.value), kind)


def event(value: EventKind) -> str:
    """What happened to an article."""
    return _EVENTS[value]


def _spaced(value: str | None) -> str:
    return (value or "unknown").replace("_", " ").replace("-", " ")
