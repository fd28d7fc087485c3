"""What the dashboard asks of every store: over SQLite and a real MongoDB."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from newsbot.article import Access, Article, Crawl, Delivered
from newsbot.store.base import Outcome, Store, VisitState
from newsbot.store.days import Arrivals

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)


def article(name: str, at: datetime, site: str | None = "times", delivered: Delivered = Delivered.FULL) -> Article:
    return Article(
        url=f"https://www.example.com/{name}",
        headline=name,
        articleBody=f"The text of {name}.",
        access=Access(delivered=delivered),
        crawl=Crawl(site=site, fetchedAt=at),
    )


def outcome(name: str, minutes: float, state: VisitState = VisitState.STORED, site: str = "times") -> Outcome:
    at = T0 + timedelta(minutes=minutes)
    return Outcome(url=f"https://www.example.com/{name}", site=site, run="r1", at=at, state=state, reason=name)


def test_arrivals_are_counted_by_day_site_and_access(store: Store) -> None:
    before = T0 - timedelta(days=1)
    store.save(
        [
            article("a", T0),
            article("b", T0.replace(hour=23, minute=59)),
            article("c", T0, delivered=Delivered.PARTIAL_TEASER),
            article("d", before, "bote"),
            article("e", before, None),
            article("f", T0 + timedelta(days=1)),
        ]
    )
    today = date(2026, 11, 22)
    assert store.arrivals(today - timedelta(days=1), today + timedelta(days=1)) == [
        Arrivals(date(2026, 11, 21), "", "full", 1),
        Arrivals(date(2026, 11, 21), "bote", "full", 1),
        Arrivals(today, "times", "full", 2),
        Arrivals(today, "times", "partial_teaser", 1),
    ]
    assert store.arrivals(today, today) == []


def test_arrivals_count_what_was_published_long_ago(store: Store) -> None:
    old = article("old", T0)
    old.datePublished = T0 - timedelta(days=4000)
    store.save([old])
    assert store.arrivals(T0.date(), T0.date() + timedelta(days=1)) == [Arrivals(T0.date(), "times", "full", 1)]


def test_an_article_counts_on_its_first_day_with_what_it_is_now(store: Store) -> None:
    store.save([article("a", T0, delivered=Delivered.PARTIAL_TEASER)])
    store.save([article("a", T0 + timedelta(days=1))])
    assert store.arrivals(T0.date(), T0.date() + timedelta(days=2)) == [Arrivals(T0.date(), "times", "full", 1)]


def test_the_last_outcomes_of_a_site_come_first(store: Store) -> None:
    failed = VisitState.FAILED
    store.settle([outcome("a", 1), outcome("b", 3, failed), outcome("c", 2), outcome("d", 4, site="bote")])
    store.settle([outcome("a", 5, VisitState.UNCHANGED)])
    assert [each.reason for each in store.outcomes("times", 10)] == ["a", "b", "c", "a"]
    assert [each.reason for each in store.outcomes("times", 2)] == ["a", "b"]
    assert store.outcomes("times", 9, failed) == [outcome("b", 3, failed)]
    assert store.outcomes("times", 0) == store.outcomes("nobody", 9) == []


def test_only_leases_that_are_held_are_told(store: Store) -> None:
    store.lease(["site times", "site bote"], "worker 1", T0, T0 + timedelta(minutes=1))
    taken = store.lease(["host www.example.com"], "worker 2", T0, T0 + timedelta(minutes=5))
    assert [each.name for each in store.held(T0)] == ["host www.example.com", "site bote", "site times"]
    assert store.held(T0 + timedelta(minutes=1)) == list(taken.values())
    assert store.held(T0 + timedelta(minutes=5)) == []
