"""The spider `article`: the given addresses, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from typing import Any

from scrapy import Request
from scrapy.exceptions import CloseSpider

from newsbot.discovery.link import FoundBy, Link
from newsbot.urls import article_key, canonical
from spiders.arguments import addresses, no_address
from spiders.base import NewsSpider


class ArticleSpider(NewsSpider):
    """`scrapy crawl article -a url=… [-a urls="… …"] [-a urls_file=PATH]`: reads each of these pages.

    Pages that are known already are asked for again without validators: whoever names a page wants its text.
    """

    name = "article"
    conditional = False

    def __init__(
        self,
        url: str | None = None,
        urls: str | Iterable[str] | None = None,
        urls_file: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        given = any(each is not None for each in (url, urls, urls_file))
        # Without any argument, it waits for the addresses that scrapyrt hands to `parse`.
        self.urls = addresses(url, urls, file=urls_file) if given else []
        self.names = []

    async def start(self) -> AsyncIterator[Request]:
        """A request for each address. Raises `CloseSpider` where there is none; scrapyrt never calls this."""
        if not self.urls:
            self.logger.error("%s", no_address())
            raise CloseSpider("no_address")
        await self.keeping.open()
        given = [Link(url=canonical(url), foundBy=FoundBy.GIVEN, foundOn="") for url in self.urls]
        links = list({article_key(link.url): link for link in given}.values())  # two spellings are one page
        by_site: dict[str, list[Link]] = {}
        for link in links:
            by_site.setdefault(self.site_of(link.url).slug, []).append(link)
        known = {visit.key: visit for site, those in by_site.items() for visit in await self.keeping.offer(those, site)}
        for link in links:
            site = self.site_of(link.url)
            self.keeping.report.site(site.slug).asked += 1
            yield self.article_request(link, site, known.get(article_key(link.url)))
