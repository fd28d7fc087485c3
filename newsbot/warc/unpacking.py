"""Unpacking: bodies by their `Content-Encoding`, in bounded memory: what unpacks to gigabytes is a trap. Pure."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from importlib import import_module
from typing import Any

#: No page unpacks to more.
MOST_BYTES = 64 * 1024 * 1024
_ZLIB_HEADER = b"\x78"


def unpacked(body: bytes, encoding: str | None) -> bytes | None:
    """The plain body; None where its packing is not known, is broken, or makes too much of it.

    Of one that was cut off, what can be had, as a browser would show it.
    """
    for each in reversed([word.strip().lower() for word in (encoding or "").split(",")]):
        if each in {"", "identity"}:
            continue
        plain = _unpacked(body, each)
        if plain is None:
            return None
        body = plain
    return body


def _unpacked(body: bytes, encoding: str) -> bytes | None:
    unpack = _WAYS.get(encoding)
    if unpack is None or not body:
        return None if unpack is None else b""
    try:
        return unpack(body)
    except Exception as error:
        if isinstance(error, zlib.error | ValueError | EOFError | ImportError) or _is_of_a_packer(error):
            return None
        raise


def _is_of_a_packer(error: Exception) -> bool:
    return type(error).__module__.partition(".")[0] in {"brotli", "_brotli", "backports", "compression"}


def _gzip(body: bytes) -> bytes | None:
    parts, size = [], 0
    while body:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS + 16)
        parts.append(unpacker.decompress(body, MOST_BYTES - size + 1))
        size += len(parts[-1])
        if size > MOST_BYTES:
            return None
        body = unpacker.unused_data.lstrip(b"\0")  # another member, where it is whole
    return b"".join(parts)


def _deflate(body: bytes) -> bytes | None:
    """Some servers leave the header of zlib out."""
    window = zlib.MAX_WBITS if body[:1] == _ZLIB_HEADER else -zlib.MAX_WBITS
    return _bounded(zlib.decompressobj(window).decompress(body, MOST_BYTES + 1))


def _brotli(body: bytes) -> bytes | None:
    unpacker = import_module("brotli").Decompressor()
    plain: bytes = unpacker.process(body, output_buffer_limit=MOST_BYTES + 1)
    return _bounded(plain)


def _zstd(body: bytes) -> bytes | None:
    plain: bytes = _zstd_module().ZstdDecompressor().decompress(body, MOST_BYTES + 1)
    return _bounded(plain)


def _zstd_module() -> Any:
    """That of Python from 3.14 on; before, the one that comes with Scrapy."""
    try:
        return import_module("compression.zstd")
    except ImportError:
        return import_module("backports.zstd")


def _bounded(plain: bytes) -> bytes | None:
    return plain if len(plain) <= MOST_BYTES else None


_WAYS: dict[str, Callable[[bytes], bytes | None]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
