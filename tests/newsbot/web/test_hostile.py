"""Whatever an article says, its page holds nothing that could run, and breaks for nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from lxml import html

from newsbot.store.opening import open_store
from tests.newsbot.web.desk_data import now
from tests.newsbot.web.hostile import attack, attacks
from tests.newsbot.web.serving import browsing

TAGS = {
    *("html", "head", "meta", "title", "link", "script", "body", "a", "header", "div", "nav", "ul", "ol", "li", "form"),
    *("label", "input", "button", "main", "footer", "p", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("span", "bdi", "time", "strong", "em", "code", "pre", "table", "caption", "thead", "tbody", "tfoot", "tr", "th"),
    *("td", "details", "summary", "dl", "dt", "dd", "figure", "figcaption", "svg", "rect", "select", "option", "img"),
    *("fieldset", "legend", "noscript", "ins", "del", "sub", "sup", "blockquote", "br", "hr"),
}
ATTRIBUTES = re.compile(
    "class|id|href|rel|dir|lang|title|alt|src|type|name|content|charset|defer|action|method|role|for|value|placeholder|"
    "maxlength|autocomplete|spellcheck|size|min|max|required|selected|checked|open|tabindex|datetime|scope|colspan|"
    "rowspan|start|loading|decoding|referrerpolicy|width|height|viewbox|preserveaspectratio|focusable|x|y|cite|"
    "data-(search|key|stream|unneeded)|aria-(label|labelledby|hidden|current|describedby)"
)
SAFE = re.compile(r"(https?://|/|\?|#).*", re.DOTALL)


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, list[str], list[str]]]:
    """A dashboard, the keys of hostile articles, and the names of hostile sites."""
    folder: Path = tmp_path_factory.mktemp("besieged")
    with open_store(f"sqlite:///{folder / 'news.sqlite'}") as store:
        keys = attack(store, now(), attacks())
        with browsing(store, folder) as client:
            yield client, keys, list(store.counts().bySite)


def check(page: httpx.Response) -> None:
    """Only our tags and attributes are there, and addresses that lead somewhere harmless."""
    assert page.status_code == 200, page.text[:300]
    assert "\x00" not in page.text
    tree = html.document_fromstring(page.content)
    for each in tree.iter():
        assert isinstance(each.tag, str), each
        assert each.tag in TAGS, each.tag
        for name, value in each.attrib.items():
            assert ATTRIBUTES.fullmatch(name), (each.tag, name)
            if name in {"href", "src", "action"}:
                assert SAFE.fullmatch(value), value
    (script,) = tree.xpath("//script")
    assert script.get("src").startswith("/static/desk.")
    assert not (script.text or "").strip()
    assert len(tree.xpath("//main")) == len(tree.xpath("//h1")) == len(tree.xpath("//body")) == 1


def test_articles(besieged: tuple[httpx.Client, list[str], list[str]]) -> None:
    client, keys, _ = besieged
    for key in keys:
        check(client.get(f"/articles/{key}?pictures=1"))


def test_articles_without_pictures(besieged: tuple[httpx.Client, list[str], list[str]]) -> None:
    client, keys, _ = besieged
    for key in keys[::7]:
        page = client.get(f"/articles/{key}")
        check(page)
        assert "<img" not in page.text


def test_sites(besieged: tuple[httpx.Client, list[str], list[str]]) -> None:
    client, _, names = besieged
    for name in [each for each in names if each and "\n" not in each][::4]:
        if "/" not in name and not set(name) <= {"."}:
            check(client.get(f"/sites/{quote(name, safe='')}"))


def test_lists(besieged: tuple[httpx.Client, list[str], list[str]]) -> None:
    client, _, _ = besieged
    for path in ("/", "/articles", "/sites", "/live"):
        check(client.get(path))
    path = "/articles"
    for _ in range(20):
        page = client.get(path)
        check(page)
        path = next(iter(html.document_fromstring(page.content).xpath("//a[@rel='next']/@href")), "")
        if not path:
            break
    else:
        pytest.fail("the list does not end")


def test_what_is_asked_for(besieged: tuple[httpx.Client, list[str], list[str]]) -> None:
    client, _, _ = besieged
    for each in attacks()[::5]:
        asked = quote(each[:400].encode("utf-8", "replace"))
        for name in ("text", "section", "author", "language", "site"):
            page = client.get(f"/articles?{name}={asked}", follow_redirects=True)
            if page.status_code == 200:
                check(page)
            assert page.status_code in {200, 422}, (name, each[:80])
