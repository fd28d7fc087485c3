"""What pages show of what stores give: the pure parts."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from newsbot.article import Access, Article, Author, Declared, Delivered, Gate, Revision, Session
from newsbot.health import Severity
from newsbot.sessions.refusals import Kind, Refusal
from newsbot.sessions.saved import Cookie, SavedSession
from newsbot.sites.model import Schedule
from newsbot.store.base import Outcome, Visit, VisitState
from newsbot.store.days import Arrivals, Day
from newsbot.store.events import EventKind
from newsbot.web import states
from newsbot.web.days import counted, days_of, today
from newsbot.web.entry import ours
from newsbot.web.filters import chips, given, one
from newsbot.web.health import looks, pictures, stretch
from newsbot.web.logins import login
from newsbot.web.rows import language, row, shortened
from newsbot.web.versions import chosen, differences, listed, titles

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()


# ── states ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_state_has_a_word_and_a_colour_of_its_own() -> None:
    labels = [states.access(each.value) for each in Delivered]
    assert len({each.word for each in labels}) == len({each.kind for each in labels}) == len(Delivered)
    assert all(each.meaning for each in labels)
    assert all(states.severity(each.value).word for each in Severity)
    assert all(states.visit(each).word for each in VisitState)
    assert all(states.event(each) for each in EventKind)
    assert all(states.session(each) for each in Session)


def test_what_is_not_known_is_never_complete() -> None:
    assert states.access(None) == states.access("perhaps") == states.access(Delivered.UNKNOWN)


def test_nobody_in_the_way_needs_no_words() -> None:
    assert states.gate(Gate.NONE_SEEN) == states.gate(Gate.UNKNOWN) == states.gate(None) == ""
    assert states.gate(Gate.METERED_OPEN) == "metered open"
    assert states.declared(Declared.ABSENT) == ""


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_article_of_which_nothing_is_known_has_a_row() -> None:
    shown = row("k", Article(url="https://x.example/"))
    assert shown.headline == "An article without headline"
    assert (shown.site, shown.excerpt, shown.authors, shown.published, shown.words) == ("", "", "", None, None)
    assert shown.access.word == "Unknown"


def test_a_long_headline_is_cut_at_a_word() -> None:
    assert len(row("k", Article(url="https://x.example/", headline="word " * 9999)).headline) < 310
    assert shortened("one two three", 8) == "one two …"
    assert shortened("x" * 20, 8) == "xxxxxxxx …"
    assert shortened("\x00a\n\n b ", 9) in {"a b", "\x00a b"}


def test_of_many_authors_the_first_are_named() -> None:
    many = Article(url="https://x.example/", authors=[Author(name=f"A{i}") for i in range(9)])
    assert row("k", many).authors == "A0, A1, A2, A3 and 5 more"


@pytest.mark.parametrize(
    ("tag", "fit"),
    [("de", "de"), ("de_AT", "de-AT"), ('en" onload=x', None), ("", None), (None, None), ("klingon!", None)],
)
def test_only_a_language_is_told_to_screen_readers(tag: str | None, fit: str | None) -> None:
    assert language(tag) == fit


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────────

ARRIVALS = [
    Arrivals(TODAY, "times", "full", 6),
    Arrivals(TODAY, "times", "partial_teaser", 2),
    Arrivals(TODAY, "bote", "nonsense", 1),
    Arrivals(TODAY - timedelta(days=1), "bote", "full", 20),
]


def test_a_day_is_told_by_state_and_by_site() -> None:
    shown = today(ARRIVALS, TODAY, TODAY)
    assert (shown.all.articles, shown.all.complete) == (9, 6)
    assert [(each.label.word, each.articles) for each in shown.all.states] == [
        ("Complete", 6),
        ("Teaser only", 2),
        ("Unknown", 1),
    ]
    assert [each.name for each in shown.sites] == ["times", "bote"]
    assert [each.line.articles for each in shown.columns] == [*[0] * 12, 20, 9]
    assert [each.chosen for each in shown.columns].index(True) == 13
    assert shown.columns[0].line.told == "none"
    assert shown.sites[0].told == "6 complete, 2 teaser only"
    assert [each.word for each in shown.legend] == ["Complete", "Teaser only", "Unknown"]


def test_a_day_without_anything() -> None:
    shown = today([], TODAY, TODAY)
    assert (shown.all.articles, shown.sites, shown.most) == (0, [], 0)


def test_shares_add_up() -> None:
    assert sum(each.share for each in counted(Counter({"full": 1, "none": 2, "?": 3}))) == pytest.approx(1)
    assert counted(Counter()) == []


@pytest.mark.parametrize(("ago", "last"), [(0, 0), (13, 0), (14, 7), (400, 393)])
def test_the_chosen_day_is_in_the_chart(ago: int, last: int) -> None:
    assert days_of(TODAY - timedelta(days=ago), TODAY) == TODAY - timedelta(days=last)


# ── filters ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_empty_is_left_out() -> None:
    assert given([("text", " "), ("site", ""), ("gate", "app_only"), ("gate", "app_only")]) == [("gate", "app_only")]


def test_each_filter_can_be_taken_away() -> None:
    pairs = [("text", "railway"), ("delivered", "full"), ("delivered", "none"), ("limit", "9")]
    found = chips(pairs)
    assert [(each.name, each.value) for each in found] == [
        ("words", "railway"),
        ("delivered", "Complete"),
        ("delivered", "Nothing"),
    ]
    assert list(found[1].without) == [pairs[0], *pairs[2:]]


def test_fields_hold_what_was_asked() -> None:
    assert one([("text", "a"), ("x", "y")])["text"] == "a"
    assert one([])["site"] == ""
    assert "x" not in one([("x", "y")])


# ── versions ────────────────────────────────────────────────────────────────────────────────────────────────────────


def version(number: int, headline: str, body: str, **fields: object) -> Article:
    revision = Revision(number=number, firstFetchedAt=NOW, changedAt=NOW + timedelta(hours=number))
    return Article(url="https://x.example/", headline=headline, articleBody=body, revision=revision, **fields)  # type: ignore[arg-type]


LONG = "\n\n".join(f"Paragraph {i} says what it says." for i in range(9))
VERSIONS = [
    version(1, "Yes", LONG),
    version(2, "Yes", LONG.replace("Paragraph 4 says", "Paragraph 4 said")),
    version(3, "No", LONG + "\n\nAnd more.", access=Access(delivered=Delivered.FULL)),
]


def test_versions_say_what_changed() -> None:
    assert [each.what for each in listed(VERSIONS)] == ["first seen", "text", "headline, text, access"]
    assert [(each.headline, each.version) for each in titles(VERSIONS)] == [("Yes", 1), ("No", 3)]
    assert titles(VERSIONS[:2]) == []


@pytest.mark.parametrize(
    ("numbers", "pair"),
    [
        ((None, None), (2, 3)),
        ((1, None), (1, 3)),
        ((None, 2), (1, 2)),
        ((3, 1), (1, 3)),
        ((2, 2), None),
        ((9, 9), (2, 3)),
        ((None, 1), None),
    ],
)
def test_two_versions_are_chosen(numbers: tuple[int | None, int | None], pair: tuple[int, int] | None) -> None:
    found = chosen(VERSIONS, *numbers)
    assert (tuple(each.revision.number for each in found) if found else None) == pair
    assert chosen(VERSIONS[:1], *numbers) is None


def test_a_difference_shows_the_change_and_folds_the_rest() -> None:
    (text,) = differences(VERSIONS[0], VERSIONS[1])
    assert text.title == "Text"
    changed = next(each for each in text.passages if each.changed)
    assert [(what, piece.strip()) for what, piece in changed.pieces if what != "same"] == [
        ("removed", "says"),
        ("added", "said"),
    ]
    assert [each.folded for each in text.passages] == [3, 0, 0, 0, 3]
    said = " ".join(piece for each in text.passages for what, piece in each.pieces if what != "removed")
    assert said.split() == (VERSIONS[1].articleBody or "").split()


def test_facts_that_changed_are_told_before_and_after() -> None:
    found = differences(VERSIONS[1], VERSIONS[2])[-1]
    assert found.title == "Access"
    assert found.before.startswith("unknown")
    assert found.after.startswith("full")


def test_a_huge_text_is_compared_at_its_beginning() -> None:
    (text,) = differences(version(1, "a", "word " * 99_999), version(2, "a", "other " * 99_999))
    assert text.cut


# ── health and logins ───────────────────────────────────────────────────────────────────────────────────────────────


def test_days_without_looks_are_empty_columns() -> None:
    day = Day(site="times", date=TODAY, articles=3, cut=1, visits={"stored": 3, "failed": 2}, words=400, age=2)
    days = stretch([day], TODAY, 5)
    assert days == [None, None, None, None, day]
    articles, words, age, visits = pictures(days)
    assert articles.told == "3 in 5 days, 1 of them not complete"
    assert words.told.startswith("400 words")
    assert age.told.startswith("2.0 hours")
    assert visits.told == "5; 2 failed, were blocked, refused or gone"
    assert all("nothing is known" in each.told for each in pictures(stretch([], TODAY, 5))[1:3])


def test_listings_are_told_by_their_last_look() -> None:
    def look(url: str, minutes: int, status: int | None) -> Outcome:
        at = NOW - timedelta(minutes=minutes)
        return Outcome(url=url, site="s", run="r", at=at, state=VisitState.LISTING, status=status)

    feed, other = "https://s.example/feed", "javascript:alert(1)"
    visit = Visit(key="k", url=feed, site="s", state=VisitState.LISTING, firstSeen=NOW, lastVisit=NOW)
    found = looks([look(feed, 1, 503), look(other, 2, 200), look(feed, 3, 200)], {"k": visit}, Schedule())
    assert [(each.url, each.ended.word, each.link) for each in found] == [(feed, "failed", feed), (other, "read", None)]
    assert found[0].next is not None
    assert "new addresses a day" in found[0].why
    assert found[1].next is None


def saved(expires: datetime | None) -> SavedSession:
    cookie = Cookie(name="sid", value="SECRET-VALUE", domain="s.example", expires=expires and expires.timestamp())
    return SavedSession(site="s", cookies=(cookie,), signedInAt=NOW - timedelta(days=2), madeBy="newsbot login")


def test_a_login_is_told_without_its_values() -> None:
    good = login("s", saved(NOW + timedelta(days=3)), None, NOW, wanted=True)
    assert good.label.kind == "good"
    assert "SECRET" not in repr(good)
    assert good.ends == (NOW + timedelta(days=3),) * 2


def test_a_lost_login_is_bad() -> None:
    refusal = Refusal(kind=Kind.REFUSED, at=NOW, times=2, why="was refused", fingerprint=None)
    assert login("s", saved(NOW - timedelta(days=1)), None, NOW, wanted=True).label.kind == "bad"
    for session in (None, saved(NOW + timedelta(days=1))):
        lost = login("s", session, refusal, NOW, wanted=True)
        assert lost.label.kind == "bad"
        assert "was refused" in lost.refused
        assert "newsbot login s" in lost.cure


def test_where_there_is_no_login_none_is_missed() -> None:
    assert login("s", None, None, NOW, wanted=False).label.value == "none"
    assert login("s", None, None, NOW, wanted=True).label.kind == "odd"


# ── where somebody goes after signing in ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("to", ["/", "/articles?text=a%20b", "/sites/der-standard", "/live?every=15#x"])
def test_pages_of_ours_are_gone_to(to: str) -> None:
    assert ours(to) == to


@pytest.mark.parametrize(
    "to",
    [
        None,
        "",
        "articles",
        "//evil.example/",
        "/\\evil.example/",
        "https://evil.example/",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x=y",
        "/\x00",
        "javascript:alert(1)",
        "/sign-in?to=/",
        "/" + "a" * 5000,
        "/ä",
    ],
)
def test_nobody_is_led_elsewhere(to: str | None) -> None:
    assert ours(to) == "/"
