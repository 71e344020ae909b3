"""Sets of drills, what their questions drill, and the log of how each went."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.models.base import UtcTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "drills",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        _belongs("drills", "session_id", "interview_sessions"),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_drills")),
    )
    op.create_table(
        "drill_questions",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        _belongs("drill_questions", "question_id", "interview_questions"),
        sa.PrimaryKeyConstraint("question_id", name=op.f("pk_drill_questions")),
    )
    op.create_table(
        "drill_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("skill", sa.String(length=60), nullable=False),
        sa.Column("dimension", sa.String(length=20), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", UtcTime(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 4", name=op.f("ck_drill_reviews_rating_range")),
        _belongs("drill_reviews", "user_id", "users"),
        _belongs("drill_reviews", "question_id", "interview_questions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drill_reviews")),
        sa.UniqueConstraint("question_id", name=op.f("uq_drill_reviews_question_id")),
    )
    op.create_index("ix_drill_reviews_user_id", "drill_reviews", ["user_id"])


def _belongs(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
