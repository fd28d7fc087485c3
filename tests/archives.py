"""Raw archives as their readers see them: every record, and the verdict of `warcio check`."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.cli import main as warcio

from newsbot.warc.unpacking import unpacked


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a WARC file."""

    kind: str
    headers: dict[str, str]
    status: int | None
    http: str  #: the headers of HTTP, as one text
    body: bytes  #: unpacked

    @property
    def url(self) -> str:
        """What it is about."""
        return self.headers.get("WARC-Target-URI", "")

    @property
    def facts(self) -> dict[str, Any]:
        """Newsbot's notes."""
        facts: dict[str, Any] = json.loads(self.body)
        return facts


def files(folder: Path) -> list[Path]:
    """The files of an archive, in the order in which they were begun."""
    return sorted(folder.glob("newsbot-*.warc.gz*"))


def check(*paths: Path) -> None:
    """`warcio check`, as its command line does it: every digest, every record."""
    assert paths
    with pytest.raises(SystemExit) as ended:
        warcio(["check", *map(str, paths)])
    assert ended.value.code == 0


def records(*paths: Path) -> list[Record]:
    """All records."""
    return [record for path in paths for record in _records(path)]


def _records(path: Path) -> Iterator[Record]:
    with path.open("rb") as opened:
        for each in ArchiveIterator(opened):
            http = each.http_headers
            raw = each.raw_stream.read()
            plain = unpacked(raw, http.get_header("Content-Encoding")) if http else raw
            assert plain is not None
            status = int(http.get_statuscode()) if http and each.rec_type != "request" else None
            yield Record(each.rec_type, dict(each.rec_headers.headers), status, str(http or ""), plain)


def all_bytes(folder: Path) -> bytes:
    """Everything that is in an archive, in clear: records unpacked once, and their bodies once more."""
    packed = b"".join(gzip.decompress(path.read_bytes()) for path in files(folder))
    return packed + b"".join(record.body for record in records(*files(folder)))
