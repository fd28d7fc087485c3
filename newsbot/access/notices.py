"""Notices: recognises the lines of a page that speak about access (or about the page itself), not about the news.

One paragraph or line of visible text at a time. An article *about* paywalls, subscriptions or newsletters must stay
silent here, so a word never counts by itself: the line must be short, must address its reader (an imperative at the
start of a sentence, a purpose such as "to continue reading", or a whole line that is a button), and must not be a
quotation. The words live in the `phrases_…` modules; this one says how they combine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from newsbot.access.needles import Needles, grams, needles
from newsbot.access.phrases import Phrases
from newsbot.access.phrases_asian import ASIAN
from newsbot.access.phrases_central import CENTRAL
from newsbot.access.phrases_eastern import EASTERN
from newsbot.access.phrases_english import ENGLISH
from newsbot.access.phrases_german import GERMAN
from newsbot.access.phrases_iberian import IBERIAN
from newsbot.access.phrases_nordic import NORDIC
from newsbot.access.phrases_romance import ROMANCE

PHRASES = (ENGLISH, GERMAN, *NORDIC, *ROMANCE, *IBERIAN, *CENTRAL, *EASTERN, *ASIAN)


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


_ACTS = frozenset({NoticeKind.SUBSCRIBE, NoticeKind.REGISTER, NoticeKind.LOGIN})


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
    find: Callable[[str], re.Match[str] | None]
    needles: Needles  #: a line that holds none of these is not worth a try
    decisive: bool = False
    explicit: bool = False
    also: Needles = None  #: nor one that holds none of these
    longest: int = 420  #: a notice is short; what is longer is prose


_LONGEST = 420
#: Folding drops soft hyphens and joins accents, no more than this.
_LONGEST_RAW = 560
_LONGEST_CJK = 170  # ideographs say more with less
_LONGEST_BUTTON = 64
_SHORTEST = 3
_STEM = 4

_ACCENTS = re.compile("[\u0300-\u036f]")
_QUOTED = re.compile(r'["“„«][^"“”„«»]{25,}["”“»]')
#: The beginning of each word.
_STEMS = re.compile(r"([^\W_]{1,4})[^\W_]*")
#: What stands between words, in lines of ASCII: most are, and need no regular expression.
_TO_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_PREFIXED_SCRIPT = re.compile("[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "\u00ad": None, "\u200b": None, "\u200c": None, "\u00a0": " "}
    | {"ß": "ss", "ı": "i", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "đ": "d"}
)
_SPECIAL = re.compile("[" + "".join(map(chr, _SAME)) + "]")
#: Of everything that a site has: an offer, which says nothing of the text that it stands below.
_OFFER = re.compile(
    r"unlimited|ilimitad|illimit|unbegrenzt|uneingeschrankt|onbeperkt|obegransad|ubegrense|ubegraense|rajaton|"
    r"nieogranicz|neomezen|neobmedzen|korlatlan|sinirsiz|nelimitat|неогранич|необмежен|απεριοριστ|tanpa batas|"
    r"无限|無限|무제한|すべて|all (?:our |the )?(?:articles|stories|content)|alle (?:artikel|inhalte|beitrage)|"
    r"tous (?:les|nos) (?:articles|contenus)|todos (?:los|os)|todas as|tutti (?:gli|i)|"
    r"(?:full|complete|instant) (?:digital )?access|acceso total"
)
#: Of the rest of a text, which an app would show.
_GOES_ON = re.compile(
    r"\b(?:full|whole|rest|continue|keep reading)\b|weiterlesen|ganzen|vollstandig|la suite|complet|continua|seguir|"
    r"verder|pelna|celou|полност|продолж|पूरी|続き|全文|전문|계속|selengkapnya|lanjut|fortsa|jatka"
)
_GROUP = re.compile(r"<([^<>]+)>")
_CONTINUED = re.compile(r"\\\n\s*")
#: Where a sentence may begin: the line, an end of a sentence, an arrow or a bullet.
_START = r"(?:^|[.!?:;…»>|•·।。！？]\s*|\s[-–—]\s+)\W{0,3}"


def _same(found: re.Match[str]) -> str:
    return _SAME[ord(found[0])] or ""


def without_accents(text: str) -> str:
    """Text whose letters have lost their European accents; other scripts keep their marks."""
    plain = _SPECIAL.sub(_same, text)  # a fifth of what `translate` takes beyond ASCII
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", plain)))


def folded(text: str) -> str:
    """Text in lower case, without accents, soft hyphens and doubled blanks: what the patterns are written for."""
    text = " ".join(text.split()).lower()
    return text if text.isascii() else without_accents(text)


def _split(pattern: str) -> Iterator[str]:
    """The alternatives of a regular expression, parted at the bars that stand in no bracket."""
    depth = start = 0
    for at, character in enumerate(pattern):
        escaped = at > 0 and pattern[at - 1] == "\\"
        if character in "([" and not escaped:
            depth += 1
        elif character in ")]" and not escaped:
            depth -= 1
        elif character == "|" and not depth and not escaped:
            yield pattern[start:at]
            start = at + 1
    yield pattern[start:]


def _alternatives(field: str, phrases: Phrases) -> list[str]:
    """What a field may say, `<name>` replaced."""
    groups = dict(
        without_accents(line.strip()).split(" = ", 1)
        for line in _CONTINUED.sub("", phrases.words).splitlines()
        if line.strip()
    )

    def expanded(text: str) -> str:
        return _GROUP.sub(lambda found: expanded(groups[found[1]]), text)

    lines = [without_accents(line.strip()) for line in _CONTINUED.sub("", field).splitlines() if line.strip()]
    return [expanded(each) for line in lines for each in _split(line)]


def _group(alternatives: list[str]) -> str:
    return f"(?:{'|'.join(alternatives)})" if alternatives else ""


def _gram(phrases: Phrases) -> int:
    """The length of needles: of letters, or of signs that say as much."""
    return 2 if phrases.unspaced else 4


def _rules(phrases: Phrases) -> Iterator[_Rule]:
    """The rules of one language in their order: the first that fits names the line."""
    size = _gram(phrases)

    def rule(kind: NoticeKind, field: str, *, decisive: bool = False, explicit: bool = False) -> Iterator[_Rule]:
        # What can only stand at the start is tried there only: most of the time goes into trying in vain.
        words = _alternatives(field, phrases)
        if first := _group([word[1:] for word in words if word.startswith("^")]):
            yield _Rule(kind, re.compile(first).match, needles(first, size), decisive, explicit)
        if anywhere := _group([word for word in words if not word.startswith("^")]):
            yield _Rule(kind, re.compile(anywhere).search, needles(anywhere, size), decisive, explicit)

    yield from _buttons(NoticeKind.SKIP_LINK, phrases.skip, phrases)
    yield from _buttons(NoticeKind.SHARE, phrases.share, phrases)
    yield from rule(NoticeKind.COMMENTS, phrases.comments)
    yield from rule(NoticeKind.WITHHELD, phrases.remaining, decisive=True, explicit=True)
    yield from _buttons(NoticeKind.WITHHELD, phrases.labels, phrases)
    yield from rule(NoticeKind.CONSENT_OR_PAY, phrases.pay_or_consent)
    yield from rule(NoticeKind.ADBLOCK, phrases.adblock)
    yield from rule(NoticeKind.GEO, phrases.geo)
    yield from rule(NoticeKind.APP, phrases.app)
    yield from rule(NoticeKind.METER_SPENT, phrases.spent, decisive=True)
    yield from rule(NoticeKind.METER, phrases.left)
    yield from rule(NoticeKind.WITHHELD, phrases.withheld, decisive=True)
    yield from rule(NoticeKind.LOGIN, phrases.already)
    yield from rule(NoticeKind.ACCOUNT, phrases.account)
    yield from rule(NoticeKind.NEWSLETTER, phrases.newsletter)
    yield from _acts(phrases)
    yield from rule(NoticeKind.CONSENT, phrases.consent)
    yield from rule(NoticeKind.SCRIPT, phrases.script)


def _buttons(kind: NoticeKind, field: str, phrases: Phrases) -> Iterator[_Rule]:
    """Words that count only where they fill their line."""
    if words := _group(_alternatives(field, phrases)):
        match = re.compile(rf"\W*{words}\W*\Z").match
        yield _Rule(kind, match, needles(words, _gram(phrases)), longest=_LONGEST_BUTTON)


def _acts(phrases: Phrases) -> Iterator[_Rule]:
    """Imperatives: with a purpose ("subscribe to read on"), and bare ones that fill their line ("Subscribe now")."""
    please, tail = _group(_alternatives(phrases.please, phrases)), _group(_alternatives(phrases.tail, phrases))
    before = rf"(?:{please}[ ,!]*){{0,3}}" if please else ""
    after = rf"(?:[ ,!]*{tail}){{0,3}}" if tail else ""
    end = "" if phrases.unspaced else r"\b"
    reading, size = _group(_alternatives(phrases.reading, phrases)), _gram(phrases)
    kinds = (
        (NoticeKind.SUBSCRIBE, phrases.subscribe),
        (NoticeKind.REGISTER, phrases.register),
        (NoticeKind.LOGIN, phrases.login),
    )
    for kind, field in kinds:
        act = _group(_alternatives(field, phrases))
        if act and reading:
            held, also = needles(act, size), needles(reading, size)
            first = re.compile(rf"{_START}{before}{act}{end}[^.!?。]{{0,90}}?{reading}")
            yield _Rule(kind, first.search, held, decisive=True, also=also)
            last = re.compile(rf"{_START}{before}{reading}[^.?。]{{0,80}}?{act}")
            yield _Rule(kind, last.search, held, decisive=True, also=also)
    for kind, field in kinds:
        if act := _group(_alternatives(field, phrases)):
            match = re.compile(rf"\W*{before}{act}{after}\W*\Z").match
            yield _Rule(kind, match, needles(act, size), longest=_LONGEST_BUTTON)


def _titles(phrases: Phrases) -> Iterator[_Rule]:
    yield from _buttons(NoticeKind.CHALLENGE, phrases.human, phrases)
    yield from _buttons(NoticeKind.NOT_FOUND, phrases.missing, phrases)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a language, in their order, and which of them a line is worth trying on."""

    rules: tuple[_Rule, ...]
    bare: tuple[int, ...]  #: those without needles, to be tried on every line
    byNeedle: Mapping[str, tuple[int, ...]]

    def worth_trying(self, held: frozenset[str]) -> Iterator[_Rule]:
        """The rules that may match a line that holds these needles."""
        found = set(self.bare)
        for needle in self.byNeedle.keys() & held:
            found.update(self.byNeedle[needle])
        rules = (self.rules[at] for at in sorted(found))
        return (rule for rule in rules if rule.also is None or not held.isdisjoint(rule.also))


@cache  # a language's patterns are compiled when a page first needs them, not when newsbot starts
def rulebook(phrases: Phrases) -> Rulebook:
    """The rules of a language."""
    rules = tuple(_rules(phrases))
    found: dict[str, tuple[int, ...]] = {}
    for at, rule in enumerate(rules):
        for needle in rule.needles or ():
            found[needle] = (*found.get(needle, ()), at)
    return Rulebook(rules, tuple(at for at, rule in enumerate(rules) if rule.needles is None), found)


@cache
def _titles_of(phrases: Phrases) -> tuple[_Rule, ...]:
    return tuple(_titles(phrases))


def _index(*, unspaced: bool, weak: bool) -> dict[str, tuple[Phrases, ...]]:
    """The languages of each stem."""
    found: dict[str, tuple[Phrases, ...]] = {}
    for phrases in PHRASES:
        if phrases.unspaced is unspaced:
            stems = f"{phrases.stems} {phrases.weak}" if weak else phrases.stems
            for stem in {stem if unspaced else stem[:_STEM] for stem in without_accents(stems).split()}:
                found[stem] = (*found.get(stem, ()), phrases)
    return found


_BY_WORD = _index(unspaced=False, weak=False)
_BY_WORD_OF_BUTTON = _index(unspaced=False, weak=True)
_BY_PART = _index(unspaced=True, weak=True)


def _candidates(line: str, index: Mapping[str, tuple[Phrases, ...]], enough: int) -> list[Phrases]:
    """The languages of which `enough` words of this folded line are stems in `index`, those with the most first."""
    # In the order of the line: sets have another one in each process.
    if line.isascii():
        stems = [word[:_STEM] for word in line.translate(_TO_BLANKS).split()]
        if index.keys().isdisjoint(stems):
            return []
    else:
        stems = _STEMS.findall(line)
    hits = [index[stem] for stem in dict.fromkeys(stems) if stem in index]
    if not line.isascii() and _PREFIXED_SCRIPT.search(line):
        # What is found within words is as telling as two words are elsewhere.
        hits += [2 * found for part, found in _BY_PART.items() if part in line]
    if not hits:
        return []
    counts: dict[Phrases, int] = {}
    for found in hits:
        for language in found:
            counts[language] = counts.get(language, 0) + 1
    return sorted((each for each in counts if counts[each] >= enough), key=counts.__getitem__, reverse=True)


def _is_quoted(line: str) -> bool:
    return (not line.isascii() or '"' in line) and _QUOTED.search(line) is not None


def _longest(line: str) -> int:
    return _LONGEST if line.isascii() or not _CJK.search(line) else _LONGEST_CJK


def _is_decisive(rule: _Rule, found: str, line: str) -> bool:
    """Whether a line speaks of this very text: not of all that the site has, and not of the app in general."""
    if rule.kind is NoticeKind.APP:
        return _GOES_ON.search(line) is not None
    return rule.decisive and not (rule.kind in _ACTS and _OFFER.search(found))


@lru_cache(maxsize=16384)  # a pure function: the lines of a site's furniture come back on each of its pages
def find_notice(text: str) -> Notice | None:
    """What notice this paragraph or line of visible text is, or None where it may be part of an article."""
    if not _SHORTEST <= len(text) <= _LONGEST_RAW:
        return None
    line = folded(text)
    if len(line) > _LONGEST:
        return None
    # One word that is telling is enough in a line as short as a button, a longer one needs two.
    short = len(line) <= _LONGEST_BUTTON
    languages = _candidates(line, _BY_WORD_OF_BUTTON if short else _BY_WORD, 1 if short else 2)
    if not languages or len(line) > _longest(line) or _is_quoted(line):
        return None
    parts: dict[int, frozenset[str]] = {}
    for language in languages:
        size = _gram(language)
        if size not in parts:
            parts[size] = grams(line, size)
        for rule in rulebook(language).worth_trying(parts[size]):
            if len(line) <= rule.longest and (found := rule.find(line)):
                decisive = _is_decisive(rule, found[0], line)
                return Notice(rule.kind, decisive, found[0].strip()[:200], language.code, rule.explicit)
    return None


@lru_cache(maxsize=4096)
def find_state(title: str) -> Notice | None:
    """Whether a page's title or first heading says that the page is missing, or that it wants to see a human."""
    if not _SHORTEST <= len(title) <= 2 * _LONGEST_BUTTON:
        return None
    line = folded(title)
    for language in _candidates(line, _BY_WORD_OF_BUTTON, 1):
        for rule in _titles_of(language):
            if found := rule.find(line):
                return Notice(rule.kind, rule.kind is NoticeKind.CHALLENGE, found[0].strip()[:200], language.code)
    return None
