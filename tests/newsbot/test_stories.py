"""Stories: which article is a copy of which, and which one is named first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from newsbot.article import Article
from newsbot.stories import declared_original, in_common, original

T0 = datetime(2026, 11, 22, tzinfo=UTC)
HERE = "https://www.courier.example/news/ferry"
THERE = "https://agency.example/2026/ferry"


def article(url: str = HERE, canonical: str | None = None, hours: int | None = None, text: str = "") -> Article:
    published = None if hours is None else T0 + timedelta(hours=hours)
    return Article(url=url, canonicalUrl=canonical, datePublished=published, articleBody=text or None)


@pytest.mark.parametrize(
    ("canonical", "names"),
    [
        (THERE, THERE),
        (None, None),
        (HERE, None),
        ("https://amp.courier.example/news/ferry", None),
        ("https://m.www.courier.example/news/ferry", None),
        ("https://agency.example/", None),  # a careless template
        ("mailto:desk@agency.example", None),
    ],
)
def test_the_original_that_a_page_names(canonical: str | None, names: str | None) -> None:
    assert declared_original(article(canonical=canonical)) == names


def test_the_original_is_the_one_that_copies_name_or_else_the_earliest() -> None:
    early, late, unknown = article("https://a.example/1", hours=1), article("https://b.example/1", hours=2), article()
    assert original([late, unknown, early]) is early
    assert original([unknown]) is unknown
    named = article("https://c.example/1", canonical=late.url, hours=0)
    assert original([early, late, named]) is late
    assert original([early, article("https://c.example/1", canonical=THERE, hours=3)]) is early


def test_what_copies_have_in_common() -> None:
    words = " ".join(f"word{number}" for number in range(400))
    assert in_common(article(text=words), article(text=words)) == 1
    share = in_common(article(text=words), article(text=words[: len(words) // 2]))
    assert share is not None
    assert share > 0.9
    assert in_common(article(text=words), article(text="Nothing of it at all. " * 20)) == 0
    assert in_common(article(text=words), article()) is None
