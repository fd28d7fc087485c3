"""Laws of withdrawal: what was ever kept stays among the versions, and the last word on a page holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsbot.article import Article
from newsbot.changes import Kind, what_changed
from newsbot.store.base import Outcome, VisitState
from newsbot.store.documents import Document, decide, draft, number_of, to_article
from newsbot.store.withdrawals import withdrawals
from tests.properties.test_documents import T0, fetches, from_json

Event = Article | Outcome
KEY = Article(url="https://e.org/a").key
endings = st.builds(
    lambda minute, ending: Outcome(
        url="https://e.org/a",
        site="e",
        run="r",
        at=T0 + timedelta(minutes=minute),
        state=ending[0],
        status=ending[1],
        reason="why",
    ),
    st.integers(0, 50),
    st.sampled_from([(VisitState.GONE, 404), (VisitState.GONE, 200), (VisitState.UNCHANGED, 304)]),
)


def when(event: Event) -> Any:
    return event.at if isinstance(event, Outcome) else event.crawl.fetchedAt


events = st.lists(fetches | endings, min_size=1, max_size=8, unique_by=when)


class Shelf:
    """A store of one article, carried out as both stores do it."""

    def __init__(self, *, json: bool = False) -> None:
        self.present: Document | None = None
        self.versions: dict[int, Document] = {}
        self.json = json

    def take(self, happened: Sequence[Event]) -> Shelf:
        for event in happened:
            self._one(event)
            if self.json and self.present is not None:
                self.present = from_json(self.present)
        return self

    def _one(self, event: Event) -> None:
        if isinstance(event, Article):
            intent = decide(self.present, draft(event))
            before, after = intent.before, intent.document
        elif self.present is not None:
            made = withdrawals({KEY: self.present}, [event])
            before = made.revisions[0][1] if made.revisions else None
            after = made.writes.get(KEY)
        else:
            return
        if before is not None:
            assert number_of(before) not in self.versions
            self.versions[number_of(before)] = before
        self.present = after or self.present

    def articles(self) -> list[Article]:
        documents = [*self.versions.values(), *([self.present] if self.present else [])]
        return [to_article(each, "here") for each in documents]


@given(events)
def test_the_last_word_on_a_page_holds(happened: list[Event]) -> None:
    ordered = sorted(happened, key=when)
    kept = Shelf().take(ordered).articles()
    stored = next((place for place, each in enumerate(ordered) if isinstance(each, Article)), None)
    if stored is None:
        assert kept == []
        return
    last = ordered[-1]
    gone = isinstance(last, Outcome) and last.state is VisitState.GONE
    assert (kept[-1].revision.withdrawnAt is not None) == gone


@given(events, st.integers(0, 7))
def test_what_is_told_again_changes_nothing(happened: list[Event], which: int) -> None:
    ordered = sorted(happened, key=when)
    shelf = Shelf().take(ordered)
    kept, versions = shelf.present, dict(shelf.versions)
    if kept is not None:
        first = next(place for place, each in enumerate(ordered) if isinstance(each, Article))
        shelf.take([ordered[max(first, which % len(ordered))]])
        assert (shelf.present, shelf.versions) == (kept, versions)


@given(events)
def test_no_version_that_was_ever_kept_is_lost(happened: list[Event]) -> None:
    shelf, seen = Shelf(), []
    for event in happened:  # in any order
        shelf.take([event])
        if shelf.present is not None:
            seen.append((shelf.present["articleBody"], shelf.present["revision"]["withdrawnAt"]))
    kept = [(each["articleBody"], each["revision"]["withdrawnAt"]) for each in shelf.versions.values()]
    if shelf.present is not None:
        kept.append((shelf.present["articleBody"], shelf.present["revision"]["withdrawnAt"]))
        assert set(seen) == set(kept)
        assert list(shelf.versions) == list(range(1, number_of(shelf.present)))


@given(events)
def test_a_teaser_never_replaces_a_full_text_whatever_else_happens(happened: list[Event]) -> None:
    kept = Shelf().take(happened).articles()
    full = [each for each in happened if isinstance(each, Article) and each.complete]
    if full:
        assert kept[-1].complete
        assert kept[-1].articleBody == max(full, key=when).articleBody


@given(events)
def test_both_stores_come_to_the_same(happened: list[Event]) -> None:
    assert Shelf(json=True).take(happened).articles() == Shelf().take(happened).articles()


@given(events)
def test_every_version_tells_what_changed(happened: list[Event]) -> None:
    kept = Shelf().take(sorted(happened, key=when)).articles()
    for before, after in pairwise(kept):
        kinds = {each.kind for each in what_changed(before, after)}
        marked = bool(kinds & {Kind.WITHDRAWN, Kind.RETURNED})
        assert marked == ("withdrawn" in after.revision.changed)
        assert (Kind.BODY in kinds) == ("articleBody" in after.revision.changed)
        assert replace(before, revision=after.revision) != before


@given(fetches, fetches)
def test_the_order_of_two_saves_loses_nothing_that_is_worth_more(one: Article, other: Article) -> None:
    if when(one) != when(other):
        forth, back = (Shelf().take(each).articles()[-1] for each in ([one, other], [other, one]))
        assert (forth.articleBody, forth.access, forth.crawl) == (back.articleBody, back.access, back.crawl)
