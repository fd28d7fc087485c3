"""Laws of documents: articles survive being written, and what is kept does not hang on the order of arrival."""

from __future__ import annotations

import dataclasses
import types
import typing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from newsbot.article import COMPLETE, Access, Article, Crawl, Delivered, content_hash
from newsbot.store.base import Saved
from newsbot.store.documents import (
    Document,
    bound,
    clean_text,
    decide,
    draft,
    instant,
    number_of,
    plan,
    to_article,
    to_document,
    to_json,
)

MILLISECOND = timedelta(milliseconds=1)
moments = st.datetimes(timezones=st.just(UTC)).map(
    lambda when: when.replace(microsecond=when.microsecond // 1000 * 1000)
)
whole_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
any_texts = st.text(st.characters(), max_size=20)  # lone surrogates and NUL among them


def values(kind: Any, texts: st.SearchStrategy[str], dates: st.SearchStrategy[datetime]) -> st.SearchStrategy[Any]:
    """Anything that an article's field of this type may hold."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is list:
        return st.lists(values(arguments[0], texts, dates), max_size=2)
    if origin is dict:
        return st.dictionaries(texts, values(arguments[1], texts, dates), max_size=2)
    if origin in {types.UnionType, typing.Union}:
        return st.one_of([values(each, texts, dates) for each in arguments])
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{name: values(hint, texts, dates) for name, hint in hints.items()})
    simple = {
        str: texts,
        datetime: dates,
        bool: st.booleans(),
        type(None): st.none(),
        int: st.integers(-(2**63), 2**63 - 1),
        float: st.floats(allow_nan=False, allow_infinity=False),
    }
    return st.sampled_from(kind) if issubclass(kind, Enum) else simple[kind]


articles = values(Article, whole_texts, moments)
wild_articles = values(Article, any_texts, st.datetimes(timezones=st.none() | st.timezones()))


def from_json(document: Document) -> Document:
    """The document as SQLite gives it back."""
    read: Document = orjson.loads(to_json(document))
    return read


@given(articles)
def test_an_article_comes_back_as_it_was(article: Article) -> None:
    document = to_document(article)
    assert to_article(document, "here") == article
    assert to_article(from_json(document), "here") == article


@given(wild_articles)
def test_every_article_can_be_written_and_what_was_cleaned_stays_as_it_is(article: Article) -> None:
    document = to_document(article)
    to_json(document).decode()  # neither surrogates nor endless numbers
    kept = to_article(from_json(document), "here")
    assert to_document(kept) == document
    assert kept.crawl.fetchedAt == (article.crawl.fetchedAt and instant(article.crawl.fetchedAt))


@given(any_texts)
def test_clean_text_changes_only_what_cannot_be_kept(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned.encode().decode()
    if "\x00" not in text and not any("\ud800" <= each <= "\udfff" for each in text):
        assert cleaned == text


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20))
def test_surrogates_that_belong_together_are_joined(text: str) -> None:
    halves = text.encode("utf-16-be", "surrogatepass")
    apart = "".join(chr(int.from_bytes(halves[place : place + 2])) for place in range(0, len(halves), 2))
    assert clean_text(apart) == text


@given(st.datetimes(timezones=st.timezones(), max_value=datetime(9998, 1, 1)))  # noqa: DTZ001 - hypothesis adds the zone
def test_a_bound_is_the_first_kept_moment_that_is_not_before(when: datetime) -> None:
    limit = bound(when)
    assert limit == instant(limit)
    assert limit >= when
    assert limit - MILLISECOND < when


def test_dates_at_the_edges_of_the_calendar_are_kept() -> None:
    east, west = (
        datetime.fromisoformat(text) for text in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.999999-12:00")
    )
    assert instant(east) == datetime(1, 1, 1, tzinfo=UTC)
    assert instant(west) == datetime(9999, 12, 31, 23, 59, 59, 999000, tzinfo=UTC)
    assert bound(west) == instant(west)


def test_numbers_that_no_store_holds_are_unknown() -> None:
    article = Article(url="https://e.org/a", wordCount=2**63)
    article.metadata.probability = float("nan")
    document = to_document(article)
    assert (document["wordCount"], document["metadata"]["probability"]) == (None, None)


# ── the rules ───────────────────────────────────────────────────────────────────────────────────────────────────────

T0 = datetime(2026, 11, 22, tzinfo=UTC)
fetches = st.builds(
    lambda minute, words, delivered: Article(
        url="https://e.org/a",
        articleBody=words,
        access=Access(delivered=delivered),
        crawl=Crawl(fetchedAt=T0 + timedelta(minutes=minute)),
    ),
    st.integers(0, 50),
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from(Delivered),
)
#: Different fetches have different times.
histories = st.lists(fetches, min_size=1, max_size=6, unique_by=lambda each: each.crawl.fetchedAt)


def arrive(batch: list[Article], *, json: bool = False) -> Document:
    """What is kept after these arrived, one by one."""
    old: Document | None = None
    for each in batch:
        intent = decide(old, draft(each))
        old = intent.document if intent.document is not None else old
        old = from_json(old) if json and old is not None else old
    assert old is not None
    return old


def kept_text(document: Document) -> tuple[object, ...]:
    article = to_article(document, "here")
    return article.articleBody, article.access, article.crawl, article.revision.contentHash


@given(histories, st.randoms(use_true_random=False))
def test_which_text_is_kept_does_not_hang_on_the_order_of_arrival(history: list[Article], random: Any) -> None:
    shuffled = list(history)
    random.shuffle(shuffled)
    assert kept_text(arrive(shuffled)) == kept_text(arrive(history))


@given(histories)
def test_a_teaser_never_beats_a_full_text(history: list[Article]) -> None:
    kept = to_article(arrive(history), "here")
    complete = [each for each in history if each.complete]
    assert kept.complete == bool(complete)
    if complete:
        newest = max(complete, key=lambda each: each.crawl.fetchedAt or T0)
        assert (kept.articleBody, kept.access.delivered) == (newest.articleBody, newest.access.delivered)
        assert kept.crawl == newest.crawl


@given(histories, st.integers(0, 5))
def test_what_arrives_again_changes_nothing(history: list[Article], which: int) -> None:
    kept = arrive(history)
    again = decide(kept, draft(history[which % len(history)]))
    assert again.document is None
    assert again.before is None
    assert arrive([*history, *history]) == kept


@given(histories)
def test_what_was_decided_is_told_again(history: list[Article]) -> None:
    old: Document | None = None
    for each in history:
        intent = decide(old, draft(each))
        if intent.saved is not Saved.SAME and intent.document is not None:
            assert decide(intent.document, draft(each)).saved is intent.saved
        old = intent.document or old


@given(histories)
def test_documents_of_either_store_lead_to_the_same_decisions(history: list[Article]) -> None:
    assert to_article(arrive(history, json=True), "here") == to_article(arrive(history), "here")


@given(histories)
def test_versions_are_numbered_without_gaps_and_the_first_time_never_changes(history: list[Article]) -> None:
    old: Document | None = None
    versions = []
    for each in history:
        intent = decide(old, draft(each))
        assert (intent.saved is Saved.CHANGED) == (intent.before is not None)
        if intent.before is not None:
            versions.append(number_of(intent.before))
            assert intent.before == old
            assert intent.document is not None
            assert intent.document["revision"]["changed"]
        old = intent.document or old
    assert old is not None
    assert versions == list(range(1, number_of(old)))
    assert old["revision"]["firstFetchedAt"] == history[0].crawl.fetchedAt
    assert old["access"]["delivered"] in COMPLETE or not any(each.complete for each in history)


@given(histories)
def test_a_batch_decides_as_its_articles_one_by_one(history: list[Article]) -> None:
    old: Document | None = None
    answers = []
    for each in history:
        intent = decide(old, draft(each))
        answers.append(intent.saved)
        old = intent.document or old
    planned = plan({}, [draft(each) for each in history])
    assert (planned.answers, planned.writes) == (answers, {history[0].key: old})


@given(histories)
def test_the_hash_that_is_kept_is_that_of_the_kept_text(history: list[Article]) -> None:
    kept = to_article(arrive(history), "here")
    assert kept.revision.contentHash == content_hash(kept)


def test_another_way_of_hashing_makes_no_new_version() -> None:
    article = Article(url="https://e.org/a", articleBody="The same words.", crawl=Crawl(fetchedAt=T0))
    old = arrive([article])
    old["revision"]["contentHash"] = "of an older newsbot"
    later = decide(old, draft(replace(article, crawl=Crawl(fetchedAt=T0 + MILLISECOND))))
    assert later.saved is Saved.SAME
    assert later.document is not None
    assert later.document["revision"]["contentHash"] == content_hash(article)


def test_a_hash_of_an_older_rule_is_no_change_where_only_trivia_differ() -> None:
    article = Article(url="https://e.org/a", articleBody="“The same” words.\n\n3 comments", crawl=Crawl(fetchedAt=T0))
    old = arrive([article])
    old["revision"]["contentHash"] = "of an older newsbot"
    later = Article(
        url="https://e.org/a", articleBody='"The same" words.\n\n4 comments', crawl=Crawl(fetchedAt=T0 + MILLISECOND)
    )
    intent = decide(old, draft(later))
    assert (intent.saved, intent.before) == (Saved.SAME, None)
    assert intent.document is not None
    assert intent.document["revision"]["contentHash"] == content_hash(later) == content_hash(article)


def test_what_other_programs_added_stays_and_what_they_left_out_is_borne() -> None:
    article = Article(url="https://e.org/a", articleBody="Words.", crawl=Crawl(fetchedAt=T0))
    changed = decide({"url": article.url, "topics": ["x"]}, draft(article))
    assert changed.saved is Saved.CHANGED
    assert changed.document is not None
    assert changed.document["topics"] == ["x"]
    assert to_article(changed.document, "here").articleBody == "Words."
