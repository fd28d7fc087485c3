"""The dashboard in a real Chromium: for everybody, at any size, and with nothing in it that runs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from newsbot.publish.tokens import Scope, Tokens
from newsbot.sessions.installed import need_browser
from newsbot.store.opening import open_store
from tests.chromium import need_chromium
from tests.newsbot.web.conftest import Newsroom
from tests.newsbot.web.desk_data import WHOLE, made, now
from tests.newsbot.web.hostile import attack, attacks
from tests.newsbot.web.serving import config_in, served

pytestmark = pytest.mark.browser
#: Findings of axe that a person with a screen reader, or without a mouse, stumbles over.
GRAVE = {"serious", "critical"}
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(need_browser(os.environ).path), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(newsroom: Newsroom) -> Iterator[str]:
    with served(newsroom.store, newsroom.folder) as found:
        yield found


@pytest.fixture
def tab(chromium: Any) -> Iterator[Open]:
    """Opens a page, with the faults that it told of in `faults`. Nothing leaves this machine."""
    contexts = []

    def open_tab(url: str, **options: Any) -> tuple[Any, list[str]]:
        context = chromium.new_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        contexts.append(context)
        context.route(lambda each: not each.startswith("http://127.0.0.1:"), lambda route: route.abort())
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda each: faults.append(each.text) if each.type in {"error", "warning"} else None)
        page.on("pageerror", lambda each: faults.append(str(each)))
        page.goto(url, wait_until="load")
        return page, faults

    yield open_tab
    for context in contexts:
        context.close()


def paths(newsroom: Newsroom) -> list[str]:
    article = f"/articles/{newsroom.revised}"
    day = newsroom.at.date()
    return [
        *(f"/?day={day}", "/articles?site=bote&delivered=full", "/articles?text=zzzz", article, "/sites"),
        *("/sites/courier", "/live", "/sign-in"),
    ]


@pytest.mark.parametrize(
    ("width", "scheme"),
    [
        (400, "light"),
        (1400, "dark"),
        pytest.param(400, "dark", marks=pytest.mark.slow),
        pytest.param(1400, "light", marks=pytest.mark.slow),
    ],
)
def test_every_page_is_for_everybody(newsroom: Newsroom, address: str, tab: Open, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for path in paths(newsroom):
        page, faults = tab(address + path, viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = Axe().run(page).response["violations"]
        grave = [
            (each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found if each["impact"] in GRAVE
        ]
        assert (path, grave) == (path, [])
        assert (path, faults) == (path, [])
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert (path, wide) == (path, min(wide, 0))


def test_everything_works_without_a_script(newsroom: Newsroom, address: str, tab: Open) -> None:
    page, faults = tab(f"{address}/", java_script_enabled=False)
    page.fill("#quick", '"3rd of April"')
    page.click(".search button")
    page.click("text=Harbour railway to open")
    assert page.text_content("h1") == "Harbour railway to open on the 3rd of April"
    page.select_option("#from", "1")
    page.click(".compare button")
    assert "from version 1 to 3" in page.text_content("#changed")
    page.click("nav a[href='/articles']")
    page.click(".filters summary")
    page.check("input[value=obfuscated]")
    page.click(".apply button")
    assert page.url == f"{address}/articles?delivered=obfuscated"
    page.click(".chips a")
    assert page.url == f"{address}/articles"
    page.goto(f"{address}/live")
    page.click("text=every 15 seconds")
    assert page.url == f"{address}/live?every=15"
    assert faults == []


def test_the_keyboard_leads_everywhere(address: str, tab: Open) -> None:
    page, _ = tab(f"{address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "quick"
    page.keyboard.type("a/b")
    assert page.input_value("#quick") == "a/b"


def test_a_person_signs_in_and_out(newsroom: Newsroom, tmp_path: Path, tab: Open) -> None:
    token = Tokens(config_in(tmp_path).tokens).add("tablet", [Scope.READ])
    with served(newsroom.store, tmp_path, here=False) as address:
        page, faults = tab(f"{address}/sites?x=1")
        assert page.url == f"{address}/sign-in?to=%2Fsites%3Fx%3D1"
        page.fill("#token", token)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/sites?x=1")
        assert page.evaluate("document.cookie") == ""
        page.click("text=Sign out (tablet)")
        page.wait_for_url(f"{address}/sign-in")
        page.goto(f"{address}/")
        assert page.url == f"{address}/sign-in"
        assert faults == []


def test_the_live_page_shows_what_comes_in(tmp_path: Path, tab: Open) -> None:
    with open_store(f"sqlite:///{tmp_path / 'n.sqlite'}") as store, served(store, tmp_path) as address:
        page, faults = tab(f"{address}/live")
        page.locator("#stream", has_text="Live").wait_for()  # the policy of the page lets no test evaluate text
        article = made("bote", 1, datetime.now(UTC), WHOLE)
        article.headline = "<img src=x onerror=ran()> arrives"
        store.save([article])
        page.wait_for_selector("#events li")
        said = page.text_content("#events li")
        assert "<img src=x onerror=ran()> arrives" in said
        assert "Complete" in said
        assert page.query_selector("#events img") is None
        assert page.query_selector("#nothing") is None
        page.click("#events a")
        page.wait_for_url(f"{address}/articles/{article.key}")
        assert faults == []


def test_pictures_of_others_are_never_asked_for_unless_they_are_wanted(
    newsroom: Newsroom, address: str, tab: Open
) -> None:
    page, _ = tab(f"{address}/articles/{newsroom.revised}")
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.reload(wait_until="load")
    assert [each for each in asked if not each.startswith(address)] == []
    with page.expect_request("https://img.bote.example/77.jpg"):
        page.goto(f"{address}/articles/{newsroom.revised}?pictures=1")
        page.evaluate("document.querySelector('.pictures').scrollIntoView()")


@pytest.mark.slow
def test_no_attack_runs_even_without_the_policy(tmp_path: Path, tab: Open) -> None:
    """The policy would stop them; so it is taken away, and the escaping has to stop them alone."""
    with open_store(f"sqlite:///{tmp_path / 'n.sqlite'}") as store, served(store, tmp_path) as address:
        keys = attack(store, now(), attacks(), step=3)
        page, _ = tab(f"{address}/", bypass_csp=True)
        page.context.add_init_script("window.hits = 0; window.ran = () => { window.hits += 1; };")
        touch = """() => { for (const each of document.querySelectorAll('main *'))
            for (const name of ['mouseover', 'focus', 'error', 'load', 'toggle', 'animationstart'])
                each.dispatchEvent(new Event(name, {bubbles: true})); return window.hits; }"""
        for path in ["/", "/articles", "/sites", "/live", *(f"/articles/{each}?pictures=1" for each in keys)]:
            page.goto(address + path, wait_until="domcontentloaded")
            assert (path, page.evaluate(touch)) == (path, 0)
