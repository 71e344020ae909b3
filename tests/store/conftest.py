"""Services on both databases: the fixture ``ctx`` is SQLite and PostgreSQL in turn."""

import pytest

from core.services import passwords


@pytest.fixture(autouse=True)
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash at the lowest cost: these tests are about what happens around it."""
    hash_slowly = passwords.hash_password
    monkeypatch.setattr("core.services.accounts.hash_password", lambda password: hash_slowly(password, rounds=4))
