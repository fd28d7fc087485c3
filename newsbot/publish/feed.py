"""Feeds, whatever their format: a channel, and entries made from articles. Pure.

The same articles give the same bytes, and an entry's `updated` moves only with its article's words: readers ask
again with the validators that they were given, and nothing that stayed as it was is to come up as new.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from newsbot.article import Article
from newsbot.extraction.text import clean, plain, squeeze
from newsbot.publish.addresses import web_address
from newsbot.publish.enclosures import Enclosure, enclosures_of
from newsbot.publish.labels import labels
from newsbot.publish.safe_html import plain_html, safe_html
from newsbot.store.documents import instant
from newsbot.urls import canonical, host_of, preferred

#: Before the key of an article, or of its story: an address that names it for ever, and leads nowhere.
URN = "urn:newsbot:"
#: The namespace of newsbot's own facts in XML, and the scheme of its labels among the categories.
NAMESPACE = "urn:newsbot:feed"
GENERATOR = "newsbot"
#: Atom wants a date of every entry; this one says that nobody knows.
UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)

_SUMMARY = 300  #: characters
_LONGEST_DESCRIPTION = 1000
_LONGEST_TITLE = 500
_LONGEST_TERM = 200
_MOST_TERMS = 50
_MOST_COPIES = 50
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed as a whole. Addresses are absolute."""

    title: str
    id: str  #: an absolute IRI that never changes
    home: str  #: the page that it is the feed of
    address: str  #: its own
    description: str | None = None
    language: str | None = None
    updated: datetime | None = None  #: None: as its newest entry
    hubs: tuple[str, ...] = ()  #: WebSub: where its changes can be subscribed to
    next: str | None = None  #: the page with older entries
    previous: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as feeds have it. All texts can be held by XML and JSON; those that are no HTML are one line."""

    id: str  #: the same for every version of the article
    title: str
    url: str | None
    updated: datetime  #: in UTC
    published: datetime | None = None  #: in UTC
    authors: tuple[str, ...] = ()
    source: str | None = None  #: the publisher, or the site's host
    summary: str = ""  #: without the labels' sentences
    html: str | None = None  #: the text, safe, without the labels' sentences; None where only the summary is given
    language: str | None = None
    categories: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)  #: words and sentences, as `newsbot.publish.labels`
    enclosures: tuple[Enclosure, ...] = ()
    copies: tuple[str, ...] = ()  #: addresses of the same text elsewhere
    rights: str | None = None
    facts: Mapping[str, str | int | bool] = field(default_factory=dict)  #: newsbot's own, by camelCase names

    @property
    def labelled_summary(self) -> str:
        """The summary as plain text, what must be said of it first."""
        return " ".join(filter(None, (*self.labels.values(), self.summary)))

    @property
    def labelled_summary_html(self) -> str:
        """The same as HTML."""
        paragraphs = [_notice(each) for each in self.labels.values()]
        if self.summary:
            paragraphs.append(f"<p>{escape(self.summary, quote=False)}</p>")
        return "\n".join(paragraphs)

    @property
    def labelled_html(self) -> str | None:
        """The text as HTML, what must be said of it first; None where only the summary is given."""
        if self.html is None:
            return None
        return "\n".join(filter(None, (*map(_notice, self.labels.values()), self.html)))


def _notice(sentence: str) -> str:
    return f"<p><strong>{escape(sentence, quote=False)}</strong></p>"


def entry(article: Article, *, full: bool, copies: Iterable[Article] = (), pictures: bool = False) -> Entry:
    """The entry of an article. With `full` its text is in it, else a summary only.

    `copies` are other articles of its story; with `pictures` those in the text stay in it.
    """
    url = _address(article)
    summary = _summary(article)
    host = host_of(article.url)
    others = dict.fromkeys(filter(None, map(_address, copies)))
    return Entry(
        id=URN + article.key,
        title=shortened(squeeze(article.headline), _LONGEST_TITLE) or shortened(summary, 80) or url or "(no headline)",
        url=url,
        published=instant(article.datePublished) if article.datePublished else None,
        updated=_updated(article),
        authors=_terms(each.name for each in article.authors),
        source=squeeze(article.publisher) or host or None,
        summary=summary,
        html=_html(article, pictures=pictures) if full else None,
        language=language_tag(article.inLanguage),
        categories=_terms([article.articleSection, *article.keywords]),
        labels=labels(article),
        enclosures=enclosures_of(article),
        copies=tuple(each for each in others if each != url)[:_MOST_COPIES],
        rights=_rights(article),
        facts=_facts(article),
    )


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Entries as every feed has them: each article once, those that changed last first."""
    ordered = sorted(entries, key=lambda each: (each.updated, each.id), reverse=True)
    first: dict[str, Entry] = {}
    for each in ordered:
        first.setdefault(each.id, each)
    return list(first.values())


def updated_of(channel: Channel, entries: Sequence[Entry]) -> datetime:
    """When a feed changed, in UTC."""
    if channel.updated is not None:
        return instant(channel.updated)
    return max((each.updated for each in entries), default=UNKNOWN_TIME)


def rfc3339(when: datetime) -> str:
    """A date as Atom and JSON Feed have it, in UTC, to the second."""
    return instant(when).isoformat(timespec="seconds").replace("+00:00", "Z")


def rfc822(when: datetime) -> str:
    """A date as RSS has it, in GMT."""
    return format_datetime(instant(when), usegmt=True)


def shortened(text: str, most: int) -> str:
    """One line of text, cut where a word ends, with an ellipsis that says so."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > most // 2 else cut).rstrip(" ,;:.-–—") + "…"


def language_tag(language: str | None) -> str | None:
    """A language tag (BCP 47) as formats want it; None where it is none."""
    tag = squeeze(language).replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _address(article: Article) -> str | None:
    return web_address(canonical(preferred(article.url, article.canonicalUrl)))


def _updated(article: Article) -> datetime:
    """When the article's words changed last. When it was fetched last is nothing that readers are to be told."""
    revision = article.revision
    if revision.changedAt:
        return instant(revision.changedAt)
    first = revision.firstFetchedAt or article.crawl.fetchedAt
    told = article.dateModified or article.datePublished
    if told is None or first is None:
        return instant(told or first or UNKNOWN_TIME)
    return min(instant(told), instant(first))  # a page that dates itself ahead would stay on top for ever


def _terms(found: Iterable[str | None]) -> tuple[str, ...]:
    """Short texts, each once, whatever their case."""
    terms: dict[str, str] = {}
    for each in found:
        term = squeeze(each)[:_LONGEST_TERM].strip()
        if term and len(terms) < _MOST_TERMS:
            terms.setdefault(term.casefold(), term)
    return tuple(terms.values())


def _summary(article: Article) -> str:
    """The description, or how the text begins."""
    if described := squeeze(article.description):
        return shortened(described, _LONGEST_DESCRIPTION)
    text = article.articleBody or plain(safe_html((article.articleBodyHtml or "")[: 40 * _SUMMARY]))
    return shortened(squeeze(text[: 4 * _SUMMARY]), _SUMMARY)


def _html(article: Article, *, pictures: bool) -> str:
    """All that the article says."""
    body = article.articleBody or ""
    parts = [safe_html(article.articleBodyHtml or "", pictures=pictures, base=article.url) or plain_html(body)]
    for update in article.liveBlogUpdate:
        if update.articleBody and update.articleBody not in body:
            heading = squeeze(update.headline)
            parts += [f"<h3>{escape(heading, quote=False)}</h3>" if heading else "", plain_html(update.articleBody)]
    correction = clean(article.correction or "").strip()
    if correction and squeeze(correction) not in squeeze(body):
        parts.append(plain_html(correction))
    return "\n".join(filter(None, parts))


def _rights(article: Article) -> str | None:
    """What the publisher reserves, in words; None where nothing was said, which is no permission."""
    rights = article.rights
    said = []
    if rights.tdmReservation:
        policy = web_address(rights.tdmPolicy)
        said.append(f"Text and data mining: rights reserved{f', see {policy}' if policy else ''}.")
    if rights.aiOptOut:
        said.append("Not to be used for training of AI.")
    elif rights.aiImagesOptOut:
        said.append("Pictures not to be used for training of AI.")
    return " ".join(said) or None


def _facts(article: Article) -> dict[str, str | int | bool]:
    access, revision, rights = article.access, article.revision, article.rights
    facts: dict[str, str | int | bool | None] = {
        "key": article.key,
        "site": squeeze(article.crawl.site) or None,
        "delivered": access.delivered.value,
        "gate": access.gate.value,
        "declared": access.declared.value,
        "confidence": access.confidence.value,
        "revision": revision.number,
        "changedAt": rfc3339(revision.changedAt) if revision.changedAt else None,
        "withdrawnAt": rfc3339(revision.withdrawnAt) if revision.withdrawnAt else None,
        "story": URN + squeeze(article.story) if squeeze(article.story) else None,
        "tdmReservation": rights.tdmReservation,
        "tdmPolicy": web_address(rights.tdmPolicy),
        "aiOptOut": rights.aiOptOut,
        "aiImagesOptOut": rights.aiImagesOptOut,
    }
    return {name: value for name, value in facts.items() if value is not None}
