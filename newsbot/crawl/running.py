"""Running a crawl in this process: what the command line starts, and what `scrapy crawl` would do without it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from scrapy import Spider, signals
from scrapy.crawler import Crawler, CrawlerProcess
from scrapy.settings import Settings
from twisted.internet.defer import Deferred
from twisted.python.failure import Failure

from newsbot.crawl.keeping import keeping_of
from newsbot.crawl.report import Report
from newsbot.crawl.stopping import stopping_of

#: Shows a crawl while it runs; gets a function that gives the report, or None as long as there is none.
Watch = Callable[[Callable[[], Report | None]], AbstractContextManager[None]]


def project_settings(overrides: Mapping[str, Any]) -> Settings:
    """Scrapy's settings of this project, with these on top, wherever the process was started."""
    settings = Settings()
    settings.setmodule("newsbot.settings", priority="project")
    settings.setdict(overrides, priority="cmdline")
    return settings


class _Process(CrawlerProcess):
    """Ends sooner than Scrapy's own: see `newsbot.crawl.stopping`."""

    def stop(self) -> Deferred[Any]:
        """What the first Ctrl-C, and a SIGTERM, leads to."""
        for crawler in self.crawlers:
            if _report(crawler) is not None:
                stopping_of(crawler).stop()
        return super().stop()


#: Scrapy's signal for everything that was kept: an `item`.
kept = signals.item_scraped


def run_crawl(
    spider: str | type[Spider],
    arguments: Mapping[str, Any],
    overrides: Mapping[str, Any],
    watch: Watch,
    listen: Mapping[object, Callable[..., None]] | None = None,
) -> Report:
    """Run a spider to its end and return its report. Once a process: Twisted's reactor cannot be started again.

    `listen` has a function for each signal that is of interest: `kept`, and those of `newsbot.crawl.report`. Scrapy
    gives them what they name as parameters.

    The first Ctrl-C lets the requests under way end; the second ends the process at once, with exit code 130, after
    what was read is put into the outbox.
    """
    process = _Process(project_settings({**overrides, "LOG_INSTALL_ROOT_HANDLER": False}))
    crawler = process.create_crawler(spider)
    for signal, listener in (listen or {}).items():
        crawler.signals.connect(listener, signal, weak=False)
    errors: list[BaseException] = []

    def note(failure: Failure) -> None:
        if failure.value is not None:
            errors.append(failure.value)

    ended = process.crawl(crawler, **arguments).addErrback(note)
    with watch(lambda: _report(crawler)):
        process.start()
    if not ended.called:
        _end_at_once(crawler)
    if errors:
        raise errors[0]
    report = _report(crawler)
    assert report is not None, "newsbot's add-on sets it"  # noqa: S101
    return report


def _report(crawler: Crawler) -> Report | None:
    try:
        return crawler.get_extension(Report)
    except RuntimeError:  # the crawler has not started yet
        return None


def _end_at_once(crawler: Crawler) -> None:
    """Save what is queued, then leave without waiting for threads that a dead server may hold."""
    keeping_of(crawler).spill()
    sys.stdout.flush()
    sys.stderr.write("Ended at once. What was read and not yet stored waits in the outbox.\n")
    sys.stderr.flush()
    os._exit(130)
