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

#: Scripts that put no spaces between words: each character counts as one.
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
#: Thai, Lao, Khmer and Burmese words have no spaces either; four characters are a fair mean.
_SYLLABIC = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")
_LETTERS_A_WORD = 4
_NO_BLANKS = re.compile(f"{_UNSPACED.pattern}|{_SYLLABIC.pattern}")
#: The bytes that no character from U+0800 on begins with in UTF-8; and that of dashes, quotes and other signs.
_NEAR = bytes({*range(0xE0), 0xE2})


def is_near(text: str) -> bool:
    """Whether text holds no character of the scripts from U+0800 on: those of India, East Asia and what is between.

    Thirty times as fast as a search for such characters, and nearly all pages in European languages end it here.
    """
    return text.isascii() or not text.encode("utf-8", "surrogatepass").translate(None, _NEAR)


def lowered(text: str) -> str:
    """Text in small letters, for patterns that are written in them (with `i` for the Turkish dotless one).

    A pattern that ignores case takes three to ten times as long: it cannot look for how it may begin.
    """
    if text.isascii():
        return text.lower()
    return text.replace("İ", "i").lower().replace("ı", "i").replace("ſ", "s")


def clean(text: str) -> str:
    """Text without the characters that parsers, stores and files cannot hold."""
    return text if text.isprintable() else _UNFIT.sub("", text)


def is_clean(body: bytes, text: str) -> bool:
    """Whether `text`, decoded from a `body` in UTF-8, holds nothing that `clean` drops; quick on pages."""
    return len(body.translate(None, _CONTROLS)) == len(body) and "\ufffe" not in text and "\uffff" not in text


def squeeze(text: str | None) -> str:
    """One line: white space of every kind folded to single spaces, invisible characters dropped."""
    if not text:
        return ""
    if not text.isprintable():  # nothing that is dropped can be printed; the look is much faster than a search
        text = _INVISIBLE.sub("", clean(text))
    elif "  " not in text and text[0] != " " != text[-1]:  # nor can any white space but this: most are in one line
        return text
    return " ".join(text.split())


def squeeze_lines(text: str) -> str:
    """Like `squeeze`, but line ends stay; empty lines do not."""
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub("", clean(text)).splitlines())
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
    if is_near(value) or not _NO_BLANKS.search(value):
        return _count_between_blanks(value)
    unspaced = len(_UNSPACED.findall(value))
    syllabic = sum(-(-len(run) // _LETTERS_A_WORD) for run in _SYLLABIC.findall(value))
    return unspaced + syllabic + _count_between_blanks(_SYLLABIC.sub(" ", _UNSPACED.sub(" ", value)))


def _count_between_blanks(text: str) -> int:
    """What stands between blanks and is not only marks: "well-known" and "3.5" are words, a dash is none."""
    words = text.split()
    odd = [word for word in words if not word[0].isalnum()]  # few, of which nearly all are words in quotation marks
    return len(words) - len([word for word in odd if not any(map(str.isalnum, word))])
