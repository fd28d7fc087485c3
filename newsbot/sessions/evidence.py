"""What is kept of a sign-in that failed: a picture of the page, its HTML and the steps, in a folder, without secrets.

Secrets are taken out of the page itself before the picture is taken. Where that cannot be done, nothing is kept of it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsbot.errors import BrowserGone, BrowserTrouble
from newsbot.sessions import inpage
from newsbot.sessions.masking import Scrubber
from newsbot.sessions.sheet import Sheet

if TYPE_CHECKING:  # for its types only: newsbot.sessions.browser imports it, where it is installed
    from playwright.async_api import Frame, Page

_MOST_TEXTS = 60_000
_MOST_CHARACTERS = 3_000_000
#: Black boxes over whatever is still a field, in each frame.
_FIELDS = "input:not([type=submit]):not([type=button]), textarea, select, [contenteditable=true]"


def make_folder(parent: Path, site: str, at: datetime) -> Path | None:
    """A new folder of this moment and site, for its owner only; None where it cannot be made."""
    name = f"{at:%Y-%m-%dT%H%M%SZ}-{site}"
    for number in range(100):
        path = parent / (f"{name}-{number + 1}" if number else name)
        try:
            parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.mkdir(mode=0o700)
        except FileExistsError:
            continue
        except OSError:
            return None
        return path
    return None


async def keep_page(sheet: Sheet, folder: Path, scrubber: Scrubber) -> None:
    """Write `page.html` (with its frames) and `page.png` of the newest window, which is of no more use afterwards."""
    if not sheet.pages:
        return
    page = sheet.pages[0]
    try:
        parts = [await _clean(sheet, frame, scrubber) for frame in page.frames]
        html = "\n".join(f"<!-- a frame -->\n{part}" if number else part for number, part in enumerate(parts))
        write_private(folder / "page.html", scrubber.scrub(html).encode("utf-8", "replace"))
        picture = await sheet.do("take a picture", lambda: _picture(page))
        for frame in page.frames:  # scripts that still ran may have put a secret back
            await _see_nothing(sheet, frame, scrubber)
        write_private(folder / "page.png", picture)
    except (BrowserGone, BrowserTrouble, OSError) as error:
        with suppress(OSError):
            note = f"No picture was kept: {scrubber.scrub(str(error))}\n"
            write_private(folder / "no-picture.txt", note.encode())


async def _clean(sheet: Sheet, frame: Frame, scrubber: Scrubber) -> str:
    """Take the secrets out of a frame, as it is shown; its HTML. Raises `BrowserTrouble` where it cannot be done."""
    texts: list[str] = await sheet.do("clean a page", lambda: frame.evaluate(inpage.LAY_OPEN, _MOST_TEXTS))
    if sum(map(len, texts)) > _MOST_CHARACTERS:
        raise BrowserTrouble("clean a page", "it is too large")
    known: dict[str, str] = {}
    changes = {}
    for place, text in enumerate(texts):
        if text not in known:
            known[text] = scrubber.scrub(text)
        if known[text] != text:
            changes[str(place)] = known[text]
    # A secret that the markup cuts into pieces is found by nobody: what then still reads like one is not shown.
    html = str(await sheet.do("clean a page", lambda: frame.evaluate(inpage.CLOSE_UP, changes)))
    await _see_nothing(sheet, frame, scrubber)
    return html


async def _see_nothing(sheet: Sheet, frame: Frame, scrubber: Scrubber) -> None:
    """Raise `BrowserTrouble` where a secret is read in a frame."""
    read = str(await sheet.do("clean a page", lambda: frame.evaluate(inpage.TEXT)))
    if scrubber.scrub(read) != read:
        raise BrowserTrouble("clean a page", "it still shows a secret")


async def _picture(page: Page) -> bytes:
    boxes = [frame.locator(_FIELDS) for frame in page.frames]
    return await page.screenshot(mask=boxes, mask_color="#000000", animations="disabled", timeout=10_000)


def write_steps(folder: Path, steps: Mapping[str, Any], scrubber: Scrubber) -> None:
    """Write `steps.json`."""
    with suppress(OSError):
        text = json.dumps(steps, ensure_ascii=False, indent=1) + "\n"
        write_private(folder / "steps.json", scrubber.scrub(text).encode("utf-8", "replace"))


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that only its owner can read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
