"""One article: its text, its verdict with what was seen, its versions and what changed, its copies, its visits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi import Query as Asked
from starlette.responses import Response

from newsbot.article import Article
from newsbot.publish.api.callers import Caller, Reader
from newsbot.publish.api.desk import desk_of
from newsbot.publish.api.errors import Refusal
from newsbot.sharing import shareable
from newsbot.store.base import Store
from newsbot.web.health import ended
from newsbot.web.pages import show
from newsbot.web.reading import copies, facts, reading, verdict
from newsbot.web.told import is_cut
from newsbot.web.versions import chosen, differences, listed, titles

router = APIRouter(include_in_schema=False)
_MOST_VISITS = 50
_MOST_COPIES = 100
Number = Annotated[int | None, Asked(ge=1, le=1_000_000)]


@router.get("/articles/{key}")
def show_article(
    request: Request,
    caller: Reader,
    key: Annotated[str, Path(max_length=100)],
    old: Annotated[Number, Asked(alias="from")] = None,
    new: Annotated[Number, Asked(alias="to")] = None,
    pictures: Annotated[bool, Asked()] = False,  # noqa: FBT002 - of the address
) -> Response:
    """The page of an article. Its publisher sees who loads pictures: they are asked for."""
    store = desk_of(request).store
    article = store.by_keys([key]).get(key)
    if article is None:
        raise Refusal(404, "There is no such article here.", "Look for it by its words, or by its site.")
    given = shareable(article, paid=caller.paid)
    address = article.canonicalUrl or article.url
    history = store.history(article.url) or store.history(address)
    told: dict[str, Any] = {
        "article": reading(key, given, withheld=is_cut(article, caller), with_pictures=pictures),
        "key": key,
        "pictures": pictures,
        "verdict": verdict(given.access),
        "facts": facts(given),
        "provenance": sorted(given.provenance.items()),
        "rights": given.rights.evidence,
        "withdrawn": given.revision.withdrawnAt,
        **_versions(store, article, caller, (old, new)),
        "copies": copies([(each.key, shareable(each, paid=caller.paid)) for each in _story(store, address)]),
        "story": article.story or key,
        "visits": ended(history[-_MOST_VISITS:][::-1]),
        "more_visits": max(len(history) - _MOST_VISITS, 0),
    }
    return show(request, "article.html", told, caller=caller, pictures=pictures)


def _story(store: Store, url: str) -> list[Article]:
    return store.story(url)[:_MOST_COPIES]


def _versions(store: Store, article: Article, caller: Caller, numbers: tuple[int | None, int | None]) -> dict[str, Any]:
    found = store.revisions(article.canonicalUrl or article.url) or [article]
    versions = [shareable(each, paid=caller.paid) for each in found]
    pair = chosen(versions, *numbers)
    return {
        "versions": listed(versions)[::-1],
        "titles": titles(versions)[::-1],
        "pair": tuple(each.revision.number for each in pair) if pair else None,
        "differences": differences(*pair) if pair else [],
        "comparing": any(numbers),
    }
