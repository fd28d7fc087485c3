"""One life of a browser: Playwright's driver, the browser it started, and who uses it, until it is closed or lost.

Nothing here waits without end. What Playwright promises about processes that were killed differs between its versions,
so no answer of it is relied on: each call races against the clock and against the loss of the browser.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from base64 import b64encode
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Any, TypeVar

from newsbot.errors import BrowserGone, BrowserSlow, BrowserTrouble
from newsbot.sessions.processes import Family
from newsbot.sessions.proxy import Proxy
from newsbot.sessions.traffic import Passage, Traffic

if TYPE_CHECKING:  # for its types only: newsbot.sessions.browser imports it, where it is installed
    from playwright.async_api import Browser, CDPSession, Playwright

    from newsbot.sessions.browser import BrowserSettings
    from newsbot.sessions.sheet import Sheet

_log = logging.getLogger(__name__)

T = TypeVar("T")
Doing = Coroutine[Any, Any, T]

_POLL = 0.02  # seconds
_NEWS = 0.1
_DYING = 5.0  #: seconds that processes get to vanish once they were killed
_EMPTY = {
    "responseCode": 200,
    "responseHeaders": [{"name": "Content-Type", "value": "text/html"}, {"name": "Cache-Control", "value": "no-store"}],
    # An icon of its own: else the site would be asked for one.
    "body": b64encode(b'<!doctype html><link rel="icon" href="data:,">').decode(),
}
_PASS: tuple[str, dict[str, str]] = ("Fetch.continueRequest", {})
_FAIL = ("Fetch.failRequest", {"errorReason": "BlockedByClient"})
_LOST = ("TargetClosedError", "AbortError")


async def bounded(doing: Doing[T], seconds: float, *ends: asyncio.Future[Any]) -> asyncio.Task[T] | None:
    """Do something until it is done, the time is over, or one of `ends` comes; None where it was not done.

    What was not done is cancelled, and nobody waits for that: it may hang.
    """
    task = asyncio.ensure_future(doing)
    try:
        await asyncio.wait({task, *ends}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        return task if task.done() else None
    finally:
        if not task.done():
            task.cancel()
            task.add_done_callback(_look_away)


def _look_away(task: asyncio.Task[Any]) -> None:
    """Take an error that nobody waits for: asyncio would log it."""
    if not task.cancelled():
        task.exception()


@dataclass(eq=False)
class Life:
    """A browser that runs."""

    settings: BrowserSettings
    traffic: Traffic
    family: Family
    scratch: Path  #: a folder that goes when the browser does
    failure: type[BaseException]  #: what Playwright raises
    starter: Any = None
    starting: asyncio.Future[Playwright] | None = None
    driver: Playwright | None = None
    browser: Browser | None = None
    guard: CDPSession | None = None
    proxy: Proxy | None = None
    sheets: set[Sheet] = field(default_factory=set)
    pages: int = 0  #: that were loaded
    busy: int = 0  #: calls under way
    watcher: asyncio.Task[None] | None = None
    closing: asyncio.Task[None] | None = None
    gone: asyncio.Future[str] = field(init=False)
    touched: float = field(init=False)
    answers: set[asyncio.Task[Any]] = field(default_factory=set)
    #: The path of an empty page that every origin has, without being asked for it.
    empty: str = field(default_factory=lambda: f"/{token_hex(16)}")

    def __post_init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.gone = loop.create_future()
        self.touched = loop.time()

    @property
    def usable(self) -> bool:
        """Whether new pages may be opened in it."""
        return not self.gone.done() and self.pages < self.settings.pages

    def lose(self, why: str) -> None:
        """Note that it is gone: everybody who waits for it is told."""
        if not self.gone.done():
            self.gone.set_result(why)

    async def run(self, doing: Doing[T], what: str, seconds: float, *ends: asyncio.Future[str]) -> T:
        """Do something in the browser. `what` names it in messages; `ends` tell why there is no use in waiting on.

        Raises `BrowserGone`, `BrowserSlow` and `BrowserTrouble`. What was written into a page is in none of these.
        """
        for end in (self.gone, *ends):
            if end.done():
                doing.close()
                raise BrowserGone(end.result())
        self.busy += 1
        try:
            task = await bounded(doing, seconds, self.gone, *ends)
        finally:
            self.busy -= 1
            self.touched = asyncio.get_running_loop().time()
        if task is not None and not task.cancelled() and task.exception() is None:
            return task.result()
        if task is not None and not any(end.done() for end in (self.gone, *ends)):
            # A crash may be told after what came of it.
            await asyncio.wait({self.gone, *ends}, timeout=_NEWS, return_when=asyncio.FIRST_COMPLETED)
        for end in (self.gone, *ends):
            if end.done():
                raise BrowserGone(end.result())
        if task is not None:
            raise self._failure_of(task, what)
        raise BrowserSlow(what, f"it took longer than {seconds:g} seconds")

    def _failure_of(self, task: asyncio.Task[Any], what: str) -> BaseException:
        """Why it failed: Playwright's errors in our words, without its log, which repeats what was written."""
        error = None if task.cancelled() else task.exception()
        if error is None:
            return BrowserGone("it was closed")
        if not isinstance(error, self.failure):
            if "Connection closed" not in str(error):
                return error
            self.lose("it ended")  # older versions of Playwright say so by an Exception of no kind
            return BrowserGone("it ended")
        kind, said = type(error).__name__, str(error).partition("\n")[0]
        if "crashed" in said:
            return BrowserGone("a page of it crashed")
        if kind in _LOST:  # and nobody told that a page was closed
            if self._lives():  # a frame of another site went away: it has a process of its own
                return BrowserTrouble(what, "its frame was detached")
            self.lose("it ended")
            return BrowserGone("it ended")
        if kind == "TimeoutError":
            return BrowserSlow(what, "it took too long")
        return BrowserTrouble(what, said.partition(": ")[2].strip() or said)

    def _lives(self) -> bool:
        """Whether the browser and its driver run; where no machine tells that, what Playwright believes."""
        connected = self.browser is not None and self.browser.is_connected()
        return connected and self.family.runs() is not False

    # ── requests ──

    def on_paused(self, event: dict[str, Any]) -> None:
        """Answer a request that the browser is about to send."""
        url = str(event["request"]["url"])
        method: str
        rest: Mapping[str, object]
        if url.endswith(self.empty):
            method, rest = "Fetch.fulfillRequest", _EMPTY
        else:
            lean = all(sheet.lean for sheet in self.sheets)
            passage = self.traffic.judge(url, str(event.get("resourceType", "")), lean=lean)
            if passage is Passage.PASSED and url[:4].lower() == "http":
                self._answer(self._pass_on(event, url))
                return
            method, rest = _PASS if passage is Passage.PASSED else _FAIL
        self._answer(self._tell(method, event, rest))

    async def _pass_on(self, event: dict[str, Any], url: str) -> None:
        """Let a request through to the proxy, which judges it again. What that would refuse is told here already.

        Else the browser would say that it cannot connect, and nobody could tell why.
        """
        refused = self.proxy is not None and await self.proxy.why_not(url) is not None
        if refused:
            self.traffic.refuse()
        await self._tell(*((_FAIL[0], event, _FAIL[1]) if refused else (_PASS[0], event, _PASS[1])))

    def on_auth(self, event: dict[str, Any]) -> None:
        """Give the proxy its password; what sites ask for in this way is left to the browser."""
        order: dict[str, str] = {"response": "Default"}
        if event["authChallenge"].get("source") == "Proxy" and self.proxy is not None:
            order = {"response": "ProvideCredentials", "username": self.proxy.user, "password": self.proxy.password}
        self._answer(self._tell("Fetch.continueWithAuth", event, {"authChallengeResponse": order}))

    async def _tell(self, method: str, event: dict[str, Any], rest: Mapping[str, Any]) -> None:
        if self.guard is not None:
            await self.guard.send(method, {"requestId": event["requestId"], **rest})

    def _answer(self, doing: Coroutine[Any, Any, None]) -> None:
        answer = asyncio.ensure_future(doing)
        self.answers.add(answer)
        answer.add_done_callback(self.answers.discard)
        answer.add_done_callback(_look_away)  # the request, or the browser, may be gone meanwhile

    # ── the end ──

    async def close(self) -> None:
        """End it: kindly, and by force where that does not help. Never hangs; all who call it wait for it."""
        if self.closing is None:
            self.lose("it was closed")
            self.closing = asyncio.ensure_future(self._close())
        await asyncio.shield(self.closing)

    async def _close(self) -> None:
        patience = self.settings.closeSeconds
        if self.starting is not None and self.driver is None:  # a driver that is half started cannot be stopped
            await asyncio.wait({self.starting}, timeout=patience)
            started = self.starting.done() and not self.starting.cancelled() and self.starting.exception() is None
            self.driver = self.starting.result() if started else None
            self.family.know_driver()
        self.family.know_browser()
        try:
            if self.browser is not None:
                await bounded(_quiet(self.browser.close), patience)
            if self.driver is not None:
                await bounded(_quiet(self.driver.stop), patience)
            await self._vanish(0.5)
        finally:  # by Ctrl-C, too
            self._end_by_force()
            if self.proxy is not None:
                await self.proxy.close()
        if not await self._vanish(_DYING):
            _log.warning("Processes of the browser are left: %s", [each.pid for each in self.family.members()])
        self.family.forget_profile()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _end_by_force(self) -> None:
        self.family.kill()
        self.family.forget_profile()
        shutil.rmtree(self.scratch, ignore_errors=True)
        for answer in self.answers:
            answer.cancel()
        # Playwright leaves the error of a driver that was killed unread, and asyncio would log it.
        transport = getattr(getattr(self.starter, "_client", None), "_transport", None)
        unread = getattr(transport, "on_error_future", None)
        if isinstance(unread, asyncio.Future):
            unread.add_done_callback(lambda future: future.cancelled() or future.exception())

    async def _vanish(self, seconds: float) -> bool:
        """Wait until all processes are gone; whether they are."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not self.family.gone():
            if loop.time() > deadline:
                return False
            await asyncio.sleep(_POLL)
        return True


async def _quiet(doing: Callable[[], Coroutine[Any, Any, Any]]) -> None:
    """Do something whose failure tells nothing: what it acts upon may be gone already."""
    await asyncio.wait({task := asyncio.ensure_future(doing())})
    _look_away(task)
