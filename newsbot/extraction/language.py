"""Language: what a page says it is written in, as a BCP 47 tag."""

from __future__ import annotations

import re

_TAG = re.compile(r"([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?:[-_.@].*)?", re.IGNORECASE)
_NAMES = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "french": "fr",
    "français": "fr",
    "spanish": "es",
    "español": "es",
    "italian": "it",
    "portuguese": "pt",
    "dutch": "nl",
    "japanese": "ja",
    "hindi": "hi",
    "arabic": "ar",
}
#: Two-letter codes that pages use and that are no languages, or old ones.
_MENDED = {
    "iw": "he",
    "in": "id",
    "ji": "yi",
    "jp": "ja",
    "gr": "el",
    "ua": "uk",
    "cz": "cs",
    "dk": "da",
    "kr": "ko",
    "cn": "zh",
}
#: Codes of three letters where there are two.
_LONG = {
    "eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "esp": "es", "ita": "it", "por": "pt",
    "nld": "nl", "dut": "nl", "rus": "ru", "ukr": "uk", "pol": "pl", "ces": "cs", "cze": "cs", "tur": "tr", "ara": "ar",
    "jpn": "ja", "zho": "zh", "chi": "zh", "kor": "ko", "hin": "hi", "swe": "sv", "dan": "da", "nor": "no", "fin": "fi",
    "ell": "el", "gre": "el", "heb": "he", "hun": "hu", "ron": "ro", "rum": "ro", "bul": "bg", "hrv": "hr", "srp": "sr",
    "cat": "ca", "vie": "vi", "tha": "th", "ind": "id", "fas": "fa", "per": "fa",
}  # fmt: skip
#: Languages of newspapers that have no code of two letters. Other words of three letters are no languages.
_ONLY_LONG = frozenset(
    [
        "fil",
        "ast",
        "ckb",
        "gsw",
        "hsb",
        "dsb",
        "fur",
        "lld",
        "mai",
        "bho",
        "sah",
        "haw",
        "yue",
        "nds",
        "frr",
        "scn",
        "szl",
        "prs",
        "hbo",
        "ceb",
        "ilo",
        "gez",
    ]
)
_UNKNOWN = frozenset({"und", "mul", "zxx", "mis", "xx"})


def bcp47(raw: str | None) -> str | None:
    """`de_DE.UTF-8` as `de-DE`; None for what is no language."""
    text = (raw or "").strip().split(",")[0].strip()
    text = _NAMES.get(text.lower(), text)
    match = _TAG.fullmatch(text)
    if match is None or match[1].lower() in _UNKNOWN:
        return None
    language = match[1].lower()
    language = _MENDED.get(language) or _LONG.get(language, language)
    if len(language) > len("en") and language not in _ONLY_LONG:
        return None
    parts = [language, (match[2] or "").title(), (match[3] or "").upper()]
    return "-".join(part for part in parts if part)
