"""One process at a time, for work that several would do at once and one can do as well."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from core.store.database import Database


@contextmanager
def alone(database: Database, key: int) -> Iterator[bool]:
    """Whether nobody else is inside a block with this key; when nobody is, nobody gets in until the block ends.

    The database lets go when the connection ends, so that a process that is killed keeps nobody out. SQLite is for one
    process, and there the answer is always yes.
    """
    if database.is_sqlite:
        yield True
        return
    with database.write_engine.begin() as connection:
        yield bool(connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": key}))
