"""What routes ask for."""

from typing import Annotated

from fastapi import Depends, Request

from core.errors import NotSignedInError
from core.services.context import Context
from core.services.tokens import BoxPass, read_box_token


def context(request: Request) -> Context:
    """The context that the API was made with."""
    ctx: Context = request.app.state.ctx
    return ctx


Ctx = Annotated[Context, Depends(context)]


def box_pass(request: Request, ctx: Ctx) -> BoxPass:
    """Whose answer box is calling, by its bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise NotSignedInError
    return read_box_token(ctx, token.strip())


Box = Annotated[BoxPass, Depends(box_pass)]
