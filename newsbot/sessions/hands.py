"""Hands: what a person does on a page (look, write, click, press a key), in any of its frames and windows.

Sign-in forms stand in frames of other hosts as often as in the page itself: everything is looked for everywhere.
"""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from newsbot.errors import BrowserTrouble
from newsbot.sessions import inpage
from newsbot.sessions.sheet import Sheet
from newsbot.sites.predicates import Kind, parse_predicate
from newsbot.sites.values import compile_pattern

if TYPE_CHECKING:  # for its types only: newsbot.sessions.browser imports it, where it is installed
    from playwright.async_api import Frame, Locator

T = TypeVar("T")

#: Seconds between two looks at a page.
LOOK_EVERY = 0.1
_MOST_FRAMES = 40
_LONGEST_WORDS = 300
_LONGEST_URL = 4000


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that a page shows."""

    predicate: str
    words: str  #: of the element, in one line; empty where it is none, or has none


class Hands:
    """Hands on a page. Whatever is being replaced under them just now counts as not there yet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    # ── looking ──

    def where(self) -> str:
        """The address of the newest window, without query and fragment, which may hold secrets."""
        return without_query(self.address)

    @property
    def address(self) -> str:
        """The whole address of the newest window. Not to be shown."""
        pages = self.sheet.pages
        return pages[0].url if pages else ""

    async def title(self) -> str:
        """The title of the newest window; empty where it cannot be had."""
        pages = self.sheet.pages
        return (await self._try("read the title", pages[0].title) or "") if pages else ""

    async def find(self, locator: str) -> Locator | None:
        """The first element that a recipe's locator (`css:…`, `xpath:…`) finds, and that is seen."""
        self.sheet.check()
        language, _, expression = locator.partition(":")
        for frame in self._frames():
            found = frame.locator(f"{language}={expression} >> visible=true").first
            if await self._try("look", found.count):
                return found
        return None

    async def shows(self, predicates: Iterable[str]) -> Seen | None:
        """The first of these predicates that holds for what is seen now. Raises `BrowserGone`."""
        self.sheet.check()  # a page that is gone shows nothing, and would be waited for
        for text in predicates:
            predicate = parse_predicate(text)
            match predicate.kind:
                case Kind.URL:
                    if any(
                        compile_pattern(predicate.value).search(page.url[:_LONGEST_URL]) for page in self.sheet.pages
                    ):
                        return Seen(text, "")
                case Kind.STATUS:
                    if self.sheet.status == int(predicate.value):
                        return Seen(text, "")
                case Kind.TEXT:
                    wanted = fold(predicate.value)
                    if any([wanted in fold(read) async for read in self._texts()]):
                        return Seen(text, "")
                case Kind.CSS | Kind.XPATH:
                    if (found := await self.find(text)) is not None:
                        return Seen(text, await self._words(found))
        return None

    async def _words(self, found: Locator) -> str:
        words = await self._try("read", lambda: found.inner_text(timeout=500))
        return " ".join((words or "").split())[:_LONGEST_WORDS]

    async def _texts(self) -> Any:
        for frame in self._frames():
            yield await self._try("read", lambda frame=frame: frame.evaluate(inpage.TEXT)) or ""  # type: ignore[misc]

    def _frames(self) -> Iterator[Frame]:
        """All frames, those of the newest window first."""
        frames = (frame for page in self.sheet.pages for frame in page.frames if not frame.is_detached())
        for _, frame in zip(range(_MOST_FRAMES), frames, strict=False):
            yield frame

    async def _try(self, what: str, doing: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        """None where the page, or the frame, is being replaced just now."""
        try:
            return await self.sheet.do(what, doing)
        except BrowserTrouble:
            return None

    # ── acting ──

    async def appear(self, locator: str) -> Locator:
        """Wait, without end, until something is seen."""
        while True:
            if (found := await self.find(locator)) is not None:
                return found
            await asyncio.sleep(LOOK_EVERY)

    async def goto(self, url: str, seconds: float) -> None:
        """Open a page in the first window. Raises `BrowserTrouble`, `BrowserSlow`."""
        page = self.sheet.page
        self.sheet.life.pages += 1
        await self.sheet.do(
            f"open {without_query(url)}",
            lambda: page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1000),
            seconds + 1,
        )

    async def fill(self, locator: str, text: str, seconds: float) -> None:
        """Write into a field."""
        await self._act("write into a field", locator, seconds, lambda found, limit: found.fill(text, timeout=limit))

    async def click(self, locator: str, seconds: float) -> None:
        """Click, once that can be done: not while something lies over it."""
        await self._act("click", locator, seconds, lambda found, limit: found.click(timeout=limit))

    async def press(self, key: str, locator: str | None, seconds: float) -> None:
        """Press a key, in a field or where the cursor is."""
        if locator is None:
            await self.sheet.do("press a key", lambda: self.sheet.pages[0].keyboard.press(key))
        else:
            await self._act("press a key", locator, seconds, lambda found, limit: found.press(key, timeout=limit))

    async def select(self, locator: str, option: str, seconds: float) -> None:
        """Choose an option by its value, or by what is read there."""
        await self._act("choose", locator, seconds, lambda found, limit: found.select_option(option, timeout=limit))

    async def dismiss(self, locators: Iterable[str]) -> None:
        """Click away what is seen of these."""
        for locator in locators:
            if (found := await self.find(locator)) is not None:
                await self._try("click", lambda found=found: found.click(timeout=2000))  # type: ignore[misc]

    async def rest(self, seconds: float) -> None:
        """Wait until nothing has been asked for since half a second, or so many seconds."""
        page = self.sheet.page
        await self._try("wait", lambda: page.wait_for_load_state("networkidle", timeout=seconds * 1000))

    async def _act(
        self, what: str, locator: str, seconds: float, act: Callable[[Locator, float], Coroutine[Any, Any, Any]]
    ) -> None:
        """Act on an element once it is seen; again, where the page replaced it in that very moment."""
        while True:
            found = await self.appear(locator)
            try:
                await self.sheet.do(what, lambda found=found: act(found, seconds * 1000), seconds + 1)  # type: ignore[misc]
            except BrowserTrouble as error:
                if not _was_replaced(error):
                    raise
            else:
                return
            await asyncio.sleep(LOOK_EVERY)


def _was_replaced(error: BrowserTrouble) -> bool:
    return any(sign in error.why for sign in ("was detached", "not attached", "context was destroyed"))


def fold(text: str) -> str:
    """Words as predicates compare them: in one line, whatever their case."""
    return " ".join(unicodedata.normalize("NFC", text.casefold()).split())


def without_query(url: str) -> str:
    """An address fit to be shown."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "an address"
    return f"{parts.scheme}://{parts.hostname or ''}{port}{parts.path}" if parts.hostname else parts.scheme
