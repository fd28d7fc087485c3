"""Credit: who made a picture, told apart from what its caption says."""

from __future__ import annotations

import re

from newsbot.extraction.text import squeeze

_NOUNS = (
    "photo(?:graph)?s?|images?|pictures?|videos?|graphics?|illustrations?|file|pics?|bild(?:er|quelle)?|fotos?|symbol(?:bild|foto)|grafik|"
    "titelbild|imagen|imagem|crédits?|credits?|créditos?|fuente|fonte|quelle|source|bron|beeld|källa|kilde|źródło|fot|фото|写真|사진|fotograf\\w*"
)
_ADDED = "credits?|courtesy|source|photo|by|von|de|par|av|quelle|kredit|출처"
_LABEL = rf"(?:(?:{_NOUNS})(?:\s*(?:{_ADDED}))?)"
_BY = r"(?:photo|image|picture|foto|photograph)s?\s+(?:by|courtesy(?:\s+of)?|von|credits?)"
#: A line that is a credit and nothing else.
_WHOLE = re.compile(rf"^\W*(?:{_LABEL}\s*[:：=/©]\s*|{_BY}[:\s]\s*|[©ⓒ]\s*|\(c\)\s+)(.+?)\W*$", re.IGNORECASE)
#: A credit at the end of a caption: with a label, in brackets, behind a bar, or behind a sentence with a slash.
_LABELLED = re.compile(
    rf"[\s(\[|–—-]*(?:(?<!\w){_LABEL}\s*[:：=©]\s*|{_BY}[:\s]\s*|[©ⓒ]\s*)([^.:©]{{2,90}}?)[\s)\].]*$", re.IGNORECASE
)
_AGENCIES = (
    r"AP|AFP|Reuters|Getty|dpa|EPA|PA|ANSA|EFE|Xinhua|TASS|NTB|TT|Ritzau|Lehtikuva|Keystone|Imago|Shutterstock|iStock|Alamy|Bloomberg|Belga|"
    r"ANP|APA|PTI|ANI|Yonhap|Kyodo|NurPhoto|SIPA|AAP|Unsplash|Pixabay|Adobe\s+Stock|picture\s+alliance"
)
_BRACKETED = re.compile(
    rf"\s*[(\[]([^()\[\]]{{0,80}}(?:\b(?:{_AGENCIES})\b|\w/\w)[^()\[\]]{{0,60}})[)\]]\W*$", re.IGNORECASE
)
_BARRED = re.compile(r"\s+\|\s+([^|.!?]{2,90})$")
_NAME = r"[^\W\d_][\w.'’-]*"
_SLASHED = re.compile(
    rf"(?<=[.!?”\"])\s+((?:{_NAME}\s+){{0,4}}{_NAME}\s*/\s*[\w\s./-]{{2,60}}|(?:{_AGENCIES})(?:\s*[/,]\s*[\w\s.]{{2,40}})?)\W*$"
)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]")
_LONGEST = 200


def credit_of(line: str) -> str | None:
    """The maker that a line names, if the whole line is a credit: "Image credit: JANE DOE" gives JANE DOE."""
    text = squeeze(line)
    match = _WHOLE.match(text) if len(text) <= _LONGEST else None
    return match[1].strip(" .;,") or None if match else None


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """A caption and the credit that it ends with, either of which may be missing."""
    text = squeeze(caption)
    enclosed = _IN_BRACKETS.fullmatch(text)
    whole = credit_of(text) or (enclosed[1] if enclosed else None)
    if whole and len(text) <= _LONGEST // 2:
        return None, credit_of(whole) or whole
    for pattern in (_BRACKETED, _LABELLED, _BARRED, _SLASHED):
        match = pattern.search(text)
        if match and match.start() > 0:
            return text[: match.start()].strip(" |–—-([") or None, match[1].strip(" .;,()") or None
    return text or None, None
