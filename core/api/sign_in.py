"""Swaps a one-time ticket for the browser's cookie, which Streamlit scripts cannot set themselves."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Request, Response
from pydantic import BaseModel, Field

from core.api.dependencies import Ctx
from core.errors import ForbiddenError, NotSignedInError
from core.services import accounts

# Between our own pages and their browser; no program signs in this way.
router = APIRouter(include_in_schema=False)

COOKIE = "interview_session"


class Ticket(BaseModel):
    """What the page hands to its browser after a sign-in."""

    ticket: str = Field(min_length=20, max_length=100)


@router.post("/session", status_code=204)
def open_session(body: Ticket, request: Request, ctx: Ctx) -> Response:
    """Set the cookie of a sign-in, once for each ticket."""
    _refuse_other_sites(request)
    value = accounts.exchange_ticket(ctx, body.ticket)
    if value is None:
        raise NotSignedInError
    response = Response(status_code=204)
    response.set_cookie(
        COOKIE,
        value,
        max_age=int(accounts.SIGN_IN_LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
        path="/",
    )
    return response


@router.delete("/session", status_code=204)
def close_session(request: Request, ctx: Ctx, cookie: Annotated[str | None, Cookie(alias=COOKIE)] = None) -> Response:
    """End the sign-in of this browser and take its cookie away."""
    _refuse_other_sites(request)
    accounts.sign_out(ctx, cookie)
    response = Response(status_code=204)
    response.delete_cookie(COOKIE, path="/")
    return response


def _refuse_other_sites(request: Request) -> None:
    # Browsers send this header and pages cannot forge it; programs without it hold no cookie to abuse.
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise ForbiddenError("a request from our own pages")
