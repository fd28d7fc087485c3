"""Guard: no request goes to an address inside the owner's own network, unless the owner named that host.

What stands in an address is judged here, where a request passes; what its name is answered with, when the connection
is made (newsbot.crawl.resolver). The rule is that of newsbot.hosts.
"""

from __future__ import annotations

from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from newsbot.crawl.outcomes import Refused
from newsbot.errors import RefuseAddress
from newsbot.hosts import Reach, allowed_hosts
from newsbot.urls import bare_host


class Guard:
    """A downloader middleware that refuses addresses; redirects pass through it again."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        allowed = allowed_hosts(crawler.settings.getlist("NEWSBOT_ALLOW_HOSTS"))
        # Addresses that are not the owner's own choice, such as those of a token of the API, name nothing.
        nobody = crawler.settings.getbool("NEWSBOT_PUBLIC_ONLY")
        self.reach = Reach(lambda: frozenset() if nobody else hosts_named_by(crawler.spider), allowed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Guard this crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `Refused` for an address that must not be asked."""
        if why := self.reach.why_not(request.url):
            raise self.refusal(request.url, why)

    def refusal(self, url: str, why: str) -> Refused:
        """What to raise for an address that is not asked; it is counted."""
        self.crawler.stats.inc_value("newsbot/refused")
        return Refused(RefuseAddress(url, why))


def hosts_named_by(spider: Spider | None) -> frozenset[str]:
    """The hosts that a spider was told to ask: newsbot's own say so; of others, where they start counts."""
    named: frozenset[str] | None = getattr(spider, "named_hosts", None)
    if named is not None:
        return named
    return frozenset(bare_host(url) for url in getattr(spider, "start_urls", ()))
