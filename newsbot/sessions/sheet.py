"""A sheet: one page in a context of its own (cookies, storage), and what it is asked to do, each bounded in time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from newsbot.errors import BrowserGone, BrowserTrouble
from newsbot.sessions.life import Life

if TYPE_CHECKING:  # for its types only: newsbot.sessions.browser imports it, where it is installed
    from playwright.async_api import BrowserContext, Frame, Page, Response

T = TypeVar("T")


class Sheet:
    """A page that is open. `state` is what its context knew when that was last asked for, in Playwright's form."""

    def __init__(
        self, life: Life, context: BrowserContext, page: Page, state: Mapping[str, Any] | None, *, lean: bool
    ) -> None:
        self.life = life
        self.context = context
        self.page = page
        self.lean = lean
        self.state = state
        self.status = 0  #: of the last document in the page itself, forms that were sent included; 0 before the first
        self.broken: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        life.sheets.add(self)
        page.on("crash", lambda _: self._break("a page of it crashed"))
        page.on("close", lambda _: self._break("its page was closed"))
        if not lean:  # each answer that is told of is kept by Playwright for long
            context.on("response", self._on_response)
        context.on("page", self._on_page)
        self._on_page(page)

    @property
    def usable(self) -> bool:
        """Whether the page can be used on."""
        return not self.broken.done() and not self.life.gone.done()

    def check(self) -> None:
        """Raise `BrowserGone` where the page is lost, or was closed."""
        for end in (self.broken, self.life.gone):
            if end.done():
                raise BrowserGone(end.result())

    @property
    def pages(self) -> list[Page]:
        """The page and the windows that it opened, the newest first."""
        return [page for page in reversed(self.context.pages) if not page.is_closed()]

    async def do(self, what: str, doing: Callable[[], Coroutine[Any, Any, T]], seconds: float | None = None) -> T:
        """Do something with the page; see `Life.run`. The time-out is `callSeconds`, where none is given."""
        self.check()
        return await self.life.run(doing(), what, seconds or self.life.settings.callSeconds, self.broken)

    async def keep(self) -> Mapping[str, Any] | None:
        """Ask for cookies and local storage, and note them in `state`; what was noted before, where that fails."""
        with suppress(BrowserGone, BrowserTrouble):
            self.state = dict(await self.do("read its cookies", self.context.storage_state))
        return self.state

    async def close(self) -> None:
        """Close the page with its context. Where that hangs, the browser is given up."""
        self.life.sheets.discard(self)
        if self.life.gone.done():
            return
        try:
            await self.life.run(self.context.close(), "close a page", self.life.settings.closeSeconds)
        except BrowserGone:
            pass
        except BrowserTrouble:
            self.life.lose("it does not close its pages")

    def _break(self, why: str) -> None:
        if not self.broken.done():
            self.broken.set_result(why)

    def _on_page(self, page: Page) -> None:
        """Web sockets never come through (see newsbot.sessions.browser); they are counted."""
        page.on("websocket", lambda _: self.life.traffic.refuse())

    def _on_response(self, response: Response) -> None:
        request = response.request
        if request.is_navigation_request() and request.redirected_to is None and self._is_main(request.frame):
            self.status = response.status

    def _is_main(self, frame: Frame) -> bool:
        return frame.parent_frame is None


async def open_sheet(life: Life, state: Mapping[str, Any] | None, *, lean: bool, **context: Any) -> Sheet:
    """A new page, signed in with a state. Raises `BrowserGone` where the browser is lost."""
    seconds = life.settings.callSeconds
    browser = life.browser
    if browser is None:
        raise BrowserGone("it was closed")
    made = None
    try:
        made = await life.run(
            browser.new_context(
                storage_state=dict(state) if state else None,  # type: ignore[arg-type]
                service_workers="block",
                accept_downloads=False,
                **context,
            ),
            "open a page",
            seconds,
        )
        page = await life.run(made.new_page(), "open a page", seconds)
    except BrowserTrouble as error:
        # A browser that cannot even open an empty page is of no more use; what it holds goes with it.
        life.lose("it opens no pages")
        raise BrowserGone(f"it opens no pages ({error.why})") from None
    return Sheet(life, made, page, state, lean=lean)
