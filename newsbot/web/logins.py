"""Logins: the saved session of a site as its pages show it. Never a value of it, nor where it is kept. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from newsbot.sessions.refusals import Refusal
from newsbot.sessions.saved import SavedSession
from newsbot.web.rows import in_utc
from newsbot.web.states import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """The login of a site."""

    label: Label
    signedIn: datetime | None = None
    proved: datetime | None = None
    proof: str = ""
    madeBy: str = ""
    ends: tuple[datetime, datetime] | None = None  #: when the first and the last of its cookies run out
    refused: str = ""  #: how signing in failed the last time
    cure: str = ""


NO_LOGIN = Login(label=Label("none", "No login", "quiet"), cure="Its site file tells of none: it is read as anybody.")


def login(site: str, session: SavedSession | None, refusal: Refusal | None, now: datetime, *, wanted: bool) -> Login:
    """The login of a site; `wanted`: its site file tells how to sign in."""
    refused, cure = (str(refusal), refusal.cure(site)) if refusal else ("", "")
    if session is None:
        if not wanted and not refusal:
            return NO_LOGIN
        label = Label("lost", "Signing in failed", "bad") if refusal else Label("missing", "Not signed in", "odd")
        return Login(label=label, refused=refused, cure=cure or f"newsbot login {site}")
    stale = session.is_stale(now)
    label = Label("saved", "Session saved", "good")
    if refusal:
        label = Label("lost", "Signing in failed", "bad")
    elif stale:
        label = Label("stale", "Session has run out", "bad")
    ends = session.expires
    first, last = in_utc(ends.earliest), in_utc(ends.latest)
    return Login(
        label=label,
        signedIn=in_utc(session.signedInAt),
        proved=in_utc(session.provedAt),
        proof=session.proof or "",
        madeBy=session.madeBy,
        ends=(first, last) if first and last else None,
        refused=refused,
        cure=cure or (f"newsbot login {site}" if stale else f"newsbot sessions check {site}"),
    )


def locked(site: str) -> Login:
    """The login of a site whose session cannot be opened. Why, its owner is told at a terminal."""
    return Login(
        label=Label("locked", "Session cannot be opened", "bad"),
        cure=f"newsbot sessions list (it says why); then newsbot login {site}",
    )
