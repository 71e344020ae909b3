"""What home pages tell people, and groups that were closed."""

import sqlalchemy as sa
from alembic import op

from core.models.base import JsonValue, UtcTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind", _enum("kind", "joined", "left", "invited", "assigned", "reviewed", "commented"), nullable=False
        ),
        sa.Column("body_json", JsonValue, nullable=False),
        sa.Column("page", sa.String(length=40), nullable=True),
        sa.Column("query_json", JsonValue, nullable=False),
        sa.Column("created_at", UtcTime(), nullable=False),
        sa.Column("read_at", UtcTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_notifications_user_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
    )
    op.create_index("ix_notifications_user_created", "notifications", ["user_id", "created_at"])
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_notifications_unread", "notifications", ["user_id"], sqlite_where=unread, postgresql_where=unread
    )
    op.add_column("coach_groups", sa.Column("closed_at", UtcTime(), nullable=True))


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)
