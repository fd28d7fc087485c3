"""Pages that were read again, in every store: another reading of the same fetch makes a version, once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.article import Access, Article, Author, Breadcrumb, Crawl, Delivered, Image
from newsbot.store.base import Saved, Store
from newsbot.store.opening import open_store

T0 = datetime(2026, 11, 2, 7, 0, 0, 123000, tzinfo=UTC)
LATER = T0 + timedelta(days=30)
READ = Article(
    url="https://www.courier.example/a",
    headline="The ferry sails",
    articleBody="It sails at noon.",
    datePublished=T0,
    authors=[Author(name="A B")],
    images=[Image(url="https://www.courier.example/1.jpg", width=7)],
    breadcrumbs=[Breadcrumb(name="Town")],
    access=Access(delivered=Delivered.FULL),
    crawl=Crawl(site="courier", fetchedAt=T0),
)


def again(article: Article, at: datetime = LATER) -> Article:
    return replace(article, crawl=replace(article.crawl, rereadAt=at))


@pytest.fixture(params=["sqlite", pytest.param("mongo", marks=pytest.mark.mongo)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    mongo = request.param == "mongo"
    with open_store(request.getfixturevalue("mongo_uri") if mongo else f"sqlite:///{tmp_path}/news.db") as opened:
        opened.save([READ])
        yield opened


def test_a_reading_that_differs_in_any_field_is_a_version(store: Store) -> None:
    other = again(replace(READ, authors=[Author(name="A B"), Author(name="C D")]))
    assert store.save([other]) == [Saved.CHANGED]
    assert store.save([other]) == [Saved.CHANGED], "our own write is answered as it was"
    kept = store.get(READ.url)
    assert kept is not None
    assert (kept.revision.number, kept.revision.changed, kept.revision.changedAt) == (2, ["authors"], LATER)
    assert (kept.crawl.fetchedAt, kept.crawl.rereadAt) == (T0, LATER)
    assert store.revisions(READ.url)[0].authors == READ.authors
    assert store.save([READ]) == [Saved.SAME], "the earlier reading comes late, from an outbox"
    assert store.get(READ.url) == kept


def test_a_reading_that_is_the_same_is_none(store: Store) -> None:
    assert store.save([again(READ)]) == [Saved.SAME]
    kept = store.get(READ.url)
    assert kept is not None
    assert (kept.revision.number, len(store.revisions(READ.url))) == (1, 1)


def test_a_later_fetch_goes_before_a_reading_of_an_earlier_one(store: Store) -> None:
    later = replace(READ, articleBody="It sails at one.", crawl=replace(READ.crawl, fetchedAt=T0 + timedelta(days=1)))
    assert store.save([later]) == [Saved.CHANGED]
    assert store.save([again(replace(READ, headline="Another"))]) == [Saved.SAME]
    kept = store.get(READ.url)
    assert kept is not None
    assert (kept.headline, kept.articleBody) == (READ.headline, "It sails at one.")
