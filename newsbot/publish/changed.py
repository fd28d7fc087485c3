"""What changed in a store since a cursor: each article once, as it is now, with what happened to it last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from newsbot.article import Article
from newsbot.store.base import Query, Store
from newsbot.store.documents import bound
from newsbot.store.events import Event

_AT_ONCE = 200


def changed_articles(store: Store, after: int, until: int) -> Iterator[tuple[Event, Article]]:
    """The articles to which something happened behind `after`, up to the event `until`, in the order of events.

    An article to which several things happened comes with the last of them, so nothing has to be remembered. One to
    which more happens meanwhile is left to whoever goes on behind `until`.
    """
    while after < until:
        events = [each for each in store.events(after, _AT_ONCE) if each.number <= until]
        if not events:
            return
        articles = store.by_keys([each.key for each in events])
        for event in events:
            article = articles.get(event.key)
            if article is not None and article.revision.number == event.version:
                yield event, article
        after = events[-1].number


def change_of(event: Event) -> dict[str, Any]:
    """What an export says of an event: number, kind, at, version."""
    return {"number": event.number, "kind": event.kind.value, "at": event.at, "version": event.version}


def matches(query: Query, article: Article) -> bool:
    """Whether a query means this article. Looked at are site, delivered, the time of publication, and the language."""
    language, wanted = (article.inLanguage or "").lower(), (query.language or "").lower()
    return (
        (query.site is None or article.crawl.site == query.site)
        and (not query.delivered or article.access.delivered in query.delivered)
        and (not wanted or language == wanted or language.startswith(f"{wanted}-"))
        and _within(article.datePublished, query.publishedSince, query.publishedUntil)
    )


def _within(when: datetime | None, since: datetime | None, until: datetime | None) -> bool:
    if since is None and until is None:
        return True
    return when is not None and (since is None or when >= bound(since)) and (until is None or when < bound(until))
