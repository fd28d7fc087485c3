"""Furniture: lines that extractors take for text and that are none, told apart from the text around them.

Every rule looks at one block, where it stands, and what else is known of the page; what goes is kept as `Removed`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from newsbot.access.notices import find_notice
from newsbot.article import fold
from newsbot.extraction.blocks import HEADINGS, Block, Kind
from newsbot.extraction.reading import Position, Removed
from newsbot.extraction.text import lowered

FURNITURE = "furniture"

#: So many blocks at the top may repeat headline, byline and date; so many at the end may sign.
_TOP = 8
_END = 4
_SHORT_LINE = 110
_SHORT = 220
#: From this length on, a paragraph that ends like a sentence is surely text.
_PROSE = 80
_WORDS_BESIDE_NAME = 7
_WORDS_BESIDE_DATE = 4
_LINKED = 0.3
_ALL_LINK = 0.95
_MOSTLY_LINK = 0.8
_TITLE = 25
#: A headline may stand in several lines: so many at the top, each of at least so many characters, may be parts of it.
_FIRST = 3
_PART_OF_TITLE = 10
_MARKS = 8
_QUOTES = '"“„«‘'

_WORDS = re.compile(r"[^\W\d_]+", re.UNICODE)
_DAY = re.compile(
    r"\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{4}\s?[年년]|\d{1,2}[:.h]\d{2}|\b(?:19|20)\d\d\b"
)

#: What follows the numbers of a date in East Asia is no word.
_UNITS = frozenset("年月日時时分秒년월일시분초")

#: "Read more" and its kin at the start of a line: a pointer to another story.
_POINTER = re.compile(
    r"^\W*(?:(?:read|see|watch|listen|learn|find out)\s+(?:more|also|next|now)|also\s+(?:read|on|see)|"
    r"(?:related|recommended|more\s+(?:on|from|about|in)|must\s+read|don['’]t\s+miss|you\s+may\s+also|up\s+next|most\s+read|related\s+\w+)\b|"
    r"(?:lesen|sehen|hören)\s+sie\s+(?:auch|hier|mehr|dazu|außerdem)|(?:auch|ebenfalls)\s+interessant|lesetipps?|mehr\s+(?:zum\s+thema|dazu|lesen|aus|zu)|"
    r"weiterlesen|zum\s+thema|passend\s+dazu|das\s+könnte\s+(?:sie|dich)|meistgelesen|"
    r"(?:à\s+)?lire\s+(?:aussi|également|la\s+suite|plus)|voir\s+aussi|sur\s+le\s+même\s+sujet|"
    r"(?:lea|lee|leer|ver|vea|mira)\s+(?:también|además|más)|te\s+puede\s+interesar|más\s+(?:información|noticias)|noticias?\s+relacionad\w+|"
    r"(?:leia|veja|saiba|confira|ouça)\s+(?:também|mais|ainda)|leggi\s+(?:anche|tutt\w+|di\s+più)|potrebbe\s+interessarti|"
    r"lees\s+(?:ook|meer|verder)|bekijk\s+ook|läs\s+(?:också|även|mer)|les\s+(?:også|mer)|læs\s+(?:også|mere)|lue\s+(?:myös|lisää|seuraavaksi)|"
    r"(?:czytaj|zobacz|przeczytaj)\s+(?:też|także|również|więcej)|čtěte\s+(?:také|více)|olvass(?:a|on)\s+(?:el|tovább|még)|"
    r"citește\s+(?:și|mai)|(?:ayrica|bunu\s+da)\s+oku|baca\s+(?:juga|selengkapnya)|xem\s+thêm|"
    r"читайте\s+(?:также|ещё|еще)|читать\s+(?:также|далее)|смотрите\s+также|читайте\s+також|"
    r"ये\s+भी\s+पढ़ें|यह\s+भी\s+पढ़ें|आगे\s+पढ़ें|اقرأ\s+(?:أيضا|أيضاً|المزيد)|اقرا\s+ايضا|בנוסף|関連(?:記事|ニュース)|あわせて読みたい|相关(?:新闻|阅读)|관련\s?기사)"
)
#: A line that is nothing but a credit.
_CREDIT = re.compile(
    r"^\W*(?:(?:photo|image|picture|video|graphic|illustration|file\s+photo|pic)s?(?:\s*(?:credits?|source|courtesy|by))?\s*[:©/]|"
    r"(?:photo|image|picture)s?\s+(?:credits?|courtesy|by)\b|(?:bild|foto|grafik|titelbild|symbolbild|bildquelle|quelle)\w*\s*[:©]|"
    r"(?:photo|crédit|crédits|légende)\s*(?:photo)?\s*:|(?:foto|imagen|imagem|crédito|fuente|fonte|bron|beeld|källa|kilde|lähde|źródło|фото|zdroj)\s*[:©]|"
    r"©|\(c\)\s|写真[:：]|사진\s*[=:])"
)
#: A line of labels, buttons or counters.
_LABEL = re.compile(
    r"^\W*(?:tags?|topics?|keywords?|filed\s+under|categor(?:y|ies)|themen|schlagwörter|schlagworte|étiquettes|etiquetas|temas|"
    r"related(?:\s+(?:stories|articles|content|links))?|see\s+also|advertisement|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|reklama?|annonse|annons|mainos|реклама|広告|광고|"
    r"share(?:\s+(?:this|on).*)?|teilen|partager|compartir|compartilhar|condividi|dela|del|jaa|"
    r"comments?|kommentare?|\d+\s+comments?|loading.*|play(?:\s+video)?|listen|zoom|\d+\s*(?:min|minutes?)\s*(?:read|lesezeit)?)\W*(?::.*)?$"
)
#: Where to follow the paper, or whom to write to: an address and little else.
_FOLLOW = re.compile(
    r"\b(?:follow|like|join|subscribe|connect|folgen\s+sie|folgt|folge|suivez|síguenos|sigue|siga|seguici|volg|följ|følg|seuraa|śledź|obserwuj|"
    r"подписывайтесь|подпишитесь|takip)\b.{0,80}\b(?:twitter|facebook|instagram|whatsapp|telegram|youtube|linkedin|tiktok|threads|"
    r"bluesky|google\s+news|flipboard)\b"
)
_ADDRESS = re.compile(r"^\W*(?:e-?mail\W*)?(?:[\w.+-]+@[\w-]+\.[\w.-]+|@\w{2,30}|(?:https?://|www\.)\S+)\W*$")
#: The paper asks for money: a word for giving and one for what is given to, near the end of a text.
_GIVING = re.compile(
    r"\b(?:support(?:ing)?\s+(?:us|our|the)|donat\w+|contribut(?:e|ion)\b|chip\s+in|crowdfund\w*|unterstütz\w+|spende\w*|förder\w+|"
    r"(?:faire|faites)\s+un\s+don|soutene[zr]|soutien\w*|apoya\w*|dona(?:r|ción|ciones|te)\b|hazte\s+soci[oa]|colabora\w*|apoi[ea]\w*|sostien[ie]\w*|"
    r"sostene\w*|steun\w*|stöd\w*|støtt\w*|tue\s+(?:riippumat|journalis|meitä|lehteä)\w*|wesprzyj\w*|wspieraj\w*|podpoř\w*|підтрим\w+|поддержи\w+|δωρε\w+|destek\s+ol\w*)"
)
_TO_THE_PAPER = re.compile(
    r"journalis\w*|jornalis\w*|giornalis\w*|periodis\w*|dziennikars\w*|novinář\w*|журналіст\w*|журналист\w*|gazetecili\w*|"
    r"independent\s+(?:media|news|reporting)|nonprofit|non-profit|unabhängig\w*|indépendan\w*|independiente\w*|indipenden\w*|onafhankelijk\w*|"
    r"oberoende|uafhængig\w*|niezależn\w*|magazin\w*|newsroom|redaktion\w*|\d\s?(?:€|euro|\$|£)|[€$£]\s?\d"
)
_QUOTED = re.compile(r'["“„«][^"“”„«»]*["”“»]')
#: Who speaks: the paper itself, to its reader. What somebody else says to somebody stands in quotation marks.
_OWN = re.compile(
    r"\b(?:you|your|we|us|our|(?<=[\w,]\s)(?-i:Sie|Ihnen|Ihr\w*)|du|dein\w*|deine|wir|uns\w*|vous|votre|vos|nous|notre|nos|usted\w*|tu|tus|nosotros|nuestr\w+|você\w*|"
    r"nosso|nossa|nós|voi|vostr\w+|noi|nostr\w+|je|jij|jouw|u|uw|wij|we|ons|onze|dig|din|vi|vår\w*|deg|vores|os|twoj\w*|nasz\w*|nam|vás|náš|nám|"
    r"вы|ваш\w*|мы|наш\w*|нас|ви|ми|siz\w*|biz\w*|sinä|me)\b",
    re.IGNORECASE,
)
_APPEAL_END = 6
#: What a page says to a browser without scripts, cookies or pictures.
_TECHNICAL = re.compile(r"\b(?:java\s?script|cookies?|ad\s?-?blocker|browser|plug-?in|iframe)\b")
_TO_READERS = re.compile(
    r"\b(?:enable[ds]?|disabled?|activate|allow|accept|consent|support(?:ed|s)?|requires?d?|needs?|settings|aktivier\w+|deaktivier\w+|"
    r"zustimm\w+|einstellungen|unterstützt|activ(?:er|ez|ar|a)|désactiv\w+|accept\w+|habilit\w+|desactiv\w+|permitir|consent\w+|"
    r"inschakelen|toestemming|aktivera|tillad|aktiver|włącz\w*|povol\w*)\b"
)
#: News of browsers speak of them too; these speak to whoever uses one.
_TO_ONE = re.compile(
    r"^\W*(?:java\s?script|cookies?)\b|\b(?:please|bitte|veuillez|por\s+favor|per\s+favore|prosím|"
    r"(?:this|dieses?n?|diesen|ce|cette|este|esta|questo|questa|deze|dit|det|denne)\s+"
    r"(?:content|video|feature|site|page|element|embed|post|map|inhalt|seite|contenu|contenido|conteúdo|contenuto|inhoud|innehåll|innhold))\b"
)
_TIME_LABEL = re.compile(
    r"^\W*(?:(?:first\s+)?published|updated|last\s+(?:updated|modified)|posted|stand|veröffentlicht|aktualisiert|zuletzt|publié|mis\s+à\s+jour|"
    r"publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|publicerad|uppdaterad|publisert|oppdatert|udgivet|opdateret|"
    r"opublikowano|aktualizacja|опубликовано|обновлено|更新|公開|入力|수정|입력)\b.*\d"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of the page besides its text."""

    headlines: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    publisher: str = ""
    sections: tuple[str, ...] = ()  #: names of the section and of the steps to it


@dataclass(frozen=True, slots=True)
class _Place:
    """A block and where it stands."""

    block: Block
    folded: str
    lower: str  #: its text in small letters, as long as the text
    fromTop: int
    fromEnd: int


def _repeats_headline(place: _Place, known: Known) -> bool:
    if place.fromTop >= _TOP:
        return False
    part = len(place.folded) >= _PART_OF_TITLE and place.fromTop < _FIRST and place.block.text[-1] not in ".!"
    return any(place.folded == title or (part and place.folded in title) for title in known.headlines)


def _repeats_section(place: _Place, known: Known) -> bool:
    """The kicker above a headline."""
    return place.fromTop < _TOP and place.folded in known.sections


def _is_byline(place: _Place, known: Known) -> bool:
    """A short line near either end that holds an author's name and little else."""
    if len(place.block.text) > _SHORT_LINE or (place.fromTop >= _TOP and place.fromEnd >= _END):
        return False
    rest, hits = place.folded, 0
    for name in known.authors:
        if name in rest:
            rest, hits = rest.replace(name, " "), hits + 1
    sentence = rest.rstrip().endswith((".", "!", "?", ":", '"', "”"))
    return bool(hits) and not sentence and len(_WORDS.findall(rest)) <= _WORDS_BESIDE_NAME


def _is_dateline(place: _Place, known: Known) -> bool:
    text = place.block.text
    if len(text) > _SHORT_LINE or (place.fromTop >= _TOP and place.fromEnd >= _END):
        return False
    if _TIME_LABEL.match(place.lower):
        return True
    if place.block.kind is not Kind.PARAGRAPH or not _DAY.search(place.lower):
        return False
    words = [word for word in _WORDS.findall(text) if word not in _UNITS and fold(word) not in known.publisher]
    return len(words) <= _WORDS_BESIDE_DATE


def _is_pointer(place: _Place, _: Known) -> bool:
    text = place.block.text
    if len(text) > _SHORT or place.block.kind in HEADINGS or not _POINTER.match(place.lower):
        return False
    if text[0] in _QUOTES or (text.rstrip().endswith((".", "!", "?")) and place.block.linked <= _LINKED):
        return False
    return place.block.linked > _LINKED or text.rstrip().endswith(":") or len(text) < _PROSE or ":" in text[:40]


def _is_credit(place: _Place, _: Known) -> bool:
    return len(place.block.text) <= _SHORT_LINE and bool(_CREDIT.match(place.lower))


def _is_label(place: _Place, _: Known) -> bool:
    return len(place.block.text) <= _SHORT and bool(_LABEL.match(place.lower))


def _is_caption(place: _Place, known: Known) -> bool:
    return place.folded in known.captions


def _is_address(place: _Place, _: Known) -> bool:
    return len(place.lower) <= _SHORT_LINE and bool(_ADDRESS.match(place.lower))


def _is_call_to_follow(place: _Place, _: Known) -> bool:
    """At either end only: a story may be about following somebody."""
    if len(place.block.text) > _SHORT or (place.fromTop >= _END and place.fromEnd >= _END):
        return False
    return bool(_FOLLOW.search(place.lower))


def _is_appeal(place: _Place, _: Known) -> bool:
    """The last lines only: stories are about donations too."""
    text = place.block.text
    if place.fromEnd >= _APPEAL_END or place.fromTop < _END or text[0] in _QUOTES:
        return False
    return bool(
        _GIVING.search(place.lower) and _TO_THE_PAPER.search(place.lower) and _OWN.search(_QUOTED.sub(" ", text))
    )


def _is_technical(place: _Place, _: Known) -> bool:
    """A line for browsers, at either end: a text in between may be about them."""
    text = place.block.text
    if len(text) > 2 * _SHORT or (place.fromTop >= _END and place.fromEnd >= _END):
        return False
    if place.block.kind in HEADINGS or not (_TECHNICAL.search(place.lower) and _TO_READERS.search(place.lower)):
        return False
    told = _QUOTED.sub(" ", text)
    return bool(_TO_ONE.search(lowered(told)) or _OWN.search(told))


def _is_mark(place: _Place, _: Known) -> bool:
    """Nothing but marks: bullets, lines, arrows, a lone number."""
    text = place.block.text
    return len(text) < _MARKS and place.block.kind is not Kind.ROW and not _WORDS.search(text)


def _is_other_story(place: _Place, _: Known) -> bool:
    """A paragraph that is one link and no sentence: a teaser of another story."""
    block = place.block
    return (
        block.kind in {Kind.PARAGRAPH, *HEADINGS}
        and block.linked > _ALL_LINK
        and len(block.text) >= _TITLE
        and not block.text.rstrip().endswith((".", ":", ",", "”", '"'))
    )


_Rules = tuple[Callable[[_Place, Known], bool], ...]

_RULES: _Rules = (
    _repeats_headline,
    _repeats_section,
    _is_byline,
    _is_dateline,
    _is_pointer,
    _is_credit,
    _is_label,
    _is_caption,
    _is_address,
    _is_call_to_follow,
    _is_appeal,
    _is_technical,
    _is_mark,
    _is_other_story,
)


#: Those that a longer block may meet; and a block that is no line, away from both ends of the text, as most are.
_RULES_OF_LONG: _Rules = (_repeats_headline, _repeats_section, _is_caption, _is_appeal, _is_other_story)
_RULES_INSIDE: _Rules = (_is_caption, _is_other_story)


def _kind_of(place: _Place, known: Known) -> str | None:
    """Why a block is no text, or None where it is text."""
    notice = find_notice(place.block.text)
    if notice is not None:
        return str(notice.kind)
    length = len(place.block.text)
    if length > _SHORT and place.fromTop >= _TOP and place.fromEnd >= _APPEAL_END:
        rules = _RULES_INSIDE
    else:
        rules = _RULES if length <= 2 * _SHORT else _RULES_OF_LONG
    return FURNITURE if any(rule(place, known) for rule in rules) else None


def _without_lists_of_stories(blocks: Sequence[Block], kinds: list[str | None]) -> None:
    """A heading such as "Related stories" goes, with its links, if nothing but links stands under it.

    One that text stands under ("More on the inquiry:") is a subheading like any other.
    """
    for index, block in enumerate(blocks):
        if block.kind not in HEADINGS or not _POINTER.match(lowered(block.text)):
            continue
        ends = (n for n in range(index + 1, len(blocks)) if blocks[n].kind in HEADINGS)
        under = range(index + 1, next(ends, len(blocks)))
        if all(kinds[n] is not None or blocks[n].linked > _MOSTLY_LINK for n in under):
            kinds[index] = FURNITURE
            for n in under:
                kinds[n] = kinds[n] or FURNITURE


def _without_dangling(blocks: Sequence[Block], kinds: list[str | None]) -> None:
    """Subheadings at the end have lost what stood under them: they go too."""
    for index in range(len(blocks) - 1, -1, -1):
        if kinds[index] is not None:
            continue
        if blocks[index].kind not in HEADINGS:
            return
        kinds[index] = FURNITURE


def without_furniture(blocks: Sequence[Block], known: Known) -> tuple[list[Block], list[Removed]]:
    """The blocks that are text, and what was left out, each with its place relative to the text."""
    known = Known(
        headlines=tuple(filter(None, map(fold, known.headlines))),
        authors=tuple(filter(None, map(fold, sorted(known.authors, key=len, reverse=True)))),
        captions=tuple(fold(caption) for caption in known.captions if len(caption) > _TITLE // 2),
        publisher=fold(known.publisher),
        sections=tuple(filter(None, map(fold, known.sections))),
    )
    count = len(blocks)
    kinds = [
        _kind_of(_Place(block, fold(block.text), lowered(block.text), index, count - 1 - index), known)
        for index, block in enumerate(blocks)
    ]
    _without_lists_of_stories(blocks, kinds)
    _without_dangling(blocks, kinds)
    kept = [index for index, kind in enumerate(kinds) if kind is None]
    removed = [
        Removed(text=blocks[index].text, kind=kind, position=_position(index, kept))
        for index, kind in enumerate(kinds)
        if kind is not None
    ]
    return [blocks[index] for index in kept], removed


def _position(index: int, kept: Sequence[int]) -> Position:
    if not kept or index < kept[0]:
        return Position.BEFORE
    return Position.AFTER if index > kept[-1] else Position.INSIDE


def texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The text of each block."""
    return tuple(block.text for block in blocks)
