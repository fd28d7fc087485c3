"""The browser and names that do not say where they lead: a real Chromium, made-up names, loopback only."""

from __future__ import annotations

import asyncio
import os
import signal
import ssl
from collections.abc import Sequence

import pytest
import trustme

from newsbot.errors import RefuseAddress, TryLater
from newsbot.sessions.browser import BrowserManager, BrowserSettings
from newsbot.sessions.traffic import Passage
from tests.chromium import left_of, main_of, need_chromium
from tests.loopback import Page, loopback, moved

pytestmark = pytest.mark.browser
QUICK = BrowserSettings(pageSeconds=15, settleSeconds=2, callSeconds=8, closeSeconds=3)
OUTSIDE, INSIDE = "127.0.0.1", "127.0.0.2"

HOSTILE = """<!doctype html><title>Hostile</title><p>text</p>
<img src="FAR/image"><img src="/redirected-image"><iframe src="FAR/frame"></iframe>
<iframe src="/redirected-frame"></iframe><link rel="prefetch" href="FAR/prefetch"><link rel="preconnect" href="FAR">
<link rel="stylesheet" href="FAR/style"><script src="FAR/script"></script>
<script>
fetch("FAR/fetch", {mode: "no-cors"}).catch(() => 0); fetch("/redirected-fetch").catch(() => 0);
navigator.sendBeacon("FAR/beacon"); new WebSocket("FAR/socket".replace("http", "ws"));
new Worker("/worker.js"); window.open("FAR/window"); new EventSource("FAR/events");
fetch("/done");
</script>"""


@pytest.fixture(autouse=True)
def _chromium() -> None:
    need_chromium()


class Names:
    """A nameserver: what each name is answered with, one answer after the other, the last one for ever."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    async def __call__(self, name: str) -> Sequence[str]:
        self.asked.append(name)
        told = self.answers[name.partition(".")[0]]
        return told.pop(0) if len(told) > 1 else told[0]


def judge(url: str, addresses: Sequence[str]) -> str | None:
    """Here the one address of loopback counts as public, and all others as inside."""
    return None if set(addresses) <= {OUTSIDE} else "it is inside"


def manager(names: Names) -> BrowserManager:
    return BrowserManager(QUICK, allow=lambda url: True, judge=judge, names=names)


def test_no_request_of_a_page_goes_where_a_name_leads_inside() -> None:
    async def go() -> None:
        with loopback(OUTSIDE) as web, loopback(INSIDE) as inside:
            near, far = (
                f"http://{name}.example:{each.url.rpartition(':')[2]}"
                for name, each in (("near", web), ("far", inside))
            )
            web.pages["/"] = Page(HOSTILE.replace("FAR", far))
            web.pages["/worker.js"] = Page(f'fetch("{far}/worker").catch(() => 0)', type="text/javascript")
            for kind in ("image", "frame", "fetch", "document"):
                web.pages[f"/redirected-{kind}"] = moved(f"{far}/{kind}")
            names = Names(near=[[OUTSIDE]], far=[[INSIDE]])
            async with manager(names) as browser, browser.open(lean=False) as tab:
                assert (await tab.render(f"{near}/")).status == 200
                for url in (f"{far}/document", f"{near}/redirected-document"):
                    with pytest.raises(RefuseAddress):
                        await tab.render(url)
                    with pytest.raises(RefuseAddress):
                        await tab.fetch(url)
                assert browser.traffic.counts[Passage.REFUSED] > 10
            assert {"/worker.js", "/redirected-fetch", "/redirected-frame", "/done"} <= set(web.asked)
            assert inside.asked == []
            assert names.asked.count("far.example") == 1, "it was asked where that is"

    asyncio.run(go())


@pytest.mark.parametrize("answer", [[INSIDE, OUTSIDE], [OUTSIDE, INSIDE]])
def test_one_address_inside_is_enough(answer: list[str]) -> None:
    async def go() -> None:
        with loopback(OUTSIDE) as web:
            async with manager(Names(far=[answer])) as browser, browser.open() as tab:
                with pytest.raises(RefuseAddress):
                    await tab.render(f"http://far.example:{web.url.rpartition(':')[2]}/")
            assert web.asked == []

    asyncio.run(go())


def test_a_name_whose_answer_changes_is_connected_to_where_it_was_judged() -> None:
    async def go() -> None:
        with loopback(OUTSIDE) as web, loopback(INSIDE) as inside:
            web.pages["/"] = Page("<p>The page that was judged.</p>")
            names = Names(near=[[OUTSIDE], [INSIDE]])
            async with manager(names) as browser, browser.open() as tab:
                page = await tab.render(f"http://near.example:{web.url.rpartition(':')[2]}/")
            assert b"that was judged" in page.body
            assert names.asked == ["near.example"]
            assert inside.asked == []

    asyncio.run(go())


def test_tls_goes_through_untouched() -> None:
    """Certificates are the browser's to check: the proxy sees none of what is in a tunnel."""

    async def go() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("near.example").configure_cert(context)
        with loopback(OUTSIDE, context) as web:
            web.pages["/"] = Page("<p>Sealed.</p>")
            port = web.url.rpartition(":")[2]
            async with manager(Names(near=[[OUTSIDE]], far=[[INSIDE]])) as browser:
                async with browser.sheet(ignore_https_errors=True) as sheet:
                    page = sheet.page
                    await sheet.do("open", lambda: page.goto(f"https://near.example:{port}/"), 20)
                    assert await sheet.do("read", lambda: page.evaluate("document.body.innerText")) == "Sealed."
                async with browser.open() as tab:
                    with pytest.raises(TryLater, match="CERT"):
                        await tab.render(f"https://near.example:{port}/")
                    with pytest.raises(RefuseAddress):
                        await tab.render(f"https://far.example:{port}/")

    asyncio.run(go())


@pytest.mark.slow
@pytest.mark.parametrize("how", ["rest", "kill"])
def test_the_proxy_ends_with_its_browser(how: str) -> None:
    async def go() -> None:
        with loopback(OUTSIDE) as web:
            web.pages["/"] = Page("<p>fine</p>")
            near = f"http://near.example:{web.url.rpartition(':')[2]}/"
            async with manager(Names(near=[[OUTSIDE]])) as browser, browser.open() as tab:
                await tab.render(near)
                life = browser._lives[0]
                assert life.proxy is not None
                if how == "rest":
                    await browser.rest()
                else:
                    os.kill(main_of(os.getpid()).pid, signal.SIGKILL)
                    await life.gone
                    await life.close()
                with pytest.raises(ConnectionRefusedError):
                    await asyncio.open_connection("127.0.0.1", life.proxy.port)
                assert (await tab.render(near)).status == 200, "the next one has its own"
            assert left_of(os.getpid()) == []

    asyncio.run(go())
