"""Reading: one article as its page shows it. Pure. The article must be fit to be shown (`newsbot.sharing`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from newsbot.access.explain import explain
from newsbot.article import Access, Article, Evidence, Image, Rights
from newsbot.publish.addresses import web_address
from newsbot.publish.labels import labels
from newsbot.publish.safe_html import plain_html, safe_html
from newsbot.store.events import Event
from newsbot.stories import in_common, original
from newsbot.web import states
from newsbot.web.rows import Row, headline, in_utc, language, row, shortened
from newsbot.web.states import Label

_MOST_PICTURES = 60
_LONGEST_VALUE = 300


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture."""

    url: str
    caption: str
    credit: str
    alternative: str
    width: int | None
    height: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live blog."""

    headline: str
    at: datetime | None
    text: Markup


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as it is read."""

    row: Row
    headline: str
    alternative: str
    address: str | None  #: fit to be followed
    addressText: str
    publisher: str
    section: str  #: just as it is written: by it others are found
    authors: list[str]
    keywords: list[str]
    modified: datetime | None
    correction: str
    labels: list[str]  #: what is to be said before the text
    text: Markup
    live: list[Entry]
    pictures: list[Shot]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why an article is labelled as it is."""

    sentences: list[str]
    axes: list[tuple[str, str]]
    evidence: list[Evidence]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a story."""

    row: Row
    first: bool
    inCommon: float | None  #: 0 … 1


@dataclass(frozen=True, slots=True)
class Happened:
    """An event in a list."""

    word: str
    kind: str
    at: datetime | None
    key: str
    headline: str
    language: str | None
    site: str
    access: Label | None  #: None where the article is not there any more


def reading(key: str, article: Article, *, withheld: bool, with_pictures: bool) -> Reading:
    """An article as its page shows it; with pictures, those within the text are left in it."""
    markup = article.articleBodyHtml
    base = article.canonicalUrl or article.url
    text = safe_html(markup, pictures=with_pictures, base=base) if markup else plain_html(article.articleBody or "")
    return Reading(
        row=row(key, article, withheld=withheld),
        headline=headline(article),
        alternative=shortened(article.alternativeHeadline if article.headline else None, 500),
        address=web_address(base),
        addressText=base,
        publisher=shortened(article.publisher, 100),
        section=article.articleSection or "",
        authors=[each.name for each in article.authors if each.name.strip()],
        keywords=[shortened(each, 60) for each in article.keywords[:30]],
        modified=in_utc(article.dateModified),
        correction=(article.correction or "").strip(),
        labels=list(labels(article).values()),
        text=_safe(text),
        live=[_entry(each.headline, each.datePublished, each.articleBody) for each in article.liveBlogUpdate],
        pictures=_pictures([*([article.mainImage] if article.mainImage else []), *article.images], base),
    )


def _entry(title: str | None, at: datetime | None, text: str | None) -> Entry:
    return Entry(shortened(title, 300), in_utc(at), _safe(plain_html(text or "")))


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - made by newsbot.publish.safe_html only


def _pictures(images: Sequence[Image], base: str) -> list[Shot]:
    found: dict[str, Shot] = {}
    for each in images[:_MOST_PICTURES]:
        url = web_address(each.url, base)
        if url and url not in found:
            told = (each.caption, each.creditText, each.description)
            caption, credit, alternative = (shortened(text, 600) for text in told)
            found[url] = Shot(url, caption, credit, alternative, _pixels(each.width), _pixels(each.height))
    return list(found.values())


def _pixels(number: int | None) -> int | None:
    return number if number is not None and 0 < number < 100_000 else None  # noqa: PLR2004 - no screen is so wide


def verdict(access: Access) -> Verdict:
    """The verdict in words, by its axes, and what was seen."""
    axes = [
        ("delivered", states.access(access.delivered).word),
        ("gate", access.gate.value.replace("_", " ")),
        ("declared", _declared(access)),
        ("session", states.session(access.session)),
        ("visibility", access.visibility.value.replace("_", " ")),
        ("confidence", access.confidence.value),
    ]
    return Verdict(explain(replace(access, evidence=[])), axes, access.evidence)


def _declared(access: Access) -> str:
    raw = f", as “{shortened(access.declaredRaw, 80)}”" if access.declaredRaw else ""
    said = f" ({access.declaredSource}{raw})" if access.declaredSource else ""
    return access.declared.value.replace("_", " ") + said


def facts(article: Article) -> list[tuple[str, str]]:
    """How the article was come by, by name; what is not known is left out."""
    crawl, rights = article.crawl, article.rights
    told: list[tuple[str, object]] = [
        ("site", crawl.site),
        ("language", article.inLanguage),
        ("words", article.wordCount),
        ("found by", crawl.foundBy),
        ("found on", crawl.foundOn),
        ("asked for", crawl.requestedUrl),
        ("fetched", crawl.fetchedAt and f"{in_utc(crawl.fetchedAt):%Y-%m-%d %H:%M:%S} UTC"),
        ("fetched by", crawl.fetchMode),
        ("status", crawl.status),
        ("run", crawl.run),
        ("text and data mining", _reserved(rights)),
        ("policy", rights.tdmPolicy),
        ("training of AI", {True: "opted out", False: "allowed", None: None}[rights.aiOptOut]),
    ]
    return [(name, shortened(str(value), _LONGEST_VALUE)) for name, value in told if value not in {None, ""}]


def _reserved(rights: Rights) -> str | None:
    return {True: "reserved", False: "not reserved", None: None}[rights.tdmReservation]


def copies(found: Sequence[tuple[str, Article]]) -> list[Copy]:
    """The copies of a story, the one to be named first; none where the article is alone."""
    if len(found) < 2:  # noqa: PLR2004 - two of them
        return []
    first = original([each for _, each in found])
    ordered = sorted(found, key=lambda pair: pair[1] is not first)
    return [
        Copy(row(key, each), each is first, None if each is first else in_common(each, first)) for key, each in ordered
    ]


def happened(event: Event, article: Article | None) -> Happened:
    """An event, with the article as it is now."""
    return Happened(
        word=states.event(event.kind),
        kind=event.kind.value,
        at=in_utc(event.at),
        key=event.key,
        headline=headline(article) if article else event.url,
        language=language(article.inLanguage) if article else None,
        site=event.site or "",
        access=states.access(article.access.delivered) if article else None,
    )
