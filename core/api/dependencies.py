"""What routes ask for."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request

from core.errors import NotSignedInError
from core.services.context import Context
from core.services.tokens import BoxPass, read_box_token


async def context(request: Request) -> Context:
    """The context that the API was made with. Async, as what depends on it should not wait for a free worker."""
    ctx: Context = request.app.state.ctx
    return ctx


Ctx = Annotated[Context, Depends(context)]


async def arrived(ctx: Ctx) -> datetime:
    """When a request arrived, by the server's clock. Being async it waits for no free worker before it looks."""
    return ctx.clock()


Arrived = Annotated[datetime, Depends(arrived)]


def box_pass(request: Request, ctx: Ctx) -> BoxPass:
    """Whose answer box is calling, by its bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedInError
    return read_box_token(ctx, token.strip())


Box = Annotated[BoxPass, Depends(box_pass)]
