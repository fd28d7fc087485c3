"""The browser: started when it is first needed, closed when nobody uses it, started anew when it was lost.

The only file that imports Playwright, where it runs; others name its types. It knows nothing of Scrapy, and runs in
whatever event loop it is used in.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from inspect import signature
from pathlib import Path
from typing import Any, Self

from newsbot.errors import BrowserGone, FixArgument, InstallBrowser, NewsbotError
from newsbot.sessions.installed import CURE_BROWSER, CURE_PACKAGE, need_browser
from newsbot.sessions.life import Life, bounded
from newsbot.sessions.processes import Family, adopt_orphans, children, process
from newsbot.sessions.proxy import JudgeAnswer, LookUp, Proxy
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.sheet import Sheet, open_sheet
from newsbot.sessions.tab import Tab
from newsbot.sessions.traffic import Allow, Traffic

#: Fixed by newsbot, beside what Playwright gives. All goes through newsbot's own proxy, but web sockets: they are asked
#: for through one that is not there. No text needs them, and nothing else can stop those of a worker.
_ARGUMENTS = (
    "--proxy-server=http=127.0.0.1:{port};https=127.0.0.1:{port};socks=127.0.0.1:1",
    "--proxy-bypass-list=<-loopback>",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-quic",
)
#: A browser may be killed while it starts; one that does not start a second time either is broken.
_STARTS = 2
_SCRATCH = "newsbot-browser-"
_OWN_VARIABLES = ("NEWSBOT_", "MONGO_")


@dataclass(frozen=True, slots=True, kw_only=True)
class BrowserSettings:
    """How the browser is used, and how long anything may take, in seconds."""

    headed: bool = False  #: whether it shows a window
    launchSeconds: float = 40.0
    pageSeconds: float = 45.0  #: until a page has begun to show
    settleSeconds: float = 5.0  #: until it is complete, and its scripts have shown their text
    callSeconds: float = 15.0  #: for anything else
    closeSeconds: float = 5.0  #: for each of the kind ways to end it
    idleSeconds: float = 60.0  #: unused for so long, it is closed
    pages: int = 200  #: after so many it is replaced: what it does not free is freed so
    tabs: int = 4  #: that load pages at the same time
    largest: int = 20_000_000  #: bytes of one answer


class BrowserManager:
    """Gives tabs of a browser to whoever needs one; an asynchronous context manager.

    async with BrowserManager(allow=allow) as manager, manager.open(session) as tab:
        page = await tab.render("https://www.example.com/")

    `allow` says whether an http(s) address may be asked; every request of the browser is held to it. `judge` says so of
    what `names` answers for its host; where they are not given, the system answers, and what looks public has to be so.
    `environment` is where NEWSBOT_BROWSER is looked for.
    """

    def __init__(
        self,
        settings: BrowserSettings | None = None,
        *,
        allow: Allow,
        judge: JudgeAnswer | None = None,
        names: LookUp | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.settings = settings or BrowserSettings()
        self.traffic = Traffic(allow)
        self.starts = 0  #: how often a browser was started
        self.slots = asyncio.Semaphore(self.settings.tabs)
        self._judge, self._names = judge, names
        self._environment = os.environ if environment is None else environment
        self._lives: list[Life] = []
        self._lock = asyncio.Lock()
        self._closed = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.close()

    @asynccontextmanager
    async def open(self, session: SavedSession | None = None, *, lean: bool = True) -> AsyncIterator[Tab]:
        """A tab that is signed in with this session. It outlives the browser: after a loss its next use starts anew.

        `lean` spares pictures, fonts, films and advertisements, while all that is open is lean.
        """
        tab = self.tab(session, lean=lean)
        try:
            yield tab
        finally:
            await tab.close()

    def tab(self, session: SavedSession | None = None, *, lean: bool = True) -> Tab:
        """As `open`, for those who close it themselves, or leave that to `close`."""
        return Tab(self, session, lean=lean)

    @asynccontextmanager
    async def sheet(
        self, state: Mapping[str, Any] | None = None, *, agent: str | None = None, lean: bool = False, **context: Any
    ) -> AsyncIterator[Sheet]:
        """One page in one browser, for things that must not be begun anew half way, such as a sign-in."""
        sheet = await self.new_sheet(state, agent=agent, lean=lean, **context)
        try:
            yield sheet
        finally:
            await self.put_away(sheet)

    async def new_sheet(
        self, state: Mapping[str, Any] | None = None, *, agent: str | None = None, lean: bool = False, **context: Any
    ) -> Sheet:
        """An empty page; `put_away` ends it. Where the browser turns out to be gone, another is started, once.

        Raises `InstallBrowser`, `BrowserGone`.
        """
        if agent:
            context["user_agent"] = agent
        try:
            return await open_sheet(await self._life(), state, lean=lean, **context)
        except BrowserGone:
            return await open_sheet(await self._life(), state, lean=lean, **context)

    async def put_away(self, sheet: Sheet) -> None:
        """Close a page; the browser, too, where it is due to be replaced and nobody else is in it."""
        await sheet.close()
        life = sheet.life
        if not life.usable and not life.sheets:
            await self._end(life)

    async def close(self) -> None:
        """End every browser. Nothing of them is left behind: no process, no folder."""
        self._closed = True
        try:
            for life in list(self._lives):
                await self._end(life)
        finally:
            for life in self._lives:
                life.family.kill()
            adopt_orphans(yes=False)

    async def rest(self) -> None:
        """Close the browser now; tabs keep what they know, and their next use starts it again."""
        for life in list(self._lives):
            await self._retire(life)

    # ── lives ──

    async def _life(self) -> Life:
        """The browser that new pages are opened in."""
        async with self._lock:
            if self._closed:
                raise BrowserGone("its time is over")
            for life in list(self._lives):
                if life.usable:
                    return life
                if not life.sheets or life.gone.done():
                    await self._end(life)
            life = await self._start()
            self._lives.append(life)
            life.watcher = asyncio.ensure_future(self._watch(life))
            return life

    async def _watch(self, life: Life) -> None:
        """Close a browser that nobody uses, and clear away one that was lost."""
        loop = asyncio.get_running_loop()
        while not life.gone.done():
            left = life.touched + self.settings.idleSeconds - loop.time()
            if left <= 0 and not life.busy:
                await self._retire(life)
                return
            await asyncio.wait({life.gone}, timeout=max(left, 0.05))
        await self._end(life)

    async def _retire(self, life: Life) -> None:
        for sheet in list(life.sheets):
            await sheet.keep()
        await self._end(life)

    async def _end(self, life: Life) -> None:
        watcher, life.watcher = life.watcher, None
        await life.close()
        if life in self._lives:
            self._lives.remove(life)
        if watcher is not None and watcher is not asyncio.current_task():
            watcher.cancel()

    async def _start(self) -> Life:
        """Start a browser. Raises `InstallBrowser` where there is none, or where it does not start."""
        if find_spec("playwright") is None:
            raise InstallBrowser("the package that drives it, playwright, is not installed", CURE_PACKAGE)
        # Not at the top: an optional extra, and half a second of work that no public crawl should have to do.
        from playwright.async_api import Error, async_playwright  # noqa: PLC0415

        found = need_browser(self._environment, headed=self.settings.headed)
        if self.settings.headed:
            check_display(self._environment)
        adopt_orphans(yes=True)
        error: BaseException = TimeoutError()
        for _ in range(_STARTS):
            life = Life(self.settings, self.traffic, Family(), _make_scratch(), Error)
            life.starter = async_playwright()
            failed = await self._launched(life, found.path)
            if failed is None:
                self.starts += 1
                return life
            error = failed
            if isinstance(failed, TimeoutError):
                break
        raise _why_not(found.path, error)

    async def _launched(self, life: Life, path: Path) -> BaseException | None:
        """Start a browser; None, or why it did not start. Then nothing of it is left, nor after Ctrl-C."""
        launching = None
        proxy = Proxy(self.traffic.allow, self._judge, self._names)
        try:
            launching = await bounded(_launch(life, path, self._environment, proxy), self.settings.launchSeconds)
        finally:
            if launching is None or launching.cancelled() or launching.exception():
                await life.close()
        return TimeoutError() if launching is None or launching.cancelled() else launching.exception()


def _make_scratch() -> Path:
    """A folder for this browser. Those of processes that were killed, and could not clear up, go now."""
    told = process(os.getpid()) is not None  # only Linux says who is alive
    for old in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*") if told else ():
        owner = old.name.removeprefix(_SCRATCH).partition("-")[0]
        if owner.isdecimal() and int(owner) != os.getpid() and process(int(owner)) is None:
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-"))


async def _launch(life: Life, path: Path, environment: Mapping[str, str], proxy: Proxy) -> None:
    life.starting = asyncio.ensure_future(life.starter.start())
    life.family.before = {each.pid for each in children(os.getpid())}
    # Not to be interrupted: a driver that is half started cannot be stopped.
    driver = await asyncio.shield(life.starting)
    life.driver = driver
    life.family.know_driver()
    # Older versions choose a place of their own, which nobody clears away where the driver is killed.
    scratch = {"artifacts_dir": life.scratch} if "artifacts_dir" in signature(driver.chromium.launch).parameters else {}
    life.proxy = proxy
    await proxy.start()
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    try:
        life.browser = await driver.chromium.launch(
            executable_path=path,
            headless=not life.settings.headed,
            args=[argument.format(port=proxy.port) for argument in _ARGUMENTS],
            chromium_sandbox=not as_root,  # Chromium refuses to run with its sandbox as root
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
            timeout=life.settings.launchSeconds * 1000,
            env={name: value for name, value in environment.items() if not name.startswith(_OWN_VARIABLES)},
            **scratch,
        )
    finally:
        life.family.know_browser()
    life.browser.on("disconnected", partial(_lost, life))
    life.guard = await life.browser.new_browser_cdp_session()
    life.guard.on("Fetch.requestPaused", life.on_paused)
    life.guard.on("Fetch.authRequired", life.on_auth)
    await life.guard.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}], "handleAuthRequests": True})


def _lost(life: Life, *_: object) -> None:
    life.lose("it ended")


def _why_not(path: Path, error: BaseException) -> NewsbotError:
    """Why a browser did not start. One that was killed is no broken one."""
    said = str(error)
    if "signal=SIGKILL" in said or "Connection closed" in said:
        return BrowserGone("it was killed while it started")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    # What a desktop's services do not answer is complained about at every start.
    telling = [line.rpartition("[err]")[2].strip() for line in lines if "[err]" in line and "dbus" not in line]
    why = "it took too long" if isinstance(error, TimeoutError) else (telling or lines or [type(error).__name__])[-1]
    return InstallBrowser(f"{path} does not start ({why[:300]})", CURE_BROWSER)


def check_display(environment: Mapping[str, str]) -> None:
    """Raise `FixArgument` where no window can be shown."""
    if os.name == "posix" and os.uname().sysname != "Darwin":
        if environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"):
            return
        raise FixArgument(
            "--headed",
            "",
            "there is no display to show a window on",
            "Sign in on a machine that has one, by `newsbot login SITE --headed`; there, `newsbot sessions export SITE "
            "FILE` writes the session to a file, and `newsbot sessions import SITE FILE` reads it here.",
        )
