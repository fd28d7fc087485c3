"""A tab: pages fetched or shown in the browser, with one session's cookies, however often the browser is replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from newsbot.errors import BrowserTrouble, RefuseAddress
from newsbot.sessions import inpage
from newsbot.sessions.fetching import Fetched, fetch_in, load
from newsbot.sessions.hands import without_query
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sessions.sending import over_tls
from newsbot.sessions.sheet import Sheet
from newsbot.sessions.states import playwright_cookies, playwright_state, read_cookies

if TYPE_CHECKING:
    from newsbot.sessions.browser import BrowserManager

_HTML = (("content-type", "text/html; charset=utf-8"),)


class Tab:
    """One reader's pages. Its calls come one after the other, however many ask at the same time."""

    def __init__(self, manager: BrowserManager, session: SavedSession | None, *, lean: bool) -> None:
        self._manager = manager
        safe = replace(session, cookies=tuple(map(over_tls, session.cookies))) if session else None
        self._state: Mapping[str, Any] | None = playwright_state(safe) if safe else None
        self._agent = session.userAgent if session else None
        self._lean = lean
        self._sheet: Sheet | None = None
        self._turn = asyncio.Lock()

    async def render(self, url: str, wait_for: str | None = None) -> Fetched:
        """Show a page, and give its HTML once its scripts have shown their text.

        `wait_for` is a selector (`css=…`) that the page is given some more time for; that it comes is not required.
        Raises `RefuseAddress`, `TryLater`, `NotAPage`, `BrowserGone`.
        """
        async with self._turn, self._manager.slots:
            sheet = await self._ready(url)
            sheet.life.pages += 1
            await load(sheet, sheet.page, url)
            settings, page = self._manager.settings, sheet.page
            await _hopefully(
                sheet, "wait for a page", lambda: page.evaluate(inpage.SETTLE, settings.settleSeconds * 1000)
            )
            if wait_for is not None:
                patience = settings.settleSeconds * 1000
                await _hopefully(
                    sheet, "wait for it", lambda: page.wait_for_selector(wait_for, state="attached", timeout=patience)
                )
            html = await sheet.do("read a page", page.content)
            overlay = await _hopefully(sheet, "look at a page", lambda: page.evaluate(inpage.OVERLAY))
            body = html.encode("utf-8", "replace")[: settings.largest]
            return Fetched(status=sheet.status, url=page.url, headers=_HTML, body=body, overlay=overlay)

    async def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """Fetch an address as a page of the same site would: by the browser's own network, with its cookies.

        About a twentieth of the work of `render`. Redirects to other sites cannot be followed so.
        Raises `RefuseAddress`, `TryLater`, `BrowserGone`.
        """
        async with self._turn, self._manager.slots:
            sheet = await self._ready(url)
            return await fetch_in(sheet, sheet.page, url, headers or {})

    async def put_cookies(self, cookies: Iterable[Cookie]) -> None:
        """Give it these cookies beside, or in the place of, those that it has. Raises `BrowserGone`."""
        async with self._turn:
            sheet = await self._ready()
            given: Any = playwright_cookies(map(over_tls, cookies))
            await sheet.do("set its cookies", lambda: sheet.context.add_cookies(given))

    async def cookies(self) -> tuple[Cookie, ...]:
        """Its cookies as they are now. Raises `BrowserGone`."""
        async with self._turn:
            sheet = await self._ready()
            found: Any = await sheet.do("read its cookies", sheet.context.cookies)
            return read_cookies(found)

    async def storage_state(self) -> dict[str, Any]:
        """Cookies and local storage as they are now, in Playwright's form (`newsbot.sessions.states` reads it)."""
        async with self._turn:
            if self._sheet is not None:
                self._state = await self._sheet.keep()
            return dict(self._state or {"cookies": [], "origins": []})

    async def user_agent(self) -> str:
        """What the browser calls itself. Raises `BrowserGone`."""
        async with self._turn:
            sheet = await self._ready()
            return str(await sheet.do("say its name", lambda: sheet.page.evaluate("navigator.userAgent")))

    async def close(self) -> None:
        """Close it. Closing twice is allowed."""
        sheet, self._sheet = self._sheet, None
        if sheet is not None:
            await self._manager.put_away(sheet)

    async def _ready(self, url: str | None = None) -> Sheet:
        """The page to use: a new one where the old one is lost, or its browser is due to be replaced."""
        if url is not None and not self._manager.traffic.allow(url):
            self._manager.traffic.refuse()
            raise RefuseAddress(without_query(url), "it must not be asked")
        sheet = self._sheet
        if sheet is not None and sheet.usable and not sheet.life.usable:
            await sheet.keep()
        if sheet is not None and not (sheet.usable and sheet.life.usable):
            self._state, self._sheet = sheet.state, None
            await self._manager.put_away(sheet)
        if self._sheet is None:
            self._sheet = await self._manager.new_sheet(self._state, agent=self._agent, lean=self._lean)
        return self._sheet


async def _hopefully(sheet: Sheet, what: str, doing: Any) -> Any:
    """Do something that a page may well not be fit for; None then."""
    try:
        return await sheet.do(what, doing)
    except BrowserTrouble:
        return None
