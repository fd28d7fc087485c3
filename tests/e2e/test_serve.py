"""`newsbot serve` and `newsbot tokens` as a person and a program use them."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from newsbot.demo.server import Demo
from newsbot.store.opening import open_store
from tests.e2e.process import Command, Running, run_many, without_traceback
from tests.newsbot.publish.api.serving import article

Start = Callable[..., Running]


def open_client(served: Running) -> httpx.Client:
    line = served.says("newsbot serves")
    found = re.search(r"http://[^/]+", line)
    assert found, line
    return httpx.Client(base_url=found[0], timeout=60, trust_env=False)


@pytest.fixture
def filled(uri: str) -> str:
    with open_store(uri) as store:
        store.save([article(f"{n}", n) for n in range(30)])
    return uri


def test_it_serves_scrapes_and_ends_at_once_even_with_a_stream_open(
    running: Start, filled: str, demo: Demo, environment: dict[str, str]
) -> None:
    scraper = run_many([["tokens", "add", "s", "--scope", "scrape", "--scope", "paid"]], environment)[0].stdout.strip()
    piece = next(each for each in demo.newspaper.articles if each.kind.value == "free")
    with running("serve", "--port", "0", "--store", filled) as served, open_client(served) as client:
        assert len(client.get("/api/articles").json()["articles"]) == 30
        told = client.post("/scrape", json={"request": {"url": demo.url + piece.path}, "spider_name": "article"}).json()
        assert (told["status"], told["spider_name"], told["items_dropped"]) == ("ok", "article", [])
        assert [each["headline"] for each in told["items"]] == [piece.headline]
        assert told["stats"]["item_scraped_count"] == 1
        assert client.get("/api/article", params={"url": demo.url + piece.path}).status_code == 404  # not kept
        kept = client.post("/scrape", json={"url": demo.url + piece.path, "keep": True}).json()
        assert len(kept["items"]) == 1
        assert client.get("/api/article", params={"url": demo.url + piece.path}).json()["headline"] == piece.headline
        gone = client.post("/scrape", json={"url": demo.url + "/no-such-page"}).json()
        assert (gone["items"], gone["items_dropped"][0]["url"]) == ([], demo.url + "/no-such-page")
        guest = {"Authorization": f"Bearer {scraper}", "X-Forwarded-For": "203.0.113.9"}
        inside = client.post("/scrape", json={"url": demo.url + piece.path}, headers=guest).json()
        assert inside["items"] == []  # only its owner may have it look inside
        assert "newsbot" in inside["items_dropped"][0]["reason"] or "address" in inside["items_dropped"][0]["reason"]
        with client.stream("GET", "/api/changes/stream") as stream:
            assert next(stream.iter_lines()) == "retry: 3000"
            begun = time.monotonic()
            served.send(signal.SIGINT)
            done = without_traceback(served.end(20))
        assert time.monotonic() - begun < 15
        assert done.returncode == 0


def test_what_comes_in_while_it_runs_is_found_by_words(running: Start, filled: str) -> None:
    with running("serve", "--port", "0", "--store", filled) as served, open_client(served) as client:
        assert len(client.get("/api/articles?text=council&limit=500").json()["articles"]) == 30
        with open_store(filled) as store:
            store.save([article("zebra", 99, "A zebra crossed the street. " * 10)])
        assert [each["url"][-5:] for each in client.get("/api/articles?text=zebra").json()["articles"]] == ["zebra"]
        served.send(signal.SIGTERM)
        assert without_traceback(served.end(20)).returncode == 0


def test_tokens_are_made_shown_once_and_taken_away(environment: dict[str, str], tmp_path: Path) -> None:
    made, again, bad, listed, removed, gone, none = run_many(
        [
            ["tokens", "add", "reader"],
            ["tokens", "add", "reader"],
            ["tokens", "add", "x\ny"],
            ["tokens", "list"],
            ["tokens", "remove", "reader"],
            ["tokens", "remove", "reader"],
            ["tokens", "list"],
        ],
        environment,
    )
    token = made.stdout.strip()
    assert re.fullmatch(r"nb_[\w-]{43}", token)
    assert "shown only now" in made.said
    assert (again.returncode, "newsbot tokens remove reader" in again.said) == (1, True)
    assert bad.returncode == 1
    assert "reader" in listed.stdout
    assert token not in listed.stdout
    assert (removed.returncode, gone.returncode, none.returncode) == (0, 1, 0)
    assert "newsbot tokens add NAME" in none.said


def test_what_cannot_be_served_says_why(newsbot: Command, filled: str) -> None:
    none = newsbot("serve", "--store", "sqlite:///nowhere.db")
    assert (none.returncode, "there is no store yet" in none.said) == (1, True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        busy = newsbot("serve", "--store", filled, "--port", port)
    assert (busy.returncode, "--port 0 takes a free one" in busy.said) == (1, True)
    for host in ("0.0.0.0", "::"):
        alone = newsbot("serve", "--store", filled, "--port", "0", "--host", host)
        assert (alone.returncode, "newsbot tokens add NAME" in alone.said) == (1, True), alone.said
    assert newsbot("serve", "--store", filled, "--host", "no.such.host.invalid").returncode == 1
