"""Page: an answer of a server, decoded once and parsed once, for every reader to look at."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import orjson
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from newsbot.errors import NotAPage
from newsbot.extraction.decode import decode
from newsbot.extraction.jsonld import JsonLdNode, read_jsonld
from newsbot.extraction.meta import read_meta
from newsbot.extraction.outline import Outline, read_outline
from newsbot.extraction.text import clean, is_clean

#: Longer answers are no pages.
MAX_BYTES = 50_000_000
#: Only this many characters are parsed: more would cost hundreds of megabytes, and no article starts that late.
MAX_PARSED = 10_000_000

_SNIFFED = 2048
#: Text holds none of these, or next to none; ESC is left out, for the sake of ISO-2022-JP.
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0C, 0x0D, 0x1B})
_FEW = 20
_MAGIC = (
    (b"%PDF", "it is a PDF file"),
    (b"\x89PNG", "it is a PNG picture"),
    (b"\xff\xd8\xff", "it is a JPEG picture"),
    (b"GIF8", "it is a GIF picture"),
    (b"RIFF", "it is a picture or a sound file"),
    (b"\x1f\x8b", "it is compressed with gzip and was not unpacked"),
    (b"PK\x03\x04", "it is a ZIP archive or an office document"),
    (b"\x00\x00\x00", "it is a binary file"),
)
_OTHER_MEDIA = re.compile(r"\s*(?:image|video|audio|font)/|\s*application/(?:pdf|zip|gzip|msword|vnd\.)", re.IGNORECASE)
_XML_ROOT = re.compile(
    r"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*)*<([A-Za-z][\w:.-]*)", re.DOTALL | re.IGNORECASE
)
_FEEDS = {"rss": "an RSS feed", "feed": "an Atom feed", "rdf:rdf": "an RDF feed"}
_SITEMAPS = {"urlset": "a sitemap", "sitemapindex": "a sitemap index"}
#: lxml.html's own lookup asks Python for the class of each element: a third of the cost of looking at them.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)
#: The names of elements that several readers look for on every page.
_ASKED_FOR = ("a", "audio", "figcaption", "h1", "link", "video")
_ELEMENT = re.compile(r"<(?:!doctype|[a-z][a-z0-9:-]*[\s/>])", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as it was received. Readers share `root` and must not change it."""

    url: str  #: the address that answered
    requestedUrl: str  #: the address that was asked for
    status: int = 200
    headers: Mapping[str, str]  #: names in lower case
    html: str  #: the decoded text
    encoding: str
    root: HtmlElement
    jsonld: tuple[JsonLdNode, ...]  #: every node of every block, lists and graphs laid flat
    meta: Mapping[str, tuple[str, ...]]  #: <meta> name, property or itemprop in lower case: its contents in order

    @cached_property
    def outline(self) -> Outline:
        """The one walk over the tree, that all readers share."""
        return read_outline(self.root)

    @cached_property
    def _by_name(self) -> dict[str, list[HtmlElement]]:
        found: dict[str, list[HtmlElement]] = {name: [] for name in _ASKED_FOR}
        for element in self.root.iter(*_ASKED_FOR):
            found[str(element.tag)].append(element)
        return found

    def named(self, name: str) -> list[HtmlElement]:
        """All elements of the page with this name, in document order; not to be changed.

        Those that every page is asked for are found in one go: a look through all elements for each takes as long.
        """
        return self._by_name[name] if name in _ASKED_FOR else list(self.root.iter(name))


def _looks_like_html(head: bytes) -> bool:
    lower = head.lower()
    return b"<html" in lower or b"<!doctype html" in lower


def _refuse_binary(body: bytes, url: str, content_type: str | None) -> None:
    head = body[:_SNIFFED]
    for magic, why in _MAGIC:
        if head.startswith(magic):
            raise NotAPage(url, why)
    if content_type and _OTHER_MEDIA.match(content_type) and not _looks_like_html(head):
        raise NotAPage(url, f"the server says it is {content_type.split(';')[0].strip()}")
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff")) or "utf-16" in (content_type or "").lower()
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if not wide and controls * _FEW > len(head):
        raise NotAPage(url, "it is a binary file")


def _refuse_other_text(text: str, url: str) -> None:
    start = text.lstrip("\ufeff \t\r\n")[:_SNIFFED]
    if start[:1] in {"{", "["} and _is_json(text):
        raise NotAPage(url, "it is JSON, not HTML")
    root = _XML_ROOT.match(start)
    name = root.group(1).lower() if root else ""
    kind = _FEEDS.get(name) or _SITEMAPS.get(name)
    if kind:
        raise NotAPage(url, f"it is {kind}: give it as such, or give the address of an article")
    if not _ELEMENT.search(text):
        raise NotAPage(url, "it is plain text without a single HTML element")


def _is_json(text: str) -> bool:
    try:
        orjson.loads(text.strip().encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return False
    return True


#: A tag with so many attributes is an attack: libxml2 compares each with all before it, for minutes.
_CROWDED = re.compile(
    rb"""<[a-zA-Z][^\s>"'/=]*+(?:[\s/]++[^\s=>"'/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']*+))?+){500}"""
)


def _bounded(body: bytes) -> bytes:
    """The page with tags of fewer attributes: a crowded one ends early, and the rest of it is text."""
    return _CROWDED.sub(rb"\g<0>>", body) if _CROWDED.search(body) else body


def _parse(text: str, url: str, body: bytes | None = None) -> HtmlElement:
    """The tree of a text, which `body` is in UTF-8 where that is known: encoding costs as much as decoding."""
    # libxml2 stops at 255 levels without huge_tree, and drops what lies deeper; with it the bound is 2048. Both are
    # bounds of the parser itself, so that no reader meets a deeper tree.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        root = document_fromstring(_bounded(body or text[:MAX_PARSED].encode("utf-8", "replace")), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise NotAPage(url, "it holds no HTML element that can be read") from error
    if not isinstance(root, HtmlElement):
        raise NotAPage(url, "it holds no HTML element that can be read")
    return root


def parse_page(
    body: bytes | str,
    url: str,
    *,
    requested_url: str | None = None,
    content_type: str | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Page:
    """The page that these bytes (or this text) are; `NotAPage` says why they are none.

    `content_type` is that of the header, with its charset; where it is not given, it is looked up in `headers`.
    """
    lowered = {name.lower(): value for name, value in (headers or {}).items()}
    content_type = content_type or lowered.get("content-type")
    if len(body) > MAX_BYTES:
        raise NotAPage(url, f"it is longer than {MAX_BYTES // 1_000_000} MB")
    if not body or body.isspace():
        raise NotAPage(url, "the server sent an empty answer")
    if isinstance(body, bytes):
        _refuse_binary(body, url, content_type)
        text, encoding = decode(body, content_type)
        same = encoding in {"utf-8", "ascii"} and is_clean(body, text)
        text = text if same else clean(text)
        # A mark at the start, and what stands for broken bytes, are in only one of the two.
        same = same and len(body) <= MAX_PARSED and "\ufffd" not in text and not body.startswith(BOM_UTF8)
    else:
        text, encoding, same = clean(body), "utf-8", False
    _refuse_other_text(text, url)
    root = _parse(text, url, body if same and isinstance(body, bytes) else None)
    return Page(
        url=url,
        requestedUrl=requested_url or url,
        status=status,
        headers=MappingProxyType(lowered),
        html=text,
        encoding=encoding,
        root=root,
        jsonld=read_jsonld(root),
        meta=read_meta(root),
    )
