"""Fetching inside of the browser: by its own network, with a session's cookies, without showing the page."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from newsbot.errors import BrowserSlow, BrowserTrouble, NotAPage, RefuseAddress, TryLater
from newsbot.sessions import inpage
from newsbot.sessions.hands import without_query
from newsbot.sessions.sheet import Sheet
from newsbot.sessions.traffic import Passage

if TYPE_CHECKING:  # for its types only: newsbot.sessions.browser imports it, where it is installed
    from playwright.async_api import Page

_BLOCKED = "ERR_BLOCKED_BY_CLIENT"
_SAVED = ("Download is starting", "ERR_ABORTED")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer. Headers have names in lower case; cookies are not among them."""

    status: int
    url: str  #: where it came from in the end
    headers: tuple[tuple[str, str], ...]
    body: bytes
    #: For rendered pages: whether something stands before the text, or hides it; None where there is no long text.
    overlay: bool | None = None


async def fetch_in(sheet: Sheet, page: Page, url: str, headers: Mapping[str, str]) -> Fetched:
    """Fetch an address from an empty page of its own origin, which is made up here: the site is not asked for that.

    Raises `RefuseAddress`, `TryLater`, `NotAPage`, `BrowserGone`.
    """
    settings, traffic = sheet.life.settings, sheet.life.traffic
    parts = urlsplit(url)
    empty = f"{parts.scheme}://{parts.netloc}{sheet.life.empty}"
    if page.url != empty:
        await load(sheet, page, empty)
    refused = traffic.counts[Passage.REFUSED]
    order = {"url": url, "headers": dict(headers), "largest": settings.largest, "seconds": settings.pageSeconds}
    shown = without_query(url)
    try:
        answer = await sheet.do(
            f"fetch {shown}", lambda: page.evaluate(inpage.FETCH, order), seconds=settings.pageSeconds + 1
        )
    except BrowserTrouble as error:
        if traffic.counts[Passage.REFUSED] > refused:
            raise RefuseAddress(shown, "it leads to an address that must not be asked") from None
        raise TryLater(shown, f"the browser could not fetch it ({error.why})") from None
    if answer["size"] > settings.largest:
        raise NotAPage(shown, f"it has more than {settings.largest:,} bytes")
    return Fetched(
        status=answer["status"],
        url=answer["url"],
        headers=tuple((name, value) for name, value in answer["headers"]),
        body=base64.b64decode(answer["body"]),
    )


async def load(sheet: Sheet, page: Page, url: str) -> None:
    """Go to a page, until its document is there. Raises `RefuseAddress`, `NotAPage`, `TryLater`, `BrowserGone`."""
    seconds = sheet.life.settings.pageSeconds
    try:
        answer = await sheet.do(
            f"open {without_query(url)}",
            lambda: page.goto(url, wait_until="domcontentloaded", timeout=seconds * 1000),
            seconds + 1,
        )
    except BrowserTrouble as error:
        raise why_not_loaded(url, error) from None
    sheet.status = answer.status if answer else 0


def why_not_loaded(url: str, error: BrowserTrouble) -> RefuseAddress | NotAPage | TryLater:
    """What it means that a page could not be opened."""
    shown = without_query(url)
    if _BLOCKED in error.why:
        return RefuseAddress(shown, "it is, or leads to, an address that must not be asked")
    if any(sign in error.why for sign in _SAVED):
        return NotAPage(shown, "the browser would save it, and not show it")
    if isinstance(error, BrowserSlow):
        return TryLater(shown, "it did not answer in time")
    return TryLater(shown, error.why.partition(" at ")[0])
