"""What a command left behind, looked through for secrets: every file of a folder, packed ones as well."""

from __future__ import annotations

import base64
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

#: Encrypted, and the only place where a session may be. Its key is beside it.
_VAULT = {"vault", "vault.key"}
_GZIP = b"\x1f\x8b\x08"


def leaks(home: Path, secrets: Iterable[str], codes: Iterable[str] = ()) -> list[str]:
    """The files below a folder that hold one of these, and which; the vault is left out.

    A secret is found as it is, and in the spellings that it takes in addresses and headers. One-time codes are six
    digits, of which binary files and times are full: they count as words of their own only.
    """
    spellings = {spelt: secret for secret in secrets if len(secret) > 5 for spelt in _spellings(secret)}
    words = [re.compile(rb"(?<![\w.:+-])" + code.encode() + rb"(?![\w.])") for code in codes]
    found = []
    for path, content in _contents(home):
        found += [f"{secret!r} in {path}" for spelt, secret in spellings.items() if spelt in content]
        found += [f"a code in {path}" for word in words if word.search(content)]
    return found


def _spellings(secret: str) -> Iterator[bytes]:
    plain = secret.encode()
    yield from {plain, quote(secret, safe="").encode(), plain.hex().encode(), secret.encode("utf-16-le")}
    for before in range(3):  # base64 has another face at each place of three; its ends depend on what stands around
        yield base64.b64encode(b"\0" * before + plain)[4 if before else 0 : -4]


def _contents(home: Path) -> Iterator[tuple[Path, bytes]]:
    for path in home.rglob("*"):
        if _VAULT.isdisjoint(path.relative_to(home).parts) and path.is_file():
            with suppress(FileNotFoundError):  # a running crawl tidies up
                content = path.read_bytes()
                yield path, content
                yield from ((path, each) for each in _unpacked(content))


def _unpacked(content: bytes) -> Iterator[bytes]:
    """What is packed in a file: all of it, or (as in an HTTP cache, or a queue) from some place on."""
    start = content.find(_GZIP)
    while start >= 0:
        with suppress(OSError, EOFError, zlib.error):
            yield gzip.decompress(content[start:])
        with suppress(zlib.error):
            yield zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(content[start:])
        start = content.find(_GZIP, start + 1)
    with suppress(zlib.error):
        yield zlib.decompress(content)
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
