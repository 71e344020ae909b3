"""Swaps a one-time ticket for the browser's cookie, which Streamlit scripts cannot set themselves."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from core.api.dependencies import Ctx
from core.config import Settings
from core.errors import ForbiddenError, NotSignedInError
from core.services import accounts, known_browsers
from core.services.context import Context

# Between our own pages and their browser; no program signs in this way.
router = APIRouter(include_in_schema=False)

COOKIE = "interview_session"
KNOWN_BROWSER = "known_browser"
PROVIDER_COOKIES = "_streamlit_user"
# Browsers take such a cookie from this very host alone, over HTTPS: no other name below the domain can plant one.
HOST_ONLY = "__Host-"


class Ticket(BaseModel):
    """What the page hands to its browser after a sign-in."""

    ticket: str = Field(min_length=20, max_length=100)


def cookie_name(settings: Settings, name: str) -> str:
    """What a cookie of ours is called, which depends on whether people come by HTTPS."""
    return HOST_ONLY + name if settings.is_https else name


@router.post("/session", status_code=204)
def open_session(body: Ticket, request: Request, ctx: Ctx) -> Response:
    """Set the cookie of a sign-in, once for each ticket."""
    _refuse_other_sites(request)
    value = accounts.exchange_ticket(ctx, body.ticket)
    if value is None:
        raise NotSignedInError
    response = Response(status_code=204)
    _set_cookie(request, ctx, response, COOKIE, value, int(accounts.SIGN_IN_LASTS.total_seconds()))
    _forget_provider(request, response)
    if person := accounts.who_is(ctx, value):
        mark = known_browsers.make_mark(ctx, person.id)
        _set_cookie(request, ctx, response, KNOWN_BROWSER, mark, known_browsers.LASTS_SECONDS)
    return response


@router.delete("/session", status_code=204)
def close_session(request: Request, ctx: Ctx) -> Response:
    """End the sign-in of this browser and take its cookie away."""
    _refuse_other_sites(request)
    name = cookie_name(ctx.settings, COOKIE)
    accounts.sign_out(ctx, request.cookies.get(name))
    response = Response(status_code=204)
    response.delete_cookie(name, path="/", secure=_is_https(request, ctx))
    _forget_provider(request, response)
    return response


def _forget_provider(request: Request, response: Response) -> None:
    # What Streamlit keeps for a month of a sign-in with another provider has done its work and cannot be revoked.
    for name in request.cookies:
        if name.startswith(PROVIDER_COOKIES):
            response.delete_cookie(name, path="/")


def _set_cookie(request: Request, ctx: Context, response: Response, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        cookie_name(ctx.settings, name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="lax",
        secure=_is_https(request, ctx),
        path="/",
    )


def _is_https(request: Request, ctx: Context) -> bool:
    return ctx.settings.is_https or request.url.scheme == "https"


def _refuse_other_sites(request: Request) -> None:
    # Browsers send this header and pages cannot forge it; programs without it hold no cookie to abuse.
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise ForbiddenError("a request from our own pages")
