"""The command `newsbot`: its commands, its exit codes, and the edge where errors become words."""

from __future__ import annotations

import errno
import logging
import os
import sys
import traceback
from typing import Annotated

import typer
from typer import rich_utils

from newsbot.cli import crawling, doctor, history, login, looking, reading, sessions, sites
from newsbot.cli.console import err, out, say_error
from newsbot.cli.crawling import INTERRUPTED
from newsbot.errors import NewsbotError
from newsbot.version import __version__

#: 0 all well, 1 usage or configuration, 2 some sites failed, 3 articles still in the outbox.
EXIT_WRONG = 1

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}

app = typer.Typer(
    name="newsbot",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Keep an honest record of the news you may read: find articles, fetch them politely, judge what was really "
    "delivered, and store clean, versioned copies.\n\nTry [bold]newsbot crawl demo[/], then "
    "[bold]newsbot crawl https://www.example.com[/] with a site of your own.",
    epilog="Exit codes: 0 all well · 1 wrong usage or configuration · 2 some sites failed · "
    "3 articles wait in the outbox.",
)


def _version(*, value: bool) -> None:
    if value:
        out.print(f"newsbot {__version__}")
        raise typer.Exit


@app.callback()
def common(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and end.", callback=lambda value: _version(value=value), is_eager=True
        ),
    ] = False,
) -> None:
    """Options of all commands."""


crawling.add_to(app)
reading.add_to(app)
looking.add_to(app)
history.add_to(app)
sites.add_to(app)
login.add_to(app)
sessions.add_to(app)
doctor.add_to(app)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; its exit code. Errors that are the user's to mend are told without a traceback."""
    try:
        code = app(args=arguments, prog_name="newsbot", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        rich_utils.rich_format_error(error)  # type: ignore[arg-type]  # typer shows all of its errors by it
        return EXIT_WRONG
    except NewsbotError as error:
        say_error(error)
        return EXIT_WRONG
    except typer.Abort:
        err.print("Interrupted.")
        return INTERRUPTED
    except SystemExit:
        # Typer and Rich end so where the reader of our output is gone (`newsbot export | head`): nothing is wrong.
        return 0
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _FULL:
            return _say_full(error)
        if logging.getLogger().handlers:  # else it would come twice
            logging.getLogger("newsbot").exception("a bug")
        err.print(traceback.format_exc(), markup=False)
        err.print("[bold red]This is a bug in newsbot.[/] Please report it with the lines above.")
        return EXIT_WRONG
    if code == INTERRUPTED:
        err.print("Interrupted.")
    return code if isinstance(code, int) else 0


def _say_full(error: OSError) -> int:
    """Output that cannot be written. Python would try, and complain, once more at its end: it may write to nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    err.print(f"[bold red]error:[/] The output cannot be written: {(error.strerror or str(error)).lower()}.")
    err.print("[green]   fix:[/] Free some space on its disk, or write it elsewhere.")
    return EXIT_WRONG
