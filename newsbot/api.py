"""What the package offers to other programs, beside its stores: read a page, load a site, run a crawl."""

from __future__ import annotations

import asyncio
import json
import signal
import sys

from newsbot.article import Article
from newsbot.config import read_config
from newsbot.errors import CrawlFailed
from newsbot.reading import hints_of, read_bytes
from newsbot.sites.catalog import load_site as load_from_catalog
from newsbot.sites.catalog import site_for_url
from newsbot.sites.model import Site
from newsbot.tally import Totals

_WORKED = {0, 2}
_PATIENCE = 60.0  # seconds that a cancelled crawl has for its last pages


def load_site(name: str) -> Site:
    """The site of a name (`newsbot sites list`), a site file's path, or an address.

    Raises `FixArgument` for an unknown name, `FixSiteFile` for a file with faults.
    """
    return load_from_catalog(name, own=read_config().sites)


def read(html: bytes | str, url: str) -> Article:
    """The article on a page that came from `url`, judged, without the network.

    The site file of that address is used, where there is one. Raises `NotAPage` where it is no HTML.
    """
    site = site_for_url(url, own=read_config().sites)
    return read_bytes(html, url, hints=hints_of(site)).article


async def crawl(*sites: str, store: str | None = None, limit: int | None = None, delay: float | None = None) -> Totals:
    """Crawl sites as `newsbot crawl` does, in a process of its own, and return what came in.

    `limit` is the number of pages a site, `delay` the seconds between two requests. A site that fails is in the totals
    only by its absence; see the store. Raises `CrawlFailed` for wrong usage, and where articles wait in the outbox.
    A crawl that is cancelled ends its requests under way, and what was read is kept.
    """
    options = {"--store": store, "--limit": limit, "--delay": delay}
    given = [word for name, value in options.items() if value is not None for word in (name, str(value))]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "newsbot",
        "crawl",
        "--json",
        "--quiet",
        *given,
        "--",
        *sites,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        output, errors = await process.communicate()
    except asyncio.CancelledError:
        await _interrupt(process)
        raise
    if process.returncode not in _WORKED:
        raise CrawlFailed(process.returncode or 1, errors.decode("utf-8", "replace").strip())
    return Totals(**json.loads(output.decode().strip().splitlines()[-1]))


async def _interrupt(process: asyncio.subprocess.Process) -> None:
    """End a crawl as Ctrl-C does; a second one where that takes too long."""
    for each in (signal.SIGINT, signal.SIGINT, signal.SIGKILL):
        if process.returncode is not None:
            return
        process.send_signal(each)
        try:
            await asyncio.wait_for(process.wait(), _PATIENCE)
        except TimeoutError:
            continue
