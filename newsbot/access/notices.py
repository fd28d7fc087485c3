"""Notices: recognises the lines of a page that speak about access (or about the page itself), not about the news.

One paragraph or line of visible text at a time. An article *about* paywalls, subscriptions or newsletters must stay
silent here, so a word never counts by itself: the line must be short, must address its reader (an imperative at the
start of a sentence, a purpose such as "to continue reading", or a whole line that is a button), and must not be a
quotation. The words live in the `phrases_…` modules; this one says how they combine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from newsbot.access.phrases import Phrases
from newsbot.access.phrases_germanic import GERMANIC

_PHRASES = GERMANIC


class NoticeKind(StrEnum):
    """What a notice is about."""

    WITHHELD = "withheld"  #: the rest of this text is kept back, or the text is for some readers only
    SUBSCRIBE = "subscribe"  #: subscribe, and then read on
    REGISTER = "register"  #: make a (free) account, and then read on
    LOGIN = "login"  #: sign in; "already a subscriber?"
    METER = "meter"  #: free articles are left: the reader is counted
    METER_SPENT = "meter_spent"  #: no free article is left
    APP = "app"  #: read it in the app
    ACCOUNT = "account"  #: the reader's own account: too many devices, card out of date
    CONSENT = "consent"  #: cookies
    CONSENT_OR_PAY = "consent_or_pay"  #: cookies or money
    ADBLOCK = "adblock"  #: switch the ad blocker off
    GEO = "geo"  #: not in this country, or not for legal reasons
    SCRIPT = "script"  #: switch JavaScript on
    NEWSLETTER = "newsletter"  #: letters, alerts, channels to follow
    COMMENTS = "comments"  #: comments, and who may write them
    SKIP_LINK = "skip_link"  #: "skip to main content"
    SHARE = "share"  #: share, print, save, copy the link
    NOT_FOUND = "not_found"  #: the page is gone
    CHALLENGE = "challenge"  #: prove that you are human


@dataclass(frozen=True, slots=True)
class Notice:
    """A line that is a notice."""

    kind: NoticeKind
    decisive: bool  #: it says that this very text goes on elsewhere; still, what stands after it has the last word
    phrase: str  #: the words that gave it away, 200 characters at most
    language: str  #: BCP 47
    explicit: bool = False  #: it gives the amount that is missing ("57 % of this article are left to read")


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: NoticeKind
    pattern: re.Pattern[str]
    decisive: bool = False
    explicit: bool = False
    longest: int = 420  #: a notice is short; what is longer is prose


@dataclass(frozen=True, slots=True)
class _Language:
    code: str
    rules: tuple[_Rule, ...]
    titles: tuple[_Rule, ...]


_LONGEST = 420
_LONGEST_CJK = 170  # ideographs say more with less
_LONGEST_BUTTON = 64
_SHORTEST = 3
_STEM = 4

_ACCENTS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"\s+")
_QUOTED = re.compile(r'["“„«][^"“”„«»]{25,}["”“»]')
_WORD = re.compile(r"[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ß": "ss", "\u00ad": None, "\u200b": None, "\u00a0": " "})
_GROUP = re.compile(r"<(\w+)>")
#: Where a sentence may begin: the line, an end of a sentence, an arrow or a bullet.
_START = r"(?:^|[.!?:;…»>|•·।。！？]\s*|\s[-–—]\s+)\W{0,3}"  # noqa: RUF001 (typographic dashes are meant)


def without_accents(text: str) -> str:
    """Text whose letters have lost their European accents; other scripts keep their marks."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))


def folded(text: str) -> str:
    """Text in lower case, without accents, soft hyphens and doubled blanks: what the patterns are written for."""
    text = _BLANKS.sub(" ", text.translate(_QUOTES)).strip().lower()
    return text if text.isascii() else without_accents(text)


def _alternatives(field: str, phrases: Phrases) -> str:
    """The lines of a field as one group, `<name>` replaced; empty where the field is."""
    groups = dict(line.strip().split(" = ", 1) for line in phrases.words.splitlines() if line.strip())
    lines = [without_accents(line.strip()) for line in field.splitlines() if line.strip()]
    expanded = [_GROUP.sub(lambda found: groups[found[1]], _GROUP.sub(lambda found: groups[found[1]], line)) for line in lines]
    return f"(?:{'|'.join(expanded)})" if expanded else ""


def _rules(phrases: Phrases) -> Iterator[_Rule]:
    """The rules of one language in their order: the first that fits names the line."""

    def rule(kind: NoticeKind, field: str, *, decisive: bool = False, explicit: bool = False) -> Iterator[_Rule]:
        if pattern := _alternatives(field, phrases):
            yield _Rule(kind, re.compile(pattern), decisive, explicit)

    yield from _buttons(NoticeKind.SKIP_LINK, phrases.skip, phrases)
    yield from _buttons(NoticeKind.SHARE, phrases.share, phrases)
    yield from rule(NoticeKind.COMMENTS, phrases.comments)
    yield from rule(NoticeKind.WITHHELD, phrases.remaining, decisive=True, explicit=True)
    yield from rule(NoticeKind.ACCOUNT, phrases.account)
    yield from rule(NoticeKind.CONSENT_OR_PAY, phrases.pay_or_consent)
    yield from rule(NoticeKind.ADBLOCK, phrases.adblock)
    yield from rule(NoticeKind.GEO, phrases.geo)
    yield from rule(NoticeKind.APP, phrases.app)
    yield from rule(NoticeKind.NEWSLETTER, phrases.newsletter)
    yield from rule(NoticeKind.METER_SPENT, phrases.spent)
    yield from rule(NoticeKind.METER, phrases.left)
    yield from rule(NoticeKind.WITHHELD, phrases.withheld, decisive=True)
    yield from _acts(phrases)
    yield from rule(NoticeKind.LOGIN, phrases.already)
    yield from rule(NoticeKind.CONSENT, phrases.consent)
    yield from rule(NoticeKind.SCRIPT, phrases.script)


def _buttons(kind: NoticeKind, field: str, phrases: Phrases) -> Iterator[_Rule]:
    """Words that count only where they fill their line."""
    if words := _alternatives(field, phrases):
        yield _Rule(kind, re.compile(rf"\W*{words}\W*\Z"), longest=_LONGEST_BUTTON)


def _acts(phrases: Phrases) -> Iterator[_Rule]:
    """Imperatives: with a purpose ("subscribe to read on"), and bare ones that fill their line ("Subscribe now")."""
    please, tail = _alternatives(phrases.please, phrases), _alternatives(phrases.tail, phrases)
    before = rf"(?:{please}[ ,!]*){{0,3}}" if please else ""
    after = rf"(?:[ ,!]*{tail}){{0,3}}" if tail else ""
    reading = _alternatives(phrases.reading, phrases)
    kinds = ((NoticeKind.SUBSCRIBE, phrases.subscribe), (NoticeKind.REGISTER, phrases.register), (NoticeKind.LOGIN, phrases.login))
    for kind, field in kinds:
        act = _alternatives(field, phrases)
        if act and reading:
            yield _Rule(kind, re.compile(rf"{_START}{before}{act}\b[^.!?。]{{0,90}}?{reading}"), decisive=True)
            yield _Rule(kind, re.compile(rf"{_START}{before}{reading}[^.?。]{{0,80}}?{act}"), decisive=True)
    for kind, field in kinds:
        if act := _alternatives(field, phrases):
            yield _Rule(kind, re.compile(rf"\W*{before}{act}{after}\W*\Z"), longest=_LONGEST_BUTTON)


def _titles(phrases: Phrases) -> Iterator[_Rule]:
    yield from _buttons(NoticeKind.CHALLENGE, phrases.human, phrases)
    yield from _buttons(NoticeKind.NOT_FOUND, phrases.missing, phrases)


_LANGUAGES = tuple(_Language(p.code, tuple(_rules(p)), tuple(_titles(p))) for p in _PHRASES)


def _stems(*, unspaced: bool) -> dict[str, tuple[_Language, ...]]:
    found: dict[str, tuple[_Language, ...]] = {}
    for phrases, language in zip(_PHRASES, _LANGUAGES, strict=True):
        if phrases.unspaced is unspaced:
            for stem in without_accents(phrases.stems).split():
                found[stem] = (*found.get(stem, ()), language)
    return found


_BY_WORD = _stems(unspaced=False)
_BY_PART = _stems(unspaced=True)


def _candidates(line: str) -> list[_Language]:
    """The languages that have a word of this folded line among their stems, most hits first."""
    counts: dict[str, int] = {}
    languages: dict[str, _Language] = {}
    hits = [_BY_WORD[stem] for word in _WORD.findall(line) if (stem := word[:_STEM]) in _BY_WORD]
    if not line.isascii():
        hits += [found for part, found in _BY_PART.items() if part in line]
    for found in hits:
        for language in found:
            counts[language.code] = counts.get(language.code, 0) + 1
            languages[language.code] = language
    return sorted(languages.values(), key=lambda language: -counts[language.code])


@lru_cache(maxsize=16384)  # a pure function: the lines of a site's furniture come back on each of its pages
def find_notice(text: str) -> Notice | None:
    """What notice this paragraph or line of visible text is, or None where it may be part of an article."""
    if not _SHORTEST <= len(text) <= 2 * _LONGEST:
        return None
    line = folded(text)
    if len(line) > (_LONGEST_CJK if _CJK.search(line) else _LONGEST) or _QUOTED.search(line):
        return None
    for language in _candidates(line):
        for rule in language.rules:
            if len(line) <= rule.longest and (found := rule.pattern.search(line) if rule.longest == _LONGEST else rule.pattern.match(line)):
                return Notice(rule.kind, rule.decisive, found[0].strip()[:200], language.code, rule.explicit)
    return None


@lru_cache(maxsize=1024)
def find_state(title: str) -> Notice | None:
    """Whether a page's title or first heading says that the page is missing, or that it wants to see a human."""
    line = folded(title)
    if not _SHORTEST <= len(line) <= 2 * _LONGEST_BUTTON:
        return None
    for language in _LANGUAGES:
        for rule in language.titles:
            if found := rule.pattern.match(line):
                return Notice(rule.kind, rule.kind is NoticeKind.CHALLENGE, found[0].strip()[:200], language.code)
    return None
