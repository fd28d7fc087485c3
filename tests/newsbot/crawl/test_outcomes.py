"""Statuses and exceptions, in the words of the store."""

from __future__ import annotations

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)

from newsbot.access.states import PageKind
from newsbot.article import Access, Delivered, Gate
from newsbot.crawl.outcomes import HOST_FAILURES, HostRests, Refused, of_error, of_host, of_page, of_status
from newsbot.errors import RefuseAddress, TryLater
from newsbot.store.base import VisitState


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (304, VisitState.UNCHANGED),
        (404, VisitState.GONE),
        (410, VisitState.GONE),
        (451, VisitState.GONE),
        (418, VisitState.FAILED),
        (429, VisitState.FAILED),
        (500, VisitState.FAILED),
        (302, VisitState.FAILED),
    ],
)
def test_statuses_that_end_a_visit(status: int, state: VisitState) -> None:
    ending = of_status(status)
    assert ending is not None
    assert ending[0] is state
    assert str(status) in ending[1]


@pytest.mark.parametrize("status", [200, 203, 401, 402, 403])
def test_statuses_whose_page_is_read(status: int) -> None:
    assert of_status(status) is None


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        (CannotResolveHostError("x"), VisitState.FAILED, "DNS"),
        (DownloadTimeoutError("x"), VisitState.FAILED, "time"),
        (DownloadFailedError("SSL routines: certificate verify failed"), VisitState.FAILED, "certificate"),
        (DownloadFailedError("Connection lost"), VisitState.FAILED, "connection broke"),
        (IgnoreRequest("Forbidden by robots.txt"), VisitState.ROBOTS, "robots.txt"),
        (IgnoreRequest("max redirections reached"), VisitState.FAILED, "redirects"),
        (Refused(RefuseAddress("http://10.0.0.1/", "10.0.0.1 is not a public address")), VisitState.REFUSED, "public"),
        (
            HostRests(TryLater("http://e.com/", "robots.txt could not be had")),
            VisitState.FAILED,
            "robots.txt could not",
        ),
        (ValueError("odd"), VisitState.FAILED, "ValueError: odd"),
    ],
)
def test_errors(error: Exception, state: VisitState, words: str) -> None:
    ending = of_error(error)
    assert ending[0] is state
    assert words in ending[1]


@pytest.mark.parametrize(
    ("kind", "access", "state"),
    [
        (PageKind.ARTICLE, Access(delivered=Delivered.PARTIAL_TEASER), None),
        (PageKind.LOGIN, Access(), VisitState.BLOCKED),
        (PageKind.CHALLENGE, Access(), VisitState.BLOCKED),
        (PageKind.SOFT_404, Access(), VisitState.GONE),
        (PageKind.LISTING, Access(), VisitState.NOT_ARTICLE),
        (PageKind.OTHER, Access(), VisitState.NOT_ARTICLE),
        (PageKind.OTHER, Access(delivered=Delivered.NONE, gate=Gate.SUBSCRIPTION), VisitState.BLOCKED),
    ],
)
def test_pages_that_are_no_articles(kind: PageKind, access: Access, state: VisitState | None) -> None:
    ending = of_page(kind, access)
    assert (ending[0] if ending else None) is state


def test_every_kind_of_page_has_an_ending() -> None:
    assert all(of_page(kind, Access()) for kind in PageKind if kind is not PageKind.ARTICLE)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (CannotResolveHostError("x"), "DNS"),
        (DownloadConnectionRefusedError("x"), "refuses"),
        (DownloadFailedError("SSL routines: certificate verify failed"), "certificate"),
        (DownloadFailedError("Connection lost"), None),
        (DownloadTimeoutError("x"), None),
        (ResponseDataLossError("x"), None),
        (IgnoreRequest("x"), None),
    ],
)
def test_what_is_wrong_with_the_host_whatever_is_asked_of_it(error: Exception, words: str | None) -> None:
    told = of_host(error)
    assert (words in told) if words and told else told == words


@pytest.mark.parametrize("error", [ResponseDataLossError("x"), IgnoreRequest("x"), ValueError("x")])
def test_what_is_wrong_with_one_page_is_no_failure_of_its_host(error: Exception) -> None:
    assert not isinstance(error, HOST_FAILURES)
