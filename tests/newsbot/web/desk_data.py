"""A store as a newsroom has it after three weeks: four sites, one of which lost its login, and one that broke."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from newsbot.article import (
    Access,
    Article,
    Author,
    Confidence,
    Crawl,
    Declared,
    Delivered,
    Evidence,
    Gate,
    Image,
    LiveUpdate,
    Provenance,
    Rights,
    Session,
)
from newsbot.discovery.link import FoundBy, Link
from newsbot.store.base import Outcome, Store, VisitState

DAYS = 20
HEADLINES = (
    "Council votes to reopen the old harbour railway after twelve years of silence",
    "Rents in the lower town rise again, and nobody builds",
    "A ferry, two captains and the question of who may steer",
    "Budget: what the ministry left out of its own table",
    "Frost takes the early apricots",
    "The archive that nobody was supposed to keep",
)
TEXT = (
    "The council met on Tuesday evening, and after four hours it decided what had long been decided elsewhere: the "
    "railway along the harbour will be opened again. The first train is to leave in spring.",
    "Nobody who sat in the hall seemed surprised. The plans had been on the table for a year, and those who spoke "
    "against them spoke about money, not about trains.",
    "“We will have to explain this to the people of the lower town,” said Mara Quill, who leads the committee for "
    "building. “They were promised a park.”",
    "What it costs is not known for certain. The ministry names 41 million; an engineer who worked on the first plans "
    "says that it will be twice as much.",
)


def text(number: int) -> str:
    """A text of its own: the same words in another order, and a number."""
    turned = TEXT[number % 4 :] + TEXT[: number % 4]
    return "\n\n".join([f"Number {number} of this week's reports from the {number % 17}th district.", *turned])


def made(site: str, number: int, at: datetime, access: Access, body: str | None = None) -> Article:
    """An article of a site."""
    whole = body or text(number)
    url = f"https://www.{site}.example/news/{number}"
    html = "".join(f"<p>{each}</p>" for each in whole.split("\n\n"))
    return Article(
        url=url,
        canonicalUrl=url,
        headline=f"{HEADLINES[number % len(HEADLINES)]} ({number})" if number % 11 else HEADLINES[number % 6],
        description="What was decided, what it costs, and who was not asked." if number % 3 else None,
        articleBody=whole,
        articleBodyHtml=html,
        datePublished=at - timedelta(hours=1, minutes=number % 50),
        authors=[Author(name="Mara Quill"), Author(name="Jon Ashby")][: 1 + number % 2],
        articleSection=("Harbour", "Politics", "Town")[number % 3],
        keywords=["railway", "harbour"],
        inLanguage="en",
        publisher=f"The {site.title()}",
        mainImage=Image(
            url=f"https://img.{site}.example/{number}.jpg", caption="The old station", creditText="Photo: N."
        ),
        wordCount=len(whole.split()),
        access=access,
        rights=Rights(tdmReservation=True, evidence=[Evidence(kind="header", value="1", where="tdm", rule="tdmrep")]),
        provenance={
            "headline": Provenance(source="jsonld:headline", runnerUp="Railway!", runnerUpSource="meta:og:title")
        },
        crawl=Crawl(
            site=site,
            run="r1",
            fetchedAt=at,
            foundBy="feed",
            foundOn=f"https://www.{site}.example/feed.xml",
            status=200,
        ),
    )


def access(delivered: Delivered, gate: Gate = Gate.NONE_SEEN, declared: Declared = Declared.FREE) -> Access:
    """A verdict."""
    seen = [Evidence(kind="declared", value=declared.value, where="html", rule="jsonld")]
    return Access(
        delivered=delivered, gate=gate, declared=declared, declaredSource="jsonld", evidence=seen,
        confidence=Confidence.LIKELY,
    )  # fmt: skip


WHOLE = access(Delivered.FULL)
NOTICED = access(Delivered.FULL_WITH_NOTICE, declared=Declared.METERED, gate=Gate.METERED_OPEN)
TEASER = access(Delivered.PARTIAL_TEASER, Gate.SUBSCRIPTION, Declared.NOT_FREE)
MIXED = (
    *(WHOLE, WHOLE, NOTICED, WHOLE, TEASER, access(Delivered.PARTIAL_OTHER), WHOLE),
    access(Delivered.OBFUSCATED, Gate.APP_ONLY),
    access(Delivered.NONE, Gate.BOT_CHALLENGE, Declared.ABSENT),
    access(Delivered.UNKNOWN, Gate.UNKNOWN, Declared.ABSENT),
)


def own(session: Session) -> Access:
    """Read by its subscriber, or not any more."""
    whole = session is Session.OWN_LOGIN_CONFIRMED
    found = access(Delivered.FULL if whole else Delivered.PARTIAL_TEASER, Gate.SUBSCRIPTION, Declared.NOT_FREE)
    found.session = session
    return found


def fill(store: Store, now: datetime) -> None:
    """Write all of it, as crawls of the last weeks would have."""
    articles: list[Article] = []
    outcomes: list[Outcome] = []
    for ago in range(DAYS):
        at = now - timedelta(days=ago, minutes=20)
        signed = Session.OWN_LOGIN_CONFIRMED if ago > 2 else Session.ANONYMOUS
        for site, count in (("times", 9), ("bote", 16 + ago % 5), ("courier", 0 if ago < 4 else 7), ("gazette", 2)):
            shown = [own(signed)] if site == "times" else list(MIXED) if site == "bote" else [WHOLE]
            start = 1000 * ago + {"times": 0, "bote": 100, "courier": 200, "gazette": 300}[site]
            made_here = [
                made(site, start + i, at - timedelta(minutes=3 * i), shown[i % len(shown)]) for i in range(count)
            ]
            articles += made_here
            outcomes += [ended(each.url, site, each.crawl.fetchedAt or at, VisitState.STORED) for each in made_here]
            outcomes += looks(site, at, failing=site == "courier" and ago < 4)
    # Listings are visits only where they were offered.
    for site in ("times", "bote", "courier", "gazette"):
        feed = Link(url=f"https://www.{site}.example/feed.xml", foundBy=FoundBy.GIVEN, foundOn="")
        store.offer([feed], site, now - timedelta(days=DAYS))
    store.save(articles)
    store.settle(outcomes)


def looks(site: str, at: datetime, *, failing: bool) -> list[Outcome]:
    """Four looks at a feed on a day."""
    url = f"https://www.{site}.example/feed.xml"
    reason = "the server did not answer within 30 s" if failing else "3 new addresses"
    status = 503 if failing else 200
    return [
        Outcome(url=url, site=site, run="r1", at=at - timedelta(hours=3 * i), state=VisitState.LISTING, reason=reason,
                status=status, news=3, bytes=4000)
        for i in range(4)
    ]  # fmt: skip


def ended(url: str, site: str, at: datetime, state: VisitState, reason: str = "") -> Outcome:
    """How a visit ended."""
    return Outcome(url=url, site=site, run="r1", at=at, state=state, reason=reason, status=200, bytes=30_000)


def revise(store: Store, now: datetime) -> Article:
    """An article in three versions, with a correction, live entries and a copy; another one is withdrawn. The first."""
    first = made("bote", 77, now - timedelta(hours=5), WHOLE)
    store.save([first])
    second = made("bote", 77, now - timedelta(hours=3), WHOLE, first.articleBody.replace("41 million", "57 million"))  # type: ignore[union-attr]
    second.headline = "Harbour railway: the council says yes"
    second.correction = "An earlier version named another sum."
    store.save([second])
    body = (second.articleBody or "") + "\n\nThe first train leaves on the 3rd of April, the company said later."
    third = made("bote", 77, now - timedelta(hours=1), WHOLE, body)
    third.headline = "Harbour railway to open on the 3rd of April"
    third.correction = second.correction
    third.liveBlogUpdate = [LiveUpdate(headline="20:15", articleBody="The vote is over.", datePublished=now)]
    store.save([third])
    copy = made("gazette", 78, now - timedelta(minutes=50), WHOLE, body)
    copy.story = third.key
    store.save([copy])
    gone = made("bote", 79, now - timedelta(hours=2), TEASER)
    store.save([gone])
    withdrawn = Outcome(
        url=gone.url,
        site="bote",
        run="r2",
        at=now - timedelta(minutes=30),
        state=VisitState.GONE,
        reason="410",
        status=410,
    )
    store.settle([withdrawn])
    return third


def now() -> datetime:
    """Now, or the last moment of yesterday: what is made in the hours before lies on one day."""
    found = datetime.now(UTC).replace(microsecond=0)
    return found if found.hour >= 6 else found.replace(hour=0, minute=0, second=0) - timedelta(minutes=1)
