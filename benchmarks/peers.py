"""Peers: newsbot and the readers it is measured beside, each as one function from bytes to a prediction.

Each is used as its own documentation has it, set to give the clean text of an article, with all the facts that it
reads. None may use the network. Those that are not installed are named, with the cure.
"""

from __future__ import annotations

import importlib
import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

from lxml import etree
from lxml.html import HtmlElement, fromstring

from newsbot.article import Article
from newsbot.errors import NotAPage
from newsbot.reading import read_bytes

Prediction = dict[str, Any]
#: What other people's code raises on pages that it cannot read. Such a page counts as empty, and is reported.
FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ImportError,  # a language's splitter of words that is not installed
    LookupError,  # data that would have to be downloaded, too
    RuntimeError,
    TypeError,
    ValueError,
    etree.LxmlError,
)
_BLOCKS = frozenset(["article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"])
_BLOCKS |= {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "ul"}
_BLOCKS |= {"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"}


@cache
def _module(name: str) -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what else could be installed
        return importlib.import_module(name)


def prediction(article: Article) -> Prediction:
    """What is asked of a reader, of an article."""
    images = [{"url": i.url, "caption": i.caption, "creditText": i.creditText} for i in article.images]
    return {
        "headline": article.headline,
        "authors": [author.name for author in article.authors],
        "datePublished": article.datePublished.isoformat() if article.datePublished else None,
        "articleBody": article.articleBody,
        "images": images,
        "delivered": article.access.delivered,
        "gate": article.access.gate,
        "isAccessibleForFree": article.isAccessibleForFree,
    }


def by_newsbot(body: bytes, url: str) -> Prediction:
    """Everything: text, facts, pictures, links, verdict."""
    return prediction(read_bytes(body, url).article)


def _by_trafilatura(body: bytes, url: str, *, fast: bool) -> Prediction:
    found = _module("trafilatura").bare_extraction(body, url=url, fast=fast, include_comments=False, with_metadata=True)
    if found is None:
        return {}
    values = found.as_dict()
    return {
        "headline": values.get("title"),
        "authors": [name.strip() for name in (values.get("author") or "").split(";") if name.strip()],
        "datePublished": values.get("date"),
        "articleBody": values.get("text"),
        "images": [{"url": values["image"]}] if values.get("image") else [],
    }


def by_trafilatura(body: bytes, url: str) -> Prediction:
    """Its default: own heuristics, with others to fall back on."""
    return _by_trafilatura(body, url, fast=False)


def by_trafilatura_fast(body: bytes, url: str) -> Prediction:
    """Without what it would fall back on."""
    return _by_trafilatura(body, url, fast=True)


def by_resiliparse(body: bytes, _url: str) -> Prediction:
    """The text; it reads no facts."""
    encoding = _module("resiliparse.parse.encoding").detect_encoding(body)
    tree = _module("resiliparse.parse.html").HTMLTree.parse_from_bytes(body, encoding)
    text = _module("resiliparse.extract.html2text").extract_plain_text(
        tree, main_content=True, list_bullets=False, alt_texts=False, comments=False, post_meta=False
    )
    return {"articleBody": text}


def by_readability(body: bytes, url: str) -> Prediction:
    """Text, title and author. What it gives is HTML, and making text of that is part of the cost."""
    document = _module("readability").Document(body, url=url)
    author = document.author()
    return {
        "headline": document.short_title(),
        "authors": [] if not author or author == "[no-author]" else [author],
        "articleBody": lines(fromstring(document.summary(html_partial=True))),
    }


def by_newspaper(body: bytes, url: str) -> Prediction:
    """Everything that it reads without the network; its pictures are all that it calls the article's."""
    article = _module("newspaper").Article(url, fetch_images=False)
    article.download(input_html=body)
    article.parse()
    return {
        "headline": article.title,
        "authors": article.authors,
        "datePublished": article.publish_date.isoformat() if article.publish_date else None,
        "articleBody": article.text,
        "images": [{"url": url} for url in article.images],
    }


def lines(root: HtmlElement) -> str:
    """The text of a tree, a block a line."""
    parts: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        text = node.text if event == "start" else node.tail
        parts += ["\n" if node.tag in _BLOCKS else "", text or ""]
    return "".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A reader, and what it can be asked for."""

    name: str
    read: Callable[[bytes, str], Prediction]
    needs: str = "newsbot"  #: the module that must be installed
    gives: frozenset[str]  #: the fields of a prediction that it fills
    fails: tuple[type[Exception], ...] = FAILURES

    @property
    def installed(self) -> bool:
        """Whether it can run here."""
        try:
            _module(self.needs)
        except ImportError:
            return False
        return True


_FACTS = frozenset({"headline", "authors", "datePublished", "articleBody", "images"})
NEWSBOT = Reader(name="newsbot", read=by_newsbot, gives=_FACTS | {"captions", "delivered", "gate"}, fails=(NotAPage,))
PEERS = (
    Reader(name="trafilatura", read=by_trafilatura, needs="trafilatura", gives=_FACTS),
    Reader(name="trafilatura-fast", read=by_trafilatura_fast, needs="trafilatura", gives=_FACTS),
    Reader(
        name="resiliparse",
        read=by_resiliparse,
        needs="resiliparse.extract.html2text",
        gives=frozenset({"articleBody"}),
    ),
    Reader(
        name="readability-lxml",
        read=by_readability,
        needs="readability",
        gives=frozenset({"headline", "authors", "articleBody"}),
    ),
    Reader(name="newspaper4k", read=by_newspaper, needs="newspaper", gives=_FACTS),
)
#: What each measure of `benchmarks.measures.summary` asks a reader for; the others need its text.
ASKS: Mapping[str, str] = {
    "headline": "headline",
    "authors": "authors",
    "sameDay": "datePublished",
    "sameMinute": "datePublished",
    "imagesPrecision": "images",
    "imagesRecall": "images",
    "captions": "captions",
    "credits": "captions",
    "restrictedPrecision": "delivered",
    "restrictedRecall": "delivered",
    "restrictedRight": "delivered",
    "restrictedWrong": "delivered",
    "restrictedMissed": "delivered",
    "gate": "gate",
}


def hush() -> None:
    """Let none of them write of pages that are no articles, or of dates: what they could not read is counted here."""
    warnings.simplefilter("ignore")
    for name in ("trafilatura", "htmldate", "readability", "newspaper", "jieba"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
