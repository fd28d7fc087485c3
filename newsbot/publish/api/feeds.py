"""Feeds of the API: of everything, of a site, section, search or story, in three formats, and a list of all of them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi import Query as Asked
from starlette.datastructures import URL
from starlette.responses import Response

from newsbot.article import Article
from newsbot.publish import opml
from newsbot.publish.api.answers import told_to
from newsbot.publish.api.asked import Wanted
from newsbot.publish.api.callers import Caller, Reader
from newsbot.publish.api.desk import Desk, desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.publish.api.shapes import NOT_MODIFIED, NOT_THERE, PROBLEMS
from newsbot.publish.feed import Channel, entry
from newsbot.publish.feeds import Format, render
from newsbot.sharing import shareable
from newsbot.sites.catalog import open_catalog
from newsbot.store.base import Query, Store
from newsbot.store.documents import to_article
from newsbot.store.pages import is_search

_FEED: dict[str, Any] = {
    "content": {
        "application/atom+xml": {"schema": {"type": "string"}},
        "application/rss+xml": {"schema": {"type": "string"}},
        "application/feed+json": {"schema": {"type": "object"}},
    },
    "description": "The feed",
}
_OPML: dict[str, Any] = {"content": {"text/x-opml": {"schema": {"type": "string"}}}, "description": "The list"}
router = APIRouter(prefix="/feeds", tags=["feeds"], responses={**PROBLEMS, **NOT_MODIFIED})
_EVENTS = 300  #: so many of the last events are looked through for articles that changed
_OF_SECTIONS = 500  #: so many of the last articles of a site tell which sections it has
_MOST_RENDERED = 64
_FRESH = 60  #: seconds for which a reader need not ask again

#: The address, whether all texts are granted, and what happened last.
Question = tuple[str, bool, int]
Feed = tuple[bytes, str]  #: its bytes, and their content type
Full = Annotated[bool, Asked(description="With the whole text; else a summary")]
Entries = Annotated[int, Asked(ge=1, le=200, description="How many at most")]


@router.get("/articles.{kind}", responses={200: _FEED})
def feed_of_articles(
    request: Request, caller: Reader, kind: Format, query: Wanted, *, full: Full = True, limit: Entries = 50
) -> Response:
    """The articles that fit a question, as a feed: the same parameters as of `/api/articles`."""
    asked = [f"{name}={value}" for name, value in request.query_params.items() if name not in {"full", "limit"}]
    title = f"newsbot: {', '.join(asked)}" if asked else "newsbot: all articles"
    return _feed(request, caller, kind, title, query, full=full, limit=limit)


@router.get("/sites/{name}.{kind}", responses={200: _FEED, **NOT_THERE})
def feed_of_a_site(
    request: Request,
    caller: Reader,
    name: Annotated[str, Path(max_length=200)],
    kind: Format,
    *,
    full: Full = True,
    limit: Entries = 50,
) -> Response:
    """The articles of a site, as a feed."""
    desk = desk_of(request)
    if name not in desk.store.counts().bySite:
        raise Refusal(404, f"The store holds nothing of a site {name!r}.", "GET /api/sites lists all that it holds.")
    return _feed(request, caller, kind, _title(desk, name), Query(site=name), full=full, limit=limit)


@router.get("/stories/{key}.{kind}", responses={200: _FEED, **NOT_THERE})
def feed_of_a_story(
    request: Request,
    caller: Reader,
    key: Annotated[str, Path(pattern="^[0-9a-f]{32}$")],
    kind: Format,
    *,
    full: Full = True,
    limit: Entries = 50,
) -> Response:
    """The copies of a story, as a feed."""
    first = desk_of(request).store.by_keys([key]).get(key)
    if first is None:
        raise Refusal(404, f"No story {key!r} is kept.", "GET /api/articles lists what there is.")
    title, query = f"newsbot: the story of {first.headline or first.url}", Query(story=first.story or key)
    return _feed(request, caller, kind, title, query, full=full, limit=limit)


@router.get("/all.opml", responses={200: _OPML})
def list_of_feeds(
    request: Request,
    caller: Reader,  # noqa: ARG001 - who asks is checked by its type
    kind: Annotated[Format, Asked(description="Of which format the feeds are")] = Format.ATOM,
) -> Response:
    """All feeds as OPML, for a feed reader to import: of everything, and of each site and its sections."""
    desk = desk_of(request)
    base = request.base_url
    channels = [_channel(desk, base, "newsbot: all articles", f"feeds/articles.{kind.value}", {})]
    for name in sorted(filter(None, desk.store.counts().bySite)):
        title = _title(desk, name)
        channels.append(_channel(desk, base, title, f"feeds/sites/{name}.{kind.value}", {}))
        channels += [
            _channel(
                desk, base, f"{title}: {section}", f"feeds/articles.{kind.value}", {"site": name, "section": section}
            )
            for section in _sections(desk.store, name)
        ]
    return told_to(request, opml.render("newsbot", channels), opml.CONTENT_TYPE, fresh=_FRESH)


def _title(desk: Desk, name: str) -> str:
    known = open_catalog(desk.config.sites).named(name)
    return known.site.name if known else name


def _sections(store: Store, name: str) -> list[str]:
    page = store.page(Query(site=name), _OF_SECTIONS)
    return sorted({each["articleSection"] for each in page.documents if each.get("articleSection")})


def _channel(desk: Desk, base: URL, title: str, path: str, asked: dict[str, str]) -> Channel:
    address = URL(f"{base}{path}").include_query_params(**asked) if asked else URL(f"{base}{path}")
    words = "&".join(f"{name}={value}" for name, value in sorted(asked.items()))
    name = path.removeprefix("feeds/").rpartition(".")[0]
    return Channel(
        title=title,
        id=f"urn:newsbot:{desk.store.stream}:{name}{'?' if words else ''}{words}",
        home=str(base),
        address=str(address),
        hubs=desk.hubs,
    )


def _feed(
    request: Request, caller: Caller, kind: Format, title: str, query: Query, *, full: bool, limit: int
) -> Response:
    desk = desk_of(request)
    asked = {name: value for name, value in request.query_params.items() if name not in {"full", "limit", "after"}}
    channel = _channel(desk, request.base_url, title, request.url.path.removeprefix("/"), asked)
    known: Rendered = request.app.state.feeds
    question = (str(request.url), caller.paid, desk.store.last_event())
    feed = known.get(question, time.monotonic())
    if feed is None:
        articles = [shareable(each, paid=caller.paid) for each in _chosen(desk.store, query, limit)]
        feed = render(kind, channel, [entry(each, full=full) for each in articles])
        known.put(question, feed, time.monotonic())
    return told_to(request, *feed, fresh=_FRESH)


class Rendered:
    """The feeds that were written last: to write one takes 30 ms, and readers come in swarms.

    One that anything happened since is none any more; what happens without being told (a page was judged anew) shows
    after `_FRESH` seconds, before which no reader asks again.
    """

    def __init__(self) -> None:
        self._feeds: OrderedDict[Question, tuple[float, Feed]] = OrderedDict()

    def get(self, question: Question, now: float) -> Feed | None:
        """The feed that was written for just this question, if that is not long ago."""
        at, feed = self._feeds.get(question, (0.0, None))
        return feed if feed and now - at < _FRESH else None

    def put(self, question: Question, feed: Feed, now: float) -> None:
        """Remember a feed; the oldest is forgotten."""
        self._feeds[question] = (now, feed)
        while len(self._feeds) > _MOST_RENDERED:
            self._feeds.popitem(last=False)


def _chosen(store: Store, query: Query, limit: int) -> Sequence[Article]:
    """The articles that came in last, and those that changed last: a feed reader is to hear of both."""
    came = [to_article(each, store.uri) for each in store.page(query, limit).documents]
    found = {each.key: each for each in came}
    if not is_search(query) and query in (Query(), Query(site=query.site)):
        events = store.events(max(store.last_event() - _EVENTS, 0), _EVENTS)
        changed = {each.key for each in events if query.site in (None, each.site)} - found.keys()
        found |= store.by_keys(sorted(changed))
    newest = sorted(found.values(), key=_last_moved, reverse=True)
    return newest[:limit]


def _last_moved(article: Article) -> tuple[float, str]:
    revision = article.revision
    when = revision.changedAt or revision.firstFetchedAt
    return (when.timestamp() if when else 0.0, article.key)
