"""What a caller may see: articles cut for those who were not granted what was paid for."""

from __future__ import annotations

from newsbot.article import Article
from newsbot.publish.api.callers import Caller
from newsbot.sharing import is_withheld, shareable
from newsbot.store.documents import to_article
from newsbot.store.pages import Page
from newsbot.web.rows import Row, row


def is_cut(article: Article, caller: Caller) -> bool:
    """Whether this caller gets the beginning only."""
    access = article.access
    return not caller.paid and is_withheld(access.declared, access.session, access.delivered)


def rows_of(page: Page, caller: Caller) -> list[Row]:
    """A page of a list."""
    found = [(each["_id"], to_article(each, "the store")) for each in page.documents]
    return [row_of(key, article, caller) for key, article in found]


def row_of(key: str, article: Article, caller: Caller) -> Row:
    """An article in a list."""
    return row(key, shareable(article, paid=caller.paid), withheld=is_cut(article, caller))
