"""What a Site means: its slug, its hosts, which addresses are articles, when it is left alone."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from newsbot.sites.model import AccessModel, Site, fold_name, slugify
from newsbot.sites.values import format_duration, format_size, parse_duration, parse_size
from newsbot.urls import on_hosts


def site(**keys: object) -> Site:
    return Site.model_validate({"name": "Example Times", "url": "https://www.example.com/", **keys})


def why(**keys: object) -> str:
    with pytest.raises(ValidationError) as caught:
        site(**keys)
    return str(caught.value)


def test_the_smallest_site_asks_newsbot_to_find_out_everything() -> None:
    smallest = site()
    assert smallest.feeds == smallest.newsSitemaps == smallest.sitemaps == smallest.sections == ()
    assert smallest.access.model is AccessModel.UNKNOWN
    assert smallest.politeness.delay is smallest.politeness.requestsPerDay is smallest.schedule.every is None
    assert smallest.is_article("https://www.example.com/a") is None


def test_a_site_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        site().name = "Other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "language", "slug"),
    [
        ("Der Standard", "de", "der-standard"),
        ("Süddeutsche Zeitung", "de", "sueddeutsche-zeitung"),
        ("Süddeutsche Zeitung", "de-AT", "sueddeutsche-zeitung"),
        ("Habertürk", "tr", "haberturk"),
        ("Anadolu Ajansı", "tr", "anadolu-ajansi"),
        ("Les Échos", "fr", "les-echos"),
        ("Große Straße", "de", "grosse-strasse"),
        ("Łódź & Ørsted — Þór", "pl", "lodz-orsted-thor"),
        ("  elDiario.es ", "es", "eldiario-es"),
        ("20 Minuten (Zürich)", "de", "20-minuten-zuerich"),
        ("朝日新聞", "ja", "example-com"),
        ("Правда UA", "uk", "example-com"),
        ("!!!", "en", "example-com"),
    ],
)
def test_the_slug_is_ascii_and_falls_back_to_the_host(name: str, language: str, slug: str) -> None:
    assert site(name=name, languages=[language]).slug == slug


def test_a_bare_address_with_a_port_has_a_slug() -> None:
    assert Site(name="127.0.1.1:8099", url="http://127.0.1.1:8099/").slug == "127-0-1-1-8099"


def test_slugify_says_nothing_where_ascii_has_no_spelling() -> None:
    assert slugify("Москва 24", german=False) == ""


@pytest.mark.parametrize("spelling", ["Les Échos", "les echos", "LESECHOS", "les-échos", "Les E\u0301chos"])
def test_folded_names_are_equal(spelling: str) -> None:
    assert fold_name(spelling) == "lesechos"


def test_hosts_come_from_the_url_or_are_named() -> None:
    assert site().bare_hosts == {"example.com"}
    assert site(hosts=["WWW.Example.com", "example.org", "localhost:8000"]).bare_hosts == {
        "example.com",
        "example.org",
        "localhost:8000",
    }
    assert site(hosts=["example.com:443", "example.com:80"][:1]).bare_hosts == {"example.com"}
    assert site(url="https://bücher.example/").bare_hosts == {"xn--bcher-kva.example"}
    assert site(url="http://127.0.1.1:8099/").bare_hosts == {"127.0.1.1:8099"}


def test_a_site_covers_what_is_on_its_hosts_and_below() -> None:
    known = site(hosts=["example.com", "example.org"])
    for url in ("https://example.com/a", "http://sport.example.org/", "https://www.example.com"):
        assert known.covers(url)
        assert on_hosts(url, known.bare_hosts)
    for url in ("https://example.net/", "https://badexample.com/", "mailto:a@example.com", "https://example.com:8443/"):
        assert not known.covers(url)


@pytest.mark.parametrize(
    "host", ["https://example.com", "example.com/x", "a b.com", "user@example.com", "com", "", "exa\\mple.com", "?.com"]
)
def test_what_is_no_host_is_refused(host: str) -> None:
    assert "hosts" in why(hosts=["example.com", host])


def test_hosts_must_hold_the_front_page() -> None:
    assert "the host of url, example.com, is not among them" in why(hosts=["example.org"])


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example.com/story/12/", True),
        ("https://www.example.com/story/12/print", False),
        ("https://www.example.com/index.php?id=7", True),
        ("https://shop.example.com/story/12/", False),
        ("https://www.example.com/", None),
        ("https://www.example.com", None),
        ("https://[broken/story/1/", None),
    ],
)
def test_never_goes_before_match_and_the_rest_is_unknown(url: str, expected: bool | None) -> None:
    articles = {"match": [r"^/story/\d+/", r"[?&]id=\d"], "never": ["/print$", r"^https://shop\."]}
    assert site(articles=articles).is_article(url) is expected


def test_patterns_look_at_the_whole_address_only_when_they_say_so() -> None:
    assert site(articles={"match": ["example"]}).is_article("https://www.example.com/story") is None
    assert site(articles={"match": [r"https:\/\/www\.example"]}).is_article("https://www.example.com/story") is True


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("[a", "not a regular expression: unterminated"),
        ("a{99999999999999}", "can be relied on"),
        ("[[a]b]", "can be relied on"),
        ("(" * 150 + ")" * 150, "matches everything"),
        (".*", "matches everything"),
        ("x" * 301, "at most 300"),
        ("", "at least 1"),
    ],
)
def test_patterns_that_cannot_be_relied_on_are_refused(pattern: str, fault: str) -> None:
    assert fault in why(articles={"match": [pattern]})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com/",
        "https://",
        "https://exa mple.com/",
        "https://a\u200b.com/",
        "javascript:0",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    assert "feeds.0" in why(feeds=[url])
    assert "url" in why(url=url)


def test_a_secret_in_a_url_is_refused_and_not_repeated_in_the_reason() -> None:
    with pytest.raises(ValidationError) as caught:
        site(feeds=["https://me:hunter2@example.com/feed"])
    assert "hunter2" not in str(caught.value.errors()[0]["ctx"]["error"])


def test_feeds_may_be_on_any_host_sections_may_not() -> None:
    assert site(feeds=["https://feeds.example.net/x"], sections=["https://sport.example.com/"]).feeds
    assert "not on the site's hosts (example.com)" in why(sections=["https://example.net/politics"])


def test_lists_name_things_once() -> None:
    assert "named twice: https://example.com/f" in why(feeds=["https://example.com/f"] * 2)


@pytest.mark.parametrize(("given", "kept"), [("at", "at"), ("NO", "no"), ("xk", "xk")])
def test_countries(given: str, kept: str) -> None:
    assert site(country=given).country == kept


@pytest.mark.parametrize(
    ("given", "hint"), [("uk", "did you mean gb?"), ("ind", "did you mean in?"), ("zz", "such as"), ("", "such as")]
)
def test_what_is_no_country(given: str, hint: str) -> None:
    assert hint in why(country=given)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("de", "de"), ("PT-br", "pt-BR"), ("zh-hant-tw", "zh-Hant-TW"), ("es-419", "es-419"), ("gsw", "gsw")],
)
def test_languages(given: str, kept: str) -> None:
    assert site(languages=[given]).languages == (kept,)


@pytest.mark.parametrize(
    ("given", "hint"),
    [
        ("jp", "did you mean ja?"),
        ("cz", "did you mean cs?"),
        ("german", "such as"),
        ("xx", "such as"),
        ("de_AT", "such as"),
    ],
)
def test_what_is_no_language(given: str, hint: str) -> None:
    assert hint in why(languages=[given])


@pytest.mark.parametrize(
    ("text", "seconds"), [("60s", 60), ("90s", 90), ("15m", 900), ("24h", 86_400), ("30d", 2_592_000)]
)
def test_durations(text: str, seconds: int) -> None:
    every = site(schedule={"every": text}).schedule.every
    assert every == timedelta(seconds=seconds)
    assert every is not None
    assert parse_duration(format_duration(every)) == every


def test_durations_are_written_short() -> None:
    assert [format_duration(timedelta(seconds=each)) for each in (90, 900, 7200, 86_400)] == ["90s", "15m", "2h", "1d"]


@pytest.mark.parametrize("text", ["15", "m", "1.5h", "-3m", "0m", "1h30m", "59s", "31d", "99999999d", "9999999d"])
def test_what_is_no_duration(text: str) -> None:
    assert "schedule.every" in why(schedule={"every": text})


@pytest.mark.parametrize(
    ("quiet", "hour", "minute", "expected"),
    [
        ("23:00-05:00", 22, 59, False),
        ("23:00-05:00", 23, 0, True),
        ("23:00-05:00", 0, 0, True),
        ("23:00-05:00", 4, 59, True),
        ("23:00-05:00", 5, 0, False),
        ("01:00-04:30", 4, 29, True),
        ("01:00-04:30", 4, 30, False),
        ("01:00-04:30", 0, 59, False),
    ],
)
def test_quiet_hours(quiet: str, hour: int, minute: int, expected: bool) -> None:
    schedule = site(schedule={"quiet": quiet}).schedule
    at = datetime(2026, 11, 22, hour, minute, tzinfo=UTC)
    assert schedule.is_quiet(at) is expected
    assert schedule.is_quiet(at.astimezone(timezone(timedelta(hours=9)))) is expected


def test_without_quiet_hours_no_time_is_quiet() -> None:
    assert not site().schedule.is_quiet(datetime(2026, 11, 22, 3, tzinfo=UTC))


@pytest.mark.parametrize("quiet", ["23:00", "24:00-05:00", "23:60-05:00", "5:00-6:00", "05:00-05:00", "night"])
def test_what_are_no_quiet_hours(quiet: str) -> None:
    assert "schedule.quiet" in why(schedule={"quiet": quiet})


def test_quiet_hours_are_those_of_the_time_zone() -> None:
    vienna = site(schedule={"quiet": "23:00-05:00", "timezone": "Europe/Vienna"}).schedule
    assert [vienna.is_quiet(datetime(2026, 7, 1, hour, tzinfo=UTC)) for hour in (20, 21, 2, 3)] == [
        False,
        True,
        True,
        False,
    ]
    assert vienna.after_quiet(datetime(2026, 7, 1, 22, tzinfo=UTC)) == datetime(2026, 7, 2, 3, tzinfo=UTC)
    assert vienna.after_quiet(datetime(2026, 7, 1, 3, tzinfo=UTC)) == datetime(2026, 7, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize("cron", ["*/10 6-22 * * *", "5,35 * * * MON-FRI", " 0   6 1 * * ", "0 12 29 2 *"])
def test_cron_expressions(cron: str) -> None:
    assert site(schedule={"cron": cron}).schedule.cron == " ".join(cron.split())


@pytest.mark.parametrize(
    "cron", ["", "* * * *", "* * * * * *", "60 * * * *", "@daily", "0 0 30 2 *", "a b c d e", "*/0 * * * *"]
)
def test_what_is_no_cron_expression(cron: str) -> None:
    assert "schedule.cron" in why(schedule={"cron": cron})


@pytest.mark.parametrize("zone", ["CET+1", "Vienna", "", "../etc/passwd", "/etc/localtime"])
def test_what_is_no_time_zone(zone: str) -> None:
    assert "schedule.timezone" in why(schedule={"timezone": zone})


def test_cron_and_quiet_hours_must_leave_some_moment() -> None:
    assert "lies in quiet" in why(schedule={"cron": "0 3 * * *", "quiet": "02:00-04:00"})
    assert site(schedule={"cron": "0 3 * * *", "quiet": "04:00-05:00", "every": "1h"}).schedule.cron


@pytest.mark.parametrize(
    ("text", "number"),
    [("500k", 500_000), ("200M", 200_000_000), ("2G", 2 * 10**9), ("1500000", 1_500_000), (200_000, 200_000)],
)
def test_sizes(text: str | int, number: int) -> None:
    size = site(politeness={"bytesPerDay": text}).politeness.bytesPerDay
    assert size == number
    assert parse_size(format_size(number)) == number


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("politeness", {"bytesPerDay": "99k"}),
        ("politeness", {"bytesPerDay": "2 GB"}),
        ("politeness", {"bytesPerDay": "9000G"}),
        ("politeness", {"delay": -1}),
        ("politeness", {"delay": 3601}),
        ("politeness", {"delay": "nan"}),
        ("politeness", {"requestsPerDay": 0}),
        ("politeness", {"requestsPerDay": 1.5}),
        ("politeness", {"concurrency": 17}),
        ("expect", {"articlesPerDay": {"min": -1}}),
        ("expect", {"articlesPerDay": 20}),
        ("expect", {"filled": {"headline": 1.01}}),
        ("expect", {"teaserShare": {"max": -0.1}}),
        ("access", {"model": "paid"}),
        ("access", {"gatedText": "drop"}),
    ],
)
def test_values_out_of_bounds_are_refused(part: str, value: dict[str, object]) -> None:
    assert part in why(**{part: value})


def test_parts_give_what_they_hold_by_field() -> None:
    known = site(
        selectors={"headline": "css:h1", "remove": ["css:aside"]}, expect={"filled": {"headline": 1, "authors": 0.5}}
    )
    assert known.selectors.fields == {"headline": "css:h1"}
    assert known.expect.filled.floors == {"headline": 1.0, "authors": 0.5}
