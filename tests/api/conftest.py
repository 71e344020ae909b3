"""The API over a test's own database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from core.services.accounts import Person
from core.services.context import Context
from tests.support.databases import copied_database
from tests.support.programs import program, token_of


@pytest.fixture
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """SQLite, unless a test asks for both: services are tested on both kinds, and the API's document on PostgreSQL."""
    yield from copied_database(getattr(request, "param", "sqlite"), request, tmp_path)


@pytest.fixture
def client(ctx: Context) -> TestClient:
    """A program that knows no token."""
    return program(ctx)


@pytest.fixture
def hers(ctx: Context, ada: Person) -> TestClient:
    """A program with a token of Ada's that may practise."""
    return program(ctx, token_of(ctx, ada))
