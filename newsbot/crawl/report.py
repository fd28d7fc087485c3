"""Report: the extension that counts what a crawl does, for the progress display, the closing table and the stats."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler

from newsbot.article import Article
from newsbot.overrides import expected, missed
from newsbot.reading import PageRead
from newsbot.sites.model import Site
from newsbot.store.base import Outcome, Saved, VisitState
from newsbot.tally import Result, SiteTally

#: Scrapy's signal for every page that was read as an article, with its `site` (a `Site`) and what was `read` (a
#: `PageRead`).
page_read = object()
#: Scrapy's signal for the end of a site's round, with its `site` (the slug) and its `tally` (a `SiteTally`).
round_ended = object()
#: Scrapy's signal of a service, with its `site` (the slug), and when (`due`) it is crawled again.
next_round = object()
#: So many reasons why something could not be read are told in the stats.
MOST_TROUBLES = 20


class Report(Result):
    """The tallies of the running crawl, by site."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()
        self.crawler = crawler
        self.reason = ""  #: Scrapy's finish reason

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Count for this crawler."""
        report = cls(crawler)
        crawler.signals.connect(report.spider_closed, signals.spider_closed)
        return report

    def site(self, site: str) -> SiteTally:
        """The tally of a site."""
        return self.sites.setdefault(site, SiteTally())

    def page_read(self, site: Site, read: PageRead) -> None:
        """A page was read as an article: count which of the site's overrides found nothing, and tell who listens."""
        if expected(site):
            self.site(site.slug).count_read(missed(site, read))
        self.crawler.signals.send_catch_log(page_read, site=site, read=read)

    def saved(self, article: Article, saved: Saved) -> None:
        """The store took an article."""
        self.site(article.crawl.site or "").count_saved(saved, article.access)
        self._count(f"articles/{saved.value}")
        if saved is not Saved.SAME:
            self._count(f"delivered/{article.access.delivered.value}")

    def ended(self, outcome: Outcome) -> None:
        """A visit ended without an article to save."""
        self.site(outcome.site).count_ended(outcome.state, outcome.reason, outcome.url)
        self._count(f"visits/{outcome.state.value}")

    def listing(self, outcome: Outcome, *, worked: bool | None) -> None:
        """A feed, sitemap or section was read, or could not be.

        None for what says nothing about the site: its robots.txt, or a place where it might have had a listing.
        """
        tally = self.site(outcome.site)
        if worked:
            tally.listings += 1
        elif worked is False:
            tally.count_trouble(outcome.reason, outcome.url)
        self._count(f"visits/{VisitState.LISTING.value}")

    def round_ended(self, site: str) -> None:
        """All that was asked of a site in this round is in the store: tell who listens."""
        self.crawler.signals.send_catch_log(round_ended, site=site, tally=self.site(site))

    def next_round(self, site: str, due: datetime) -> None:
        """A service has done with a site for now. What is counted of it begins anew."""
        self.crawler.signals.send_catch_log(next_round, site=site, due=due, tally=self.sites.pop(site, SiteTally()))

    def spider_closed(self, reason: str) -> None:
        """Note how the crawl ended."""
        self.reason = reason

    def finish(self) -> None:
        """Leave the totals in Scrapy's stats, for those who run plain `scrapy crawl`. Called when all is written."""
        for name, number in self.totals().as_dict().items():
            self.crawler.stats.set_value(f"newsbot/{name}", number)
        troubles = sum((tally.troubles for tally in self.sites.values()), Counter[str]())
        for reason, number in troubles.most_common(MOST_TROUBLES):
            self.crawler.stats.set_value(f"newsbot/trouble/{reason}", number)
        for site, tally in self.sites.items():
            if tally.tried:
                self.crawler.stats.set_value(f"newsbot/overrides/{site}", tally.tried)
            for where, number in tally.missed.items():
                self.crawler.stats.set_value(f"newsbot/overrides/{site}/missed/{where}", number)

    def _count(self, name: str) -> None:
        self.crawler.stats.inc_value(f"newsbot/{name}")


def report_of(crawler: Crawler) -> Report:
    """The report of a crawl."""
    report = crawler.get_extension(Report)
    assert report is not None, "newsbot's add-on sets it"  # noqa: S101
    return report
