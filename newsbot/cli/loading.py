"""Loading: the modules of the commands that are asked for, and no others. Scrapy alone takes half a second to load."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from importlib import import_module

import typer

#: Which module has which command, and which command of a group, in the order in which the help shows them.
HOMES: Mapping[tuple[str, ...], str] = {
    ("crawl",): "crawling",
    ("run",): "running",
    ("archive",): "crawling",
    ("scrape",): "crawling",
    ("reread",): "reread",
    ("read",): "reading",
    ("why",): "looking",
    ("history",): "history",
    ("story",): "story",
    ("health",): "health",
    ("export",): "exporting",
    ("import",): "bringing",
    ("serve",): "serving",
    ("tokens",): "tokens",
    ("webhooks",): "webhooks",
    ("webhooks", "test"): "posting",
    ("webhooks", "send"): "posting",
    ("webhooks", "replay"): "posting",
    ("demo",): "looking",
    ("sites",): "sites",
    ("sites", "add"): "adding",
    ("sites", "import-ftr"): "importing",
    ("login",): "login",
    ("sessions",): "sessions",
    ("sessions", "check"): "proving",
    ("doctor",): "doctor",
}
_GROUPS = frozenset(key[0] for key in HOMES if len(key) > 1)


def homes_for(arguments: Sequence[str], *, all_of_them: bool = False) -> list[tuple[str, ...]]:
    """Which of `HOMES` a command line needs, in order; all where it asks for help, or for what nobody knows."""
    words = tuple(each for each in arguments if not each.startswith("-"))
    command = words[:1]
    if all_of_them or command not in HOMES:
        return list(HOMES)
    if command[0] not in _GROUPS:
        return [command]
    if words[:2] in HOMES and len(words) > 1:
        return [command, words[:2]]
    # The group's help shows all of it; else it is a command that the group's own module has.
    helped = len(words) == 1
    return [key for key in HOMES if key == command or (helped and key[:1] == command)]


class Commands:
    """The commands of an app, each added when it is first needed."""

    def __init__(self, app: typer.Typer) -> None:
        self.app = app
        self._groups: dict[str, typer.Typer] = {}
        self._loaded: set[str] = set()

    def load(self, arguments: Sequence[str], *, all_of_them: bool = False) -> None:
        """Add what a command line needs. Nothing becomes garbage meanwhile, and what is loaded stays for good."""
        gc.disable()
        try:
            self._load(arguments, all_of_them=all_of_them)
        finally:
            gc.freeze()
            gc.enable()

    def _load(self, arguments: Sequence[str], *, all_of_them: bool) -> None:
        for key in homes_for(arguments, all_of_them=all_of_them):
            name = HOMES[key]
            if name in self._loaded:
                continue
            self._loaded.add(name)
            group = import_module(f"newsbot.cli.{name}").add_to(self._groups[key[0]] if len(key) > 1 else self.app)
            if key[0] in _GROUPS and len(key) == 1:
                self._groups[key[0]] = group
