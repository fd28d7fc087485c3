"""Articles of exports put into stores: both of them, and twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.article import Access, Article, Crawl, Delivered, LiveUpdate, Revision
from newsbot.publish.changed import changed_articles, matches
from newsbot.publish.intake import take_in
from newsbot.publish.taking import Bad, Found
from newsbot.store.base import Outcome, Query, Store, VisitState
from newsbot.store.opening import open_store
from tests.newsbot.publish.exported import LOSSLESS, NAMES, take, write

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def article(name: str, minutes: float = 0, *, body: str = "A text.", delivered: Delivered = Delivered.FULL) -> Article:
    when = T0 + timedelta(minutes=minutes)
    return Article(
        url=f"https://www.example.com/{name}",
        headline=name,
        articleBody=body,
        datePublished=when,
        inLanguage="de-CH",
        access=Access(delivered=delivered),
        crawl=Crawl(site="example", fetchedAt=when),
    )


def put(store: Store, articles: Sequence[Article], *, lossy: bool = False, dry_run: bool = False) -> dict[str, int]:
    """New, changed and same, as an import tells it."""
    bad: list[Bad] = []
    found = [Found(f"line {number}", each) for number, each in enumerate(articles, 1)]
    taken = list(take_in(found, store, tell=bad.append, lossy=lossy, dry_run=dry_run))
    assert bad == []
    return {kind.value: count for kind, count in taken[-1].saved.items() if count} if taken else {}


def test_twice_brings_nothing_new(store: Store) -> None:
    articles = [article(str(number), number) for number in range(450)]
    assert put(store, articles, dry_run=True) == {"new": 450}
    assert store.counts().articles == 0
    assert put(store, articles) == {"new": 450}
    before = store.last_event()
    assert put(store, articles) == put(store, articles, dry_run=True) == {"same": 450}
    assert store.last_event() == before == 450


def test_what_is_newer_is_a_change_and_a_teaser_none(store: Store) -> None:
    put(store, [article("a")])
    teaser = article("a", 5, body="A…", delivered=Delivered.PARTIAL_TEASER)
    assert put(store, [teaser]) == {"same": 1}
    assert put(store, [article("a", 9, body="Another text.")], dry_run=True) == {"changed": 1}
    assert put(store, [article("a", 9, body="Another text.")]) == {"changed": 1}
    kept = store.get("https://www.example.com/a")
    assert kept is not None
    assert (kept.articleBody, kept.revision.number) == ("Another text.", 2)


def test_the_same_article_twice_in_a_file(store: Store) -> None:
    assert put(store, [article("a"), article("a"), article("a", 1)]) == {"new": 1, "same": 2}
    assert store.last_event() == 1


def test_what_lacks_parts_never_replaces_the_same_visit(store: Store) -> None:
    live = replace(article("a"), liveBlogUpdate=[LiveUpdate(headline="Now", articleBody="News.")])
    put(store, [live])
    assert put(store, [article("a")], lossy=True) == {"same": 1}
    kept = store.get(live.url)
    assert kept is not None
    assert kept.liveBlogUpdate == live.liveBlogUpdate


def test_what_was_withdrawn_stays_so(store: Store, tmp_path: Path) -> None:
    with open_store(f"sqlite:///{tmp_path}/old.sqlite") as old:
        old.save([article("a")])
        at = T0 + timedelta(days=1)
        gone = Outcome(url=article("a").url, site="example", run="r", at=at, state=VisitState.GONE, reason="410 Gone")
        old.settle([gone])
        path = write(tmp_path / "a.jsonl", old.find(Query()))
    good, _ = take(path)
    assert put(store, good) == {"new": 1}
    kept = store.get(article("a").url)
    assert kept is not None
    assert (kept.revision.withdrawnAt, kept.revision.withdrawnReason) == (at, "410 Gone")
    before = store.last_event()
    assert put(store, good) == {"same": 1}
    assert store.last_event() == before
    assert store.spent_since("example", T0).requests == 0


@pytest.mark.parametrize("name", NAMES)
def test_from_store_to_store(store: Store, tmp_path: Path, name: str) -> None:
    with open_store(f"sqlite:///{tmp_path}/old.sqlite") as old:
        articles = [article(str(number), number) for number in range(5)]
        old.save([*articles, article("t", 9, delivered=Delivered.PARTIAL_TEASER)])
        kept = list(old.find(Query()))
        good, bad = take(write(tmp_path / name, kept))
    assert bad == []
    assert put(store, good, lossy=name not in LOSSLESS) == {"new": 6}
    came = {each.url: each for each in store.find(Query())}
    if name in LOSSLESS:
        assert came == {each.url: each for each in kept}
    assert {url: (each.articleBody, each.access.delivered) for url, each in came.items()} == {
        each.url: (each.articleBody, each.access.delivered) for each in kept
    }


def test_each_changed_article_comes_once_as_it_is_now(store: Store) -> None:
    store.save([article(str(number), number) for number in range(450)])
    begun = store.last_event()
    store.save([article("7", 500, body="Other."), article("8", 500, body="Other."), article("new", 501)])
    store.save([article("7", 502, body="Another.")])
    told = [
        (event.kind.value, each.headline, each.articleBody)
        for event, each in changed_articles(store, begun, store.last_event())
    ]
    assert told == [("changed", "8", "Other."), ("new", "new", "A text."), ("changed", "7", "Another.")]
    whole = [each.url for _, each in changed_articles(store, 0, store.last_event())]
    assert len(whole) == len(set(whole)) == 451


def test_what_changes_meanwhile_comes_to_the_next(store: Store) -> None:
    store.save([article("a"), article("b")])
    until = store.last_event()
    store.save([article("a", 5, body="Other.")])
    first = [each.headline for _, each in changed_articles(store, 0, until)]
    second = [each.headline for _, each in changed_articles(store, until, store.last_event())]
    assert (first, second) == (["b"], ["a"])


@pytest.mark.parametrize(
    "query",
    [
        Query(site="example"),
        Query(site="other"),
        Query(language="de"),
        Query(language="d"),
        Query(delivered=frozenset({Delivered.FULL})),
        Query(publishedSince=T0, publishedUntil=T0 + timedelta(minutes=1)),
        Query(publishedSince=T0 + timedelta(microseconds=1)),
        Query(publishedUntil=T0),
    ],
)
def test_a_query_means_the_same_here_as_in_the_store(store: Store, query: Query) -> None:
    undated = replace(article("undated", delivered=Delivered.UNKNOWN), datePublished=None, inLanguage=None)
    store.save([article("a"), article("b", 1, delivered=Delivered.PARTIAL_TEASER), undated])
    found = {each.url for each in store.find(query)}
    assert {each.url for each in store.find(Query()) if matches(query, each)} == found


def test_revision_is_the_stores_own(store: Store) -> None:
    put(store, [replace(article("a"), revision=Revision(number=9, changed=["headline"]))])
    kept = store.get(article("a").url)
    assert kept is not None
    assert kept.revision.number == 1
