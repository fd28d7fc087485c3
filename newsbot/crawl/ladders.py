"""Ladders: how the pages of each site are asked for in this crawl (`newsbot.sessions.ladder` decides)."""

from __future__ import annotations

import logging
import os
from typing import Self

from scrapy.crawler import Crawler

from newsbot.article import FetchMode
from newsbot.crawl.report import report_of
from newsbot.errors import FixConfiguration, InstallBrowser
from newsbot.sessions import ladder
from newsbot.sessions.installed import need_browser
from newsbot.sessions.ladder import Ladder
from newsbot.sites.model import Site
from newsbot.tally import SiteTally

logger = logging.getLogger(__name__)


class Ladders:
    """An extension that knows where every site stands."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._sites: dict[str, Ladder] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """For this crawl."""
        return cls(crawler)

    def rung(self, site: Site) -> FetchMode:
        """How the site's pages are asked for now."""
        return self._of(site).rung

    def is_hopeful(self, site: Site) -> bool:
        """Whether to try a page of it in another way is still worth it."""
        return ladder.is_hopeful(self._of(site))

    def page_came(self, site: Site, at: FetchMode, *, whole: bool) -> FetchMode | None:
        """After a page: how to ask for it once more, where its text was not in it and that may help; else None."""
        self._move(site, ladder.page_came(self._of(site), at, whole=whole))
        return None if whole else ladder.next_rung(self._of(site), at)

    def session_fails_outside(self, site: Site) -> bool:
        """After a sign-in that worked in the browser and that plain HTTP does not know of: whether the site climbed."""
        return self._move(site, ladder.session_fails_outside(self._of(site)))

    def lose_browser(self, site: Site, why: str) -> None:
        """There is a browser, and it does not start: its pages are asked for plainly from now on."""
        self._sites[site.slug] = Ladder()
        logger.warning("%s is asked plainly: %s", site.name, why)
        self._tally(site).browserless = why

    def let_go(self, site: Site) -> None:
        """A service has done with a site for now: whether there is a browser is looked at anew the next time."""
        if site.fetch is not FetchMode.HTTP and self.rung(site) is FetchMode.HTTP:
            del self._sites[site.slug]

    def _of(self, site: Site) -> Ladder:
        if site.slug not in self._sites:
            self._sites[site.slug] = self._begin(site)
        return self._sites[site.slug]

    def _move(self, site: Site, now: Ladder) -> bool:
        before, self._sites[site.slug] = self._sites[site.slug], now
        if now.rung is before.rung:
            return False
        logger.info("%s: its pages are asked for by %s from now on", site.name, now.rung.value)
        self._tally(site).climbed = now.rung.value
        return True

    def _begin(self, site: Site) -> Ladder:
        own = site.login is not None
        if not own and site.fetch is FetchMode.HTTP:
            return Ladder()
        try:
            need_browser(os.environ)
        except (InstallBrowser, FixConfiguration) as error:
            if site.fetch is not FetchMode.HTTP:
                self.lose_browser(site, str(error))
            return Ladder()
        return ladder.begin(site.fetch, own=own)

    def _tally(self, site: Site) -> SiteTally:
        return report_of(self.crawler).site(site.slug)


def ladders_of(crawler: Crawler) -> Ladders:
    """The ladders of a crawl."""
    found = crawler.get_extension(Ladders)
    assert found is not None, "newsbot's add-on sets it"  # noqa: S101
    return found
