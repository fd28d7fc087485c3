"""The budget of a site: pages by the crawl's argument, requests and bytes by the site's day."""

from __future__ import annotations

import pytest

from newsbot.crawl.budget import RECKONED, Budget
from newsbot.sites.model import Politeness
from newsbot.store.base import Spent


def taken(budget: Budget) -> int:
    return next(number for number in range(1000) if not budget.take_page())


def test_without_limits_there_is_no_end() -> None:
    budget = Budget.of(Politeness(), Spent(5, 10**9), None)
    assert not budget.spent
    assert all(budget.take_page() for _ in range(1000))


@pytest.mark.parametrize(
    ("politeness", "spent", "pages", "left"),
    [
        ({"requestsPerDay": 10}, Spent(4, 0), None, 6),
        ({"requestsPerDay": 10}, Spent(40, 0), None, 0),
        ({"requestsPerDay": 10}, Spent(), 3, 3),
        ({"bytesPerDay": 10 * RECKONED}, Spent(9, 7 * RECKONED), None, 3),
        ({"bytesPerDay": 10 * RECKONED}, Spent(9, 7 * RECKONED - 1), None, 4),
        ({"bytesPerDay": 10 * RECKONED}, Spent(9, 11 * RECKONED), None, 0),
        ({}, Spent(), 3, 3),
    ],
)
def test_the_least_of_the_limits_counts(politeness: dict, spent: Spent, pages: int | None, left: int) -> None:
    budget = Budget.of(Politeness(**politeness), spent, pages)
    assert taken(budget) == left
    assert budget.spent


def test_listings_count_for_the_day_and_not_as_pages() -> None:
    budget = Budget.of(Politeness(requestsPerDay=4), Spent(), 1)
    assert budget.take_listing()
    assert taken(budget) == 1
    assert [budget.take_listing() for _ in range(3)] == [True, True, False]
