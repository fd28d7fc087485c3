"""`newsbot health`: which sites broke, since when, with an example, on stores that were filled with the past."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsbot.article import Access, Article, Author, Crawl, Delivered
from newsbot.store.base import Outcome, VisitState
from newsbot.store.opening import open_store
from tests.e2e.process import Command, without_traceback

NOW = datetime.now(UTC)
LENGTH = 44
PER_DAY = 8
Change = Callable[[int, Article], Article | None]


def fill(uri: str, site: str, change: Change = lambda ago, article: article, *, until: int = 0) -> None:
    """Weeks of a site that is asked once a day at this hour; `change` makes of an article what it was so long ago."""
    articles, outcomes = [], []
    for ago in range(LENGTH, until - 1, -1):
        look = NOW - timedelta(days=ago, minutes=5)
        listing = {"state": VisitState.LISTING, "status": 200, "reason": "feed: 20 links"}
        outcomes.append(Outcome(url=f"https://{site}.example/feed", site=site, run="r", at=look, **listing))  # type: ignore[arg-type]
        for number in range(PER_DAY):
            made = change(ago, article(site, f"{ago}-{number}", look))
            articles += [] if made is None else [made]
    with open_store(uri) as store:
        store.save(articles)
        store.settle(outcomes)


def article(site: str, name: str, at: datetime, **fields: Any) -> Article:
    facts = {
        "headline": "A decision",
        "articleBody": "The council met and decided. " * 20,
        "wordCount": 100,
        "authors": [Author(name="Ada Ash")],
        "datePublished": at - timedelta(hours=1),
        "access": Access(delivered=Delivered.FULL),
    }
    crawl = Crawl(site=site, run="r", fetchedAt=at)
    return Article(url=f"https://{site}.example/{name}", crawl=crawl, **{**facts, **fields})


def losing(name: str, days: int, value: object) -> Change:
    """A field has another value since so many days ago."""

    def change(ago: int, article: Article) -> Article:
        if ago < days:
            setattr(article, name, value)
        return article

    return change


def day(ago: int) -> str:
    return (NOW - timedelta(days=ago, minutes=5)).date().isoformat()


def test_what_broke_is_told_with_its_first_day_an_example_and_the_next_step(newsbot: Command, uri: str) -> None:
    fill(uri, "well")
    fill(uri, "broken", losing("authors", 4, []))
    done = without_traceback(newsbot("health", "--store", uri))
    assert done.returncode == 2
    assert f"✗ broken: missing authors since {day(3)}" in done.stdout
    assert "8 of 8 articles have no authors (100%), usually 0%" in done.stdout
    assert "for example https://broken.example/0-" in done.stdout
    assert "→ newsbot sites check broken --page https://broken.example/0-" in done.stdout
    assert "✓   well" in done.stdout
    assert "2 sites: 1 broken, 0 odd, 1 without complaint" in done.said
    rows = [line.split() for line in done.stdout.splitlines() if "█" in line]
    assert [row[1] for row in rows] == ["broken", "well"]  # the worst first
    assert {len(row[2]) for row in rows} == {28}


def test_a_site_by_itself_and_as_json(newsbot: Command, uri: str) -> None:
    fill(uri, "well")
    fill(uri, "broken", losing("access", 3, Access(delivered=Delivered.PARTIAL_TEASER)))
    done = without_traceback(newsbot("health", "well", "--store", uri, "--json"))
    assert done.returncode == 0
    (site,) = json.loads(done.stdout)["sites"]
    assert (site["site"], site["worst"], site["findings"]) == ("well", None, [])
    assert site["days"][-1]["articles"] == PER_DAY
    done = without_traceback(newsbot("health", "broken", "well", "--store", uri, "--json"))
    assert done.returncode == 2
    broken, well = json.loads(done.stdout)["sites"]
    assert (broken["site"], broken["worst"], well["worst"]) == ("broken", "broken", None)
    (finding,) = broken["findings"]
    assert {name: finding[name] for name in ("what", "since", "until", "now", "usual", "unit")} == {
        "what": "teasers",
        "since": day(2),
        "until": day(0),
        "now": 1.0,
        "usual": 0.0,
        "unit": "share",
    }
    assert finding["example"]["url"].startswith("https://broken.example/0-")
    assert finding["next"] == f"newsbot why {finding['example']['url']}"


def test_a_job_that_stopped(newsbot: Command, uri: str) -> None:
    fill(uri, "stopped", until=3)
    done = without_traceback(newsbot("health", "--store", uri))
    assert done.returncode == 2
    assert f"✗ stopped: crawl since {day(3)}" in done.stdout
    assert "nothing was asked of it for 3.0 days, usually it is every day" in done.stdout
    assert "for example https://stopped.example/feed (feed: 20 links)" in done.stdout
    assert "→ newsbot crawl stopped --due" in done.stdout


SITE = """\
name: Floors
url: https://floors.example/
expect:
  articlesPerDay:
    min: 9
  filled:
    authors: 1.0
"""


def test_floors_of_the_site_file_are_hard(newsbot: Command, uri: str, tmp_path: Path) -> None:
    fill(uri, "floors")
    assert newsbot("health", "--store", uri).returncode == 0
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "floors.yml").write_text(SITE)
    for names in ([], ["floors"], ["Floors"], ["https://floors.example/x"]):
        done = without_traceback(newsbot("health", *names, "--store", uri))
        assert done.returncode == 2
        assert "8 articles a day; its site file expects 9 at least" in done.stdout
        assert "missing" not in done.stdout


def test_a_login_that_crawls_do_not_try_again(newsbot: Command, uri: str, tmp_path: Path) -> None:
    fill(uri, "the-saltmere-courier")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "c.yml").write_text(newsbot("demo", "--site-file", "form").stdout)
    vault = tmp_path / "data" / "vault"
    vault.mkdir(parents=True)
    note = {"site": "the-saltmere-courier", "kind": "refused", "at": NOW.isoformat(), "times": 1}
    note |= {"why": "was refused (“Wrong password.”)", "fingerprint": None}
    (vault / "the-saltmere-courier.refused").write_text(json.dumps(note))
    done = without_traceback(newsbot("health", "--store", uri))
    assert done.returncode == 2
    assert "✗ the-saltmere-courier: login since" in done.stdout
    assert "was refused (“Wrong password.”)" in done.stdout
    assert "→ newsbot login the-saltmere-courier" in done.stdout


def test_a_store_that_was_filled_once_has_too_little_history(newsbot: Command, filled: str) -> None:
    done = without_traceback(newsbot("health", "--store", filled))
    assert done.returncode == 0
    assert "too little history" in done.stdout
    assert "0 broken" in done.said


def test_a_longer_look_back(newsbot: Command, uri: str) -> None:
    fill(uri, "times", losing("authors", 40, []))
    assert newsbot("health", "--store", uri, "--since", "20").returncode == 0
    assert "DAYS" in newsbot("health", "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["never-heard-of"], "no site file has this name"),
        (["https://www.elsewhere.example/"], "the store holds nothing of it"),
        (["--since", "1"], "--since"),
    ],
)
def test_wrong_usage(newsbot: Command, uri: str, arguments: list[str], said: str) -> None:
    fill(uri, "well", until=LENGTH - 1)
    done = without_traceback(newsbot("health", *arguments, "--store", uri))
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.said


def test_there_is_no_store_yet(newsbot: Command, uri: str) -> None:
    done = without_traceback(newsbot("health", "--store", uri))
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no store yet" in done.said


def test_nothing_of_the_web_steers_the_terminal(newsbot: Command, uri: str) -> None:
    def ill(ago: int, article: Article) -> Article | None:
        return None

    fill(uri, "ill", ill)
    reason = "it is \x1b[2Jno feed"
    late = Outcome(url="https://ill.example/f", site="ill", run="r", at=NOW, state=VisitState.LISTING, reason=reason)
    with open_store(uri) as store:
        store.settle([late])
    done = without_traceback(newsbot("health", "--store", uri))
    assert done.returncode == 2
    assert "no feed" in done.stdout
    assert "\x1b" not in done.stdout
