"""Guard: no request goes to an address inside the owner's own network, unless the owner named that host.

This sees what stands in the URL: schemes, IP addresses in all their spellings, `localhost` and names without a dot.
It does not yet see a public name whose DNS answer is a private address.
"""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request, Spider
from scrapy.crawler import Crawler

from newsbot.crawl.outcomes import Refused
from newsbot.errors import RefuseAddress
from newsbot.hosts import why_private
from newsbot.urls import bare_host, is_http, on_hosts


class Guard:
    """A downloader middleware that refuses addresses; redirects pass through it again."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        hosts = crawler.settings.getlist("NEWSBOT_ALLOW_HOSTS")
        self.allowed = frozenset(host.strip().lower().removeprefix("www.") for host in hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Guard this crawler."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise `Refused` for an address that must not be asked."""
        if why := self.why_not(request.url):
            self.crawler.stats.inc_value("newsbot/refused")
            raise Refused(RefuseAddress(request.url, why))

    def why_not(self, url: str) -> str | None:
        """Why an address must not be asked; None where it may be."""
        if not is_http(url):
            return "only http and https are fetched"
        why = why_private(bare_host(url))
        return why if why and not (on_hosts(url, self._named()) or on_hosts(_without_port(url), self.allowed)) else None

    def _named(self) -> frozenset[str]:
        """The hosts that the owner named: by setting, by site file, by address on the command line."""
        return self.allowed | hosts_named_by(self.crawler.spider)


def hosts_named_by(spider: Spider | None) -> frozenset[str]:
    """The hosts that a spider was told to ask: newsbot's own say so; of others, where they start counts."""
    named: frozenset[str] | None = getattr(spider, "named_hosts", None)
    if named is not None:
        return named
    return frozenset(bare_host(url) for url in getattr(spider, "start_urls", ()))


def _without_port(url: str) -> str:
    """The address without its port: the setting may name a host as a whole."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    return urlunsplit(parts._replace(netloc=f"[{host}]" if ":" in host else host))
