"""What changed between two versions, by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from newsbot.article import Access, Article, Author, Delivered, Gate, LiveUpdate, Revision
from newsbot.changes import Change, Kind, Title, headlines, what_changed

T0 = datetime(2026, 11, 22, tzinfo=UTC)
BEFORE = Article(
    url="https://e.org/a",
    headline="A decision",
    articleBody="The council met.\n\n12 comments",
    authors=[Author(name="Jo Doe")],
    datePublished=T0,
    access=Access(delivered=Delivered.FULL),
)


def kinds(after: Article, before: Article = BEFORE) -> list[str]:
    return [each.kind for each in what_changed(before, after)]


def test_every_change_has_a_name() -> None:
    assert kinds(replace(BEFORE, headline="Another decision")) == ["headline"]
    assert kinds(replace(BEFORE, articleBody="The council met twice.")) == ["body"]
    assert kinds(replace(BEFORE, correction="A name was wrong.")) == ["correction"]
    assert kinds(replace(BEFORE, liveBlogUpdate=[LiveUpdate(articleBody="Noon")])) == ["live"]
    assert kinds(replace(BEFORE, access=Access(delivered=Delivered.FULL, gate=Gate.SUBSCRIPTION))) == ["access"]
    assert kinds(replace(BEFORE, authors=[])) == ["authors"]
    assert kinds(replace(BEFORE, datePublished=None)) == ["date"]
    assert kinds(replace(BEFORE, description="It met.")) == ["description"]


def test_what_was_said_before_and_after_is_told() -> None:
    assert what_changed(BEFORE, replace(BEFORE, headline="Another")) == [Change(Kind.HEADLINE, "A decision", "Another")]


def test_trivia_are_no_change() -> None:
    after = replace(BEFORE, headline="A  decision ", articleBody="The council\u00a0met.\n\n15 comments")
    after = replace(after, authors=[Author(name="JO DOE", url="https://e.org/jo")], keywords=["x"], dateModified=T0)
    assert kinds(after) == []


def test_a_withdrawal_is_told_once_and_so_is_its_end() -> None:
    gone = replace(BEFORE, revision=Revision(number=2, withdrawnAt=T0, withdrawnReason="the page is not there (404)"))
    assert what_changed(BEFORE, gone) == [Change(Kind.WITHDRAWN, None, "the page is not there (404)")]
    assert kinds(gone, gone) == []
    assert kinds(BEFORE, gone) == ["returned"]


def test_the_history_of_a_headline() -> None:
    names = ["Fire in Kiel", "Fire in “Kiel”", "Fire in 'Kiel'", "Big fire", "Fire in Kiel"]
    versions = [
        replace(BEFORE, headline=name, revision=Revision(number=number)) for number, name in enumerate(names, 1)
    ]
    assert headlines(versions) == [
        Title("Fire in Kiel", 1),
        Title("Fire in “Kiel”", 2),
        Title("Big fire", 4),
        Title("Fire in Kiel", 5),
    ]
