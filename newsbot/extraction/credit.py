"""Credit: who made a picture, told apart from what its caption says."""

from __future__ import annotations

import re

from newsbot.extraction.text import squeeze

_LABEL = (
    r"(?:(?:photo|image|picture|video|graphic|illustration|file|pic|bild|foto|symbolbild|grafik|titelbild|imagen|imagem|crédit|credit|crédito|"
    r"crédits|credits|fuente|fonte|quelle|source|bron|beeld|källa|kilde|źródło|фото|写真|사진|bildquelle|fotograf\w*)"
    r"(?:\s*(?:credits?|courtesy|source|photo|by|von|de|par|by|quelle|kredit))?)"
)
_WHOLE = re.compile(rf"^\W*(?:{_LABEL}\s*[:：=/©]\s*|(?:photo|image|picture|foto|photograph)s?\s+(?:by|courtesy(?:\s+of)?|von|de|credits?)\s+|[©ⓒ]\s*|\(c\)\s+)(.+?)\W*$", re.IGNORECASE)
_AT_END = re.compile(
    rf"[\s(\[|.–—-]*(?:\b{_LABEL}\s*[:：©]\s*|(?:photo|image|picture|photograph)s?\s+(?:by|courtesy(?:\s+of)?)[:\s]\s*|[©ⓒ]\s*)([^.:©]{{2,90}}?)[\s)\].]*$",
    re.IGNORECASE,
)
_AGENCY = r"(?:AP|AFP|Reuters|Getty(?:\s+Images)?|dpa|EPA|PA|ANSA|EFE|Xinhua|TASS|NTB|TT|Ritzau|Lehtikuva|Keystone|Imago|Shutterstock|iStock|Alamy|Bloomberg|Belga|ANP|APA|PTI|ANI|Yonhap|Kyodo|NurPhoto|SIPA|AAP|CP|Unsplash|Pixabay|Adobe\s+Stock|picture\s+alliance)"
_BRACKETED = re.compile(rf"\s*[(\[]([^()\[\]]{{0,80}}\b{_AGENCY}\b[^()\[\]]{{0,60}})[)\]]\W*$", re.IGNORECASE)
_SLASHED = re.compile(rf"(?<=[.!?”\"])\s+((?:[^\W\d_][\w.'’-]*\s+){{0,4}}[^\W\d_][\w.'’-]*\s*/\s*[\w\s./-]{{2,60}}|{_AGENCY}(?:\s*[/,]\s*[\w\s.]{{2,40}})?)\W*$")
_LONGEST = 200


def credit_of(line: str) -> str | None:
    """The maker that a line names, if the whole line is a credit: "Image credit: JANE DOE" gives JANE DOE."""
    text = squeeze(line)
    match = _WHOLE.match(text) if len(text) <= _LONGEST else None
    return match[1].strip(" .;,") or None if match else None


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """A caption and the credit that it ends with, either of which may be missing."""
    text = squeeze(caption)
    whole = credit_of(text)
    if whole and len(text) <= _LONGEST // 2:
        return None, whole
    for pattern in (_BRACKETED, _AT_END, _SLASHED):
        match = pattern.search(text)
        if match and match.start() > 0:
            return text[: match.start()].strip(" |–—-") or None, match[1].strip(" .;,()") or None
    return text or None, None
