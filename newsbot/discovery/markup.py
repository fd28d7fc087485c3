"""Markup: the XML of feeds and sitemaps as servers send it, unpacked, decoded and mended, within bounds.

Nothing is ever fetched, and no entity is ever expanded: the declaration of the document type is thrown away before the
parser sees the text, and every `&` that is not one of XML's own five is turned into a plain character.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

#: Says in the caller's own error why a body cannot be read.
Refuse = Callable[[str], Exception]

CHUNK = 1 << 16
#: The root element must begin within so many characters: whatever stands before it is skipped.
_HEAD = 1 << 16
#: A text without any `>` for this long is no markup.
_LONGEST_RUN = 1 << 20

#: So many characters show whether something is text at all.
_SAMPLE = 2000

_GZIP = b"\x1f\x8b"
_GZIP_BITS = 31  #: tells zlib to expect the header of gzip
_MOST_MEMBERS = 100
_ROOT = re.compile(r"<(?:[a-z_][\w.-]{0,40}:)?(rss|feed|rdf|urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|script|div)(?=[\s>/])", re.IGNORECASE)
_SPOILT = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)"  # a bare `&`, or an entity of HTML or of a DTD
    r"|<(?![A-Za-z_/!?])"  # "A < B"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"  # never allowed in XML
)
_MENDED = {"&": "&amp;", "<": "&lt;"}
#: Characters beyond 16 bits as some programs write them, in halves: the parser would keep what is no UTF-8.
_HALVES = re.compile(r"(?:&#(?:[xX]0{0,2}[dD][89a-fA-F][0-9a-fA-F]{2}|0{0,2}5[5-7]\d{3});)+")


def unpacked(body: bytes, limit: int, refuse: Refuse) -> Iterator[bytes]:
    """The body in chunks, gunzipped if it begins like gzip. More than `limit` bytes, packed or not, are refused."""
    total = 0
    for chunk in _gunzipped(body, refuse) if body.startswith(_GZIP) else _sliced(body):
        total += len(chunk)
        if total > limit:
            raise refuse(f"it is larger than the {limit:,} bytes that are read")
        yield chunk


def _sliced(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), CHUNK):
        yield body[start : start + CHUNK]


def _gunzipped(body: bytes, refuse: Refuse) -> Iterator[bytes]:
    """What a gzip file holds, member by member. One that is cut or spoilt gives what comes out of it before that."""
    unpacker = zlib.decompressobj(wbits=_GZIP_BITS)
    members = 1
    began = False
    for sliced in _sliced(body):
        piece = sliced
        while piece:
            try:
                chunk = unpacker.decompress(piece, CHUNK)
            except zlib.error as error:
                if began:
                    return
                raise refuse("its gzip is broken") from error
            began = True
            yield chunk
            piece = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
            if unpacker.eof:
                unpacker = zlib.decompressobj(wbits=_GZIP_BITS)
                members += 1
            if members > _MOST_MEMBERS:
                raise refuse(f"its gzip has more than {_MOST_MEMBERS} members")
    while chunk := unpacker.decompress(b"", CHUNK):
        yield chunk


def decoded(chunks: Iterator[bytes], sample: bytes, content_type: str | None = None) -> Iterator[str]:
    """The chunks as text. `sample`, their beginning or all, decides the encoding; what does not fit is U+FFFD."""
    decoder = codecs.getincrementaldecoder(_encoding(sample, content_type))(errors="replace")
    for chunk in chunks:
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _encoding(sample: bytes, content_type: str | None) -> str:
    """Byte order marks first; then UTF-8 if the bytes are that, whatever anyone declares; then what is declared."""
    marked, _ = read_bom(sample)
    if marked:
        return "utf-8-sig" if marked == "utf-8" else marked
    if sample[:4] in {b"<\0?\0", b"<\0r\0", b"<\0f\0"}:
        return "utf-16-le"
    if sample[:4] in {b"\0<\0?", b"\0<\0r", b"\0<\0f"}:
        return "utf-16-be"
    if b"\x1b" not in sample and _is_in(sample, "utf-8"):  # ESC: the Japanese encodings of seven bits
        return "utf-8"
    declared = (html_body_declared_encoding(sample), http_content_type_encoding(content_type))
    return next((each for each in declared if each and _is_in(sample, resolve_encoding(each))), "cp1252")


def _is_in(sample: bytes, encoding: str | None) -> bool:
    """Whether the bytes are text of this encoding; the last character may be cut."""
    try:
        codecs.getincrementaldecoder(encoding or "")().decode(sample)
    except (LookupError, UnicodeError, TypeError):  # TypeError: a codec of bytes to bytes, such as "hex"
        return False
    return True


def beginning(texts: Iterator[str]) -> str:
    """As much of a text as can decide what it is; the rest stays in `texts`."""
    parts: list[str] = []
    size = 0
    while size < _HEAD and (text := next(texts, None)) is not None:
        parts.append(text)
        size += len(text)
    return "".join(parts)


def root_name(head: str) -> tuple[str, int] | None:
    """The root of a feed or sitemap in lower case, and where it begins; None where there is none, as in HTML."""
    found = _ROOT.search(head, 0, _HEAD)
    page = _HTML.search(head, 0, found.start() if found else _HEAD)
    return (found[1].lower(), found.start()) if found and not page else None


def why_not(head: str) -> str:
    """What a text is that is neither XML nor anything else that was asked for."""
    text = head[:_HEAD].lstrip("\ufeff \t\r\n")
    if not text:
        return "it is empty"
    start = text[:_SAMPLE]
    strange = sum(char == "\ufffd" or not (char.isprintable() or char.isspace()) for char in start)
    if "\0" in start or 10 * strange > len(start):
        return "it is binary data, not text"
    if _HTML.search(text):
        return "it is an HTML page (an error page, a consent page, or a page that only lists the address wanted)"
    if text[0] in "{[":
        return "it is JSON"
    return "it is neither XML nor anything else known" if text[0] != "<" else "it is XML of another kind"


def mended(texts: Iterator[str]) -> Iterator[bytes]:
    """UTF-8 that the parser can read, in pieces that end with a `>`: a value that is cut in the middle is left out."""
    kept: list[str] = []
    run = 0
    for text in texts:
        end = text.rfind(">") + 1
        if not end and run < _LONGEST_RUN:
            kept.append(text)
            run += len(text)
            continue
        yield _mend("".join((*kept, text[:end] if end else text)))
        kept, run = [text[end:]] if end else [], 0


def _joined(halves: re.Match[str]) -> str:
    """The characters that references to halves of them mean; a half that stands alone means none."""
    numbers = (int(each[1:], 16) if each[0] in "xX" else int(each) for each in re.findall(r"&#(\w+);", halves[0]))
    return "".join(map(chr, numbers)).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


def _mend(text: str) -> bytes:
    if "&#" in text:
        text = _HALVES.sub(_joined, text)
    return _SPOILT.sub(lambda found: _MENDED.get(found[0], ""), text).encode("utf-8", "replace")


#: How lxml reads XML here: it recovers from faults, loads nothing, resolves nothing, and keeps its own bounds.
_BOUNDED: dict[str, Any] = {
    "encoding": "utf-8",
    "recover": True,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parser() -> etree.XMLParser[etree._Element]:
    """A bounded parser for one document."""
    bounded: etree.XMLParser[etree._Element] = etree.XMLParser(**_BOUNDED)
    return bounded


def pull_parser() -> etree.XMLPullParser:
    """The same for a stream: it tells of every element when that has ended."""
    return etree.XMLPullParser(events=("end",), **_BOUNDED)


def local(element: etree._Element) -> str:
    """An element's name in lower case, without its namespace and without a prefix that was never declared."""
    name = str(element.tag)
    return (name[max(name.rfind("}"), name.rfind(":")) + 1 :]).lower()


def words(element: etree._Element) -> str:
    """The text below an element, white space folded."""
    text = (element.text or "") if len(element) == 0 else "".join(element.itertext())
    return " ".join(text.split())
