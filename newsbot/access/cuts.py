"""Cuts: what the text itself shows about being cut short, made illegible, or kept in the page's data only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsbot.access.layout import is_cjk
from newsbot.access.notices import without_accents
from newsbot.extraction.reading import Reading
from newsbot.extraction.text import count_words

#: Types of pages that are complete without being long, or that are never complete.
_EXEMPT = frozenset({"liveblogposting", "imagegallery", "mediagallery", "quiz", "recipe"})

_ELLIPSIS = re.compile(r"(?:\.{3,}|…|・{3,}|‥)[\s\]\)»”\"']*$")
_MID_WORD = re.compile(r"\w(?:…|\.{3})$")
_SENTENCE_END = re.compile(r"[.!?。！？．।؟…\"”»’'\)\]:;]\s*$")

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = frozenset("aeiouyäöüåæøœıаауоыиэяюёеіїєαεηιουω")
#: The commonest words of the languages written in Latin letters: their absence from a paragraph is telling.
_COMMON = """
    the of and to in is that for it as was with be by on not he his but at are this have from or had an they which
    der die das und in zu den von mit ist des im nicht ein eine auf sich für dem auch es an als wie er sie wird hat
    le la les de des du et en un une que qui dans pour pas sur au par est il ce avec plus se
    el los las y a del que una por con para se su al lo como más pero sus o este
    il di che e la per un non una sono con del della i le si da è nel alla
    o os as do da em um uma com não para na no se por mais dos que
    het een van en dat op te zijn voor niet met aan er om ook bij maar
    och att det som en på är av för med den till inte har om ett var jag
    og i at er på til av med for ikke som den det har de et fra
    w na się z nie do że to jest o jak po co za od v je s ve pro jako by
    ja on ei että se oli ovat kun mutta myös az és hogy nem egy is meg van volt
    bir bu için ile olarak çok daha ne dan yang untuk dengan ini itu dari pada tidak dalam
    và của là có cho không được trong người một și în cu pe nu care fi din ya wa kwa ni katika za
"""
_FUNCTION_WORDS = frozenset(_COMMON.split())
_SHORTEST_BLOCK = 100
_FEW, _ENOUGH, _NOT_LATIN = 0.03, 0.09, 0.3
_VOWELLESS = 0.3


@dataclass(frozen=True, slots=True)
class Cut:
    """One sign that the text is not whole. `weight`: 1 a hint, 2 and 3 hard to explain otherwise, 4 certain."""

    kind: str
    value: str
    where: str
    rule: str
    weight: int


def _letters_share(words: Sequence[str]) -> float:
    letters = without_accents("".join(words)).lower()
    return sum(letter in _VOWELS for letter in letters) / max(1, len(letters))


def _is_scrambled(block: str) -> bool:
    """Whether a paragraph in Latin letters has neither the little words nor the vowels of any language."""
    pieces = block.split()
    if len([piece for piece in pieces if piece in _FUNCTION_WORDS]) > _ENOUGH * len(pieces):
        return False  # as nearly every paragraph is, and told at a tenth of the cost
    if len([piece for piece in pieces if piece[0] >= "\u0250"]) > _NOT_LATIN * len(pieces):
        return False
    words = _WORD.findall(block.lower())
    if len(words) < 8:  # noqa: PLR2004 (too few to say)
        return False
    latin = sum(word[0] < "\u0250" for word in words)
    known = sum(word in _FUNCTION_WORDS for word in words)
    return latin > 0.9 * len(words) and known < _FEW * len(words) and _letters_share(words) < _VOWELLESS


def scrambled(reading: Reading) -> Cut | None:
    """Text that is there at its full length, its letters exchanged."""
    blocks = [block for block in reading.blocks if len(block) >= _SHORTEST_BLOCK]
    if not any(_is_scrambled(block[-400:]) for block in blocks[:: max(1, len(blocks) // 6)]):
        return None
    bad = [block for block in blocks if _is_scrambled(block[:1500])]
    if not bad:
        # One block may hold the legible and the illegible part: look at its second half alone.
        bad = [
            block for block in blocks if len(block) > 6 * _SHORTEST_BLOCK and _is_scrambled(block[len(block) // 2 :])
        ]
    length, whole = sum(map(len, bad)), sum(map(len, blocks))
    if length < 2 * _SHORTEST_BLOCK or length < 0.2 * whole:
        return None
    return Cut("obfuscated", bad[0][:200], "inside", "access/scrambled", 4)


def is_exempt(reading: Reading) -> bool:
    """Live reports, galleries and the like: their length and their end say nothing."""
    types = {name.casefold() for name in reading.jsonldTypes}
    return bool(types & _EXEMPT) or bool(reading.article.liveBlogUpdate)


def cuts(reading: Reading, prose: Sequence[str]) -> Iterator[Cut]:
    """The signs of truncation; `prose` are the paragraphs before the first gate, in order."""
    if is_exempt(reading) or not prose:
        return
    last = prose[-1].rstrip()
    if _MID_WORD.search(last):
        yield Cut("truncation", last[-80:], "end", "access/ends-in-word", 1)
    elif _ELLIPSIS.search(last[-80:]):
        yield Cut("truncation", last[-80:], "end", "access/ends-in-ellipsis", 1)
    elif not _SENTENCE_END.search(last) and len(last) > 150:  # noqa: PLR2004 (a paragraph, not a line)
        yield Cut("truncation", last[-80:], "end", "access/ends-without-stop", 1)
    yield from _by_length(reading, prose)


def _by_length(reading: Reading, prose: Sequence[str]) -> Iterator[Cut]:
    declared = reading.declaredWordCount or 0
    words = count_words(" ".join(prose)) if declared else 0
    characters = sum(map(len, prose))
    if declared > words + 150 and declared > 1.4 * words:
        weight = 2 if declared > 2.2 * words and declared > words + 250 else 1
        weight = 3 if declared > 4 * words and declared > words + 400 else weight
        yield Cut("length", f"{words} words of {declared}", "jsonld:wordCount", "access/fewer-words", weight)
    description = reading.article.description or ""
    if len(description) > 50 and characters <= 1.3 * len(description):  # noqa: PLR2004
        yield Cut(
            "length",
            f"{characters} characters, the description has {len(description)}",
            "meta",
            "access/only-description",
            1,
        )
    length = characters * 5 // 2 if is_cjk("".join(prose[:3])) else characters
    if length < 600:  # noqa: PLR2004 (half of the shortest complete news in the corpora are longer)
        yield Cut("length", f"{characters} characters", "body", "access/short", 1)
