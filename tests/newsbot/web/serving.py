"""The dashboard over a store, served over real HTTP."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import uvicorn

from newsbot.config import Config, read_config
from newsbot.publish.api.app import make_app
from newsbot.publish.api.desk import Desk
from newsbot.publish.limits import Limits
from newsbot.publish.tokens import Tokens
from newsbot.store.base import Store
from newsbot.web import dashboard
from newsbot.web.errors import tell_people
from tests.processes import until


def config_in(folder: Path) -> Config:
    """The configuration of somebody whose home this folder is."""
    return read_config({"NEWSBOT_DATA": str(folder), "NEWSBOT_SITES": str(folder / "sites")})


@contextlib.contextmanager
def served(store: Store, folder: Path, *, here: bool = True, rate: float = 1000.0) -> Iterator[str]:
    """The address of a server; `here`: who asks is on the same machine, and so its owner."""
    config, ended = config_in(folder), threading.Event()
    desk = Desk(
        store=store,
        config=config,
        tokens=Tokens(config.tokens),
        limits=Limits(rate),
        trusts_loopback=here,
        ended=ended.is_set,
    )
    app = make_app(desk, dashboard.ROUTERS, tell_people)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        until(lambda: server.started)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        ended.set()
        server.should_exit = True
        thread.join(10)


@contextlib.contextmanager
def browsing(store: Store, folder: Path, *, here: bool = True, rate: float = 1000.0) -> Iterator[httpx.Client]:
    """A browser without a window, which follows no redirects."""
    accept = {"accept": "text/html,application/xhtml+xml"}
    with (
        served(store, folder, here=here, rate=rate) as address,
        httpx.Client(base_url=address, headers=accept, timeout=30) as client,
    ):
        yield client
