"""Articles of somebody who wants to run a script in the dashboard, or to break it: each text is an attack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from newsbot.article import (
    Access,
    Article,
    Author,
    Breadcrumb,
    Crawl,
    Delivered,
    Evidence,
    Image,
    ImageSize,
    LiveUpdate,
    Provenance,
    Rights,
)
from newsbot.store.base import Outcome, Store, VisitState
from tests.newsbot.publish.payloads import every

BREAKERS = [
    "\x00\x08\x1b[31m\ud800\udfff\ufffe \u202e evil \u2066",
    "' onmouseover=ran() x='",
    '" autofocus onfocus=ran() x="',
    "</title></textarea></style></script><script>ran()</script>",
    "javascript:ran()",
    "data:text/html,<script>ran()</script>",
    "{{ 7*7 }}{% raw %}{{ config }}",
    "x" * 5000,
    "=cmd|' /C calc'!A0",
    "\u0644\u0627 " * 200,
]


def attacks() -> list[str]:
    """All of them."""
    return [*BREAKERS, *every()]


def hostile(number: int, texts: Sequence[str], at: datetime) -> Article:
    """An article all of whose texts are attacks."""

    def text(place: int) -> str:
        return texts[(number + place) % len(texts)]

    seen = [Evidence(kind=text(1), value=text(2), where=text(3), rule=text(4))]
    url = f"https://evil.example/{number}"
    return Article(
        url=url,
        canonicalUrl=url,
        headline=text(0),
        alternativeHeadline=text(5),
        description=text(6),
        articleBody=f"{text(7)}\n\n{text(8)}",
        articleBodyHtml=text(0) + text(9),
        datePublished=at,
        authors=[Author(name=text(10), url=text(11))],
        articleSection=text(12),
        breadcrumbs=[Breadcrumb(name=text(13), url=text(14))],
        keywords=[text(15)],
        inLanguage=text(16),
        publisher=text(17),
        mainImage=Image(
            url=text(18), caption=text(19), creditText=text(20), description=text(21), width=-5, height=10**9
        ),
        images=[Image(url=f"https://evil.example/{text(22)}", description=text(23), sizes=[ImageSize(url=text(24))])],
        liveBlogUpdate=[LiveUpdate(headline=text(25), articleBody=text(26), authors=[Author(name=text(27))])],
        correction=text(28),
        access=Access(delivered=Delivered.FULL, declaredRaw=text(29), declaredSource=text(30), evidence=seen),
        rights=Rights(tdmPolicy=text(31), evidence=seen),
        crawl=Crawl(
            site=text(32)[:100],
            run=text(33),
            foundBy=text(34),
            foundOn=text(35),
            requestedUrl=text(36),
            fetchedAt=at,
            fetchMode=text(37),
        ),
        provenance={text(38): Provenance(source=text(39), runnerUp=text(40), runnerUpSource=text(41))},
    )


def attack(store: Store, at: datetime, texts: Sequence[str], step: int = 1) -> list[str]:
    """Write an article, in two versions, for each so many of these texts, with visits; their keys."""
    numbers = range(0, len(texts), step)
    first = [hostile(number, texts, at - timedelta(hours=1)) for number in numbers]
    store.save(first)
    second = [hostile(number, texts, at) for number in numbers]
    for each in second:
        each.articleBody = (each.articleBody or "") + "\n\n<script>ran()</script> was added"
        each.headline = "<b onclick=ran()>" + (each.headline or "")
    store.save(second)
    # A copy is in a story, so that the table of copies is shown.
    copy = hostile(len(texts) + 1, texts, at)
    copy.story = first[0].key
    store.save([copy])
    outcomes = [
        Outcome(
            url=each.url,
            site=(each.crawl.site or "x").replace("\x00", ""),
            run="r",
            at=at,
            state=VisitState.FAILED,
            reason=each.headline or "",
        )
        for each in second
    ]
    store.settle(outcomes)
    return [each.key for each in first]
