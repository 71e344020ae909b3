"""The database: one engine that writes and one that reads, and transactions as ``with`` blocks."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

SQLITE_BUSY_MS = 30_000
POOL_SECONDS = 60
"""So long a thread waits for a connection before it gives up."""


@dataclass(frozen=True)
class Database:
    """Where sessions come from. On PostgreSQL both engines are the same."""

    write_engine: Engine
    read_engine: Engine

    @property
    def is_sqlite(self) -> bool:
        """Whether this is SQLite, which has one writer at a time and no row locks."""
        return self.write_engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that commits when the block ends and rolls back when it raises."""
        with Session(self.write_engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A consistent look; nothing is written."""
        with Session(self.read_engine, expire_on_commit=False, autoflush=False) as session:
            yield session

    def wait_for_writers(self, seconds: float) -> bool:
        """Wait until every transaction that writes has ended, but no longer than that; returns whether all have."""
        pool = self.write_engine.pool
        gives_up = time.monotonic() + seconds
        while isinstance(pool, QueuePool) and pool.checkedout():
            if time.monotonic() > gives_up:
                return False
            time.sleep(0.02)
        return True

    def dispose(self) -> None:
        """Close all connections."""
        self.write_engine.dispose()
        self.read_engine.dispose()


def open_database(url: str) -> Database:
    """The database behind an SQLAlchemy URL; an SQLite file's folder is made if need be."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        # One connection that writes: threads wait for it in a line. SQLite's own waiting is sleeping and trying again,
        # in which those who came first have no better chance than others, and a few wait for seconds under load.
        writer = _sqlite_engine(url, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
        return Database(writer, _sqlite_engine(url, begin="BEGIN", pool_size=20, max_overflow=40))
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, pool_size=10, max_overflow=20)
    return Database(engine, engine)


def _sqlite_engine(url: str, *, begin: str, pool_size: int, max_overflow: int) -> Engine:
    """An engine whose transactions begin as told.

    A writer takes its lock at the beginning (BEGIN IMMEDIATE): with a deferred one, two that read first and
    then write lose updates or fail as locked. FULL makes an acknowledged commit survive a power loss.
    """
    engine = create_engine(
        url, hide_parameters=True, pool_size=pool_size, max_overflow=max_overflow, pool_timeout=POOL_SECONDS
    )

    @event.listens_for(engine, "connect")
    def _configure(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver's own implicit BEGIN would be a deferred one
        for pragma in (
            f"busy_timeout={SQLITE_BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
