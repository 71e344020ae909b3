"""Tokens of programs, what a request's key made, times told by programs, and groups that are coached."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from core.models.base import UtcTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    false = sa.false().compile(dialect=op.get_bind().dialect)
    op.add_column("request_keys", sa.Column("made_id", sa.Uuid(), nullable=True))
    op.execute(f"ALTER TABLE interview_answers ADD COLUMN is_told_time BOOLEAN DEFAULT {false} NOT NULL")
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scope", _enum("scope", "read", "practise"), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("expires_at", UtcTime(), nullable=False),
        sa.Column("last_used_at", UtcTime(), nullable=True),
        sa.Column("revoked_at", UtcTime(), nullable=True),
        sa.Column("window_began_at", UtcTime(), nullable=True),
        sa.Column("window_writes", sa.Integer(), nullable=False),
        sa.CheckConstraint("window_writes >= 0", name=op.f("ck_api_tokens_writes_not_negative")),
        _belongs("api_tokens", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index("ix_api_tokens_user_id", "api_tokens", ["user_id"])
    op.create_table(
        "coach_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_expires_at", UtcTime(), nullable=True),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_groups")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_coach_groups_code_hash")),
    )
    op.create_table(
        "group_coaches",
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("coach_id", sa.Uuid(), nullable=False),
        sa.Column("since", UtcTime(), nullable=False),
        _belongs("group_coaches", "group_id", "coach_groups"),
        _belongs("group_coaches", "coach_id", "users"),
        sa.PrimaryKeyConstraint("group_id", "coach_id", name=op.f("pk_group_coaches")),
    )
    op.create_index("ix_group_coaches_coach_id", "group_coaches", ["coach_id"])
    op.create_table(
        "group_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("shows", _enum("shows", "scores", "answers"), nullable=False),
        sa.Column("joined_at", UtcTime(), nullable=False),
        sa.Column("left_at", UtcTime(), nullable=True),
        _belongs("group_members", "group_id", "coach_groups"),
        _belongs("group_members", "user_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
    )
    op.create_index("ix_group_members_user_id", "group_members", ["user_id"])
    here = sa.text("left_at IS NULL")
    op.create_index(
        "uq_group_members_present",
        "group_members",
        ["group_id", "user_id"],
        unique=True,
        sqlite_where=here,
        postgresql_where=here,
    )


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _belongs(table: str, column: str, to: str) -> Any:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")
