"""`newsbot tokens`: who may have what from `newsbot serve`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from newsbot.cli.console import out, say
from newsbot.config import read_config
from newsbot.errors import FixArgument
from newsbot.publish.tokens import Scope, Tokens

tokens = typer.Typer(
    no_args_is_help=True,
    help="Tokens for `newsbot serve`: who asks from another machine needs one. Only their hashes are kept.",
)
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What it is called: who has it, or what for.")]
_LONGEST = 64


def add_to(app: typer.Typer) -> typer.Typer:
    """Add these commands."""
    app.add_typer(tokens, name="tokens")
    return tokens


@tokens.command()
def add(
    name: NameArgument,
    scope: Annotated[
        list[Scope] | None,
        typer.Option(
            "--scope",
            help="What it is good for, once or more: read · paid (text that is not given away, whole) · scrape · admin "
            "(webhooks).",
        ),
    ] = None,
) -> int:
    """Make a token and show it, this once. Without [bold]--scope[/] it may read, and gets paid text cut."""
    if not name.isprintable() or not 0 < len(name) <= _LONGEST:
        raise FixArgument("NAME", name[:80], f"it is not of 1 to {_LONGEST} characters that can be shown")
    scopes = list(dict.fromkeys(scope or [Scope.READ]))
    if Scope.PAID in scopes and Scope.READ not in scopes:
        scopes.insert(0, Scope.READ)
    sys.stdout.write(Tokens(read_config().tokens).add(name, scopes) + "\n")
    say(
        f"This is the token {name!r} ({', '.join(scopes)}). It is shown only now; send it as `Authorization: Bearer …`."
    )
    return 0


@tokens.command("list")
def list_them() -> int:
    """Show which tokens there are."""
    known = Tokens(read_config().tokens).all()
    if not known:
        say("There are no tokens: only this machine may ask. `newsbot tokens add NAME` makes one.")
        return 0
    table = Table(title="Tokens", title_justify="left")
    for column in ("name", "scopes", "made"):
        table.add_column(column)
    for each in known:
        table.add_row(Text(each.name), ", ".join(each.scopes), f"{each.made:%Y-%m-%d %H:%M} UTC")
    out.print(table)
    return 0


@tokens.command()
def remove(name: NameArgument) -> int:
    """Take a token away: from now on it counts no more, in a server that runs neither."""
    Tokens(read_config().tokens).remove(name)
    say(f"The token {name!r} is gone.")
    return 0
