"""Rows: articles as lists show them. Pure. The articles must be fit to be shown (`newsbot.sharing`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from newsbot.article import Article
from newsbot.extraction.text import squeeze
from newsbot.sharing import beginning
from newsbot.web import states
from newsbot.web.states import Label

_LONGEST_HEADLINE = 300
_LONGEST_EXCERPT = 260
_MOST_AUTHORS = 4
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An article in a list."""

    key: str
    headline: str  #: never empty
    excerpt: str
    language: str | None  #: fit for an attribute `lang`
    site: str  #: "" where it is not known
    section: str
    authors: str
    published: datetime | None
    came: datetime | None  #: first fetched
    access: Label
    gate: str
    declared: str
    withheld: bool  #: it is cut for whoever asks
    words: int | None
    version: int
    withdrawn: bool
    story: str | None  #: the key of the story whose copy it is


def row(key: str, article: Article, *, withheld: bool = False) -> Row:
    """An article as lists show it."""
    authors = [squeeze(each.name) for each in article.authors]
    more = f" and {len(authors) - _MOST_AUTHORS} more" if len(authors) > _MOST_AUTHORS else ""
    return Row(
        key=key,
        headline=headline(article),
        excerpt=shortened(article.description or beginning(article.articleBody), _LONGEST_EXCERPT),
        language=language(article.inLanguage),
        site=article.crawl.site or "",
        section=shortened(article.articleSection, 60),
        authors=shortened(", ".join(authors[:_MOST_AUTHORS]) + more, 200),
        published=in_utc(article.datePublished),
        came=in_utc(article.revision.firstFetchedAt or article.crawl.fetchedAt),
        access=states.access(article.access.delivered),
        gate=states.gate(article.access.gate),
        declared=states.declared(article.access.declared),
        withheld=withheld,
        words=article.wordCount,
        version=article.revision.number,
        withdrawn=article.revision.withdrawnAt is not None,
        story=article.story,
    )


def headline(article: Article) -> str:
    """What an article is called, with or without a headline."""
    return (
        shortened(article.headline or article.alternativeHeadline, _LONGEST_HEADLINE) or "An article without headline"
    )


def shortened(text: str | None, most: int) -> str:
    """Text in one line, of so many characters at most."""
    line = squeeze(text or "")
    if len(line) <= most:
        return line
    cut = line[:most]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:") + " …"


def language(tag: str | None) -> str | None:
    """The tag of a language, if it is fit for an attribute; a wrong one makes screen readers speak nonsense."""
    tag = (tag or "").replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def in_utc(when: datetime | None) -> datetime | None:
    """A moment in UTC; one without a zone is taken for one."""
    if when is None:
        return None
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
