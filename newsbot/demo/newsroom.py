"""The newsroom of the demo newspaper: tells stories as headline and blocks; no two articles share their facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from random import Random
from typing import TypeVar

from newsbot.demo.names import SUBHEADINGS
from newsbot.demo.shapes import Block, BlockKind
from newsbot.demo.text import Filling, Story, stories

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Tale:
    """A story that was told: text without an address, an author or a time."""

    story: Story
    headline: str
    blocks: tuple[Block, ...]
    fill: Filling
    entries: tuple[str, ...] = ()
    pageBreak: int | None = None

    @property
    def description(self) -> str:
        """The opening's first sentence, cut at a word where it is long."""
        return shorten(re.split(r"(?<=[a-z]\.) ", self.blocks[0].text)[0], 220)


def shorten(text: str, size: int) -> str:
    """A text of at most about `size` characters, cut at a word and marked where it was cut."""
    if len(text) <= size:
        return text
    return re.sub(r"[\s,;:.–-]+\S*$", "", text[:size]) + "…"


@dataclass(slots=True)
class Newsroom:
    """Hands out stories, each telling in turn; what was told is told again only when all has been told."""

    rng: Random
    _reports: Iterator[tuple[Story, int]]
    _asides: dict[str, Iterator[str]]
    _series: dict[str, Iterator[Story]]

    @classmethod
    def open(cls, rng: Random) -> Newsroom:
        """A newsroom whose choices follow `rng`."""
        asides = {story.section: _endless(rng, list(story.facts)) for story in stories("common")}
        names = ("briefs", "opinion", "long", "de", "fr", "es", "ar")
        series = {name: _in_turn(stories(name)) for name in names}
        told = [(story, telling) for story in stories("en") for telling in (0, 1)]
        told.remove((stories("en")[-1], 1))  # kept for the agency: see `wire`
        return cls(rng, _endless(rng, told), asides, series)

    def report(self, day: date) -> Tale:
        """An ordinary article of six to eight blocks."""
        return self._tell(*next(self._reports), day)

    def wire(self, day: date) -> Tale:
        """The agency's article, which nobody else tells."""
        return self._tell(stories("en")[-1], 1, day)

    def _tell(self, story: Story, telling: int, day: date) -> Tale:
        fill = Filling(self.rng, day=day)
        facts, quote = story.facts[telling::2], story.quotes[telling]
        asides = self._asides_for(story.section, 3)
        texts = [
            fill(story.openings[telling]),
            _join(fill, facts[:2]),
            fill(quote),
            _join(fill, [facts[2], asides[0]]),
            _join(fill, [facts[3], asides[1]]),
            _join(fill, [asides[2], *self._asides_for("any", 1)]),
        ]
        if self._chance(0.5):
            texts[2], texts[3] = texts[3], texts[2]
        blocks = [Block(text) for text in texts]
        if self._chance(0.4):
            blocks.insert(3, self._subheading(fill, 0))
        return Tale(story, fill(story.headlines[telling], spell=False), tuple(blocks), fill)

    def long_report(self, day: date) -> Tale:
        """An article twice as long, to be printed on two pages."""
        story, _ = next(self._reports)
        fill = Filling(self.rng, day=day)
        texts = [fill(story.openings[0]), *(_join(fill, story.facts[place : place + 2]) for place in (0, 2, 4, 6))]
        pairs = zip(self._asides_for(story.section, 2), self._asides_for("any", 2), strict=True)
        asides = [_join(fill, pair) for pair in pairs]
        first = [texts[0], texts[1], fill(story.quotes[0]), asides[0], texts[2]]
        second = [texts[3], fill(story.quotes[1]), texts[4], asides[1]]
        start, turn = self.rng.sample(range(len(SUBHEADINGS)), 2)
        blocks = [Block(text) for text in first]
        blocks.insert(2, self._subheading(fill, start))
        page_break = len(blocks)
        blocks += [self._subheading(fill, turn), *(Block(text) for text in second)]
        return Tale(story, fill(story.headlines[0], spell=False), tuple(blocks), fill, pageBreak=page_break)

    def brief(self, day: date) -> Tale:
        """A news item of two sentences."""
        story = next(self._series["briefs"])
        fill = Filling(self.rng, day=day)
        headline = fill(story.headlines[0], spell=False)
        return Tale(story, headline, tuple(Block(fill(fact)) for fact in story.facts), fill)

    def opinion(self, day: date) -> Tale:
        """A comment: no quotations, no asides, the facts in their order."""
        story = next(self._series["opinion"])
        fill = Filling(self.rng, day=day)
        pairs = [story.facts[place : place + 2] for place in range(0, len(story.facts), 2)]
        texts = [fill(story.openings[0]), *(_join(fill, pair) for pair in pairs)]
        return Tale(story, fill(story.headlines[0]), tuple(map(Block, texts)), fill)

    def long(self, section: str, day: date) -> Tale:
        """The live blog (`live`) or a gallery (`gallery`): an introduction, and entries in the order of the file."""
        story = next(each for each in self._series["long"] if each.section == section)
        fill = Filling(self.rng, day=day)
        blocks = (Block(fill(story.openings[0])),)
        return Tale(story, fill(story.headlines[0]), blocks, fill, tuple(fill(entry) for entry in story.entries))

    def foreign(self, language: str, day: date) -> Tale:
        """An article in another language: `de`, `fr`, `es` or `ar`."""
        story = next(self._series[language])
        fill = Filling(self.rng, language, day)
        half = len(story.facts) // 2
        lines = [[story.openings[0]], story.facts[:half], [story.quotes[0]], story.facts[half:-1], story.facts[-1:]]
        return Tale(story, fill(story.headlines[0]), tuple(Block(_join(fill, line)) for line in lines), fill)

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _asides_for(self, section: str, count: int) -> list[str]:
        """So many different sentences; where one round of them ends and the next begins, the same may come twice."""
        drawn: list[str] = []
        while len(drawn) < count:
            aside = next(self._asides[section])
            drawn += [] if aside in drawn else [aside]
        return drawn

    def _subheading(self, fill: Filling, place: int) -> Block:
        text = SUBHEADINGS[place] if place else self.rng.choice(SUBHEADINGS)
        return Block(fill(text), BlockKind.SUBHEADING)


def retold(tale: Tale, place: int, sentence: str) -> Tale:
    """The tale with one more sentence at the end of one block."""
    blocks = list(tale.blocks)
    blocks[place] = replace(blocks[place], text=f"{blocks[place].text} {sentence}")
    return replace(tale, blocks=tuple(blocks))


def _join(fill: Filling, lines: Sequence[str]) -> str:
    return " ".join(fill(line) for line in lines)


def _endless(rng: Random, things: list[T]) -> Iterator[T]:
    """Everything in a drawn order, then everything again in another."""
    while True:
        yield from rng.sample(things, len(things))


def _in_turn(things: tuple[T, ...]) -> Iterator[T]:
    while True:
        yield from things
