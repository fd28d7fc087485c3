"""Site: what a site file says, as frozen values. Every key is explained to its writers in docs/sites.md.

The order of the fields is the order of the keys in a tidy file. A missing number means "newsbot's own default"; where
there is no feed, sitemap or section at all, newsbot looks for them by itself.

The strings below the fields are what editors show (docs/site.schema.json).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cached_property
from itertools import islice, takewhile
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError
from pydantic import (
    AfterValidator,
    Field,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    field_validator,
    model_validator,
)

from newsbot.article import FetchMode
from newsbot.sites.login import HOSTS, Login
from newsbot.sites.part import Part
from newsbot.sites.values import (
    Country,
    Hosts,
    Interval,
    Languages,
    Name,
    Patterns,
    Selector,
    SelectorList,
    Share,
    SiteUrls,
    Size,
    Url,
    Urls,
    bare_hosts_of,
    compile_pattern,
)
from newsbot.urls import bare_host, on_hosts

_QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_CRON_FIELDS = 5
#: So many moments of a cron expression are looked at to see whether one of them is not quiet.
_CRON_TRIES = 3000
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
#: Letters that Unicode does not take apart into an ASCII letter and an accent.
_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i", "ħ": "h", "ŋ": "n"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


class AccessModel(StrEnum):
    """How a site lets people read."""

    FREE = "free"
    METERED = "metered"
    SUBSCRIPTION = "subscription"
    REGISTRATION = "registration"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class ArticleUrls(Part):
    """Which addresses are articles."""

    match: Patterns = ()
    """Regular expressions: an address that one of them is found in is an article."""
    never: Patterns = ()
    """Regular expressions: an address that one of them is found in never is an article, whatever `match` says."""


class Selectors(Part):
    """Where the generic reading fails on this site: where a field stands instead, and what is no text."""

    headline: Selector | None = None
    """The headline: the first element that is found."""
    alternativeHeadline: Selector | None = None
    """The kicker or second headline: the first element that is found."""
    description: Selector | None = None
    """The lead: the first element that is found."""
    articleBody: Selector | None = None
    """The text: every element that is found, in order."""
    datePublished: Selector | None = None
    """The time of publication: the `datetime` attribute or the text of the first element."""
    dateModified: Selector | None = None
    """The time of the last change, read as `datePublished` is."""
    authors: Selector | None = None
    """The authors: one element each."""
    articleSection: Selector | None = None
    """The section: the first element that is found."""
    keywords: Selector | None = None
    """The keywords: one element each."""
    inLanguage: Selector | None = None
    """The language, by its code or its English name: the first element that is found."""
    publisher: Selector | None = None
    """The publisher's name: the first element that is found."""
    correction: Selector | None = None
    """The correction note: the first element that is found."""
    remove: SelectorList = ()
    """Elements that are no part of the text; they are taken out before the text is read."""

    @property
    def fields(self) -> dict[str, str]:
        """The selector of every field that has one."""
        return {name: value for name, value in self if name != "remove" and value is not None}


class Politeness(Part):
    """How gently the site is asked. robots.txt (its Crawl-delay too) and Retry-After are always obeyed."""

    delay: Annotated[float, Field(ge=0, le=3600)] | None = None
    """Seconds between two requests."""
    requestsPerDay: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """At most so many requests a day (of UTC)."""
    bytesPerDay: Size | None = None
    """At most about so many bytes a day (of UTC), of pages and listings as they are unpacked: 500M, 2G."""
    concurrency: Annotated[int, Field(ge=1, le=16)] | None = None
    """At most so many requests at the same time."""


def _quiet(text: str) -> str:
    found = _QUIET.fullmatch(text.replace(" ", ""))
    if not found or found[1] + found[2] == found[3] + found[4]:
        raise ValueError(f"{text!r} is no span of the day; write two different times, such as 23:00-05:00")
    return found[0]


def _cron(text: str) -> str:
    """The five fields, with one space between two of them."""
    tidy = " ".join(text.split())
    if tidy.count(" ") != _CRON_FIELDS - 1:
        raise ValueError(f"{text!r} is no cron expression: it has minute, hour, day of month, month, day of week")
    try:
        next(CronSim(tidy, datetime(2026, 1, 1, tzinfo=UTC)))
    except CronSimError as error:
        raise ValueError(f"{text!r} is no cron expression: {error}; write one such as */10 6-22 * * *") from None
    except StopIteration:
        raise ValueError(f"{text!r} names no moment that will ever come") from None
    return tidy


def _timezone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{text!r} is no time zone that is known here; write one such as Europe/Vienna") from None


class Schedule(Part):
    """When the site's feeds, sitemaps and sections are asked again, beside what newsbot learns of them."""

    every: Interval | None = None
    """The shortest time between two looks at the same feed, sitemap or section: 15m, 2h, 1d."""
    cron: Annotated[str, AfterValidator(_cron), Field(max_length=200, examples=["*/10 6-22 * * *"])] | None = None
    """The moments of looks, instead of what newsbot learns: the five fields of cron, such as */10 6-22 * * *."""
    quiet: Annotated[str, AfterValidator(_quiet), Field(examples=["23:00-05:00"])] | None = None
    """A span of the day, in `timezone`, in which nothing is asked for: 23:00-05:00."""
    timezone: Annotated[str, AfterValidator(_timezone), Field(max_length=60, examples=["Europe/Vienna"])] | None = None
    """The time zone of `cron` and `quiet`, by its name in the IANA database. Default: UTC."""

    @model_validator(mode="after")
    def _cron_is_not_all_quiet(self) -> Self:
        if self.cron and self.quiet:
            start = datetime(2026, 1, 1, tzinfo=UTC)
            year = takewhile(lambda moment: moment < start + timedelta(days=366), self.moments(start))
            if all(self.is_quiet(moment) for moment in islice(year, _CRON_TRIES)):
                raise ValueError(f"every moment of cron, {self.cron}, lies in quiet, {self.quiet}; change one of them")
        return self

    @property
    def zone(self) -> tzinfo:
        """The time zone of `cron` and `quiet`."""
        return ZoneInfo(self.timezone) if self.timezone else UTC

    def is_quiet(self, at: datetime) -> bool:
        """Whether nothing may be asked for at this moment (an aware datetime)."""
        if self.quiet is None:
            return False
        start, end = self._span
        now = at.astimezone(self.zone).time()
        return start <= now < end if start < end else now >= start or now < end

    @property
    def _span(self) -> tuple[time, time]:
        start, end = (time.fromisoformat(each) for each in (self.quiet or "00:00-00:00").split("-"))
        return start, end

    def after_quiet(self, at: datetime) -> datetime:
        """The same moment, or where it is a quiet one, the first that is not."""
        if not self.is_quiet(at):
            return at
        local = at.astimezone(self.zone)
        end = datetime.combine(local, self._span[1], self.zone).astimezone(UTC)
        if end <= at:
            end = datetime.combine(local + timedelta(days=1), self._span[1], self.zone).astimezone(UTC)
        # Where a change of the clock skips the end of the span, or repeats it, the quiet goes on for a little.
        while self.is_quiet(end):
            end += timedelta(minutes=1)
        return end.astimezone(at.tzinfo)

    def moments(self, after: datetime) -> Iterator[datetime]:
        """The moments of `cron` after this one, in UTC; none without it."""
        if self.cron:
            yield from (each.astimezone(UTC) for each in CronSim(self.cron, after.astimezone(self.zone)))


class AccessRules(Part):
    """How the site lets people read, and how a cut page is known."""

    model: AccessModel = AccessModel.UNKNOWN
    """How the site lets people read, as its owner knows it. It is no evidence about one page."""
    gatedText: Literal["keep", "teaser"] | None = None
    """What is kept of text that the publisher declares as not free, where no own login was confirmed."""
    lockedWhen: SelectorList = ()
    """Each of these proves, where it finds something, that this page was cut."""


class AtLeast(Part):
    """A floor."""

    min: int = Field(ge=0, le=100_000)
    """At least so many."""


class AtMost(Part):
    """A ceiling."""

    max: Share
    """At most this share, 0 to 1."""


class Filled(Part):
    """The least share of articles, 0 to 1, in which a field holds something."""

    headline: Share | None = None
    description: Share | None = None
    articleBody: Share | None = None
    datePublished: Share | None = None
    dateModified: Share | None = None
    authors: Share | None = None
    articleSection: Share | None = None
    keywords: Share | None = None
    mainImage: Share | None = None
    inLanguage: Share | None = None

    @property
    def floors(self) -> dict[str, float]:
        """The floor of every field that has one."""
        return {name: value for name, value in self if value is not None}


class Expect(Part):
    """What a healthy site gives. Where it gives less, something is broken."""

    articlesPerDay: AtLeast | None = None
    """How many articles a day."""
    filled: Filled = Filled()
    """In which share of the articles a field holds something."""
    teaserShare: AtMost | None = None
    """Which share of the articles is cut."""


class Site(Part):
    """A site of newsbot: where its articles are found, how they are read, and how it wants to be treated."""

    name: Name
    """The site's name, as its readers know it."""
    country: Country | None = None
    """Where it is published: two letters of ISO 3166, such as at, gb, no."""
    languages: Languages = ()
    """The languages it writes in, by BCP 47, such as de or pt-BR; the main one first."""
    url: Url
    """The front page."""
    hosts: Hosts = ()
    """The hosts that its pages are on, each with all hosts below it. Default: the front page's."""
    feeds: Urls = ()
    """RSS, Atom, RDF and JSON feeds, on any host."""
    newsSitemaps: Urls = ()
    """Sitemaps of the last days (Google News), on any host."""
    sitemaps: Urls = ()
    """Sitemaps and sitemap indexes of all articles, on any host."""
    sections: SiteUrls = ()
    """Pages that list articles."""
    articles: ArticleUrls = ArticleUrls()
    selectors: Selectors = Selectors()
    politeness: Politeness = Politeness()
    schedule: Schedule = Schedule()
    access: AccessRules = AccessRules()
    fetch: FetchMode = FetchMode.HTTP
    """How its articles are asked for first: plainly, inside of the browser, or shown in the browser."""
    login: Login | None = None
    expect: Expect = Expect()

    @field_validator("hosts")
    @classmethod
    def _hosts_hold_url(cls, hosts: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        url = info.data.get("url")
        if hosts and url and not on_hosts(url, bare_hosts_of(url, hosts)):
            raise ValueError(f"the host of url, {bare_host(url)}, is not among them; add it")
        return hosts

    @field_validator("login", mode="wrap")
    @classmethod
    def _login_knows_hosts(cls, value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
        """A recipe's addresses are judged by the hosts of the site; where these are wrong themselves, they said so."""
        if not isinstance(value, dict) or "url" not in info.data or "hosts" not in info.data:
            return handler(value)
        hosts = bare_hosts_of(info.data["url"], info.data["hosts"])
        return Login.model_validate(value, context={HOSTS: hosts})

    @cached_property  # it is asked for with every request
    def slug(self) -> str:
        """The site's name in the store and on the command line, and its file's: ASCII letters, digits and dashes."""
        german = bool(self.languages) and self.languages[0].partition("-")[0] == "de"
        return slugify(self.name, german=german) or slugify(bare_host(self.url), german=False)

    @property
    def bare_hosts(self) -> frozenset[str]:
        """The hosts of its pages, without `www.`, for `newsbot.urls.on_hosts`."""
        return bare_hosts_of(self.url, self.hosts)

    @property
    def session_hosts(self) -> frozenset[str]:
        """The hosts whose cookies are the site's session: its own, and those that one signs in at."""
        addresses = self.login.addresses if self.login else ()
        return self.bare_hosts | {bare_host(address) for address in addresses}

    def covers(self, url: str) -> bool:
        """Whether an address is on this site."""
        return on_hosts(url, self.bare_hosts)

    def is_article(self, url: str) -> bool | None:
        """Whether an address is an article: False where a `never` is found in it, True where a `match` is, else None.

        A pattern that holds `://` looks at the whole address, another one at its path and query.
        """
        if any(_found(pattern, url) for pattern in self.articles.never):
            return False
        return True if any(_found(pattern, url) for pattern in self.articles.match) else None


def _found(pattern: str, url: str) -> bool:
    if "://" in pattern or r":\/\/" in pattern:
        return compile_pattern(pattern).search(url) is not None
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = parts.path or "/"
    return compile_pattern(pattern).search(f"{path}?{parts.query}" if parts.query else path) is not None


def fold_name(text: str) -> str:
    """A name with case, accents, spaces and punctuation taken away: equal for all spellings that mean the same."""
    lower = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return "".join(character for character in lower if character.isalnum())


def slugify(text: str, *, german: bool) -> str:
    """A name in ASCII letters, digits and dashes; empty where it has letters that ASCII has no spelling for.

    In German names ä, ö and ü become ae, oe and ue; elsewhere they lose their dots.
    """
    lower = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    if german:
        lower = lower.translate(_UMLAUTS)
    plain = "".join(
        character for character in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(character)
    )
    if any(character.isalpha() and not character.isascii() for character in plain):
        return ""
    return _NOT_SLUG.sub("-", plain).strip("-")
