"""Five hundred pages by one browser: what it holds stays bounded, since it is replaced now and then."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsbot.demo.server import start_demo
from newsbot.sessions.browser import BrowserManager, BrowserSettings
from tests.chromium import descendants, need_chromium

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1500)]
PAGES, EVERY = 500, 25


@pytest.fixture(autouse=True)
def _chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    need_chromium()
    with tempfile.TemporaryDirectory(prefix="nb") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield


def held() -> float:
    """Megabytes of this process and of all that it started: the shared ones counted once (PSS)."""
    total = 0
    for pid in [os.getpid(), *(each.pid for each in descendants(os.getpid()))]:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
        except OSError:  # it has ended meanwhile
            continue
        total += next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
    return total / 1024


def test_five_hundred_pages_do_not_pile_up() -> None:
    async def go() -> list[float]:
        seen = []
        with start_demo(articles=100) as demo:
            paths = [piece.path for piece in demo.newspaper.articles]
            settings = BrowserSettings(settleSeconds=1)
            async with BrowserManager(settings, allow=lambda url: True) as manager, manager.open() as tab:
                for number in range(PAGES):
                    assert (await tab.render(demo.url + paths[number % len(paths)])).status == 200
                    if number % EVERY == EVERY - 1:
                        seen.append(held())
                assert manager.starts == 1 + (PAGES - 1) // settings.pages
        return seen

    seen = asyncio.run(go())
    print("MB, every", EVERY, "pages:", " ".join(f"{each:.0f}" for each in seen))
    early, late = seen[: len(seen) // 4], seen[len(seen) // 4 :]
    assert max(late) <= 1.5 * max(early), seen
