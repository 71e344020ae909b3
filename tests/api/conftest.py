"""The API over a test's own database."""

import pytest
from fastapi.testclient import TestClient

from core.services.accounts import Person
from core.services.context import Context
from tests.support.programs import program, token_of


@pytest.fixture(autouse=True)
def quick_passwords(quick_passwords: None) -> None:
    """For all of these tests."""


@pytest.fixture
def client(ctx: Context) -> TestClient:
    """A program that knows no token."""
    return program(ctx)


@pytest.fixture
def hers(ctx: Context, ada: Person) -> TestClient:
    """A program with a token of Ada's that may practise."""
    return program(ctx, token_of(ctx, ada))
