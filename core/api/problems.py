"""Every error leaves the API in one shape: RFC 9457 problem details."""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.exc import OperationalError
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

MEDIA_TYPE = "application/problem+json"

Code = Literal[
    "not_signed_in",
    "not_allowed",
    "not_found",
    "newer_stored",
    "wrong_state",
    "too_large",
    "invalid",
    "too_many",
    "not_served",
    "unavailable",
    "our_fault",
]
"""What went wrong, for programs to tell apart."""

# The first that fits, so the special ones stand before their base.
STATUS_OF: Sequence[tuple[type[CallerError], int, Code]] = (
    (NotSignedInError, 401, "not_signed_in"),
    (ForbiddenError, 403, "not_allowed"),
    (NotFoundError, 404, "not_found"),
    (ConflictError, 409, "newer_stored"),
    (StateError, 409, "wrong_state"),
    (InvalidInputError, 422, "invalid"),
    (ThrottledError, 429, "too_many"),
    (CallerError, 400, "not_served"),
)

RETRY_SECONDS = 5


class FieldFault(BaseModel):
    """One thing wrong with a request: where it stands, and what is wrong there."""

    field: str
    message: str


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it. ``code`` tells programs which kind it is; ``detail`` tells people."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "about:blank",
                    "title": "Not Found",
                    "status": 404,
                    "detail": "This interview does not exist, or it is not yours to open.",
                    "code": "not_found",
                }
            ]
        }
    )

    type: str
    title: str
    status: int
    detail: str
    code: Code
    errors: list[FieldFault] | None = Field(None, description="With 422: everything that is wrong, field by field.")
    state: str | None = Field(None, description="With 409: the state that stands in the way.")
    current: dict[str, Any] | None = Field(None, description="With 409: what is stored, when it is newer.")


def add_problem_handlers(api: FastAPI) -> None:
    """Translate our errors, the framework's, and any that nobody foresaw."""
    api.add_exception_handler(CallerError, _caller_error)
    api.add_exception_handler(RequestValidationError, _validation_error)
    api.add_exception_handler(HTTPException, _http_error)
    api.add_exception_handler(OperationalError, _database_away)
    api.add_exception_handler(Exception, _unforeseen)


def problem(
    code: Code, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **extra: object
) -> JSONResponse:
    """A problem document."""
    # RFC 9457, 4.2.1: without a type of its own, a problem is titled as its status is.
    title = HTTPStatus(status).phrase
    body: dict[str, Any] = {
        "type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **extra
    }  # fmt: skip
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


async def _caller_error(_request: Request, error: Exception) -> JSONResponse:
    status, code = next((status, code) for kind, status, code in STATUS_OF if isinstance(error, kind))
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
    return problem(code, status, str(error), headers=headers, **extra)


async def _validation_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {
            "field": ".".join(str(part) for part in fault["loc"][1:]) or str(fault["loc"][0]),
            "message": fault["msg"].removeprefix("Value error, "),
        }
        for fault in error.errors()
    ]
    return problem("invalid", 422, "Some fields are missing or wrong; see 'errors'.", errors=errors)


async def _http_error(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    known: dict[int, Code] = {404: "not_found", 413: "too_large"}
    code = known.get(error.status_code, "not_served")
    return problem(code, error.status_code, str(error.detail), headers=error.headers)


async def _database_away(_request: Request, error: Exception) -> JSONResponse:
    log.error("the database did not answer", exc_info=error)
    detail = "The database does not answer. What was acknowledged is safe; try again shortly."
    return problem("unavailable", 503, detail, headers={"Retry-After": str(RETRY_SECONDS)})


async def _unforeseen(_request: Request, error: Exception) -> JSONResponse:
    log.error("request failed", exc_info=error)
    detail = "Something failed on our side. Nothing of yours is lost; try again shortly."
    return problem("our_fault", 500, detail)
