"""The API over a test's own database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from core.api import create_api
from core.services.accounts import Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import make_context, make_person


@pytest.fixture
def ctx(db_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Context]:
    """A context on an empty database, SQLite and PostgreSQL in turn."""
    context = make_context(db_url, tmp_path, clock)
    yield context
    context.db.dispose()


@pytest.fixture
def client(ctx: Context) -> TestClient:
    """A program that calls the API; a fault of ours answers 500 instead of raising here."""
    return TestClient(create_api(ctx), raise_server_exceptions=False)


@pytest.fixture
def ada(ctx: Context) -> Person:
    """A candidate."""
    return make_person(ctx, "ada")
