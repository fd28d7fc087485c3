"""Credit: who made a picture, told apart from what its caption says."""

from __future__ import annotations

import re

from newsbot.extraction.text import lowered, squeeze
from newsbot.lists import words_of

#: What a credit is introduced by: the picture, or where it is from, in the languages of the trade.
_NOUNS = (
    r"photo(?:graph(?:er|s)?|s)?|images?|pictures?|pics?|videos?|graphics?|illustrations?|collage|montage|screenshot|file|"
    r"bild(?:er|quelle|nachweis|rechte)?|fotos?|symbol(?:bild|foto)|archiv(?:bild|foto)|grafik|titelbild|collage|infografik|"
    r"imagen|imagem|infográfico|reprodução|foto(?:graf\w{0,5}|ğraf\w{0,4})|crédits?|credits?|créditos?|copyright|quelle|fuente|fonte|source|bron|beeld|"
    r"källa|kilde|lähde|źródło|zdroj|forrás|sursa|kaynak|fot|kuva|fotó|ảnh|nguồn|sumber|"
    r"фото(?:граф\w{0,3})?|источник|джерело|коллаж|колаж|снимка|φωτ\w{0,10}|πηγή|צילום|תמונה|صورة|المصدر|تصوير|फोटो|स्रोत|ภาพ|"
    r"写真(?:提供)?|撮影|提供|図|资料图|图片?|图源|来源|圖|圖片|사진(?:\s?제공|\s?출처)?|출처|자료|제공"
)
_ADDED = r"credits?|courtesy|source|photo|by|von|de|par|av|por|di|quelle|kredit|archiv|nachweis|출처|제공|来源"
_LABEL = rf"(?:(?:{_NOUNS})(?:\s*(?:{_ADDED}))?)"
_BY = (
    r"(?:photo|image|picture|foto|photograph|illustration|pic)s?\s+(?:by|courtesy(?:\s+of)?|von|credits?)|courtesy\s+of|"
    r"(?:fotografiert|aufgenommen)\s+von|photographed\s+by"
)
_SIGN = r"(?:[©ⓒ]|\(c\)|copyright)\s*(?:photo|foto|bild|image)?[\s:]*"
#: A line that is a credit and nothing else.
_WHOLE = re.compile(rf"^\W*(?:{_LABEL}\s*[:：=＝/©｜|–]\s*|{_BY}[:\s]\s*|{_SIGN})[\s:：©–-]*(.+?)$", re.IGNORECASE)
#: A credit at the end of a caption, behind a label.
_LABELLED = re.compile(
    rf"(?:(?<!\w){_LABEL}\s*[:：=＝©]\s*|(?<!\w){_BY}[:\s]\s*|[©ⓒ]\s*)([^:©]{{2,90}})$", re.IGNORECASE
)
_AGENCIES = (
    r"AP(?:\s+Photo)?|AFP|Reuters|REUTERS|Getty(?:\s+Images)?|dpa|EPA|PA(?:\s+(?:Wire|Images|Media))?|ANSA|EFE|Xinhua|TASS|NTB|TT|Ritzau|Lehtikuva|Keystone|"
    r"Imago|imago|IMAGO|Shutterstock|iStock(?:photo)?|Alamy|Bloomberg|Belga|ANP|APA|PTI|ANI|Yonhap|Kyodo|NurPhoto|SIPA|AAP|Unsplash|Pixabay|Pexels|"
    r"Adobe\s+Stock|picture[\s-]alliance|Europa\s+Press|LUSA|PAP|ČTK|MTI|Agerpres|UKRINFORM|Anadolu|AA|DHA|İHA|ВПА|РИА\s+Новости|ТАСС|УНИАН|ＡＰ|ＡＦＰ|ロイター|共同|時事|新華社|新华社|뉴시스|뉴스1|연합뉴스"
)
_AGENCY = re.compile(rf"(?<!\w)(?:{_AGENCIES})(?!\w)")
_BRACKETED = re.compile(r"\s*[(\[（［]([^()\[\]（）]{2,110})[)\]）］][\s.]*$")
_BARRED = re.compile(r"\s+[|｜•]\s*([^|｜!?]{2,90})$")
_EQUALS = re.compile(r"\s*[＝=]\s?([^\s＝=。、][^＝=。]{0,24})$")
_NAME = r"[^\W\d_][\w.'’&-]*"
_SLASHED = re.compile(
    rf"(?<=[.!?”\"»…)])\s+((?:{_NAME}\s+){{0,4}}{_NAME}\s*/\s*[\w\s./&'’-]{{2,60}}|(?:{_AGENCIES})(?:\s*[/,]\s*[\w\s.'’-]{{2,40}})?)\W*$"
)
#: A bracket after a sentence that holds nothing but names: "… in Manhattan. (District Court, New York)".
_NAMES = re.compile(rf"(?:{_NAME}|[,/&|-])(?:\s*(?:{_NAME}|[,/&|-]))*")
_SMALL = words_of("""
    of the for via von de la le und and et y der des del di da do dos van den el al by in - / & |""")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,80})[)\]]")
#: The label of a credit that an element of its own holds, left over at the end of the caption.
_HANGING = re.compile(rf"[\s|/(\[–—-]{{0,9}}(?:(?<!\w){_LABEL}\s?[:：]|©)?[\s|/(\[:–—-]{{0,9}}$", re.IGNORECASE)
#: How such a label, and what stands around it, can end.
_HANGING_ENDS = frozenset("|/([:：–—-©")
#: Without one of these there is no label; the long pattern need not be tried.
_MARKED = re.compile(r"[:：=＝©ⓒ]|\bby\b|\bvon\b|courtesy|credit")
_LONGEST = 200
_LONGEST_TAIL = 90
_MOST_NAMES = 9
_TRIM = " \t.;,|/–—-"


def _tidy(credit: str | None) -> str | None:
    """A credit without brackets and marks around it."""
    text = squeeze(credit).strip(_TRIM)
    if text.startswith(("(", "[")) and text.endswith((")", "]")):
        text = text[1:-1].strip(_TRIM)
    elif text.endswith((")", "]")) and not re.search(r"[(\[]", text):
        text = text[:-1].strip(_TRIM)
    elif text.startswith(("(", "[")) and not re.search(r"[)\]]", text):
        text = text[1:].strip(_TRIM)
    return text or None


def credit_of(line: str) -> str | None:
    """The maker that a line names, if the whole line is a credit: "Image credit: JANE DOE" gives JANE DOE."""
    text = squeeze(line)
    match = _WHOLE.match(text) if len(text) <= _LONGEST else None
    return _tidy(match[1]) if match else None


def bare_credit(line: str) -> str | None:
    """The maker that a line names which is known to be a credit, without label and brackets."""
    text = _tidy(line)
    return (credit_of(text) or text) if text else None


def without_label(caption: str) -> str:
    """A caption without the label of its credit, where the credit itself was taken away from its end."""
    if caption[-1:] not in _HANGING_ENDS and not caption[-1:].isspace():
        return caption  # as nearly all are; the pattern is tried at each character
    head, end = caption[:-_LONGEST], caption[-_LONGEST:]
    return head + _HANGING.sub("", end)


def is_agency(line: str) -> bool:
    """Whether a short line names a picture agency and says nothing else."""
    return len(line) <= _LONGEST_TAIL and bool(_AGENCY.search(line)) and _all_names(line)


def _all_names(text: str) -> bool:
    """Whether text is nothing but names: each word begins with a capital, or is one that joins names."""
    words = text.split()
    if not words or len(words) > _MOST_NAMES or any(char in text for char in "!?:;"):
        return False
    telling = [word for word in words if word.casefold() not in _SMALL]
    return bool(telling) and all(
        word.lstrip("\"'(@")[:1].isupper() or word.isupper() or _AGENCY.search(word) for word in telling
    )


def _in_bracket(text: str) -> tuple[str, str] | None:
    """Caption and credit, where the caption ends with a bracket that names who made the picture."""
    match = _BRACKETED.search(text)
    if not match or not match.start():
        return None
    inside = match[1].strip()
    labelled = credit_of(inside)
    if labelled:
        return text[: match.start()], labelled
    sentence = text[: match.start()].rstrip().endswith((".", "!", "?", "”", '"', "。"))
    named = bool(_AGENCY.search(inside)) or (("/" in inside or sentence) and _all_names(inside.replace("/", " / ")))
    return (text[: match.start()], inside) if named else None


def split_credit(caption: str) -> tuple[str | None, str | None]:
    """A caption and the credit that it ends with, either of which may be missing."""
    text = squeeze(caption)
    enclosed = _IN_BRACKETS.fullmatch(text)
    whole = credit_of(text) or (enclosed[1] if enclosed else None)
    if whole and len(text) <= _LONGEST // 2:
        return None, bare_credit(whole)
    head, end = text[:-_LONGEST], text[-_LONGEST:]
    found = _in_bracket(end) or _behind_mark(end)
    if found and (head or found[0]):
        return f"{head}{found[0]}".strip(" ,|–—-([/［（▲") or None, bare_credit(found[1])
    return text.strip(" ,|▲") or None, None


def _behind_mark(text: str) -> tuple[str, str] | None:
    """Caption and credit, where the caption ends with a label and a name, or with a name behind a mark."""
    for pattern in (_LABELLED, _BARRED, _EQUALS, _SLASHED) if _MARKED.search(lowered(text)) else (_BARRED, _SLASHED):
        match = pattern.search(text)
        if match and match.start() and (pattern is not _BARRED or _all_names(match[1]) or credit_of(match[1])):
            return text[: match.start()], match[1]
    return None
