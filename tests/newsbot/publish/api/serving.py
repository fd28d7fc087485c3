"""A real server of the API on a free port, in a thread, with a store of articles."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from newsbot.article import Access, Article, Author, Crawl, Declared, Delivered, Session
from newsbot.config import read_config
from newsbot.publish.api.app import make_app
from newsbot.publish.api.desk import Desk
from newsbot.publish.limits import Limits
from newsbot.publish.tokens import Tokens
from newsbot.store.base import Outcome, Store, VisitState

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
FREE = "The council met on Tuesday and decided what had to be decided. " * 10
PAID = "The first words are for everybody. " * 12 + "\n\n" + "This is what subscribers pay for. " * 20


def article(name: str, minutes: float = 0, body: str = FREE, **fields: Any) -> Article:
    access = Access(
        delivered=fields.pop("delivered", Delivered.FULL),
        declared=fields.pop("declared", Declared.FREE),
        session=fields.pop("session", Session.ANONYMOUS),
    )
    crawl = Crawl(site=fields.pop("site", "times"), run="r1", fetchedAt=T0 + timedelta(minutes=minutes))
    given = {"headline": f"About {name}", "authors": [Author(name="Ada Ash")], "inLanguage": "en", **fields}
    url = f"https://www.example.com/{name}"
    html = "".join(f"<p>{paragraph}</p>" for paragraph in body.split("\n\n"))
    return Article(url=url, articleBody=body, articleBodyHtml=html, access=access, crawl=crawl, **given)


def fill(store: Store) -> None:
    """Some articles, one that is not given away, one changed, one withdrawn."""
    store.save([article("a", 0, articleSection="Town"), article("b", 1, PAID, declared=Declared.NOT_FREE)])
    store.save(
        [article("c", 2, "A short beginning.", delivered=Delivered.PARTIAL_TEASER), article("d", 3, site="post")]
    )
    store.save([article("a", 4, FREE + "More.", articleSection="Town")])
    gone = Outcome(
        url="https://www.example.com/d",
        site="post",
        run="r",
        at=T0 + timedelta(hours=1),
        state=VisitState.GONE,
        status=404,
    )
    store.settle([gone])


@dataclass(slots=True)
class Served:
    """A server that runs, and what it serves."""

    url: str
    store: Store
    tokens: Tokens
    client: httpx.Client
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.client.get(path, **options)

    def json(self, path: str, **options: Any) -> Any:
        answer = self.get(path, **options)
        assert answer.status_code == 200, answer.text
        return answer.json()


@contextmanager
def serving(store: Store, folder: Path, *, rate: float = 10_000, trusts_loopback: bool = True) -> Iterator[Served]:
    """Serve this store while the block runs."""
    config = read_config(
        {"NEWSBOT_DATA": str(folder), "NEWSBOT_SITES": str(folder / "sites"), "NEWSBOT_STORE": store.uri}
    )
    tokens, ended = Tokens(config.tokens), threading.Event()
    desk = Desk(
        store=store,
        config=config,
        tokens=tokens,
        limits=Limits(rate),
        trusts_loopback=trusts_loopback,
        ended=ended.is_set,
    )
    server = uvicorn.Server(uvicorn.Config(make_app(desk), port=0, log_level="warning", timeout_graceful_shutdown=2))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=url, timeout=20, trust_env=False) as client:
            yield Served(url, store, tokens, client)
    finally:
        ended.set()
        server.should_exit = True
        thread.join(20)
