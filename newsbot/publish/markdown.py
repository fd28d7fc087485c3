r"""Markdown: an article's text as Markdown in which nothing of the text has a meaning, and back to plain text. Pure.

What is text is escaped, whoever reads it afterwards: CommonMark and GitHub, pages with formulas ($), wiki links, and
templates (Jekyll, Hugo, MDX) that look for braces before they know of Markdown, so these are no `\{` but references.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from newsbot.store.documents import clean_text
from newsbot.urls import is_http

_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "{": "&#123;", "}": "&#125;"}
_PLAIN = {entity: sign for sign, entity in _ENTITIES.items()}
_SPECIAL = re.compile(r"[\\`*_\[\]~|$<>&{}]|%(?=%)")
#: What begins a heading, a list, a rule or a definition where it stands first.
_FIRST = re.compile(r"[#+\-=:]")
_FIRST_NUMBER = re.compile(r"(\d+)([.)])")
#: What no text needs, and some readers stop at: controls, halves of nothing, and byte order marks.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_LINE_ENDS = re.compile("[\r\n\v\f\x85\u2028\u2029]+")
#: How `inline_text` takes a line apart: an escaped sign, a reference, or a mark that is none of the text.
_TOKEN = re.compile(r"\\(.)|(&(?:lt|gt|amp|#123|#125);)|\*+|\]\(<[^<>]*>\)|\[")
_PREFIX = re.compile(r"\A(?:#{2,4}|-|\d+\.|>) ")
_PARSER = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
_BLOCKS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "#### ", "h5": "#### ", "h6": "#### "}
_BREAKS = frozenset({*_BLOCKS, "p", "div", "section", "li", "ul", "ol", "dl", "dt", "dd", "tr", "table"}) | frozenset(
    {"blockquote", "pre", "br", "hr"}
)
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**"}
_UNSEEN = frozenset({"script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea"})
_LIST_ITEM = re.compile(r"(?:-|\d+\.) ")


def lines_of(text: str) -> list[str]:
    """The lines of a text that hold something, white space squeezed, without what nobody sees."""
    parts = _LINE_ENDS.split(_CONTROLS.sub("", clean_text(text)))
    return [line for part in parts if (line := " ".join(part.split()))]


def escaped(line: str) -> str:
    """One line of text as Markdown that shows just this."""
    return _first_escaped(_escape_marks(line))


def body_of_text(text: str) -> str:
    """Plain text as Markdown: each of its lines is a paragraph."""
    return "\n\n".join(map(escaped, lines_of(text)))


def body_of_html(html: str) -> str:
    """The Markdown of an article's HTML: headings, lists, quotes, links, emphasis. Whatever else it holds is text."""
    blocks = [*_Writer(html).blocks()]
    parts = [
        ("\n" if before and _LIST_ITEM.match(before) and _LIST_ITEM.match(block) else "\n\n") + block
        for before, block in zip(["", *blocks], blocks, strict=False)
    ]
    return "".join(parts).lstrip("\n")


def text_of_body(markdown: str) -> str:
    """The plain text of a body that was written here: paragraphs, parted by blank lines."""
    lines = (line.strip() for line in markdown.split("\n"))
    return "\n\n".join(inline_text(_PREFIX.sub("", line, count=1)) for line in lines if line)


def inline_text(line: str) -> str:
    """What a line of Markdown says, that was written here."""
    return _TOKEN.sub(lambda found: found[1] or _PLAIN.get(found[2] or "", ""), line)


def link(label: str, target: str) -> str:
    """A link. The label is text; of the target nothing is left that could end it."""
    return f"[{escaped(label)}](<{_safe_target(target)}>)"


def _safe_target(target: str) -> str:
    return quote(clean_text(target), safe="%/:=&?~#+!$,;'@()*[]-._")


def _escape_marks(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0]) or f"\\{found[0]}", text)


class _Writer:
    """One walk through a fragment of HTML. Nothing in it is trusted: only known marks become marks."""

    def __init__(self, html: str) -> None:
        self._root: HtmlElement = fragment_fromstring(clean_text(html).encode(), create_parent="div", parser=_PARSER)
        self._line: list[str] = []  #: of the block that is being written; text in it is escaped already
        self._prefix = ""
        self._lists: list[int | None] = []  #: of each open list the number of its next item; None: it has none
        self._quotes = 0
        self._unseen = 0

    def blocks(self) -> Iterator[str]:
        """The blocks, in order."""
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
            tag = str(element.tag).lower()
            if tag in _BREAKS:
                yield from self._ended()
            if event == "start":
                self._opened(tag)
                self._begin(tag, element)
                self._write(element.text)
            else:
                self._end(tag, element)
                if element is not self._root:
                    self._write(element.tail)
        yield from self._ended()

    def _opened(self, tag: str) -> None:
        self._unseen += tag in _UNSEEN
        self._quotes += tag == "blockquote"
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)

    def _begin(self, tag: str, element: HtmlElement) -> None:
        if self._unseen:
            return
        if tag in _BREAKS:
            self._prefix = _BLOCKS.get(tag, "> " if self._quotes else self._prefix)
        if tag == "li":
            self._prefix = self._item()
        elif tag in {"td", "th"} and self._line:
            self._line.append(" \\| ")
        elif tag in _MARKS:
            self._line.append(_MARKS[tag])
        elif tag == "a" and is_http(element.get("href") or ""):
            self._line.append("[")

    def _item(self) -> str:
        number = self._lists[-1] if self._lists else None
        if number is None:
            return "- "
        self._lists[-1] = number + 1
        return f"{number}. "

    def _end(self, tag: str, element: HtmlElement) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif not self._unseen:
            if tag in _MARKS:
                self._line.append(_MARKS[tag])
            elif tag == "a" and is_http(href := element.get("href") or ""):
                self._line.append(f"](<{_safe_target(href)}>)")
        self._quotes -= tag == "blockquote"
        if tag in {"ul", "ol"}:
            self._lists.pop()

    def _write(self, text: str | None) -> None:
        if text and not self._unseen:
            self._line.append(_escape_marks(_CONTROLS.sub("", _LINE_ENDS.sub(" ", text))))

    def _ended(self) -> Iterator[str]:
        line, prefix = " ".join("".join(self._line).split()), self._prefix
        self._line, self._prefix = [], ""
        if inline_text(line).strip():
            yield prefix + _first_escaped(line)


def _first_escaped(line: str) -> str:
    """A line of Markdown whose first sign is text, if it would begin a block."""
    if _FIRST.match(line):
        return f"\\{line}"
    return _FIRST_NUMBER.sub(r"\1\\\2", line, count=1) if _FIRST_NUMBER.match(line) else line
