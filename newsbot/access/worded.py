"""Worded: lines below a text that speak both of reading and of paying, or of an account, in words of no known notice.

"This article is exclusive to Harbour+ members": nobody can list all the sentences that walls are made of. Where a text
is short, and stops, and such a line comes next, the two together are a wall more often than not; one is not enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newsbot.access.layout import Line, is_chrome, is_hidden
from newsbot.access.notices import NoticeKind, find_notice, folded

_LINES_BELOW = 8
_LINES_WITHIN, _LONGEST_WITHIN = 3, 110
_SHORTEST, _LONGEST = 10, 170
#: A longer link is a headline.
_LONGEST_LINK = 48

#: Words for reading and what is read, on folded text.
_READING = re.compile(
    r"\b(?:read(?:ing)?|articles?|story|stories|post|content|report)\b|\b(?:weiter)?(?:zu)?lesen|"
    r"artik[eo]?l|beitrag|inhalt|weitergeht|"
    r"fortsetzung|continuacion|continuacao|continuazione|vervolg|fortsatt|fortsett|fortsaett|jatko|sisalto|dalszy|pokracov|"
    r"folytatas|tartalom|devam|продолж|продовж|συνεχεια|περιεχομεν|"
    r"\blire\b|(?:la|votre) lecture|contenu|la suite|\bleer\b|leyendo|\bnotas?\b|articulo|contenido|legg|articol|"
    r"contenut|\bler\b|lendo|"
    r"materia\b|artigo|conteudo|reportagem|lezen|lasa\b|laese|\blese\b|\bsaken?\b|luke|juttu|jutun|czyta|artykul|tresc|"
    r"\bcist\b|clan[eo]k|clanku|olvas|\bcikk|\bciti|oku|haber\w*\b|icerik|чита|прочи|стать|статт|"
    r"материал|матеріал|διαβα|αρθρο|"
    r"قراءة|المقال|المحتوى|לקרוא|קריאה|כתבה|पढ़|लेख|खबर|続き|記事|全文|阅读|閱讀|本文|기사|"
    r"콘텐츠|baca|\bdoc\b|\bbai\b|\btiep\b|selengkapnya|อ่าน|บทความ"
)
#: Words for paying and for accounts, on folded text.
_ACCESS = re.compile(
    r"subscri|\bmembers?(?:hip)?\b|\btrial\b|\baccount\b|sign[ -]?(?:up|in)\b|log[ -]?in\b|regist|"
    r"complimentary|payant|abonn|\babo\b|"
    r"\wabo\b|mitglied|probemonat|\bkonto\b|inscri|\bcompte\b|suscri|\bsoci[oa]s?\b|abbon|iscri|"
    r"assin|subscrev|cadastr|"
    r"prenumer|tilaa|tilaus|predplat|elofizet|prenumerat|subskry|подпис|передплат|συνδρομ|اشترا|"
    r"مشترك|اشترك|מנוי|सब्सक्र|सदस्य|"
    r"会員|購読|有料|订阅|訂閱|付费|付費|会员|會員|구독|유료|회원|"
    r"langgan|uye\b|abone|dang ky|thanh vien|tra phi|pelanggan|"
    r"goi\b|สมาชิก|[€$£₹]\s?\d|\d\s?(?:€|cent\b|eur\b)"
)
#: What a line says that asks for help, or says that there is no wall.
_OPEN = re.compile(
    r"free(?:ly)? (?:to read|for everyone|for all|accessible|available)|no paywall|unlocked|support|"
    r"donat|made possible|"
    r"\bgift\b|\bfrei (?:zugang|verfug|les)|kostenlos (?:zugang|les)bar|unterstutz|spende|"
    r"acces libre|libre acces|souten|apoy|"
    r"apoi|sosten|steun|stott|podpor|wspier|поддерж|підтрим|listen|anhoren|ecouter|escuchar|ascolt|"
    r"ouvir|luister|lyssna|"
    r"comment|print|archive|magazine|epaper|e-paper|保存|"
    r"\b(?:all[ei]?|every|tous les|todos los|todas as|tutti gli)\b(?!.{0,10}other)"
)
_OTHER_KINDS = frozenset(
    {
        NoticeKind.NEWSLETTER,
        NoticeKind.COMMENTS,
        NoticeKind.SHARE,
        NoticeKind.SKIP_LINK,
        NoticeKind.CONSENT,
        NoticeKind.CONSENT_OR_PAY,
        NoticeKind.METER,
        NoticeKind.ACCOUNT,
    }
)


def _speaks(line: Line) -> bool:
    if not _SHORTEST <= len(line.text) <= _LONGEST or (line.linked > _LONGEST_LINK):
        return False
    text = folded(line.text)
    if not (_ACCESS.search(text) and _READING.search(text)) or _OPEN.search(text):
        return False
    notice = find_notice(line.text)
    return notice is None or notice.kind not in _OTHER_KINDS


def worded_gates(lines: Sequence[Line]) -> Iterator[Line]:
    """Of a page's lines, those right below its text that read like a wall."""
    body = [at for at, line in enumerate(lines) if line.isBody]
    if not body:
        return
    # A reader of bodies who does not know the words of a wall takes its lines for the text's last ones.
    ending = {at for at in body[1:][-_LINES_WITHIN:] if len(lines[at].text) <= _LONGEST_WITHIN}
    for at in range(max(body[0], body[-1] - 2 * _LINES_WITHIN), min(len(lines), body[-1] + 1 + _LINES_BELOW)):
        line = lines[at]
        if (
            (at > body[-1] or at in ending)
            and _speaks(line)
            and not is_hidden(line.element)
            and not is_chrome(line.element)
        ):
            yield line
