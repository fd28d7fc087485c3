"""Text: what is done to every string before it becomes a field."""

from __future__ import annotations

import html
import re
import unicodedata

#: What no text may hold: C0 controls other than tab and line ends, DEL, lone surrogates, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
#: Characters without width that templates and editors leave behind. Joiners stay: they matter in Arabic and Hindi.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
_SPACES = re.compile(r"[^\S\n]+")

#: Scripts that put no spaces between words: each character counts as one.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
#: Thai, Lao, Khmer and Burmese words have no spaces either; four characters are a fair mean.
_SYLLABIC = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_LETTERS_A_WORD = 4
_NO_BLANKS = re.compile(f"{_UNSPACED.pattern}|{_SYLLABIC.pattern}")
#: Letters and digits, with the marks that \w leaves out: vowels of Indic scripts, points of Hebrew and Arabic, accents.
#: Nothing is given back once it is taken (`++`): a word of millions of letters would cost a hundred bytes for each.
_LETTERS = "(?:[^\\W_]++|[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u200c\u200d]++)++"
_WORD = re.compile(rf"{_LETTERS}(?:['’\-.,]{_LETTERS})*+")


def clean(text: str) -> str:
    """Text without the characters that parsers, stores and files cannot hold."""
    return _UNFIT.sub("", text)


def is_clean(body: bytes) -> bool:
    """Whether bytes that are text in a charset with ASCII's controls hold none that `clean` drops; quick on pages."""
    return (
        len(body.translate(None, _CONTROLS)) == len(body)
        and b"\xef\xbf\xbe" not in body
        and b"\xef\xbf\xbf" not in body
    )


def squeeze(text: str | None) -> str:
    """One line: white space of every kind folded to single spaces, invisible characters dropped."""
    if not text:
        return ""
    if not text.isprintable():  # nothing that is dropped can be printed; the look is much faster than a search
        text = _INVISIBLE.sub("", clean(text))
    return " ".join(text.split())


def squeeze_lines(text: str) -> str:
    """Like `squeeze`, but line ends stay; empty lines do not."""
    lines = (_SPACES.sub(" ", line).strip() for line in _INVISIBLE.sub("", clean(text)).splitlines())
    return "\n".join(line for line in lines if line)


def plain(text: str | None) -> str:
    """One line of text from a value that may hold entities or tags, as JSON-LD and meta elements often do.

    Entities are decoded twice at most: `&amp;quot;` is common, deeper nesting is not.
    """
    value = text or ""
    for _ in range(2):
        if "&" not in value:
            break
        value = html.unescape(value)
    if "<" in value:
        value = _TAG.sub(" ", value)
    return squeeze(value)


def count_words(text: str | None) -> int:
    """The number of words; in scripts without spaces a character is one (Chinese, Japanese) or a quarter (Thai …)."""
    value = unicodedata.normalize("NFC", text or "")
    if not _NO_BLANKS.search(value):
        return len(_WORD.findall(value))
    unspaced = len(_UNSPACED.findall(value))
    syllabic = sum(-(-len(run) // _LETTERS_A_WORD) for run in _SYLLABIC.findall(value))
    rest = _SYLLABIC.sub(" ", _UNSPACED.sub(" ", value))
    return unspaced + syllabic + len(_WORD.findall(rest))
