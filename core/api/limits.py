"""Refuses bodies that are too large before they are read into memory, whatever length they claim to have.

The framework's own limit answers some of them in plain text, which is not the one shape that our errors have.
"""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.api.problems import problem

LARGEST_BODY = 64 * 1024
"""Bytes: twice the longest answer in the widest letters."""
TOLD = f"A request may have at most {LARGEST_BODY // 1024} kB."


class BodyLimit:
    """ASGI middleware: a body over 64 kB is answered with 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is small enough."""
        if scope["type"] == "http" and _claimed(scope) > LARGEST_BODY:
            await problem("too_large", 413, TOLD)(scope, receive, send)
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > LARGEST_BODY:
                raise HTTPException(413, TOLD)
            return message

        await self.app(scope, counted, send)


def _claimed(scope: Scope) -> int:
    lengths = (value for name, value in scope["headers"] if name == b"content-length")
    # what is no number is refused by the server itself
    return max((int(value) for value in lengths if value.isdigit()), default=0)
