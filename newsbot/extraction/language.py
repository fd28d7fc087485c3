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
_UNKNOWN = frozenset({"und", "mul", "zxx", "mis", "xx"})


def bcp47(raw: str | None) -> str | None:
    """`de_DE.UTF-8` as `de-DE`; None for what is no language."""
    text = (raw or "").strip().split(",")[0].strip()
    text = _NAMES.get(text.lower(), text)
    match = _TAG.fullmatch(text)
    if match is None or match[1].lower() in _UNKNOWN:
        return None
    language = _MENDED.get(match[1].lower(), match[1].lower())
    parts = [language, (match[2] or "").title(), (match[3] or "").upper()]
    return "-".join(part for part in parts if part)
