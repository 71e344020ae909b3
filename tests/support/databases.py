"""Databases to test on: copies of one that was brought to the newest schema once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.postgres import new_database


def copied_database(kind: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The URL of a copy of the database that was brought to the newest schema once."""
    if kind == "sqlite":
        file = folder / "test.db"
        shutil.copy(request.getfixturevalue("new_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("new_postgres")
    with new_database(request.getfixturevalue("pg_url"), template=template) as url:
        yield url
