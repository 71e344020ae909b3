"""The schema: migrations make what the models say, and the database itself refuses what must not be."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.models import Base
from core.services.accounts import Person
from core.services.context import Context
from core.store import migrate, open_database
from tests.support.clock import FakeClock
from tests.support.contexts import make_context


def test_the_migrations_make_what_the_models_say(ctx: Context) -> None:
    with ctx.db.write_engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_migrating_again_changes_nothing(ctx: Context, ada: Person) -> None:
    migrate(ctx.db)
    with ctx.db.reading() as session:
        assert session.execute(text("SELECT username FROM users")).scalars().all() == ["ada"]


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO user_roles (user_id, role) SELECT id, 'emperor' FROM users",
        "UPDATE users SET username = 'ADA'",
        "INSERT INTO user_roles (user_id, role) VALUES ('00000000-0000-0000-0000-000000000000', 'coach')",
    ],
)
def test_the_database_refuses_what_must_not_be(ctx: Context, ada: Person, statement: str) -> None:
    with pytest.raises(IntegrityError), ctx.db.writing() as session:
        session.execute(text(statement))


def test_a_second_start_finds_everything_as_it_was(db_url: str, tmp_path: Path, clock: FakeClock) -> None:
    first = make_context(db_url, tmp_path, clock)
    with first.db.reading() as session:
        before = session.execute(text("SELECT count(*) FROM rubric_publications")).scalar()
    first.db.dispose()
    second = make_context(db_url, tmp_path, clock)
    with second.db.reading() as session:
        assert session.execute(text("SELECT count(*) FROM rubric_publications")).scalar() == before == 1
    second.db.dispose()


def test_a_reader_sees_only_what_is_committed(db_url: str, ctx: Context, ada: Person) -> None:
    other = open_database(db_url)
    with ctx.db.writing() as session:
        session.execute(text("UPDATE users SET first_name = 'Augusta'"))
        with other.reading() as reader:
            assert reader.execute(text("SELECT first_name FROM users")).scalar() == "Ada"
    with other.reading() as reader:
        assert reader.execute(text("SELECT first_name FROM users")).scalar() == "Augusta"
    other.dispose()
