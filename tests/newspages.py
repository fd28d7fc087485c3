"""Pages for tests: the pieces that news pages are made of, and what is read from them, told by their first words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newsbot.extraction.body import NO_CLUES, Clues, choose_passages, dom_body
from newsbot.extraction.merge import read_page
from newsbot.extraction.outline import Outline, Passage, read_outline
from newsbot.extraction.page import parse_page
from newsbot.extraction.reading import Reading

URL = "https://paper.example/news/a"
SENTENCE = "The council met on Monday evening and, after two hours of quiet talk, voted to mend the bridge."
_FIRST_WORD = re.compile(r"\w+")


def prose(word: str, sentences: int = 2) -> str:
    """Text by whose first word a test can tell it from others."""
    return f"{word}: " + " ".join([SENTENCE] * sentences) + f" {word} said so."


def paragraph(word: str, tag: str = "p", sentences: int = 2) -> str:
    """A paragraph of prose."""
    return f"<{tag}>{prose(word, sentences)}</{tag.split(maxsplit=1)[0]}>"


def paragraphs(words: str) -> str:
    """A paragraph for each of the words."""
    return "".join(map(paragraph, words.split()))


def card(title: str, text: str = "") -> str:
    """The teaser of another story."""
    below = f"<p>{text}</p>" if text else ""
    return f'<div class="x1"><h3><a href="/other">{title} and what came of it in the end</a></h3>{below}</div>'


def page(body: str, head: str = "") -> str:
    """A whole page around what its body holds."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def outline_of(body: str) -> Outline:
    """The outline of a page."""
    return parse_page(page(body), URL).outline


def fragment_outline(html: str, tag: str) -> Outline:
    """The outline of the first such element alone."""
    return read_outline(next(parse_page(page(html), URL).root.iter(tag)))


def lines(outline: Outline) -> list[str]:
    """The text of each passage."""
    return [passage.text for passage in outline.passages]


def first_words(texts: Iterable[str]) -> str:
    """The first word of each text, joined by blanks."""
    found = (_FIRST_WORD.search(text) for text in texts)
    return " ".join(match[0] for match in found if match)


def body_of(body: str, clues: Clues = NO_CLUES) -> str:
    """The first words of the text's blocks, as the reader of bodies alone finds them."""
    outline = parse_page(page(body), URL).outline
    return first_words(block.text for block in dom_body(outline, URL, clues).blocks)


def chosen(body: str, clues: Clues = NO_CLUES) -> tuple[list[Passage], list[Passage]]:
    """The passages of standfirst and text."""
    return choose_passages(parse_page(page(body), URL).outline, clues)


def read(body: str, head: str = "") -> Reading:
    """Everything that is read from a page."""
    return read_page(parse_page(page(body, head), URL))


def read_words(body: str, head: str = "") -> str:
    """The first words of the blocks of the article that is read from a page."""
    return first_words(read(body, head).blocks)
