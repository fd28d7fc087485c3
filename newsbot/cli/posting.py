"""`newsbot webhooks test|send|replay`: the commands that post, without `newsbot serve`."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from newsbot.cli.console import SOME_SITES_FAILED, out, say
from newsbot.cli.looking import StoreOption
from newsbot.cli.webhooks import NameArgument, open_book, open_store_of
from newsbot.config import read_config
from newsbot.errors import FixArgument
from newsbot.publish.webhooks.sender import Sender


def add_to(app: typer.Typer) -> typer.Typer:
    """Add these commands to the group of webhooks."""
    app.command("test")(ping)
    app.command()(send)
    app.command()(replay)
    return app


def ping(name: NameArgument, store: StoreOption = None) -> int:
    """Send a ping, signed as all is, and tell what came back. Exit code 2 where the receiver did not take it."""
    config = read_config()
    with open_book(config) as book, open_store_of(config, store) as opened:
        hook = book.get(name)
        answer = asyncio.run(Sender(opened, book, config).test(hook))
    taken = answer.status is not None and 200 <= answer.status < 300  # noqa: PLR2004 - by HTTP
    out.print(f"{name}: {answer.words}.", markup=False, soft_wrap=True)
    return 0 if taken else SOME_SITES_FAILED


def send(store: StoreOption = None) -> int:
    """Send all that is due now, and end: for a cron job, where no `newsbot serve` runs.

    Where another newsbot is sending for a webhook, that one is left to it. Exit code 2 where something was not taken:
    it is tried again by a later call, when it is due.
    """
    config = read_config()
    if not config.webhooks.exists():
        say("There are no webhooks. `newsbot webhooks add https://…` makes one.")
        return 0
    with open_book(config) as book, open_store_of(config, store) as opened:
        sent = asyncio.run(Sender(opened, book, config).once())
    dead = f", {sent.dead} of them for the last time" if sent.dead else ""
    say(f"{sent.delivered} delivered, {sent.failed} not taken{dead}.")
    return SOME_SITES_FAILED if sent.failed or sent.waiting else 0


def replay(
    name: NameArgument,
    numbers: Annotated[
        list[int] | None, typer.Argument(metavar="[NUMBER]…", min=1, help="Which, as `failed` lists them.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    store: StoreOption = None,
) -> int:
    """Send dead letters again, each once, in order, with their articles as they are now and by the same ids.

    What fails stays a dead letter. Exit code 2 where one does.
    """
    if bool(numbers) == everything:
        raise FixArgument(
            "NUMBER", numbers or "", "name some, or give --all", f"`newsbot webhooks failed {name}` lists them."
        )
    config = read_config()
    with open_book(config) as book, open_store_of(config, store) as opened:
        if why := book.get(name).astray(opened.stream, opened.last_event()):
            raise FixArgument("NAME", name, why, "Give the store that it is for with --store.")
        count = book.replay(name, None if everything else numbers)
        sent = asyncio.run(Sender(opened, book, config).replay(name))
    left = count - sent.delivered - sent.failed
    later = f", {left} left to the newsbot that is sending just now" if left > 0 else ""
    say(f"{sent.delivered} delivered, {sent.failed} not taken{later}.")
    return SOME_SITES_FAILED if sent.failed else 0
