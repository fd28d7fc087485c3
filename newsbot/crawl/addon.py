"""The add-on: one line in a Scrapy project's settings turns newsbot on.

    ADDONS = {"newsbot.crawl.addon.Addon": 300}

It has a lower priority than the project's own settings: whatever the project sets itself stays.
"""

from __future__ import annotations

from scrapy.downloadermiddlewares import cookies
from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings
from tldextract import TLDExtract

from newsbot.config import read_config
from newsbot.errors import BrowserGone
from newsbot.settings import SPIDER_MODULES, component_settings

#: So many sites have their turn at the same time: each costs Scrapy's scheduler some time for every request.
SITES_AT_ONCE = 200
#: What Scrapy's defaults get wrong for a tool that may hold a subscriber's session; the reasons are in docs/design.md.
VALUES = {
    "REMOTE_CONTROL_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "DOWNLOAD_VERIFY_CERTIFICATES": True,
    "ROBOTSTXT_OBEY": True,
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS": 64,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    "DOWNLOAD_DELAY": 1.0,
    "DOWNLOAD_DELAY_JITTER": 0.25,
    "DOWNLOAD_TIMEOUT": 60,
    "DOWNLOAD_MAXSIZE": 32 * 1024 * 1024,
    "DOWNLOAD_WARNSIZE": 0,
    "RETRY_TIMES": 2,
    "REDIRECT_MAX_TIMES": 10,
    "REFERRER_POLICY": "no-referrer",
    "FEED_EXPORT_ENCODING": "utf-8",
    # For how many seconds a MongoDB that does not answer is asked again, before the crawl is ended.
    "NEWSBOT_STORE_PATIENCE": 20.0,
    "NEWSBOT_SITES_AT_ONCE": SITES_AT_ONCE,
}

_PRIORITY = SETTINGS_PRIORITIES["addon"]

#: Only http and https are fetched: no handler for anything else.
HANDLERS = {
    "http": "newsbot.crawl.render.Handler",
    "https": "newsbot.crawl.render.Handler",
    "file": None,
    "data": None,
    "ftp": None,
    "s3": None,
}

# Scrapy's cookies middleware would fetch the list of public suffixes from the network: the bundled one does.
cookies._split_domain = TLDExtract(suffix_list_urls=(), include_psl_private_domains=True)  # noqa: SLF001


class Addon:
    """Sets newsbot's middlewares, extensions, pipelines and defaults."""

    @classmethod
    def update_pre_crawler_settings(cls, settings: BaseSettings) -> None:
        """Let `scrapy crawl` find newsbot's spiders beside the project's own (`scrapy list` asks no add-on)."""
        modules = settings.getlist("SPIDER_MODULES")
        settings.set(
            "SPIDER_MODULES",
            [*modules, *(m for m in SPIDER_MODULES if m not in modules)],
            settings.getpriority("SPIDER_MODULES") or 0,
        )

    def update_settings(self, settings: BaseSettings) -> None:
        """Apply everything at the priority of add-ons."""
        config = read_config()
        for name, value in VALUES.items():
            settings.set(name, value, priority="addon")
        settings.set("USER_AGENT", config.user_agent, priority="addon")
        if settings.get("MONGO_URI"):
            settings.set("NEWSBOT_STORE", settings["MONGO_URI"], priority="addon")
        else:
            settings.set("NEWSBOT_STORE", config.store, priority="addon")
        settings.set(
            "NEWSBOT_MONGO_DATABASE", settings.get("MONGO_DATABASE") or config.mongo_database, priority="addon"
        )
        settings.set("NEWSBOT_OUTBOX", str(config.outbox), priority="addon")
        settings.set("NEWSBOT_TDMREP", str(config.tdmrep), priority="addon")
        settings.set("NEWSBOT_SITES", str(config.sites), priority="addon")
        settings.set("NEWSBOT_ALLOW_HOSTS", sorted(config.allow_hosts), priority="addon")
        settings.set("NEWSBOT_GATED_TEXT", config.gated_text, priority="addon")
        settings.set("NEWSBOT_WARC", str(config.warc or ""), priority="addon")
        settings.set("NEWSBOT_WARC_BYTES", config.warc_bytes, priority="addon")
        settings.set("NEWSBOT_WARC_OWN", config.warc_own, priority="addon")
        retried = [*settings.getlist("RETRY_EXCEPTIONS"), BrowserGone]
        settings.set("RETRY_EXCEPTIONS", retried, max(settings.getpriority("RETRY_EXCEPTIONS") or 0, _PRIORITY))
        for setting, parts in {**component_settings(), "DOWNLOAD_HANDLERS": HANDLERS}.items():
            merged = {**parts, **settings.getdict(setting)}
            settings.set(setting, merged, max(settings.getpriority(setting) or 0, _PRIORITY))
