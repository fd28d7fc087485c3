"""Complete: the first step. What is no article is not kept; its visit ends with the reason."""

from __future__ import annotations

from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsbot.article import Article, Delivered
from newsbot.crawl.keeping import Keeping, keeping_of
from newsbot.store.base import VisitState


def why_not(article: Article) -> str | None:
    """Why this is no article that can be kept; None where it is one. A labelled teaser is one."""
    if not article.headline:
        return "it has no headline"
    if (
        not article.articleBody
        and not article.liveBlogUpdate
        and article.access.delivered in {Delivered.FULL, Delivered.UNKNOWN}
    ):
        return "it has no text"
    return None


class Complete:
    """Drops what is no article."""

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step of this crawler."""
        return cls(keeping_of(crawler))

    async def process_item(self, item: Any) -> Any:
        """The article as it came; raises `DropItem`. Items of other kinds pass."""
        if isinstance(item, Article) and (why := why_not(item)):
            await self.keeping.end_article(item, VisitState.NOT_ARTICLE, why)
            raise DropItem(why, log_level="INFO")
        return item
