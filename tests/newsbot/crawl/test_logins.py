"""A crawl's way to its owner's sessions, where others use the same vault. Signing in itself is stood in for."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from newsbot.crawl import logins
from newsbot.crawl.guard import Guard
from newsbot.crawl.logins import Logins
from newsbot.errors import BrowserGone, FailedStep, NewsbotError, SignInRefused, SignInYourself
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sites.model import Site

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OURS = SavedSession(
    site="paper", cookies=(Cookie(name="sid", value="ours", domain="paper.example"),), signedInAt=NOW, madeBy="test"
)
THEIRS = replace(OURS, cookies=(replace(OURS.cookies[0], value="theirs"),), signedInAt=NOW + timedelta(minutes=1))
SITE = Site.model_validate(
    {
        "name": "Paper",
        "url": "https://paper.example/",
        "login": {
            "start": "https://paper.example/login",
            "credentials": ["password"],
            "steps": [{"fill": "css:input", "with": "password"}],
            "success": ["css:.account"],
        },
    }
)


class Browser:
    """Stands in for signing in: gives these one after the other."""

    def __init__(self, *answers: SavedSession | NewsbotError) -> None:
        self.answers = list(answers)

    async def __call__(self, *_: object, **__: Any) -> SavedSession:
        answer = self.answers.pop(0)
        if isinstance(answer, NewsbotError):
            raise answer
        return answer


@pytest.fixture
def crawl(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Logins:
    monkeypatch.setenv("NEWSBOT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("NEWSBOT_SITES", str(tmp_path / "sites"))
    monkeypatch.setenv("NEWSBOT_PAPER_PASSWORD", "a password")
    monkeypatch.delenv("NEWSBOT_VAULT", raising=False)
    monkeypatch.delenv("NEWSBOT_VAULT_KEY", raising=False)
    return Logins(get_crawler(Spider))


def refused() -> SignInRefused:
    return SignInRefused(FailedStep("paper", 1, "step 1 of 1", "", "", None), "was refused", "")


def tries(crawl: Logins) -> int:
    assert crawl.crawler.stats is not None
    return int(crawl.crawler.stats.get_value("newsbot/session/logins", 0))


def test_a_session_that_another_saved_is_taken_and_nothing_is_tried(
    crawl: Logins, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logins, "sign_in", Browser())
    monkeypatch.delenv("NEWSBOT_PAPER_PASSWORD")
    crawl.vault.save(THEIRS)
    signed = asyncio.run(crawl.sign_in(SITE, OURS))
    assert (signed.saved, signed.anew, tries(crawl)) == (THEIRS, False, 0), "not even credentials are needed"


def test_a_refusal_is_noted_and_a_success_takes_it_back(crawl: Logins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logins, "sign_in", Browser(refused(), THEIRS))
    with pytest.raises(SignInRefused):
        asyncio.run(crawl.sign_in(SITE, None))
    with pytest.raises(SignInYourself):
        asyncio.run(crawl.sign_in(SITE, None))
    assert tries(crawl) == 1
    monkeypatch.setenv("NEWSBOT_PAPER_PASSWORD", "another password")
    again = Logins(crawl.crawler)
    assert asyncio.run(again.sign_in(SITE, None)).saved == again.vault.load("paper") == THEIRS
    assert again.refusals.names() == []


def test_a_note_that_cannot_be_written_does_not_hide_the_refusal(
    crawl: Logins, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logins, "sign_in", Browser(refused()))
    (crawl.vault.folder / "paper.refused").mkdir(parents=True)
    monkeypatch.setattr(crawl.refusals, "check", lambda *_: None)
    with pytest.raises(SignInRefused):
        asyncio.run(crawl.sign_in(SITE, None))
    assert "the next crawl will sign in to Paper again" in caplog.text


def test_a_lost_browser_is_no_refusal(crawl: Logins, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is tried once more; where that is lost, too, the next crawl tries again."""
    gone = BrowserGone("it was killed")
    monkeypatch.setattr(logins, "sign_in", Browser(gone, gone, gone, OURS))
    with pytest.raises(BrowserGone):
        asyncio.run(crawl.sign_in(SITE, None))
    assert asyncio.run(crawl.sign_in(SITE, None)).anew


def test_at_its_end_a_crawl_writes_over_its_own_session_only(crawl: Logins) -> None:
    changed = replace(OURS, cookies=(replace(OURS.cookies[0], value="changed"),))
    crawl.vault.save(OURS)
    asyncio.run(crawl.keep(changed))
    assert crawl.vault.load("paper") == changed
    crawl.vault.save(THEIRS)
    asyncio.run(crawl.keep(changed))
    assert crawl.vault.load("paper") == THEIRS
    crawl.vault.forget("paper")
    asyncio.run(crawl.keep(changed))
    assert crawl.vault.load("paper") is None


def test_the_browser_obeys_the_guard_of_the_crawl(crawl: Logins, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = Guard(get_crawler(Spider, {"NEWSBOT_ALLOW_HOSTS": ["wiki.example"]}))
    monkeypatch.setattr(crawl.crawler, "get_downloader_middleware", lambda kind: guard)
    browser = crawl.browser
    assert browser.traffic.allow("https://paper.example/")
    assert not browser.traffic.allow("http://127.0.0.1/")
    assert browser._judge is not None
    assert browser._judge("https://paper.example/", ["8.8.8.8", "10.0.0.1"])
    assert browser._judge("https://wiki.example/", ["10.0.0.1"]) is None
    monkeypatch.setattr(crawl.crawler, "get_downloader_middleware", lambda kind: None)
    assert not browser.traffic.allow("https://paper.example/")
    assert browser._judge("https://paper.example/", ["8.8.8.8"])
