"""What is erased must not be left in the files of the database."""

import sqlite3
from contextlib import closing

from sqlalchemy.orm import Session

from core.store.database import Database

PATIENCE = 0.5
"""Seconds for which emptying the log waits for others; they wait as long for it."""


def overwrite_what_goes(db: Database, session: Session) -> None:
    """Let SQLite overwrite with zeros what this transaction deletes; by itself it only forgets where it was.

    On PostgreSQL a deleted row is gone from its page at the next VACUUM, which runs by itself.
    """
    if db.is_sqlite:
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")


def empty_log(db: Database) -> None:
    """Move everything from SQLite's log to its file and empty the log, in which what was erased still stands.

    Where somebody reads for longer than we wait, the log is emptied or written over later on.
    """
    file = db.write_engine.url.database
    if db.is_sqlite and file:
        with closing(sqlite3.connect(file, timeout=PATIENCE)) as connection:
            try:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlite3.OperationalError:  # busy
                return
