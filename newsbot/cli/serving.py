"""`newsbot serve`: the HTTP API, the feeds and the dashboard of a store."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from types import FrameType
from typing import Annotated

import typer
import uvicorn
from fastapi import FastAPI

from newsbot.cli.console import say
from newsbot.cli.looking import StoreOption, open_existing
from newsbot.config import Config, read_config
from newsbot.errors import FixArgument, NewsbotError
from newsbot.hosts import allowed_hosts
from newsbot.publish.api.app import make_app
from newsbot.publish.api.callers import is_loopback
from newsbot.publish.api.desk import Desk
from newsbot.publish.hubs import Hubs
from newsbot.publish.limits import Limits
from newsbot.publish.tokens import Tokens
from newsbot.publish.webhooks.model import checked_url
from newsbot.publish.webhooks.sender import send_for_ever
from newsbot.store.base import Store
from newsbot.urls import is_http
from newsbot.web import dashboard
from newsbot.web.errors import tell_people
from newsbot.web.lately import lately_of

logger = logging.getLogger(__name__)
PORT = 8822
_GRACE = 5  #: seconds that answers under way have when the server ends
_EVENTS_AT_ONCE = 200
_LOOK = 2.0  #: seconds between two looks for what the search does not know yet


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(serve)


def serve(
    host: Annotated[
        str, typer.Option(help="The address to listen on. Others than this machine need tokens.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any that is free.")] = PORT,
    store: StoreOption = None,
    rate: Annotated[float, typer.Option(min=0.1, help="Requests a second that a token may send.")] = 50.0,
    hub: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL", envvar="NEWSBOT_HUB", help="A WebSub hub that feeds name, and that is told of news."
        ),
    ] = None,
    address: Annotated[
        str | None,
        typer.Option(metavar="URL", envvar="NEWSBOT_ADDRESS", help="Where hubs and their readers find this server."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="A line on stderr for each request.")] = False,
) -> int:
    """Serve what the store holds: a dashboard for people, an API and feeds for programs.

    The dashboard is at [bold]/[/], the API is told of at [bold]/api[/], the feeds at [bold]/feeds[/]. From this machine
    nothing is needed; who asks from elsewhere needs a token: [bold]newsbot tokens add NAME[/]. Put a server with TLS
    before it where it is asked over a network. Ctrl-C ends it.
    """
    config = read_config()
    tokens = Tokens(config.tokens)
    if not is_loopback("127.0.0.1" if host == "localhost" else host) and not tokens.all():
        cure = "Make a token first (`newsbot tokens add NAME`), or listen on 127.0.0.1."
        raise FixArgument("--host", host, "others could ask then, and there is no token that lets any of them in", cure)
    hubs = _hubs(hub or [], address, config)
    with open_existing(store, mapped=True) as opened, _listening(host, port) as listener:
        ended = threading.Event()
        desk = Desk(
            store=opened,
            config=replace(config, store=store or config.store),
            tokens=tokens,
            limits=Limits(rate),
            hubs=hubs,
            ended=ended.is_set,
        )
        app = make_app(desk, dashboard.ROUTERS, tell_people)
        lately_of(app).see(desk, 0)  # who opens the first page need not wait for it
        app.router.lifespan_context = lambda _: _alongside(desk, address or "")
        shown = f"[{host}]" if ":" in host else host
        say(f"newsbot serves {opened.uri} at http://{shown}:{listener.getsockname()[1]}/ (Ctrl-C ends it).")
        Server(_settings(app, verbose=verbose), ended).run(sockets=[listener])
    return 0


def _hubs(hubs: list[str], address: str | None, config: Config) -> tuple[str, ...]:
    """The hubs that were given. `FixArgument` where they cannot be told, or would not know of what."""
    if hubs and (address is None or not is_http(address)):
        cure = "Give it with --address https://…: the one by which the feeds are asked for."
        raise FixArgument("--address", address or "", "hubs need to know where the feeds are", cure)
    return tuple(checked_url(each, allowed_hosts(config.allow_hosts)) for each in dict.fromkeys(hubs))


def _settings(app: FastAPI, *, verbose: bool) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_level=logging.INFO if verbose else logging.WARNING,
        access_log=verbose,
        timeout_graceful_shutdown=_GRACE,
        server_header=False,
        proxy_headers=False,  # who is asked through a proxy is not asked by its owner
    )


class Server(uvicorn.Server):
    """Tells those who give long answers when it ends: they would keep it from ending."""

    def __init__(self, config: uvicorn.Config, ended: threading.Event) -> None:
        super().__init__(config)
        self._ended = ended

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as uvicorn has it
        """A signal to end came; with a second one nobody is waited for."""
        # That of uvicorn would send itself the signal again at the end, which is no end that went well.
        self._ended.set()
        self.force_exit, self.should_exit = self.should_exit, True


@contextlib.contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket on which to listen. `FixArgument` where it cannot be had."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        why = f"nobody can listen there ({error.strerror or error})"
        raise FixArgument(
            "--host and --port", f"{host}:{port}", why, "Give another; --port 0 takes a free one."
        ) from error
    with listener:
        yield listener


@contextlib.asynccontextmanager
async def _alongside(desk: Desk, address: str) -> AsyncIterator[None]:
    """While the server runs, the search for words learns what comes in, webhooks are sent, and hubs are told."""
    store, config = desk.store, desk.config
    work = (
        _learn_words(store),
        send_for_ever(store, config, config.webhooks),
        Hubs(store, config, desk.hubs, address).run(),
    )
    tasks = [asyncio.create_task(each) for each in work]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _learn_words(store: Store) -> None:
    while True:
        try:
            left = await asyncio.to_thread(store.search_on, _EVENTS_AT_ONCE)
        except NewsbotError as error:
            logger.warning("the search does not know what came in last: %s", error)
            left = 0
        await asyncio.sleep(0.05 if left else _LOOK)
