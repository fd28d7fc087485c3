"""The shape of addresses: how much one looks like an article's, by nothing but its spelling."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

from newsbot.discovery.vocabulary import ARTICLES, LISTS, MIXED, NUMBERED, SERVICE_HOSTS, SERVICES

_STATIC = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|css|m?js|map|json|xml|rss|atom|pdf|zip|gz|rar|exe|dmg|apk|mp[34]|m4[av]|ogg|wav|webm|"
    r"mov|avi|m3u8|woff2?|ttf|eot|docx?|xlsx?|pptx?|csv|txt|ics|vcf|epub)$",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\.(?:x?html?|shtml|php\d?|aspx?|jsp|ece|cms|do|story|amp|ghtml)$", re.IGNORECASE)
_DATE = re.compile(
    r"(?:^|[/_.,-])(?:19[5-9]\d|20\d\d)(?:"
    r"(?P<apart>[/_.-]?)(?:0?[1-9]|1[0-2])(?P=apart)(?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|[/_-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}[/_-](?:0?[1-9]|[12]\d|3[01])(?!\d))"
    r"|(?:^|[/_.,-])(?:0?[1-9]|[12]\d|3[01])[-./_](?:0?[1-9]|1[0-2])[-./_]20\d\d(?!\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(r"(?:^|[/_-])(?:19[5-9]\d|20\d\d)[/_-](?:0?[1-9]|1[0-2]|[a-z]{3})(?=[/_-])", re.IGNORECASE)
_YEAR = re.compile(r"(?:^|/)(?:19[5-9]\d|20\d\d)(?=/)")
_SERIAL = re.compile(r"\d{5,}")
_HEX = re.compile(
    r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?<![0-9a-z])(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{12,}(?![0-9a-z])"
)
#: `c1vw5gj0g7yo`, `Xy7Kd92`: letters and digits mixed as no word is.
_MIXED = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{8,26}(?![A-Za-z0-9])")
_SEVERAL = re.compile(r"[A-Za-z]+\d+[A-Za-z]+\d+|\d+[A-Za-z]+\d+[A-Za-z]+|[a-z]+[A-Z]+[a-z]*\d|[A-Z]+\d+[a-z]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_IDENTITY = re.compile(
    r"(?:^|[&;])(?:id|p|aid|article(?:_?id)?|story(?:_?id)?|news_?id|artid|idx?no|nid|cid|contentid|docid|no)=[\w-]*\d{3,}",
    re.IGNORECASE,
)

#: A form, or one comment of a page.
_ACTION = re.compile(
    r"(?:^|&)(?:replytocom|share|print|action|search|q|s|redirect|return_?to|return_?url)=", re.IGNORECASE
)
#: Legal pages that are numbered and named like articles.
_LEGAL = re.compile(
    r"(?:datenschutzerkl|datenschutzhinweis|privacy-(?:policy|notice|statement)|terms-(?:of-(?:use|service)|and-conditions)|"
    r"cookie-(?:policy|notice)|impressum|nutzungsbedingungen|mentions-legales|politique-de-(?:confidentialite|cookies)|"
    r"politica-de-(?:privacidad|cookies)|aviso-legal|polityka-prywatnosci|informativa-privacy|(?:\w+-){0,3}commenting-policy)"
)
_WIDE_WORD = 3  #: characters of Chinese, Japanese or Korean that say as much as one word
#: Given to what is known to be no article: more than a file's or a front page's 0, less than any doubt.
KNOWN_OTHER = 0.05
#: What an address below `/video/` or `/topics/` must show, besides a number, to be taken for an article.
_STRONG = 0.6
_OTHER_HOSTS = SERVICE_HOSTS | (SERVICES - MIXED)
_LONG_WORDS = 20  #: letters in the words of a short slug that is no mere name
_LONGEST_SECTION = 3  #: words in the name of a section: "news-und-politik"


def article_likeness(url: str) -> float:
    """How much an address looks like an article's, 0 to 1: 0 for front pages and files, 0.5 and more if it is likely.

    0.05 and less: known to be something else (a topic, an author, a form, a legal page).
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return 0.0
    path = unquote(parts.path)
    names = [name for name in path.split("/") if name]
    if _STATIC.search(path) or (not names and not _IDENTITY.search(parts.query)):
        return 0.0
    folded = [_ENDING.sub("", name).casefold() for name in names]
    identity = 0.4 if _has_identity(path, parts.query) else 0.0
    shape = _evidence(path, folded, numbered=bool(identity))
    if _is_service(folded, parts, shape):
        return KNOWN_OTHER
    return round(min(1.0, shape + identity), 2)


def is_service(url: str) -> bool:
    """Whether an address is known to be no article and no section: a form, a shop, a legal page, a list of a tag."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    folded = [_ENDING.sub("", name).casefold() for name in unquote(parts.path).split("/") if name]
    return bool(_STATIC.search(parts.path)) or _is_service(folded, parts, 0.0)


def _is_service(folded: list[str], parts: SplitResult, shape: float) -> bool:
    if (parts.hostname or "").split(".")[0] in _OTHER_HOSTS or _ACTION.search(parts.query):
        return True
    known = [(place, name) for place, name in enumerate(folded) if name in LISTS or name in SERVICES]
    if any(name not in MIXED or place == len(folded) - 1 for place, name in known):
        return True
    if any(name not in NUMBERED for _, name in known) and shape < _STRONG:
        return True
    return bool(folded) and bool(_LEGAL.match(folded[-1]))


def _evidence(path: str, folded: list[str], *, numbered: bool) -> float:
    """The sum of all that speaks for an article but its number."""
    slug = max(folded[-2:], key=_size, default="")
    dated = _date_weight(path)
    worded = _slug_weight(slug)
    if dated and not worded and not numbered and not _WORD.search(folded[-1]):
        return 0.1  # the list of a day or a month
    kind = 0.35 if any(name in ARTICLES for name in folded[:-1]) else 0.0
    ending = 0.2 if _ENDING.search(path) and (worded or numbered) else 0.0
    depth = 0.05 if len(folded) > 1 else 0.0
    return 0.1 + dated + worded + kind + ending + depth


def _size(slug: str) -> int:
    return len(_WORD.findall(slug)) + len(_WIDE.findall(slug))


def _slug_weight(slug: str) -> float:
    """How much a segment reads like a headline."""
    words = _WORD.findall(slug)
    count = max(len(words), len(_WIDE.findall(slug)) // _WIDE_WORD)
    if count <= 1:
        return 0.0
    if count <= _LONGEST_SECTION:
        return 0.05 * count + (0.1 if sum(map(len, words)) > _LONG_WORDS else 0.0)
    return min(0.5, 0.1 * count)


def _date_weight(path: str) -> float:
    if _DATE.search(path):
        return 0.4
    return 0.3 if _MONTH.search(path) else 0.15 if _YEAR.search(path) else 0.0


def _has_identity(path: str, query: str) -> bool:
    """Whether an address holds the number of one page: digits, a UUID, or letters and digits mixed as no word is."""
    last = _ENDING.sub("", path.rstrip("/").rsplit("/", 1)[-1])
    if _SERIAL.search(_DATE.sub("/", path)) or _HEX.search(last) or _IDENTITY.search(query):
        return True
    return any(_SEVERAL.search(found[0]) for found in _MIXED.finditer(last))
