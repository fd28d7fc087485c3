"""The only part of newsbot that knows Scrapy: add-on, guard, politeness, keeping."""

from __future__ import annotations

import sys
from collections.abc import Coroutine
from types import ModuleType
from typing import Any

from newsbot.tally import Totals


class _CrawlPackage(ModuleType):
    """`newsbot.crawl` is a function of the facade, which an import of this package replaces: it can be called, too."""

    def __call__(self, *sites: str, **options: Any) -> Coroutine[Any, Any, Totals]:
        """`newsbot.api.crawl`."""
        from newsbot.api import crawl  # noqa: PLC0415 - the parts of this package need none of what it loads

        return crawl(*sites, **options)


sys.modules[__name__].__class__ = _CrawlPackage
