"""What routes ask for: the context, when a request arrived, and for whom it was sent."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from core.errors import NotFoundError, NotSignedInError
from core.models.vocabulary import Scope
from core.services import api_tokens
from core.services.accounts import Person
from core.services.box_tokens import read_box_token
from core.services.context import Context
from core.services.request_keys import LONGEST_KEY


async def context(request: Request) -> Context:
    """The context that the API was made with. Async, as what depends on it should not wait for a free worker."""
    ctx: Context = request.app.state.ctx
    return ctx


Ctx = Annotated[Context, Depends(context)]


async def arrived(ctx: Ctx) -> datetime:
    """When a request arrived, by the server's clock. Being async it waits for no free worker before it looks."""
    return ctx.clock()


Arrived = Annotated[datetime, Depends(arrived)]

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        description="Any text of your own. A request that is repeated with it gets what the first one got.",
    ),
]

_bearer = HTTPBearer(
    auto_error=False,
    scheme_name="token",
    description="An API token, made on the account page. It begins with `ivp_`.",
)
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def reader(ctx: Ctx, credentials: Credentials) -> Person:
    """The person for whom a program reads."""
    return api_tokens.bearer(ctx, _secret(credentials), Scope.READ)


def writer(ctx: Ctx, credentials: Credentials) -> Person:
    """The person for whom a program writes."""
    return api_tokens.bearer(ctx, _secret(credentials), Scope.PRACTISE)


Reader = Annotated[Person, Depends(reader)]
Writer = Annotated[Person, Depends(writer)]


async def question_reader(question_id: UUID, ctx: Ctx, credentials: Credentials) -> UUID:
    """For whom the draft of a question is read."""
    return await _whose(ctx, question_id, credentials, Scope.READ)


async def question_writer(question_id: UUID, ctx: Ctx, credentials: Credentials) -> UUID:
    """For whom something is written to a question."""
    return await _whose(ctx, question_id, credentials, Scope.PRACTISE)


QuestionReader = Annotated[UUID, Depends(question_reader)]
QuestionWriter = Annotated[UUID, Depends(question_writer)]


async def _whose(
    ctx: Context, question_id: UUID, credentials: HTTPAuthorizationCredentials | None, needs: Scope
) -> UUID:
    """The user for whom a program calls, or the answer box of this question on a page of ours.

    The box's token says it without the database, so nothing waits for a free worker there.
    """
    secret = _secret(credentials)
    if secret.startswith(api_tokens.PREFIX):
        return (await run_in_threadpool(api_tokens.bearer, ctx, secret, needs)).id
    box = read_box_token(ctx, secret)
    if box.question_id != question_id:
        raise NotFoundError("question")
    return box.user_id


def _secret(credentials: HTTPAuthorizationCredentials | None) -> str:
    if credentials is None or not credentials.credentials:
        raise NotSignedInError("Send a token in the header 'Authorization: Bearer …'. Make one on your account page.")
    return credentials.credentials
