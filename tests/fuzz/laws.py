"""Laws that every reading must keep, whatever the page: what tests/fuzz and tests/properties hold it to."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from lxml.html import fragment_fromstring

from newsbot.article import Article
from newsbot.errors import NotAPage
from newsbot.reading import PageRead, SiteHints, read_bytes
from newsbot.store.documents import check, to_document, to_json
from newsbot.urls import is_http

ADDRESS = "https://paper.example/news/2026/11/bridge-4711"
#: Tags of `articleBodyHtml`, as `newsbot.extraction.blocks.render` promises them.
SAFE_TAGS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "td", "a", "em", "strong"}
#: Controls other than tab and line ends, DEL, lone surrogates, non-characters.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
#: Values that are no text of the page: addresses as they were asked for, and what HTML says in its own spelling.
_ADDRESSES = frozenset({"url", "canonicalUrl"})
_LONGEST_EVIDENCE = 200

#: Seconds of CPU that any input may take, and that each of its bytes may take more: far more than any real page needs.
PATIENCE = 1.0
PATIENCE_A_BYTE = 1 / 100_000


class BrokenLawError(AssertionError):
    """A reading that is not what every reading must be."""


def hold(law: bool, why: str, *seen: object) -> None:
    """`BrokenLawError` where a law does not hold; unlike an assert also under `python -O`."""
    if not law:
        raise BrokenLawError(f"{why}: {', '.join(repr(each)[:300] for each in seen)}")


@contextmanager
def in_time(size: int, what: str) -> Iterator[None]:
    """Holds the block to the CPU that so many bytes may take; stops it there, so that the place is known."""
    limit = PATIENCE + size * PATIENCE_A_BYTE

    def late(*_: object) -> None:
        raise BrokenLawError(f"{what} takes more than {limit:.2f} s of CPU for {size} bytes")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def read_lawfully(
    body: bytes | str,
    url: str = ADDRESS,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    hints: SiteHints | None = None,
) -> PageRead | None:
    """Reads a page and holds it to all laws; None where it is refused as no page."""
    options: dict[str, Any] = {"status": status, "headers": headers or {}, **({"hints": hints} if hints else {})}
    try:
        with in_time(len(body), "reading"):
            read = read_bytes(body, url, **options)
    except NotAPage as refusal:
        hold(bool(refusal.why), "a refusal says why")
        return None
    check_article(read.article)
    again = read_bytes(body, url, **options)
    hold(
        again.reading == read.reading and again.kind is read.kind,
        "a second reading is the same",
        differing(read, again),
    )
    return read


def differing(one: PageRead, other: PageRead) -> list[str]:
    """The fields of two readings' articles that differ, for who must find out why."""
    first, second = check(one.article), check(other.article)
    return [name for name in first if first[name] != second[name]]


def check_article(article: Article) -> None:
    """Holds an article to what its fields promise."""
    fields = check(article)
    for path, text in _strings(fields):
        hold(_UNFIT.search(text) is None, f"{path} holds a character that no text may hold", text)
        if path.rpartition(".")[2] in _ADDRESSES:
            hold(is_http(text), f"{path} is no absolute http(s) address", text)
            hold(not re.search(r"\s", text), f"{path} holds white space", text)
    for path, moment in _moments(fields):
        hold(moment.tzinfo is UTC, f"{path} is not in UTC", moment)
    for evidence in article.access.evidence:
        hold(len(evidence.value) <= _LONGEST_EVIDENCE, "evidence is short", evidence)
    hold(len({image.url for image in article.images}) == len(article.images), "each picture once", article.images)
    hold(all(author.name.strip() for author in article.authors), "authors have names", article.authors)
    check_html(article.articleBodyHtml)
    json.dumps(json.loads(to_json(to_document(article))), allow_nan=False).encode("utf-8")
    hold(len(article.key) == 32, "an article has a key", article.key)


def check_html(html: str | None) -> None:
    """Holds a fragment to the small, safe set of tags, and to links that lead to the web."""
    if not html:
        return
    for element in fragment_fromstring(html, create_parent="section").iterdescendants():
        hold(element.tag in SAFE_TAGS, "a tag that is not in the safe set", element.tag, html)
        hold(set(element.keys()) <= ({"href"} if element.tag == "a" else set()), "an attribute", element.items())
        hold("href" not in element.attrib or is_http(element.get("href", "")), "a link to nowhere", element.items())


def check_text(text: str) -> None:
    """Holds one text to what every text of an article is held to."""
    hold(_UNFIT.search(text) is None, "a character that no text may hold", text)


def _strings(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(each, f"{path}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each, path)


def _moments(value: Any, path: str = "") -> Iterator[tuple[str, datetime]]:
    if isinstance(value, datetime):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _moments(each, f"{path}.{key}")
    elif isinstance(value, list):
        for each in value:
            yield from _moments(each, path)
