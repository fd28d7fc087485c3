"""Scrapy's settings for this project: the one place that names the packages `spiders` and `pipelines`.

Everything that newsbot wants of Scrapy is applied by its add-on, so that a
crawl in this project and in one that only has newsbot's `ADDONS` line behave alike.
"""

from __future__ import annotations

from typing import Any

from newsbot.packages import check_package


def component_settings() -> dict[str, dict[str, Any]]:
    """The components of newsbot by setting, as Scrapy orders them."""
    return {
        "EXTENSIONS": {
            "newsbot.crawl.report.Report": 0,
            "newsbot.crawl.keeping.Keeping": 1,
            "newsbot.crawl.stopping.Stopping": 2,
            "newsbot.crawl.leasing.Leasing": 2,
            "newsbot.crawl.ladders.Ladders": 3,
            "newsbot.crawl.paces.Paces": 10,
            "newsbot.crawl.rights.OptOuts": 11,
        },
        "DOWNLOADER_MIDDLEWARES": {
            # Before robots.txt is asked for (100), so that a refused address gets no request at all.
            "newsbot.crawl.guard.Guard": 50,
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
            "newsbot.crawl.robots.Robots": 100,
            # Where bodies are unpacked (590) and redirects followed (600), and cookies (700) still to be added.
            "newsbot.crawl.session.Sessions": 585,
            # After the session, whose proofs are asked for in the same way.
            "newsbot.crawl.render.Rendering": 586,
            # Nearer to the server than Scrapy's own retries (550), which would ask a busy host again at once.
            "newsbot.crawl.polite.Busy": 560,
            # A host's turn is waited for when nothing else is.
            "newsbot.crawl.leasing.Turns": 980,
            # The last before the server.
            "newsbot.crawl.polite.Gate": 990,
            # Sees each answer first, as it came. Does nothing without a folder to write to.
            "newsbot.crawl.raw.Raw": 999,
        },
        "ITEM_PIPELINES": {
            "pipelines.complete.Complete": 100,
            "pipelines.similar.Similar": 200,
            "pipelines.store.Store": 300,
            "pipelines.publish.Publish": 400,
        },
    }


check_package("spiders")
check_package("pipelines")

BOT_NAME = "newsbot"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
ADDONS = {"newsbot.crawl.addon.Addon": 300}
# For scrapyrt, which else would not tell the spider that an address did not answer.
DEFAULT_ERRBACK_NAME = "failed"
