"""Entries: what of an article is in a feed, and what is said of it first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from newsbot.article import Access, Article, Crawl, Delivered, Gate, Image, Revision, Video
from newsbot.publish.feed import UNKNOWN_TIME, entry, language_tag, newest_first, rfc822, rfc3339, shortened
from newsbot.publish.feeds import Format, render
from newsbot.publish.websub import publish_ping
from tests.newsbot.publish.samples import CHANNEL, DAY, bare, every, ferry, teaser, withdrawn


def test_an_entry() -> None:
    made = entry(ferry(), full=True)
    assert made.id == f"urn:newsbot:{ferry().key}"
    assert made.title == "The ferry & the fog"
    assert made.url == "https://www.courier.example/news/ferry"
    assert (made.published, made.updated) == (DAY, DAY.replace(hour=11))
    assert made.authors == ("Ada Quill", "Bo & Sons")
    assert made.categories == ("Harbour", "Ferries", "Fog")
    assert made.labels == {}
    assert [(each.medium, each.type) for each in made.enclosures] == [
        ("audio", "audio/mpeg"),
        ("video", "video/mp4"),
        ("image", "image/jpeg"),
    ]
    assert made.html is not None
    assert "<em>ferry</em>" in made.html
    assert (made.facts["delivered"], made.facts["gate"], made.facts["declared"]) == ("full", "none_seen", "free")
    assert entry(ferry(), full=False).html is None


def test_a_teaser_says_so_wherever_it_is_read() -> None:
    sentence = "Only a teaser was delivered; gate: subscription; declared: not free."
    for full in (True, False):
        made = entry(teaser(), full=full)
        assert made.labels == {"teaser": sentence}
        assert made.labelled_summary.startswith(f"{sentence} She said so on Monday.")
        assert made.labelled_summary.endswith("…")
        assert len(made.summary) <= 300
        assert made.labelled_summary_html.startswith(f"<p><strong>{sentence}</strong></p>\n<p>She")
        assert (made.labelled_html or sentence).find(sentence) in {0, len("<p><strong>")}
        for kind in Format:
            body = render(kind, CHANNEL, [made])[0].decode()
            assert sentence in body
            assert "partial_teaser" in body
    assert made.rights == (
        "Text and data mining: rights reserved, see https://www.courier.example/tdm. Not to be used for training of AI."
    )


@pytest.mark.parametrize("delivered", [each for each in Delivered if not each.value.startswith("full")])
def test_whatever_is_not_whole_is_labelled(delivered: Delivered) -> None:
    assert len(entry(replace(ferry(), access=Access(delivered=delivered)), full=True).labels) == 1


def test_what_was_withdrawn_says_so_and_keeps_its_text() -> None:
    made = entry(withdrawn(), full=True)
    assert made.labels == {"withdrawn": "Withdrawn by its publisher, seen on 2026-11-04 (410)."}
    assert made.labelled_html == (
        "<p><strong>Withdrawn by its publisher, seen on 2026-11-04 (410).</strong></p>\n<p>Ein Anfang.</p>\n"
        "<h3>10 Uhr</h3>\n<p>Der Fluss &lt;steigt&gt;.</p>\n<p>Ende.</p>\n"
        "<p>In einer früheren Fassung stand ein anderer Fluss.</p>"
    )
    assert made.language == "de-AT"
    assert made.facts["story"] == "urn:newsbot:" + "0" * 32


def test_of_what_nothing_is_known() -> None:
    made = entry(bare(), full=True)
    assert (made.title, made.updated, made.published) == ("https://www.bote.example/bare", UNKNOWN_TIME, None)
    assert (made.html, made.source) == ("", "www.bote.example")


def test_an_identity_is_for_ever() -> None:
    first, later = ferry(), ferry()
    later.headline, later.articleBody, later.revision = "Another", "Other words", Revision(number=9, changedAt=DAY)
    assert entry(first, full=True).id == entry(later, full=False).id


def test_a_visit_that_brought_nothing_changes_no_byte() -> None:
    before = ferry()
    before.revision.changedAt = None
    after = replace(before, crawl=Crawl(site="courier", fetchedAt=DAY + timedelta(days=9), etag="new"))
    for kind in Format:
        assert render(kind, CHANNEL, [entry(before, full=True)]) == render(kind, CHANNEL, [entry(after, full=True)])


@pytest.mark.parametrize(
    ("changed", "modified", "published", "first", "updated"),
    [
        (5, 4, 1, 2, 5),
        (None, 2, 1, 3, 2),
        (None, None, 1, 3, 1),
        (None, 9, 1, 3, 3),  # dated ahead of the day when it was seen
        (None, None, None, 3, 3),
        (None, 9, None, None, 9),
    ],
)
def test_when_it_was_updated(
    changed: int | None, modified: int | None, published: int | None, first: int | None, updated: int
) -> None:
    def day(number: int | None) -> datetime | None:
        return DAY.replace(day=number) if number else None

    article = Article(url="https://x.example/a", dateModified=day(modified), datePublished=day(published))
    article.revision = Revision(changedAt=day(changed), firstFetchedAt=day(first))
    assert entry(article, full=False).updated == day(updated)


def test_the_newest_is_first_and_each_is_there_once() -> None:
    made = [entry(each, full=False) for each in every()]
    old = replace(made[0], updated=DAY.replace(year=2020), title="Old")
    ordered = newest_first([old, *made])
    assert ordered == newest_first([*reversed(made), old])
    assert [each.title for each in ordered] == [
        "Überschwemmung – der Tag", "The mayor <b>resigns</b>", "The ferry & the fog", "https://www.bote.example/bare",
    ]  # fmt: skip


def test_no_secret_of_an_address_is_given_on() -> None:
    article = ferry()
    article.url = article.canonicalUrl = "https://ada:secret@www.courier.example/a?share_token=hidden"
    article.mainImage = Image(url="https://ada:secret@img.example/a.jpg")
    article.videos = [Video(url="javascript:ran()"), Video(url="/relative.mp4")]
    article.crawl.requestedUrl = "https://www.courier.example/a?session=hidden"
    for kind in Format:
        body = render(kind, CHANNEL, [entry(article, full=True)])[0].decode()
        assert not any(word in body for word in ("secret", "hidden", "javascript"))
        assert "https://www.courier.example/relative.mp4" in body


def test_copies_are_told() -> None:
    copy = Article(url="https://www.bote.example/copy")
    made = entry(ferry(), full=False, copies=[copy, ferry(), copy, Article(url="file:///tmp/x.html")])
    assert made.copies == ("https://www.bote.example/copy",)
    for kind in Format:
        assert b"https://www.bote.example/copy" in render(kind, CHANNEL, [made])[0]


def test_a_saved_page_has_no_address() -> None:
    made = entry(Article(url="file:///home/x.html", headline="Saved"), full=False)
    assert made.url is None
    for kind in Format:
        assert b"file:" not in render(kind, CHANNEL, [made])[0]


def test_gates_that_nobody_knows_are_not_told() -> None:
    article = replace(ferry(), access=Access(delivered=Delivered.NONE, gate=Gate.LOGIN_REQUIRED))
    assert entry(article, full=True).labels == {
        "not-delivered": "Nothing of the text was delivered; gate: login required."
    }
    assert entry(bare(), full=True).labels == {"unknown": "It is not known whether this is the whole text."}


def test_a_summary_of_what_is_only_html() -> None:
    article = Article(
        url="https://x.example/a", articleBodyHtml="<p>A &lt;b&gt; <script>ran()</script><b>c</b></p>" * 90
    )
    made = entry(article, full=False)
    assert made.summary.startswith("A")
    assert len(made.summary) <= 300
    assert "ran" not in made.summary


def test_small_parts() -> None:
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 12) == "one two…"
    assert shortened("x" * 20, 10) == "x" * 9 + "…"
    assert (language_tag("pt_BR"), language_tag("<x>"), language_tag(None)) == ("pt-BR", None, None)
    zoned = datetime(2026, 3, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    assert (rfc3339(zoned), rfc822(zoned)) == ("2026-02-28T23:30:00Z", "Sat, 28 Feb 2026 23:30:00 GMT")
    assert rfc3339(datetime.min.replace(tzinfo=timezone(timedelta(hours=2)))) == "0001-01-01T00:00:00Z"
    assert rfc822(datetime(999, 1, 1, tzinfo=UTC)) == "Tue, 01 Jan 0999 00:00:00 GMT"


def test_a_ping() -> None:
    body = publish_ping(["https://x.example/feed?a=1&b=2"])
    assert body == b"hub.mode=publish&hub.url=https%3A%2F%2Fx.example%2Ffeed%3Fa%3D1%26b%3D2"
