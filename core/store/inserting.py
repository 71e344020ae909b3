"""Inserting what may be there already, as both databases can do it in one statement."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.models import Base


def insert_if_new(session: Session, table: type[Base], values: Any) -> None:
    """Insert one row or several, and leave out those that a unique constraint says are there.

    Of two transactions that insert the same at once, the second waits here for the first.
    """
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    session.execute(insert(table).values(values).on_conflict_do_nothing())
