"""Names each request, so that what is logged of it can be found together, and notes how it ended."""

import logging
import time

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.logs import ORIGIN, Origin, new_id

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
# They come every few seconds and say nothing.
_UNNOTED = ("/health", "/ready")


class Origins:
    """ASGI middleware: every log line and every audited event of a request knows which one it was and from where.

    The address is that of who is connected; behind a proxy that the server trusts, the server has put in the client's.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request with a name of its own, which is answered in a header."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        # Never the client's own name for it, which would let anybody write into the log.
        origin = Origin(new_id(), client[0] if client else None)
        began, status = time.perf_counter(), 500
        kept = ORIGIN.set(origin)

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = origin.id
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            if not scope["path"].endswith(_UNNOTED):
                spent = (time.perf_counter() - began) * 1000
                # the path alone: what stands behind it may be a secret or somebody's words
                log.info("%s %s %s %.0f ms", scope["method"], scope["path"], status, spent)
            ORIGIN.reset(kept)
