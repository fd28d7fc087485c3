"""newsbot keeps an honest record of the news its owner may read.

Read a page that you have, without the network:

>>> import newsbot
>>> html = '''<html lang="en"><head><title>Harbour bridge opens | The Tide</title>
... <meta property="article:published_time" content="2026-11-01T08:30:00+01:00"></head>
... <body><article><h1>Harbour bridge opens</h1>
... <p>The new bridge over the harbour was opened on Sunday morning, two years later than the town had planned.</p>
... <p>Some three thousand people walked across in the first hour, most of them to the bakery on the other side.</p>
... </article></body></html>'''
>>> article = newsbot.read(html, "https://www.tide.example/2026/11/harbour-bridge")
>>> article.headline
'Harbour bridge opens'
>>> article.datePublished.isoformat()
'2026-11-01T07:30:00+00:00'

What the reader got is a verdict on five axes, with evidence; nothing is called free for want of a sign of the contrary:

>>> article.access.delivered.value, article.access.declared.value
('full', 'absent')

Keep it, and find it again. A store is a file, or a MongoDB database:

>>> with newsbot.open_store("sqlite://") as store:  # in memory; sqlite:///news.sqlite, mongodb://localhost/newsbot
...     print(store.save([article]), store.save([article]))
...     store.get("http://tide.example/2026/11/harbour-bridge?utm_source=feed").headline
[<Saved.NEW: 'new'>] [<Saved.SAME: 'same'>]
'Harbour bridge opens'

Sites are known by name, or by any address:

>>> newsbot.load_site("der-standard").url
'https://derstandard.at/'

Crawl one or many. The crawl runs in a process of its own, so it can be awaited, cancelled and repeated:

>>> import asyncio
>>> from newsbot.demo.server import start_demo
>>> with start_demo(articles=30) as demo:
...     totals = asyncio.run(newsbot.crawl(demo.url, store="sqlite://", limit=5))
>>> totals.fetched, totals.failed
(5, 0)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsbot.version import __version__

if TYPE_CHECKING:
    from newsbot.api import crawl, load_site, read
    from newsbot.article import Article
    from newsbot.errors import NewsbotError
    from newsbot.store.opening import open_store
    from newsbot.tally import Totals

__all__ = ["Article", "NewsbotError", "Totals", "__version__", "crawl", "load_site", "open_store", "read"]

_HOMES = {
    "Article": "newsbot.article",
    "NewsbotError": "newsbot.errors",
    "Totals": "newsbot.tally",
    "crawl": "newsbot.api",
    "load_site": "newsbot.api",
    "open_store": "newsbot.store.opening",
    "read": "newsbot.api",
}


def __getattr__(name: str) -> Any:
    """Load a name of the facade when it is first asked for: `import newsbot.urls` must not load every parser."""
    from importlib import import_module  # noqa: PLC0415

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
