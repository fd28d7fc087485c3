"""The only part of newsbot that knows Scrapy: add-on, guard, politeness, keeping."""
