"""Logins: a crawl's way to saved sessions, credentials and the browser. What is slow is done beside the crawl."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from scrapy.crawler import Crawler

from newsbot.config import read_config
from newsbot.crawl.guard import Guard
from newsbot.crawl.stopping import stopping_of
from newsbot.errors import BrowserGone, NewsbotError, SignInFailed
from newsbot.sessions.browser import BrowserManager
from newsbot.sessions.credentials import resolve
from newsbot.sessions.installed import need_browser
from newsbot.sessions.masking import Secret
from newsbot.sessions.refusals import Refusals
from newsbot.sessions.saved import SavedSession
from newsbot.sessions.signing import sign_in
from newsbot.sessions.turns import newer, own_turn
from newsbot.sessions.vault import open_vault
from newsbot.sites.login import Login
from newsbot.sites.model import Site

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session, and whether it was signed in for just now; else another process had done so meanwhile."""

    saved: SavedSession
    anew: bool


class Logins:
    """Loads, makes and saves the sessions of sites. One browser serves all, and is started when it is needed."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.config = read_config()
        self.vault = open_vault(self.config)
        self.refusals = Refusals(self.vault)
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

    def forget(self, slug: str) -> None:
        """Let go of a site's credentials: they may be others the next time."""
        self._secrets.pop(slug, None)

    async def sign_in(self, site: Site, held: SavedSession | None) -> SignedIn:
        """Sign in by the site's recipe, once, and save the session. `held` is the one that is over.

        While another process does so, it is waited for, and its session taken. What was refused to an earlier crawl is
        not tried again. Raises a `NewsbotError` that says what to do.
        """
        async with own_turn(self.vault, site.slug, tell=logger.info, given_up=self._ends):
            now = datetime.now(UTC)
            if (other := await asyncio.to_thread(newer, self.vault, site.slug, held, now)) is not None:
                return SignedIn(other, anew=False)
            return SignedIn(await self._try(site), anew=True)

    def _ends(self) -> bool:
        """Whether the crawl is to end: then nobody waits for minutes."""
        return stopping_of(self.crawler).told

    async def _try(self, site: Site) -> SavedSession:
        await self.credentials(site)
        login, secrets = site.login, self._secrets[site.slug]
        assert login is not None, "only sites with a login get here"  # noqa: S101
        tried = await asyncio.to_thread(self.refusals.fingerprint, site.slug, login, secrets)
        await asyncio.to_thread(self.refusals.check, site.slug, tried, datetime.now(UTC))
        try:
            try:
                saved = await self._attempt(site, login, secrets)
            except BrowserGone as error:  # the site has refused nothing
                logger.warning("%s: signing in was broken off, and is tried once more: %s", site.name, error)
                saved = await self._attempt(site, login, secrets)
        except SignInFailed as failed:
            await self._note(site, failed, tried)
            raise
        await asyncio.to_thread(self.vault.save, saved)
        await asyncio.to_thread(self.refusals.clear, site.slug)
        return saved

    async def _attempt(self, site: Site, login: Login, secrets: Mapping[str, Secret]) -> SavedSession:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value("newsbot/session/logins")
        folder = self.config.data / "sign-ins"
        return await sign_in(self.browser, site, login, secrets, at=datetime.now(UTC), folder=folder)

    async def _note(self, site: Site, failed: SignInFailed, tried: str | None) -> None:
        """Remember a failure for the next crawl. Where that cannot be done, the failure itself is told all the same."""
        try:
            await asyncio.to_thread(self.refusals.note, site.slug, failed, tried, datetime.now(UTC))
        except NewsbotError as error:
            logger.error("the next crawl will sign in to %s again, and fail: %s", site.name, error)  # noqa: TRY400

    @property
    def browser(self) -> BrowserManager:
        """The crawl's browser; it obeys the crawl's guard."""
        if self._browser is None:
            self._browser = BrowserManager(allow=self._allows, judge=self._judge)
        return self._browser

    def _allows(self, url: str) -> bool:
        guard = self.crawler.get_downloader_middleware(Guard)
        return guard is not None and guard.reach.allows(url)

    def _judge(self, url: str, addresses: Sequence[str]) -> str | None:
        guard = self.crawler.get_downloader_middleware(Guard)
        return guard.reach.why_not_at(url, addresses) if guard is not None else "there is no guard"

    async def keep(self, saved: SavedSession) -> None:
        """Save a session. A vault that cannot be written is told, no more.

        It stays away where somebody has signed in anew meanwhile, or has had it forgotten.
        """
        try:
            kept = await asyncio.to_thread(self.vault.load, saved.site)
            if kept is not None and kept.signedInAt == saved.signedInAt:
                await asyncio.to_thread(self.vault.save, saved)
        except NewsbotError as error:
            logger.error("the session of %s could not be saved: %s", saved.site, error)  # noqa: TRY400 (it says it all)

    async def close(self) -> None:
        """Let the browser go."""
        if self._browser is not None:
            await self._browser.close()
