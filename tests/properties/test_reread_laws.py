"""Laws of readings: the later reading of one fetch is kept, in whatever order they come, and never less of the text."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from newsbot.article import Access, Article, Author, Crawl, Delivered
from newsbot.changes import READ
from newsbot.store.base import Saved
from newsbot.store.documents import _WORTH, Document, decide, draft, number_of, to_json

AT = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def article(hours: int, reread: int | None, delivered: Delivered, names: list[str], headline: str) -> Article:
    again = None if reread is None else AT + timedelta(days=reread)
    return Article(
        url="https://www.courier.example/a",
        headline=headline,
        authors=[Author(name=name) for name in names],
        access=Access(delivered=delivered),
        crawl=Crawl(fetchedAt=AT + timedelta(hours=hours), rereadAt=again),
    )


readings = st.builds(
    article,
    hours=st.integers(0, 1),
    reread=st.none() | st.integers(1, 2),
    delivered=st.sampled_from([Delivered.FULL, Delivered.PARTIAL_TEASER, Delivered.NONE]),
    names=st.lists(st.sampled_from(["A", "B"]), max_size=2),
    headline=st.sampled_from(["One", "Two"]),
)


def written(articles: Any, *, as_json: bool) -> tuple[Document, list[Saved]]:
    """What is kept after these, and what was answered."""
    kept: Document | None = None
    answers = []
    for each in articles:
        intent = decide(kept, draft(each))
        answers.append(intent.saved)
        kept = intent.document if intent.document is not None else kept
        if as_json and kept is not None:
            kept = orjson.loads(to_json(kept))
    assert kept is not None
    return kept, answers


@given(st.lists(readings, min_size=1, max_size=4), st.booleans())
def test_the_same_again_changes_nothing(articles: list[Article], as_json: bool) -> None:
    once, _ = written(articles, as_json=as_json)
    twice, _ = written([*articles, articles[-1]], as_json=as_json)
    assert number_of(twice) == number_of(once)
    assert {name: twice.get(name) for name in READ} == {name: once.get(name) for name in READ}


@given(st.lists(readings, min_size=1, max_size=3), st.booleans())
def test_less_of_the_text_never_replaces_more(articles: list[Article], as_json: bool) -> None:
    kept, _ = written(articles, as_json=as_json)
    assert _WORTH[kept["access"]["delivered"]] == max(_WORTH[each.access.delivered] for each in articles)


@given(st.lists(readings, min_size=3, max_size=3), st.booleans())
def test_of_readings_of_one_fetch_the_last_is_kept_in_any_order(drawn: list[Article], as_json: bool) -> None:
    same_fetch = [
        article(0, place or None, Delivered.FULL, [each.authors[0].name if each.authors else "C"], each.headline or "")
        for place, each in enumerate(drawn)
    ]
    expected = [author.name for author in same_fetch[-1].authors]
    for order in permutations(same_fetch):
        kept, _ = written(order, as_json=as_json)
        assert [each["name"] for each in kept["authors"]] == expected
        assert kept["headline"] == same_fetch[-1].headline


@given(readings, st.booleans())
def test_a_reading_that_tells_nothing_new_is_no_version(given_: Article, as_json: bool) -> None:
    again = article(0, 5, given_.access.delivered, [each.name for each in given_.authors], given_.headline or "")
    again.crawl.fetchedAt = given_.crawl.fetchedAt
    kept, answers = written([given_, again, again], as_json=as_json)
    assert answers[1:] == [Saved.SAME, Saved.SAME]
    assert number_of(kept) == 1
