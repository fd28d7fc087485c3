"""Logins: a crawl's way to saved sessions, credentials and the browser. What is slow is done beside the crawl."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping
from datetime import UTC, datetime

from scrapy.crawler import Crawler

from newsbot.config import read_config
from newsbot.crawl.guard import Guard
from newsbot.errors import BrowserGone, NewsbotError
from newsbot.sessions.browser import BrowserManager
from newsbot.sessions.credentials import resolve
from newsbot.sessions.installed import need_browser
from newsbot.sessions.masking import Secret
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.signing import sign_in
from newsbot.sessions.vault import open_vault
from newsbot.sites.model import Site

logger = logging.getLogger(__name__)


class Logins:
    """Loads, makes and saves the sessions of sites. One browser serves all, and is started when it is needed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = read_config()
        self.vault = open_vault(self.config)
        self._secrets: dict[str, Mapping[str, Secret]] = {}
        self._browser: BrowserManager | None = None

    async def load(self, site: Site) -> SavedSession | None:
        """The saved session of a site, if there is one that may still hold. Raises what the vault raises."""
        saved = await asyncio.to_thread(self.vault.load, site.slug)
        return None if saved is None or saved.is_stale(datetime.now(UTC)) else saved

    async def prepare(self, site: Site) -> None:
        """See to it that signing in can be tried. Raises `InstallBrowser`, and what `credentials` raises."""
        await self.credentials(site)
        need_browser(os.environ)

    async def credentials(self, site: Site) -> None:
        """Fetch the site's credentials, for later. Raises `GiveCredential` where one cannot be had."""
        if site.login is not None and site.slug not in self._secrets:
            self._secrets[site.slug] = await asyncio.to_thread(resolve, site, site.login, self.config)

    async def sign_in(self, site: Site) -> SavedSession:
        """Sign in by the site's recipe, once, and save the session. Raises a `NewsbotError` that says what to do.

        What ends with the browser itself was no refusal, and is tried once more.
        """
        await self.credentials(site)
        try:
            saved = await self._attempt(site)
        except BrowserGone as error:
            logger.warning("%s: signing in was broken off, and is tried once more: %s", site.name, error)
            saved = await self._attempt(site)
        await asyncio.to_thread(self.vault.save, saved)
        return saved

    async def _attempt(self, site: Site) -> SavedSession:
        login = site.login
        assert login is not None, "only sites with a login get here"  # noqa: S101
        secrets, folder = self._secrets[site.slug], self.config.data / "sign-ins"
        return await sign_in(self.browser, site, login, secrets, at=datetime.now(UTC), folder=folder)

    @property
    def browser(self) -> BrowserManager:
        """The crawl's browser; it obeys the crawl's guard."""
        if self._browser is None:
            self._browser = BrowserManager(allow=self._allows)
        return self._browser

    def _allows(self, url: str) -> bool:
        guard = self.crawler.get_downloader_middleware(Guard)
        return guard is not None and guard.why_not(url) is None

    async def keep(self, saved: SavedSession) -> None:
        """Save a session. A vault that cannot be written is told, no more."""
        try:
            await asyncio.to_thread(self.vault.save, saved)
        except NewsbotError as error:
            logger.error("the session of %s could not be saved: %s", saved.site, error)  # noqa: TRY400 (it says it all)

    async def close(self) -> None:
        """Let the browser go."""
        if self._browser is not None:
            await self._browser.close()
