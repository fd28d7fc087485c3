"""What every store counts, day by day and site by site: one suite, run over SQLite and over a real MongoDB."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from newsbot.article import Access, Article, Author, Crawl, Delivered, Image, Session
from newsbot.store.base import Outcome, Store, VisitState
from newsbot.store.days import FIELDS, Day, Example, Flaw, Shows

T0 = datetime(2026, 11, 2, 7, 0, tzinfo=UTC)
DAY = T0.date()
WHOLE = {
    "headline": "A decision",
    "description": "What was decided.",
    "articleBody": "The council met on Tuesday.",
    "dateModified": T0,
    "authors": [Author(name="Ada Ash")],
    "articleSection": "Town",
    "keywords": ["council"],
    "mainImage": Image(url="https://www.example.com/1.jpg"),
    "inLanguage": "en",
}


def article(name: str, at: datetime = T0, site: str = "times", *, hours: float | None = 2, **fields: Any) -> Article:
    """An article of which all is there, found so many hours after it was published."""
    delivered, session = fields.pop("delivered", Delivered.FULL), fields.pop("session", Session.ANONYMOUS)
    published = None if hours is None else at - timedelta(hours=hours)
    return Article(
        url=f"https://www.example.com/{name}",
        crawl=Crawl(site=site, run="r", fetchedAt=at),
        access=Access(delivered=delivered, session=session),
        **{"datePublished": published, "wordCount": 400, **WHOLE, **fields},
    )


def outcome(name: str, at: datetime, state: VisitState, site: str = "times", **fields: Any) -> Outcome:
    given = {"status": 200, "run": "r", **fields}
    return Outcome(url=f"https://www.example.com/{name}", site=site, at=at, state=state, **given)


def days(store: Store, site: str | None = "times", count: int = 3) -> list[Day]:
    return store.days(site, DAY, DAY + timedelta(days=count))


def test_an_empty_store_has_no_days(store: Store) -> None:
    assert days(store) == days(store, None) == []
    assert store.example("times", Flaw(Shows.CUT), DAY, DAY + timedelta(days=1)) is None


def test_articles_are_counted_by_the_day_they_were_found(store: Store) -> None:
    midnight = datetime(2026, 11, 3, tzinfo=UTC)
    store.save(
        [
            article("a", hours=1, wordCount=100),
            article("b", hours=3, wordCount=300),
            article("c", hours=8, wordCount=900, delivered=Delivered.FULL_WITH_NOTICE),
            article("d", midnight - timedelta(milliseconds=1), hours=None, wordCount=10, delivered=Delivered.UNKNOWN),
            article("e", midnight, session=Session.OWN_LOGIN_CONFIRMED, wordCount=None),
            article("f", midnight, site="post"),
        ]
    )
    first, second = days(store)
    assert first == Day(
        site="times",
        date=DAY,
        articles=4,
        cut=1,
        missing={"datePublished": 1},
        sessions={"anonymous": 4},
        words=300,
        texts=3,
        age=3.0,
        dated=3,
    )
    assert (second.date, second.articles, second.sessions) == (date(2026, 11, 3), 1, {"own_login_confirmed": 1})
    assert (second.words, second.texts, second.age) == (None, 0, 2.0)
    assert [(each.site, each.date) for each in days(store, None)] == [
        ("post", date(2026, 11, 3)),
        ("times", DAY),
        ("times", date(2026, 11, 3)),
    ]
    assert days(store, count=1) == [first]


def test_an_article_that_is_seen_again_belongs_to_its_first_day(store: Store) -> None:
    store.save([article("a", delivered=Delivered.PARTIAL_TEASER)])
    store.save([article("a", T0 + timedelta(days=1))])
    assert [(each.date, each.articles, each.cut) for each in days(store)] == [(DAY, 1, 0)]


def test_every_field_that_may_be_missing_is_counted(store: Store) -> None:
    bare: dict[str, Any] = dict.fromkeys(WHOLE, None) | {"authors": [], "keywords": []}
    store.save([article("a"), article("b", hours=None, **bare), article("c", headline="", authors=[])])
    (day,) = days(store)
    assert day.missing == {name: 1 + (name in {"headline", "authors"}) for name in FIELDS}
    newest = store.example("times", Flaw(Shows.MISSING, "mainImage"), DAY, DAY + timedelta(days=1))
    assert newest == Example("https://www.example.com/b")
    found = store.example("times", Flaw(Shows.MISSING, "authors"), DAY, DAY + timedelta(days=1))
    assert found is not None
    assert found.url in {"https://www.example.com/b", "https://www.example.com/c"}


def test_the_backlog_is_counted_apart(store: Store) -> None:
    store.save([article("old", hours=24 * 14, headline=None), article("new", hours=24 * 14 - 1), article("none")])
    (day,) = days(store)
    assert (day.articles, day.backlog, day.missing) == (2, 1, {})
    assert store.example("times", Flaw(Shows.MISSING, "headline"), DAY, DAY + timedelta(days=1)) is None


def test_a_date_in_the_future_makes_no_negative_age(store: Store) -> None:
    store.save([article("a", hours=-30)])
    assert days(store)[0].age == 0.0


def test_visits_are_counted_by_how_they_ended(store: Store) -> None:
    late = T0 + timedelta(hours=9)
    listing = {"state": VisitState.LISTING}
    store.settle(
        [
            outcome("feed", T0, **listing, bytes=500, news=3),
            outcome("feed", T0 + timedelta(hours=1), **listing, status=304),
            outcome("feed", T0 + timedelta(hours=2), **listing, status=500, reason="the server answered 500"),
            outcome("feed", late, **listing, status=None, reason="no answer in time"),
            outcome("a", T0, VisitState.STORED, bytes=2000),
            outcome("b", T0, VisitState.STORED, bytes=3000),
            outcome("b", T0 + timedelta(hours=3), VisitState.UNCHANGED, status=304),
            outcome("c", T0, VisitState.FAILED, status=None, reason="the connection broke"),
            outcome("c", late, VisitState.FAILED, status=503, reason="the server answered 503"),
            outcome("d", T0, VisitState.BLOCKED, status=403, site="post"),
        ]
    )
    (day,) = days(store)
    assert day == Day(
        site="times",
        date=DAY,
        visits={"stored": 2, "unchanged": 1, "failed": 2},
        looks=4,
        failedLooks=2,
        looked=late,
        requests=7,
        bytes=5500,
    )
    assert day.pages == 5
    assert [(each.site, each.pages) for each in days(store, None)] == [("post", 1), ("times", 5)]


def test_articles_and_visits_of_a_day_stand_together(store: Store) -> None:
    store.save([article("a")])
    store.settle([outcome("a", T0, VisitState.STORED), outcome("b", T0 + timedelta(days=1), VisitState.GONE)])
    first, second = days(store)
    assert (first.articles, first.visits) == (1, {"stored": 1})
    assert (second.articles, second.visits) == (0, {"gone": 1})


@pytest.mark.parametrize(
    ("flaw", "expected"),
    [
        (Flaw(Shows.CUT), Example("https://www.example.com/cut")),
        (Flaw(Shows.WHOLE), Example("https://www.example.com/own")),
        (Flaw(Shows.NOT_OWN), Example("https://www.example.com/cut")),
        (Flaw(Shows.ENDED, "failed"), Example("https://www.example.com/broken", "the connection broke")),
        (Flaw(Shows.LOOK), Example("https://www.example.com/later", "feed: 3 links")),
        (Flaw(Shows.FAILED_LOOK), Example("https://www.example.com/feed", "no answer in time")),
        (Flaw(Shows.ENDED, "gone"), None),
        (Flaw(Shows.MISSING, "headline"), None),
    ],
    ids=lambda each: each.shows if isinstance(each, Flaw) else "",
)
def test_the_newest_example(store: Store, flaw: Flaw, expected: Example | None) -> None:
    def hour(number: int) -> datetime:
        return T0 + timedelta(hours=number)

    store.save(
        [
            article("older", hour(0), delivered=Delivered.PARTIAL_TEASER),
            article("cut", hour(1), delivered=Delivered.PARTIAL_TEASER),
            article("own", hour(2), session=Session.OWN_LOGIN_CONFIRMED),
            article("tomorrow", hour(24), delivered=Delivered.PARTIAL_TEASER, headline=None),
            article("elsewhere", hour(3), site="post", delivered=Delivered.PARTIAL_TEASER, headline=None),
        ]
    )
    store.settle(
        [
            outcome("older", hour(0), VisitState.FAILED, reason="no answer in time"),
            outcome("broken", hour(1), VisitState.FAILED, reason="the connection broke", status=None),
            outcome("feed", hour(1), VisitState.LISTING, reason="no answer in time", status=None),
            outcome("later", hour(2), VisitState.LISTING, reason="feed: 3 links"),
            outcome("elsewhere", hour(3), VisitState.GONE, "post"),
        ]
    )
    assert store.example("times", flaw, DAY, DAY + timedelta(days=1)) == expected
