"""Every error leaves the API in one shape: RFC 9457 problem details."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from core.errors import (
    CallerError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    NotSignedInError,
    StateError,
    ThrottledError,
)

log = logging.getLogger(__name__)

# The first that fits, so the special ones stand before their base.
STATUS_OF: Sequence[tuple[type[CallerError], int, str]] = (
    (NotSignedInError, 401, "Not signed in"),
    (ForbiddenError, 403, "Not allowed"),
    (NotFoundError, 404, "Not found"),
    (ConflictError, 409, "A newer version is stored"),
    (StateError, 409, "Not possible in this state"),
    (InvalidInputError, 422, "Invalid input"),
    (ThrottledError, 429, "Too many requests"),
    (CallerError, 400, "Cannot be served"),
)


def add_problem_handlers(api: FastAPI) -> None:
    """Translate our errors, the framework's, and any that nobody foresaw."""
    api.add_exception_handler(CallerError, _caller_error)
    api.add_exception_handler(RequestValidationError, _validation_error)
    api.add_exception_handler(HTTPException, _http_error)
    api.add_exception_handler(Exception, _unforeseen)


def problem(
    status: int, title: str, detail: str, *, headers: Mapping[str, str] | None = None, **extra: object
) -> JSONResponse:
    """A problem document."""
    body: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail, **extra}
    return JSONResponse(body, status, media_type="application/problem+json", headers=dict(headers or {}))


async def _caller_error(_request: Request, error: Exception) -> JSONResponse:
    status, title = next((status, title) for kind, status, title in STATUS_OF if isinstance(error, kind))
    extra: dict[str, object] = {}
    headers: dict[str, str] = {}
    if isinstance(error, InvalidInputError):
        extra["errors"] = [{"field": fault.where, "message": fault.message} for fault in error.faults]
    if isinstance(error, ConflictError):
        extra["current"] = error.current
    if isinstance(error, StateError):
        extra["state"] = error.state
    if isinstance(error, ThrottledError):
        headers["Retry-After"] = str(error.retry_after)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(status, title, str(error), headers=headers, **extra)


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"field": ".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0]), "message": fault["msg"]}
        for fault in error.errors()
    ]
    return problem(422, "Invalid input", "Some fields are missing or wrong; see 'errors'.", errors=errors)


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, str(error.detail), str(error.detail), headers=error.headers)


async def _unforeseen(_request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", exc_info=error)
    return problem(500, "Our fault", "Something failed on our side. Nothing of yours is lost; try again shortly.")
