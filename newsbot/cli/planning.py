"""What a crawl is to do, as the command line says it, and as it is said on to workers and to Scrapy."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from newsbot.cli import display
from newsbot.cli.console import err
from newsbot.cli.workers import telling
from newsbot.config import Config, read_config
from newsbot.crawl.addon import SITES_AT_ONCE
from newsbot.crawl.keeping import new_run
from newsbot.crawl.paces import LEAST_DELAY
from newsbot.errors import FixArgument, FixConfiguration
from newsbot.lists import read_list
from newsbot.sites.catalog import own_entries
from newsbot.store.opening import open_store
from newsbot.tally import Result
from newsbot.warc.writing import ready_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How a crawl is to be run, and told of."""

    store: str
    delay: float | None = None
    json_totals: bool = False
    quiet: bool = False
    as_worker: str | None = None
    warc: Path | None = None  #: the folder of the raw archive
    public_only: bool = False  #: whether hosts inside are refused even where they are named

    @property
    def settings(self) -> dict[str, Any]:
        """For Scrapy."""
        settings: dict[str, Any] = {"NEWSBOT_STORE": self.store, "NEWSBOT_WARC": str(self.warc or "")}
        if self.public_only:
            settings["NEWSBOT_PUBLIC_ONLY"] = True
        if self.delay is not None:
            settings["DOWNLOAD_DELAY"] = max(self.delay, LEAST_DELAY)
        if self.as_worker is not None:
            run, _, at_once = self.as_worker.partition(":")
            settings |= {"NEWSBOT_RUN": run, "NEWSBOT_SITES_AT_ONCE": int(at_once)}
        return settings

    def watch(self, get_report: Callable[[], Result | None]) -> AbstractContextManager[None]:
        """Show the crawl while it runs."""
        if self.as_worker is not None:
            return telling(get_report)
        return nullcontext() if self.quiet else display.watch(err, get_report)


def named_sites(sites: list[str] | None, file: Path | None, config: Config, *, everything: bool) -> list[str]:
    """The sites that a command is about, each as its user calls it. Raises `FixArgument` where there is none."""
    names = [*(sites or []), *read_list(file, "--from")]
    if everything:
        own = [entry.file for entry in own_entries(config.sites)]
        if not own:
            cure = "`newsbot sites add URL` makes one."
            raise FixArgument("--all", str(config.sites), "there is no site file of yours", cure)
        names += own
    if not names:
        cure = "Try `newsbot crawl demo`, or give the address of a site, or --all."
        raise FixArgument("SITE", "", "no site was given", cure)
    return list(dict.fromkeys(names))


def open_and_try(config: Config, uri: str) -> str:
    """See that the store can be used, before anything is asked; where it is, fit to be shown."""
    if uri == config.store and uri.startswith("sqlite:///"):
        config.data.mkdir(parents=True, exist_ok=True)
    with open_store(uri, database=config.mongo_database) as opened:
        opened.ready()
        return opened.uri


def warc_folder(given: Path | None, config: Config) -> Path | None:
    """The folder of the raw archive, made ready before anything is asked; None: there is none to be."""
    folder = given or config.warc
    return None if folder is None else ready_folder(folder)


def plan_words(plan: Plan) -> list[str]:
    """A plan as a worker is told of it. A store's password goes by the environment, where others do not see it."""
    os.environ["NEWSBOT_STORE"] = plan.store
    os.environ["NEWSBOT_WARC"] = str(plan.warc or "")
    return [] if plan.delay is None else ["--delay", str(plan.delay)]


def worker_commands(
    command: str, number: int, names: list[str], words: list[str], folder: Path | None
) -> list[list[str]]:
    """The command line of each worker; it finds the sites' names in a file of that folder, or without one by itself."""
    if folder is not None:
        listed = folder / "sites.txt"
        listed.write_text("\n".join(names), "utf-8")
        words = ["--from", str(listed), *words]
    run, at_once = new_run(datetime.now(UTC)), max(1, min(SITES_AT_ONCE, -(-len(names) // number)))
    return [[command, *words, "--as-worker", f"{run}.{each}:{at_once}"] for each in range(1, number + 1)]


def prepare(*, verbose: bool) -> Config:
    """Read the configuration and send the log to its file (and to stderr, where that is wanted)."""
    config = read_config()
    try:
        config.data.mkdir(parents=True, exist_ok=True)
        handlers: list[logging.Handler] = [
            RotatingFileHandler(config.log, maxBytes=5_000_000, backupCount=2, encoding="utf-8", delay=False)
        ]
    except OSError as error:
        raise FixConfiguration(
            "NEWSBOT_DATA",
            f"{config.data} cannot be written ({(error.strerror or str(error)).lower()})",
            "Set NEWSBOT_DATA to a folder of yours.",
        ) from error
    if verbose:
        handlers.append(logging.StreamHandler())
    logging.raiseExceptions = False  # a log that cannot be written (a full disk) is no reason to say so at every line
    logging.basicConfig(
        level=logging.INFO, handlers=handlers, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True
    )
    return config
