"""The demo newspaper as data: the same seed, size and day give the same newspaper, and nothing here asks a clock."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from random import Random

from newsbot.article import Declared, Delivered, Gate
from newsbot.demo.names import ALT, CAPTIONS, NAMES
from newsbot.demo.newsroom import Newsroom, Tale, retold
from newsbot.demo.shapes import Block, Kind, Layout, Newspaper, Picture, Piece, Section, Update, Writer
from newsbot.demo.text import Filling
from newsbot.errors import FixArgument

NAME = "The Saltmere Courier"
TODAY = date(2026, 11, 1)
ZONE = timezone(timedelta(hours=1))
AGENCY = Writer("Tidewire", None)
SECTIONS = tuple(
    Section(key, name)
    for key, name in (
        ("town", "Town"),
        ("harbour", "Harbour"),
        ("business", "Business"),
        ("sport", "Sport"),
        ("culture", "Culture"),
        ("nature", "Nature"),
        ("world", "World"),
        ("opinion", "Opinion"),
    )
)
_LANGUAGES = {Kind.GERMAN: "de", Kind.FRENCH: "fr", Kind.SPANISH: "es", Kind.RIGHT_TO_LEFT: "ar"}
#: How many of each kind a hundred articles hold; the rest is free. Every kind comes once before any comes twice.
SHARES = {
    Kind.NOTICE: 5,
    Kind.METERED: 6,
    Kind.LOCKED: 8,
    Kind.LOCKED_QUIET: 3,
    Kind.REGISTRATION: 4,
    Kind.DECLARED_PAID: 4,
    Kind.CORRECTED: 1,
    Kind.RETITLED: 1,
    Kind.WIRE: 1,
    Kind.WIRE_EDITED: 2,
    Kind.WIRE_CANONICAL: 1,
    Kind.WIRE_COPY: 1,
    Kind.LIVE: 1,
    Kind.PAGED: 1,
    Kind.SCRIPTED: 1,
    Kind.OPINION: 4,
    Kind.BRIEF: 8,
    Kind.GALLERY: 2,
    Kind.LEGACY_CHARSET: 1,
    Kind.BROKEN_JSONLD: 1,
    Kind.GERMAN: 3,
    Kind.FRENCH: 3,
    Kind.SPANISH: 3,
    Kind.RIGHT_TO_LEFT: 1,
    Kind.FREE: 34,
}
#: These stay alone, or their count fixed, however large the newspaper: there is one agency text and one storm.
_SINGLE = {
    *(Kind.CORRECTED, Kind.RETITLED, Kind.WIRE, Kind.WIRE_EDITED, Kind.WIRE_CANONICAL, Kind.WIRE_COPY, Kind.LIVE),
    *(Kind.OPINION, Kind.BRIEF, Kind.GALLERY, Kind.GERMAN, Kind.FRENCH, Kind.SPANISH, Kind.RIGHT_TO_LEFT),
}
_WIRES = (Kind.WIRE, Kind.WIRE_EDITED, Kind.WIRE_CANONICAL, Kind.WIRE_COPY)
_FRESH = {Kind.LIVE, Kind.CORRECTED, Kind.RETITLED}  #: of the last day, so that every feed has them
_LAYOUTS = {
    Kind.NOTICE: Layout.CLASSIC,
    Kind.LIVE: Layout.CLASSIC,
    Kind.SCRIPTED: Layout.CLASSIC,
    Kind.BROKEN_JSONLD: Layout.CLASSIC,
    Kind.GALLERY: Layout.MAGAZINE,
    Kind.LEGACY_CHARSET: Layout.COMPACT,
    Kind.BRIEF: Layout.COMPACT,
}


@lru_cache(maxsize=4)
def make_newspaper(seed: int = 1, articles: int = 100, today: date = TODAY) -> Newspaper:
    """The newspaper of a seed. `articles`: at least one of each kind; `today` is the day of the newest article."""
    if articles < len(SHARES) + 1:
        raise FixArgument("articles", articles, f"the demo newspaper needs {len(SHARES) + 1} to have one of each kind")
    rng = Random(seed)  # noqa: S311 (a repeatable draw, no secret)
    press = _Press(rng, Newsroom.open(rng), _staff(rng), _times(rng, today))
    kinds = _kinds(rng, articles)
    pieces = _linked([press.print(number, kind) for number, kind in enumerate(kinds, 1)])
    return Newspaper(
        name=NAME,
        seed=seed,
        today=today,
        sections=SECTIONS,
        writers=press.staff,
        articles=tuple(map(_with_later, pieces)),
    )


def _kinds(rng: Random, count: int) -> list[Kind]:
    """Which kind stands where, the newest first: each kind once, then by its share, then the endless ones in turn."""
    rest = [kind for kind, share in SHARES.items() for _ in range(share - 1)]
    kinds = [*SHARES, *rng.sample(rest, len(rest))]
    endless = [kind for kind in rest if kind not in _SINGLE]
    while len(kinds) < count:
        kinds += rng.sample(endless, len(endless))
    kinds = rng.sample(kinds[:count], count)
    kinds.sort(key=lambda kind: kind not in _FRESH)  # stable: the rest keeps its drawn order
    wires = [place for place, kind in enumerate(kinds) if kind in _WIRES]
    ordered = sorted((kinds[place] for place in wires), key=_WIRES.index, reverse=True)
    for place, kind in zip(wires, ordered, strict=True):  # the agency's own text is the oldest of its family
        kinds[place] = kind
    return kinds


def _staff(rng: Random) -> tuple[Writer, ...]:
    given, family = NAMES["en"]
    pairs = zip(rng.sample(given, 8), rng.sample(family, 8), SECTIONS, strict=True)
    return tuple(Writer(f"{first} {last}", slug(f"{first} {last}"), section.name) for first, last, section in pairs)


def _times(rng: Random, today: date) -> Iterator[datetime]:
    """Times of publication, going back from the evening of `today`, in working hours."""
    at = datetime.combine(today, time(18, 40), ZONE)
    while True:
        yield at
        at -= timedelta(minutes=rng.randint(90, 1000))
        if at.hour < 6:  # noqa: PLR2004 (in the morning)
            at -= timedelta(hours=at.hour + 3)


def slug(text: str) -> str:
    """A text as part of an address: ASCII, at most eight words. Empty for scripts without a Latin spelling."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().replace("'", "")
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())[:8])


@dataclass(slots=True)
class _Press:
    """Makes pieces, from the newest to the oldest."""

    rng: Random
    newsroom: Newsroom
    staff: tuple[Writer, ...]
    times: Iterator[datetime]

    def print(self, number: int, kind: Kind) -> Piece:
        """One article of this kind; what ties it to others is done later."""
        at = next(self.times)
        tale = self._tale(kind, at.date() - timedelta(days=self.rng.randint(0, 2)))
        section = _section(tale)
        layout = _LAYOUTS.get(kind) or self.rng.choice(tuple(Layout))
        delivered, gate, declared = _truth(kind, layout, number)
        pictures = self._pictures(number, kind, tale)
        return Piece(
            number=number,
            path=_path(section, at, slug(tale.headline) or "maktaba", number, layout),
            kind=kind,
            layout=layout,
            section=section,
            headline=tale.headline,
            description=tale.description,
            authors=self._authors(kind, section),
            published=at,
            modified=at + timedelta(minutes=self.rng.randint(11, 290)) if self._chance(0.3) else None,
            keywords=tale.story.keywords,
            language=_LANGUAGES.get(kind, "en"),
            blocks=tale.blocks,
            pageBreak=tale.pageBreak,
            pictures=pictures,
            updates=_updates(tale, at) if kind is Kind.LIVE else (),
            delivered=delivered,
            gate=gate,
            declared=declared,
            charset="windows-1252" if kind is Kind.LEGACY_CHARSET else "utf-8",
        )

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _tale(self, kind: Kind, day: date) -> Tale:
        if kind in _LANGUAGES:
            return self.newsroom.foreign(_LANGUAGES[kind], day)
        makers: dict[Kind, Callable[[], Tale]] = {
            Kind.OPINION: lambda: self.newsroom.opinion(day),
            Kind.BRIEF: lambda: self.newsroom.brief(day),
            **{wire: lambda: self.newsroom.wire(day) for wire in _WIRES},
            Kind.PAGED: lambda: self.newsroom.long_report(day),
            Kind.LIVE: lambda: self.newsroom.long("live", day),
            Kind.GALLERY: lambda: self.newsroom.long("gallery", day),
        }
        tale = makers.get(kind, lambda: self.newsroom.report(day))()
        if kind is Kind.LEGACY_CHARSET:  # signs that Latin-1 lacks and windows-1252 has
            return retold(tale, -1, "A café on the quay – the “Œuvre” – sells a print of it for €12.")
        return tale

    def _authors(self, kind: Kind, section: Section) -> tuple[Writer, ...]:
        if kind in _WIRES:
            return (AGENCY,)
        own = next(writer for writer in self.staff if writer.beat == section.name)
        if kind not in {Kind.OPINION, Kind.BRIEF} and self._chance(0.2):
            return own, self.rng.choice([writer for writer in self.staff if writer != own])
        return (own,)

    def _pictures(self, number: int, kind: Kind, tale: Tale) -> tuple[Picture, ...]:
        """One picture, sometimes two, all of a gallery; briefs have none."""
        motif = tale.story.motif
        if kind is Kind.GALLERY:
            captions = list(tale.entries)
        else:
            fill = Filling(self.rng, day=tale.fill.day)
            count = 0 if kind is Kind.BRIEF else 2 if self._chance(0.25) else 1
            captions = [fill(caption) for caption in self.rng.sample(CAPTIONS[motif], count)]
        given, family = NAMES["en"]
        credit = f"{self.rng.choice(given)} {self.rng.choice(family)}"
        start = self.rng.randint(0, 9999)
        return tuple(
            Picture(
                path=f"/pictures/{number:03}-{place}-{motif}.png",
                motif=motif,
                seed=start + place,  # neighbours differ in their mood
                caption=caption,
                credit=credit,
                alt=ALT[motif],
            )
            for place, caption in enumerate(captions, 1)
        )


def _section(tale: Tale) -> Section:
    """The section that the story names, or else one of its keywords, or else the first."""
    names = (tale.story.section, *tale.story.keywords)
    return next((section for name in names for section in SECTIONS if section.key == name), SECTIONS[0])


def _path(section: Section, at: datetime, name: str, number: int, layout: Layout) -> str:
    """Two shapes of addresses, as on papers that changed their system once."""
    if layout is Layout.COMPACT:
        return f"/{section.key}/{name}-a{number + 4000}.html"
    return f"/{section.key}/{at:%Y/%m/%d}/{name}-{number}"


def _updates(tale: Tale, at: datetime) -> tuple[Update, ...]:
    entries = [entry.partition(" | ") for entry in tale.entries]
    start = at - timedelta(minutes=37 * len(entries))
    updates = [
        Update(at=start + timedelta(minutes=37 * place), headline=headline, text=text)
        for place, (headline, _, text) in enumerate(entries, 1)
    ]
    return tuple(reversed(updates))


def _truth(kind: Kind, layout: Layout, number: int) -> tuple[Delivered, Gate, Declared]:
    """What a reader without cookies gets from the first answer, and what the page says of itself."""
    said = Declared.FREE if layout is not Layout.COMPACT or number % 2 else Declared.ABSENT
    registration = (Declared.NOT_FREE, Declared.ABSENT, Declared.FREE)[number % 3]
    special = {
        Kind.NOTICE: (Delivered.FULL_WITH_NOTICE, Gate.NONE_SEEN, Declared.ABSENT),
        Kind.METERED: (Delivered.FULL_WITH_NOTICE, Gate.METERED_OPEN, Declared.METERED),
        Kind.LOCKED: (Delivered.PARTIAL_TEASER, Gate.SUBSCRIPTION, Declared.NOT_FREE),
        Kind.LOCKED_QUIET: (Delivered.PARTIAL_TEASER, Gate.SUBSCRIPTION, Declared.ABSENT),
        Kind.REGISTRATION: (Delivered.PARTIAL_TEASER, Gate.REGISTRATION, registration),
        Kind.DECLARED_PAID: (Delivered.FULL, Gate.NONE_SEEN, Declared.NOT_FREE),
        Kind.PAGED: (Delivered.PARTIAL_OTHER, Gate.NONE_SEEN, said),
        Kind.SCRIPTED: (Delivered.PARTIAL_OTHER, Gate.UNKNOWN, said),
    }
    return special.get(kind, (Delivered.FULL, Gate.NONE_SEEN, said))


def _linked(pieces: list[Piece]) -> list[Piece]:
    """The pieces with the agency's text in every member of its family."""
    wire = next(piece for piece in pieces if piece.kind is Kind.WIRE)
    edits = iter(
        (
            ("Report: {}", "This newspaper had reported on a similar case last year."),
            ("{}, agency says", "A spokesman in the capital declined to comment."),
        )
    )
    return [_wired(piece, wire, edits) if piece.kind in _WIRES[1:] else piece for piece in pieces]


def _wired(piece: Piece, wire: Piece, edits: Iterator[tuple[str, str]]) -> Piece:
    """A member of the agency's family: edited, or the same word for word."""
    day = (wire.section, piece.published)
    if piece.kind is Kind.WIRE_EDITED:
        label, sentence = next(edits)
        headline = label.format(wire.headline)
        start, dot, _ = wire.blocks[-1].text.rpartition(". ")
        changed = Block(f"{start}{dot}{sentence}")
        blocks, copy_of = (*wire.blocks[:-1], changed), None
    else:
        headline, blocks, copy_of = wire.headline, wire.blocks, wire.path
    return replace(
        piece,
        path=_path(*day, slug(headline), piece.number, piece.layout),
        section=wire.section,
        headline=headline,
        description=wire.description,
        keywords=wire.keywords,
        blocks=blocks,
        copyOf=copy_of,
        canonicalPath=wire.path if piece.kind is Kind.WIRE_CANONICAL else None,
    )


def _with_later(piece: Piece) -> Piece:
    """The piece with its second edition, if it has one."""
    modified = piece.published + timedelta(hours=6)
    if piece.kind is Kind.RETITLED:
        return replace(
            piece, later=replace(piece, headline=f"{piece.headline}: what is known so far", modified=modified)
        )
    if piece.kind is not Kind.CORRECTED:
        return piece
    added = "The date given at first was wrong by a week, as the office in charge has since made clear."
    blocks = (*piece.blocks[:-1], Block(f"{piece.blocks[-1].text} {added}"))
    note = (
        "Correction: an earlier version of this article gave a wrong date. It has been put right in the last paragraph."
    )
    return replace(piece, later=replace(piece, blocks=blocks, correction=note, modified=modified))
