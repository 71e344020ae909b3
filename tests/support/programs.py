"""Programs that call the API for a person."""

from types import SimpleNamespace
from typing import cast

from fastapi.testclient import TestClient
from httpx import Response

from core.api import create_api
from core.models.vocabulary import Scope
from core.services import api_tokens
from core.services.accounts import Person
from core.services.context import Context

# It does not depend on the database, so it is known before there is one.
DOCUMENT = create_api(cast("Context", SimpleNamespace(settings=SimpleNamespace(is_https=False)))).openapi()
"""What the API says of itself, as OpenAPI."""
BOTH = ["sqlite", "postgresql"]
"""For tests of the API that must hold on both kinds of database."""


def token_of(ctx: Context, person: Person, scope: Scope = Scope.PRACTISE, *, days: int = 30) -> str:
    """The secret of a new token."""
    return api_tokens.make_token(ctx, person, name="a test", scope=scope, days=days).secret


def program(ctx: Context, token: str | None = None) -> TestClient:
    """A program with this token; a fault of ours answers 500 instead of raising here."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return TestClient(create_api(ctx), raise_server_exceptions=False, headers=headers)


def is_problem(response: Response, status: int) -> bool:
    """Whether an error came in the one shape that they all have."""
    body = response.json()
    return (
        response.status_code == status
        and response.headers["content-type"] == "application/problem+json"
        and body["status"] == status
        and bool(body["title"] and body["detail"] and body["code"])
    )
