"""What is due: crawls that a cron job repeats, the word of a person, and the budget of a day."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsbot.demo.server import Demo, start_demo
from newsbot.store.base import VisitState
from newsbot.store.opening import open_store
from tests.e2e.process import Command


@pytest.fixture
def paper() -> Iterator[Demo]:
    with start_demo(articles=30, crawl_delay=0.01) as demo:
        yield demo


def site_file(tmp_path: Path, demo: Demo, feed: str, more: str = "") -> str:
    """A site file of the demo newspaper that names one feed, and no section but a feed of one section."""
    file = tmp_path / "courier.yml"
    never = "articles:\n  never: ['^/opinion/']\n"
    listings = f"feeds: ['{demo.url}{feed}']\nsections: ['{demo.url}/opinion/']\n"
    file.write_text(f"name: Courier\nurl: {demo.url}/\n{listings}{never}{more}")
    return str(file)


def asked(demo: Demo, begun: int) -> list[str]:
    return [served.path for served in demo.log[begun:] if served.path != "/robots.txt"]


def test_a_cron_job_asks_a_feed_only_when_it_is_due_and_a_person_at_once(
    newsbot: Command, paper: Demo, uri: str, tmp_path: Path
) -> None:
    file = site_file(tmp_path, paper, "/feeds/all.xml")
    assert newsbot("crawl", "--due", file, "--store", uri).returncode == 0
    assert "/feeds/all.xml" in asked(paper, 0)
    begun = len(paper.log)
    done = newsbot("crawl", "--due", file, "--store", uri)
    assert (done.returncode, asked(paper, begun)) == (0, [])
    newsbot("crawl", file, "--store", uri)
    assert "/feeds/all.xml" in asked(paper, begun)
    with open_store(uri) as store:
        (feed,) = store.visits([f"{paper.url}/feeds/all.xml"]).values()
        looks = store.history(feed.url)
    assert feed.state is VisitState.LISTING
    assert looks[0].news is not None
    assert looks[0].news > 10
    assert [look.news for look in looks[1:]] == [0]
    assert looks[0].bytes is not None
    assert looks[0].bytes > 1000
    assert feed.watched > 0


@pytest.mark.slow
def test_an_explored_site_is_asked_by_the_same_rule(newsbot: Command, paper: Demo, uri: str) -> None:
    newsbot("crawl", "--due", paper.url, "--store", uri)
    begun = len(paper.log)
    assert newsbot("crawl", "--due", paper.url, "--store", uri).returncode == 0
    assert asked(paper, begun) == ["/"]  # what names the feeds; they are not due


def test_why_tells_when_a_feed_is_due(newsbot: Command, paper: Demo, uri: str, tmp_path: Path) -> None:
    newsbot("crawl", site_file(tmp_path, paper, "/feeds/all.xml"), "--store", uri)
    done = newsbot("why", f"{paper.url}/feeds/all.xml", "--store", uri)
    said = " ".join(done.stdout.split())
    assert "for `newsbot crawl --due`: about 7.2 new addresses a day are expected on it; the last new one" in said
    assert "a look every 44 minutes; no site file is known by the name courier" in said
    told = json.loads(newsbot("why", f"{paper.url}/feeds/all.xml", "--store", uri, "--json").stdout)
    assert datetime.fromisoformat(told["again"]["due"]) > datetime.now(UTC)


@pytest.mark.slow
def test_a_budget_holds_and_new_articles_come_before_old_ones(
    newsbot: Command, paper: Demo, uri: str, tmp_path: Path
) -> None:
    """First one section's articles are read; then the budget leaves room for both listings and five pages."""
    newsbot("crawl", site_file(tmp_path, paper, "/feeds/harbour.xml"), "--store", uri)
    with open_store(uri) as store:
        begun_day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        used = store.spent_since("courier", begun_day)
        known = {visit.url for visit in store.take("courier", 1000, at=datetime.now(UTC) + timedelta(days=1))}
    assert used.requests > 4
    assert used.bytes > 5000
    begun = len(paper.log)
    budget = f"politeness:\n  requestsPerDay: {used.requests + 7}\n"
    file = site_file(tmp_path, paper, "/feeds/all.xml", budget)
    assert newsbot("crawl", file, "--store", uri).returncode == 0
    pages = [path for path in asked(paper, begun) if path not in {"/feeds/all.xml", "/opinion/"}]
    assert len(asked(paper, begun)) >= len(pages) + 2
    assert not {paper.url + path for path in pages} & known
    begun = len(paper.log)
    done = newsbot("crawl", file, "--store", uri)
    assert (done.returncode, asked(paper, begun)) == (0, [])


@pytest.mark.slow
def test_bytes_are_a_budget_too(newsbot: Command, paper: Demo, uri: str, tmp_path: Path) -> None:
    file = site_file(tmp_path, paper, "/feeds/all.xml", "politeness:\n  bytesPerDay: 1500k\n")
    newsbot("crawl", file, "--store", uri)
    assert len(asked(paper, 0)) <= 6  # two listings, and three pages with what belongs to one of them
