"""Safe HTML in a real Chromium: no script runs, and the tree is the one that was written."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest

from newsbot.publish.safe_html import safe_html
from newsbot.sessions.installed import need_browser
from tests.chromium import need_chromium
from tests.newsbot.publish.markup import soup
from tests.newsbot.publish.payloads import PAYLOADS, every

pytestmark = pytest.mark.browser
HARNESS = """<!doctype html><meta charset=utf-8><script>var hits = 0; function ran() { hits += 1 }</script>
<base href="http://paper.example/"><body><div class=shown>BODY</div></body>"""
#: Everything that a reader might do, without following a link.
TOUCH = """() => {
  const names = ["click", "mouseover", "mouseenter", "focus", "focusin", "blur", "error", "load", "toggle", "input",
    "beforeinput", "animationstart", "keydown", "pointerdown", "start", "begin", "beforetoggle"];
  for (const each of document.querySelectorAll("body *")) {
    if (each.tagName === "SCRIPT") continue;
    for (const name of names) {
      const event = new Event(name, {bubbles: true, cancelable: true});
      if (name === "click") event.preventDefault();
      each.dispatchEvent(event);
    }
    if (each.protocol === "javascript:") hits += 1;
  }
}"""
#: What a browser makes of HTML, as a page and as a part of one.
TREES = """texts => texts.map(text => {
  const page = new DOMParser().parseFromString("<!doctype html><body>" + text, "text/html");
  const part = document.createElement("div");
  part.innerHTML = text;
  return [page.body.innerHTML, part.innerHTML, page.head.innerHTML];
})"""


@pytest.fixture
def page() -> Iterator[object]:
    """A page of a browser that no request leaves: every address is answered from here, or not at all."""
    need_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        path = str(need_browser(os.environ).path)
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        tab = browser.new_page()
        yield tab
        browser.close()


def hits(tab: object, bodies: list[str]) -> list[int]:
    """How often a script ran, for each of these texts in a page of its own."""
    pages = {f"http://paper.example/{i}": HARNESS.replace("BODY", body) for i, body in enumerate(bodies)}

    def answer(route: object) -> None:
        body = pages.get(route.request.url)  # type: ignore[attr-defined]
        if body is None:
            route.abort()  # type: ignore[attr-defined]
        else:
            route.fulfill(body=body.encode("utf-8", "replace"), content_type="text/html")  # type: ignore[attr-defined]

    tab.route("**/*", answer)  # type: ignore[attr-defined]
    tab.on("dialog", lambda dialog: dialog.dismiss())  # type: ignore[attr-defined]
    counts = []
    for url in pages:
        tab.goto(url, wait_until="load")  # type: ignore[attr-defined]
        tab.evaluate(TOUCH)  # type: ignore[attr-defined]
        counts.append(tab.evaluate("hits"))  # type: ignore[attr-defined]
    return counts


def test_no_payload_runs(page: object) -> None:
    safe = [safe_html(markup, pictures=True, base="http://paper.example/") for markup in every()]
    assert [(markup, count) for markup, count in zip(every(), hits(page, safe), strict=True) if count] == []


@pytest.mark.slow
def test_payloads_do_run_where_nobody_stops_them(page: object) -> None:
    """Else the test above would show nothing."""
    picked = [*PAYLOADS["handlers"], *PAYLOADS["foreign content"]]
    assert sum(bool(count) for count in hits(page, picked)) >= 35


def test_a_browser_reads_the_tree_that_was_written(page: object) -> None:
    source = random.Random(5)
    texts = [*every(), *(soup(source) for _ in range(4000))]
    safe = list(dict.fromkeys(safe_html(each, pictures=True, base="http://paper.example/") for each in texts))
    page.route("**/*", lambda route: route.abort())  # type: ignore[attr-defined]
    for written, (whole, part, head) in zip(safe, page.evaluate(TREES, safe), strict=True):  # type: ignore[attr-defined]
        assert whole.replace("&nbsp;", "\xa0") == written
        assert part.replace("&nbsp;", "\xa0") == written
        assert head == ""
