"""The raw archive: what was fetched, as it came, in WARC files; and pages of it read again. Knows no Scrapy."""
