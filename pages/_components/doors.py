"""What of Streamlit's own server stays shut, and what its pages may load.

Streamlit hands a page that is still in memory to whoever names its id, takes files for any page that is open, and
tells its measurements to everybody. Here a page is its owner's, files are taken from who is signed in, and of its inner
addresses only those answer that the browser needs.
"""

import base64
import hashlib
import re
from pathlib import Path
from typing import Any

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.api.sign_in import COOKIE, cookie_name
from core.services.context import Context
from core.services.page_sessions import PAGES

INNER = "/_stcore/"
UPLOAD = "/_stcore/upload_file/"
OPEN = (
    "/_stcore/health",
    "/_stcore/host-config",
    "/_stcore/stream",
    "/_stcore/bidi-components/",
    UPLOAD,
)
NOT_YOURS = "This page is not yours to upload to. Sign in, reload it and try again."
PROTOCOLS = "sec-websocket-protocol"


class Doors:
    """ASGI middleware around Streamlit."""

    def __init__(self, app: ASGIApp, *, ctx: Context) -> None:
        self.app = app
        self._ctx = ctx

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] == "websocket":
            scope = await self._on_a_page_of_their_own(scope)
        elif scope["type"] == "http" and scope["path"].startswith(INNER):
            if not scope["path"].startswith(OPEN):
                await PlainTextResponse("Not found", 404)(scope, receive, send)
                return
            if scope["path"].startswith(UPLOAD) and not await self._may_upload(scope):
                await PlainTextResponse(NOT_YOURS, 403)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    async def _on_a_page_of_their_own(self, scope: Scope) -> Scope:
        """The request for a websocket, without the id of a page that is somebody else's: it gets a new page then."""
        # Streamlit's browser code says there: the protocol, a token, and the page it had before.
        protocol, token, page_id = [*_protocols(scope), "", "", ""][:3]
        if not page_id or await run_in_threadpool(PAGES.may_resume, self._ctx, page_id, _cookie(self._ctx, scope)):
            return scope
        changed: dict[str, Any] = {**scope, "headers": list(scope["headers"])}
        MutableHeaders(scope=changed)[PROTOCOLS] = ", ".join(filter(None, [protocol, token]))
        changed["subprotocols"] = [part for part in (protocol, token) if part]
        return changed

    async def _may_upload(self, scope: Scope) -> bool:
        page_id = scope["path"].removeprefix(UPLOAD).split("/")[0]
        return await run_in_threadpool(PAGES.may_upload, self._ctx, page_id, _cookie(self._ctx, scope))


def pages_policy() -> str:
    """The Content-Security-Policy under which Streamlit, its components and Plotly work; nothing comes from outside.

    Styles are written into the page by Streamlit, Plotly and the components, which no hash can foresee. Streamlit runs
    the code of a component from a blob, which only a script that runs already can make; icons and a font of the tables
    are data.
    """
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text()
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src 'self' blob: {' '.join(map(_source, re.findall('<script>(.*?)</script>', page, re.DOTALL)))}",
            "style-src 'self' 'unsafe-inline'",
            "font-src 'self' data:",
            "img-src 'self' data:",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _protocols(scope: Scope) -> list[str]:
    return [part.strip() for part in HTTPConnection(scope).headers.get(PROTOCOLS, "").split(",")]


def _cookie(ctx: Context, scope: Scope) -> str | None:
    return HTTPConnection(scope).cookies.get(cookie_name(ctx.settings, COOKIE))


def _source(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
