"""The archive of the demo newspaper: as many articles for subscribers as a test wants to crawl."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

from newsbot.article import Declared, Delivered, Gate
from newsbot.demo.newsroom import Newsroom
from newsbot.demo.paper import slug
from newsbot.demo.shapes import Block, Kind, Layout, Newspaper, Piece, Section
from newsbot.errors import FixArgument

ARCHIVE = Section("archive", "Archive")
MOST = 5000
_FIRST_NUMBER = 10_001
_LAYOUTS = tuple(Layout)


def with_archive(paper: Newspaper, count: int) -> Newspaper:
    """The newspaper with so many articles in its archive, from 0 to `MOST`; raises `FixArgument` for other numbers."""
    if not 0 <= count <= MOST:
        raise FixArgument("archive", count, f"the archive holds up to {MOST} articles")
    if not count:
        return paper
    newsroom = Newsroom.open(Random(f"archive {paper.seed}"))  # noqa: S311 (a repeatable draw, no secret)
    pieces = tuple(_piece(paper, newsroom, place) for place in range(count))
    return replace(paper, sections=(*paper.sections, ARCHIVE), archive=pieces)


def _piece(paper: Newspaper, newsroom: Newsroom, place: int) -> Piece:
    """One article. Its first and last paragraph say its number, so that no two articles or teasers are alike."""
    at = paper.articles[-1].published - timedelta(hours=5 * (place + 1))
    tale = newsroom.report(at.date())
    number = _FIRST_NUMBER + place
    first, *others = tale.blocks
    blocks = (
        Block(f"{first.text} This is sheet {number} of our archive."),
        *others,
        Block(f"Sheet {number} is kept in the reading room on Quay Road, where it can be looked at by appointment."),
    )
    return Piece(
        number=number,
        path=f"/archive/{at:%Y/%m/%d}/{slug(tale.headline)}-{number}",
        kind=Kind.LOCKED,
        layout=_LAYOUTS[place % len(_LAYOUTS)],
        section=ARCHIVE,
        headline=tale.headline,
        description=tale.description,
        authors=(paper.writers[place % len(paper.writers)],),
        published=at,
        keywords=tale.story.keywords,
        blocks=blocks,
        delivered=Delivered.PARTIAL_TEASER,
        gate=Gate.SUBSCRIPTION,
        declared=Declared.NOT_FREE,
    )
