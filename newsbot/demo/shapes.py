"""The parts of the demo newspaper as data: kinds of articles, what a reader without a login gets, the newspaper.

Everything is frozen, so a newspaper can be shared between threads and cached. `Piece` is an article of the newspaper;
the name keeps it apart from `newsbot.article.Article`, which is what a reader makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from newsbot.article import Declared, Delivered, Gate


class Kind(StrEnum):
    """What is special about an article; each stands for a situation that readers of real sites meet."""

    FREE = "free"
    NOTICE = "notice"  #: "already a subscriber?" before a complete text
    METERED = "metered"  #: the counter is shown, the text is there until the meter of a cookie jar has run out
    LOCKED = "locked"  #: cut on the server, and declared as not free
    LOCKED_QUIET = "locked-quiet"  #: cut on the server, nothing declared
    REGISTRATION = "registration"  #: cut until the reader has an account, free of charge
    DECLARED_PAID = "declared-paid"  #: declared as not free, and all there
    CORRECTED = "corrected"  #: the second edition has another text and a note
    RETITLED = "retitled"  #: the second edition has another headline
    WIRE = "wire"  #: an agency's text
    WIRE_EDITED = "wire-edited"  #: the same with another headline and one sentence changed
    WIRE_CANONICAL = "wire-canonical"  #: the same under another address, with a canonical link to the first
    WIRE_COPY = "wire-copy"  #: the same under another address, without
    LIVE = "live"
    PAGED = "paged"  #: on two pages
    SCRIPTED = "scripted"  #: an empty shell that a script fills
    OPINION = "opinion"
    BRIEF = "brief"  #: two sentences, and complete
    GALLERY = "gallery"
    LEGACY_CHARSET = "legacy-charset"  #: windows-1252, declared in the header
    BROKEN_JSONLD = "broken-jsonld"
    GERMAN = "german"
    FRENCH = "french"
    SPANISH = "spanish"
    RIGHT_TO_LEFT = "right-to-left"


class Layout(StrEnum):
    """The three page templates."""

    CLASSIC = "classic"  #: article, figure, p; one JSON-LD object
    MAGAZINE = "magazine"  #: nested divs, subheadings, a pull quote; JSON-LD as @graph
    COMPACT = "compact"  #: older markup with microdata and no JSON-LD


class BlockKind(StrEnum):
    """What a piece of text is marked up as."""

    PARAGRAPH = "p"
    SUBHEADING = "h2"


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a subheading."""

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with what stands below it. Sizes in pixels."""

    path: str
    motif: str
    seed: int
    caption: str
    credit: str
    alt: str
    width: int = 640
    height: int = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An entry of the live blog."""

    at: datetime
    headline: str
    text: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Somebody who writes for the newspaper, or an agency (which has no page of its own)."""

    name: str
    slug: str | None
    beat: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the newspaper, at `/<key>/`."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article, and what is true of it. Times are aware.

    `delivered`, `gate` and `declared` are what a verdict should say of the first answer to a plain GET without cookies:
    for a paged article that is its first page, for a scripted one its shell.
    """

    number: int  #: 1 is the newest
    path: str
    kind: Kind
    layout: Layout
    section: Section
    headline: str
    description: str
    authors: tuple[Writer, ...]
    published: datetime
    modified: datetime | None = None
    keywords: tuple[str, ...] = ()
    language: str = "en"
    blocks: tuple[Block, ...] = ()
    pageBreak: int | None = None  #: how many blocks stand on the first page
    pictures: tuple[Picture, ...] = ()
    updates: tuple[Update, ...] = ()  #: newest first
    correction: str | None = None
    canonicalPath: str | None = None  #: where it differs from `path`
    copyOf: str | None = None  #: the path of the article whose text this one repeats exactly
    delivered: Delivered = Delivered.FULL
    gate: Gate = Gate.NONE_SEEN
    declared: Declared = Declared.ABSENT
    charset: str = "utf-8"
    later: Piece | None = field(default=None, repr=False)  #: the second edition, where that differs

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The whole text: paragraphs and subheadings, in order."""
        return tuple(block.text for block in self.blocks)

    @property
    def body(self) -> str:
        """The whole text, its parts separated by blank lines, as in `Article.articleBody`."""
        return "\n\n".join(self.paragraphs)

    @property
    def shown(self) -> tuple[str, ...]:
        """What of the text stands in the first answer to a reader without a login."""
        if self.kind is Kind.SCRIPTED:
            return ()
        if self.cut:
            return self.paragraphs[:1]
        return self.paragraphs[: self.pageBreak]

    @property
    def cut(self) -> bool:
        """Whether the server keeps the rest of the text from a reader without a login."""
        return self.kind in {Kind.LOCKED, Kind.LOCKED_QUIET, Kind.REGISTRATION}

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML has it."""
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def identity(self) -> str:
        """The path under which the article wants to be known."""
        return self.canonicalPath or self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Newspaper:
    """All that the demo newspaper prints. Two of the same seed, size and day are equal."""

    name: str
    seed: int
    today: date
    sections: tuple[Section, ...]
    writers: tuple[Writer, ...]
    articles: tuple[Piece, ...]  #: the newest first
    archive: tuple[Piece, ...] = ()  #: older, for subscribers only, and in a section of their own; the newest first

    @property
    def all(self) -> tuple[Piece, ...]:
        """Everything that has an address."""
        return self.articles + self.archive

    def edition(self, number: int) -> Newspaper:
        """The newspaper as it was first printed (1), or as it was corrected (2)."""
        if number == 1:
            return self
        return replace(self, articles=tuple(piece.later or piece for piece in self.articles))

    def of_kind(self, kind: Kind) -> tuple[Piece, ...]:
        """The articles of one kind, the archive left out."""
        return tuple(piece for piece in self.articles if piece.kind is kind)

    def in_section(self, section: Section) -> tuple[Piece, ...]:
        """The articles of one section, the newest first."""
        return tuple(piece for piece in self.all if piece.section == section)

    def at(self, path: str) -> Piece | None:
        """The article at this path."""
        return next((piece for piece in self.all if piece.path == path), None)
