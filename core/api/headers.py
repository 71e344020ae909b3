"""What every answer tells the browser to be careful about."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Nothing of ours is asked to run, and nothing may frame it, for what the API answers is data.
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"

# Swagger's page: its own script and style from here, one script within the page that is named by its hash.
DOCS_POLICY = (
    "default-src 'none'; script-src 'self' {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # for browsers that do not know frame-ancestors
    "X-Frame-Options": "DENY",
    # Addresses hold links with secrets: an invitation, a shared report, a new password.
    "Referrer-Policy": "no-referrer",
    # Dictation uses the microphone; nothing else of the machine is needed.
    "Permissions-Policy": (
        "microphone=(self), accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), "
        "magnetometer=(), midi=(), payment=(), serial=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# A year; without subdomains, which may be somebody else's.
ONLY_HTTPS = "max-age=31536000"

_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


class SecurityHeaders:
    """ASGI middleware: adds these headers where the application within did not set them itself.

    ``policy`` is the Content-Security-Policy; ``https`` says that people come by HTTPS, even if a proxy takes it off.
    """

    def __init__(self, app: ASGIApp, *, policy: str, https: bool = False) -> None:
        self.app = app
        self._headers = {**ALWAYS, "Content-Security-Policy": policy}
        self._https = https

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as before, with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if self._https or scope["scheme"] == "https":
                    headers.setdefault("Strict-Transport-Security", ONLY_HTTPS)
            await send(message)

        await self.app(scope, receive, dressed)


class DocsPolicy:
    """ASGI middleware: lets the documentation page, and no other, run the script that stands in it."""

    def __init__(self, app: ASGIApp, *, page: str) -> None:
        self.app = app
        self._page = page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the page before its headers are sent: the script is known by what it says."""
        if scope["type"] != "http" or not scope["path"].endswith(self._page):
            await self.app(scope, receive, send)
            return
        start: Message | None = None

        async def with_policy(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                policy = DOCS_POLICY.format(scripts=" ".join(map(_source, _INLINE_SCRIPT.findall(message["body"]))))
                MutableHeaders(scope=start)["Content-Security-Policy"] = policy
                await send(start)
                start = None
            await send(message)

        await self.app(scope, receive, with_policy)


def _source(script: bytes) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
