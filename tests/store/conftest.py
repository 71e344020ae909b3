"""Services on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.services import passwords
from core.services.accounts import Person
from core.services.context import Context
from tests.support.clock import FakeClock
from tests.support.contexts import make_context, make_person


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bcrypt at its lowest cost: these tests are about what happens around it."""
    hash_slowly = passwords.hash_password
    monkeypatch.setattr("core.services.accounts.hash_password", lambda password: hash_slowly(password, rounds=4))


@pytest.fixture
def ctx(db_url: str, tmp_path: Path, clock: FakeClock) -> Iterator[Context]:
    """A context on an empty database, SQLite and PostgreSQL in turn, with a clock that stands still."""
    context = make_context(db_url, tmp_path, clock)
    yield context
    context.db.dispose()


@pytest.fixture
def ada(ctx: Context) -> Person:
    """A candidate."""
    return make_person(ctx, "ada")
