"""Health: what broke, and since when, in histories that were made up."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from newsbot.health import Finding, Severity, Unit, Wanted, examine
from newsbot.sites.model import Expect
from newsbot.store.days import Day, Flaw, Shows
from tests.newsbot.histories import LAST, NOW, by_chance, changed, day, history, without


def only(found: list[Finding]) -> Finding:
    assert len(found) == 1, found
    return found[0]


def what(found: list[Finding]) -> list[str]:
    return [each.what for each in found]


def ago(days: int) -> object:
    return LAST - timedelta(days=days)


def at(hour: int) -> datetime:
    return datetime.combine(LAST, time(hour), UTC)


# ── what is well ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("articles", [1, 2, 5, 40, 3000])
def test_what_is_as_always_is_well(articles: int) -> None:
    assert examine(history(articles=articles), NOW) == []


def test_nothing_is_known_of_a_site_without_days() -> None:
    assert only(examine([], NOW)).severity is Severity.NOTE


def weekend(quiet: int) -> list[Day]:
    return [day(number, quiet if (LAST - timedelta(number)).weekday() >= 5 else 60) for number in range(43)]


@pytest.mark.parametrize("quiet", [0, 3, 20])
def test_a_quiet_weekend_is_no_drop(quiet: int) -> None:
    assert examine(weekend(quiet), NOW) == []


def test_a_quiet_monday_is_one() -> None:
    monday = 6
    days = changed(weekend(20), lambda each: day(monday, 20), monday, monday)
    days = [each for each in days if each.date <= ago(monday)]
    found = only(examine(days, NOW - timedelta(days=monday)))
    assert (found.what, found.since, found.severity) == ("articles", ago(monday), Severity.ODD)


def test_more_teasers_at_weekends_are_no_rise() -> None:
    days = [replace(each, cut=30) if each.date.weekday() >= 5 else each for each in history()]
    assert examine(days, NOW) == []


def test_one_teaser_of_two_is_no_rise() -> None:
    days = changed(history(articles=2), lambda each: replace(each, cut=1), 0)
    assert examine(days, NOW) == []


def test_a_day_that_is_not_over_is_no_drop() -> None:
    today = replace(day(0, 3), looked=at(2))
    assert examine([*history()[:-1], today], at(3)) == []


def test_a_day_that_is_over_by_its_one_look_is_judged() -> None:
    morning = [replace(each, looked=datetime.combine(each.date, time(6), UTC), looks=2) for each in history()]
    assert examine(morning, at(7)) == []
    found = only(examine([*morning[:-1], replace(morning[-1], **_empty())], at(7)))
    assert (found.what, found.since, found.severity) == ("articles", LAST, Severity.BROKEN)


def _empty() -> dict[str, object]:
    return {"articles": 0, "cut": 0, "missing": {}, "sessions": {}, "words": None, "texts": 0, "age": None, "dated": 0}


def test_days_on_which_nobody_asked_are_not_zero() -> None:
    assert examine(without(history(), 8, 5), NOW) == []


def test_articles_of_days_on_which_nobody_asked_are_no_rate() -> None:
    """Crawled on Mondays and Thursdays only, with what came meanwhile."""
    days = [
        day(each, 40 * (4 if when.weekday() == 0 else 3))
        for each in range(70)
        if (when := LAST - timedelta(each)).weekday() in {0, 3}
    ]
    assert examine(days, NOW - timedelta(days=1)) == []


def test_a_first_crawl_that_brings_a_whole_feed_is_no_usual_day() -> None:
    young = history(20)
    assert examine([replace(young[0], articles=400), *young[1:]], NOW) == []


# ── articles a day ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_drop_is_found_with_its_first_day() -> None:
    days = changed(history(), lambda each: day((LAST - each.date).days, 6), 3)
    found = next(each for each in examine(days, NOW) if each.what == "articles")
    assert (found.since, found.now, found.usual, found.unit) == (ago(3), 6, 40, Unit.A_DAY)
    assert found.severity is Severity.BROKEN
    assert found.flaw == Flaw(Shows.LOOK)
    assert found.why == "6 articles a day, usually 40"


def test_a_slow_decay_is_found() -> None:
    days = [day(number, round(100 * 0.95 ** (43 - number))) for number in range(43)]
    found = next(each for each in examine(days, NOW) if each.what == "articles")
    assert found.since is not None
    assert found.since < ago(3)


def test_silence_of_a_small_site_is_found_when_it_is_long_enough() -> None:
    small = [day(number, number % 2) for number in range(120)]
    assert examine(small, NOW) == []
    for silent, expected in ((10, []), (24, ["articles"])):
        quiet = changed(small, lambda each: replace(each, **_empty()), silent)
        assert [each.what for each in examine(quiet, NOW)] == expected


def test_one_article_a_week_is_too_little_to_say_much() -> None:
    tiny = [day(number, number % 7 == 3) for number in range(43)]
    assert examine(tiny, NOW) == []
    assert examine(changed(tiny, lambda each: replace(each, **_empty()), 13), NOW) == []


def test_a_young_site_has_too_little_history() -> None:
    found = only(examine(history(9), NOW))
    assert (found.what, found.severity, found.now) == ("history", Severity.NOTE, 8)
    assert found.why == "too little history: 8 days with a number of articles; 14 are needed"


def test_a_site_that_never_gave_anything() -> None:
    days = [replace(each, **_empty()) for each in history(5)]
    found = only([each for each in examine(days, NOW) if each.severity is not Severity.NOTE])
    assert (found.what, found.severity) == ("articles", Severity.BROKEN)


def test_only_backlog_is_something() -> None:
    days = [replace(each, **_empty(), backlog=300) for each in history(5)]
    assert what(examine(days, NOW)) == ["history"]


def test_what_is_over_is_not_told_of() -> None:
    down = changed(history(), lambda each: replace(each, **_empty(), failedLooks=48), 5, 4)
    assert examine(down, NOW) == []


# ── visits ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_site_that_is_down() -> None:
    down = {**_empty(), "failedLooks": 48, "visits": {"failed": 40}}
    found = {each.what: each for each in examine(changed(history(), lambda each: replace(each, **down), 1), NOW)}
    assert found.keys() == {"looks", "failed", "articles"}
    assert {(each.since, each.severity) for each in found.values()} == {(ago(1), Severity.BROKEN)}
    assert found["looks"].flaw == Flaw(Shows.FAILED_LOOK)
    assert found["failed"].flaw == Flaw(Shows.ENDED, "failed")
    assert found["failed"].why == "40 of 40 visits of pages failed (100%), usually 1%"


def test_pages_that_are_blocked() -> None:
    blocked = changed(history(), lambda each: replace(each, visits={"stored": 40, "blocked": 25}), 2)
    found = only(examine(blocked, NOW))
    assert (found.what, found.since, found.severity) == ("blocked", ago(2), Severity.ODD)


def test_a_job_that_stopped() -> None:
    found = only(examine(without(history(), 1), NOW))
    assert (found.what, found.since, found.severity) == ("crawl", ago(2), Severity.BROKEN)
    assert found.why == "nothing was asked of it for 2.0 days, usually it is every day"
    assert examine(without(history(), 0), NOW - timedelta(hours=13)) == []


def test_a_job_of_working_days_does_not_stop_at_weekends() -> None:
    working = [each for each in history(60) if each.date.weekday() < 5]
    assert "crawl" not in what(examine(working, NOW))


def test_a_site_that_was_tried_once_has_not_stopped() -> None:
    assert what(examine([day(20)], NOW)) == ["history"]


# ── articles ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_sudden_rise_of_teasers() -> None:
    found = only(examine(changed(history(), lambda each: replace(each, cut=36), 4), NOW))
    assert (found.what, found.since, found.now, found.usual) == ("teasers", ago(4), 0.9, 0.2)
    assert (found.severity, found.unit, found.flaw) == (Severity.BROKEN, Unit.SHARE, Flaw(Shows.CUT))
    assert found.why == "36 of 40 articles are cut (90%), usually 20%"


def test_today_counts_for_shares() -> None:
    today = replace(day(0, 8), looked=at(3), missing={"headline": 8})
    found = only(examine([*history()[:-1], today], at(4)))
    assert (found.what, found.since) == ("missing headline", LAST)


@pytest.mark.parametrize("articles", [4, 40])
def test_a_selector_that_broke(articles: int) -> None:
    broken = changed(history(articles=articles), lambda each: replace(each, missing={"authors": articles}), 6)
    found = only(examine(broken, NOW))
    assert (found.what, found.since, found.severity) == ("missing authors", ago(6), Severity.BROKEN)
    assert found.flaw == Flaw(Shows.MISSING, "authors")


def test_since_reaches_back_behind_the_last_two_weeks() -> None:
    broken = changed(history(), lambda each: replace(each, missing={"authors": 40}), 20)
    assert only(examine(broken, NOW)).since == ago(20)


def test_what_lasts_for_long_is_usual() -> None:
    broken = changed(history(), lambda each: replace(each, missing={"authors": 40}), 33)
    assert examine(broken, NOW) == []


def test_a_new_template_that_halves_the_texts() -> None:
    found = only(examine(changed(history(), lambda each: replace(each, words=195.0), 5), NOW))
    assert (found.what, found.since, found.severity) == ("words", ago(5), Severity.BROKEN)
    assert found.now == pytest.approx(195)
    assert found.flaw == Flaw(Shows.WHOLE)
    longer = only(examine(changed(history(), lambda each: replace(each, words=900.0), 5), NOW))
    assert (longer.what, longer.severity) == ("words", Severity.ODD)


def test_articles_that_are_found_late() -> None:
    found = only(examine(changed(history(), lambda each: replace(each, age=9.0), 2), NOW))
    assert (found.what, found.since, found.severity, found.unit) == ("age", ago(2), Severity.ODD, Unit.HOURS)
    assert examine(changed(history(), lambda each: replace(each, age=0.01), 2), NOW) == []


# ── logins ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def signed_in(days: list[Day], *, share: float = 1.0) -> list[Day]:
    return [replace(each, sessions={"own_login_confirmed": round(each.articles * share)}) for each in days]


def test_a_login_that_is_lost_is_the_worst() -> None:
    def lost(each: Day) -> Day:
        return replace(each, sessions={"expired": 30, "anonymous": 10}, cut=35, articles=40)

    found = examine(changed(signed_in(history()), lost, 1), NOW, Wanted(login=True))
    assert what(found) == ["login", "teasers"]
    assert (found[0].severity, found[0].since, found[0].now, found[0].usual) == (Severity.LOST, ago(1), 1.0, 0.0)
    assert found[0].flaw == Flaw(Shows.NOT_OWN)


def test_few_articles_are_enough_to_miss_a_login() -> None:
    days = [replace(each, sessions={}) if each.date > ago(3) else each for each in signed_in(history(10, 1))]
    assert what(examine(days, NOW, Wanted(login=True)))[0] == "login"


def test_a_login_that_holds() -> None:
    assert examine(signed_in(history(), share=0.9), NOW, Wanted(login=True)) == []


def test_a_login_that_is_refused_is_lost_even_if_nothing_was_asked() -> None:
    found = examine(signed_in(history()), NOW, Wanted(login=True, refused="the sign-in was refused"))
    assert (only(found).severity, only(found).why) == (Severity.LOST, "the sign-in was refused")


def test_a_site_with_a_login_that_nobody_used() -> None:
    found = only(examine(history(), NOW, Wanted(login=True)))
    assert (found.what, found.severity, found.cure) == ("login", Severity.ODD, "newsbot login {site}")


# ── floors ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def expecting(**expect: object) -> Wanted:
    return Wanted(expect=Expect.model_validate(expect))


def test_a_floor_holds_whatever_is_usual() -> None:
    found = only(examine(history(), NOW, expecting(articlesPerDay={"min": 50})))
    assert (found.what, found.severity, found.since, found.usual) == ("articles", Severity.BROKEN, ago(41), 50)
    assert found.why == "40 articles a day; its site file expects 50 at least"
    assert examine(history(), NOW, expecting(articlesPerDay={"min": 40})) == []


def test_a_floor_needs_no_history() -> None:
    found = examine(history(3), NOW, expecting(articlesPerDay={"min": 50}, filled={"authors": 0.95}))
    assert what(found) == ["missing authors", "articles", "history"]


def test_a_floor_is_not_judged_on_a_day_that_is_not_over() -> None:
    today = replace(day(0, 3), looked=at(2))
    assert examine([*history()[:-1], today], at(3), expecting(articlesPerDay={"min": 40})) == []


def test_the_floor_of_a_field() -> None:
    assert examine(history(), NOW, expecting(filled={"authors": 0.9, "headline": 1.0})) == []
    one = changed(history(), lambda each: replace(each, missing={"headline": 1}), 1)
    found = only(examine(one, NOW, expecting(filled={"headline": 1.0})))
    assert (found.what, found.since, found.severity) == ("missing headline", ago(1), Severity.BROKEN)
    assert found.why == "1 of 40 articles have no headline (2%), its site file allows 0%"


def test_the_ceiling_of_teasers() -> None:
    assert examine(history(), NOW, expecting(teaserShare={"max": 0.2})) == []
    found = only(examine(history(), NOW, expecting(teaserShare={"max": 0.1})))
    assert (found.what, found.now, found.usual) == ("teasers", 0.2, 0.1)


def test_a_floor_says_more_than_the_usual() -> None:
    few = changed(history(), lambda each: replace(each, **_empty()), 1)
    assert only(examine(few, NOW, expecting(articlesPerDay={"min": 5}))).usual == 5


# ── false alarms ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("length", [43, 20])
def test_healthy_sites_rarely_give_an_alarm(length: int) -> None:
    """docs/health.md has the figure, of many more sites; this is a loose bound on it."""
    found = [examine(by_chance(random.Random(seed), length), NOW) for seed in range(400)]
    alarms = [each for findings in found for each in findings if each.severity is not Severity.NOTE]
    assert len(alarms) <= 4


def test_breaks_of_sites_that_vary_are_found() -> None:
    """Of sites of some size, that the authors vanish is seen by the next day's end."""
    seen = tried = 0
    for seed in range(150):
        days = by_chance(random.Random(seed))
        broken = changed(days, lambda each: replace(each, missing={**each.missing, "headline": each.articles}), 1)
        if days[-1].articles + days[-2].articles >= 5:
            tried += 1
            seen += "missing headline" in what(examine(broken, NOW))
    assert tried >= 80
    assert seen == tried
