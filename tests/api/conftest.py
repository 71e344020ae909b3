"""The API over a test's own database."""

import pytest
from fastapi.testclient import TestClient

from core.api import create_api
from core.services.context import Context


@pytest.fixture
def client(ctx: Context) -> TestClient:
    """A program that calls the API; a fault of ours answers 500 instead of raising here."""
    return TestClient(create_api(ctx), raise_server_exceptions=False)
