"""Body: the article's text, from the page's elements or from its JSON-LD, as blocks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import trafilatura
from lxml import etree
from lxml.html import HtmlElement, fragment_fromstring
from trafilatura.settings import Document

from newsbot.extraction.blocks import Block, Kind, blocks_of, inline_blocks, plain_block
from newsbot.extraction.page import Page
from newsbot.extraction.text import plain, squeeze_lines

# It warns of every page that is no article; what a page is, the verdict tells.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

#: Trees of more elements, or characters, are read by the quick method: the careful one takes minutes on them.
_MOST_ELEMENTS = 40_000
_MOST_TEXT = 2_000_000
#: JSON-LD's text replaces the page's only if it is this long and this much longer.
_LEAST_JSONLD = 600
_MUCH_LONGER = 1.6
_LEAST_TEXT = 200
_PARAGRAPH = 60
_MUCH_LINKED = 0.5

#: A figure with these is a picture; with those below it holds text.
_PICTURES = ("img", "picture", "video", "amp-img", "iframe", "svg")
_TEXTUAL = ("table", "blockquote", "ul", "ol", "pre")
_LONGEST_CAPTION = 800
_BLOCKS_OF_HTML = {
    "p": Kind.PARAGRAPH,
    "li": Kind.ITEM,
    "h2": Kind.HEADING,
    "h3": Kind.SUBHEADING,
    "blockquote": Kind.QUOTE,
}


@dataclass(frozen=True, slots=True)
class Body:
    """A text and where it was found: `dom:trafilatura`, `dom:paragraphs`, `jsonld:articleBody`, `site:articleBody`."""

    blocks: list[Block]
    source: str

    @property
    def length(self) -> int:
        """Characters of text."""
        return sum(len(block.text) for block in self.blocks)


def _readable(root: HtmlElement) -> HtmlElement:
    """A copy of the tree without pictures, captions and scripts: these are read elsewhere, and are no text."""
    copy: HtmlElement = deepcopy(root)
    # Scripts too: trafilatura would take JSON-LD's text for the page's own, and it is weighed here.
    for script in list(copy.iter("script", "style")):
        script.drop_tree()
    for figure in list(copy.iter("figure")):
        if figure.getparent() is None or not any(True for _ in figure.iter(*_PICTURES)):
            continue
        if any(True for _ in figure.iter(*_TEXTUAL)) or len("".join(figure.itertext())) > _LONGEST_CAPTION:
            continue
        figure.drop_tree()
    return copy


def _careful(page: Page) -> list[Block]:
    """What trafilatura takes for the text."""
    try:
        document = trafilatura.bare_extraction(
            _readable(page.root), include_comments=False, include_formatting=True, include_links=True
        )
    except (RecursionError, etree.LxmlError, AttributeError, IndexError, KeyError):
        return []  # trees that it was not written for; the quick method reads them
    if not isinstance(document, Document):
        return []
    return blocks_of(document.body, page.url)


def _paragraphs(root: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """Paragraphs that read like text, with the length of what is no link."""
    for element in root.iter("p"):
        text = len("".join(element.itertext()).strip())
        links = sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))
        if text >= _PARAGRAPH and links < text * _MUCH_LINKED:
            yield element, text - links


def _quick(page: Page) -> list[Block]:
    """The paragraphs under the element that holds most of them directly, or in its children."""
    weights: dict[HtmlElement, int] = {}
    found = list(_paragraphs(page.root))
    for element, length in found:
        parent = element.getparent()
        for share, holder in ((1, parent), (2, parent.getparent() if parent is not None else None)):
            if holder is not None:
                weights[holder] = weights.get(holder, 0) + length // share
    if not weights:
        return []
    best = max(weights, key=lambda holder: weights[holder])
    return [
        block
        for element, _ in found
        if best in (element.getparent(), getattr(element.getparent(), "getparent", lambda: None)())
        for block in inline_blocks(element, Kind.PARAGRAPH, page.url)
    ]


def _blocks_of_text(text: str, base: str) -> list[Block]:
    """The blocks of a string that is lines of text, or HTML."""
    if "<p" in text or "<br" in text or "<div" in text:
        try:
            tree = fragment_fromstring(text, create_parent="div")
        except (etree.LxmlError, ValueError, AssertionError):
            return []
        parts = [
            element for element in tree.iter(*_BLOCKS_OF_HTML) if not any(True for _ in element.iterdescendants("p"))
        ]
        if parts:
            return [b for part in parts for b in inline_blocks(part, _BLOCKS_OF_HTML[str(part.tag)], base)]
        return list(inline_blocks(tree, Kind.PARAGRAPH, base))
    lines = squeeze_lines(text).splitlines()
    return [plain_block(line) for line in map(plain, lines) if line]


def jsonld_body(data: dict[str, Any], base: str) -> Body:
    """The text that a JSON-LD node holds in articleBody or text; without blocks where there is none."""
    for key in ("articleBody", "text"):
        value = data.get(key)
        if isinstance(value, list):
            value = "\n".join(each for each in value if isinstance(each, str))
        if isinstance(value, str) and value.strip():
            return Body(_blocks_of_text(value, base), f"jsonld:{key}")
    return Body([], "jsonld:articleBody")


def _is_small(root: HtmlElement) -> bool:
    """Whether a tree is of a size that real pages have."""
    if float(str(root.xpath("count(//*)"))) > _MOST_ELEMENTS:
        return False
    scripts = sum(len(element.text or "") for element in root.iter("script", "style"))
    return float(str(root.xpath("string-length(/)"))) - scripts <= _MOST_TEXT


def dom_body(page: Page) -> Body:
    """The text that the page's elements hold."""
    careful = Body(_careful(page) if _is_small(page.root) else [], "dom:trafilatura")
    return careful if careful.blocks else Body(_quick(page), "dom:paragraphs")


def choose_body(dom: Body, jsonld: Body) -> Body:
    """The page's own text, unless its JSON-LD holds clearly more of it."""
    if jsonld.length >= _LEAST_JSONLD and jsonld.length > dom.length * _MUCH_LONGER:
        return jsonld
    return dom if dom.length >= min(_LEAST_TEXT, jsonld.length) else jsonld
