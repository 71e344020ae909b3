"""What was measured of each answer, drafts of rubrics, and jobs that score answers again."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.models.base import JsonValue, UtcTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "answer_measurements",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("scorer_version", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("assessed", sa.Integer(), nullable=False),
        sa.Column("signals", sa.LargeBinary(), nullable=False),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        _points("answer_measurements", "answer_id", "interview_answers.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer_id", "scorer_version", name=op.f("pk_answer_measurements")),
    )
    op.create_table(
        "rubric_drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("based_on", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        _points("rubric_drafts", "author_id", "users.id", ondelete="CASCADE"),
        _points("rubric_drafts", "based_on", "rubric_versions.content_hash"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric_drafts")),
    )
    op.create_index("ix_rubric_drafts_author_id", "rubric_drafts", ["author_id"])
    states = sa.Enum(
        "running", "paused", "stopped", "done", name="state", native_enum=False, create_constraint=True, length=20
    )
    op.create_table(
        "rescore_jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("state", states, nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("cursor", sa.Uuid(), nullable=True),
        sa.Column("leased_by", sa.String(length=60), nullable=True),
        sa.Column("leased_until", UtcTime(), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("updated_at", UtcTime(), nullable=False),
        sa.Column("ended_at", UtcTime(), nullable=True),
        sa.CheckConstraint("done >= 0 AND total >= 0", name=op.f("ck_rescore_jobs_counts_not_negative")),
        _points("rescore_jobs", "rubric_hash", "rubric_versions.content_hash"),
        _points("rescore_jobs", "author_id", "users.id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rescore_jobs")),
    )
    op.create_index("ix_rescore_jobs_state", "rescore_jobs", ["state"])
    op.create_index("ix_rescore_jobs_author_id", "rescore_jobs", ["author_id"])


def _points(table: str, column: str, to: str, *, ondelete: str | None = None) -> Any:
    name = op.f(f"fk_{table}_{column}_{to.split('.')[0]}")
    return sa.ForeignKeyConstraint([column], [to], name=name, ondelete=ondelete)
