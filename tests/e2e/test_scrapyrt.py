"""newsbot behind scrapyrt: an HTTP API that reads a page when it is asked to."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from newsbot.demo.server import Demo
from newsbot.demo.shapes import Kind
from newsbot.store.base import Query, VisitState
from newsbot.store.opening import open_store
from newsbot.urls import article_key
from tests.e2e.process import ROOT, clean_environment
from tests.loopback import loopback
from tests.processes import free_port, serving

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("scrapyrt")


@pytest.fixture(scope="module")
def uri(home: Path) -> str:
    return f"sqlite:///{home / 'news.sqlite'}"


@pytest.fixture(scope="module")
def api(home: Path, uri: str, demo: Demo) -> Iterator[Ask]:
    """Ask scrapyrt in this project: an address by GET, an object by POST. It may crawl the demo, nothing near it."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "scrapyrt.cmdline", "-i", "127.0.0.1", "-p", str(port), "-s", f"LOG_DIR={home}"]
    hosts = f"{demo.url.removeprefix('http://')},127.0.0.1:1"

    def ask(what: str | dict[str, Any]) -> dict[str, Any]:
        if isinstance(what, str):
            request = Request(f"{base}/crawl.json?spider_name=article&url={quote(what, safe='')}")
        else:
            request = Request(f"{base}/crawl.json", json.dumps(what).encode(), {"Content-Type": "application/json"})
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)

    environment = {**clean_environment(home), "NEWSBOT_ALLOW_HOSTS": hosts, "NEWSBOT_STORE": uri}
    with serving(command, f"{base}/", home / "scrapyrt.log", env=environment, cwd=ROOT):
        yield ask


def test_articles_by_get_and_post(api: Ask, demo: Demo, uri: str) -> None:
    free, locked = demo.newspaper.of_kind(Kind.FREE)[0], demo.newspaper.of_kind(Kind.LOCKED)[0]
    got = api(demo.url + free.path)
    assert got["status"] == "ok"
    assert [item["headline"] for item in got["items"]] == [free.headline]
    assert got["items"][0]["access"]["delivered"] == "full"
    assert got["items"][0]["datePublished"].startswith(f"{free.published:%Y-%m}")
    assert got["stats"]["newsbot/new"] + got["stats"]["newsbot/same"] == 1
    posted = api({"spider_name": "article", "request": {"url": demo.url + locked.path}})
    assert posted["status"] == "ok"
    assert [item["headline"] for item in posted["items"]] == [locked.headline]
    assert posted["items"][0]["access"]["delivered"] == "partial_teaser"
    # By the spider's own argument as well, and all of it is stored.
    second = demo.newspaper.of_kind(Kind.FREE)[1]
    own = api({"spider_name": "article", "spider_start": True, "crawl_args": {"url": demo.url + second.path}})
    assert [item["headline"] for item in own["items"]] == [second.headline]
    with open_store(uri) as store:
        kept = {article.key for article in store.find(Query())}
    assert kept >= {article_key(demo.url + piece.path) for piece in (free, locked, second)}


def test_what_cannot_be_had_is_told(api: Ask, demo: Demo, uri: str) -> None:
    unreachable = "http://127.0.0.1:1/nobody"
    got = api(unreachable)
    assert (got["status"], got["items"]) == ("ok", [])
    assert got["stats"]["newsbot/failed"] == 1
    assert [name for name in got["stats"] if "refuses the connection" in name]
    missing = api(f"{demo.url}/nowhere")
    assert (missing["items"], missing["stats"]["newsbot/visits/gone"]) == ([], 1)
    with open_store(uri) as store:
        visits = store.visits([unreachable, f"{demo.url}/nowhere"])
    assert sorted(visit.state for visit in visits.values()) == [VisitState.FAILED, VisitState.GONE]


def test_who_asks_by_http_cannot_reach_the_owners_network(api: Ask) -> None:
    """Here the address comes from anybody: only what the owner allowed is asked."""
    with loopback("127.0.0.2") as inside:
        got = api(f"{inside.url}/")
        assert inside.asked == []
    assert got["items"] == []
    assert got["stats"]["newsbot/visits/refused"] == 1


def test_wrong_arguments_do_not_end_the_service(api: Ask, demo: Demo) -> None:
    with pytest.raises(HTTPError) as told:
        api({"spider_name": "article", "spider_start": True, "crawl_args": {"urll": "https://www.example.com/"}})
    with told.value as error:
        assert error.code >= 400
    assert api(demo.url + demo.newspaper.of_kind(Kind.FREE)[0].path)["items"]
