"""Decode: the bytes of an answer to text, whatever they claim to be."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, resolve_encoding

#: Detection looks at this much: it is slow, and more does not make it surer.
_SAMPLE = 65_536
#: A few broken bytes do not make a page another charset's: up to one in this many characters.
_TOLERATED = 500
_FEW = 20
_BEYOND_ASCII = bytes(range(0x80, 0x100))
#: What Python can decode, and no page is written in: one that always fails, two for hosts' names, whose time grows with
#: the square of their length, and two for source code.
_NO_CHARSETS = frozenset({"undefined", "idna", "punycode", "unicode-escape", "raw-unicode-escape"})


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _nearly_utf8(body: bytes) -> str | None:
    """The body as UTF-8, if no more than a few of its bytes are broken."""
    text = body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = len(body) - len(body.translate(None, _BEYOND_ASCII))
    few = max(_FEW, foreign // _FEW)
    return text if broken <= few and broken * _TOLERATED <= len(text) else None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    named = (http_content_type_encoding(content_type), html_body_declared_encoding(body))
    return [encoding for encoding in named if encoding and _is_known(encoding)]


def _is_known(encoding: str) -> bool:
    """Whether Python can decode this charset to text."""
    try:
        info = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return False
    return bool(getattr(info, "_is_text_encoding", True)) and info.name not in _NO_CHARSETS


def _detected(body: bytes) -> str | None:
    best = from_bytes(body[:_SAMPLE]).best()
    return resolve_encoding(best.encoding) or best.encoding if best else None


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text of a page and the charset it was in. Never fails: what cannot be decoded becomes U+FFFD.

    A BOM decides. Bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever is declared: no other charset's text is
    that by chance. Then comes the declaration of the header, that of the page, detection, and Windows-1252.
    """
    encoding, mark = read_bom(body)
    if encoding and mark:
        return body[len(mark) :].decode(encoding, "replace"), encoding
    if not body.isascii() and (text := _strictly(body, "utf-8")) is not None:
        return text, "utf-8"
    declared = _declared(body, content_type)
    if not body.isascii() and "utf-8" in declared and (text := _nearly_utf8(body)) is not None:
        return text, "utf-8"
    for encoding in declared:
        if (text := _strictly(body, encoding)) is not None:
            return text, encoding
    if body.isascii():
        return body.decode("ascii"), "ascii"
    likely = _detected(body) or (declared[0] if declared else "cp1252")
    return body.decode(likely, "replace"), likely
