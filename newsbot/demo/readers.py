"""Who has an account at the demo newspaper, who is signed in, and how sessions end. No pages here.

Passwords here protect nothing: they are printed in the documentation, and all are forgotten when the server stops.
Session values are drawn at random; everything else follows from what was asked, and in which order.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from threading import RLock
from typing import Any

from newsbot.demo.codes import counter_of
from newsbot.demo.frame import Plan
from newsbot.demo.messages import Request

READER = "reader@demo.example"
APP = "app@demo.example"
STEPS = "steps@demo.example"
BASIC = "basic@demo.example"
BOUND = "bound@demo.example"
ROTATING = "rotating@demo.example"
DEVICES = "devices@demo.example"
SCRIPTED = "scripted@demo.example"
TIED = "tied@demo.example"
PASSWORD = "demo"  # noqa: S105 (public on purpose)
SEED = "SALTMERECOURIER7"  #: of the one-time codes of `STEPS`
SESSION_COOKIE = "courier_session"
MOST_WRONG = 5  #: so many wrong passwords or codes lock an account
_MOST_ACCOUNTS, _MOST_SESSIONS, _MOST_REMEMBERED = 1000, 5000, 20_000
_LONGEST = 254


class Refusal(StrEnum):
    """Why nobody was signed in, as the pages say it."""

    WRONG = "E-mail address or password is wrong."
    LOCKED = "Account locked: there were too many wrong passwords. Please call our readers' desk."
    BAD_CODE = "This code is wrong, or was used before."
    IN_THE_APP = "This account signs in by our app only."
    CODE_WANTED = "This account needs a one-time code, which our app does not ask for."


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in, and what is special about it."""

    email: str
    password: str = field(repr=False)
    plan: Plan
    seed: str = field(default="", repr=False)  #: base32: a one-time code is asked for after the password
    bearer: bool = False  #: signs in by the app only, and has a token instead of a cookie
    bound: bool = False  #: a session is honoured only from the user agent that signed in
    rotating: bool = False  #: every article page sets another cookie value
    scripted: bool = False  #: pages come cut, and a script puts in the rest
    tied: bool = False  #: a session is honoured only where a browser sends the request
    devices: int = 0  #: at most so many sessions at a time, the oldest of which are ended; 0: any number


def known_accounts(password: str = PASSWORD) -> dict[str, Account]:
    """The accounts that are there from the beginning, by their addresses."""
    full = Plan.SUBSCRIBER
    accounts = (
        Account(READER, password, full),
        Account(APP, password, full, bearer=True),
        Account(STEPS, password, full, seed=SEED),
        Account(BASIC, password, Plan.BASIC),
        Account(BOUND, password, full, bound=True),
        Account(ROTATING, password, full, rotating=True),
        Account(DEVICES, password, full, devices=1),
        Account(SCRIPTED, password, full, scripted=True),
        Account(TIED, password, full, tied=True),
    )
    return {account.email: account for account in accounts}


@dataclass(slots=True)
class Session:
    """Somebody who is signed in on one device."""

    account: Account
    device: int  #: 1 is the first that signed in since the server was started
    agent: str
    bearer: bool
    value: str = field(repr=False)  #: of the cookie, or the token
    previous: str = field(default="", repr=False)  #: a value that is honoured for one more request
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Who sends a request: nobody, or a session with the value that was shown."""

    session: Session | None = None
    value: str = field(default="", repr=False)
    elsewhere: bool = False  #: the session was ended because somebody signed in on another device


@dataclass(slots=True)
class Tally:
    """What happened to one account."""

    logins: int = 0
    failed: int = 0  #: wrong passwords and codes, and tries while the account was locked
    articles: int = 0  #: article pages answered to its sessions
    wrong: int = 0  #: failures since the last login

    @property
    def locked(self) -> bool:
        """Whether nobody may sign in any more."""
        return self.wrong >= MOST_WRONG


@dataclass(frozen=True, slots=True)
class Step:
    """A login in two steps that has begun: an address, and the account once the password was right."""

    email: str
    account: Account | None = None


@dataclass(slots=True)
class Readers:
    """Accounts and sessions. Safe to use from many threads."""

    password: str = field(default=PASSWORD, repr=False)
    clock: Callable[[], float] = time.time  #: of the one-time codes, and of nothing else
    ahead: float = 0.0  #: by so many seconds that clock is wrong
    lifetime: int = 0  #: a session ends after so many article pages; 0: it does not
    _accounts: dict[str, Account] = field(default_factory=dict, repr=False)
    _tallies: dict[str, Tally] = field(default_factory=dict)
    _unknown: Tally = field(default_factory=Tally)
    _open: dict[str, Session] = field(default_factory=dict, repr=False)  # by every value that is honoured
    _elsewhere: dict[str, None] = field(default_factory=dict, repr=False)
    _steps: dict[str, Step] = field(default_factory=dict, repr=False)
    _used: dict[str, set[int]] = field(default_factory=dict)
    _marks: list[int] = field(default_factory=list)
    _issued: deque[str] = field(default_factory=lambda: deque(maxlen=_MOST_REMEMBERED), repr=False)
    _articles: int = 0
    _devices: int = 0
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self._accounts = known_accounts(self.password)
        self._tallies = {email: Tally() for email in self._accounts}

    # ── who is there ──

    def recognise(self, request: Request) -> Visit:
        """Who sends this request: by the token of its Authorization header, or else by its cookie."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        bearer = token.strip() if scheme.lower() == "bearer" else ""
        value = bearer or request.cookie(SESSION_COOKIE)
        with self._lock:
            session = self._open.get(value) if value else None
            if session is None or session.bearer is not bool(bearer):
                return Visit(elsewhere=value in self._elsewhere)
            if session.account.bound and session.agent != request.headers.get("user-agent", ""):
                return Visit()
            if session.account.tied and "sec-fetch-mode" not in request.headers:
                return Visit()
            if value == session.previous:
                self._drop(value)
                session.previous = ""
        return Visit(session, value)

    def article_read(self, visit: Visit) -> str | None:
        """Note that an article page goes to this session; the value that its cookie is to have from now on, if any."""
        session = visit.session
        if session is None:
            return None
        with self._lock:
            session.articles += 1
            self._articles += 1
            self._tallies[session.account.email].articles += 1
            value = self._rotated(session, visit.value) if session.account.rotating else None
            if self.lifetime and session.articles >= self.lifetime:
                self._end(session)
            while self._marks and self._articles >= self._marks[0]:
                self._marks.pop(0)
                self.expire()
        return value

    def _rotated(self, session: Session, shown: str) -> str:
        """A new value, where the newest was shown; the newest once more to whoever has not got it yet."""
        if shown == session.value and shown in self._open:
            self._drop(session.previous)
            session.previous, session.value = shown, self._draw()
            self._open[session.value] = session
        return session.value

    # ── signing in ──

    def check(self, email: str, password: str, *, bearer: bool = False) -> Account | Refusal:
        """Whose address and password these are. A wrong one is counted, and locks the account in the end."""
        with self._lock:
            account = self._accounts.get(email.strip().lower())
            if account is None:
                self._unknown.failed += 1
                return Refusal.WRONG
            tally = self._tallies[account.email]
            if tally.locked or not hmac.compare_digest(account.password.encode(), _bytes(password)):
                return self._failed(tally, Refusal.WRONG)
            if account.bearer and not bearer:
                tally.failed += 1
                return Refusal.IN_THE_APP
            if account.seed and bearer:
                tally.failed += 1
                return Refusal.CODE_WANTED
            return account

    def check_code(self, account: Account, code: str) -> Refusal | None:
        """None where this is a one-time code of this account that was not used before."""
        with self._lock:
            tally, used = self._tallies[account.email], self._used.setdefault(account.email, set())
            step = counter_of(account.seed, code[:20], self.clock() + self.ahead)
            if tally.locked or step is None or step in used:
                return self._failed(tally, Refusal.BAD_CODE)
            used.add(step)
            return None

    def _failed(self, tally: Tally, refusal: Refusal) -> Refusal:
        tally.failed += 1
        tally.wrong += 1
        return Refusal.LOCKED if tally.locked else refusal

    def sign_in(self, account: Account, request: Request, *, bearer: bool = False) -> Session:
        """A new session for an account that was checked. Where devices are counted, the oldest makes room."""
        with self._lock:
            same = [session for session in self._sessions() if session.account.email == account.email]
            for session in same[: len(same) + 1 - account.devices] if account.devices else ():
                self._end(session, elsewhere=True)
            if len(self._open) >= _MOST_SESSIONS:
                self._end(next(iter(self._open.values())))
            self._devices += 1
            agent = request.headers.get("user-agent", "")
            session = Session(account, self._devices, agent, bearer, self._draw())
            self._open[session.value] = session
            tally = self._tallies[account.email]
            tally.logins, tally.wrong = tally.logins + 1, 0
        return session

    def register(self, email: str, password: str) -> Account | None:
        """Make an account without a subscription; None where there is one already, or the address is none."""
        email = email.strip().lower()
        with self._lock:
            full = len(self._accounts) >= _MOST_ACCOUNTS or len(email) > _LONGEST or not email.isprintable()
            if full or "@" not in email or not password or email in self._accounts:
                return None
            self._accounts[email] = Account(email, password, Plan.REGISTERED)
            self._tallies[email] = Tally()
            return self._accounts[email]

    def begin_steps(self, email: str, account: Account | None = None) -> str:
        """Remember the first step of a login; the value of the cookie that names it."""
        with self._lock:
            while len(self._steps) >= _MOST_ACCOUNTS:
                self._steps.pop(next(iter(self._steps)))
            value = secrets.token_urlsafe(12)
            self._steps[value] = Step(email.strip().lower()[:_LONGEST], account)
        return value

    def step(self, value: str) -> Step | None:
        """The login that this cookie's value names."""
        return self._steps.get(value)

    def pass_step(self, value: str, account: Account | None) -> None:
        """Note that the password was right; None: the login is through."""
        with self._lock:
            step = self._steps.pop(value, None)
            if step and account:
                self._steps[value] = replace(step, account=account)

    # ── the end of sessions ──

    def sign_out(self, visit: Visit) -> None:
        """End the session of this visit."""
        if visit.session is not None:
            with self._lock:
                self._end(visit.session)

    def expire(self, account: str = "", device: int = 0) -> int:
        """End all sessions, or those of one account or device; how many there were."""
        with self._lock:
            gone = [
                session
                for session in self._sessions()
                if account in {"", session.account.email} and device in {0, session.device}
            ]
            for session in gone:
                self._end(session)
        return len(gone)

    def expire_at(self, pages: Iterable[int]) -> None:
        """End all sessions each time when so many article pages, from now on, went to readers who were signed in."""
        with self._lock:
            self._marks = sorted(self._articles + each for each in pages)

    def unlock(self) -> None:
        """Forget all wrong passwords, and which one-time codes were used."""
        with self._lock:
            self._used.clear()
            for tally in self._tallies.values():
                tally.wrong = 0

    def _end(self, session: Session, *, elsewhere: bool = False) -> None:
        for value in (session.value, session.previous):
            if self._drop(value) and elsewhere:
                self._elsewhere[value] = None
        while len(self._elsewhere) > _MOST_REMEMBERED:
            self._elsewhere.pop(next(iter(self._elsewhere)))

    def _drop(self, value: str) -> bool:
        return self._open.pop(value, None) is not None

    def _draw(self) -> str:
        self._issued.append(secrets.token_urlsafe(18))
        return self._issued[-1]

    def _sessions(self) -> list[Session]:
        """Every open session once, the oldest first."""
        return sorted({id(each): each for each in self._open.values()}.values(), key=lambda each: each.device)

    # ── what is told of it ──

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that nobody else may learn: passwords, seeds, and every cookie value and token that was given out."""
        with self._lock:
            known = [value for each in self._accounts.values() for value in (each.password, each.seed) if value]
            return tuple(dict.fromkeys([*known, *self._issued]))

    def told(self) -> dict[str, Any]:
        """Logins, failures and sessions as JSON has them, without a secret."""
        with self._lock:
            sessions = [
                {
                    "device": s.device,
                    "account": s.account.email,
                    "agent": s.agent,
                    "bearer": s.bearer,
                    "articles": s.articles,
                }
                for s in self._sessions()
            ]
            accounts = {email: self._account_told(email) for email in self._accounts}
            every = [*self._tallies.values(), self._unknown]
            return {
                "logins": sum(tally.logins for tally in every),
                "failed": sum(tally.failed for tally in every),
                "articles": self._articles,
                "unknownAccount": self._unknown.failed,
                "accounts": accounts,
                "sessions": sessions,
            }

    def _account_told(self, email: str) -> dict[str, Any]:
        tally = self._tallies[email]
        count = sum(session.account.email == email for session in self._sessions())
        return {
            "logins": tally.logins,
            "failed": tally.failed,
            "articles": tally.articles,
            "locked": tally.locked,
            "sessions": count,
        }


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
