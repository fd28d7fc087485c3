"""Similar: the second step. The same text at a second address of the same site is not kept twice.

A copy on another site, and a text that is nearly the same, are kept, and name the story that they belong to (`story`):
who printed what is a fact.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from newsbot.article import Article, content_hash
from newsbot.crawl.keeping import Keeping, keeping_of
from newsbot.likeness import Fingerprint, fingerprint, is_same_story, likeness
from newsbot.store.base import COPY_LENGTH, Candidate, Copy, VisitState
from newsbot.store.recent import Recent
from newsbot.stories import declared_original
from newsbot.urls import article_key


class Similar:
    """Drops second copies within a site, and joins copies and near copies into stories."""

    def __init__(self, keeping: Keeping) -> None:
        self.keeping = keeping
        self.recent = Recent()  # the store knows the earlier ones, and not yet those in the queue
        self._turn = asyncio.Lock()  # of two copies that come at once, the second must find the first

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The step of this crawler."""
        return cls(keeping_of(crawler))

    async def process_item(self, item: Any) -> Any:
        """The article, with `story` where its text is known; raises `DropItem` for a second copy."""
        if not isinstance(item, Article):
            return item
        async with self._turn:
            if item.complete and len(item.articleBody or "") >= COPY_LENGTH:
                return await self._joined(item, item.articleBody or "")
            item.story = await self._declared(item)  # a teaser, or too little to tell by
        return item

    async def _joined(self, item: Article, text: str) -> Article:
        digest, print_ = content_hash(item), fingerprint(text)
        kept, candidates = await self.keeping.alike(digest, print_)
        first = self.recent.copy(digest) or kept
        if first is not None and first.key != item.key and first.site == item.crawl.site:
            await self.keeping.end_article(item, VisitState.DUPLICATE, first.url)
            raise DropItem(f"the same text is kept from {first.url}", log_level="INFO")
        known = [*candidates, *self.recent.alike(print_)]
        itself = [each.story for each in (first, *known) if each is not None and each.key == item.key]
        item.story = next(filter(None, itself), None)
        if item.story is None and all(each.story != item.key for each in known):  # else others are in its story
            exact = first if first is not None and first.key != item.key else None
            item.story = await self._declared(item) or story_of(exact) or nearest(item, print_, known)
        here = Copy(key=item.key, url=item.url, site=item.crawl.site, story=item.story)
        self.recent.add(here, digest, print_)
        return item

    async def _declared(self, item: Article) -> str | None:
        """The story of the article on another site that the page names as its text's own, if that is known here."""
        declared = declared_original(item)
        if declared is None:
            return None
        story = story_of(self.recent.get(article_key(declared))) or await self.keeping.story_at(declared)
        return None if story == item.key else story


def story_of(copy: Copy | None) -> str | None:
    """The story of a copy: its own key where it came first."""
    return None if copy is None else copy.story or copy.key


def nearest(item: Article, print_: Fingerprint, known: Sequence[Candidate]) -> str | None:
    """The story of the known text that is most alike, and is a copy; of equals the first."""
    most, story = 0.0, None
    for each in known:
        found = likeness(print_, each.fingerprint)
        if each.key == item.key or not is_same_story(found, one_site=each.site == item.crawl.site):
            continue
        if found.alike > most:
            most, story = found.alike, each.story or each.key
    return story
