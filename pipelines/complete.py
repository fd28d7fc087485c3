"""Complete: the first step. What is no article is not kept; its visit ends with the reason.

Articles that another project's own spiders made get here what newsbot's spiders say themselves: run, site, time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsbot.article import Article
from newsbot.crawl.keeping import Keeping, keeping_of
from newsbot.reading import why_not
from newsbot.sites.catalog import site_for_url
from newsbot.store.base import VisitState
from newsbot.urls import bare_host, is_http


class Complete:
    """Drops what is no article, and completes what is one."""

    def __init__(self, keeping: Keeping, own_sites: Path) -> None:
        self.keeping = keeping
        self.own_sites = own_sites
        self.slugs: dict[str, str] = {}  # of sites, by host

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step of this crawler."""
        return cls(keeping_of(crawler), Path(crawler.settings["NEWSBOT_SITES"]))

    async def process_item(self, item: Any) -> Any:
        """The article, which now says how it was come by; raises `DropItem`. Items of other kinds pass."""
        if not isinstance(item, Article):
            return item
        if item.crawl.run is None:
            self._note_crawl(item)
        if why := why_not(item):
            await self.keeping.end_article(item, VisitState.NOT_ARTICLE, why)
            raise DropItem(why, log_level="INFO")
        return item

    def _note_crawl(self, article: Article) -> None:
        crawl = article.crawl
        article.crawl = replace(
            crawl,
            run=self.keeping.run,
            site=crawl.site or self._site_of(article.url),
            requestedUrl=crawl.requestedUrl or article.url,
            fetchedAt=crawl.fetchedAt or datetime.now(UTC),
        )

    def _site_of(self, url: str) -> str | None:
        host = bare_host(url)
        if host not in self.slugs and is_http(url):
            self.slugs[host] = site_for_url(url, self.own_sites).slug
        return self.slugs.get(host)
