"""Discovery: from the bytes of feeds, sitemaps and pages to links that may be articles. Pure."""
