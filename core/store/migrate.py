"""Brings the database to the newest schema. Runs at every start, and costs one query when there is nothing to do."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from core.store.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"
# Any number that no other program locks in this database; it keeps two starting servers from migrating at once.
ADVISORY_LOCK = 7_214_306


def migrate(database: Database) -> None:
    """Apply all migrations that are missing."""
    with database.write_engine.begin() as connection:
        if revision_of(connection) == newest_revision():
            return
        wait_for_turn(connection)
        upgrade(connection, newest_revision())


def known_revisions() -> frozenset[str]:
    """Every revision that there is a migration to: migrations are numbered by their file names."""
    return frozenset(path.stem.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def newest_revision() -> str:
    """The revision that the code expects."""
    return max(known_revisions())


def revision_of(connection: Connection) -> str | None:
    """The revision that the database is at, None for one without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def wait_for_turn(connection: Connection) -> None:
    """Let one process at a time change the schema; on SQLite a writer is alone anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})


def upgrade(connection: Connection, revision: str) -> None:
    """Bring the schema to a revision that is not older than its own, within the caller's transaction."""
    # Imported here because it costs 0.4 s at every start, and is needed once a release.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
