"""Articles, and a channel, that feeds are made of."""

from __future__ import annotations

from datetime import UTC, datetime

from newsbot.article import (
    Access,
    Article,
    Audio,
    Author,
    Crawl,
    Declared,
    Delivered,
    Gate,
    Image,
    LiveUpdate,
    Revision,
    Rights,
    Video,
)
from newsbot.publish.feed import Channel

DAY = datetime(2026, 11, 1, 8, 30, 15, tzinfo=UTC)
WHOLE = Access(delivered=Delivered.FULL, gate=Gate.NONE_SEEN, declared=Declared.FREE)
CHANNEL = Channel(
    title="Courier & friends",
    id="urn:newsbot:feed:all",
    home="http://127.0.0.1:8000/",
    address="http://127.0.0.1:8000/feeds/all.atom",
    description="Everything",
    language="en",
    hubs=("https://hub.example/",),
    next="http://127.0.0.1:8000/feeds/all.atom?page=3",
    previous="http://127.0.0.1:8000/feeds/all.atom?page=1",
)


def ferry() -> Article:
    """An article that has everything."""
    return Article(
        url="https://www.courier.example/news/ferry?utm_source=feed",
        canonicalUrl="https://www.courier.example/news/ferry",
        headline="The ferry & the fog",
        description="It sails at noon, they say.",
        articleBody="The old ferry sails again.\n\nNobody has to book.",
        articleBodyHtml='<p>The old <em>ferry</em> sails <a href="https://x.example/a">again</a>.</p>\n'
        "<p>Nobody has to book.</p>",
        datePublished=DAY,
        dateModified=DAY.replace(hour=9),
        authors=[Author(name="Ada Quill"), Author(name="Bo & Sons")],
        articleSection="Harbour",
        keywords=["Ferries", "harbour", "Fog"],
        inLanguage="en",
        publisher="The Courier",
        mainImage=Image(url="https://img.example/ferry.jpg?w=800"),
        videos=[Video(url="https://img.example/ferry.mp4")],
        audios=[Audio(url="https://img.example/horn.mp3")],
        access=WHOLE,
        crawl=Crawl(site="courier", fetchedAt=DAY.replace(hour=12)),
        revision=Revision(number=2, firstFetchedAt=DAY.replace(hour=10), changedAt=DAY.replace(hour=11)),
    )


def teaser() -> Article:
    """One of which only a teaser came."""
    return Article(
        url="https://www.courier.example/news/mayor",
        headline="The mayor <b>resigns</b>",
        articleBody="She said so on Monday. " * 30,
        datePublished=DAY.replace(day=2),
        access=Access(delivered=Delivered.PARTIAL_TEASER, gate=Gate.SUBSCRIPTION, declared=Declared.NOT_FREE),
        rights=Rights(tdmReservation=True, tdmPolicy="https://www.courier.example/tdm", aiOptOut=True),
        revision=Revision(firstFetchedAt=DAY.replace(day=3)),
    )


def withdrawn() -> Article:
    """A live blog that was taken away, in another language, with no author."""
    return Article(
        url="https://www.bote.example/live",
        headline="Überschwemmung – der Tag",
        articleBody="Ein Anfang.",
        liveBlogUpdate=[
            LiveUpdate(headline="10 Uhr", articleBody="Der Fluss <steigt>."),
            LiveUpdate(articleBody="Ende."),
        ],
        correction="In einer früheren Fassung stand ein anderer Fluss.",
        inLanguage="de_AT",
        access=WHOLE,
        story="0" * 32,
        revision=Revision(
            number=3,
            firstFetchedAt=DAY.replace(day=3),
            changedAt=DAY.replace(day=4),
            withdrawnAt=DAY.replace(day=4),
            withdrawnReason="410",
        ),
    )


def bare() -> Article:
    """One of which nothing is known."""
    return Article(url="https://www.bote.example/bare")


def every() -> list[Article]:
    """All of them."""
    return [ferry(), teaser(), withdrawn(), bare()]
