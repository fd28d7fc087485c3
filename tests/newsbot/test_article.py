"""Article: a strict superset of zyte-common-items' Article, fit for itemadapter."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime

import attrs
import pytest
import zyte_common_items as zyte
from itemadapter import ItemAdapter

from newsbot import article as ours
from newsbot.article import Access, Article, Author, Delivered, Image, content_hash

PARTS = [
    (ours.Article, zyte.Article),
    (ours.Author, zyte.Author),
    (ours.Image, zyte.Image),
    (ours.Video, zyte.Video),
    (ours.Audio, zyte.Audio),
    (ours.Breadcrumb, zyte.Breadcrumb),
    (ours.Metadata, zyte.ArticleMetadata),
]


@pytest.mark.parametrize(("own", "theirs"), PARTS, ids=lambda each: f"{each.__module__.split('.')[0]}.{each.__name__}")
def test_superset_of_zyte(own: type, theirs: type) -> None:
    missing = {each.name for each in attrs.fields(theirs)} - {each.name for each in fields(own)}
    assert not missing


def test_zyte_reads_our_articles() -> None:
    article = Article(
        url="https://example.com/a",
        headline="A",
        authors=[Author(name="B")],
        mainImage=Image(url="https://example.com/i.jpg", caption="c"),
    )
    plain = {name: value for name, value in ItemAdapter(article).asdict().items() if value}
    known = {each.name for each in attrs.fields(zyte.Article)} - {"metadata"}
    read = zyte.Article.from_dict(
        {
            name: {"url": value["url"]} if name == "mainImage" else value
            for name, value in plain.items()
            if name in known
        }
    )
    assert (read.headline, read.authors[0].name, read.mainImage.url) == ("A", "B", "https://example.com/i.jpg")


def test_itemadapter_reads_and_writes() -> None:
    adapter = ItemAdapter(Article(url="https://example.com/a", access=Access(delivered=Delivered.FULL)))
    adapter["headline"] = "B"
    assert adapter.item.headline == "B"
    assert adapter.asdict()["access"]["delivered"] == "full"
    assert next(iter(adapter.field_names())) == "url"
    with pytest.raises(KeyError):
        adapter["nonsense"] = 1


def test_key_follows_the_canonical_address() -> None:
    at = Article(url="https://www.example.com/a?utm_source=x")
    assert at.key == Article(url="http://example.com/a").key
    assert Article(url="https://example.com/b", canonicalUrl="https://example.com/a").key == at.key


def test_content_hash_sees_what_is_said_only() -> None:
    one = Article(url="https://example.com/a", headline="Sturm  im Norden", articleBody="Der Text.")
    same = Article(url="https://example.com/b", headline="Sturm im Norden ", articleBody="der Text.", keywords=["x"])
    same.crawl.fetchedAt = datetime(2026, 1, 1, tzinfo=UTC)
    assert content_hash(one) == content_hash(same)
    assert content_hash(one) != content_hash(Article(url=one.url, headline=one.headline, articleBody="Ein Text."))
    corrected = Article(url=one.url, headline=one.headline, articleBody="Der Text.", correction="x")
    assert content_hash(one) != content_hash(corrected)


def test_complete_means_the_whole_text() -> None:
    complete = {each for each in Delivered if Article(url="https://e.example/", access=Access(delivered=each)).complete}
    assert complete == {Delivered.FULL, Delivered.FULL_WITH_NOTICE}
