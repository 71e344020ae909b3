"""Time as a choice, skipped questions, notes, dictation, self-ratings, retakes, and the keys of requests.

Columns are added one by one and tables never copied: on SQLite, dropping the old copy would cascade.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.models.base import UtcTime

revision = "0003"
down_revision = "0002"

TIMINGS = "('1', '1.25', '1.5', '2', 'untimed')"


def upgrade() -> None:
    false = sa.false().compile(dialect=op.get_bind().dialect)
    for table in ("profiles", "interview_sessions"):
        rest = f"DEFAULT '1' NOT NULL CONSTRAINT ck_{table}_timing CHECK (timing IN {TIMINGS})"
        _add(table, "timing", sa.String(20), rest)
    _add("interview_sessions", "asks_followups", sa.Boolean(), f"DEFAULT {false} NOT NULL")
    _add(
        "interview_questions",
        "skipped_at",
        UtcTime(),
        "CONSTRAINT ck_interview_questions_skipped_without_deadline CHECK (skipped_at IS NULL OR deadline_at IS NULL)",
    )
    _add(
        "interview_questions",
        "spent_seconds",
        sa.Integer(),
        "DEFAULT 0 NOT NULL CONSTRAINT ck_interview_questions_spent_not_negative CHECK (spent_seconds >= 0)",
    )
    _add("drafts", "notes", sa.Text(), "DEFAULT '' NOT NULL")
    _add("drafts", "dictated", sa.Boolean(), f"DEFAULT {false} NOT NULL")
    _add("interview_answers", "dictated", sa.Boolean(), f"DEFAULT {false} NOT NULL")
    _add(
        "interview_answers",
        "self_rating",
        sa.Integer(),
        "CONSTRAINT ck_interview_answers_self_rating_range CHECK (self_rating IS NULL OR self_rating BETWEEN 0 AND 5)",
    )
    _add("interview_answers", "revealed_at", UtcTime(), "")
    # whoever has answers from before has seen their scores
    op.execute("UPDATE interview_answers SET revealed_at = created_at WHERE scores_json IS NOT NULL")
    op.create_table(
        "retakes",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("of_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["interview_sessions.id"],
            name=op.f("fk_retakes_session_id_interview_sessions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["interview_sessions.id"], name=op.f("fk_retakes_of_id_interview_sessions"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_retakes")),
    )
    op.create_index("ix_retakes_of_id", "retakes", ["of_id"])
    op.create_table(
        "request_keys",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_request_keys_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_request_keys")),
    )


def _add(table: str, column: str, kind: sa.types.TypeEngine[Any], rest: str) -> None:
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind.compile(op.get_bind().dialect)} {rest}")
