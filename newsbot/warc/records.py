"""Records: an exchange as WARC/1.1 records, each a gzip member of its own. Pure, but for the names that it draws.

https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from warcio.statusandheaders import StatusAndHeaders
from warcio.timeutils import datetime_to_iso_date
from warcio.warcwriter import WARCWriter

from newsbot.warc.exchange import Exchange

FORMAT = "WARC File Format 1.1"
CONFORMS_TO = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
#: Of a page that a browser showed: the record's name for how it was answered stands in its facts.
STATUS, HEADERS = "status", "headers"
FACTS_TYPE = "application/json"
_NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A response that is in the archive already."""

    id: str  #: WARC-Record-ID
    url: str
    date: str  #: WARC-Date
    digest: str  #: of its payload, as `digest_of` has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The records of one exchange."""

    data: bytes
    record: Earlier | None  #: the response, where others may refer to it


def digest_of(payload: bytes) -> str:
    """WARC-Payload-Digest."""
    return "sha1:" + base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()


def date_of(moment: datetime) -> str:
    """WARC-Date, to the microsecond."""
    date: str = datetime_to_iso_date(moment.astimezone(UTC).replace(tzinfo=None), use_micros=True)
    return date


def warcinfo(filename: str, at: datetime, facts: Mapping[str, str]) -> bytes:
    """The record that begins a file: by what software it was made, and for whom."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    lines = {**facts, "format": FORMAT, "conformsTo": CONFORMS_TO}
    record = writer.create_warcinfo_record(
        filename, {name: " ".join(str(each).split()) for name, each in lines.items()}
    )
    record.rec_headers.replace_header("WARC-Date", date_of(at))
    writer.write_record(record)
    return out.getvalue()


def group_of(exchange: Exchange, earlier: Earlier | None = None) -> Group:
    """The records of an exchange (of a shareable one: `newsbot.warc.exchange.shareable`).

    `earlier` is the response that has the same payload, or that a 304 confirms: then the answer is a `revisit`.
    """
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    common = {"WARC-Date": date_of(exchange.at)}
    if exchange.address:
        common["WARC-IP-Address"] = exchange.address
    if exchange.protocol:
        common["WARC-Protocol"] = exchange.protocol.lower().replace("http/2", "h2").removesuffix(".0")
    answer = _answer(writer, exchange, earlier, common)
    writer.write_record(answer)
    id_ = answer.rec_headers.get_header("WARC-Record-ID")
    tied = {**common, "WARC-Concurrent-To": id_}
    writer.write_record(_request(writer, exchange, tied))
    if exchange.facts is not None:
        facts = dict(exchange.facts)
        if exchange.shown:
            facts |= {STATUS: exchange.status, HEADERS: exchange.headers}
        payload = json.dumps(facts, ensure_ascii=False, indent=1).encode("utf-8", "replace")
        headers = {"WARC-Date": common["WARC-Date"], "WARC-Concurrent-To": id_, "WARC-Refers-To": id_}
        record = writer.create_warc_record(
            exchange.url, "metadata", BytesIO(payload), len(payload), FACTS_TYPE, warc_headers_dict=headers
        )
        writer.write_record(record)
    kept = None
    if answer.rec_type == "response" and exchange.body and exchange.status == HTTPStatus.OK:
        digest = answer.rec_headers.get_header("WARC-Payload-Digest")
        kept = Earlier(id=id_, url=exchange.url, date=common["WARC-Date"], digest=digest)
    return Group(data=out.getvalue(), record=kept)


def _answer(writer: WARCWriter, exchange: Exchange, earlier: Earlier | None, common: Mapping[str, str]) -> Any:
    if exchange.shown:  # no server sent it: what was received is what its scripts made of it
        kind = exchange.first("content-type") or "text/html; charset=utf-8"
        body = BytesIO(exchange.body)
        return writer.create_warc_record(
            exchange.url, "resource", body, len(exchange.body), kind, warc_headers_dict=dict(common)
        )
    http = StatusAndHeaders(
        f"{exchange.status} {_phrase(exchange.status)}".strip(), list(exchange.headers), protocol=_protocol(exchange)
    )
    headers = dict(common)
    if earlier is None:
        return writer.create_warc_record(
            exchange.url,
            "response",
            BytesIO(exchange.body),
            len(exchange.body),
            warc_headers_dict={**headers, "WARC-Payload-Digest": digest_of(exchange.body)},
            http_headers=http,
        )
    modified = exchange.status != _NOT_MODIFIED
    headers |= {
        "WARC-Profile": SAME_PAYLOAD if modified else NOT_MODIFIED,
        "WARC-Refers-To": earlier.id,
        "WARC-Refers-To-Target-URI": earlier.url,
        "WARC-Refers-To-Date": earlier.date,
        "WARC-Payload-Digest": earlier.digest,
    }
    return writer.create_warc_record(exchange.url, "revisit", warc_headers_dict=headers, http_headers=http)


def _request(writer: WARCWriter, exchange: Exchange, headers: Mapping[str, str]) -> Any:
    parts = urlsplit(exchange.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [each for each in exchange.sent if each[0].lower() != "host"]
    http = StatusAndHeaders(f"GET {path} {_protocol(exchange)}", [("Host", parts.netloc), *lines], is_http_request=True)
    return writer.create_warc_record(exchange.url, "request", warc_headers_dict=dict(headers), http_headers=http)


def _protocol(exchange: Exchange) -> str:
    """Records are written as HTTP/1.1, whatever it was on the wire: `WARC-Protocol` says that."""
    return "HTTP/1.0" if exchange.protocol == "HTTP/1.0" else "HTTP/1.1"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
