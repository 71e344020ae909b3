"""Ratings and comments by coaches, whose scores count in a group, assignments, and invitations of one person."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.models.base import JsonValue, UtcTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    _reviews()
    _settings()
    _assignments()


def _reviews() -> None:
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        sa.Column("rater_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _enum("kind", "rating", "decision"), nullable=False),
        sa.Column("rubric_hash", sa.String(length=64), nullable=False),
        sa.Column("scores_json", JsonValue, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        _belongs("ratings", "answer_id", "interview_answers"),
        _survives("ratings", "group_id", "coach_groups"),
        _survives("ratings", "rater_id", "users"),
        sa.ForeignKeyConstraint(
            ["rubric_hash"], ["rubric_versions.content_hash"], name=op.f("fk_ratings_rubric_hash_rubric_versions")
        ),
        _key("ratings", "id"),
    )
    op.create_index("ix_ratings_answer_created", "ratings", ["answer_id", "created_at"])
    _indexes("ratings", "group_id", "rater_id")
    op.create_table(
        "rating_drafts",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("scores_json", JsonValue, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_at", UtcTime(), nullable=False),
        _belongs("rating_drafts", "answer_id", "interview_answers"),
        _belongs("rating_drafts", "rater_id", "users"),
        _key("rating_drafts", "answer_id", "rater_id"),
    )
    _indexes("rating_drafts", "rater_id")
    op.create_table(
        "seen_scores",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", UtcTime(), nullable=False),
        _belongs("seen_scores", "answer_id", "interview_answers"),
        _belongs("seen_scores", "coach_id", "users"),
        _key("seen_scores", "answer_id", "coach_id"),
    )
    _indexes("seen_scores", "coach_id")
    op.create_table(
        "answer_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("dimension", sa.String(length=20), nullable=True),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.CheckConstraint('("start" IS NULL) = ("end" IS NULL)', name=op.f("ck_answer_comments_both_ends")),
        sa.CheckConstraint(
            '"start" IS NULL OR ("start" >= 0 AND "start" < "end")', name=op.f("ck_answer_comments_stretch")
        ),
        _belongs("answer_comments", "answer_id", "interview_answers"),
        _survives("answer_comments", "author_id", "users"),
        _key("answer_comments", "id"),
    )
    _indexes("answer_comments", "answer_id", "author_id")
    op.create_table(
        "reusable_comments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        _belongs("reusable_comments", "coach_id", "users"),
        _key("reusable_comments", "id"),
    )
    _indexes("reusable_comments", "coach_id")
    op.create_table(
        "review_requests",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcTime(), nullable=False),
        _belongs("review_requests", "answer_id", "interview_answers"),
        _key("review_requests", "answer_id"),
    )


def _settings() -> None:
    op.create_table(
        "group_settings",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("counts", _enum("counts", "machine", "coaches"), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=True),
        _belongs("group_settings", "group_id", "coach_groups"),
        _survives("group_settings", "moderator_id", "users"),
        _key("group_settings", "group_id"),
    )
    _indexes("group_settings", "moderator_id")
    op.create_table(
        "group_invitations",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        _belongs("group_invitations", "group_id", "coach_groups"),
        _belongs("group_invitations", "user_id", "users"),
        _survives("group_invitations", "invited_by", "users"),
        _key("group_invitations", "group_id", "user_id"),
    )
    _indexes("group_invitations", "user_id", "invited_by")


def _assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("role_selected", JsonValue, nullable=False),
        sa.Column("role_source", _enum("role_source", "suggestion", "catalog", "custom"), nullable=False),
        sa.Column("level", _enum("level", "junior", "mid", "senior"), nullable=False),
        sa.Column("type", _enum("type", "hr", "technical", "case", "mixed"), nullable=False),
        sa.Column("mode", _enum("mode", "interview", "coaching"), nullable=False),
        sa.Column("timing", _enum("timing", "1", "1.25", "1.5", "2", "untimed"), nullable=True),
        sa.Column("asks_followups", sa.Boolean(), nullable=False),
        sa.Column("question_count", sa.Integer(), nullable=False),
        sa.Column("items_json", JsonValue, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("withdrawn_at", UtcTime(), nullable=True),
        sa.CheckConstraint("attempts >= 1", name=op.f("ck_assignments_attempts_from_one")),
        sa.CheckConstraint("question_count >= 1", name=op.f("ck_assignments_questions_from_one")),
        _belongs("assignments", "group_id", "coach_groups"),
        _survives("assignments", "author_id", "users"),
        _key("assignments", "id"),
    )
    _indexes("assignments", "group_id", "author_id")
    op.create_table(
        "assignment_people",
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _belongs("assignment_people", "assignment_id", "assignments"),
        _belongs("assignment_people", "user_id", "users"),
        _key("assignment_people", "assignment_id", "user_id"),
    )
    _indexes("assignment_people", "user_id")
    op.create_table(
        "assignment_attempts",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("reviewed_at", UtcTime(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        _belongs("assignment_attempts", "session_id", "interview_sessions"),
        _belongs("assignment_attempts", "assignment_id", "assignments"),
        _survives("assignment_attempts", "reviewed_by", "users"),
        _key("assignment_attempts", "session_id"),
    )
    _indexes("assignment_attempts", "assignment_id", "reviewed_by")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _key(table: str, *columns: str) -> Any:
    return sa.PrimaryKeyConstraint(*columns, name=op.f(f"pk_{table}"))


def _belongs(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def _survives(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="SET NULL")


def _indexes(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
