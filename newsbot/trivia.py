"""Trivia: what differs between two fetches of a text that says the same. Pure.

White space, case, typography (quotes, dashes, dots), tracking parameters of addresses, times that tick ("2 hours ago")
and counters ("1,234 comments"). Whoever compares texts compares their `gist`.

Counters and slow times ("3 days ago") count as trivia only where a line says nothing else: in prose, "3,000 shares" and
"20 years ago" are facts, and a newspaper that corrects one has changed its article.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from newsbot import trivia_words as words
from newsbot.urls import canonical

_LONGEST = 120  #: characters of a line that holds nothing but counters and times
_MOST_ADDRESSES = 500  #: of a text, that are looked into
_TYPOGRAPHY = str.maketrans(
    dict.fromkeys("“”„‟«»‹›‘’‚‛`´′″＂＇", "'")
    | {'"': "'"}
    | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
    # Invisible: soft hyphens, joiners, marks of direction, what orders bytes.
    | dict.fromkeys("\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\ufeff", None)
    | dict.fromkeys("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", None)
)
_ODD = re.compile(f"[{re.escape(''.join(map(chr, _TYPOGRAPHY)))}]")
_DOTS = re.compile(r"\.{3,}")
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_LETTERS = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_TO_BLANKS = {code: " " for code in range(128) if not chr(code).isalpha()}


def _spelt(word: str) -> str:
    """A listed word as it stands in a folded text."""
    return unicodedata.normalize("NFKC", word).casefold().replace("_", " ")


def _names(listed: Iterable[str]) -> str:
    """Words as one pattern, the longest first: the first that fits is taken."""
    return "|".join(re.escape(each) for each in sorted(map(_spelt, listed), key=lambda each: (-len(each), each)))


def _tokens(listed: Iterable[str]) -> frozenset[str]:
    return frozenset(token for each in listed for token in _LETTERS.findall(_spelt(each)))


# A letter before a number, or after a unit, makes other words of them; Chinese, Japanese and Korean set no blanks.
_NUMBER = rf"(?:(?<!\w)(?<!\d[.,:])\d{{1,4}} ?|(?<!\w)(?:{_names(words.ONE)}) )"
_UNIT = rf"(?:{_names(words.FAST)})"
_TICKING = re.compile(
    rf"(?<!\w)(?:{_names(words.BEFORE)}) {_NUMBER}{_UNIT}(?!\w)|{_NUMBER}{_UNIT} ?(?:{_names(words.AFTER)})(?!\w)"
)
_COUNTED = _tokens(words.COUNTED)
_UNITS = _tokens([*words.FAST, *words.SLOW])
_AGO = _tokens([*words.BEFORE, *words.AFTER])
_FAST = _tokens(words.FAST)
_SINCE = frozenset(f"{unit}{after}" for unit in _UNITS for after in _tokens(words.AFTER))  # 小时前: no blanks
_SAYS_NOTHING = _COUNTED | _UNITS | _AGO | _SINCE | _tokens([*words.LABELS, *words.ONE])


def _usual(odd: re.Match[str]) -> str:
    """The usual mark in the place of an odd one: a fifth of what `translate` takes beyond ASCII."""
    return _TYPOGRAPHY[ord(odd[0])] or ""


def _words_of(line: str) -> list[str]:
    """Runs of letters. In lines of ASCII, as most are, a tenth of what the pattern takes."""
    return line.translate(_TO_BLANKS).split() if line.isascii() else _LETTERS.findall(line)


def _is_furniture(line: str) -> bool:
    """Whether a line (folded) holds counters and times that tick, and nothing else."""
    if len(line) > _LONGEST:
        return False
    tokens = _words_of(line)
    if not tokens or not _SAYS_NOTHING.issuperset(tokens):
        return False
    if _DIGIT.search(line):
        return any(each in _COUNTED or each in _AGO or each in _SINCE for each in tokens)
    return any(each in _AGO for each in tokens) and any(each in _UNITS for each in tokens)  # "an hour ago"


def _bare(address: re.Match[str]) -> str:
    """An address without what tells how a reader came to it; a point or bracket after it is the sentence's."""
    url = address[0].rstrip(".,;:!?)]")
    return canonical(url) + address[0][len(url) :]


def _line(text: str) -> str:
    """One line as it is compared; empty where it says nothing."""
    line = " ".join(text.split()).casefold()
    if _is_furniture(line):
        return ""
    tokens = _words_of(line)
    # Most lines hold no such words: to look for the times themselves takes twenty times as long.
    if not (_AGO.isdisjoint(tokens) or _FAST.isdisjoint(tokens)) or not _SINCE.isdisjoint(tokens):
        line = _TICKING.sub("\N{STOPWATCH}", line)
    return line


def _closed(text: str) -> str:
    """Text without the blanks that are typography: « a », "a - b", "Non !"."""
    for mark in "-'!?;:.,":
        text = text.replace(f" {mark}", mark)
    for mark in "-'":
        text = text.replace(f"{mark} ", mark)
    return text.strip()


@lru_cache(maxsize=64)  # of an article it is asked for where copies are looked for, and where it is stored
def gist(text: str | None) -> str:
    """What a text says: two texts with the same gist differ in trivia only."""
    if not text:
        return ""
    if "://" in text:
        text = _ADDRESS.sub(_bare, text, count=_MOST_ADDRESSES)
    plain = text.replace('"', "'") if text.isascii() else unicodedata.normalize("NFKC", _ODD.sub(_usual, text))
    said = _closed(" ".join(filter(None, map(_line, plain.split("\n")))))
    return _DOTS.sub("...", said) if "..." in said else said


def same_words(one: str | None, other: str | None) -> bool:
    """Whether two texts say the same."""
    return one == other or gist(one) == gist(other)
