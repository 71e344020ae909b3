"""Which names the server answers to, and from whose pages it takes a websocket."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from core.config import Settings

ALWAYS_KNOWN = ("localhost", "127.0.0.1", "::1")
WRONG_HOST = (
    "This address is not one that the dashboard answers to. Whoever runs it can name it in BASE_URL or ALLOWED_HOSTS."
)
POLICY_VIOLATION = 1008


class KnownHosts:
    """ASGI middleware: refuses requests that name another host, and websockets that another site's page opened.

    A page elsewhere can let its own name point here (DNS rebinding), and would then count as ours to the browser.
    Known are the host of BASE_URL, this machine's local names, what ALLOWED_HOSTS names, and the very address that
    the request arrived at, which no name can be made to stand for.
    """

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._base = urlsplit(settings.base_url)
        self._known = {*ALWAYS_KNOWN, *settings.allowed_hosts, self._base.hostname or ""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is addressed to us."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_known(headers.get("host", ""), scope) or not self._is_ours(headers, scope):
            if scope["type"] == "http":
                await PlainTextResponse(WRONG_HOST, 400)(scope, receive, send)
            else:
                await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await self.app(scope, receive, send)

    def _is_known(self, host: str, scope: Scope) -> bool:
        name = _name(host)
        arrived_at = (scope.get("server") or ("",))[0]
        return bool(name) and ("*" in self._known or name in self._known or name == arrived_at)

    def _is_ours(self, headers: Headers, scope: Scope) -> bool:
        # Only browsers say which page asks, and they always do. Programs have no cookie that could be misused.
        origin = headers.get("origin")
        if scope["type"] != "websocket" or origin is None:
            return True
        theirs = urlsplit(origin).netloc
        return theirs in (headers["host"], self._base.netloc)


def _name(host: str) -> str | None:
    """The name in a Host header, without its port; None for what is none."""
    try:
        return urlsplit(f"//{host}").hostname if host and not set(host) & set("/?#@\\") else None
    except ValueError:
        return None
