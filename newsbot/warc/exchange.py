"""Exchange: one request and its answer, and what of them may be archived. Pure.

No secret of a session gets into an archive: of a request only harmless headers go in, of an answer none that sets or
names a secret; addresses lose passwords and tokens; what was sent as a cookie or a token is masked in the page, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from newsbot.warc.unpacking import unpacked

Headers = tuple[tuple[str, str], ...]

#: What stands in the place of a secret; as in `newsbot.sessions.masking`.
MASK = "***"
#: The headers of a request that hold no secret. All others are left out: a site's token may have any name.
_SENT = frozenset(
    {
        *("accept", "accept-encoding", "accept-language", "cache-control", "from", "host", "if-modified-since"),
        *("if-none-match", "pragma", "range", "user-agent"),
    }
)
#: Headers of an answer that set a secret, or may hold one.
_SECRET_NAME = re.compile(r"cookie|auth|token|session|csrf|xsrf|secret|password|api-?key|jwt|nonce", re.IGNORECASE)
_SAFE_NAME = frozenset({"www-authenticate", "x-content-type-options", "access-control-allow-headers"})
#: Headers that speak of the way, and not of what came: it was unpacked on that way.
_OF_THE_WAY = frozenset(
    {"transfer-encoding", "connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"}
)
#: Names of parameters that bear secrets.
_SECRET_PARAMETER = re.compile(
    r"(?P<name>(?:^|[?&;#])(?:[\w.-]*(?:token|jwt|password|passwd|secret|session_?id|sessid|api_?key)|auth|authorization|pwd|sid|"
    r"ticket|signature|x-amz-signature|x-amz-credential))=(?P<value>[^&#;\s\"'<>]+)",
    re.IGNORECASE,
)
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_ADDRESSES = frozenset({"location", "content-location", "refresh", "link", "report-to"})
#: Shorter values are found by chance: `yes`, `en-GB`.
_LEAST_SECRET = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer. `body` is as it was received, still packed where `Content-Encoding` says so."""

    url: str
    at: datetime  #: aware
    sent: Headers = ()  #: the request's headers
    status: int = 200
    headers: Headers = ()  #: the answer's
    body: bytes = b""
    protocol: str | None = None  #: such as HTTP/1.1; None: not known
    address: str | None = None  #: the server's
    shown: bool = False  #: the body is the page as a browser showed it, and no server sent it
    facts: Mapping[str, Any] | None = None  #: of a page: what reading it again needs, as plain data for JSON
    secrets: frozenset[str] = field(default=frozenset(), repr=False)  #: of the session that it was asked for with

    def first(self, name: str) -> str | None:
        """The first header of the answer with this name (in lower case)."""
        return next((value for each, value in self.headers if each.lower() == name), None)


def text_of(value: bytes) -> str:
    """A header's value as text: what is not ASCII is percent-encoded, and what would end the line becomes a space."""
    ascii_only = value.decode("ascii") if value.isascii() else quote(value, safe=_PRINTABLE)
    return "".join(each if each.isprintable() else " " for each in ascii_only).strip()


_PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))
_IN_ADDRESSES = _PRINTABLE.replace(" ", "")


def without_tokens(url: str) -> str:
    """An address without user and password, and with its parameters masked that are named like secrets."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    clean = parts._replace(
        netloc=parts.netloc.rpartition("@")[2],
        path=_masked_parameters(parts.path),
        query=_masked_parameters(parts.query),
        fragment=_masked_parameters(parts.fragment),
    )
    return url if clean == parts else urlunsplit(clean)


def _masked_parameters(text: str) -> str:
    return _SECRET_PARAMETER.sub(rf"\g<name>={MASK}", text)


def secrets_of(cookies: Iterable[str], tokens: Iterable[str] = ()) -> frozenset[str]:
    """The values in headers `Cookie` and `Set-Cookie`, and in such as `Authorization: Bearer TOKEN`."""
    found = {token.rpartition(" ")[2] for token in tokens}
    for header in cookies:
        for place, part in enumerate(header.split(";")):
            name, _, value = part.strip().partition("=")
            if not (place and name.lower() in _COOKIE_WORDS):
                found.add(value.strip('"'))
    found |= {unquote(each) for each in found}
    return frozenset(each for each in found if len(each) >= _LEAST_SECRET)


_COOKIE_WORDS = frozenset(
    {"expires", "max-age", "domain", "path", "samesite", "secure", "httponly", "partitioned", "priority"}
)


def shareable(exchange: Exchange) -> Exchange | None:
    """The exchange without secrets, its headers in agreement with its body; None where that cannot be made sure of.

    A body that holds a secret of the session is unpacked, and the secret masked; the facts then say so (`masked`).
    """
    body, count = exchange.body, 0
    headers = exchange.headers
    if exchange.secrets:
        plain = unpacked(exchange.body, exchange.first("content-encoding"))
        if plain is None:
            return None
        masked, count = _masked(plain, exchange.secrets)
        if count:
            body = masked
            headers = tuple((f"X-Archive-Orig-{n}" if n.lower() == "content-encoding" else n, v) for n, v in headers)
    facts = exchange.facts
    if facts is not None:
        facts = {name: _clean_fact(each, exchange.secrets) for name, each in facts.items()}
        facts |= {"masked": count} if count else {}
    return replace(
        exchange,
        url=quote(_without(without_tokens(exchange.url), exchange.secrets), safe=_IN_ADDRESSES, errors="replace"),
        sent=tuple((name, value) for name, value in exchange.sent if name.lower() in _SENT),
        headers=tuple(_agreeing(tuple(_kept(headers, exchange.secrets)), len(body))),
        body=body,
        facts=facts,
        secrets=frozenset(),
    )


def _clean_fact(value: Any, secrets: frozenset[str]) -> Any:
    is_address = isinstance(value, str) and value.startswith(("http:", "https:"))
    return _without(without_tokens(value), secrets) if is_address else value


def _kept(headers: Headers, secrets: frozenset[str]) -> Iterable[tuple[str, str]]:
    for name, value in headers:
        lowered = name.lower()
        if not _NAME.fullmatch(name) or (_SECRET_NAME.search(name) and lowered not in _SAFE_NAME):
            continue
        clean = without_tokens(value) if lowered in _ADDRESSES else value
        yield name, _without(clean, secrets)


def _agreeing(headers: Headers, length: int) -> Iterable[tuple[str, str]]:
    """The headers with the length that the body has, and the original ones of the way under another name."""
    for name, value in headers:
        lowered = name.lower()
        if lowered in _OF_THE_WAY or (lowered == "content-length" and value.strip() != str(length)):
            yield f"X-Archive-Orig-{name}", value
        elif lowered != "content-length":
            yield name, value
    yield "Content-Length", str(length)


def _without(text: str, secrets: frozenset[str]) -> str:
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, MASK)
    return text


def _spellings(secret: str) -> Iterable[str]:
    """Replacing these takes a millisecond a page; `newsbot.sessions.masking`, which finds all others, a hundred."""
    encoded = quote(secret, safe="")
    yield from (secret, encoded, re.sub("%..", lambda each: each[0].lower(), encoded), quote(secret))
    yield from (escape(secret), secret.replace("/", "\\/"))


def _masked(body: bytes, secrets: frozenset[str]) -> tuple[bytes, int]:
    """The body without the secrets, in the spellings of addresses, HTML and JSON; and how many places that were."""
    count = 0
    spellings = {spelling.encode("utf-8", "replace") for secret in secrets for spelling in _spellings(secret)}
    for spelling in sorted(spellings, key=lambda each: (-len(each), each)):
        if found := body.count(spelling):
            count += found
            body = body.replace(spelling, MASK.encode())
    return body, count
