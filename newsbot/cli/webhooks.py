"""`newsbot webhooks`: addresses of the owner's to which it is posted what happens to articles."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

import orjson
import typer
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import harmless, out, say
from newsbot.cli.looking import StoreOption
from newsbot.config import Config, read_config
from newsbot.errors import FixArgument
from newsbot.hosts import allowed_hosts
from newsbot.publish.webhooks.book import Book
from newsbot.publish.webhooks.keys import Keys
from newsbot.publish.webhooks.model import ALL_KINDS, Articles, Hook, checked_name, checked_url, name_from
from newsbot.publish.webhooks.showing import hook_facts, letter_facts
from newsbot.store.base import Store
from newsbot.store.events import EventKind
from newsbot.store.opening import open_store

webhooks_app = typer.Typer(
    no_args_is_help=True,
    help="Post what happens to articles to addresses of yours: signed, in order, at least once (docs/webhooks.md).\n\n"
    "`newsbot serve` sends all the time; without it, `newsbot webhooks send` does, from a cron job.",
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The name of a webhook.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
SecretOption = Annotated[
    str | None,
    typer.Option(
        "--secret",
        metavar="REF",
        help="Where the secret is kept, instead of one that is made and kept here, encrypted: env:NAME, file:PATH, "
        "cmd:COMMAND or keyring:SERVICE/NAME. It is [bold]whsec_[/] and 24 to 64 bytes in base64.",
    ),
]
From = Literal["now", "beginning"]


def add_to(app: typer.Typer) -> typer.Typer:
    """Add these commands; their group, for those that stand in other modules."""
    app.add_typer(webhooks_app, name="webhooks")
    webhooks_app.command()(add)
    webhooks_app.command("list")(list_webhooks)
    webhooks_app.command()(show)
    webhooks_app.command()(pause)
    webhooks_app.command()(resume)
    webhooks_app.command()(skip)
    webhooks_app.command()(rotate)
    webhooks_app.command()(remove)
    webhooks_app.command()(failed)
    return webhooks_app


def open_store_of(config: Config, uri: str | None) -> Store:
    """The store that a webhook is for; made where there is none yet, for a webhook may be there before it."""
    return open_store(uri or config.store, database=config.mongo_database)


def open_book(config: Config) -> Book:
    """The book of webhooks, where there is one. Raises `FixArgument`: looking never makes one."""
    if not config.webhooks.exists():
        cure = "Add one: `newsbot webhooks add https://…`"
        raise FixArgument("NEWSBOT_DATA", str(config.data), "there are no webhooks yet", cure)
    return Book(config.webhooks)


# ── what there is ──


def add(
    url: Annotated[str, typer.Argument(metavar="URL", help="Where to post to.")],
    name: Annotated[str | None, typer.Option(help="What it is called; its host, where left out.")] = None,
    events: Annotated[
        str, typer.Option(metavar="KINDS", help="Of what it is told: all, or some of new,changed,upgraded,…")
    ] = "all",
    site: Annotated[
        list[str] | None, typer.Option(metavar="SLUG", help="Of which sites, once or more; all where left out.")
    ] = None,
    articles: Annotated[
        Articles, typer.Option(help="With each event, its article as it is then: not, without its text, or whole.")
    ] = "none",
    paid: Annotated[
        bool, typer.Option("--paid", help="Send text that its publisher does not give away whole; else it is cut.")
    ] = False,
    start: Annotated[
        From, typer.Option("--from", help="Which events: those to come, or all that the store has.")
    ] = "now",
    secret: SecretOption = None,
    store: StoreOption = None,
) -> int:
    """Add a webhook, and show its secret, this once.

    The kinds of events: [bold]new[/] · [bold]changed[/] · [bold]upgraded[/] (a teaser became the whole text) ·
    [bold]withdrawn[/] (its publisher took it away) · [bold]restored[/].

    The receiver verifies each request by the secret, as standardwebhooks.com says; there are libraries for that.
    """
    config = read_config()
    checked_url(url, allowed_hosts(config.allow_hosts))
    kinds = _kinds(events)
    with Book(config.webhooks) as book, open_store_of(config, store) as opened:
        name = checked_name(name or name_from(url, frozenset(hook.name for hook in book.all())))
        keys = Keys(config)
        kept, shown = _secret(keys, secret, book)
        hook = Hook(
            name=name,
            url=url,
            secret=kept,
            events=kinds,
            sites=frozenset(site or ()),
            articles=articles,
            paid=paid,
            stream=opened.stream,
            cursor=0 if start == "beginning" else opened.last_event(),
            made=datetime.now(UTC),
        )
        book.add(hook)
    _say_secret(keys, name, shown)
    if not url.lower().startswith("https:"):
        say("It is sent in clear (http), so others on the way can read it; they cannot change it unseen.")
    say(f"`newsbot webhooks test {name}` sends a ping; `newsbot serve`, or `newsbot webhooks send`, the events.")
    return 0


def _kinds(text: str) -> frozenset[EventKind]:
    if text == "all":
        return ALL_KINDS
    try:
        return frozenset(EventKind(each.strip()) for each in text.split(","))
    except ValueError:
        kinds = ",".join(kind.value for kind in EventKind)
        raise FixArgument(
            "--events", text[:80], "not all of these are kinds of events", f"There are {kinds}."
        ) from None


def _secret(keys: Keys, given: str | None, book: Book) -> tuple[str, str | None]:
    """A secret as it is kept, and as it is shown where it was made here."""
    return (keys.refer(given), None) if given else keys.make(first=not book.any_sealed())


def _say_secret(keys: Keys, name: str, shown: str | None) -> None:
    if shown is not None:
        sys.stdout.write(shown + "\n")
        say(f"This is the secret of the webhook {name!r}. It is shown only now; its receiver verifies by it.")
    if keys.own_file:
        say(f"It is kept encrypted, with a key made just now: {escape(keys.own_file)}. Keep a copy of that key.")


def list_webhooks(as_json: JsonOption = False, store: StoreOption = None) -> int:
    """List the webhooks: how far each is, and what keeps it. Exit code 2 where one waits, is paused or astray."""
    facts = _facts(read_config(), store)
    if as_json:
        _print_json(facts)
    elif facts:
        out.print(_table("Webhooks", ("name", "to", "state", "behind", "delivered", "dead", "why"), map(_row, facts)))
    else:
        say("There are no webhooks. `newsbot webhooks add https://…` makes one.")
    return 0 if all(each["state"] == "runs" for each in facts) else 2


def _facts(config: Config, store: str | None) -> list[dict[str, Any]]:
    if not config.webhooks.exists():
        return []
    with Book(config.webhooks) as book, open_store_of(config, store) as opened:
        stream, last, dead = opened.stream, opened.last_event(), book.dead()
        return [hook_facts(hook, stream, last, dead.get(hook.name, 0)) for hook in book.all()]


def _row(facts: Mapping[str, Any]) -> Sequence[object]:
    why = facts["why"] or ""
    if facts["due"]:
        why = f"{why}; try {facts['attempts'] + 1} at {facts['due']:%Y-%m-%d %H:%M:%S} UTC"
    behind = "?" if facts["behind"] is None else facts["behind"]
    return facts["name"], facts["url"], facts["state"], behind, facts["delivered"], facts["dead"], why


def show(name: NameArgument, as_json: JsonOption = False, store: StoreOption = None) -> int:
    """Show one webhook: what it is for, how far it is, and what keeps it. Its secret is shown to nobody."""
    config = read_config()
    with open_book(config) as book:
        book.get(name)
    facts = next(each for each in _facts(config, store) if each["name"] == name)
    if as_json:
        _print_json(facts)
    else:
        shown = {key: ", ".join(value) if isinstance(value, list) else value for key, value in facts.items()}
        table = Table(show_header=False, box=None)
        for key, value in shown.items():
            table.add_row(key, Text("" if value is None else f"{value}"))
        out.print(table)
    return 0


# ── what its owner does ──


def pause(name: NameArgument) -> int:
    """Send nothing more by it. What happens meanwhile is sent when it is resumed."""
    with open_book(read_config()) as book:
        book.pause(name, "its owner paused it")
    say(f"The webhook {name!r} is paused. `newsbot webhooks resume {name}` lets it go on.")
    return 0


def resume(
    name: NameArgument,
    start: Annotated[
        From | None,
        typer.Option("--from", help="Not where it stopped: with what is to come, or with all that the store has."),
    ] = None,
    store: StoreOption = None,
) -> int:
    """Let it go on, at once with what failed last.

    With [bold]--from[/] it is for the store that is there now, which brings back one that is astray.
    """
    config = read_config()
    with open_book(config) as book:
        book.get(name)
        if start is None:
            book.resume(name)
        else:
            with open_store_of(config, store) as opened:
                book.resume(name, 0 if start == "beginning" else opened.last_event(), opened.stream)
    say(f"The webhook {name!r} goes on.")
    return 0


def skip(name: NameArgument, store: StoreOption = None) -> int:
    """Give up the event that fails, at once: it is a dead letter then, and those behind it have their turn."""
    config = read_config()
    with open_book(config) as book, open_store_of(config, store) as opened:
        hook = book.get(name)
        if why := hook.astray(opened.stream, opened.last_event()):
            raise FixArgument("NAME", name, why, "Give the store that it is for with --store.")
        events = opened.events(hook.trying - 1, 1) if hook.trying else []
        if not events or not book.skip(name, events[0]):
            raise FixArgument("NAME", name, "no event of it is being tried", f"`newsbot webhooks show {name}` tells.")
    number = events[0].number
    say(f"Event {number} is a dead letter now. `newsbot webhooks replay {name} {number}` sends it again.")
    return 0


def rotate(name: NameArgument, secret: SecretOption = None) -> int:
    """Make a new secret and show it, this once. For a day, each request is signed by the old one, too."""
    config = read_config()
    with open_book(config) as book:
        book.get(name)
        keys = Keys(config)
        kept, shown = _secret(keys, secret, book)
        until = datetime.fromtimestamp(book.rotate(name, kept), UTC)
    _say_secret(keys, name, shown)
    say(f"The old secret counts until {until:%Y-%m-%d %H:%M} UTC: give the receiver the new one before that.")
    return 0


def remove(name: NameArgument) -> int:
    """Take a webhook away, with its dead letters."""
    with open_book(read_config()) as book:
        book.remove(name)
    say(f"The webhook {name!r} is gone.")
    return 0


def failed(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Of one webhook; of all where left out.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="How many at most.")] = 100,
    as_json: JsonOption = False,
) -> int:
    """List the dead letters: events that a receiver did not take in ten tries over a day."""
    config = read_config()
    if not config.webhooks.exists():
        letters, streams = [], {}
    else:
        with Book(config.webhooks) as book:
            if name is not None:
                book.get(name)
            letters, streams = book.letters(name, limit), {hook.name: hook.stream for hook in book.all()}
    facts = [letter_facts(each, streams.get(each.hook, "")) for each in letters]
    if as_json:
        _print_json(facts)
    elif facts:
        keys = ("webhook", "number", "kind", "url", "attempts", "failed", "error")
        rows = ([*(each[key] for key in keys), "yes" if each["again"] else ""] for each in facts)
        out.print(_table("Dead letters", (*keys, "sent again"), rows))
        say("`newsbot webhooks replay NAME [NUMBER…|--all]` sends them again.")
    else:
        say("There are no dead letters.")
    return 0


def _table(title: str, columns: Sequence[str], rows: Any) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        cells = (f"{each:%Y-%m-%d %H:%M} UTC" if isinstance(each, datetime) else f"{each}" for each in row)
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    return table


def _print_json(facts: object) -> None:
    sys.stdout.write(orjson.dumps(facts, option=orjson.OPT_UTC_Z).decode() + "\n")
