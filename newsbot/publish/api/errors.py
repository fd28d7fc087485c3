"""Errors of the API: what happened, and what to send instead, as JSON."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from newsbot.errors import FixArgument, NewsbotError, RetryStore
from newsbot.publish.api.answers import answer

logger = logging.getLogger(__name__)


class Problem(BaseModel):
    """What every answer with a status of 400 or more says."""

    what: str  #: happened
    cure: str  #: what to send, or to do, instead


class Refusal(Exception):
    """An answer that is none: its status, what happened and the cure."""

    def __init__(self, status: int, what: str, cure: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(what)
        self.status = status
        self.problem = Problem(what=what, cure=cure)
        self.headers = dict(headers or {})


def told(status: int, what: str, cure: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that tells of an error."""
    return answer({"what": what, "cure": cure}, status, {"Cache-Control": "no-store", **(headers or {})})


def handle_errors(app: FastAPI) -> None:
    """Every error of the API becomes such an answer."""

    @app.exception_handler(Refusal)
    def refused(_: Request, error: Refusal) -> Response:
        extra = {"WWW-Authenticate": "Bearer"} if error.status == 401 else {}  # noqa: PLR2004 - by its name in HTTP
        return told(error.status, error.problem.what, error.problem.cure, {**extra, **error.headers})

    @app.exception_handler(RequestValidationError)
    def not_understood(_: Request, error: RequestValidationError) -> Response:
        faults = [f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors()]
        return told(422, "; ".join(faults)[:1000], "GET /api/openapi.json says what each of them may be.")

    @app.exception_handler(HTTPException)
    def not_there(_: Request, error: HTTPException) -> Response:
        cure = "GET /api lists what there is."
        return told(error.status_code, f"{error.detail}.", cure, error.headers)

    @app.exception_handler(NewsbotError)
    def of_ours(_: Request, error: NewsbotError) -> Response:
        status = 400 if isinstance(error, FixArgument) else 503 if isinstance(error, RetryStore) else 500
        return told(status, error.what, error.cure, {"Retry-After": "30"} if isinstance(error, RetryStore) else None)

    @app.exception_handler(Exception)
    def a_bug(request: Request, error: Exception) -> Response:
        # The edge: what broke is logged, and told without what it broke on.
        logger.error("%s %s broke: this is a bug in newsbot", request.method, request.url.path, exc_info=error)
        return told(500, "Something broke in newsbot.", "Its log says what; please report it.")
