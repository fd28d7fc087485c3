"""`newsbot serve` shows what `newsbot crawl` brought."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable

import httpx

from tests.e2e.process import Running


def test_what_was_crawled_is_shown(filled: str, running: Callable[..., Running]) -> None:
    with running("serve", "--port", "0", "--store", filled) as server:
        found = re.search(r"http://127\.0\.0\.1:\d+", server.says("newsbot serves"))
        assert found
        with httpx.Client(base_url=found[0], headers={"accept": "text/html"}) as client:
            today, articles, sites = (client.get(each) for each in ("/", "/articles", "/sites"))
            key = re.search(r'href="(/articles/[0-9a-f]{32})"', articles.text)
            assert key
            article = client.get(key[1])
            named = re.search(r'href="(/sites/[^"]+)"', sites.text)
            assert named
            site = client.get(named[1])
        server.send(signal.SIGTERM)
        assert server.end().returncode in {0, -signal.SIGTERM}
    for page in (today, articles, sites, article, site):
        assert page.status_code == 200
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "Verdict" in article.text
    assert "Feeds, sitemaps and sections" in site.text
