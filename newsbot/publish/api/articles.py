"""Articles of the API: lists, single ones, their versions and stories."""

from __future__ import annotations

from typing import Annotated, Literal

import orjson
from fastapi import APIRouter, Path, Request
from fastapi import Query as Asked
from starlette.responses import Response

from newsbot.article import Article
from newsbot.publish.api.answers import JSON, as_told, json_to, listed, listed_json, told_to, whole
from newsbot.publish.api.asked import After, Limit, Wanted
from newsbot.publish.api.callers import Caller, Reader
from newsbot.publish.api.desk import desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.publish.api.shapes import NOT_MODIFIED, NOT_THERE, PROBLEMS, Articles, Story, Versions, WholeArticles
from newsbot.store.documents import to_document
from newsbot.urls import is_http

router = APIRouter(prefix="/api", tags=["articles"], responses={**PROBLEMS, **NOT_MODIFIED})
Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$", description="`key` of an article")]
_SEARCH = "GET /api/articles lists what there is."


@router.get("/articles", responses={200: {"model": Articles | WholeArticles}})
def list_articles(
    request: Request,
    caller: Reader,
    query: Wanted,
    fields: Annotated[
        Literal["listed", "all"], Asked(description="`listed`: all but the text; `all`: whole articles")
    ] = "listed",
    limit: Limit = 50,
    after: After = None,
) -> Response:
    """Articles that fit, those that came in last first. Go on with `after` until `next` is null."""
    short = fields == "listed"
    page = desk_of(request).store.page(query, limit, after or None, heads=short)
    rest = {"next": page.next, "behind": page.behind}
    if not short:
        return json_to(request, {"articles": [whole(each, paid=caller.paid) for each in page.documents], **rest})
    told = b'{"articles":' + listed_json(page.heads, paid=caller.paid) + b"," + orjson.dumps(rest)[1:]
    return told_to(request, told, JSON)


@router.get("/articles/{key}", responses={200: {"model": Article}, **NOT_THERE})
def get_article(request: Request, caller: Reader, key: Key) -> Response:
    """One article, whole, by its key."""
    return _one(request, caller, desk_of(request).store.by_keys([key]).get(key), key)


@router.get("/article", responses={200: {"model": Article}, **NOT_THERE})
def get_article_by_url(
    request: Request,
    caller: Reader,
    url: Annotated[str, Asked(max_length=4000, description="In any spelling: canonical, answering, or asked for")],
) -> Response:
    """One article, whole, by its address."""
    if not is_http(url):
        raise Refusal(400, f"url {url[:80]!r} is no http(s) address.", "Give it as it stands in the browser.")
    return _one(request, caller, desk_of(request).store.get(url), url)


def _one(request: Request, caller: Caller, article: Article | None, asked: str) -> Response:
    if article is None:
        raise Refusal(404, f"No article {asked[:200]!r} is kept.", _SEARCH)
    return json_to(request, as_told(article, paid=caller.paid))


@router.get("/articles/{key}/revisions", responses={200: {"model": Versions}, **NOT_THERE})
def get_revisions(request: Request, caller: Reader, key: Key) -> Response:
    """All versions of an article, the oldest first, the present one last."""
    store = desk_of(request).store
    article = store.by_keys([key]).get(key)
    if article is None:
        raise Refusal(404, f"No article {key!r} is kept.", _SEARCH)
    versions = [as_told(each, paid=caller.paid) for each in store.revisions(article.canonicalUrl or article.url)]
    return json_to(request, {"key": key, "versions": versions})


@router.get("/stories/{key}", responses={200: {"model": Story}, **NOT_THERE})
def get_story(request: Request, caller: Reader, key: Key) -> Response:
    """All that is kept of the story of an article, or of a story by its own key."""
    store = desk_of(request).store
    article = store.by_keys([key]).get(key)
    if article is None:
        raise Refusal(404, f"No story {key!r} is kept.", _SEARCH)
    found = store.story(article.canonicalUrl or article.url)
    told = [listed({**to_document(each), "_id": each.key}, paid=caller.paid) for each in found]
    return json_to(request, {"story": article.story or article.key, "articles": told})
