"""Store: the third step. Articles go to the store in batches; a visit ends when its article is safe there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from scrapy.crawler import Crawler

from newsbot.article import Article
from newsbot.crawl.keeping import Keeping, keeping_of
from newsbot.store.base import Outcome, Saved, VisitState

_STATES = {Saved.NEW: VisitState.STORED, Saved.CHANGED: VisitState.CHANGED, Saved.SAME: VisitState.UNCHANGED}


def state_of(article: Article, saved: Saved) -> tuple[VisitState, str]:
    """How the visit of a kept article ended, and why: a teaser is never called stored."""
    access = article.access
    if not article.complete:
        verdict = f"{access.delivered.value}, gate {access.gate.value} ({access.confidence.value})"
        return VisitState.TEASER, f"{verdict}; {saved.value} in the store"
    return _STATES[saved], f"{access.delivered.value} ({access.confidence.value})"


class Store:
    """Hands articles to the writer."""

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step of this crawler."""
        return cls(keeping_of(crawler))

    async def open_spider(self) -> None:
        """Open the store; raises `CloseSpider` where it cannot be used."""
        await self.keeping.open()

    async def process_item(self, item: Any) -> Any:
        """The article, on its way to the store. Items of other kinds pass."""
        if isinstance(item, Article):
            await self.keeping.keep(item, self._outcome(item))
        return item

    def _outcome(self, article: Article) -> Callable[[Saved], Outcome]:
        def outcome(saved: Saved) -> Outcome:
            state, reason = state_of(article, saved)
            return self.keeping.article_outcome(article, state, reason)

        return outcome
