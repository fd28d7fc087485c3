"""How a visit ended, in the words of the store: pure translations of statuses and of Scrapy's exceptions."""

from __future__ import annotations

import gzip
import re
import zlib

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from newsbot.access.states import PageKind
from newsbot.article import Access, Delivered, Gate
from newsbot.errors import BrowserGone, NotAPage, RefuseAddress, TryLater
from newsbot.store.base import VisitState

Ending = tuple[VisitState, str]

_TOO_LARGE = "the answer is larger than any page (DOWNLOAD_MAXSIZE)"
_UNTRUSTED = "the certificate of the host cannot be trusted (TLS)"
_BADLY_PACKED = "the compression of the answer is broken"
_ERRORS: dict[type[BaseException], str] = {
    CannotResolveHostError: "the host's name is not known (DNS); check the spelling and your connection",
    DownloadConnectionRefusedError: "the host refuses the connection; is the port right, and the server up?",
    DownloadTimeoutError: "no answer in time",
    ResponseDataLossError: "the answer was cut off",
    UnsupportedURLSchemeError: "only http and https can be fetched",
    gzip.BadGzipFile: _BADLY_PACKED,
    zlib.error: _BADLY_PACKED,
    EOFError: _BADLY_PACKED,
}

#: What is wrong with a host, and not with one page of it.
HOST_FAILURES = (CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError, DownloadFailedError)

_GONE = {
    404: "the page is not there (404)",
    410: "the page was taken away (410)",
    451: "withheld for legal reasons (451)",
}
_CERTIFICATE = re.compile(r"certificate|SSL|TLS|handshake|verif", re.IGNORECASE)


#: How a visit of a page ends that is no article.
_KINDS = {
    PageKind.LISTING: (VisitState.NOT_ARTICLE, "a list of articles"),
    PageKind.OTHER: (VisitState.NOT_ARTICLE, "no article was found on it"),
    PageKind.LOGIN: (VisitState.BLOCKED, "a sign-in page came instead (login_required)"),
    PageKind.CHALLENGE: (VisitState.BLOCKED, "a bot check came instead (bot_challenge)"),
    PageKind.CONSENT: (VisitState.BLOCKED, "a consent wall came instead (consent)"),
    PageKind.SOFT_404: (VisitState.GONE, "the page says that it is not there (soft_404)"),
    PageKind.JS_SHELL: (
        VisitState.BLOCKED,
        "its text is put in by a script: it needs a browser (not_rendered); `fetch: render` in its site file asks one",
    ),
}
_NO_GATE = frozenset({Gate.NONE_SEEN, Gate.UNKNOWN, Gate.METERED_OPEN})


class Refused(IgnoreRequest):
    """The guard refused an address; `error` says why."""

    def __init__(self, error: RefuseAddress) -> None:
        super().__init__(str(error))
        self.error = error


class Postponed(IgnoreRequest):
    """The server asked for more patience than a crawl has."""

    def __init__(self, error: TryLater) -> None:
        super().__init__(str(error))
        self.error = error


class HostRests(Postponed):
    """Nothing was sent: the host is in trouble, or its robots.txt cannot be had. It says nothing about the page."""


class Unfit(IgnoreRequest):
    """What the browser was to show is no page; `error` says why."""

    def __init__(self, error: NotAPage) -> None:
        super().__init__(str(error))
        self.error = error


def of_status(status: int, *, page: bool = True) -> Ending | None:
    """How a visit with this status ended; None where the page must be read to know (200, 401, 402, 403 …).

    Of feeds, sitemaps and lists (`page=False`), a refusal is one, whatever else is in the answer.
    """
    if status == 304:  # noqa: PLR2004
        return VisitState.UNCHANGED, "not modified (304)"
    if status in _GONE:
        return VisitState.GONE, _GONE[status]
    if status in {408, 425, 429} or 500 <= status < 600:  # noqa: PLR2004
        return VisitState.FAILED, f"the server answered {status}"
    if 300 <= status < 400:  # noqa: PLR2004
        return VisitState.FAILED, f"a redirect ({status}) that leads nowhere"
    if 400 <= status < 500 and (not page or status not in {401, 402, 403}):  # noqa: PLR2004
        return VisitState.FAILED, f"the server refused the request ({status})"
    return None


def of_page(kind: PageKind, access: Access) -> Ending | None:
    """How the visit of a page ended that was read and is no article; None where it is one."""
    if kind is PageKind.ARTICLE:
        return None
    if (
        kind in {PageKind.OTHER, PageKind.LISTING}
        and access.delivered is Delivered.NONE
        and access.gate not in _NO_GATE
    ):
        return VisitState.BLOCKED, f"nothing but a gate was shown ({access.gate.value})"
    return _KINDS[kind]


def of_error(error: BaseException | None) -> Ending:
    """How a visit ended that got no answer, in words that say what to look at."""
    if isinstance(error, Refused):
        return VisitState.REFUSED, error.error.why
    if isinstance(error, Postponed):
        return VisitState.FAILED, error.error.why
    if isinstance(error, Unfit):
        return VisitState.NOT_ARTICLE, error.error.why
    if isinstance(error, BrowserGone):
        return VisitState.FAILED, f"the browser was lost ({error.why})"
    if isinstance(error, IgnoreRequest):
        return _of_ignored(str(error))
    if isinstance(error, DownloadCancelledError):  # what is too large today will be so tomorrow
        return VisitState.NOT_ARTICLE, _TOO_LARGE
    return VisitState.FAILED, _words(error)


def of_host(error: BaseException | None) -> str | None:
    """What is wrong with the host as a whole, in words: whatever was asked of it, this would have come of it."""
    words = _words(error)
    host = isinstance(error, CannotResolveHostError | DownloadConnectionRefusedError) or words == _UNTRUSTED
    return words if host else None


def _of_ignored(message: str) -> Ending:
    lowered = message.lower()
    if "robots.txt" in lowered:
        return VisitState.ROBOTS, "robots.txt asks not to fetch it"
    if "redirect" in lowered:
        return VisitState.FAILED, "it redirects without end"
    if "maxsize" in lowered or "exceed" in lowered:
        return VisitState.NOT_ARTICLE, _TOO_LARGE
    return VisitState.FAILED, message or "the request was dropped"


def _words(error: BaseException | None) -> str:
    for kind, words in _ERRORS.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, DownloadFailedError):
        tls = _CERTIFICATE.search(str(error))
        return _UNTRUSTED if tls else "the connection broke"
    return f"{type(error).__name__}: {error}".strip(": ")
