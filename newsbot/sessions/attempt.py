"""One attempt at signing in: a recipe's steps, each watched for what ends it, and what is told where it does end.

Whatever shows that the sign-in was refused races against every step, and nothing is tried twice: sites lock accounts
after a few attempts.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Never

from newsbot.errors import (
    BrowserGone,
    BrowserSlow,
    BrowserTrouble,
    FailedStep,
    NotAPage,
    RefuseAddress,
    SignInFailed,
    SignInRefused,
    SignInUnclear,
    TryLater,
)
from newsbot.sessions.codes import read_seed
from newsbot.sessions.evidence import keep_page, make_folder, write_steps
from newsbot.sessions.fetching import fetch_in, why_not_loaded
from newsbot.sessions.hands import LOOK_EVERY, Hands, Seen, without_query
from newsbot.sessions.masking import Scrubber, Secret
from newsbot.sessions.recipe import verified, view_of_html
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.sending import headers_for
from newsbot.sessions.sheet import Sheet
from newsbot.sessions.states import read_state
from newsbot.sites.login import Click, Code, Fill, Goto, Login, Press, Select, Step, Verify, Wait
from newsbot.sites.model import Site

#: What asks for a proof that a person is there. The small badge of the kind that asks nobody does not count.
_CAPTCHAS = (
    "css:iframe[src*='hcaptcha.com']",
    "css:iframe[src*='/recaptcha/api2/bframe']",
    "css:iframe[src*='challenges.cloudflare.com']",
    "css:iframe[src*='captcha-delivery.com']",
    "css:iframe[src*='arkoselabs.com']",
    "css:iframe[src*='funcaptcha.com']",
    "css:[id*='captcha' i]:not(.grecaptcha-badge):not(.grecaptcha-badge *)",
    "css:[class*='captcha' i]:not(.grecaptcha-badge):not(.grecaptcha-badge *)",
)
#: A code of one of these last seconds would come too late.
_CODE_SECONDS = 2.0
#: So long the scripts of a page may take to show who is signed in, where a token proves it.
_SCRIPTS = 3.0
_NOT_AGAIN = "It was tried once, and is not tried again by itself, since sites lock accounts after a few attempts."
_CURE_REFUSED = f"Check user name and password, and where they are kept (docs/login.md). {_NOT_AGAIN}"
_CURE_UNCLEAR = (
    "Look at the picture and correct `login` in the site file, or sign in by hand: `newsbot login SITE --headed`."
)

_CURE_BY_HAND = "Try again, with more time (`--timeout 900`); or correct what `success` says in the site file."

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long things may take, in seconds."""

    step: float = 20.0
    proof: float = 15.0
    captcha: float = 4.0  #: after so long a step that waits while a CAPTCHA is shown is given up
    early: float = 2.0  #: after so long a step that waits is skipped where success is shown already


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How it is done."""

    patience: Patience = Patience()
    #: Called before every step: its number, how many there are, what it is.
    tell: Tell | None = None
    #: Whether a recording is kept, of a success too. It HOLDS THE PASSWORD.
    trace: bool = False


def spell_step(step: Step) -> str:
    """A step in the words of the recipe."""
    match step:
        case Goto():
            return f"goto {without_query(step.goto)}"
        case Fill():
            return f"fill {step.fill} with {step.credential}"
        case Code():
            return f"code {step.code} with {step.credential}"
        case Click():
            return f"click {step.click}"
        case Press():
            return f"press {step.press}" + (f" on {step.on}" if step.on else "")
        case Select():
            return f"select {step.select} option {step.option}"
        case Wait():
            return f"wait {step.wait}"


@dataclass(slots=True)
class Attempt:
    """One attempt, and how far it came."""

    sheet: Sheet
    site: Site
    login: Login
    secrets: Mapping[str, Secret]
    at: datetime
    folder: Path | None
    manner: Manner
    steps: tuple[Step, ...]
    hands: Hands = field(init=False)
    scrubber: Scrubber = field(init=False)
    started: float = field(init=False)
    filled: bool = False
    codes: list[Secret] = field(default_factory=list)
    number: int = 0
    doing: str = ""
    record: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hands = Hands(self.sheet)
        self.scrubber = Scrubber(self.secrets.values())
        self.started = asyncio.get_running_loop().time()

    @property
    def patience(self) -> Patience:
        """How long it may take."""
        return self.manner.patience

    # ── the way ──

    async def go(self) -> SavedSession:
        """All steps, success, and the proof."""
        for number, step in enumerate(self.steps, 1):
            self._begin(number, spell_step(step))
            early = not isinstance(step, Goto | Press)
            if await self._race(self._act(step), _lack(step), early=early) is not None:
                break
        if self.login.success:
            self._begin(len(self.steps) + 1, "success")
            await self._race(self._until(self.login.success), f"{_any_of(self.login.success)} did not show")
        else:
            await self._race(self.hands.rest(self.patience.proof), "the page did not come to rest")
        return await self._prove()

    async def by_hand(self, url: str) -> SavedSession:
        """The owner does it; we watch."""
        self._begin(1, "by hand")
        await self._open(url)
        try:
            seen = await self._until_seen(self.login.success, self.patience.step)
        except BrowserGone:
            await self._stop(SignInUnclear, "was broken off: the window was closed")
        if seen is None:
            await self._stop(SignInUnclear, f"was not seen to work within {self.patience.step:g} seconds")
        return await self._prove()

    async def recorded(self, doing: Coroutine[Any, Any, SavedSession]) -> SavedSession:
        """The same, with Playwright's recording of everything: the password is in it."""
        await self.sheet.do("record", lambda: self.sheet.context.tracing.start(screenshots=True, snapshots=True))
        try:
            return await doing
        finally:
            folder = make_folder(self.folder, f"{self.site.slug}-trace", self.at) if self.folder else None
            if folder is not None and self.sheet.usable:
                path = folder / "trace-with-password.zip"
                await self.sheet.do("save the recording", lambda: self.sheet.context.tracing.stop(path=path))
                path.chmod(0o600)

    async def _act(self, step: Step) -> None:
        seconds = self.patience.step
        match step:
            case Goto():
                await self._open(step.goto)
            case Fill():
                await self.hands.fill(step.fill, self.secrets[step.credential].reveal(), seconds)
                self.filled = True
            case Code():
                await self.hands.appear(step.code)
                await self.hands.fill(step.code, await self._code(self.secrets[step.credential]), seconds)
                self.filled = True
            case Click():
                await self.hands.click(step.click, seconds)
            case Press():
                await self.hands.press(step.press, step.on, seconds)
            case Select():
                await self.hands.select(step.select, step.option, seconds)
            case Wait():
                await self.hands.appear(step.wait)

    async def _open(self, url: str) -> None:
        """Before anything was filled in, a page that does not come is no failed sign-in."""
        try:
            await self.hands.goto(url, self.patience.step)
        except BrowserTrouble as error:
            if self.filled:
                raise
            raise why_not_loaded(url, error) from None

    async def _code(self, secret: Secret) -> str:
        seed = read_seed(secret)
        left = seed.seconds_left(self._now().timestamp())
        if left < _CODE_SECONDS:
            await asyncio.sleep(left + 0.1)
        code = seed.code(self._now().timestamp())
        self.codes.append(Secret(code))
        self.scrubber = Scrubber([*self.secrets.values(), *self.codes])
        return code

    def _now(self) -> datetime:
        return self.at + timedelta(seconds=asyncio.get_running_loop().time() - self.started)

    # ── waiting ──

    async def _race(self, doing: Coroutine[Any, Any, object], lack: str, *, early: bool = False) -> Seen | None:
        """Do something, while it is watched for a refusal, for banners, and for CAPTCHAs.

        Success that is shown already ends the wait, where `early` allows it, and is returned.
        """
        acting = asyncio.ensure_future(doing)
        watching = asyncio.ensure_future(self._watch(early=early))
        try:
            await asyncio.wait({acting, watching}, timeout=self.patience.step, return_when=asyncio.FIRST_COMPLETED)
            if watching.done():
                return watching.result()
            if acting.done():
                await self._acted(acting)
                return None
        finally:
            await _end(acting, watching)
        return await self._stop(SignInUnclear, f"stopped: {lack} within {self.patience.step:g} seconds{self._status()}")

    async def _acted(self, acting: asyncio.Future[object]) -> None:
        error = acting.exception()
        if isinstance(error, BrowserSlow):
            await self._stop(SignInUnclear, f"stopped: it took longer than {self.patience.step:g} seconds")
        if isinstance(error, BrowserTrouble):
            await self._stop(SignInUnclear, f"stopped: {error.why}")
        acting.result()

    async def _watch(self, *, early: bool) -> Seen | None:
        """Ends where a sign-in is refused, stands before a CAPTCHA, or turns out to have worked already."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        while True:
            await self.hands.dismiss(self.login.consent)
            if (refused := await self.hands.shows(self.login.failure)) is not None:
                words = f" says “{self.scrubber.scrub(refused.words)}”" if refused.words else " shows"
                await self._stop(SignInRefused, f"was refused ({refused.predicate}{words})")
            waited = loop.time() - began
            if waited > self.patience.captcha and await self.hands.shows(_CAPTCHAS) is not None:
                await self._stop(SignInUnclear, "stopped: the page asks for a CAPTCHA, which only a person may solve")
            hopeful = early and self.filled and waited > self.patience.early
            if hopeful and (seen := await self.hands.shows(self.login.success)) is not None:
                return seen
            await asyncio.sleep(LOOK_EVERY)

    async def _until(self, predicates: tuple[str, ...]) -> Seen:
        while (seen := await self.hands.shows(predicates)) is None:
            await asyncio.sleep(LOOK_EVERY)
        return seen

    async def _until_seen(self, predicates: tuple[str, ...], seconds: float) -> Seen | None:
        try:
            async with asyncio.timeout(seconds):
                return await self._until(predicates)
        except TimeoutError:
            return None

    # ── the end ──

    async def _prove(self) -> SavedSession:
        """Look at the page that only those see who are signed in, and take what the browser knows now."""
        proof = f"{self.hands.where()} shows {_any_of(self.login.success)}"
        if verify := self.login.verify:
            self._begin(len(self.steps) + 2, f"verify {without_query(verify.url)}")
            await self._open_for_proof(verify.url)
            seen = await self._proof_of(verify)
            if seen is None:
                why = f"stopped: the proof is missing, {_any_of(verify.shows)} is not shown{self._status()}"
                await self._stop(SignInUnclear, why)
            proof = f"{without_query(verify.url)} shows {seen}"
        page = self.sheet.page
        agent = await self.sheet.do("say its name", lambda: page.evaluate("navigator.userAgent"))
        session = (await self._session()).proved(self._now(), proof)
        self._begin(0, "")
        return replace(session, userAgent=agent) if self.login.session.userAgent else session

    async def _proof_of(self, verify: Verify) -> str | None:
        """What of `shows` is there: on the page, or, for those with a token, in what is answered to that token."""
        by_token = self.login.session.kind == "bearer"
        seen = await self._until_seen(
            verify.shows, min(self.patience.proof, _SCRIPTS) if by_token else self.patience.proof
        )
        if seen is not None or not by_token:
            return seen.predicate if seen else None
        headers = headers_for(self.site, self.login, await self._session(), verify.url)
        page = await self.sheet.do("open a page", self.sheet.context.new_page)
        try:
            answer = await fetch_in(self.sheet, page, verify.url, headers)
        except (TryLater, RefuseAddress, NotAPage):
            return None
        finally:
            await self.sheet.do("close a page", page.close)
        found = verified(self.login, view_of_html(answer.body, answer.url, answer.status))
        return str(found) if found else None

    async def _session(self) -> SavedSession:
        """What the browser knows now, of the site and of the hosts that the recipe names."""
        state = await self.sheet.do("read its cookies", self.sheet.context.storage_state)
        session = read_state(json.dumps(state), self.site.slug, self._now(), "newsbot login")
        return session.only_for(self.site.session_hosts)

    async def _open_for_proof(self, url: str) -> None:
        """Scripts that still lead elsewhere may interrupt it: it is opened once more then."""
        for last in (False, False, True):
            try:
                await self.hands.goto(url, self.patience.proof)
            except BrowserTrouble as error:
                if last or isinstance(error, BrowserSlow):
                    await self._stop(SignInUnclear, f"stopped: the page of the proof does not open ({error.why})")
            else:
                return
            await asyncio.sleep(0.5)

    async def _stop(self, kind: type[SignInFailed], why: str) -> Never:
        """Keep what there is to see, and raise."""
        title = self.scrubber.scrub(await self.hands.title() if self.sheet.usable else "")[:200]
        url = self.scrubber.scrub(self.hands.where())
        why = self.scrubber.scrub(why)
        folder = make_folder(self.folder, self.site.slug, self.at) if self.folder and self.sheet.usable else None
        total = len(self.steps)
        step = f"step {self.number} of {total}" if self.number <= total else "the end"
        step = f"{step} ({self.doing})" if self.steps else self.doing
        where = FailedStep(self.site.slug, self.number, step, title, url, str(folder) if folder else None)
        if folder is not None:
            self._begin(0, "")
            told = {"site": where.site, "at": self.at.isoformat(), "stoppedAt": step, "why": why, "title": title}
            write_steps(folder, {**told, "url": url, "status": self.sheet.status, "steps": self.record}, self.scrubber)
            await keep_page(self.sheet, folder, await self._thorough())
        cure = _CURE_REFUSED if kind is SignInRefused else _CURE_UNCLEAR if self.steps else _CURE_BY_HAND
        raise kind(where, why, cure)

    async def _thorough(self) -> Scrubber:
        """A scrubber that knows the cookies and tokens, too, which the browser has come to by now."""
        try:
            own = (await self._session()).secrets()
        except (BrowserGone, BrowserTrouble):
            own = ()
        return Scrubber([*self.secrets.values(), *self.codes, *own])

    def _begin(self, number: int, doing: str) -> None:
        """Note a step; number 0 ends the last one."""
        elapsed = round(asyncio.get_running_loop().time() - self.started, 3)
        if self.record:
            self.record[-1].setdefault("until", elapsed)
        if number:
            self.number, self.doing = number, doing
            self.record.append({"step": number, "what": doing, "from": elapsed})
            if self.manner.tell is not None:
                self.manner.tell(number, len(self.steps) + 2, doing)

    def _status(self) -> str:
        status = self.sheet.status
        return f" (the page answered with HTTP status {status})" if status >= 400 else ""  # noqa: PLR2004


def _lack(step: Step) -> str:
    """What is said where a step does not come to its end."""
    match step:
        case Goto():
            return "the page did not come"
        case Wait():
            return f"{step.wait} did not come"
        case Press(on=None):
            return "the key was not taken"
        case Press(on=place) | Fill(fill=place) | Code(code=place) | Click(click=place) | Select(select=place):
            return f"{place} was not there, or could not be used,"


def _any_of(predicates: tuple[str, ...]) -> str:
    return " or ".join(predicates)


async def _end(*tasks: asyncio.Future[Any]) -> None:
    """Cancel what still runs. Every call to the browser is bounded: this does not take long."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
