"""What every store promises: one suite, run over SQLite and over a real MongoDB."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsbot.article import (
    Access,
    Article,
    Crawl,
    Declared,
    Delivered,
    Gate,
    Image,
    ImageSize,
    LiveUpdate,
    Metadata,
    Provenance,
    content_hash,
)
from newsbot.discovery.link import FoundBy, Link
from newsbot.errors import SetAside
from newsbot.likeness import fingerprint
from newsbot.store.base import MOST_CANDIDATES, Lease, Outcome, Query, Saved, Spent, Store, Visit, VisitState
from newsbot.store.habits import after_look
from newsbot.urls import article_key
from tests.contracts.opening import Open

T0 = datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
LONG = "The council met on Tuesday and decided what had to be decided. " * 5
SITE = "example-times"


def at(minutes: float) -> datetime:
    return T0 + timedelta(minutes=minutes)


def article(
    name: str = "a", minutes: float = 0, body: str | None = LONG, delivered: Delivered = Delivered.FULL, **fields: Any
) -> Article:
    crawl = fields.pop("crawl", None) or Crawl(site=SITE, run="r1", fetchedAt=at(minutes))
    access = fields.pop("access", None) or Access(delivered=delivered)
    return Article(
        url=f"https://www.example.com/{name}",
        headline="A decision",
        articleBody=body,
        crawl=crawl,
        access=access,
        **fields,
    )


def teaser(name: str = "a", minutes: float = 0, body: str = "The council met.", **fields: Any) -> Article:
    return article(name, minutes, body, Delivered.PARTIAL_TEASER, **fields)


def link(name: str, **fields: Any) -> Link:
    return Link(
        url=f"https://www.example.com/{name}", foundBy=FoundBy.FEED, foundOn="https://www.example.com/feed", **fields
    )


def outcome(name: str = "a", minutes: float = 0, state: VisitState = VisitState.STORED, **fields: Any) -> Outcome:
    given = {"site": SITE, "run": "r1", "status": 200, **fields}
    return Outcome(url=f"https://www.example.com/{name}", at=at(minutes), state=state, **given)


def body(store: Store, name: str = "a") -> str | None:
    found = store.get(f"https://www.example.com/{name}")
    assert found is not None
    return found.articleBody


# ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_saved_comes_back_whole(store: Store) -> None:
    given = article(
        description="Grüße, 日本, 🎉",
        datePublished=T0,
        keywords=["a", "b"],
        inLanguage="de-CH",
        metadata=Metadata(probability=0.5, validationMessages={"a.b": ["$no"]}),
        provenance={"headline": Provenance(source="h1", runnerUp="Another", runnerUpSource="title")},
        liveBlogUpdate=[LiveUpdate(articleBody="At noon", datePublished=T0)],
        images=[Image(url="https://x.example/1.jpg", sizes=[ImageSize(url="https://x.example/1.jpg", width=640)])],
    )
    assert store.save([given]) == [Saved.NEW]
    found = store.get(given.url)
    assert found is not None
    assert found.revision.number == 1
    assert found.revision.firstFetchedAt == T0
    assert found.revision.contentHash == content_hash(given)
    assert replace(found, revision=given.revision) == given
    assert found.datePublished is not None
    assert found.datePublished.utcoffset() == timedelta(0)


def test_nothing_to_save(store: Store) -> None:
    assert store.save([]) == []
    assert store.get("https://www.example.com/a") is None
    assert store.revisions("https://www.example.com/a") == []
    assert list(store.find(Query())) == []


def test_one_answer_for_each_in_order(store: Store) -> None:
    store.save([article("b", 0), article("c", 0)])
    batch = [article("a", 1), article("b", 1), article("c", 1, LONG + "More."), article("d", 1)]
    assert store.save(batch) == [Saved.NEW, Saved.SAME, Saved.CHANGED, Saved.NEW]


def test_texts_that_no_store_can_hold_are_mended(store: Store) -> None:
    given = article(description="a\x00b\ud800c\ud83d\ude00", provenance={"x\x00.$y": Provenance(source="\udfff")})
    assert store.save([given]) == [Saved.NEW]
    found = store.get(given.url)
    assert found is not None
    assert found.description == "a\ufffdb\ufffdc😀"
    assert found.provenance == {"x\ufffd.$y": Provenance(source="\ufffd")}


@pytest.mark.parametrize(
    "spelling", ["http://example.com/a", "https://www.example.com/a/?utm_source=x#top", "https://m.example.com/x"]
)
def test_an_article_is_found_by_any_of_its_addresses(store: Store, spelling: str) -> None:
    asked = Crawl(fetchedAt=T0, requestedUrl="https://m.example.com/x")
    given = Article(
        url="https://www.example.com/a?id=7", canonicalUrl="https://www.example.com/a", articleBody=LONG, crawl=asked
    )
    store.save([given])
    store.save([replace(given, crawl=replace(asked, fetchedAt=at(1)))])
    found = store.get(spelling)
    assert found is not None
    assert found.key == given.key
    assert len(store.revisions(spelling)) == 1


def test_another_address_of_a_stored_article_is_learnt_later(store: Store) -> None:
    store.save([article()])
    later = article(crawl=Crawl(fetchedAt=at(-5), requestedUrl="https://www.example.com/short"))
    assert store.save([later]) == [Saved.SAME]
    assert store.get("https://www.example.com/short") == store.get("https://www.example.com/a") != None  # noqa: E711


def test_a_field_of_a_wrong_type_is_refused_and_the_others_are_kept(store: Store) -> None:
    wrong = article("wrong", wordCount="many")
    with pytest.raises(SetAside) as caught:
        store.save([article("a"), wrong, article("b")])
    assert caught.value.answers == [Saved.NEW, None, Saved.NEW]
    assert list(caught.value.refused) == [1]
    assert store.counts().articles == 2


# ── the rules of writing ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_same_text_is_kept_once_with_the_freshest_facts(store: Store) -> None:
    store.save([article(minutes=0)])
    later = article(minutes=9, access=Access(delivered=Delivered.FULL_WITH_NOTICE))
    assert store.save([later]) == [Saved.SAME]
    found = store.get(later.url)
    assert found is not None
    assert (found.crawl, found.access) == (later.crawl, later.access)
    assert (found.revision.number, found.revision.firstFetchedAt) == (1, T0)
    assert len(store.revisions(later.url)) == 1


def test_a_changed_text_is_a_new_version_and_the_old_one_stays(store: Store) -> None:
    first, second = article(minutes=0), article(minutes=5, body=LONG + "An addition.", correction="A name was wrong.")
    third = article(minutes=9, body=second.articleBody, correction=second.correction)
    third.headline = "Another decision"
    assert [store.save([each]) for each in (first, second, third)] == [[Saved.NEW], [Saved.CHANGED], [Saved.CHANGED]]
    versions = store.revisions(first.url)
    assert [each.articleBody for each in versions] == [first.articleBody, second.articleBody, second.articleBody]
    assert [each.revision.number for each in versions] == [1, 2, 3]
    assert [each.revision.changed for each in versions] == [[], ["articleBody", "correction"], ["headline"]]
    assert [each.revision.changedAt for each in versions] == [None, at(5), at(9)]
    assert {each.revision.firstFetchedAt for each in versions} == {T0}


def test_live_entries_and_access_are_named_as_changed(store: Store) -> None:
    store.save([article()])
    live = article(
        minutes=1,
        liveBlogUpdate=[LiveUpdate(articleBody="Noon")],
        access=Access(delivered=Delivered.FULL, gate=Gate.SUBSCRIPTION),
    )
    assert store.save([live]) == [Saved.CHANGED]
    assert store.revisions(live.url)[-1].revision.changed == ["liveBlogUpdate", "access"]


def access(declared: Declared = Declared.ABSENT, gate: Gate = Gate.NONE_SEEN) -> Access:
    return Access(delivered=Delivered.FULL, declared=declared, gate=gate)


def test_the_same_words_behind_a_wall_are_a_new_version(store: Store) -> None:
    store.save([article(access=access(Declared.FREE))])
    assert store.save([article(minutes=1, access=access(Declared.NOT_FREE))]) == [Saved.CHANGED]
    assert store.save([article(minutes=2, access=access(Declared.NOT_FREE, Gate.SUBSCRIPTION))]) == [Saved.CHANGED]
    assert store.save([article(minutes=2, access=access(Declared.NOT_FREE, Gate.SUBSCRIPTION))]) == [Saved.CHANGED]
    versions = store.revisions("https://www.example.com/a")
    assert [each.revision.changed for each in versions] == [[], ["access"], ["access"]]
    assert [each.access.declared for each in versions] == [Declared.FREE, Declared.NOT_FREE, Declared.NOT_FREE]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (access(), access(Declared.NOT_FREE)),
        (access(Declared.NOT_FREE), access(Declared.CONFLICT)),
        (access(gate=Gate.NONE_SEEN), access(gate=Gate.CONSENT)),
        (access(gate=Gate.METERED_OPEN), access(gate=Gate.NONE_SEEN)),
    ],
)
def test_what_depends_on_one_fetch_makes_no_version(store: Store, before: Access, after: Access) -> None:
    store.save([article(access=before)])
    assert store.save([article(minutes=1, access=after)]) == [Saved.SAME]
    found = store.get("https://www.example.com/a")
    assert found is not None
    assert (found.access, found.revision.number) == (after, 1)


LESS = [Delivered.PARTIAL_TEASER, Delivered.PARTIAL_OTHER, Delivered.OBFUSCATED, Delivered.NONE, Delivered.UNKNOWN]


@pytest.mark.parametrize("less", LESS)
def test_a_teaser_never_replaces_or_passes_for_a_full_text(store: Store, less: Delivered) -> None:
    full = article()
    store.save([full])
    before = store.get(full.url)
    later = article(minutes=60, body="The council met.", delivered=less)
    assert store.save([later]) == [Saved.SAME]
    assert store.save([article(minutes=70, delivered=less)]) == [Saved.SAME]  # not with the same words either
    assert store.get(full.url) == before
    assert len(store.revisions(full.url)) == 1
    assert store.counts().byDelivered == {"full": 1}


@pytest.mark.parametrize("minutes", [60, -60])
@pytest.mark.parametrize("less", LESS)
def test_a_full_text_upgrades_a_teaser_even_if_it_was_fetched_earlier(
    store: Store, less: Delivered, minutes: int
) -> None:
    store.save([article(body="The council met.", delivered=less)])
    assert store.save([article(minutes=minutes)]) == [Saved.CHANGED]
    assert body(store) == LONG
    assert [each.access.delivered for each in store.revisions("https://www.example.com/a")] == [less, Delivered.FULL]
    assert store.revisions("https://www.example.com/a")[-1].revision.changed == ["articleBody", "access"]
    assert store.save([article(body="The council met.", delivered=less)]) == [Saved.SAME]
    assert body(store) == LONG


def test_the_same_words_once_known_to_be_all_of_them(store: Store) -> None:
    store.save([article(delivered=Delivered.UNKNOWN)])
    assert store.save([article(minutes=1)]) == [Saved.CHANGED]
    assert store.revisions("https://www.example.com/a")[-1].revision.changed == ["access"]


def test_a_newer_teaser_replaces_an_older_one(store: Store) -> None:
    store.save([teaser()])
    assert store.save([teaser(minutes=1, body="The council met again.")]) == [Saved.CHANGED]
    assert body(store) == "The council met again."


def test_an_older_fetch_never_overwrites_a_newer_one(store: Store) -> None:
    store.save([article(minutes=10, body=LONG + "New.")])
    assert store.save([article(minutes=5, body=LONG + "Old.")]) == [Saved.SAME]
    assert store.save([article(minutes=5, body=LONG + "New.", delivered=Delivered.FULL_WITH_NOTICE)]) == [Saved.SAME]
    found = store.get("https://www.example.com/a")
    assert found is not None
    assert (found.articleBody, found.access.delivered, found.crawl.fetchedAt) == (LONG + "New.", Delivered.FULL, at(10))


def test_an_article_without_a_time_counts_as_the_oldest(store: Store) -> None:
    timeless = article(body="Timeless. " * 30, crawl=Crawl(site=SITE))
    assert store.save([timeless]) == [Saved.NEW]
    assert store.save([timeless]) == [Saved.SAME]
    assert store.save([article()]) == [Saved.CHANGED]
    assert store.save([timeless]) == [Saved.SAME]
    assert body(store) == LONG
    store.save([article("b", 1)])
    assert [each.url[-1] for each in store.find(Query())] == ["a", "b"]


def test_the_same_key_twice_in_a_batch_is_written_in_order(store: Store) -> None:
    batch = [article(minutes=0), article(minutes=1, body=LONG + "2"), article(minutes=2, body=LONG + "3")]
    assert store.save(batch) == [Saved.NEW, Saved.CHANGED, Saved.CHANGED]
    assert [each.articleBody for each in store.revisions(batch[0].url)] == [LONG, LONG + "2", LONG + "3"]
    assert store.save([article("b"), article("b"), teaser("b", 5)]) == [Saved.NEW, Saved.SAME, Saved.SAME]


def test_sent_twice_nothing_changes_and_the_answer_is_the_same(store: Store) -> None:
    new, changed = article(), article(minutes=5, body=LONG + "More.")
    assert [store.save([new]), store.save([new])] == [[Saved.NEW]] * 2
    assert [store.save([changed]), store.save([changed])] == [[Saved.CHANGED]] * 2
    before = store.revisions(new.url)
    assert store.save([new]) == [Saved.SAME]  # by now it is old
    assert store.save([new, changed]) == [Saved.SAME, Saved.CHANGED]
    assert store.revisions(new.url) == before
    assert len(before) == 2


def test_a_different_fetch_of_the_same_text_is_not_taken_for_our_own(store: Store) -> None:
    store.save([article()])
    assert store.save([article(crawl=Crawl(site=SITE, run="r2", fetchedAt=T0))]) == [Saved.SAME]
    assert store.save([article(minutes=1)]) == [Saved.SAME]
    assert store.save([article(minutes=1)]) == [Saved.SAME]


def test_microseconds_do_not_make_a_text_newer(store: Store) -> None:
    precise = article(crawl=Crawl(fetchedAt=T0 + timedelta(microseconds=1234)))
    assert store.save([precise]) == store.save([precise]) == [Saved.NEW]


# ── what is withdrawn ───────────────────────────────────────────────────────────────────────────────────────────────


def gone(minutes: float, name: str = "a", reason: str = "the page is not there (404)") -> Outcome:
    return outcome(name, minutes, VisitState.GONE, reason=reason, status=404)


def marks(store: Store, name: str = "a") -> list[tuple[list[str], datetime | None]]:
    versions = store.revisions(f"https://www.example.com/{name}")
    return [(each.revision.changed, each.revision.withdrawnAt) for each in versions]


def test_an_article_whose_page_is_gone_is_marked_and_stays(store: Store) -> None:
    store.save([article()])
    store.settle([gone(5)])
    found = store.get("https://www.example.com/a")
    assert found is not None
    assert (found.articleBody, found.access.delivered) == (LONG, Delivered.FULL)
    assert (found.revision.withdrawnAt, found.revision.withdrawnReason) == (at(5), "the page is not there (404)")
    assert (found.revision.number, found.revision.firstFetchedAt, found.revision.changedAt) == (2, T0, at(5))
    assert found.revision.contentHash == content_hash(found)
    assert marks(store) == [([], None), (["withdrawn"], at(5))]
    assert store.counts().articles == 1


def test_the_mark_is_made_once_however_often_it_is_told(store: Store) -> None:
    store.save([article()])
    for minutes in (5, 5, 9):
        store.settle([gone(minutes), gone(minutes)])
    assert marks(store) == [([], None), (["withdrawn"], at(5))]
    assert store.save([article()]) == [Saved.SAME]  # a late copy of what is kept already
    assert len(marks(store)) == 2


@pytest.mark.parametrize("how", ["the same", "changed", "teaser", "not modified"])
def test_what_comes_back_is_no_longer_withdrawn_and_its_history_tells_it(store: Store, how: str) -> None:
    store.save([article()])
    store.settle([gone(5)])
    later = {
        "the same": article(minutes=9),
        "changed": article(minutes=9, body=LONG + "More."),
        "teaser": teaser("a", 9),
    }
    for _ in range(2):  # all of it may be sent twice
        if how == "not modified":
            store.settle([outcome("a", 9, VisitState.UNCHANGED, status=304)])
        else:
            store.save([later[how]])
        store.settle([gone(5)])
    names = ["articleBody", "withdrawn"] if how == "changed" else ["withdrawn"]
    assert marks(store) == [([], None), (["withdrawn"], at(5)), (names, None)]
    found = store.get("https://www.example.com/a")
    assert found is not None
    assert (found.revision.changedAt, found.revision.withdrawnReason) == (at(9), None)
    assert (found.articleBody, found.complete) == (LONG + "More." if how == "changed" else LONG, True)
    store.settle([gone(12)])
    assert marks(store)[3:] == [(["withdrawn"], at(12))]


def test_a_visit_before_the_text_was_fetched_marks_nothing(store: Store) -> None:
    store.save([article(minutes=9)])
    store.settle([gone(5), outcome("a", 12, VisitState.UNCHANGED, status=304)])
    assert marks(store) == [([], None)]


def test_a_text_fetched_before_stays_withdrawn(store: Store) -> None:
    store.save([teaser()])
    store.settle([gone(5)])
    assert store.save([article(minutes=2)]) == [Saved.CHANGED]
    assert marks(store)[-1] == (["articleBody", "access"], at(5))
    assert body(store) == LONG


def test_pages_that_are_gone_and_were_never_kept_mark_nothing(store: Store) -> None:
    store.save([article()])
    store.settle([gone(5, "b"), outcome("a", 6, VisitState.FAILED, status=500), outcome("a", 7, VisitState.BLOCKED)])
    assert marks(store) == [([], None)]
    assert store.get("https://www.example.com/b") is None


def test_only_the_addresses_of_the_kept_text_mark_it(store: Store) -> None:
    first = article(crawl=Crawl(site=SITE, fetchedAt=T0, requestedUrl="https://www.example.com/old"))
    second = article(crawl=Crawl(site=SITE, fetchedAt=at(1), requestedUrl="https://www.example.com/short"))
    store.save([first])
    store.save([second])
    store.settle([gone(5, "old")])  # an alias that no longer leads there
    assert marks(store) == [([], None)]
    store.settle([gone(6, "short")])  # asked for so, and nothing came
    assert marks(store)[-1] == (["withdrawn"], at(6))


def test_many_processes_mark_one_article_once(open_one: Open) -> None:
    first = open_one()
    first.save([article(name) for name in "abcd"])
    stores = [open_one() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda store: store.settle([gone(5, name) for name in "abcd"]), stores))
    assert [marks(first, name) for name in "abcd"] == [[([], None), (["withdrawn"], at(5))]] * 4


# ── finding ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shelf(store: Store) -> Store:
    """Five articles, told apart by what queries ask for."""
    store.save(
        [
            article("1", 3, datePublished=at(-10), inLanguage="de"),
            article("2", 1, datePublished=at(-20), inLanguage="de-CH", crawl=Crawl(site="other", fetchedAt=at(1))),
            teaser("3", 2, datePublished=at(-30), inLanguage="en"),
            article("4", 4, inLanguage="den", delivered=Delivered.FULL_WITH_NOTICE),
            article("5", 5, datePublished=at(-40), inLanguage="EN-GB"),
        ]
    )
    return store


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (Query(), "23145"),
        (Query(site=SITE), "3145"),
        (Query(site="nobody"), ""),
        (Query(delivered=frozenset({Delivered.FULL})), "215"),
        (Query(delivered=frozenset({Delivered.FULL_WITH_NOTICE, Delivered.PARTIAL_TEASER})), "34"),
        (Query(publishedSince=at(-20)), "21"),
        (Query(publishedUntil=at(-20)), "35"),
        (Query(publishedSince=at(-30), publishedUntil=at(-10)), "23"),
        (Query(publishedSince=at(-20) + timedelta(microseconds=1)), "1"),
        (Query(fetchedSince=at(4)), "45"),
        (Query(language="de"), "21"),
        (Query(language="DE-ch"), "2"),
        (Query(language="en"), "35"),
        (Query(language="d"), ""),
        (Query(limit=2), "23"),
        (Query(limit=0), ""),
        (Query(site=SITE, language="en", delivered=frozenset({Delivered.FULL})), "5"),
    ],
)
def test_a_query_finds_what_it_asks_for_in_order(shelf: Store, query: Query, expected: str) -> None:
    assert "".join(each.url[-1] for each in shelf.find(query)) == expected


def test_the_order_of_finding_is_that_of_the_first_fetch(shelf: Store) -> None:
    shelf.save([article("2", 60, crawl=Crawl(site="other", fetchedAt=at(60)))])
    assert "".join(each.url[-1] for each in shelf.find(Query())) == "23145"
    assert "".join(each.url[-1] for each in shelf.find(Query(fetchedSince=at(60)))) == "2"


def test_finding_streams_and_nothing_is_missed_or_doubled(store: Store) -> None:
    for start in range(0, 900, 300):
        store.save([article(f"{number:04}", number // 250) for number in range(start, start + 300)])
    found = store.find(Query())
    first = [next(found).url for _ in range(250)]
    store.save([article("0000", 9, LONG + "New."), article("late", 99)])  # written while the reader reads
    rest = [each.url for each in found]
    found_late = rest[-1].endswith("late")  # what is written meanwhile may be found, or not
    assert len({*first, *rest}) == len(first) + len(rest) == 900 + found_late
    assert len(list(store.find(Query(limit=450)))) == 450


def test_copies_are_complete_texts_of_some_length_and_the_first_of_them(store: Store) -> None:
    short = "Too short to be a copy."
    whole, later, part, brief = (
        article("whole", 5),
        article("later", 9),
        teaser("part", 0, LONG + "?"),
        article("brief", 0, short),
    )
    store.save([later, whole, part, brief])
    hashes = [content_hash(each) for each in (whole, part, brief)]
    found = store.copies([*hashes, "unknown"])
    assert {key: (copy.key, copy.url, copy.site) for key, copy in found.items()} == {
        hashes[0]: (whole.key, whole.url, SITE)
    }
    assert store.copies([]) == {}


def test_what_a_text_was_is_no_copy_any_more(store: Store) -> None:
    old = article()
    store.save([old])
    store.save([article(minutes=1, body=LONG + "New.")])
    assert store.copies([content_hash(old)]) == {}


def test_200_characters_are_enough_for_a_copy(store: Store) -> None:
    enough, short = article("e", body="é" * 200), article("s", body="ü" * 199)
    store.save([enough, short])
    assert list(store.copies([content_hash(enough), content_hash(short)])) == [content_hash(enough)]


# ── stories ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def wire(seed: int = 1, paragraphs: int = 8) -> list[str]:
    """An agency's text, in paragraphs."""
    chance = random.Random(seed)
    words = [f"{chance.choice('bdfglmnprst')}{chance.choice('aeiou')}{chance.choice('lmnrst')}" for _ in range(300)]
    return [" ".join(chance.choices(words, k=40)).capitalize() + "." for _ in range(paragraphs)]


def text(paragraphs: Sequence[str]) -> str:
    return "\n\n".join(paragraphs)


def alike(store: Store, body: str) -> list[str]:
    """The names of the articles that may be copies of this text."""
    (found,) = store.alike([fingerprint(body)])
    keys = {article_key(f"https://www.example.com/{name}"): name for name in "abcdefgh"}
    return [keys[each.key] for each in found]


def test_texts_that_may_be_copies_are_found_with_what_tells_whether_they_are(store: Store) -> None:
    whole, other = wire(), wire(2)
    store.save([article("a", body=text(whole)), article("b", 1, text(whole[:6]), story="root"), article("c", 2)])
    store.save([article("d", 3, text(other))])
    first, second, third = store.alike([fingerprint(text(each)) for each in (whole, other, wire(3))])
    assert [each.key for each in first] == [article_key(f"https://www.example.com/{name}") for name in "ab"]
    assert [(each.site, each.story) for each in first] == [(SITE, None), (SITE, "root")]
    assert first[0].fingerprint == fingerprint(text(whole))
    assert first[1].fingerprint == fingerprint(text(whole[:6]))
    assert len(second) == 1
    assert third == []
    assert store.alike([]) == []
    assert store.alike([fingerprint("")]) == [[]]


def test_teasers_and_short_texts_are_nobodys_near_copy(store: Store) -> None:
    body = text(wire())
    store.save([teaser("a", body=body), article("b", body=body[:199]), article("c", body=body[:200])])
    assert alike(store, body[:200]) == ["c"]
    store.save([article("a", 1, body)])  # after a login
    assert alike(store, body) == ["a"]


def test_a_changed_text_is_found_by_what_it_is_now(store: Store) -> None:
    old, new = wire(), wire(2)
    store.save([article(body=text(old))])
    store.save([article(minutes=1, body=text(new))])
    assert (alike(store, text(old)), alike(store, text(new))) == ([], ["a"])
    store.save([article(minutes=2, body=text(new), delivered=Delivered.FULL_WITH_NOTICE)])
    store.settle([outcome(minutes=3, state=VisitState.GONE, status=404)])
    assert alike(store, text(new)) == ["a"]
    store.save([article(minutes=4, body="It was taken away.")])
    assert alike(store, text(new)) == []


def test_of_very_many_texts_of_one_frame_the_nearest_are_told(store: Store) -> None:
    frame = wire(paragraphs=12)
    store.save([article(f"f{number}", body=text([*frame, *wire(number + 9, 2)])) for number in range(150)])
    store.save([article("a", 1, text(frame))])
    (found,) = store.alike([fingerprint(text(frame))])
    assert len(found) == MOST_CANDIDATES
    assert len({each.key for each in found}) == MOST_CANDIDATES
    assert article_key("https://www.example.com/a") in [each.key for each in found]


def test_all_copies_of_a_story_are_found_by_any_of_them(store: Store) -> None:
    root = article("a", 5)
    copies = [article(name, minutes, story=root.key) for name, minutes in (("b", 6), ("c", 1))]
    store.save([root, *copies, article("d")])
    for url in (root.url, copies[0].url, f"{copies[1].url}?utm_source=x"):
        assert [each.url[-1] for each in store.story(url)] == ["c", "a", "b"]
    assert [each.url[-1] for each in store.story("https://www.example.com/d")] == ["d"]
    assert store.story("https://www.example.com/e") == []


def test_a_story_whose_first_article_is_not_kept(store: Store) -> None:
    store.save(
        [article(name, minutes, story=article_key("https://x.example/a")) for name, minutes in (("b", 1), ("c", 2))]
    )
    assert [each.url[-1] for each in store.story("https://www.example.com/c")] == ["b", "c"]


def test_an_article_stays_in_its_story(store: Store) -> None:
    store.save([article("a", 0, story="first"), article("b", 0)])
    store.save([article("a", 1, LONG + "More.", story=None), article("b", 1, story="late")])
    store.save([article("a", 2, LONG + "Yet more.", story="second")])
    found = {each.url[-1]: each.story for each in store.find(Query())}
    assert found == {"a": "first", "b": "late"}
    assert [each.url[-1] for each in store.story("https://www.example.com/a")] == ["a"]


def test_copies_tell_their_story(store: Store) -> None:
    one = article("a", story="root")
    store.save([one])
    assert [each.story for each in store.copies([content_hash(one)]).values()] == ["root"]


def test_counts(shelf: Store) -> None:
    shelf.offer([link("x"), link("y")], SITE, T0)
    shelf.settle([outcome("x")])
    counts = shelf.counts()
    assert counts.articles == 5
    assert counts.byDelivered == {"full": 3, "partial_teaser": 1, "full_with_notice": 1}
    assert counts.bySite == {SITE: 4, "other": 1}
    assert counts.visits == {"found": 1, "stored": 1}


def test_an_empty_store_counts_nothing(store: Store) -> None:
    counts = store.counts()
    assert (counts.articles, counts.byDelivered, counts.bySite, counts.visits) == (0, {}, {}, {})


# ── visits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_offered_link_is_a_visit_that_nobody_made(store: Store) -> None:
    known = store.offer([link("a", title="A", published=at(-9))], SITE, T0)
    url = "https://www.example.com/a"
    expected = Visit(
        key=article_key(url),
        url=url,
        site=SITE,
        foundBy="feed",
        foundOn="https://www.example.com/feed",
        title="A",
        published=at(-9),
        firstSeen=T0,
        due=at(-9),  # at once, and the newest first
    )
    assert known == [expected]
    assert store.visits(["http://example.com/a/"]) == {expected.key: expected}


def test_known_links_stay_as_they_are(store: Store) -> None:
    (first,) = store.offer([link("a", title="First")], SITE, T0)
    store.settle([outcome("a", 1)])
    again = store.offer([link("b"), link("a", title="Second"), link("b/", title="Slash")], "other", at(5))
    assert [each.title for each in again] == [None, "First", None]
    assert [each.state for each in again] == [VisitState.FOUND, VisitState.STORED, VisitState.FOUND]
    assert again[0] == again[2]
    assert again[1].firstSeen == first.firstSeen
    assert store.offer([], SITE, T0) == []


def test_unknown_addresses_are_left_out(store: Store) -> None:
    store.offer([link("a")], SITE, T0)
    assert list(store.visits(["https://www.example.com/a", "https://www.example.com/b"])) == [
        article_key("https://www.example.com/a")
    ]
    assert store.visits([]) == {}


def test_a_settled_visit(store: Store) -> None:
    store.offer([link("a")], SITE, T0)
    given = outcome("a", 1, reason="full", etag='"x"', lastModified="Sun")
    store.settle([given])
    (visit,) = store.visits([given.url]).values()
    assert (visit.state, visit.reason, visit.lastVisit, visit.status) == (VisitState.STORED, "full", at(1), 200)
    assert (visit.etag, visit.lastModified, visit.attempts, visit.firstSeen) == ('"x"', "Sun", 0, T0)
    assert store.history(given.url) == [given]


def test_an_address_that_nobody_offered_can_be_settled(store: Store) -> None:
    store.settle([outcome("given", 3)])
    (visit,) = store.visits(["https://www.example.com/given"]).values()
    assert (visit.site, visit.firstSeen, visit.foundBy) == (SITE, at(3), "")


def test_failures_are_counted_until_one_visit_works(store: Store) -> None:
    failed = [outcome("a", minute, VisitState.FAILED, status=503) for minute in range(3)]
    store.settle(failed)
    store.settle(failed)  # sent again
    store.settle(failed[1:2])
    assert next(iter(store.visits([failed[0].url]).values())).attempts == 3
    store.settle([outcome("a", 5, VisitState.FAILED, status=None), outcome("a", 6), outcome("a", 7, VisitState.FAILED)])
    assert next(iter(store.visits([failed[0].url]).values())).attempts == 1
    assert len(store.history(failed[0].url)) == 6


def test_a_late_outcome_is_written_down_and_changes_nothing(store: Store) -> None:
    store.settle([outcome("a", 9)])
    store.settle([outcome("a", 5, VisitState.GONE, status=410)])
    (visit,) = store.visits(["https://www.example.com/a"]).values()
    assert (visit.state, visit.lastVisit) == (VisitState.STORED, at(9))
    assert [each.state for each in store.history(visit.url)] == [VisitState.GONE, VisitState.STORED]


def test_of_two_outcomes_of_one_moment_the_later_counts(store: Store) -> None:
    store.settle([outcome("a", 0, VisitState.FAILED), outcome("a", 0, VisitState.STORED)])
    (visit,) = store.visits(["https://www.example.com/a"]).values()
    assert (visit.state, visit.attempts) == (VisitState.STORED, 0)


def test_what_to_ask_with_is_kept_until_a_page_is_delivered_anew(store: Store) -> None:
    store.settle([outcome("a", 0, etag='"1"'), outcome("a", 1, VisitState.UNCHANGED, status=304)])
    store.settle([outcome("a", 2, VisitState.FAILED, status=500)])
    assert next(iter(store.visits(["https://www.example.com/a"]).values())).etag == '"1"'
    store.settle([outcome("a", 3, status=200)])
    assert next(iter(store.visits(["https://www.example.com/a"]).values())).etag is None


def test_take_gives_open_visits_first_and_the_newest_of_each_kind(store: Store) -> None:
    store.offer(
        [link("old", published=at(-90)), link("new", published=at(-1)), link("stored", published=at(-2))], SITE, T0
    )
    store.offer([link("undated")], SITE, at(1))
    store.offer(
        [link("failed", published=at(-50)), link("teaser", published=at(-1)), link("feed"), link("gone")], SITE, T0
    )
    store.offer([link("elsewhere")], "other", T0)
    store.settle(
        [
            outcome("stored"),
            outcome("failed", state=VisitState.FAILED),
            outcome("teaser", state=VisitState.TEASER),
            outcome("feed", state=VisitState.LISTING),
            outcome("gone", state=VisitState.GONE),
        ]
    )
    assert names(store.take(SITE, 100, at=at(1))) == ["new", "old", "undated", "failed", "teaser", "stored"]
    assert names(store.take(SITE, 100, at=at(1), again=False)) == ["new", "old", "undated", "failed"]
    assert names(store.take(SITE, 2, at=at(1))) == ["new", "old"]
    assert store.take(SITE, 0, at=at(1)) == store.take("nobody", 5, at=at(1)) == []


def names(visits: Sequence[Visit]) -> list[str]:
    return [each.url.rsplit("/", 1)[1] for each in visits]


def test_take_gives_what_is_due_and_goes_on_behind_the_last(store: Store) -> None:
    store.offer([link(f"{number}") for number in range(7)], SITE, T0)
    store.settle([outcome("1", 10), outcome("2", 40), outcome("3", 20), outcome("4", 10, VisitState.FAILED)])
    store.settle([outcome("4", 11, VisitState.FAILED)])  # the second time in a row: not before four minutes later
    assert sorted(names(store.take(SITE, 9, at=at(12)))) == ["0", "5", "6"]
    assert names(store.take(SITE, 9, at=at(15)))[3:] == ["4", "1"]  # known for 10 minutes, so due after 5 more
    all_of_them = store.take(SITE, 9, at=at(60))
    assert names(all_of_them)[3:] == ["4", "2", "3", "1"]
    assert [each.due for each in all_of_them[3:]] == [at(15), at(60), at(30), at(15)]
    for size in (1, 2, 3):
        walked: list[Visit] = []
        while page := store.take(SITE, size, at=at(60), after=walked[-1] if walked else None):
            walked += page
        assert walked == all_of_them


def test_when_the_next_visit_of_a_site_is_due(store: Store) -> None:
    assert store.next_due(SITE) is None
    store.settle([outcome("a", 10), outcome("feed", 10, VisitState.LISTING), outcome("gone", 10, VisitState.GONE)])
    assert store.next_due(SITE) == at(10)  # found and visited at once: known for no time
    store.offer([link("b", published=T0)], SITE, T0)
    store.settle([outcome("a", 40)])
    assert store.next_due(SITE) == T0
    store.settle([outcome("b", 20)])
    assert store.next_due(SITE) == at(30)


def test_a_clock_that_was_a_day_ahead_loses_nothing(store: Store) -> None:
    ahead = 24 * 60
    store.save([article("a", ahead, LONG + "1")])
    store.settle([outcome("a", ahead)])
    assert store.save([article("a", 5, LONG + "2"), article("b", 5)]) == [Saved.SAME, Saved.NEW]
    store.settle([outcome("a", 5), outcome("b", 5)])
    assert body(store, "a") == LONG + "1"  # to us it is the later one
    assert len(store.history("https://www.example.com/a")) == 2
    assert store.save([article("a", ahead + 1, LONG + "2")]) == [Saved.CHANGED]
    assert [each.articleBody for each in store.revisions("https://www.example.com/a")] == [LONG + "1", LONG + "2"]


# ── leases ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lease_belongs_to_one_at_a_time(store: Store) -> None:
    mine = store.lease(["site a", "host a"], "me", T0, at(1))
    assert [(each.holder, each.number, each.until) for each in mine.values()] == [("me", 1, at(1))] * 2
    theirs = store.lease(["site a", "site b"], "you", at(0.5), at(2))
    assert {name: each.holder for name, each in theirs.items()} == {"site a": "me", "site b": "you"}
    assert theirs["site a"] == mine["site a"]
    assert store.lease([], "me", T0, at(1)) == {}


def test_a_lease_that_ran_out_passes_on_with_its_memo_and_a_greater_number(store: Store) -> None:
    mine = store.lease(["host a"], "me", T0, at(1))["host a"]
    store.renew([replace(mine, memo={"delay": 2.5, "known": ["x.example"], "none": None})])
    assert store.lease(["host a"], "you", at(0.9), at(3))["host a"].holder == "me"
    theirs = store.lease(["host a"], "you", at(1), at(3))["host a"]
    assert (theirs.holder, theirs.number, theirs.since) == ("you", 2, at(1))
    assert theirs.memo == {"delay": 2.5, "known": ["x.example"], "none": None}


def test_who_lost_a_lease_cannot_write_it(store: Store) -> None:
    mine = store.lease(["host a"], "me", T0, at(1))["host a"]
    theirs = store.lease(["host a"], "you", at(2), at(3))["host a"]
    late = store.renew([replace(mine, until=at(9), memo={"late": True})])
    assert late["host a"] == theirs == store.lease(["host a"], "me", at(2.5), at(9))["host a"]


def test_a_lease_is_renewed_and_given_back(store: Store) -> None:
    mine = store.lease(["host a"], "me", T0, at(1))["host a"]
    again = store.lease(["host a"], "me", at(0.5), at(2))["host a"]
    assert again == replace(mine, until=at(2))
    store.renew([replace(again, until=at(1))])
    back = store.lease(["host a"], "me", at(1), at(1.5))["host a"]
    assert (back.holder, back.number) == ("me", 2)  # whoever held it in between is found out by the number
    assert store.lease(["host a"], "you", at(1.5), at(3))["host a"].holder == "you"
    assert store.renew([Lease(name="never", holder="me", number=1, since=T0, until=at(1))]) == {}


def test_of_many_that_ask_at_once_one_gets_it(open_one: Open) -> None:
    stores = [open_one(), open_one()]
    together = threading.Barrier(6)

    def ask(worker: int) -> list[str]:
        together.wait(30)
        told = []
        for step in range(8):
            now = stores[worker % 2].lease([f"site {step}"], f"worker {worker}", T0, at(1))
            told.append(now[f"site {step}"].holder)
        return told

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, range(6)))
    assert all(answer == answers[0] for answer in answers)


def look(minutes: float, news: int | None, status: int | None = 200) -> Outcome:
    return outcome("feed", minutes, VisitState.LISTING, status=status, news=news)


def test_what_looks_at_a_listing_found_is_remembered_once(store: Store) -> None:
    url = "https://www.example.com/feed"
    looks = [look(0, 30), look(60, 4), look(120, 0, 304), look(180, None, 503), look(240, None, None)]
    for given in looks:
        store.settle([given])
        store.settle([given])  # sent again
    store.settle(looks)
    (visit,) = store.visits([url]).values()
    # All that the first look names is new to us, and says nothing. What failed says nothing either.
    news, watched = after_look(*after_look(0, 0, 1, 4), 1, 0)
    assert (visit.news, visit.watched) == (pytest.approx(news), pytest.approx(watched))
    assert (visit.lastNew, visit.lastVisit, visit.attempts) == (at(60), at(240), 2)
    store.settle([look(300, None)])  # a look that teaches nothing, and worked
    (visit,) = store.visits([url]).values()
    assert (visit.news, visit.watched, visit.attempts) == (pytest.approx(news), pytest.approx(watched), 0)
    assert [each.news for each in store.history(url)] == [30, 4, 0, None, None, None]


def test_a_listing_whose_first_looks_failed_has_not_brought_its_whole_content_at_once(store: Store) -> None:
    store.settle([look(0, None, 503), look(4, None, None), look(12, 30), look(72, 1)])
    (visit,) = store.visits(["https://www.example.com/feed"]).values()
    assert (visit.news, visit.watched) == pytest.approx(after_look(0, 0, 1, 1))


def test_bytes_are_counted_for_the_budget(store: Store) -> None:
    store.settle([outcome("a", 0, bytes=100), outcome("b", 5, bytes=2**40), outcome("c", 6), outcome("d", 7, bytes=7)])
    store.settle([outcome("e", 8, site="other", bytes=9), outcome("d", 7, bytes=7)])
    assert store.spent_since(SITE, at(5)) == Spent(requests=3, bytes=2**40 + 7)
    assert store.spent_since(SITE, at(9)) == Spent(requests=0, bytes=0)


def test_answered_requests_are_counted_for_the_budget(store: Store) -> None:
    store.settle(
        [
            outcome("a", 0),
            outcome("b", 5),
            outcome("feed", 6, VisitState.LISTING),
            outcome("c", 7, VisitState.ROBOTS, status=None),
            outcome("d", 8, VisitState.BLOCKED, status=403),
            outcome("e", 9, site="other"),
        ]
    )
    assert store.spent_since(SITE, at(5)).requests == 3
    assert store.spent_since(SITE, at(5) + timedelta(microseconds=1)).requests == 2
    assert store.spent_since(SITE, T0 - timedelta(days=1)).requests == 4


def test_strange_texts_in_visits_are_mended(store: Store) -> None:
    (visit,) = store.offer([link("a", title="x\x00\ud800")], SITE, T0)
    assert visit.title == "x\ufffd\ufffd"
    store.settle([outcome("a", reason="\udcff\x00")])
    assert [each.reason for each in store.history(visit.url)] == ["\ufffd\ufffd"]
    assert store.visits([visit.url])[visit.key].title == visit.title


def test_many_links_at_once(store: Store) -> None:
    links = [link(f"{number}") for number in range(6000)]
    assert len(store.offer(links, SITE, T0)) == 6000
    assert len(store.offer([*links, link("one-more")], SITE, at(1))) == 6001
    assert store.counts().visits == {"found": 6001}


# ── at once ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_stores_on_the_same_database_see_each_other(open_one: Open) -> None:
    one, two = open_one(), open_one()
    assert one.save([article()]) == [Saved.NEW]
    assert two.save([article(minutes=1)]) == [Saved.SAME]
    assert two.save([article(minutes=2, body=LONG + "2")]) == [Saved.CHANGED]
    assert one.save([article(minutes=3, body=LONG + "3")]) == [Saved.CHANGED]
    assert [each.revision.number for each in two.revisions("https://www.example.com/a")] == [1, 2, 3]
    one.offer([link("x")], SITE, T0)
    assert [each.url for each in two.take(SITE, 5, at=T0)] == ["https://www.example.com/x"]


def test_threads_that_write_the_same_articles_lose_nothing(open_one: Open) -> None:
    stores = [open_one(), open_one()]
    together = threading.Barrier(6)

    def write(worker: int) -> list[Saved]:
        together.wait(30)
        answers = []
        for step in range(6):  # every fetch has its own time, and every text its own words
            batch = [article(f"{name}", step * 6 + worker, f"{LONG} {step} {worker}") for name in range(8)]
            answers += stores[worker % 2].save(batch)
        return answers

    with ThreadPoolExecutor(6) as pool:
        answers = [answer for result in pool.map(write, range(6)) for answer in result]
    assert answers.count(Saved.NEW) == 8
    for name in range(8):
        versions = stores[0].revisions(f"https://www.example.com/{name}")
        assert versions[-1].articleBody == f"{LONG} 5 5"  # the last fetch, whoever wrote last
        assert [each.revision.number for each in versions] == list(range(1, len(versions) + 1))
        assert len({each.articleBody for each in versions}) == len(versions)
    kept = sum(len(stores[0].revisions(f"https://www.example.com/{name}")) for name in range(8))
    assert kept == answers.count(Saved.NEW) + answers.count(Saved.CHANGED)


def test_a_teaser_and_a_full_text_in_a_race(open_one: Open) -> None:
    stores = [open_one(), open_one()]
    for number in range(15):
        pair = [article(f"r{number}", 0), teaser(f"r{number}", 1)]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda each: stores[each[0]].save([each[1]]), enumerate(pair)))
        assert body(stores[0], f"r{number}") == LONG


def test_threads_that_offer_and_settle_the_same_addresses(open_one: Open) -> None:
    stores = [open_one(), open_one()]
    together = threading.Barrier(6)

    def work(worker: int) -> None:
        together.wait(30)
        store = stores[worker % 2]
        for step in range(5):
            store.offer([link(f"{number}") for number in range(10)], SITE, T0)
            minute = step * 6 + worker
            store.settle([outcome(f"{number}", minute, VisitState.FAILED, run=str(worker)) for number in range(10)])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    for visit in stores[1].take(SITE, 100, at=at(10**6)):
        assert visit.lastVisit == at(29)
        assert len(stores[0].history(visit.url)) == 30
        assert 5 <= visit.attempts <= 30  # late ones are not counted; its own thread's are never late to itself
    assert stores[0].counts().visits == {"failed": 10}


def test_readers_go_on_while_one_writes(store: Store) -> None:
    store.save([article(f"{number}") for number in range(300)])
    stop = threading.Event()

    def read() -> int:
        rounds = 0
        while not stop.is_set():
            assert len(list(store.find(Query()))) >= 300
            rounds += 1
        return rounds

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        for minute in range(1, 6):
            store.save([article(f"{number}", minute, f"{LONG}{minute}") for number in range(300)])
        stop.set()
        assert all(reader.result() > 0 for reader in readers)


def test_what_was_written_is_there_when_it_is_opened_again(open_one: Open) -> None:
    first = open_one()
    first.save([article()])
    first.offer([link("x")], SITE, T0)
    first.close()
    first.close()
    with open_one() as second:
        assert body(second) == LONG
        assert second.counts().visits == {"found": 1}


def test_a_declaration_alone_is_no_new_version(store: Store) -> None:
    store.save([article()])
    assert store.save([article(minutes=1, access=Access(delivered=Delivered.FULL, declared=Declared.NOT_FREE))]) == [
        Saved.SAME
    ]
    found = store.get("https://www.example.com/a")
    assert found is not None
    assert found.access.declared is Declared.NOT_FREE


def test_a_store_that_is_ready_says_nothing(store: Store) -> None:
    store.ready()
    store.ready()
    assert store.counts().articles == 0
