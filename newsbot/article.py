"""Article and its parts: the one item class of newsbot.

Names are camelCase and schema.org's: those of zyte-common-items where it has one, so that the items of both can be
read by the same tools. What only newsbot knows lives in `access`, `rights`, `revision`, `crawl`, `provenance`
and `story`.

Rules that hold for every field:

* all datetimes are aware and in UTC; what the page said stands beside them in the `…Raw` field;
* `datePublished` is never filled from `dateModified`;
* `None`, or an empty list, means "not known", never "no".
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsbot.trivia import gist
from newsbot.urls import article_key, preferred


class Delivered(StrEnum):
    """What this answer of the server holds."""

    FULL = "full"
    FULL_WITH_NOTICE = "full_with_notice"
    PARTIAL_TEASER = "partial_teaser"
    PARTIAL_OTHER = "partial_other"
    OBFUSCATED = "obfuscated"
    NONE = "none"
    UNKNOWN = "unknown"


#: The whole text is there.
COMPLETE = frozenset({Delivered.FULL, Delivered.FULL_WITH_NOTICE})
#: Text is withheld from this reader.
RESTRICTED = frozenset({Delivered.PARTIAL_TEASER, Delivered.OBFUSCATED, Delivered.NONE})


class Gate(StrEnum):
    """Who stands between the reader and the whole text."""

    NONE_SEEN = "none_seen"
    SUBSCRIPTION = "subscription"
    REGISTRATION = "registration"
    METERED_OPEN = "metered_open"
    METERED_EXHAUSTED = "metered_exhausted"
    LOGIN_REQUIRED = "login_required"
    ENTITLEMENT_MISSING = "entitlement_missing"
    APP_ONLY = "app_only"
    CONSENT = "consent"
    CONSENT_OR_PAY = "consent_or_pay"
    ADBLOCK = "adblock"
    GEO_OR_LEGAL = "geo_or_legal"
    BOT_CHALLENGE = "bot_challenge"
    RATE_LIMITED = "rate_limited"
    SOFT_404 = "soft_404"
    UNKNOWN = "unknown"


class Declared(StrEnum):
    """What the publisher says about the article: weak evidence both ways."""

    FREE = "free"
    NOT_FREE = "not_free"
    METERED = "metered"
    CONFLICT = "conflict"
    ABSENT = "absent"


class Session(StrEnum):
    """As whom the page was asked for."""

    ANONYMOUS = "anonymous"
    OWN_LOGIN_CONFIRMED = "own_login_confirmed"
    OWN_LOGIN_UNCONFIRMED = "own_login_unconfirmed"
    OWN_LOGIN_FAILED = "own_login_failed"
    EXPIRED = "expired"


class Visibility(StrEnum):
    """What a reader sees of the text; known only for pages fetched by a browser."""

    VISIBLE = "visible"
    HIDDEN_BY_OVERLAY = "hidden_by_overlay"
    REMOVED_BY_SCRIPT = "removed_by_script"
    NOT_RENDERED = "not_rendered"


class FetchMode(StrEnum):
    """How a page is asked for."""

    HTTP = "http"  #: plainly
    BROWSER = "browser"  #: from inside of a browser, by its own network
    RENDER = "render"  #: shown in a browser, with what its scripts put in


class Confidence(StrEnum):
    """How sure the verdict is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    WEAK = "weak"
    UNKNOWN = "unknown"


@dataclass(slots=True, kw_only=True)
class Author:
    """A person, or an agency, that signed the article."""

    name: str
    nameRaw: str | None = None
    url: str | None = None
    email: str | None = None


@dataclass(slots=True, kw_only=True)
class ImageSize:
    """One version of a picture."""

    url: str
    width: int | None = None  #: in pixels
    height: int | None = None  #: in pixels


@dataclass(slots=True, kw_only=True)
class Image:
    """A picture of the article, as readers see it."""

    url: str  #: of the best version that the page shows
    caption: str | None = None
    creditText: str | None = None
    description: str | None = None  #: the alternative text
    width: int | None = None  #: in pixels
    height: int | None = None  #: in pixels
    representativeOfPage: bool | None = None  #: the picture that leads the article
    sizes: list[ImageSize] = field(default_factory=list)  #: every version that the page offers, the best first


@dataclass(slots=True, kw_only=True)
class Video:
    """A video of the article."""

    url: str


@dataclass(slots=True, kw_only=True)
class Audio:
    """A sound file of the article."""

    url: str


@dataclass(slots=True, kw_only=True)
class Breadcrumb:
    """A step of the path from the front page to the article."""

    name: str | None = None
    url: str | None = None


@dataclass(slots=True, kw_only=True)
class Metadata:
    """About the extraction, as zyte-common-items has it."""

    dateDownloaded: datetime | None = None
    probability: float | None = None
    validationMessages: dict[str, list[str]] | None = None


@dataclass(slots=True, kw_only=True)
class LiveUpdate:
    """An entry of a live blog."""

    headline: str | None = None
    articleBody: str | None = None
    datePublished: datetime | None = None
    datePublishedRaw: str | None = None
    authors: list[Author] = field(default_factory=list)
    url: str | None = None


@dataclass(slots=True, kw_only=True)
class Evidence:
    """One thing that was seen, and that the verdict rests on."""

    kind: str  #: what sort of thing: "notice", "declared", "truncation", "status", "header" …
    value: str  #: what was seen, 200 characters at most
    where: str  #: a selector, a header's name, or where it stands: before, inside or after the body, hidden
    rule: str  #: the rule that found it


@dataclass(slots=True, kw_only=True)
class Access:
    """What the reader got, on five axes that are never folded into one. Missing evidence never becomes "free"."""

    delivered: Delivered = Delivered.UNKNOWN
    gate: Gate = Gate.UNKNOWN
    declared: Declared = Declared.ABSENT
    declaredSource: str | None = None  #: jsonld, jsonld_repaired, microdata, hasPart, meta:NAME
    declaredRaw: str | None = None
    session: Session = Session.ANONYMOUS
    visibility: Visibility = Visibility.NOT_RENDERED
    confidence: Confidence = Confidence.UNKNOWN
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Rights:
    """What the publisher reserves: mining of texts and data, training of AI. Recorded only: nothing is refused for it.

    None means that nobody said anything, in no place where newsbot looks; it is no permission.
    """

    tdmReservation: bool | None = None  #: rights to text and data mining are reserved, as TDMRep has it
    tdmPolicy: str | None = None  #: where the publisher says under which conditions
    aiOptOut: bool | None = None  #: not to be used for training; False only where the publisher says that it may be
    aiImagesOptOut: bool | None = None  #: the same of its pictures
    evidence: list[Evidence] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Revision:
    """Which version of the article this is; the store fills it."""

    number: int = 1
    contentHash: str | None = None
    firstFetchedAt: datetime | None = None
    changedAt: datetime | None = None
    changed: list[str] = field(default_factory=list)  #: the fields that differ from the version before; "withdrawn" too
    withdrawnAt: datetime | None = None  #: the publisher took it away: seen then, and not back since
    withdrawnReason: str | None = None


@dataclass(slots=True, kw_only=True)
class Crawl:
    """How the page was come by."""

    site: str | None = None
    run: str | None = None
    foundBy: str | None = None  #: feed, newsSitemap, sitemap, section, given, nextPage
    foundOn: str | None = None  #: the page or feed that named it
    requestedUrl: str | None = None
    fetchedAt: datetime | None = None
    fetchMode: str | None = None  #: http, browser, render, file
    status: int | None = None
    contentType: str | None = None
    etag: str | None = None
    lastModified: str | None = None
    bytes: int | None = None  #: of the page, decompressed
    rereadAt: datetime | None = None  #: when it was read again from the raw archive, by a newer newsbot; None: never


@dataclass(slots=True, kw_only=True)
class Provenance:
    """Where a field's value comes from, such as `jsonld:headline`, `meta:og:title`, `h1`, `site:selector`, `feed`.

    Where another source says another thing, the best of those is told too: headline, authors, dates, description,
    publisher, articleSection, inLanguage, canonicalUrl.
    """

    source: str
    runnerUp: str | None = None  #: the other value as text: dates as ISO 8601 in UTC, authors' names joined by "; "
    runnerUpSource: str | None = None


@dataclass(slots=True, kw_only=True)
class Article:
    """A news article as its reader got it. Only `url`, the address that answered, is always there."""

    url: str
    canonicalUrl: str | None = None
    headline: str | None = None
    alternativeHeadline: str | None = None
    description: str | None = None
    articleBody: str | None = None  #: clean text: paragraphs, subheadings, list items, separated by blank lines
    articleBodyHtml: str | None = None  #: the same in a small, safe set of tags
    datePublished: datetime | None = None
    datePublishedRaw: str | None = None
    dateModified: datetime | None = None
    dateModifiedRaw: str | None = None
    authors: list[Author] = field(default_factory=list)
    articleSection: str | None = None
    breadcrumbs: list[Breadcrumb] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    inLanguage: str | None = None  #: BCP 47, such as "de" or "pt-BR"
    publisher: str | None = None
    mainImage: Image | None = None
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    audios: list[Audio] = field(default_factory=list)
    liveBlogUpdate: list[LiveUpdate] = field(default_factory=list)
    isAccessibleForFree: bool | None = None  #: the publisher's own word, nothing more: see `access`
    wordCount: int | None = None  #: of articleBody, as counted here
    correction: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    access: Access = field(default_factory=Access)
    rights: Rights = field(default_factory=Rights)
    revision: Revision = field(default_factory=Revision)
    crawl: Crawl = field(default_factory=Crawl)
    provenance: dict[str, Provenance] = field(default_factory=dict)
    story: str | None = None  #: the key of the article that came first, where this one is a copy, or nearly one

    @property
    def key(self) -> str:
        """The store's key: the same for every spelling of this article's address (`newsbot.urls.article_key`)."""
        return article_key(preferred(self.url, self.canonicalUrl))

    def __str__(self) -> str:
        """Short: logs name an article, they do not print it."""
        return f"<Article {self.url}>"

    @property
    def complete(self) -> bool:
        """Whether the whole text is there."""
        return self.access.delivered in COMPLETE


def fold(text: str | None) -> str:
    """Text with everything that does not change what it says made equal: case, spaces, compatible characters."""
    if not text or text.isascii():  # as most lines are that are compared: there is nothing to normalise
        return " ".join((text or "").split()).lower()
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def content_hash(article: Article) -> str:
    """A fingerprint of what the article says: headline, text, correction, live entries. Equal means nothing to store.

    What changes at every visit is left out on purpose: related links, pictures' addresses, and in the text itself what
    `newsbot.trivia` names (counters, times that tick, tracking parameters, typography).
    """
    parts = [article.headline, article.articleBody, article.correction]
    parts += [update.articleBody for update in article.liveBlogUpdate]
    return hashlib.sha256("\0".join(map(gist, parts)).encode("utf-8", "replace")).hexdigest()[:32]
