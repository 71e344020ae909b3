"""Saving the whole database to a file while people go on working, and putting such a file back.

A backup is a look at one moment: on SQLite a reading transaction, on PostgreSQL one that is REPEATABLE READ. Rows are
streamed, so that it takes little memory however much there is. A restore happens in one transaction, or not at all.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from sqlalchemy import Column, Connection, Select, TableClause, func, insert, inspect, select, text
from sqlalchemy import Table as ModelTable
from sqlalchemy.exc import SQLAlchemyError

from core.errors import BadFileError, Fault, StateError
from core.models import Base
from core.store.archive import (
    MANIFEST,
    Manifest,
    SavedTable,
    Told,
    check,
    kind_of,
    new_zip,
    opened,
    read_rows,
    table_of,
    write_rows,
)
from core.store.database import Database
from core.store.migrate import known_revisions, newest_revision, revision_of, upgrade, wait_for_turn
from core.store.new_file import new_file

SHORT_LIVED = frozenset({"sign_ins", "one_time_links", "throttles"})
"""What no backup holds: restored, it would let in again whoever had signed out, or used a link, since then."""
BATCH = 500
"""Rows that are in memory at a time."""


def silent(_what: str, _done: int, _total: int) -> None:
    """For whoever does not want to hear how far it is."""


def back_up(db: Database, file: Path, *, now: datetime, told: Told = silent) -> Manifest:
    """Save everything as it is at this moment to a new file that only its owner may read.

    The file appears under its name once it is whole.

    Raises:
        InvalidInputError: when there is such a file already, or it cannot be written.
        StateError: when the database is not at the schema of this version of the program.
    """
    with new_file(file) as out, new_zip(out) as archive, _one_moment(db) as connection:
        return _save(connection, archive, now, told)


def restore(db: Database, path: Path, *, replace: bool = False, told: Told = silent) -> Manifest:
    """Make the database what a backup says, in one transaction, and bring it to the newest schema.

    Args:
        replace: take the place of a database with people in it.

    Raises:
        BadFileError: when the file is damaged or cannot be stored; nothing was changed.
        StateError: when it or the database comes from a newer version of the program, or there are people in the
            database and they are not to be replaced.
    """
    with opened(path) as (archive, manifest):
        if manifest.revision not in known_revisions():
            raise StateError(
                f"This backup has schema {manifest.revision}, and this version of the program knows schemas up to "
                f"{newest_revision()}. Restore it with the version that made it, or a newer one.",
                state="newer",
            )
        check(archive, manifest, path, told)
        with db.write_engine.begin() as connection:
            wait_for_turn(connection)
            _refuse_unless_free(connection, replace=replace)
            _clear(connection)
            upgrade(connection, manifest.revision)
            _fill(connection, archive, manifest, path, told)
            upgrade(connection, newest_revision())
    return manifest


# --- saving ---------------------------------------------------------------------------------------------------------


@contextmanager
def _one_moment(db: Database) -> Iterator[Connection]:
    """A connection that sees nothing of what is committed after its first look."""
    with db.read_engine.connect() as connection:
        if not db.is_sqlite:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def _save(connection: Connection, archive: ZipFile, now: datetime, told: Told) -> Manifest:
    revision = revision_of(connection)
    if revision != newest_revision():
        raise StateError(
            f"The database has schema {revision or 'none'}, and this version of the program {newest_revision()}. "
            "Back it up with the version that it was used with, or start the dashboard once.",
            state="other_schema",
        )
    saved = [
        _save_table(connection, archive, table, told)
        for table in Base.metadata.sorted_tables
        if table.name not in SHORT_LIVED
    ]
    manifest = Manifest(revision, now.isoformat(), connection.dialect.name, tuple(saved))
    archive.writestr(MANIFEST, manifest.to_json())
    return manifest


def _save_table(connection: Connection, archive: ZipFile, table: ModelTable, told: Told) -> SavedTable:
    columns = tuple((each.name, kind_of(each.type)) for each in table.columns)
    saved = SavedTable(table.name, columns, rows=0, sha256="")
    total = connection.scalar(select(func.count()).select_from(table)) or 0
    rows = connection.execute(_parents_first(table, columns).execution_options(yield_per=BATCH))
    with archive.open(saved.member, "w", force_zip64=True) as file:
        counted = _heard(rows, total, f"saving {table.name}", told)
        count, hashed = write_rows(file, counted, saved.kinds)
    return SavedTable(table.name, columns, count, hashed)


def _parents_first(table: ModelTable, columns: Sequence[tuple[str, str]]) -> Select[Any]:
    """Every row, those that refer to others of their own table last: a question before the follow-ups to it."""
    plain = table_of(table.name, columns)
    to_own = [each for each in table.columns if _refers_to(each, table)]
    return select(*plain.columns).order_by(*(plain.columns[each.name].is_not(None) for each in to_own))


def _refers_to(column: Column[Any], table: ModelTable) -> bool:
    return any(key.column.table is table for key in column.foreign_keys)


def _heard(rows: Any, total: int, what: str, told: Told) -> Iterator[Any]:
    told(what, 0, total)
    for number, row in enumerate(rows, 1):
        yield row
        if number % BATCH == 0 or number == total:
            told(what, number, total)


# --- restoring ------------------------------------------------------------------------------------------------------


def _refuse_unless_free(connection: Connection, *, replace: bool) -> None:
    revision = revision_of(connection)
    if revision is not None and revision not in known_revisions():
        raise StateError(
            f"This database has schema {revision}, which is newer than this version of the program. "
            "Use the version that it was used with.",
            state="newer",
        )
    if not inspect(connection).has_table("users") or replace:
        return
    if connection.scalar(text("SELECT count(*) FROM users")):
        raise StateError(
            "There are people in this database. Restore into an empty one, or say --replace to lose what is there now.",
            state="not_empty",
        )


def _clear(connection: Connection) -> None:
    """Drop our tables and no others."""
    there = set(inspect(connection).get_table_names())
    ours = [table.name for table in reversed(Base.metadata.sorted_tables)]
    quote = connection.dialect.identifier_preparer.quote
    for name in (*ours, "alembic_version"):
        if name in there:
            connection.execute(text(f"DROP TABLE {quote(name)}"))


def _fill(connection: Connection, archive: ZipFile, manifest: Manifest, path: Path, told: Told) -> None:
    there = set(inspect(connection).get_table_names())
    for saved in manifest.tables:
        if saved.name not in there:
            raise BadFileError(
                [Fault(path.name, f"holds a table '{saved.name}' that schema {manifest.revision} lacks")]
            )
        table = table_of(saved.name, saved.columns)
        try:
            _fill_table(connection, archive, saved, table, told)
        except SQLAlchemyError as error:
            why = f"a row of '{saved.name}' cannot be stored: {getattr(error, 'orig', None) or error}"
            raise BadFileError([Fault(path.name, f"{why}. Nothing was changed.")]) from error
        count = connection.scalar(select(func.count()).select_from(table))
        if count != saved.rows:
            raise BadFileError([Fault(path.name, f"'{saved.name}' has {count} rows of {saved.rows}")])
        if connection.dialect.name == "postgresql":
            _go_on_counting(connection, saved, table)


def _fill_table(connection: Connection, archive: ZipFile, saved: SavedTable, table: TableClause, told: Told) -> None:
    names = [name for name, _ in saved.columns]
    with archive.open(saved.member) as file:
        rows = _heard(read_rows(file, saved.kinds), saved.rows, f"restoring {saved.name}", told)
        while batch := [dict(zip(names, row, strict=True)) for row in islice(rows, BATCH)]:
            connection.execute(insert(table), batch)


def _go_on_counting(connection: Connection, saved: SavedTable, table: TableClause) -> None:
    """Let numbers that PostgreSQL gives out go on after those that were restored; SQLite does so by itself."""
    for name, kind in saved.columns:
        if kind == "int":
            sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{saved.name}"', name)))
            highest = connection.scalar(select(func.max(table.columns[name]))) if sequence else None
            if highest is not None:
                connection.execute(select(func.setval(sequence, highest)))
