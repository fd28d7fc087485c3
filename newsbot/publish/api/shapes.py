"""The shapes of the API's answers, for its OpenAPI document and for its tests; the answers are made without them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from newsbot.article import Article, Confidence, Declared, Delivered, Gate, Revision, Session, Visibility
from newsbot.publish.api.errors import Problem
from newsbot.store.events import EventKind


class Shape(BaseModel):
    """Nothing is in an answer that is not told of here."""

    model_config = ConfigDict(extra="forbid")


class Axes(Shape):
    """The verdict about the access to an article, without its evidence."""

    delivered: Delivered | None
    gate: Gate | None
    declared: Declared | None
    session: Session | None
    visibility: Visibility | None
    confidence: Confidence | None


class Listed(Shape):
    """An article in a list: all but its text."""

    key: str
    url: str
    canonicalUrl: str | None
    headline: str | None
    alternativeHeadline: str | None
    description: str | None
    datePublished: datetime | None
    dateModified: datetime | None
    authors: list[str]
    articleSection: str | None
    keywords: list[str] | None
    inLanguage: str | None
    publisher: str | None
    mainImage: str | None
    wordCount: int | None
    isAccessibleForFree: bool | None
    correction: str | None
    story: str | None
    revision: Revision
    access: Axes
    site: str | None
    fetchedAt: datetime | None
    withheld: bool  #: its text is cut for whoever asks


class Articles(Shape):
    """A page of a list."""

    articles: list[Listed]
    next: str | None  #: for `after`; null where there is no more
    behind: int  #: so many of the latest versions cannot be found by words yet


class WholeArticles(BaseModel):
    """A page of a list, with the texts."""

    articles: list[Article]
    next: str | None
    behind: int


class Versions(BaseModel):
    """All versions of an article."""

    key: str
    versions: list[Article]  #: the oldest first


class Story(Shape):
    """The articles of a story."""

    story: str
    articles: list[Listed]  #: in the order in which they were first fetched


class Happened(Shape):
    """An event."""

    cursor: str  #: to go on behind it
    number: int
    kind: EventKind
    key: str
    url: str
    site: str | None
    version: int
    at: datetime | None
    changed: list[str]
    article: dict[str, Any] | None = None  #: as it is now, where that was asked for


class Changes(Shape):
    """Some events."""

    cursor: str  #: for `after` of the next question
    more: bool  #: whether there are more already
    events: list[Happened]


class SiteTold(Shape):
    """A site of the store."""

    name: str
    title: str
    url: str | None
    articles: int
    worst: str | None  #: of the findings: lost, broken, odd, note; null: all is well
    findings: list[dict[str, Any]]


class Sites(Shape):
    """All sites of the store."""

    sites: list[SiteTold]


class SiteHealth(SiteTold):
    """A site with its days."""

    days: list[dict[str, Any]]


class Counted(Shape):
    """How much the store holds."""

    articles: int
    byDelivered: dict[str, int]
    bySite: dict[str, int]
    visits: dict[str, int]
    cursor: str


class Scrape(BaseModel):
    """What to fetch. Also as scrapyrt has it: `{"request": {"url": …}}`."""

    url: str | None = None
    request: dict[str, Any] | None = None
    spider_name: Literal["article"] | None = None
    keep: bool = False  #: in the store, too


class Envelope(BaseModel):
    """How scrapyrt answers."""

    status: Literal["ok"]
    spider_name: str
    items: list[dict[str, Any]]
    items_dropped: list[dict[str, Any]]
    stats: dict[str, Any]
    errors: list[str] | None = None


class Webhook(Shape):
    """A webhook, without its secrets."""

    name: str
    url: str  #: without its query, and long parts of its path
    state: Literal["runs", "waits", "paused", "astray"]
    why: str | None  #: it does not run
    events: list[EventKind]
    sites: list[str]  #: none: of all sites
    articles: Literal["none", "listed", "all"]
    paid: bool  #: whether it gets text that is not given away whole
    made: datetime
    cursor: str  #: behind the last event that it has dealt with
    behind: int | None  #: events that it has not dealt with; null where it is astray
    delivered: int
    deliveredAt: datetime | None
    trying: int | None  #: the number of the event that failed last, and is tried again
    attempts: int  #: how often it was
    due: datetime | None  #: when it is
    dead: int  #: dead letters


class Webhooks(Shape):
    """All webhooks."""

    webhooks: list[Webhook]


class DeadLetter(Shape):
    """An event that a webhook's receiver did not take."""

    webhook: str
    number: int
    id: str  #: by which it was sent, and will be
    kind: EventKind
    url: str
    attempts: int
    since: datetime
    failed: datetime
    error: str
    again: bool  #: whether it is to be sent again


class Letters(Shape):
    """Dead letters."""

    failed: list[DeadLetter]
    more: bool


class Replay(BaseModel):
    """Which dead letters to send again: by the numbers of their events; all of them where it says nothing."""

    numbers: list[Annotated[int, Field(ge=1, le=2**53)]] | None = Field(None, max_length=10_000)


class Again(Shape):
    """How many dead letters are sent again."""

    again: int


#: By status, what every route may answer beside what it is for.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": what}
    for status, what in {
        400: "Something given cannot be used",
        401: "A token is needed",
        403: "This caller may not do that",
        422: "Something given is of another kind",
        429: "More requests than this caller may send",
        500: "A bug",
        503: "The store does not answer now",
    }.items()
}
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Problem, "description": "There is none"}}
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "Whoever asks has it already"}}
