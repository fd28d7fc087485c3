"""What a reading is beside what the store has: better, the same, worse; and facts that survive being written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from newsbot.article import COMPLETE, Access, Article, Author, Crawl, Delivered, FetchMode, Session, Visibility
from newsbot.discovery.link import FoundBy, Link
from newsbot.store.documents import _WORTH as STORED_WORTH
from newsbot.warc.facts import Facts
from newsbot.warc.rereading import _WORTH, Verdict, compare

AT = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
WHOLE, CUT = Access(delivered=Delivered.FULL), Access(delivered=Delivered.PARTIAL_TEASER)
KEPT = Article(
    url="https://www.courier.example/a",
    headline="The ferry sails",
    articleBody="It sails at noon, and nobody has to book. " * 9,
    authors=[Author(name="A B")],
    datePublished=AT,
    datePublishedRaw="1 November",
    access=WHOLE,
    crawl=Crawl(fetchedAt=AT),
)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.SAME),
        ({"crawl": Crawl(fetchedAt=AT, rereadAt=AT + timedelta(days=9))}, Verdict.SAME),
        ({"headline": "The ferry sails again"}, Verdict.BETTER),
        ({"description": "From spring on."}, Verdict.BETTER),
        ({"authors": [Author(name="A B"), Author(name="C D")]}, Verdict.BETTER),
        ({"authors": []}, Verdict.WORSE),
        ({"datePublished": None}, Verdict.WORSE),
        ({"datePublishedRaw": None}, Verdict.BETTER),
        ({"headline": "Another", "alternativeHeadline": "The ferry sails"}, Verdict.BETTER),
        ({"articleBody": KEPT.articleBody[:200]}, Verdict.BETTER),
        ({"articleBody": KEPT.articleBody[:60]}, Verdict.WORSE),
        ({"access": CUT}, Verdict.WORSE),
        ({"access": CUT, "crawl": Crawl(fetchedAt=AT + timedelta(days=1))}, Verdict.WORSE),
        ({"headline": "Another", "crawl": Crawl(fetchedAt=AT - timedelta(days=1))}, Verdict.LATER),
    ],
)
def test_a_reading_beside_what_is_kept(changes: dict[str, Any], verdict: Verdict) -> None:
    assert compare(KEPT, replace(KEPT, **changes)).verdict is verdict


def test_more_of_the_text_is_better() -> None:
    found = compare(replace(KEPT, access=CUT), KEPT)
    assert (found.verdict, found.fields) == (Verdict.BETTER, ("access",))


def test_what_moved_to_another_field_is_not_lost() -> None:
    old = replace(KEPT, headline="Harbour", alternativeHeadline="The ferry sails")
    new = replace(KEPT, headline="The ferry sails", alternativeHeadline=None)
    assert compare(old, new).verdict is Verdict.BETTER


def test_what_the_store_does_not_have_is_new() -> None:
    assert compare(None, KEPT).verdict is Verdict.NEW


def test_access_counts_as_in_the_store() -> None:
    assert {each: _WORTH.get(each, 2) for each in Delivered} == {each: STORED_WORTH[each] for each in Delivered}
    assert {each for each in Delivered if _WORTH.get(each, 2) == 3} == COMPLETE


FACTS = Facts(
    link=Link(
        url="https://www.courier.example/a",
        foundBy=FoundBy.FEED,
        foundOn="https://www.courier.example/feed",
        title="The ferry",
        published=AT,
    ),
    site="courier",
    run="20261101T083000Z-abc",
    session=Session.OWN_LOGIN_CONFIRMED,
    visibility=Visibility.VISIBLE,
    fetchMode=FetchMode.RENDER,
)


def test_facts_come_back_as_they_were() -> None:
    assert Facts.read(FACTS.plain()) == FACTS


@pytest.mark.parametrize(
    "changes",
    [
        {"foundBy": "a friend"},
        {"requestedUrl": None},
        {"requestedUrl": ["x"]},
        {"published": "yesterday"},
        {"published": 7},
        {"session": "root"},
        {"title": {}, "site": 5},
    ],
)
def test_facts_of_others_are_not_believed(changes: dict[str, Any]) -> None:
    assert Facts.read(FACTS.plain() | changes) is None


@pytest.mark.parametrize("plain", [None, [], "text", {}])
def test_what_is_no_facts(plain: object) -> None:
    assert Facts.read(plain) is None
