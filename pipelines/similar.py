"""Similar: the second step. The same text at a second address of the same site is not kept twice.

The same text on another site is kept, and names the copy that came first (`story`): who printed what is a fact.
"""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsbot.article import Article, content_hash
from newsbot.crawl.keeping import Keeping, keeping_of
from newsbot.store.base import COPY_LENGTH, Copy, VisitState


class Similar:
    """Drops second copies within a site, and links copies between sites."""

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping
        self.seen: dict[str, Copy] = {}  # of this run; the store knows the earlier ones, and not yet those in the queue

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step of this crawler."""
        return cls(keeping_of(crawler))

    async def process_item(self, item: Any) -> Any:
        """The article, with `story` where its text is known; raises `DropItem` for a second copy."""
        if not isinstance(item, Article) or not item.complete or len(item.articleBody or "") < COPY_LENGTH:
            return item
        digest = content_hash(item)
        first = self.seen.get(digest) or (await self.keeping.copies([digest])).get(digest)
        if first is None or first.key == item.key:
            self.seen.setdefault(digest, Copy(key=item.key, url=item.url, site=item.crawl.site))
            return item
        if first.site == item.crawl.site:
            await self.keeping.end_article(item, VisitState.DUPLICATE, first.url)
            raise DropItem(f"the same text is kept from {first.url}", log_level="INFO")
        item.story = first.key
        return item
