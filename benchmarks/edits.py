"""Edits: what other papers, and other versions of a page, make of a text; and texts that only look like copies.

All of it is drawn by chance from a seed, so the same corpus gives the same pairs. The edits know no language: words,
sentences and paragraphs that are put in come from the text itself, or from another text of the same publisher or
country. The lines of agencies and pages are those of five languages.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

Edit = Callable[[str, "Stock", random.Random], str]
#: Where words are not parted by blanks.
_DENSE = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*(?=\S)")
_FIGURE = re.compile(r"\d+")

LINES = (
    "(Reuters) -",
    "BERLIN (dpa) -",
    "PARIS, 3 mars (AFP)",
    "Washington, 12 may (EFE).-",
    "【共同】",
)
FURNITURE = (
    "Reporting by our correspondents; editing by the night desk. All rights reserved.",
    "This story was produced by an agency and has not been edited by our staff, apart from the headline.",
    "Dieser Text wurde automatisch von einer Nachrichtenagentur übernommen und von der Redaktion nicht bearbeitet.",
    "Sign up for our newsletter and get the five stories of the day in your mailbox every morning.",
    "Mehr zum Thema lesen Sie in unserem Dossier. Folgen Sie uns auch auf WhatsApp und Instagram.",
    "Suivez toute l'actualité sur notre application et activez les notifications pour ne rien manquer.",
    "Este contenido se publica con la colaboración de una agencia. Puede comentar la noticia en nuestros foros.",
    "この記事は通信社から配信されたものです。無断転載を禁じます。",
)
NOTE = "Correction: an earlier version of this article gave a wrong figure. It was changed after we had asked again."


@dataclass(frozen=True, slots=True)
class Text:
    """A real article of the corpus."""

    name: str
    publisher: str
    body: str


@dataclass(frozen=True, slots=True)
class Stock:
    """Real text to put in, of the same publisher or country where there is some."""

    paragraphs: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts, and whether they are the same story."""

    kind: str
    one: str
    other: str
    same: bool
    one_site: bool = False


def paragraphs_of(body: str) -> list[str]:
    """The paragraphs of a text."""
    return [each for each in body.split("\n\n") if each.strip()]


def joined(paragraphs: Sequence[str]) -> str:
    """The other way round."""
    return "\n\n".join(paragraphs)


def _length(paragraphs: Sequence[str]) -> int:
    return sum(map(len, paragraphs))


# ── the same story ──────────────────────────────────────────────────────────────────────────────────────────────────


def shortened(share: float) -> Edit:
    """Paragraphs taken from the end until about this share is left; of the last one that stays, whole sentences."""

    def edit(body: str, _stock: Stock, _chance: random.Random) -> str:
        left = share * len(body)
        kept: list[str] = []
        for paragraph in paragraphs_of(body):
            if len(paragraph) > left:
                sentences: list[str] = []
                for sentence in _SENTENCE.split(paragraph):
                    left -= len(sentence)
                    if left < 0:
                        break
                    sentences.append(sentence)
                kept += [" ".join(sentences)] if sentences else []
                break
            kept.append(paragraph)
            left -= len(paragraph)
        return joined(kept)

    return edit


def thinned(share: float) -> Edit:
    """About this share of the sentences taken out, anywhere."""

    def edit(body: str, _stock: Stock, chance: random.Random) -> str:
        kept = []
        for paragraph in paragraphs_of(body):
            sentences = [each for each in _SENTENCE.split(paragraph) if chance.random() >= share]
            kept += [" ".join(sentences)] if sentences else []
        return joined(kept)

    return edit


def begun_anew(body: str, stock: Stock, chance: random.Random) -> str:
    """An own first paragraph, and an own last one."""
    return joined([chance.choice(stock.paragraphs), body, chance.choice(stock.paragraphs)])


def dressed(lines: int) -> Edit:
    """An agency's line, and so many lines that the page puts beside every text."""

    def edit(body: str, _stock: Stock, chance: random.Random) -> str:
        paragraphs = paragraphs_of(body)
        paragraphs[0] = f"{chance.choice(LINES)} {paragraphs[0]}"
        for line in chance.sample(FURNITURE, lines):
            paragraphs.insert(chance.randint(1, len(paragraphs)), line)
        return joined(paragraphs)

    return edit


def worded(share: float) -> Edit:
    """About this share of the words taken out, put in, or changed for others of the text; figures stay."""

    def edit(body: str, _stock: Stock, chance: random.Random) -> str:
        dense = len(_DENSE.findall(body)) * 5 > len(body)
        gap = "" if dense else " "
        whole = [list(each) if dense else each.split(" ") for each in paragraphs_of(body)]
        words = [word for each in whole for word in each if not _FIGURE.search(word)]
        done = []
        for paragraph in whole:
            changed: list[str] = []
            for word in paragraph:
                if chance.random() >= share or _FIGURE.search(word):
                    changed.append(word)
                    continue
                changed += chance.choice([[], [chance.choice(words)], [word, chance.choice(words)]])
            done.append(gap.join(changed))
        return joined(done)

    return edit


def set_anew(body: str, _stock: Stock, chance: random.Random) -> str:
    """Other quotes, dashes, blanks, dots and paragraphs: the typography of another house."""
    for old, new in (('"', "„"), ("“", '"'), ("”", '"'), ("’", "'"), ("–", "—"), ("...", "…"), ("\u00a0", " ")):
        body = body.replace(old, new)
    body = re.sub(r"(?<=\w{6})(?=\w{6})", lambda _: "\u00ad" if chance.random() < 0.1 else "", body)
    paragraphs: list[str] = []
    for paragraph in paragraphs_of(body):
        if paragraphs and chance.random() < 0.4:
            paragraphs[-1] += f" {paragraph}"
        else:
            paragraphs.append(paragraph)
    paragraphs[0] = paragraphs[0].replace(" ", " \u2060").upper()[:40] + paragraphs[0][40:]
    return joined(paragraphs)


def corrected(body: str, _stock: Stock, chance: random.Random) -> str:
    """One figure is another one everywhere, and a note at the end says so."""
    figures = sorted(set(_FIGURE.findall(body)))
    if figures:
        wrong = chance.choice(figures)
        body = re.sub(rf"(?<!\d){wrong}(?!\d)", str(int(wrong) + chance.randint(1, 9)), body)
    return joined([body, NOTE])


def plain(body: str, stock: Stock, chance: random.Random) -> str:
    """A mobile page: short paragraphs (captions, subheadings, lists) are left out, and two links to others are in."""
    kept = [each for each in paragraphs_of(body) if len(each) > 90] or paragraphs_of(body)
    for label in ("Read also: ", "Lesen Sie auch: "):
        kept.insert(chance.randint(1, len(kept)), label + chance.choice(stock.paragraphs)[:70])
    return joined(kept)


def chain(*edits: Edit) -> Edit:
    """One after another."""

    def edit(body: str, stock: Stock, chance: random.Random) -> str:
        for each in edits:
            body = each(body, stock, chance)
        return body

    return edit


COPIES: Mapping[str, Edit] = {
    "other typography and paragraphs": set_anew,
    "agency line, 3 lines of the page": dressed(3),
    "own first and last paragraph": begun_anew,
    "mobile: no captions, 2 links more": plain,
    "a figure corrected, with a note": corrected,
    "2 % of the words edited": worded(0.02),
    "5 % of the words edited": worded(0.05),
    "10 % of the words edited": worded(0.10),
    "20 % of the sentences taken out": thinned(0.20),
    "40 % of the sentences taken out": thinned(0.40),
    "shortened to 80 %": shortened(0.8),
    "shortened to 60 %": shortened(0.6),
    "shortened to 50 %": shortened(0.5),
    "shortened to 40 %": shortened(0.4),
    "shortened to 30 %": shortened(0.3),
    "to 60 %, own paragraphs, 3 % edited": chain(shortened(0.6), worded(0.03), begun_anew),
    "to 70 %, agency line, typography": chain(shortened(0.7), set_anew, dressed(2)),
    "two papers' cuts: 70 % and 20 % out": chain(thinned(0.2), dressed(2)),
}
#: What the first of the two is made into, where both were edited.
FIRSTS: Mapping[str, Edit] = {"two papers' cuts: 70 % and 20 % out": shortened(0.7)}
#: Made by a site of its own articles as well, at other addresses.
_OF_ONE_SITE = frozenset(
    {
        "other typography and paragraphs",
        "mobile: no captions, 2 links more",
        "a figure corrected, with a note",
        "2 % of the words edited",
    }
)


def copies(text: Text, stock: Stock, least: int) -> Iterator[Pair]:
    """This article and its copies; those that are shorter than `least` are nobody's."""
    for kind, edit in COPIES.items():
        chance = random.Random(f"{text.name} {kind}")
        one = FIRSTS[kind](text.body, stock, chance) if kind in FIRSTS else text.body
        other = edit(text.body, stock, chance)
        if min(len(one), len(other)) >= least:
            for one_site in {False, kind in _OF_ONE_SITE}:
                yield Pair(kind=kind, one=one, other=other, same=True, one_site=one_site)


# ── another story ───────────────────────────────────────────────────────────────────────────────────────────────────


def taken(paragraphs: Sequence[str], share: float, chance: random.Random) -> list[str]:
    """Whole paragraphs that hold about this share of all, and not more, in their order."""
    left, most = share * _length(paragraphs), []
    for place in chance.sample(range(len(paragraphs)), len(paragraphs)):
        if len(paragraphs[place]) <= left:
            left -= len(paragraphs[place])
            most.append(place)
    return [paragraphs[place] for place in sorted(most)]


def follow_up(former: Text, news: Text, share: float) -> Pair:
    """A text of which this share is taken, word for word, from a former one."""
    chance = random.Random(f"{former.name} {news.name} {share}")
    fresh, old = paragraphs_of(news.body), paragraphs_of(former.body)
    room = share / (1 - share) * _length(fresh)  # of the old in the new one
    quoted = taken(old, min(room / _length(old), share), chance)
    body = joined([*fresh[: len(fresh) // 2 + 1], *quoted, *fresh[len(fresh) // 2 + 1 :]])
    return Pair(kind=f"follow-up that quotes {share:.0%}", one=former.body, other=body, same=False, one_site=True)


def digest(text: Text, others: Sequence[Text], paragraphs: int) -> Pair:
    """A page that holds the first paragraphs of several articles."""
    parts = [joined(paragraphs_of(each.body)[:paragraphs]) for each in [text, *others]]
    kind = f"digest: {paragraphs} paragraph(s) of {len(parts)}"
    return Pair(kind=kind, one=text.body, other=joined(parts), same=False, one_site=True)


def tickers(text: Text, entries: Sequence[Text], share: float) -> Iterator[Pair]:
    """Two days of a ticker: the same background, which is about this share of each, under other entries."""
    chance = random.Random(f"{text.name} ticker {share}")
    back = paragraphs_of(text.body)
    room = (1 - share) / share * _length(back)
    fresh = [paragraphs_of(each.body) for each in entries]
    one, other = ([*taken(each, min(1.0, room / _length(each)), chance), *back] for each in fresh)
    shared = _length([each for each in one if each in other])
    if shared < (share + 0.1) * min(_length(one), _length(other)):  # else these entries are too short for so little
        kind = f"tickers that share {share:.0%}"
        yield Pair(kind=kind, one=joined(one), other=joined(other), same=False, one_site=True)
