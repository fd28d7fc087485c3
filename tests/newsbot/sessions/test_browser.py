"""The browser: a real Chromium, real kills, and the demo newspaper over loopback."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import pytest

from newsbot.demo.server import Demo, start_demo
from newsbot.demo.shapes import Kind
from newsbot.errors import BrowserGone, BrowserTrouble, InstallBrowser, NotAPage, RefuseAddress, TryLater
from newsbot.hosts import why_refused
from newsbot.sessions.browser import BrowserManager, BrowserSettings
from newsbot.sessions.states import read_state
from newsbot.sessions.tab import Tab
from newsbot.sessions.traffic import Passage
from tests.chromium import descendants, driver_of, left_of, main_of, need_chromium, renderers_of

pytestmark = pytest.mark.browser
T = TypeVar("T")
ME = os.getpid()
QUICK = BrowserSettings(pageSeconds=15, settleSeconds=3, callSeconds=8, closeSeconds=3)


@pytest.fixture(autouse=True)
def _chromium(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A folder for temporary files of the test's own: others use browsers on this machine, too.

    Its name is short: Chromium puts a socket into it, whose path may have no more than a hundred characters.
    """
    need_chromium()
    tmp_path_factory.getbasetemp()  # pytest's own stays where it belongs
    with tempfile.TemporaryDirectory(prefix="nb") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", None)
        yield


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with start_demo(articles=40) as newspaper:
        yield newspaper


def run(doing: Coroutine[Any, Any, T]) -> T:
    """Run something, and see that no process and no folder of a browser is left."""
    folders, before = _folders(), left_of(ME)
    result = asyncio.run(doing)
    assert left_of(ME) == before
    assert _folders() <= folders
    return result


def _folders() -> set[Path]:
    kinds = ("newsbot-browser-*", "playwright*")
    return {path for kind in kinds for path in Path(tempfile.gettempdir()).glob(kind)}


def everywhere(url: str) -> bool:
    return True


class Web:
    """A server whose pages are functions of nothing; it knows what was asked for, and by which headers."""

    def __init__(self, pages: dict[str, str | tuple[int, dict[str, str], str]]) -> None:
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.silent = threading.Event()
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                web.asked.append(self.path)
                web.headers.append(dict(self.headers))
                if self.path == "/silent":
                    web.silent.wait(60)
                    return
                page = pages.get(self.path, (404, {}, "not here"))
                status, headers, body = page if isinstance(page, tuple) else (200, {}, page)
                body = body.replace("PORT", str(web.port))
                self.send_response(status)
                kind = "text/javascript" if self.path.endswith(".js") else "text/html; charset=utf-8"
                for name, value in {"Content-Type": kind, "Content-Length": str(len(body.encode())), **headers}.items():
                    self.send_header(name, value.replace("PORT", str(web.port)))
                self.end_headers()
                self.wfile.write(body.encode())

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Web:
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.silent.set()
        self.server.shutdown()
        self.server.server_close()


# ── pages ──


def test_renders_what_scripts_show_and_spares_pictures(demo: Demo) -> None:
    async def go() -> None:
        (piece,) = demo.newspaper.of_kind(Kind.SCRIPTED)
        before = len(demo.log)
        async with BrowserManager(QUICK, allow=lambda url: url.startswith(demo.url)) as manager:
            assert manager.starts == 0, "nothing is started before it is needed"
            async with manager.open() as tab:
                page = await tab.render(demo.url + piece.path)
            assert manager.starts == 1
        assert (page.status, page.url, page.overlay) == (200, demo.url + piece.path, False)
        assert piece.blocks[-1].text[:40] in page.body.decode()
        asked = [served.path for served in demo.log[before:]]
        assert not [path for path in asked if path.startswith("/pictures/")], asked

    run(go())


def test_fetches_inside_of_the_browser_with_cookies_and_headers() -> None:
    pages: dict[str, Any] = {
        "/a": (200, {"Set-Cookie": "turn=2; Path=/; HttpOnly", "X-Note": "yes"}, "á"),
        "/gone": (410, {}, "gone"),
        "/away": (302, {"Location": "/a"}, ""),
    }

    async def go() -> None:
        with Web(pages) as web:
            state = {"cookies": [{"name": "turn", "value": "1", "domain": "127.0.0.1", "path": "/"}], "origins": []}
            session = read_state(json.dumps(state), "paper", datetime.now(UTC))
            async with BrowserManager(QUICK, allow=everywhere) as manager, manager.open(session) as tab:
                first = await tab.fetch(f"{web.url}/a", {"Authorization": "Bearer x"})
                assert (first.status, first.body.decode(), dict(first.headers)["x-note"]) == (200, "á", "yes")
                second = await tab.fetch(f"{web.url}/away")
                assert (second.status, second.url) == (200, f"{web.url}/a")
                assert (await tab.fetch(f"{web.url}/gone")).status == 410
                kept = await tab.storage_state()
        assert web.asked == ["/a", "/away", "/a", "/gone"], "the site is asked for nothing else"
        assert [headers.get("Cookie") for headers in web.headers] == ["turn=1", *["turn=2"] * 3]
        assert web.headers[0]["Authorization"] == "Bearer x"
        assert "Referer" not in web.headers[0]
        assert [(cookie["name"], cookie["value"]) for cookie in kept["cookies"]] == [("turn", "2")]

    run(go())


OVERLAYS = {
    "plain": ("<article>TEXT</article>", False),
    "modal": ("<article>TEXT</article><div style='position:fixed;inset:0;background:#000'>Subscribe</div>", True),
    "blur": ("<article style='filter:blur(6px)'>TEXT</article>", True),
    "hidden": ("<article><div style='visibility:hidden'>TEXT</div></article>", True),
    "bar": (
        "<article>TEXT</article><div style='position:fixed;bottom:0;left:0;right:0;height:60px'>Cookies</div>",
        False,
    ),
    "empty": ("<article><p>Short.</p></article>", None),
}


def test_sees_what_stands_before_the_text() -> None:
    words = "".join(f"<p>{'The ferry sails again at noon, says the harbour master. ' * 6}</p>" for _ in range(12))
    pages = {f"/{name}": f"<!doctype html><body>{body.replace('TEXT', words)}" for name, (body, _) in OVERLAYS.items()}

    async def go() -> dict[str, bool | None]:
        with Web(dict(pages)) as web:
            async with BrowserManager(QUICK, allow=everywhere) as manager, manager.open() as tab:
                return {name: (await tab.render(f"{web.url}/{name}")).overlay for name in OVERLAYS}

    assert run(go()) == {name: overlay for name, (_, overlay) in OVERLAYS.items()}


@pytest.mark.slow
def test_what_does_not_come_is_told_in_time() -> None:
    pages: dict[str, Any] = {
        "/file": (200, {"Content-Type": "application/zip", "Content-Disposition": "attachment"}, "PK"),
        "/stuck": "<p>Long enough.</p><script>for(;;);</script>",
        "/after": "<p>fine</p>",
    }

    async def go() -> None:
        with Web(pages) as web:
            settings = BrowserSettings(pageSeconds=2, settleSeconds=1, callSeconds=1, closeSeconds=1)
            async with BrowserManager(settings, allow=everywhere) as manager:
                async with manager.open() as tab:
                    with pytest.raises(NotAPage):
                        await tab.render(f"{web.url}/file")
                    with pytest.raises(TryLater, match="in time"):
                        await tab.render(f"{web.url}/silent")
                    with pytest.raises(TryLater):
                        await tab.render("http://127.0.0.1:9/")
                    with pytest.raises(TryLater):
                        await tab.fetch("http://127.0.0.1:9/")
                    with pytest.raises((TryLater, BrowserGone)):
                        await tab.render(f"{web.url}/stuck")
                async with manager.open() as tab:
                    assert b"fine" in (await tab.render(f"{web.url}/after")).body

    run(go())


# ── the guard ──

HOSTILE = """<!doctype html><title>Hostile</title><p>text</p>
<img src="http://localhost:PORT/never-image"><img src="/redirected-image">
<iframe src="http://localhost:PORT/never-frame"></iframe><iframe src="/redirected-frame"></iframe>
<link rel="prefetch" href="http://localhost:PORT/never-prefetch">
<link rel="stylesheet" href="http://localhost:PORT/never-style">
<script>
fetch("http://localhost:PORT/never-fetch", {mode: "no-cors"}).catch(() => 0);
fetch("/redirected-fetch").catch(() => 0);
navigator.sendBeacon("http://localhost:PORT/never-beacon");
new WebSocket("ws://localhost:PORT/never-socket"); new WebSocket("ws://127.0.0.1:PORT/never-own-socket");
new Worker("/worker.js"); window.open("http://localhost:PORT/never-window");
if (navigator.serviceWorker) navigator.serviceWorker.register("/service.js").catch(() => 0);
new EventSource("http://localhost:PORT/never-events");
</script>"""


def test_every_kind_of_request_is_held_to_what_is_allowed() -> None:
    pages: dict[str, Any] = {
        "/": HOSTILE,
        "/worker.js": 'fetch("http://localhost:PORT/never-worker").catch(() => 0); new WebSocket("ws://localhost:PORT/never-ws");',
        "/service.js": 'fetch("http://localhost:PORT/never-service");',
        "/away": (302, {"Location": "http://localhost:PORT/never-document"}, ""),
        **{
            f"/redirected-{kind}": (302, {"Location": f"http://localhost:PORT/never-{kind}"}, "")
            for kind in ("image", "frame", "fetch")
        },
    }

    async def go() -> tuple[list[str], int]:
        with Web(pages) as web:
            named = frozenset({f"127.0.0.1:{web.port}"})
            async with BrowserManager(QUICK, allow=lambda url: why_refused(url, named) is None) as manager:
                async with manager.open(lean=False) as tab:
                    await tab.render(f"{web.url}/")
                    await tab.render(f"{web.url}/")
                    for url in ("http://localhost:1/", "file:///etc/passwd", "chrome://version", f"{web.url}/away"):
                        with pytest.raises(RefuseAddress):
                            await tab.render(url)
                    with pytest.raises(RefuseAddress):
                        await tab.fetch(f"{web.url}/away")
                return web.asked, manager.traffic.counts[Passage.REFUSED]

    asked, refused = run(go())
    assert "/worker.js" in asked, "what is allowed comes through"
    assert "/redirected-fetch" in asked
    assert [path for path in asked if "never" in path] == []
    assert "/service.js" not in asked
    assert refused > 20


# ── its life ──


def test_a_frame_that_went_away_is_no_lost_browser() -> None:
    """Frames of other sites have processes of their own, whose end Playwright tells like that of a browser."""

    async def go() -> None:
        frame = "<iframe src='http://localhost:PORT/form'></iframe>"
        with Web({"/": frame, "/form": "<p>form</p>"}) as web:
            async with BrowserManager(QUICK, allow=everywhere) as manager, manager.sheet() as sheet:
                await sheet.do("open", lambda: sheet.page.goto(web.url))
                inner = sheet.page.frames[1]
                await sheet.do("replace it", lambda: sheet.page.evaluate("document.body.textContent = 'thanks'"))
                for _ in range(3):
                    with pytest.raises(BrowserTrouble, match="was detached"):
                        await sheet.do("look", lambda: inner.evaluate("1"))
                assert await sheet.do("read", lambda: sheet.page.evaluate("document.body.innerText")) == "thanks"
                assert manager.starts == 1

    run(go())


def test_cookies_and_storage_outlive_the_browser(demo: Demo) -> None:
    pages: dict[str, Any] = {
        "/": (200, {"Set-Cookie": "id=7; Path=/"}, "<script>localStorage.setItem('k', 'v')</script>"),
        "/show": "<p id=p></p><script>p.textContent = document.cookie + '|' + localStorage.getItem('k')</script>",
    }

    async def go() -> None:
        with Web(pages) as web:
            settings = BrowserSettings(idleSeconds=0.4)
            async with BrowserManager(settings, allow=everywhere) as manager, manager.open() as tab:
                await tab.render(f"{web.url}/")
                async with asyncio.timeout(20):
                    while left_of(ME):
                        await asyncio.sleep(0.05)
                page = await tab.render(f"{web.url}/show")
                assert b"id=7|v" in page.body
                assert manager.starts == 2

    run(go())


@pytest.mark.slow
def test_it_is_replaced_after_so_many_pages(demo: Demo) -> None:
    async def go() -> None:
        settings = BrowserSettings(pages=3)
        async with BrowserManager(settings, allow=everywhere) as manager, manager.open() as one, manager.open() as two:
            await one.render(f"{demo.url}/about")
            await two.render(f"{demo.url}/about")
            first = main_of(ME).pid
            for _ in range(3):
                await one.render(f"{demo.url}/about")
            assert manager.starts == 2
            await two.render(f"{demo.url}/about")
            assert main_of(ME).pid != first, "the old one is gone, once nobody is in it"

    run(go())


def test_many_tabs_at_once_share_one_browser(demo: Demo) -> None:
    async def one(manager: BrowserManager) -> int:
        async with manager.open() as tab:
            return (await tab.render(f"{demo.url}/")).status

    async def go() -> None:
        async with BrowserManager(QUICK, allow=everywhere) as manager:
            assert await asyncio.gather(*(one(manager) for _ in range(6))) == [200] * 6
            assert manager.starts == 1

    run(go())


# ── kills ──


def _kill_main() -> None:
    os.kill(main_of(ME).pid, signal.SIGKILL)


def _kill_driver() -> None:
    os.kill(driver_of(ME).pid, signal.SIGKILL)


def _kill_renderers() -> None:
    for renderer in renderers_of(ME):
        os.kill(renderer.pid, signal.SIGKILL)


KILLS: dict[str, Callable[[], None]] = {"main": _kill_main, "driver": _kill_driver, "renderers": _kill_renderers}


@pytest.mark.slow
@pytest.mark.parametrize("what", KILLS)
def test_a_kill_costs_the_page_in_hand_and_no_more(what: str, demo: Demo) -> None:
    async def go() -> None:
        with Web({}) as web:
            async with BrowserManager(QUICK, allow=everywhere) as manager, manager.open() as tab:
                assert (await tab.render(f"{demo.url}/about")).status == 200
                for way in (tab.render, tab.fetch):
                    waiting: asyncio.Future[Any] = asyncio.ensure_future(way(f"{web.url}/silent"))
                    await _until(lambda: "/silent" in web.asked)
                    web.asked.clear()
                    await asyncio.to_thread(KILLS[what])
                    with pytest.raises(BrowserGone):
                        await asyncio.wait_for(waiting, 4)
                    assert (await asyncio.wait_for(tab.render(f"{demo.url}/about"), 20)).status == 200

    run(go())


@pytest.mark.slow
@pytest.mark.parametrize("what", KILLS)
def test_a_kill_between_two_pages_costs_nothing_or_one(what: str, demo: Demo) -> None:
    async def go() -> None:
        async with BrowserManager(QUICK, allow=everywhere) as manager, manager.open() as tab:
            await tab.render(f"{demo.url}/about")
            await asyncio.to_thread(KILLS[what])
            lost = 0
            for _ in range(3):
                try:
                    assert (await asyncio.wait_for(tab.render(f"{demo.url}/about"), 20)).status == 200
                except BrowserGone:
                    lost += 1
            assert lost <= 1

    run(go())


async def _until(true: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["main", "driver"])
def test_what_hangs_is_ended_by_force(what: str, demo: Demo) -> None:
    """A stopped process answers nothing, as one does that waits for a disk."""

    async def go() -> None:
        settings = BrowserSettings(pageSeconds=1.5, callSeconds=1, settleSeconds=1, closeSeconds=0.5)
        async with BrowserManager(settings, allow=everywhere) as manager:
            async with manager.open() as tab:
                await tab.render(f"{demo.url}/about")
                stopped = main_of(ME) if what == "main" else driver_of(ME)
                os.kill(stopped.pid, signal.SIGSTOP)
                with pytest.raises((TryLater, BrowserGone)):
                    await asyncio.wait_for(tab.render(f"{demo.url}/about"), 10)
            async with manager.open() as tab:
                assert (await asyncio.wait_for(tab.render(f"{demo.url}/about"), 20)).status == 200

    run(go())


# ── the end ──


async def _boom(tab: Tab, url: str) -> None:
    await tab.render(url)
    raise ZeroDivisionError


def test_nothing_is_left_after_an_exception(demo: Demo) -> None:
    async def go() -> None:
        async with BrowserManager(QUICK, allow=everywhere) as manager, manager.open() as tab:
            await _boom(tab, f"{demo.url}/about")

    with pytest.raises(ZeroDivisionError):
        asyncio.run(go())
    assert left_of(ME) == []


@pytest.mark.slow
@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.6, 1.2])
def test_nothing_is_left_after_a_cancellation_at_any_time(seconds: float, demo: Demo) -> None:
    """Ctrl-C cancels the main task: while the driver starts, while the browser does, while a page is loaded."""

    async def use() -> None:
        async with BrowserManager(QUICK, allow=everywhere) as manager, manager.open() as tab:
            while True:
                await tab.render(f"{demo.url}/about")

    async def go() -> None:
        task = asyncio.ensure_future(use())
        await asyncio.sleep(seconds)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run(go())


def test_a_browser_that_does_not_start_is_told_with_its_cure(tmp_path: Path) -> None:
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\necho 'no display on Tuesdays' >&2\nexit 3\n")
    broken.chmod(0o755)

    async def go(path: Path) -> None:
        environment = {**os.environ, "NEWSBOT_BROWSER": str(path)}
        async with BrowserManager(QUICK, allow=everywhere, environment=environment) as manager, manager.open() as tab:
            await tab.render("http://127.0.0.1:1/")

    with pytest.raises(InstallBrowser, match="does not start") as told:
        run(go(broken))
    assert "apt-get install" in told.value.cure


def test_the_browser_is_not_told_the_owners_secrets(demo: Demo) -> None:
    async def go() -> None:
        environment = {**os.environ, "NEWSBOT_PAPER_PASSWORD": "horse"}
        async with BrowserManager(QUICK, allow=everywhere, environment=environment) as manager, manager.open() as tab:
            await tab.render(f"{demo.url}/about")
            for each in [main_of(ME), *descendants(main_of(ME).pid)]:
                assert b"horse" not in Path(f"/proc/{each.pid}/environ").read_bytes()

    run(go())
