"""The steps of the pipelines, driven without a crawl, into a real store."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from newsbot.article import Access, Article, Crawl, Delivered, Gate, LiveUpdate
from newsbot.crawl.keeping import keeping_of
from newsbot.crawl.report import Report
from newsbot.discovery.link import FoundBy, Link
from newsbot.store.base import Query, Saved, VisitState
from newsbot.store.opening import open_store
from newsbot.store.recent import Recent
from pipelines.complete import Complete, why_not
from pipelines.publish import Publish
from pipelines.similar import Similar
from pipelines.store import Store, state_of

T0 = datetime(2026, 11, 22, tzinfo=UTC)
TEXT = "The ferry sails at noon every day of the week, and nobody has to book a place before the summer. " * 4
Steps = Callable[[Any], Awaitable[Any]]


def article(name: str, site: str | None = "courier", text: str | None = TEXT, **fields: Any) -> Article:
    """An article that was delivered in full."""
    url = f"https://www.{site or 'gazette'}.example/{name}"
    crawl = Crawl(site=site, run="run", requestedUrl=url, status=200) if site else Crawl()
    given = {"headline": name.title(), "access": Access(delivered=Delivered.FULL, gate=Gate.NONE_SEEN), **fields}
    return Article(url=url, articleBody=text, crawl=crawl, **given)


@pytest.fixture
def uri(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'news.sqlite'}"


@pytest.fixture
def crawler(uri: str, tmp_path: Path) -> Crawler:
    """A crawler with the add-on's extensions, which crawls nothing and has no reactor."""
    settings = Settings()
    settings.setmodule("newsbot.settings", priority="project")
    quiet = {"TWISTED_REACTOR_ENABLED": False, "LOG_ENABLED": False, "MEMUSAGE_ENABLED": False}
    places = {
        "NEWSBOT_STORE": uri,
        "NEWSBOT_OUTBOX": str(tmp_path / "outbox"),
        "NEWSBOT_SITES": str(tmp_path / "my"),
    }
    return get_crawler(Spider, {**{name: settings[name] for name in ("ADDONS", "SPIDER_MODULES")}, **quiet, **places})


def through(crawler: Crawler, *items: Any) -> list[Any]:
    """What becomes of these items: as they came out of the last step, or the words with which one was dropped."""

    async def drive() -> list[Any]:
        complete, similar = Complete.from_crawler(crawler), Similar.from_crawler(crawler)
        store, publish = Store.from_crawler(crawler), Publish()
        await store.open_spider()
        results = []
        for each in items:
            try:
                item = await store.process_item(await similar.process_item(await complete.process_item(each)))
                results.append(publish.process_item(item))
            except DropItem as dropped:
                results.append(str(dropped))
        await keeping_of(crawler).close()
        return results

    return asyncio.run(drive())


def states(uri: str, *articles: Article) -> list[VisitState]:
    """How the visits of these articles ended."""
    with open_store(uri) as store:
        visits = store.visits([each.url for each in articles])
    return [visit.state for each in articles for visit in visits.values() if visit.url == each.url]


def test_an_article_is_stored_and_its_visit_ends(crawler: Crawler, uri: str) -> None:
    ferry = article("ferry")
    assert through(crawler, ferry) == [ferry]
    with open_store(uri) as store:
        kept = store.get(ferry.url)
        visit = store.visits([ferry.url])[ferry.key]
    assert kept is not None
    assert (kept.headline, kept.articleBody) == ("Ferry", TEXT)
    assert (visit.state, visit.reason, visit.status) == (VisitState.STORED, "full (unknown)", 200)
    report = crawler.get_extension(Report)
    assert report is not None
    assert report.totals().new == 1
    assert crawler.stats is not None
    assert crawler.stats.get_value("newsbot/new") == 1


def test_other_items_pass_untouched(crawler: Crawler, uri: str) -> None:
    item = {"url": "https://gazette.example/", "headline": None}
    given = dict(item)
    assert through(crawler, item, "text", None) == [item, "text", None]
    assert item == given
    with open_store(uri) as store:
        assert not list(store.find(Query()))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (article("ferry", headline=None), "it has no headline"),
        (article("ferry", text=None), "it has no text"),
        (article("ferry", text=None, access=Access()), "it has no text"),
    ],
)
def test_what_is_no_article_ends_with_the_reason(crawler: Crawler, uri: str, wrong: Article, why: str) -> None:
    assert through(crawler, wrong) == [why]
    assert states(uri, wrong) == [VisitState.NOT_ARTICLE]
    with open_store(uri) as store:
        assert not list(store.find(Query()))


def test_a_wall_and_a_live_blog_are_articles_without_text() -> None:
    assert why_not(article("wall", text=None, access=Access(delivered=Delivered.NONE))) is None
    assert why_not(article("live", text=None, liveBlogUpdate=[LiveUpdate(articleBody="Goal!")])) is None


def test_a_copy_on_the_same_site_is_named_and_not_kept(crawler: Crawler, uri: str) -> None:
    first, copy = article("ferry"), article("boat", headline="Ferry")
    assert through(crawler, first, copy) == [first, f"the same text is kept from {first.url}"]
    assert states(uri, first, copy) == [VisitState.STORED, VisitState.DUPLICATE]
    with open_store(uri) as store:
        assert [kept.url for kept in store.find(Query())] == [first.url]
        assert store.visits([copy.url])[copy.key].reason == first.url


def test_a_copy_of_an_earlier_crawl_is_found_in_the_store(crawler: Crawler, uri: str) -> None:
    first, copy = article("ferry"), article("boat", headline="Ferry")
    with open_store(uri) as store:
        store.save([first])
    assert through(crawler, copy) == [f"the same text is kept from {first.url}"]


def test_a_copy_on_another_site_is_kept_and_names_the_first(crawler: Crawler, uri: str) -> None:
    first, copy = article("ferry"), article("ferry", site="gazette")
    assert through(crawler, first, copy) == [first, copy]
    with open_store(uri) as store:
        kept = store.get(copy.url)
    assert kept is not None
    assert kept.story == first.key


@pytest.mark.parametrize("short", [TEXT[:190], None])
def test_short_texts_are_nobodys_copy(crawler: Crawler, short: str | None) -> None:
    access = Access(delivered=Delivered.FULL if short else Delivered.NONE)
    pair = [article(name, text=short, headline="Updated", access=access) for name in ("one", "two")]
    assert through(crawler, *pair) == pair


def test_teasers_are_nobodys_copy(crawler: Crawler, uri: str) -> None:
    teaser = Access(delivered=Delivered.PARTIAL_TEASER, gate=Gate.SUBSCRIPTION)
    pair = [article(name, headline="Locked", access=replace(teaser)) for name in ("one", "two")]
    assert through(crawler, *pair) == pair
    assert states(uri, *pair) == [VisitState.TEASER, VisitState.TEASER]


def test_the_same_article_again_is_no_copy_of_itself(crawler: Crawler) -> None:
    first, again = article("ferry"), article("ferry")
    assert through(crawler, first, again) == [first, again]
    report = crawler.get_extension(Report)
    assert report is not None
    assert (report.totals().new, report.totals().same, report.totals().dropped) == (1, 1, 0)


def test_articles_of_other_spiders_get_what_they_do_not_say(crawler: Crawler, uri: str) -> None:
    other = article("ferry", site=None)
    (kept,) = through(crawler, other)
    assert kept.crawl.site == "gazette-example"
    assert kept.crawl.run == keeping_of(crawler).run
    assert kept.crawl.requestedUrl == other.url
    assert kept.crawl.fetchedAt is not None
    assert states(uri, other) == [VisitState.STORED]


def test_what_a_spider_says_itself_stays(crawler: Crawler) -> None:
    own = article("ferry")
    crawl = replace(own.crawl)
    (kept,) = through(crawler, own)
    assert kept.crawl == crawl


@pytest.mark.parametrize(
    ("access", "saved", "state", "words"),
    [
        (Access(delivered=Delivered.FULL), Saved.NEW, VisitState.STORED, "full (unknown)"),
        (Access(delivered=Delivered.FULL_WITH_NOTICE), Saved.CHANGED, VisitState.CHANGED, "full_with_notice"),
        (Access(delivered=Delivered.FULL), Saved.SAME, VisitState.UNCHANGED, "full"),
        (
            Access(delivered=Delivered.PARTIAL_TEASER, gate=Gate.REGISTRATION),
            Saved.NEW,
            VisitState.TEASER,
            "registration",
        ),
        (Access(delivered=Delivered.NONE), Saved.SAME, VisitState.TEASER, "same in the store"),
        (Access(), Saved.NEW, VisitState.TEASER, "unknown"),
    ],
)
def test_a_teaser_is_never_called_stored(access: Access, saved: Saved, state: VisitState, words: str) -> None:
    ended, reason = state_of(article("ferry", access=access), saved)
    assert ended is state
    assert words in reason


# ── stories ─────────────────────────────────────────────────────────────────────────────────────────────────────────

WIRE = [
    f"{word} was told by the agency that {word} sails on {10 + at} June. " * 4 for at, word in enumerate(TEXT.split())
]


def wire(name: str, site: str, *paragraphs: str, **fields: Any) -> Article:
    """A paper's version of the agency's text."""
    return article(name, site, "\n\n".join(paragraphs), **fields)


def members(uri: str, url: str) -> set[str]:
    """The addresses of the articles of a story."""
    with open_store(uri) as store:
        return {each.url for each in store.story(url)}


def test_near_copies_are_kept_and_join_the_story_of_the_first(crawler: Crawler, uri: str) -> None:
    first = wire("ferry", "courier", *WIRE[:10])
    cut = wire("boats", "gazette", *WIRE[:6], headline="Boats sail")
    more = wire("ships", "herald", "An own beginning, by our own desk. " * 5, *WIRE[:7], headline="Ships")
    other = wire("trains", "herald", *WIRE[20:30])
    assert through(crawler, first, cut, more, other) == [first, cut, more, other]
    assert [each.story for each in (first, cut, more, other)] == [None, first.key, first.key, None]
    assert members(uri, more.url) == members(uri, first.url) == {first.url, cut.url, more.url}
    assert members(uri, other.url) == {other.url}


def test_near_copies_of_an_earlier_crawl_are_found_in_the_store(crawler: Crawler, uri: str) -> None:
    first = wire("ferry", "courier", *WIRE[:10])
    cut = wire("boats", "gazette", *WIRE[:6], story=first.key)
    late = wire("ships", "herald", *WIRE[:5])
    with open_store(uri) as store:
        store.save([cut])
    through(crawler, late)
    assert late.story == first.key  # of which nothing is kept here: the story's name stays


def test_a_printed_version_on_the_same_site_is_kept_and_joined(crawler: Crawler, uri: str) -> None:
    page = wire("ferry", "courier", *WIRE[:10])
    printed = wire("ferry/print", "courier", "From the courier's archive.", *WIRE[:10], headline="Ferry")
    follow_up = wire("ferry-2", "courier", *WIRE[20:24], *WIRE[:6])
    assert through(crawler, page, printed, follow_up) == [page, printed, follow_up]
    assert (printed.story, follow_up.story) == (page.key, None)


def test_an_exact_copy_joins_the_story_of_the_one_it_copies(crawler: Crawler) -> None:
    first, cut = wire("ferry", "courier", *WIRE[:10]), wire("boats", "gazette", *WIRE[:6])
    same = wire("boats", "herald", *WIRE[:6])
    through(crawler, first, cut, same)
    assert same.story == first.key


def test_the_first_of_a_story_and_its_copies_stay_what_they_are_when_they_are_read_again(
    crawler: Crawler, uri: str
) -> None:
    first = wire("ferry", "courier", *WIRE[:10])
    with open_store(uri) as store:
        store.save([first, wire("boats", "gazette", *WIRE[:6], story=first.key)])
    again = [wire("ferry", "courier", *WIRE[:11]), wire("boats", "gazette", *WIRE[:5])]
    assert through(crawler, *again) == again
    assert [each.story for each in again] == [None, first.key]
    assert members(uri, first.url) == {each.url for each in again}


def test_the_original_that_a_page_names_is_its_story(crawler: Crawler, uri: str) -> None:
    agency = wire("ferry", "agency", *WIRE[:10])
    syndicated = wire("ferry", "courier", *WIRE[:10], canonicalUrl=agency.url)
    teaser = wire(
        "boats", "gazette", WIRE[0], canonicalUrl=agency.url, access=Access(delivered=Delivered.PARTIAL_TEASER)
    )
    unknown = wire("trains", "herald", *WIRE[20:30], canonicalUrl="https://nowhere.example/trains")
    through(crawler, agency, syndicated, teaser, unknown)
    assert [each.story for each in (syndicated, teaser, unknown)] == [agency.key, agency.key, None]
    assert members(uri, agency.url) == {agency.url, syndicated.url, teaser.url}


def test_an_original_that_was_dropped_as_a_copy_leads_to_the_one_that_is_kept(crawler: Crawler) -> None:
    kept, dropped = (wire(name, "agency", *WIRE[:10], headline="Ferry") for name in ("ferry", "print/ferry"))
    syndicated = wire("ferry", "courier", *WIRE[20:30], canonicalUrl=dropped.url)

    async def drive() -> None:
        similar, keeping = Similar.from_crawler(crawler), keeping_of(crawler)
        await keeping.open()
        for each in (kept, dropped):
            with suppress(DropItem):
                await keeping.keep(
                    await similar.process_item(each),
                    lambda _, each=each: keeping.article_outcome(each, VisitState.STORED, ""),
                )
        similar.recent = Recent()
        while await keeping.story_at(dropped.url) != kept.key:  # until the writer has written
            await asyncio.sleep(0.01)
        await similar.process_item(syndicated)
        await keeping.close()

    asyncio.run(drive())
    assert syndicated.story == kept.key


def test_an_original_that_was_only_offered_names_the_story_too(crawler: Crawler, uri: str) -> None:
    agency = wire("ferry", "agency", *WIRE[:10])
    with open_store(uri) as store:
        store.offer([Link(url=agency.url, foundBy=FoundBy.FEED, foundOn="https://agency.example/feed")], "agency", T0)
    syndicated = wire("ferry", "courier", *WIRE[:10], canonicalUrl=agency.url)
    through(crawler, syndicated, agency)
    assert (syndicated.story, agency.story) == (agency.key, None)


def test_teasers_are_nobodys_near_copy(crawler: Crawler) -> None:
    first = wire("ferry", "courier", *WIRE[:10])
    cut = wire("boats", "gazette", *WIRE[:9], access=Access(delivered=Delivered.PARTIAL_TEASER))
    through(crawler, first, cut)
    assert cut.story is None


def test_of_two_copies_that_come_at_once_the_second_finds_the_first(crawler: Crawler) -> None:
    pair = [wire("ferry", "courier", *WIRE[:10]), wire("boats", "gazette", *WIRE[:6])]

    async def drive() -> None:
        similar = Similar.from_crawler(crawler)
        await keeping_of(crawler).open()
        await asyncio.gather(*(similar.process_item(each) for each in pair))
        await keeping_of(crawler).close()

    asyncio.run(drive())
    assert [each.story for each in pair] == [None, pair[0].key]
