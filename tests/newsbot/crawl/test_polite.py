"""The pace that a site file gives Scrapy's slots."""

from __future__ import annotations

from newsbot.crawl.paces import LEAST_DELAY
from newsbot.crawl.polite import site_slots
from newsbot.sites.model import Politeness, Site

PAPER = Site(name="Gazette", url="https://www.gazette.example/")


def of(**politeness: float) -> dict[str, dict[str, float]]:
    return site_slots(PAPER.model_copy(update={"politeness": Politeness.model_validate(politeness)}))


def test_a_file_that_says_nothing_changes_nothing() -> None:
    assert of() == {}


def test_a_delay_is_kept_without_jitter() -> None:
    slot = {"delay": 5.0, "jitter": 0.0}
    assert of(delay=5) == {"gazette.example": slot, "www.gazette.example": slot}


def test_no_delay_is_as_little_as_may_be() -> None:
    assert of(delay=0)["gazette.example"]["delay"] == LEAST_DELAY


def test_concurrency_alone_leaves_the_delay_as_it_is() -> None:
    assert of(concurrency=3)["gazette.example"] == {"concurrency": 3}
